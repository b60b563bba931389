"""The global goals that a document serves, each with what leads there and who says so."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass

from api.pages.reader import Link, Reader, plain
from api.pages.views.chains import document_of


@dataclass(frozen=True, slots=True)
class Served:
    """Is a goal with the parts of a document that serve it; inferred if its publisher is silent."""

    goal: Link
    through: tuple[Link, ...]
    authors: tuple[Link, ...]
    is_inference: bool


def goals_served(reader: Reader, document: str) -> tuple[Served, ...]:
    """Returns the goals in their order, the Agenda as a whole last."""
    found: dict[str, list[tuple[str, str, bool]]] = defaultdict(list)
    for row in reader.ask("goals-of-strategy", {"document": document}):
        said = (plain(row.get("part")), plain(row.get("author")), plain(row.get("claimed")) == "true")
        found[plain(row.get("goal"))].append(said)
    return tuple(_served(reader, goal, said) for goal, said in found.items())


def wholes_of(reader: Reader, document: str, objectives: Iterable[str]) -> tuple[Link, ...]:
    """Returns the other documents of whose objectives these objectives of a document are parts."""
    above = dict.fromkeys(
        each for objective in objectives for each in reader.nodes(objective, "skos:broader")
    )
    homes = {home.iri: home for each in above if (home := document_of(reader, each))}
    return tuple(home for iri, home in homes.items() if iri != document)


def _served(reader: Reader, goal: str, said: list[tuple[str, str, bool]]) -> Served:
    return Served(
        goal=reader.link(goal),
        through=tuple(reader.link(part) for part in dict.fromkeys(part for part, _, _ in said)),
        authors=tuple(reader.link(author) for author in dict.fromkeys(author for _, author, _ in said)),
        is_inference=not any(claimed for _, _, claimed in said),
    )
