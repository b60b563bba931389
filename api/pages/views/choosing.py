"""What many pages let one choose from, read once after a commit: documents with objectives and programmes."""

from __future__ import annotations

from collections.abc import Iterable

from api.pages.reader import Link, Reader
from graph.terms import expand


def documents_of(reader: Reader) -> tuple[Link, ...]:
    """Returns the documents that set objectives, in the order of their names."""

    def read() -> tuple[Link, ...]:
        schemes = reader.subjects("rdf:type", expand("skos:ConceptScheme").value)
        return sorted_links(
            reader, {each for scheme in schemes for each in reader.nodes(scheme, "dct:source")}
        )

    return reader.repository.reading.remembered(("page-documents", reader.lang), read)


def programmes_of(reader: Reader) -> tuple[Link, ...]:
    """Returns the programmes that fund projects, in the order of their names."""

    def read() -> tuple[Link, ...]:
        return sorted_links(reader, reader.subjects("rdf:type", expand("eurio:FundingScheme").value))

    return reader.repository.reading.remembered(("page-programmes", reader.lang), read)


def sorted_links(reader: Reader, iris: Iterable[str]) -> tuple[Link, ...]:
    """Returns links in the order of their names, whatever their case."""
    return tuple(sorted(map(reader.link, iris), key=lambda link: link.label.text.casefold()))
