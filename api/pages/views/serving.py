"""The list of projects that serve an objective: through what each does, who says so, what is known of it."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from api.iris import page_url
from api.pages.reader import Label, Link, Reader
from api.pages.views.granted import amounts_of, resting_projects
from api.pages.views.projects import granted, parties, project_period, written_sums
from api.pages.views.search import FacetView
from graph.alignment.portfolio import Apart, Held
from graph.alignment.shortly import Said, Short

MOST_PLACES = 2


@dataclass(frozen=True, slots=True)
class SaidView:
    """Is who says a step of a chain, and where that stands; `href` is the page of the statement."""

    authors: tuple[Label, ...]
    href: str
    status: str
    status_text: str
    by_machine: bool
    is_weakest: bool


@dataclass(frozen=True, slots=True)
class ServingProject:
    """Is a project in a list, with its surest chain in short.

    `places` are at most two, `elsewhere` says how many others there are; `money` and `period` are in words.
    """

    thing: Link
    money: tuple[str, ...]
    organisations: tuple[Link, ...]
    places: tuple[Link, ...]
    elsewhere: str | None
    period: str | None
    steps: tuple[Link, ...]
    said: tuple[SaidView, ...]
    confidence: str | None


@dataclass(frozen=True, slots=True)
class Summary:
    """Is what is known of all projects of a list, in words: empty where the figures are not known yet."""

    found: str
    money: str = ""
    reviewed: str = ""


@dataclass(frozen=True, slots=True)
class Listing:
    """Is one page of the projects that serve an objective; addresses are None where there is no such page."""

    items: tuple[ServingProject, ...]
    summary: Summary
    shown: str | None
    sought: str
    total: int
    territory: Link | None
    territories: tuple[Link, ...]
    programme: Link | None
    facets: tuple[FacetView, ...]
    previous: str | None
    next: str | None


@dataclass(frozen=True, slots=True)
class Listed:
    """Is what is known of a project before its row is written: its places are those that the row names."""

    iri: str
    chain: Short | None
    held: Held | None
    places: tuple[str, ...]

    def names(self) -> Iterable[str]:
        """Yields what the row names, but for what many rows share."""
        yield self.iri
        yield from self.places[:MOST_PLACES]
        yield from self.held.organisations if self.held else ()


def places_of(held: Held | None, chosen: str | None) -> tuple[str, ...]:
    """Returns where a project is: its places where they are few, else their regions; the chosen one first."""
    if held is None:
        return ()
    found = held.places if len(held.places) <= MOST_PLACES else held.regions or held.places
    return tuple(sorted(found, key=lambda place: (place != chosen, place)))


def serving(reader: Reader, listed: Listed) -> ServingProject:
    """Returns a project for a list, with what lies between it and the goal on the way of a chain.

    What is held of it already is not read; several amounts or organisations are, for their order.
    """
    project, held, chain = listed.iri, listed.held, listed.chain
    known = held.organisations if held else ()
    others = len(listed.places) - MOST_PLACES
    return ServingProject(
        thing=reader.link(project),
        money=_money(reader, project, held),
        organisations=tuple(
            reader.link(each) for each in (known if len(known) == 1 else parties(reader, project))
        ),
        places=tuple(map(reader.link, listed.places[:MOST_PLACES])),
        elsewhere=reader.words.count("objective.elsewhere", others) if others > 0 else None,
        period=reader.words.period(held.start, held.end) if held else project_period(reader, project),
        steps=tuple(map(reader.link, chain.through)) if chain else (),
        said=tuple(_said(reader, each) for each in chain.said) if chain else (),
        confidence=reader.words.percent(chain.confidence) if chain else None,
    )


def _money(reader: Reader, project: str, held: Held | None) -> tuple[str, ...]:
    """Returns what a project was granted; what nobody told is said to be unknown, and nothing is not."""
    sums = held.amounts if held else ()
    found = written_sums(reader, sums) if len(sums) == 1 else granted(reader, project)
    nothing = tuple(dict.fromkeys(reader.words.money(each.value, each.currency) for each in sums))
    return found or nothing or (reader.words("objective.unknown-money"),)


def _said(reader: Reader, said: Said) -> SaidView:
    authors = tuple(map(reader.label, said.authors)) or (Label(reader.words("objective.nobody")),)
    return SaidView(
        authors=authors,
        href=page_url(said.statement, reader.store.base, reader.lang),
        status=said.status,
        status_text=reader.words(f"status.{said.status}"),
        by_machine=said.by_machine,
        is_weakest=said.is_weakest,
    )


def summary_of(
    reader: Reader, total: int, place: Link | None, funder: Link | None, apart: Apart | None
) -> Summary:
    """Returns what is known of all projects of a list together, in words."""
    count = reader.words.count("count.projects", total)
    where = {"place": place.label.text} if place else {}
    found = reader.words(f"objective.found{'-in' if place else ''}", count=count, **where)
    if apart is None or not total:
        return Summary(found)
    money = _granted(reader, apart, funder)
    reviewed = resting_projects(reader, apart.accepted, apart.whole.projects)
    whole = reader.words("objective.granted-whole") if place and apart.whole.money else ""
    return Summary(found, f"{money} {whole}".rstrip(), reviewed)


def _granted(reader: Reader, apart: Apart, funder: Link | None) -> str:
    """Returns what the projects were granted, of a programme what it gave itself."""
    whole = apart.whole
    known = "; ".join(amounts_of(reader, whole.money, whole.projects))
    told = known or reader.words(f"objective.granted-{'nothing' if whole.money else 'unknown'}")
    if funder is None:
        return reader.words("objective.granted", money=told)
    return reader.words("objective.granted-by", money=told, programme=funder.label.text)


def shown_of(reader: Reader, items: Sequence[object], offset: int, total: int) -> str | None:
    """Returns which of the projects a page shows; None where it shows all, or none."""
    if not items or len(items) == total:
        return None
    number = reader.words.number
    return reader.words(
        "objective.shown", first=number(offset + 1), last=number(offset + len(items)), all=number(total)
    )
