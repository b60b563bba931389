"""Quads that state an alignment or record an event on one, ready to be committed to a ledger graph."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from hashlib import sha256

from graph.errors import TermInvalid
from graph.ledger.words import (
    AGREEMENT,
    ALIGNMENT,
    BY,
    COMMENT,
    CONFIDENCE,
    CONTRIBUTES_TO,
    CREATED,
    CREATOR,
    DATE,
    DATE_TIME,
    DECIMAL,
    EVIDENCE,
    HINDERS,
    INTEGER,
    JUSTIFICATION,
    PROPERTY,
    REVIEW,
    REVIEWS,
    SAID_AT,
    SOURCE,
    STRENGTH,
    SUPERSEDES,
    SUPERSESSION,
    TARGET,
    TOOL,
    TOOL_VERSION,
    TYPE,
    WITHDRAWAL,
    WITHDRAWS,
)
from graph.model import Name
from graph.terms import Literal, NamedNode, Quad, Subject, Term, expand, iri


@dataclass(frozen=True, slots=True)
class Tool:
    """Is the method by which a machine came to a statement, and its version."""

    name: str
    version: str


@dataclass(frozen=True, slots=True)
class Statement:
    """Is an alignment as someone states it; strength 1 to 3, confidence 0 to 1."""

    iri: str
    source: str
    target: str
    strength: int
    confidence: Decimal
    author: str
    reasoning: Name | None = None
    hinders: bool = False
    justification: str = "semapv:ManualMappingCuration"
    evidence: tuple[str, ...] = ()
    said: date | None = None
    tool: Tool | None = None


@dataclass(frozen=True, slots=True)
class Event:
    """Is who records something in which ledger graph, when and why; the reason is in `lang`."""

    graph: NamedNode
    agent: str
    at: datetime
    reason: str = ""
    lang: str = "en"


def state(statement: Statement, event: Event) -> frozenset[Quad]:
    """Returns the quads that state an alignment."""
    return _quads(iri(statement.iri), event.graph, _facts(statement, event))


def review(base: str, alignment: Subject, agreement: Decimal, event: Event) -> frozenset[Quad]:
    """Returns the quads of a review; an agreement below -1 or above 1 raises TermInvalid."""
    if not -1 <= agreement <= 1:
        raise TermInvalid("agreement-range", value=agreement)
    facts = [(REVIEWS, alignment), (AGREEMENT, _number(agreement)), *_record(event)]
    return _quads(_minted(base, "review", alignment, event), event.graph, [(TYPE, REVIEW), *facts])


def withdraw(base: str, alignment: Subject, event: Event) -> frozenset[Quad]:
    """Returns the quads of a withdrawal."""
    facts = [(TYPE, WITHDRAWAL), (WITHDRAWS, alignment), *_record(event)]
    return _quads(_minted(base, "withdrawal", alignment, event), event.graph, facts)


def restore(base: str, withdrawal: Subject, event: Event) -> frozenset[Quad]:
    """Returns the quads that take a withdrawal, or any other event, back: it is withdrawn itself."""
    return withdraw(base, withdrawal, event)


def supersede(base: str, old: Subject, new: Subject, event: Event) -> frozenset[Quad]:
    """Returns the quads that put a new alignment in the place of an old one."""
    facts = [(TYPE, SUPERSESSION), (SUPERSEDES, old), (BY, new), *_record(event)]
    return _quads(_minted(base, "supersession", old, event), event.graph, facts)


def timestamp(at: datetime) -> Literal:
    """Returns a moment as xsd:dateTime."""
    return Literal(at.isoformat().replace("+00:00", "Z"), datatype=DATE_TIME)


def _facts(statement: Statement, event: Event) -> Iterator[tuple[NamedNode, Term]]:
    yield TYPE, ALIGNMENT
    yield SOURCE, iri(statement.source)
    yield PROPERTY, HINDERS if statement.hinders else CONTRIBUTES_TO
    yield TARGET, iri(statement.target)
    yield STRENGTH, Literal(str(statement.strength), datatype=INTEGER)
    yield CONFIDENCE, _number(statement.confidence)
    yield JUSTIFICATION, expand(statement.justification)
    yield CREATOR, iri(statement.author)
    yield CREATED, timestamp(event.at)
    yield from ((EVIDENCE, iri(each)) for each in statement.evidence)
    if statement.reasoning:
        yield COMMENT, _text(statement.reasoning)
    if statement.said:
        yield SAID_AT, Literal(statement.said.isoformat(), datatype=DATE)
    if statement.tool:
        yield TOOL, Literal(statement.tool.name)
        yield TOOL_VERSION, Literal(statement.tool.version)


def _record(event: Event) -> Iterator[tuple[NamedNode, Term]]:
    yield CREATOR, iri(event.agent)
    yield CREATED, timestamp(event.at)
    if event.reason:
        yield COMMENT, Literal(event.reason, language=event.lang)


def _minted(base: str, kind: str, node: Subject, event: Event) -> NamedNode:
    """Returns the IRI of an event: the same agent, moment and alignment make the same one."""
    told = f"{node} {event.agent} {event.at.isoformat()}"
    name = event.graph.value.rpartition("/")[2]
    return iri(f"{base}id/{kind}/{name}/{sha256(told.encode()).hexdigest()[:20]}")


def _number(value: Decimal) -> Literal:
    return Literal(format(value, "f"), datatype=DECIMAL)


def _text(name: Name) -> Literal:
    return Literal(name.text, language=name.lang) if name.lang else Literal(name.text)


def _quads(
    subject: NamedNode,
    graph: NamedNode,
    facts: Iterator[tuple[NamedNode, Term]] | list[tuple[NamedNode, Term]],
) -> frozenset[Quad]:
    return frozenset(Quad(subject, predicate, object_, graph) for predicate, object_ in facts)
