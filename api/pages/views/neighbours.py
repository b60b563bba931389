"""The neighbours of a project: a few others of its area that serve what it serves."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from urllib.parse import quote, urlencode

from api.pages.reader import Link, Reader, plain
from graph.model import Chain
from graph.repository import ProjectFilters
from graph.terms import compact, expand

SHOWN = 5
REGIONAL = "pg:RegionalLevel"


@dataclass(frozen=True, slots=True)
class Neighbours:
    """Is projects that serve the same objective, in the same area where the project names one.

    `all` is the address of the whole list.
    """

    objective: Link
    area: Link | None
    projects: tuple[Link, ...]
    all: str


def neighbours_of(reader: Reader, project: str, chains: Iterable[Chain]) -> Neighbours | None:
    """Returns the neighbours by the surest chain, None for a project without one, or without neighbours.

    No more projects are looked at than are shown: the first few of the list that the address shows whole.
    """
    serving = [chain for chain in chains if chain.serves]
    if not serving:
        return None
    objective = max(serving, key=lambda chain: chain.confidence).hops[0].target.iri
    area = _area(reader, project)
    filters = ProjectFilters(goal=objective, territory=area)
    reading = reader.repository.reading
    rows = reading.page(reading.asked(filters.question(), filters.given()), SHOWN + 1)
    others = [iri for row in rows if (iri := plain(row["project"])) != project]
    if not others:
        return None
    link = reader.link(objective)
    query = f"?territory={quote(compact(area), safe=':')}" if area else ""
    projects = tuple(map(reader.link, others[:SHOWN]))
    return Neighbours(link, reader.link(area) if area else None, projects, f"{link.href}{query}#projects")


def _area(reader: Reader, project: str) -> str | None:
    """Returns the region that a project names, None where it names none or several."""
    level = expand(REGIONAL).value
    found = [each for each in reader.nodes(project, "dct:spatial") if reader.holds(each, "pg:level", level)]
    return found[0] if len(found) == 1 else None


def without(reader: Reader, project: str) -> str:
    """Returns the address that tells what falls without a project."""
    value = project.removeprefix(reader.store.base)
    return f"/{reader.lang}/what-if?{urlencode({'off': value})}#result"
