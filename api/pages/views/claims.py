"""What sources claim of a document: numbers beside what is known here, and dates on which they disagree."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass

from api.pages.reader import Label, Link, Reader, as_day, nameless
from graph.terms import Literal, NamedNode, Term, compact


@dataclass(frozen=True, slots=True)
class Said:
    """Is one claim: the value in words, who says it, when, where, and whether it is an inference."""

    value: Label
    stated: Label | None
    author: Link | None
    said: str | None
    sources: tuple[Link, ...]
    is_inference: bool


@dataclass(frozen=True, slots=True)
class Dispute:
    """Is a property on which sources disagree, or which they merely claim, with every claim."""

    name: str
    claims: tuple[Said, ...]
    differ: bool


@dataclass(frozen=True, slots=True)
class Count:
    """Is a number that a source gives, beside how many the graph knows."""

    text: Label
    number: str
    known: str
    lacks: bool
    claims: tuple[Said, ...]


def disputes_of(reader: Reader, document: str) -> tuple[Dispute, ...]:
    """Returns the claims on a document, by property; differing ones first."""
    found = [_dispute(reader, name, claims) for name, claims in _claims(reader, document).items()]
    return tuple(sorted(found, key=lambda dispute: (not dispute.differ, dispute.name)))


def counts_of(reader: Reader, document: str) -> tuple[Count, ...]:
    """Returns the numbers that sources give of what a document sets, each beside the number known here."""
    found = []
    schemes = [*reader.nodes(document, "dct:hasPart"), *reader.subjects("dct:source", document), document]
    for scheme in schemes:
        for quantity in reader.nodes(scheme, "pg:quantity"):
            found.append(_count(reader, scheme, quantity))
    return tuple(found)


def _claims(reader: Reader, subject: str) -> dict[str, list[str]]:
    grouped: dict[str, list[str]] = defaultdict(list)
    for claim in reader.subjects("owl:annotatedSource", subject):
        about = reader.node(claim, "owl:annotatedProperty")
        if about and reader.is_a(claim, "pg:Claim") and compact(about) != "pg:quantity":
            grouped[about].append(claim)
    return grouped


def _dispute(reader: Reader, about: str, claims: list[str]) -> Dispute:
    values = {_key(reader, claim) for claim in claims}
    said = sorted((_said(reader, claim) for claim in claims), key=lambda each: each.value.text)
    return Dispute(reader.name(about), tuple(said), len(values) > 1)


def _key(reader: Reader, claim: str) -> str:
    return "|".join(str(term) for term in reader.objects(claim, "owl:annotatedTarget"))


def _said(reader: Reader, claim: str) -> Said:
    said = reader.day(claim, "pg:saidAt")
    targets = reader.objects(claim, "owl:annotatedTarget")
    return Said(
        value=_value(reader, targets[0]) if targets else Label(""),
        stated=reader.text(claim, "pg:statedAs"),
        author=next(iter(reader.links(claim, "dct:creator")), None),
        said=reader.words.day(said) if said else None,
        sources=_sources(reader, claim),
        is_inference=reader.value(claim, "pg:isInference") == "true",
    )


def _sources(reader: Reader, claim: str) -> tuple[Link, ...]:
    places = [
        place for each in reader.nodes(claim, "pg:evidence") for place in reader.nodes(each, "oa:hasTarget")
    ]
    return tuple(link for place in places for link in reader.links(place, "oa:hasSource"))


def _value(reader: Reader, term: Term) -> Label:
    if isinstance(term, NamedNode):
        return reader.label(term.value)
    if not isinstance(term, Literal):
        return Label(str(term))
    day = as_day(term.value)
    return Label(reader.words.day(day)) if day else reader.labelled(term)


def _count(reader: Reader, scheme: str, quantity: str) -> Count:
    known = _known(reader, scheme)
    number = reader.decimal(quantity, "pg:exactly") or reader.decimal(quantity, "pg:lowerBound") or 0
    claims = [
        _said(reader, claim)
        for claim in reader.subjects("owl:annotatedTarget", quantity)
        if reader.is_a(claim, "pg:Claim")
    ]
    shown = reader.text(quantity, "pg:statedAs") or Label(nameless(quantity))
    return Count(
        shown, reader.words.number(int(number)), reader.words.number(known), known < number, tuple(claims)
    )


def _known(reader: Reader, scheme: str) -> int:
    members = {*reader.nodes(scheme, "skos:member"), *reader.subjects("skos:inScheme", scheme)}
    return len(members)
