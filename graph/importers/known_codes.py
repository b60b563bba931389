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
    """Is a text that a cell may have, and the IRI of what it then names.

    What no name means alone is named by its IRI.
    """

    text: str
    iri: str


def known_codes(mapping: str, column: str, store: Store) -> tuple[KnownCode, ...]:
    """Returns what a column of a mapping may name, as it is tried, and by the alphabet.

    Spellings that are read alike, such as with a hyphen or a dash, are one. A mapping that does not ship, or
    a column of it that names nothing of the graph, raises UnknownName.
    """
    return codes_named(naming_column(mapping, column), store)


def codes_named(column: Column, store: Store) -> tuple[KnownCode, ...]:
    """Returns the same of a column of any mapping."""
    found: dict[str, KnownCode] = {}
    matchers = [Matcher(store, match) for match in column.matches]
    for matcher in matchers:
        names = sorted(matcher.known(), key=lambda each: each[0].casefold())
        for text, thing in names:
            found.setdefault(folded(text), KnownCode(text, thing.value))
    named = {each.iri for each in found.values()}
    texts = {matcher.iri_of(thing): thing for matcher in matchers for thing in matcher.things}
    others = (KnownCode(text, texts[text].value) for text in sorted(texts) if texts[text].value not in named)
    return (*found.values(), *others)


def naming_column(mapping: str, column: str) -> Column:
    """Returns a column whose cells name what the graph holds; raises as `known_codes` does."""
    if mapping not in mapping_names():
        raise UnknownName("mapping-unknown", name=mapping, known=", ".join(mapping_names()))
    return naming_column_of(load_mapping(mapping), column)


def naming_column_of(mapping: ListMapping, column: str) -> Column:
    """Returns such a column of any mapping; another one raises UnknownName."""
    naming = _naming(mapping)
    if column not in naming:
        known = ", ".join(naming) or "-"
        raise UnknownName("codes-column-unknown", name=column, mapping=mapping.name, known=known)
    return naming[column]


def where_known(mapping: ListMapping, column: Column) -> str:
    """Returns under which path what a column may name is listed, as `projects/programme`.

    A mapping that does not ship is mostly one of our own columns: then theirs are named. Of another column of
    it the command line alone lists them, by the path of the mapping (`is_listed`).
    """
    if mapping.name in mapping_names():
        return f"{mapping.name}/{column.name}"
    return f"{OWN}/{column.name}" if is_listed(mapping, column) else f"{mapping.source}/{column.name}"


def is_listed(mapping: ListMapping, column: Column) -> bool:
    """Says whether there is a page of what a column may name."""
    return mapping.name in mapping_names() or column.name in _naming(load_mapping(OWN))


def _naming(mapping: ListMapping) -> dict[str, Column]:
    return {each.name: each for each in mapping.titled() if each.matches}
