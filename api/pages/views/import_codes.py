"""The page of what a column of a list may name."""

from __future__ import annotations

from dataclasses import dataclass

from api.pages.reader import Link, Reader
from graph.importers.known_codes import known_codes, naming_column
from graph.importers.tabular_mapping import load_mapping
from graph.store import Store

MOST = 1_000


@dataclass(frozen=True, slots=True)
class CodesView:
    """Is the page: the heading of the column and the kind of list, and each text with what it names."""

    heading: str
    kind: str
    rows: tuple[tuple[str, Link], ...]
    more: str | None


def codes_view(reader: Reader, store: Store, mapping: str, column: str) -> CodesView:
    """Returns the page of a column; one that names nothing of the graph raises UnknownName."""
    named = naming_column(mapping, column)
    key = ("known-codes", mapping, column)
    found = reader.repository.reading.remembered(key, lambda: known_codes(mapping, column, store))
    reader.read_ahead(each.iri for each in found[:MOST])
    return CodesView(
        heading=named.headings.get(reader.lang, named.titles[0]),
        kind=load_mapping(mapping).title(reader.lang),
        rows=tuple((each.text, reader.link(each.iri)) for each in found[:MOST]),
        more=reader.words.count("import.more-codes", len(found) - MOST) if len(found) > MOST else None,
    )
