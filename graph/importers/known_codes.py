"""What a column of a list may name: each code and name that the graph knows, with what it stands for."""

from __future__ import annotations

from dataclasses import dataclass

from graph.errors import UnknownName
from graph.importers.matching import Matcher, folded
from graph.importers.recognising import OWN
from graph.importers.tabular_mapping import Column, ListMapping, load_mapping, mapping_names
from graph.store.base import Store


@dataclass(frozen=True, slots=True)
class KnownCode:
    """Is a text that a cell may have, and the IRI of what it then names."""

    text: str
    iri: str


def known_codes(mapping: str, column: str, store: Store) -> tuple[KnownCode, ...]:
    """Returns what a column of a mapping may name, as it is tried, and by the alphabet.

    Spellings that are read alike, such as with a hyphen or a dash, are one. A mapping that does not ship, or
    a column of it that names nothing of the graph, raises UnknownName.
    """
    found: dict[str, KnownCode] = {}
    for match in naming_column(mapping, column).matches:
        names = sorted(Matcher(store, match).known(), key=lambda each: each[0].casefold())
        for text, thing in names:
            found.setdefault(folded(text), KnownCode(text, thing.value))
    return tuple(found.values())


def naming_column(mapping: str, column: str) -> Column:
    """Returns a column whose cells name what the graph holds; raises as `known_codes` does."""
    if mapping not in mapping_names():
        raise UnknownName("mapping-unknown", name=mapping, known=", ".join(mapping_names()))
    naming = {each.name: each for each in load_mapping(mapping).titled() if each.matches}
    if column not in naming:
        raise UnknownName("codes-column-unknown", name=column, mapping=mapping, known=", ".join(naming))
    return naming[column]


def where_known(mapping: ListMapping, column: Column) -> str:
    """Returns under which path what a column may name is listed, as `projects/programme`.

    A mapping that does not ship is mostly one of our own columns: then theirs are named.
    """
    return f"{mapping.name if mapping.name in mapping_names() else OWN}/{column.name}"
