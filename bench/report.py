"""Lines of a benchmark: what was measured, against which peer, the ratio and the bound."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Line:
    """Is one measurement in its own unit; a line without a bound is there to be known.

    `floor` is what the quickest reading of the same arrays takes: no answer can be quicker.
    """

    what: str
    ours: float
    peer: str
    theirs: float
    bound: float | None = None
    unit: str = "s"
    floor: float | None = None

    @property
    def ratio(self) -> float:
        """Returns ours as a share of the peer's."""
        return self.ours / self.theirs

    @property
    def is_met(self) -> bool:
        """Says whether the ratio is within the bound."""
        return self.bound is None or self.ratio <= self.bound


_HEAD = ("what", "ours", "peer", "peer's", "ratio", "bound", "")
_FLOOR = ("floor", "of floor")


def table(lines: Sequence[Line]) -> str:
    """Returns the lines as a table of text, with a head."""
    rows = [_HEAD, *(_cells(line) for line in lines)]
    if any(line.floor for line in lines):
        rows = [(*row, *more) for row, more in zip(rows, (_FLOOR, *map(_of_floor, lines)), strict=True)]
    widths = [max(map(len, column)) for column in zip(*rows, strict=True)]
    return "\n".join("  ".join(map(str.ljust, row, widths)).rstrip() for row in rows)


def exit_code(lines: Iterable[Line]) -> int:
    """Returns 1 where a bound is missed, else 0."""
    return 0 if all(line.is_met for line in lines) else 1


def _cells(line: Line) -> tuple[str, ...]:
    bound = "-" if line.bound is None else f"{line.bound:g}"
    verdict = "" if line.bound is None else "ok" if line.is_met else "MISSED"
    ours, theirs = (f"{value:.4g} {line.unit}" for value in (line.ours, line.theirs))
    return (line.what, ours, line.peer, theirs, f"{line.ratio:.3g}", bound, verdict)


def _of_floor(line: Line) -> tuple[str, str]:
    """Returns the floor, and how many times as long we take."""
    if not line.floor:
        return "", ""
    return f"{line.floor:.3g} {line.unit}", f"{line.ours / line.floor:.3g}"
