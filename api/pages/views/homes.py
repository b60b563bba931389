"""In which document an objective stands, for pages on which codes of several documents meet."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Sequence
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


def written(link: Link) -> str:
    """Returns a thing as a field shows it: its code, where it has one, its name, and its home where told."""
    name = f"{link.code} {link.label.text}" if link.code else link.label.text
    return f"{name} ({link.home.text})" if link.home else name


def is_written(link: Link, text: str) -> bool:
    """Says whether a field that shows a thing holds the text, with its home or without."""
    return text == written(link) or text.startswith(f"{written(replace(link, home=None))} (")


def told_apart(reader: Reader, links: Sequence[Link]) -> tuple[Link, ...]:
    """Returns links of which those that are called the same say what tells them apart.

    That is the document that sets an objective, and of an organisation in how many projects it takes part;
    where that is the same too, the end of its IRI.
    """
    known = _where_same(links, lambda each: _telling(reader, each))
    return _where_same(known, lambda each: _with_key(reader, each))


def _where_same(links: Sequence[Link], change: Callable[[Link], Link]) -> tuple[Link, ...]:
    names = [written(each).casefold() for each in links]
    times = Counter(names)
    return tuple(change(each) if times[name] > 1 else each for each, name in zip(links, names, strict=True))


def _telling(reader: Reader, link: Link) -> Link:
    if not reader.is_a(link.iri, "org:FormalOrganization"):
        return placed(reader, link.iri)
    roles = reader.subjects("eurio:isRoleOf", link.iri)
    projects = {each for role in roles for each in reader.subjects("eurio:hasInvolvedParty", role)}
    return replace(link, home=Label(reader.words.count("count.projects", len(projects))))


def _with_key(reader: Reader, link: Link) -> Link:
    key = link.iri.removeprefix(f"{reader.store.base}id/")
    return replace(link, home=Label(f"{link.home.text}, {key}" if link.home else key))


def _home(reader: Reader, subject: str) -> Label | None:
    document = _document(reader, subject)
    return _short(reader, document) if document else _list_of(reader, subject)


def _list_of(reader: Reader, subject: str) -> Label | None:
    """Returns the name of the list that has an objective which is called by its code alone."""
    codes = values_of(reader.repository.reading, subject, "skos:notation")
    is_code = any(isinstance(each, Literal) and each.value == reader.label(subject).text for each in codes)
    schemes = reader.nodes(subject, "skos:inScheme") if is_code else ()
    return next(map(reader.label, schemes), None)


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
