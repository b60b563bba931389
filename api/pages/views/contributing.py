"""What policy levels contribute to an objective: a few statements of each level, or one level at length."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from api.pages.reader import Reader, plain
from api.pages.views.hops import HopView, statement_views
from api.pages.views.levels import LEVELS, level_name
from api.pages.views.narrowing import Narrowed
from graph.alignment.policy import lasting
from graph.repository.lists import natural
from graph.terms import compact

# How many statements of each level are shown, and of the one that is opened; each is read with its proof.
FIRST, OPENED = 10, 50


@dataclass(frozen=True, slots=True)
class Contributors:
    """Is what one level contributes: some of the statements that name this objective or one of its parts.

    `told` says which of them, where they are not all; `more` leads to the level at length, `previous` and
    `next` on within it. They are None where there is no such page.
    """

    key: str
    level: str
    statements: tuple[HopView, ...]
    told: str | None
    more: str | None
    previous: str | None
    next: str | None


class _Stated(NamedTuple):
    level: str
    alignment: str


def contributors(reader: Reader, targets: Sequence[str], narrowed: Narrowed) -> tuple[Contributors, ...]:
    """Returns the statements of every policy level that name one of the targets, the highest level first.

    They stand in the order of the targets, then of what states them, and are read only where they are shown.
    """
    stated, found = _stated(reader), defaultdict[str, dict[str, None]](dict)
    for each in (each for target in targets for each in stated.get(target, ())):
        found[each.level][each.alignment] = None
    return tuple(_level(reader, level, tuple(found[level]), narrowed) for level in LEVELS if level in found)


def _level(reader: Reader, level: str, alignments: Sequence[str], narrowed: Narrowed) -> Contributors:
    is_opened, key, total = compact(narrowed.level or "") == level, level.removeprefix("pg:"), len(alignments)
    size = OPENED if is_opened else FIRST
    start = narrowed.statements if is_opened and narrowed.statements < total else 0
    shown = alignments[start : start + size]
    end = start + len(shown)

    def at(offset: int) -> str:
        return narrowed.opened(level, offset, f"level-{key}")

    return Contributors(
        key=key,
        level=level_name(reader, level),
        statements=statement_views(reader, shown),
        told=_told(reader, start + 1, end, total) if len(shown) < total else None,
        more=None if is_opened or end == total else at(0),
        previous=at(max(0, start - size)) if start else None,
        next=at(end) if is_opened and end < total else None,
    )


def _told(reader: Reader, first: int, last: int, total: int) -> str:
    first_, last_, all_ = (reader.words.number(each) for each in (first, last, total))
    return reader.words("contributing.some", first=first_, last=last_, total=all_)


def _stated(reader: Reader) -> Mapping[str, Sequence[_Stated]]:
    """Returns the statements of the policy levels by what they name, each with the level that it comes from.

    Read once until a commit moves the policy levels; most statements, those of projects, are passed over.
    """

    def read() -> Mapping[str, Sequence[_Stated]]:
        found: dict[str, list[_Stated]] = defaultdict(list)
        for target, stated in _rows(reader):
            found[target].append(stated)
        return found

    return lasting(reader.repository).remembered("contributors", read)


def _rows(reader: Reader) -> Iterator[tuple[str, _Stated]]:
    """Yields what is named, and what names it, by the sources: parts of one document beside each other."""
    rows = [
        (
            plain(row.get("source")),
            plain(row.get("alignment")),
            plain(row.get("target")),
            plain(row.get("level")),
        )
        for row in reader.ask("page-contributors", {})
    ]
    for _, alignment, target, level in sorted(rows, key=lambda row: (natural(row[0]), row)):
        yield target, _Stated(compact(level), alignment)
