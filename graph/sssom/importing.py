"""A mapping set brought into the ledger: checked row by row, committed as one change or not at all."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from hashlib import sha256

from graph.commits import Writer, reason_of
from graph.errors import FileProblem, Finding, NotPermitted, SubmissionRefused
from graph.ledger.events import Event
from graph.ledger.events import review as review_quads
from graph.ledger.words import COMMENT, GRADED_BY
from graph.model import Commit, Name
from graph.recording import Agent
from graph.recording.agents import introduction, key_of, ledger_of
from graph.recording.drafts import quads_of
from graph.sssom.collecting import Collected, Collecting, draft_of, findings_of_rows
from graph.sssom.reading import read_rows
from graph.sssom.records import Record, Reviewed
from graph.store.base import Changes, Store
from graph.terms import Literal, NamedNode, Quad, iri

MAPPING = "sssom"


@dataclass(frozen=True, slots=True)
class SetImport:
    """Is what became of a mapping set: its rows, what of it was new, and the commit, None for none.

    `warnings` are statuses of rows that the ledger does not bear out: these are not read.
    """

    file: str
    sha256: str
    rows: int
    statements: int
    reviews: int
    commit: Commit | None
    warnings: tuple[Finding, ...] = ()


def import_set(content: bytes, file: str, writer: Writer, agent: Agent) -> SetImport:
    """Adds the alignments and reviews of SSSOM/TSV that the ledger lacks; they keep authors, dates and IRIs.

    `agent` is who imports: the commit is theirs, and so are rows without an author. A file that cannot be
    read raises FileProblem; rows that are wrong raise SubmissionRefused with a finding for each cell. A
    machine would speak in the name of people, so it raises NotPermitted.
    """
    if agent.speaks_as_machine(writer.store):
        raise NotPermitted("set-by-machine", agent=agent.iri)
    rows = read_rows(content, file, writer.store.base)
    if not rows:
        raise FileProblem("set-empty", file=file)
    with writer.lock:
        collecting = Collecting(writer.store, agent, writer.now())
        for row in rows:
            collecting.add(row)
        findings = findings_of_rows(rows)
        if findings:
            raise SubmissionRefused("set-refused", findings, count=len(findings), file=file)
        made, digest = collecting.made, sha256(content).hexdigest()
        commit = writer.commit(
            Changes(added=frozenset(_quads(writer.store, made))),
            agent=agent.iri,
            reason=reason_of("import", file=file, mapping=MAPPING),
            mapping=MAPPING,
            sha256=digest,
        )
        warnings = tuple(collecting.statuses_not_borne_out())
    return SetImport(file, digest, len(rows), len(made.statements), len(made.reviews), commit, warnings)


def _quads(store: Store, made: Collected) -> Iterator[Quad]:
    for record in made.statements.values():
        yield from _introduced(store, made, record.author, _ledger(store.base, record))
        yield from _graded(store, made, record)
        yield from _statement(store.base, record)
    for alignment, review in made.reviews.values():
        yield from _introduced(store, made, review.reviewer, ledger_of(store.base, review.reviewer))
        yield from _review(store.base, alignment, review)


def _introduced(store: Store, made: Collected, agent: str, ledger: NamedNode) -> Iterator[Quad]:
    """Yields what the graph must be told of an agent and of a ledger that holds what they say."""
    known = made.agents.get(agent) or Agent(agent, "")
    yield from introduction(store, known, ledger)


def _graded(store: Store, made: Collected, record: Record) -> Iterator[Quad]:
    """Yields who set the strengths of a ledger, where its author did not."""
    if record.graded_by:
        ledger = _ledger(store.base, record)
        yield from _introduced(store, made, record.graded_by, ledger)
        yield Quad(ledger, GRADED_BY, iri(record.graded_by), ledger)


def _ledger(base: str, record: Record) -> NamedNode:
    """Returns the ledger of an author; what others set the strength of has one of its own (decision 0050)."""
    own = ledger_of(base, record.author)
    return iri(f"{own.value}-graded-by-{key_of(base, record.graded_by)}") if record.graded_by else own


def _statement(base: str, record: Record) -> Iterator[Quad]:
    node, graph = iri(record.iri), _ledger(base, record)
    yield from quads_of(draft_of(record), node, Event(graph, record.author, record.recorded), base)
    yield from _texts(node, record.reasoning[1:], graph)


def _review(base: str, alignment: str, review: Reviewed) -> Iterator[Quad]:
    node, graph = iri(review.iri), ledger_of(base, review.reviewer)
    first = review.reasons[0]
    event = Event(graph, review.reviewer, review.at, first.text, first.lang)
    for quad in review_quads(base, iri(alignment), review.agreement, event):
        yield Quad(node, quad.predicate, quad.object, graph)
    yield from _texts(node, review.reasons[1:], graph)


def _texts(node: NamedNode, names: tuple[Name, ...], graph: NamedNode) -> Iterator[Quad]:
    yield from (Quad(node, COMMENT, Literal(name.text, language=name.lang), graph) for name in names)
