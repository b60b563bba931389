"""What somebody wants to state, what is wrong with it, and the quads that it becomes."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from hashlib import sha256

from graph.days import has_come
from graph.errors import Finding, Place
from graph.ledger.events import Event, Statement, Tool, state
from graph.ledger.status import is_in_force
from graph.ledger.words import (
    AFTER,
    ALIGNMENT,
    BEFORE,
    CONTRIBUTES_TO,
    CREATOR,
    EXACT,
    HAS_SELECTOR,
    HAS_SOURCE,
    HAS_TARGET,
    HINDERS,
    PROPERTY,
    SOURCE,
    TARGET,
    TYPE,
)
from graph.model import Name, Quote
from graph.recording.agents import key_of
from graph.store.overlay import Readable
from graph.terms import Literal, NamedNode, Quad, Term, expand, iri

MOST_DECIMALS = 30
_ANNOTATION, _PLACE = expand("oa:Annotation"), expand("oa:SpecificResource")
_QUOTE, _MOTIVE, _LINKING = expand("oa:TextQuoteSelector"), expand("oa:motivatedBy"), expand("oa:linking")


@dataclass(frozen=True, slots=True)
class Proof:
    """Is what a statement rests on: a document, and a few of its words where they may be quoted."""

    source: str
    quote: Quote | None = None


@dataclass(frozen=True, slots=True)
class Draft:
    """Is an alignment as somebody wants to state it; strength 1 to 3, confidence 0 to 1, all IRIs in full."""

    source: str
    target: str
    strength: int
    confidence: Decimal
    evidence: tuple[Proof, ...]
    reasoning: Name | None = None
    hinders: bool = False
    justification: str = "semapv:ManualMappingCuration"
    said: date | None = None
    tool: Tool | None = None


def faults_of(draft: Draft, store: Readable) -> Iterator[Finding]:
    """Yields what is wrong with a draft, each named by its field."""
    if not 1 <= draft.strength <= 3:
        yield _fault("strength-range", "strength", draft.strength)
    if not 0 <= draft.confidence <= 1:
        yield _fault("confidence-range", "confidence", draft.confidence)
    elif decimals_of(draft.confidence) > MOST_DECIMALS:
        yield _fault("confidence-decimals", "confidence", draft.confidence, most=MOST_DECIMALS)
    if draft.source == draft.target:
        yield _fault("aligned-with-itself", "target", draft.target)
    if draft.said is not None and not has_come(draft.said):
        yield _fault("said-later", "said", draft.said)
    if not draft.evidence:
        yield _fault("evidence-missing", "evidence", "")
    named = (("source", draft.source), ("target", draft.target), *_documents(draft))
    yield from (_fault("named-unknown", field, name) for field, name in named if not is_known(store, name))
    told = (("reasoning", draft.reasoning), *(("evidence", proof.quote) for proof in draft.evidence))
    yield from (
        _fault("language-missing", field, name.text) for field, name in told if name and not name.lang
    )


def _documents(draft: Draft) -> Iterator[tuple[str, str]]:
    return (("evidence", proof.source) for proof in draft.evidence)


def is_known(store: Readable, name: str) -> bool:
    """Says whether the graph tells anything of an IRI."""
    return next(store.quads(iri(name)), None) is not None


def quads_of(draft: Draft, node: NamedNode, event: Event, base: str) -> frozenset[Quad]:
    """Returns the quads of an alignment and of the evidence that it rests on."""
    key = key_of(base, event.agent)
    proofs = {_proof_iri(base, key, proof): proof for proof in draft.evidence}
    statement = Statement(
        iri=node.value,
        source=draft.source,
        target=draft.target,
        strength=draft.strength,
        confidence=draft.confidence,
        author=event.agent,
        reasoning=draft.reasoning,
        hinders=draft.hinders,
        justification=draft.justification,
        evidence=tuple(proofs),
        said=draft.said,
        tool=draft.tool,
    )
    told = (quad for name, proof in proofs.items() for quad in _proof(name, proof, event.graph))
    return state(statement, event) | frozenset(told)


def stated_already(draft: Draft, agent: str, store: Readable) -> set[NamedNode]:
    """Returns what the agent states of the same two, in the same sense, and has not taken back."""
    sense = HINDERS if draft.hinders else CONTRIBUTES_TO
    facts = ((TARGET, iri(draft.target)), (PROPERTY, sense), (CREATOR, iri(agent)), (TYPE, ALIGNMENT))
    found = {quad.subject for quad in store.quads(None, SOURCE, iri(draft.source))}
    return {
        node
        for node in found
        if isinstance(node, NamedNode)
        and all(any(store.quads(node, predicate, value)) for predicate, value in facts)
        and is_in_force(store, node)
    }


def minted(draft: Draft, event: Event, base: str) -> NamedNode:
    """Returns the IRI of a new alignment: one for who says what of what at which moment."""
    told = f"{event.agent} {draft.source} {draft.hinders} {draft.target} {event.at.isoformat()}"
    return iri(f"{base}id/alignment/{key_of(base, event.agent)}/{_digest(told)}")


def _proof_iri(base: str, key: str, proof: Proof) -> str:
    quote = proof.quote or Quote("")
    around = f"\n{quote.prefix}\n{quote.suffix}" if quote.prefix or quote.suffix else ""
    return f"{base}id/evidence/{key}/{_digest(f'{proof.source} {quote.lang} {quote.text}{around}')}"


def _proof(name: str, proof: Proof, graph: NamedNode) -> Iterator[Quad]:
    annotation, place, selector = iri(name), iri(f"{name}#t"), iri(f"{name}#q")
    facts: list[tuple[NamedNode, NamedNode, Term]] = [
        (annotation, TYPE, _ANNOTATION),
        (annotation, _MOTIVE, _LINKING),
        (annotation, HAS_TARGET, place),
        (place, TYPE, _PLACE),
        (place, HAS_SOURCE, iri(proof.source)),
    ]
    if proof.quote:
        facts += [(place, HAS_SELECTOR, selector), (selector, TYPE, _QUOTE)]
        facts += [(selector, predicate, words) for predicate, words in _worded(proof.quote)]
    yield from (Quad(subject, predicate, value, graph) for subject, predicate, value in facts)


def _worded(quote: Quote) -> Iterator[tuple[NamedNode, Literal]]:
    texts = ((EXACT, quote.text), (BEFORE, quote.prefix), (AFTER, quote.suffix))
    return ((predicate, Literal(text, language=quote.lang)) for predicate, text in texts if text)


def _digest(text: str) -> str:
    return sha256(text.encode()).hexdigest()[:20]


def decimals_of(number: Decimal) -> int:
    """Returns how many decimals a number is written with; one with too many would fill the ledger."""
    exponent = number.as_tuple().exponent
    return -exponent if isinstance(exponent, int) else 0


def _fault(key: str, field: str, value: object, **more: object) -> Finding:
    values = {"value": value, **more}
    told = tuple((name, str(each)) for name, each in values.items())
    return Finding(key, Place(column=field, value=str(value)), told)
