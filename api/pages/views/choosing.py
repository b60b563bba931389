"""What many pages let one choose from, read once after a commit: documents with objectives and programmes."""

from __future__ import annotations

from collections.abc import Iterable

from api.pages.reader import Link, Reader
from api.pages.views.document_list import KEPT_APART
from graph.terms import compact, expand


def documents_of(reader: Reader) -> tuple[Link, ...]:
    """Returns the documents that set objectives, in the order of their names.

    What tells of policy and sets none, such as a web page or a news item, is left out.
    """

    def read() -> tuple[Link, ...]:
        schemes = reader.subjects("rdf:type", expand("skos:ConceptScheme").value)
        setting = (scheme for scheme in schemes if _sets_objectives(reader, scheme))
        sources = {each for scheme in setting for each in reader.nodes(scheme, "dct:source")}
        return sorted_links(reader, (each for each in sources if not _tells(reader, each)))

    return reader.repository.reading.remembered(("page-documents", reader.lang), read)


def _sets_objectives(reader: Reader, scheme: str) -> bool:
    return any(reader.is_a(each, "pg:Objective") for each in reader.subjects("skos:inScheme", scheme))


def _tells(reader: Reader, document: str) -> bool:
    return any(compact(kind) in KEPT_APART for kind in reader.nodes(document, "eli:work_type"))


def programmes_of(reader: Reader) -> tuple[Link, ...]:
    """Returns the programmes that fund projects, in the order of their names."""

    def read() -> tuple[Link, ...]:
        return sorted_links(reader, reader.subjects("rdf:type", expand("eurio:FundingScheme").value))

    return reader.repository.reading.remembered(("page-programmes", reader.lang), read)


def sorted_links(reader: Reader, iris: Iterable[str]) -> tuple[Link, ...]:
    """Returns links in the order of their names, whatever their case."""
    return tuple(sorted(map(reader.link, iris), key=lambda link: link.label.text.casefold()))
