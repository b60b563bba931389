"""Answers of saved questions: their rows as they are kept, and what two of them differ by."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from graph.errors import QueryProblem
from graph.store.base import Row
from graph.terms import Literal, NamedNode, Term, written

MOST_ROWS, MOST_BYTES, LONGEST = 1_000, 1 << 18, 20_000
MOST_CHANGES, SHOWN = 50, 20
Cell = tuple[str, ...]
Line = tuple[Cell, ...]
_IRI, _LITERAL, _OTHER = "iri", "literal", "other"


@dataclass(frozen=True, slots=True)
class Told:
    """Is the answer to a question at a commit: the names of its columns, and its rows in its order."""

    sequence: int
    columns: tuple[str, ...]
    lines: tuple[Line, ...]

    def rows(self) -> list[Row]:
        """Returns the rows as terms."""
        return rows_of(self.columns, self.lines)


@dataclass(frozen=True, slots=True)
class Turn:
    """Is what came into an answer and went out of it between two commits: how many rows, and the first."""

    since: int
    sequence: int
    at: datetime
    came: int
    went: int
    columns: tuple[str, ...]
    lines_came: tuple[Line, ...]
    lines_went: tuple[Line, ...]

    @property
    def is_whole(self) -> bool:
        """Says whether it holds every row that came and went."""
        return (self.came, self.went) == (len(self.lines_came), len(self.lines_went))


def told_of(sequence: int, columns: Sequence[str], rows: Sequence[Row]) -> Told:
    """Returns an answer as it is kept; more than `MOST_ROWS` rows raise QueryProblem.

    A node without a name is told by nothing, so that it is the same in every answer.
    """
    if len(rows) > MOST_ROWS:
        raise QueryProblem("saved-answer-too-long", most=MOST_ROWS)
    lines = (tuple(_cell(row.get(name)) for name in columns) for row in rows)
    return Told(sequence, tuple(columns), tuple(lines))


def turned(before: Told, after: Told, at: datetime) -> Turn | None:
    """Returns what changed from one answer to the next, None where nothing did; the order means nothing."""
    old, new = Counter(before.lines), Counter(after.lines)
    came, went = sorted((new - old).elements()), sorted((old - new).elements())
    if not came and not went and before.columns == after.columns:
        return None
    shown = (tuple(came[:SHOWN]), tuple(went[:SHOWN]))
    return Turn(before.sequence, after.sequence, at, len(came), len(went), after.columns, *shown)


def led_back(told: Told, turn: Turn) -> Told:
    """Returns the answer before its last change; where not all that came and went is kept, the same rows."""
    lines = Counter(told.lines)
    if turn.is_whole:
        lines = lines - Counter(turn.lines_came) + Counter(turn.lines_went)
    return Told(turn.since, told.columns, tuple(sorted(lines.elements())))


def rows_of(columns: Sequence[str], lines: Iterable[Line]) -> list[Row]:
    """Returns kept rows as terms."""
    pairs = (zip(columns, line, strict=True) for line in lines)
    return [{name: term for name, cell in each if (term := _term(cell)) is not None} for each in pairs]


def _cell(term: Term | None) -> Cell:
    if term is None:
        return ()
    if isinstance(term, NamedNode):
        return (_IRI, term.value)
    if isinstance(term, Literal):
        return (_LITERAL, term.value, term.language or "", term.datatype.value)
    return (_OTHER, "" if written(term).startswith("_:") else written(term))


def _term(cell: Cell) -> Term | None:
    match cell:
        case (kind, value) if kind == _IRI:
            return NamedNode(value)
        case (kind, value, "", datatype) if kind == _LITERAL:
            return Literal(value, datatype=NamedNode(datatype))
        case (kind, value, lang, _) if kind == _LITERAL:
            return Literal(value, language=lang)
        case (_, value):
            return Literal(value or "[]")
    return None


def written_told(told: Told) -> dict[str, Any]:
    """Returns an answer as JSON holds it."""
    return {"sequence": told.sequence, "columns": told.columns, "lines": told.lines}


def read_told(told: Mapping[str, Any]) -> Told:
    """Returns the answer that JSON holds."""
    return Told(told["sequence"], tuple(told["columns"]), _lines(told["lines"]))


def written_turn(turn: Turn) -> dict[str, Any]:
    """Returns a change as JSON holds it."""
    names = ("since", "sequence", "came", "went", "columns", "lines_came", "lines_went")
    return {name: getattr(turn, name) for name in names} | {"at": turn.at.isoformat()}


def read_turn(told: Mapping[str, Any]) -> Turn:
    """Returns the change that JSON holds."""
    lines = {name: _lines(told[name]) for name in ("lines_came", "lines_went")}
    at = datetime.fromisoformat(told["at"])
    return Turn(**{**told, **lines, "columns": tuple(told["columns"]), "at": at})


def _lines(lines: Iterable[Iterable[Iterable[str]]]) -> tuple[Line, ...]:
    return tuple(tuple(tuple(cell) for cell in line) for line in lines)
