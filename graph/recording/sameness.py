"""What somebody says of two organisations that may be one: that they are, or that they are not."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from hashlib import sha256

from graph.commits import Writer, reason_of
from graph.errors import Finding, NotPermitted, Place, SubmissionRefused
from graph.ledger.events import timestamp
from graph.ledger.words import COMMENT, CREATED, CREATOR, LIST_GRAPH, PROPERTY, SOURCE, TARGET, TYPE
from graph.model import Commit, Name
from graph.recording.agents import Agent, introduction, key_of, ledger_of
from graph.recording.recorder import given
from graph.store.base import Changes
from graph.terms import Literal, NamedNode, Quad, Term, expand, graph_iri, iri

_SAME, _DIFFERENT = expand("owl:sameAs"), expand("owl:differentFrom")
_ORGANISATION, _CLAIM = expand("org:FormalOrganization"), expand("pg:Claim")
_INFERRED, _BOOLEAN = expand("pg:isInference"), expand("xsd:boolean")


@dataclass(frozen=True, slots=True)
class Judgement:
    """Is what is said of two organisations, IRIs in full, and why."""

    first: str
    second: str
    is_same: bool
    reason: Name


def judge(writer: Writer, agent: Agent, judgement: Judgement) -> Commit | None:
    """Says that two organisations are one or are not, and returns the commit, None if it was said already.

    The ledger gets the claim with its author and reason; the link itself, which ends the proposal, stands in
    the agent's own graph, so that undoing the commit takes it away. Nothing is merged. A machine raises
    NotPermitted, what is no organisation SubmissionRefused.
    """
    with writer.lock:
        if agent.speaks_as_machine(writer.store):
            raise NotPermitted("review-by-machine", agent=agent.iri)
        reason = given(judgement.reason)
        findings = tuple(_faults(writer, judgement))
        if findings:
            raise SubmissionRefused("entry-refused", findings, count=len(findings))
        base, ledger = writer.store.base, ledger_of(writer.store.base, agent.iri)
        own = graph_iri(base, "list", f"by-{key_of(base, agent.iri)}")
        link = Quad(iri(judgement.first), _link(judgement), iri(judgement.second), own)
        if any(writer.store.quads(*link)):
            return None
        told = frozenset(introduction(writer.store, agent, ledger)) | {Quad(own, TYPE, LIST_GRAPH, own)}
        other = Quad(link.subject, _DIFFERENT if judgement.is_same else _SAME, link.object, own)
        added = told | {link} | frozenset(_claim(writer, agent, judgement, reason, ledger))
        return writer.commit(
            Changes(frozenset({other}), added), agent=agent.iri, reason=reason_of("judgement")
        )


def _faults(writer: Writer, judgement: Judgement) -> Iterator[Finding]:
    for field, name in (("first", judgement.first), ("second", judgement.second)):
        if not any(writer.store.quads(iri(name), TYPE, _ORGANISATION)):
            yield _fault("named-unknown", field, name)
    if judgement.first == judgement.second:
        yield _fault("aligned-with-itself", "second", judgement.second)


def _fault(key: str, field: str, value: str) -> Finding:
    return Finding(key, Place(column=field, value=value, pointer=f"#/{field}"), (("value", value),))


def _link(judgement: Judgement) -> NamedNode:
    return _SAME if judgement.is_same else _DIFFERENT


def _claim(
    writer: Writer, agent: Agent, judgement: Judgement, reason: Name, ledger: NamedNode
) -> Iterator[Quad]:
    at = writer.now()
    told = f"{judgement.first} {judgement.second} {judgement.is_same} {agent.iri} {at.isoformat()}"
    key = key_of(writer.store.base, agent.iri)
    node = iri(f"{writer.store.base}id/claim/by-{key}/{sha256(told.encode()).hexdigest()[:20]}")
    facts: tuple[tuple[NamedNode, Term], ...] = (
        (TYPE, _CLAIM),
        (SOURCE, iri(judgement.first)),
        (PROPERTY, _link(judgement)),
        (TARGET, iri(judgement.second)),
        (CREATOR, iri(agent.iri)),
        (CREATED, timestamp(at)),
        (COMMENT, Literal(reason.text, language=reason.lang)),
        (_INFERRED, Literal("true", datatype=_BOOLEAN)),
    )
    yield from (Quad(node, predicate, value, ledger) for predicate, value in facts)
