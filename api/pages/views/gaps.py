"""What the objectives of a document lack: projects, money, indicators."""

from __future__ import annotations

from dataclasses import dataclass
from urllib.parse import quote

from api.pages.reader import Link, Reader
from graph.alignment.portfolio import Gaps
from graph.terms import compact


@dataclass(frozen=True, slots=True)
class Lacking:
    """Is one thing that objectives lack, in words, with the objectives."""

    text: str
    objectives: tuple[Link, ...]


def lacking_of(reader: Reader, gaps: Gaps, all_: int) -> tuple[Lacking, ...]:
    """Returns the three gaps of a document that has so many objectives."""
    kinds = {
        "project": gaps.without_project,
        "money": gaps.without_money,
        "indicator": gaps.without_indicator,
    }
    number = reader.words.number
    return tuple(
        Lacking(
            reader.words(f"gaps.{kind}", count=number(len(found)), all=number(all_)),
            tuple(map(reader.link, found)),
        )
        for kind, found in kinds.items()
    )


def short(iri: str) -> str:
    """Returns an IRI as an address holds it: prefixed where a prefix fits."""
    return quote(compact(iri), safe=":")
