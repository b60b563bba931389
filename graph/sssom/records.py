"""Alignments with their reviews, read from a store as a mapping set needs them: with all that was said."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal

from graph.ledger.events import Tool
from graph.ledger.history import Happening, history_of
from graph.ledger.status import grader_of, standing_of
from graph.ledger.views import GONE
from graph.ledger.words import (
    AFTER,
    ALIGNMENT,
    BEFORE,
    COMMENT,
    CONFIDENCE,
    EVIDENCE,
    EXACT,
    HAS_SELECTOR,
    HAS_SOURCE,
    HAS_TARGET,
    JUSTIFICATION,
    PROPERTY,
    SAID_AT,
    SOURCE,
    STRENGTH,
    TARGET,
    TOOL,
    TOOL_VERSION,
    TYPE,
)
from graph.model import Name, Quote
from graph.recording import Proof
from graph.store.overlay import Readable
from graph.terms import Literal, NamedNode, Term, iri


@dataclass(frozen=True, slots=True)
class Reviewed:
    """Is one review: by whom, how far they agree, when and why."""

    iri: str
    reviewer: str
    agreement: Decimal
    at: datetime
    reasons: tuple[Name, ...]


@dataclass(frozen=True, slots=True)
class Record:
    """Is an alignment with the reviews that people have given it and not withdrawn.

    `graded_by` is who set strength and confidence, empty where the author did.
    """

    iri: str
    source: str
    predicate: str
    target: str
    justification: str
    author: str
    strength: int
    confidence: Decimal
    recorded: datetime
    said: date | None = None
    tool: Tool | None = None
    reasoning: tuple[Name, ...] = ()
    evidence: tuple[Proof, ...] = ()
    graded_by: str = ""
    status: str = "proposed"
    reviews: tuple[Reviewed, ...] = ()


def records_in_force(store: Readable, iris: Iterable[str] | None = None) -> Iterator[Record]:
    """Yields the alignments that are neither withdrawn nor superseded: all of them, or those of the IRIs."""
    for name in _every(store) if iris is None else iris:
        status = standing_of(store, iri(name)).status
        if status not in GONE:
            yield record_of(store, name, status)


def record_of(store: Readable, name: str, status: str | None = None) -> Record:
    """Returns an alignment with its reviews, and its status where that is known; raises NotFound."""
    happened = history_of(store, name)
    [stated] = [each for each in happened if each.iri == name]
    node = iri(name)
    said = _text(store, node, SAID_AT)
    return Record(
        iri=name,
        source=_iri(store, node, SOURCE),
        predicate=_iri(store, node, PROPERTY),
        target=_iri(store, node, TARGET),
        justification=_iri(store, node, JUSTIFICATION),
        author=stated.agent,
        strength=int(_text(store, node, STRENGTH) or 0),
        confidence=Decimal(_text(store, node, CONFIDENCE) or 0),
        recorded=stated.at,
        said=date.fromisoformat(said) if said else None,
        tool=_tool(store, node),
        reasoning=tuple(_names(store, node, COMMENT)),
        evidence=tuple(sorted(set(_proofs(store, node)), key=_order)),
        graded_by=grader.value if (grader := grader_of(store, node)) else "",
        status=status or standing_of(store, node).status,
        reviews=tuple(_reviewed(each) for each in happened if _counts(each)),
    )


def _counts(each: Happening) -> bool:
    return each.kind == "review" and each.state != "withdrawn" and not each.by_machine


def _reviewed(each: Happening) -> Reviewed:
    return Reviewed(each.iri, each.agent, each.agreement or Decimal(0), each.at, each.reasons)


def _tool(store: Readable, node: NamedNode) -> Tool | None:
    name = _text(store, node, TOOL)
    return Tool(name, _text(store, node, TOOL_VERSION) or "") if name else None


def _order(proof: Proof) -> tuple[str, ...]:
    quote = proof.quote or Quote("")
    return proof.source, quote.lang, quote.text, quote.prefix, quote.suffix


def _every(store: Readable) -> list[str]:
    found = (quad.subject for quad in store.quads(None, TYPE, ALIGNMENT))
    return sorted({node.value for node in found if isinstance(node, NamedNode)})


def _proofs(store: Readable, node: NamedNode) -> Iterator[Proof]:
    for annotation in _nodes(store, node, EVIDENCE):
        for place in _nodes(store, annotation, HAS_TARGET):
            selectors = _nodes(store, place, HAS_SELECTOR)
            quotes = [quote for selector in selectors for quote in _quotes(store, selector)]
            for source in _nodes(store, place, HAS_SOURCE):
                yield from (Proof(source.value, quote) for quote in quotes)
                if not quotes:
                    yield Proof(source.value)


def _quotes(store: Readable, selector: NamedNode) -> Iterator[Quote]:
    around = [_text(store, selector, predicate) or "" for predicate in (BEFORE, AFTER)]
    yield from (Quote(each.text, each.lang, *around) for each in _names(store, selector, EXACT))


def _names(store: Readable, node: NamedNode, predicate: NamedNode) -> list[Name]:
    texts = {term for term in _terms(store, node, predicate) if isinstance(term, Literal)}
    return sorted((Name(t.value, t.language or "") for t in texts), key=lambda name: (name.lang, name.text))


def _nodes(store: Readable, node: NamedNode, predicate: NamedNode) -> list[NamedNode]:
    found = {term for term in _terms(store, node, predicate) if isinstance(term, NamedNode)}
    return sorted(found, key=str)


def _iri(store: Readable, node: NamedNode, predicate: NamedNode) -> str:
    return next((each.value for each in _nodes(store, node, predicate)), "")


def _text(store: Readable, node: NamedNode, predicate: NamedNode) -> str | None:
    values = (term.value for term in _terms(store, node, predicate) if isinstance(term, Literal))
    return min(values, default=None)


def _terms(store: Readable, node: NamedNode, predicate: NamedNode) -> Iterator[Term]:
    yield from (quad.object for quad in store.quads(node, predicate))
