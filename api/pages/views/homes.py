"""In which document an objective stands, for pages on which codes of several documents meet."""

from __future__ import annotations

from dataclasses import replace

from api.pages.reader import Label, Link, Reader
from graph.repository.facts import values_of
from graph.terms import Literal


def placed(reader: Reader, subject: str) -> Link:
    """Returns an objective as a link that says which document sets it; anything else as its link.

    That is read once until the next commit.
    """
    home = reader.repository.reading.noted(("home", reader.lang, subject), lambda: _home(reader, subject))
    return replace(reader.link(subject), home=home)


def setting(reader: Reader, subject: str) -> Label | None:
    """Returns the whole name of the document that sets an objective, None for anything else."""
    document = _document(reader, subject)
    return reader.label(document) if document else None


def _home(reader: Reader, subject: str) -> Label | None:
    document = _document(reader, subject)
    return _short(reader, document) if document else None


def _document(reader: Reader, subject: str) -> str | None:
    if not reader.is_a(subject, "pg:Objective"):
        return None
    schemes = reader.nodes(subject, "skos:inScheme")
    documents = (document for scheme in schemes for document in reader.nodes(scheme, "dct:source"))
    return next(documents, None)


def _short(reader: Reader, document: str) -> Label:
    """Returns the shortest of a document's names in the language of its label.

    What has been replaced is called by its label: other names tell what it was when they were given, such
    as the strategy in force.
    """
    label = reader.label(document)
    if [*reader.subjects("dct:replaces", document), *reader.nodes(document, "dct:isReplacedBy")]:
        return label
    found = values_of(reader.repository.reading, document, "skos:altLabel")
    others = (reader.labelled(term) for term in found if isinstance(term, Literal))
    return min(
        (label, *(each for each in others if each.lang == label.lang)), key=lambda each: len(each.text)
    )
