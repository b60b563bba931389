"""Waiting for a pipe, for a moment without sleep: to be woken takes as long as a look-up takes the engine."""

from __future__ import annotations

import os
import select
import sys
import time


def hearing(descriptor: int) -> select.poll | None:
    """Returns what tells whether something can be read, or the other end is closed; None on Windows."""
    if sys.platform == "win32":
        return None
    heard = select.poll()
    heard.register(descriptor, select.POLLIN)
    return heard


def comes_within(seconds: float, heard: select.poll) -> bool:
    """Waits for so many seconds at most, and says whether something has come; it does not sleep.

    Whoever else wants the processor has it meanwhile, and other threads go on.
    """
    until = time.monotonic() + seconds
    while not heard.poll(0):
        if time.monotonic() > until:
            return False
        os.sched_yield()
    return True
