"""The views of the ledger: which alignments stand in which light, by where they stand."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from graph.errors import InputError
from graph.ledger.status import Standing

GONE = ("withdrawn", "superseded")


def _is_agreed(standing: Standing) -> bool:
    return standing.status in ("accepted", "rejected")


def _is_contested(standing: Standing) -> bool:
    return standing.status == "contested"


def _is_unreviewed(standing: Standing) -> bool:
    return standing.status not in GONE and not standing.voices


VIEWS: Mapping[str, Callable[[Standing], bool]] = {
    "consensus": _is_agreed,
    "contested": _is_contested,
    "unreviewed": _is_unreviewed,
}
"""Is what each view shows: reviewers agree, for or against; they do not; no person has reviewed it yet."""

_STATUSES = {
    "consensus": ("accepted", "rejected"),
    "contested": ("contested",),
    "unreviewed": ("proposed",),
}


def check_together(status: str | None, view: str | None) -> None:
    """Raises InputError where no alignment of a status can ever be in a view.

    >>> check_together("accepted", "consensus")
    """
    if status is not None and view is not None and status not in _STATUSES[view]:
        raise InputError("view-of-status", view=view, status=status, known=", ".join(_STATUSES[view]))


def shows(standing: Standing, status: str | None, view: str | None) -> bool:
    """Says whether an alignment that stands so is of a status and in a view; None lets anything through.

    >>> shows(Standing("accepted", by_machine=False), None, "consensus")
    True
    """
    return (status is None or standing.status == status) and (view is None or VIEWS[view](standing))
