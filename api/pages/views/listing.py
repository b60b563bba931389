"""The lists of goals and of documents."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass

from api.pages.reader import Link, Reader, number_of, plain
from api.pages.views.chains import goal_number
from api.pages.views.levels import LEVELS, level_name
from graph.alignment.portfolio import Table
from graph.store import Row
from graph.terms import compact

KEPT_APART = {
    "pg:WebPage",
    "pg:PressRelease",
    "pg:NewsItem",
    "pg:Presentation",
    "pg:ProjectList",
    "pg:DialogueDocument",
}


@dataclass(frozen=True, slots=True)
class GoalItem:
    """Is a global goal with what serves it, in words."""

    thing: Link
    number: str
    projects: str
    objectives: str


@dataclass(frozen=True, slots=True)
class DocumentItem:
    """Is a document in a list."""

    thing: Link
    kind: str
    territories: tuple[Link, ...]


@dataclass(frozen=True, slots=True)
class DocumentGroup:
    """Is the documents of one level; sources such as web pages stand apart."""

    title: str
    items: tuple[DocumentItem, ...]
    sources: tuple[DocumentItem, ...]


@dataclass(frozen=True, slots=True)
class DocumentsView:
    """Is the list of documents, with what it can be narrowed by."""

    groups: tuple[DocumentGroup, ...]
    territories: tuple[Link, ...]
    territory: Link | None
    total: int


def goal_items(reader: Reader, reached: Table | None = None) -> tuple[GoalItem, ...]:
    """Returns the goals in order, each with the number of projects and of parts of strategies.

    `reached` has the projects of each goal; without it they are counted from the store, one by one.
    """
    name = "page-goals" if reached else "goal-counts"
    rows = reader.repository.reading.remembered(name, lambda: list(reader.ask(name, {})))
    items = [_goal(reader, row, reached) for row in rows]
    return tuple(sorted(items, key=lambda item: int(item.number or 0)))


def goal_links(reader: Reader) -> tuple[Link, ...]:
    """Returns the global goals in order."""
    rows = reader.repository.reading.remembered("page-goals", lambda: list(reader.ask("page-goals", {})))
    goals = (plain(row.get("goal")) for row in rows)
    return tuple(map(reader.link, sorted(goals, key=lambda goal: int(goal_number(goal) or 0))))


def documents_view(reader: Reader, territory: str | None) -> DocumentsView:
    """Returns the documents by level, those of one territory if one is given."""
    kinds, levels, places = _read(reader)
    chosen = [iri for iri in kinds if territory is None or territory in places[iri]]
    known = {place for found in places.values() for place in found}
    return DocumentsView(
        groups=tuple(
            _group(reader, level, [iri for iri in chosen if levels[iri] == level], kinds, places)
            for level in LEVELS
            if any(levels[iri] == level for iri in chosen)
        ),
        territories=tuple(sorted(map(reader.link, known), key=lambda link: link.label.text)),
        territory=reader.link(territory) if territory else None,
        total=len(chosen),
    )


Kinds = dict[str, str]
Places = Mapping[str, set[str]]


def _read(reader: Reader) -> tuple[Kinds, Kinds, Places]:
    kinds: Kinds = {}
    levels: Kinds = {}
    places: dict[str, set[str]] = defaultdict(set)
    for row in reader.ask("page-documents", {}):
        iri, place = plain(row.get("document")), plain(row.get("territory"))
        kinds[iri] = compact(plain(row.get("type")))
        levels[iri] = compact(plain(row.get("level")))
        places[iri] |= {place} if place else set()
    return kinds, levels, places


def _group(reader: Reader, level: str, iris: list[str], kinds: Kinds, places: Places) -> DocumentGroup:
    items = sorted(
        (_document(reader, iri, places[iri]) for iri in iris), key=lambda item: item.thing.label.text
    )
    apart = {item.thing.iri for item in items if kinds[item.thing.iri] in KEPT_APART}
    return DocumentGroup(
        title=level_name(reader, level),
        items=tuple(item for item in items if item.thing.iri not in apart),
        sources=tuple(item for item in items if item.thing.iri in apart),
    )


def _document(reader: Reader, iri: str, places: set[str]) -> DocumentItem:
    work_type = reader.node(iri, "eli:work_type")
    kind = reader.label(work_type).text if work_type else ""
    return DocumentItem(reader.link(iri), kind, tuple(reader.link(place) for place in sorted(places)[:6]))


def _goal(reader: Reader, row: Row, reached: Table | None) -> GoalItem:
    iri, objectives = plain(row.get("goal")), number_of(row.get("objectives"))
    figure = reached.rows.get(iri) if reached else None
    projects = figure.projects if figure else number_of(row.get("projects"))
    return GoalItem(
        thing=reader.link(iri),
        number=goal_number(iri) or "",
        projects=reader.words.count("count.projects", projects),
        objectives=reader.words.count("count.objectives", objectives),
    )
