"""Where one goes on from an objective that no project reaches: near projects, a statement, a search."""

from __future__ import annotations

from dataclasses import dataclass
from urllib.parse import urlencode

from api.pages.reader import Link, Reader
from api.pages.views.chains import goal_number
from graph.terms import compact


@dataclass(frozen=True, slots=True)
class Step:
    """Is one way on: its address, and its words."""

    href: str
    text: str


def steps_from(reader: Reader, objective: Link, area: Link | None) -> tuple[Step, ...]:
    """Returns the ways on from an objective without projects, with their words.

    The projects of an area that serve its global goals are asked for where it reaches any; where it does not
    yet, what is lacking first is somebody who says what it serves.
    """
    words, name = reader.words, _name(reader, objective.iri)
    steps = (
        Step(_address(reader, "state", target=name), words("onward.state")),
        Step(_address(reader, "search", q=objective.label.text, kind="project"), words("onward.search")),
    )
    number = goal_number(objective.iri)
    if number and number == objective.code:  # a global goal itself
        return steps
    if not _reaches_goal(reader, objective.iri):
        return (Step(_address(reader, "state", source=name), words("onward.serves")), *steps)
    if area is None:
        return steps
    return (Step(_near(reader, name, area), words("onward.near", place=area.label.text)), *steps)


def indicators_for(reader: Reader, objective: Link) -> tuple[Step, ...]:
    """Returns the way on from an objective without an indicator."""
    address = _address(reader, "search", q=objective.label.text, kind="indicator")
    return (Step(address, reader.words("onward.indicators")),)


def area_of(reader: Reader, document: str | None) -> Link | None:
    """Returns the area that a document is for, None where it is for none, or for several."""
    areas = reader.links(document, "eli:relevant_for") if document else ()
    return areas[0] if len(areas) == 1 else None


def _near(reader: Reader, name: str, area: Link) -> str:
    place = _name(reader, area.iri)
    return _address(reader, "questions/projects-near-objective", objective=name, territory=place, ask="1")


def _address(reader: Reader, page: str, **given: str) -> str:
    return f"/{reader.lang}/{page}?{urlencode(given)}"


def _name(reader: Reader, iri: str) -> str:
    """Returns an IRI as an address holds it: prefixed where a prefix fits, from the base where it is ours."""
    return compact(iri).removeprefix(reader.store.base)


def _reaches_goal(reader: Reader, iri: str) -> bool:
    """Says whether it reaches a global goal; of the Agenda's many targets that is not read, since all do."""
    return goal_number(iri) is not None or any(
        reader.is_a(each, "sdgo:Goal") for each in reader.nodes(iri, "pg:reaches")
    )
