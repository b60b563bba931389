"""What the objectives of a document lack: projects, money, indicators."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from urllib.parse import quote

from api.pages.reader import Link, Reader
from api.pages.views.onward import Step, indicators_for, steps_from
from graph.alignment.portfolio import Gaps
from graph.terms import compact


@dataclass(frozen=True, slots=True)
class Gap:
    """Is an objective that lacks something, with the ways on from there."""

    thing: Link
    steps: tuple[Step, ...]


@dataclass(frozen=True, slots=True)
class Lacking:
    """Is one thing that objectives lack, in words, with the objectives."""

    text: str
    gaps: tuple[Gap, ...]


def unserved(reader: Reader, objectives: Iterable[Link], area: Link | None) -> tuple[Gap, ...]:
    """Returns objectives that no project reaches, with the ways on in an area."""
    return tuple(Gap(each, steps_from(reader, each, area)) for each in objectives)


def lacking_of(reader: Reader, gaps: Gaps, all_: int, area: Link | None = None) -> tuple[Lacking, ...]:
    """Returns the three gaps of a document that has so many objectives and is for an area.

    What lacks money leads to its own page alone, which tells of its projects or how to find some.
    """
    unmeasured = map(reader.link, gaps.without_indicator)
    kinds = {
        "project": unserved(reader, map(reader.link, gaps.without_project), area),
        "money": tuple(Gap(reader.link(each), ()) for each in gaps.without_money),
        "indicator": tuple(Gap(each, indicators_for(reader, each)) for each in unmeasured),
    }
    number = reader.words.number
    return tuple(
        Lacking(reader.words(f"gaps.{kind}", count=number(len(found)), all=number(all_)), found)
        for kind, found in kinds.items()
    )


def short(iri: str) -> str:
    """Returns an IRI as an address holds it: prefixed where a prefix fits."""
    return quote(compact(iri), safe=":")
