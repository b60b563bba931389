"""Python's search for cyclic garbage, put off while a list is gone through."""

from __future__ import annotations

import gc
from collections.abc import Iterator
from contextlib import contextmanager
from threading import Lock

_SELDOM = (200_000, 20, 50)
_LOCK = Lock()


class _Usual:
    """Is how often is usually searched, kept while anybody is within; several lists may be gone through."""

    within = 0
    thresholds = gc.get_threshold()


@contextmanager
def seldom_collected() -> Iterator[None]:
    """Has cyclic garbage searched for some hundreds of times less often within.

    A list becomes a million objects that stay until the end and make no cycles; the usual search goes through
    them again and again, for an eighth of the time of an import of 3,000 rows. So does whatever follows the
    commit of a list, while its rows are still held.
    """
    with _LOCK:
        if not _Usual.within:
            _Usual.thresholds = gc.get_threshold()
            gc.set_threshold(*_SELDOM)
        _Usual.within += 1
    try:
        yield
    finally:
        with _LOCK:
            _Usual.within -= 1
            if not _Usual.within:
                gc.set_threshold(*_Usual.thresholds)
