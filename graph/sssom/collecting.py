"""Rows of a mapping set gathered into alignments with their reviews, compared with what the graph holds."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from dataclasses import dataclass, field, replace
from datetime import datetime
from hashlib import sha256

from graph.errors import Finding
from graph.ledger import standing_of
from graph.ledger.events import Tool
from graph.ledger.status import is_in_force
from graph.ledger.views import GONE
from graph.ledger.words import ALIGNMENT, CONTRIBUTES_TO, HINDERS, REVIEW, REVIEWS, TYPE
from graph.model import Name
from graph.recording import Agent, Draft, Proof
from graph.recording.agents import key_of
from graph.recording.drafts import faults_of, is_known, stated_already
from graph.sssom.agents import KINDS, MACHINE, ORGANISATION, kind_of
from graph.sssom.cells import evidence_of, names_of, unguarded
from graph.sssom.reading import Row
from graph.sssom.records import Record, Reviewed, record_of
from graph.store.base import Store
from graph.terms import NamedNode, iri

_FIELDS = {
    "source": "subject_id",
    "target": "object_id",
    "strength": "pg_strength",
    "confidence": "confidence",
    "evidence": "pg_evidence",
    "reasoning": "comment",
    "said": "pg_said",
}
_OF_AGENTS = {"author": "author_id", "reviewer": "reviewer_id", "grader": "pg_graded_by"}
"""The column of the IRI of whoever has a part in a row; name and kind are in `pg_{part}_name` and `_kind`."""
_PREDICATES = (CONTRIBUTES_TO.value, HINDERS.value)


@dataclass(slots=True)
class Collected:
    """Is what a mapping set brings: alignments, reviews and agents that the graph lacks."""

    statements: dict[str, Record] = field(default_factory=dict)
    reviews: dict[str, tuple[str, Reviewed]] = field(default_factory=dict)
    agents: dict[str, Agent] = field(default_factory=dict)


class Collecting:
    """Gathers rows; `now` dates what they leave undated, `default` is the author where they name none."""

    def __init__(self, store: Store, default: Agent, now: datetime) -> None:
        self.made = Collected()
        self._store = store
        self._default = default
        self._now = now
        self._met: dict[str, Record] = {}
        self._statuses: dict[str, Row] = {}
        self._said: dict[tuple[str, str, str, str], str] = {}
        self._held_as: dict[str, str] = {}

    def add(self, row: Row) -> None:
        """Takes one row; what is wrong with it is noted in the row."""
        record = self._record(row)
        if row.findings:
            return
        if record.iri in self._met:
            if self._met[record.iri] != record:
                row.fault("row-differs", _place(row), iri=record.iri)
        else:
            self._met[record.iri] = record
            self._compare(row, record)
        if row.text("pg_status"):
            self._statuses.setdefault(self._name_held(record), row)
        if not row.findings and (row.text("reviewer_id") or row.text("reviewer_agreement")):
            self._review(row, record)

    def statuses_not_borne_out(self) -> Iterator[Finding]:
        """Yields a warning for each alignment of which a row says another status than the store now has."""
        for alignment, row in self._statuses.items():
            status = standing_of(self._store, iri(alignment)).status
            if row.text("pg_status") != status:
                yield row.finding("status-not-read", "pg_status", status=status)

    def _record(self, row: Row) -> Record:
        author = self._agent(row, "author", self._default)
        _check_cells(row)
        record = Record(
            iri="",
            source=row.iri("subject_id"),
            predicate=row.iri("predicate_id"),
            target=row.iri("object_id"),
            justification=row.iri("mapping_justification"),
            author=author,
            strength=row.whole("pg_strength"),
            confidence=row.number_of("confidence"),
            recorded=row.moment("pg_recorded", "mapping_date", self._now),
            said=row.day("pg_said"),
            graded_by=self._grader(row, author),
            tool=_tool(row),
            reasoning=_names(row, "pg_reasoning", "comment"),
            evidence=tuple(sorted(set(_proofs(row)), key=repr)),
        )
        if record.predicate and record.predicate not in _PREDICATES:
            row.fault("predicate-unknown", "predicate_id", known="pg:contributesTo, pg:hinders")
        return replace(record, iri=self._name(row, record))

    def _grader(self, row: Row, author: str) -> str:
        """Returns who set strength and confidence, empty where the author did."""
        grader = self._agent(row, "grader", None) if row.text("pg_graded_by") else ""
        return "" if grader == author else grader

    def _name(self, row: Row, record: Record) -> str:
        """Returns the IRI of the alignment: as the row says, else one for what is said by whom of what."""
        own = row.iri("pg_alignment") or ("" if row.text("reviewer_id") else row.iri("record_id"))
        told = f"{record.author} {record.source} {record.predicate} {record.target}"
        key = key_of(self._store.base, record.author)
        return own or f"{self._store.base}id/alignment/{key}/{_digest(told)}"

    def _compare(self, row: Row, record: Record) -> None:
        """Notes what keeps an alignment from being stated; one that the graph holds alike stays as it is.

        So does one that its author states in the same words under another IRI: the versions of what a list
        says are numbered in each store as they came there.
        """
        node = iri(record.iri)
        if any(self._store.quads(node, TYPE, ALIGNMENT)):
            if not _is_same(record_of(self._store, record.iri), record):
                row.fault("record-differs", _place(row), iri=record.iri)
            elif not is_in_force(self._store, node):
                row.fault("alignment-not-in-force", _place(row), iri=record.iri)
            return
        if is_known(self._store, record.iri):
            row.fault("record-taken", _place(row), iri=record.iri)
        draft = draft_of(record)
        for finding in faults_of(draft, self._store):
            values = dict(finding.values)
            row.fault(finding.key, _FIELDS[finding.place.column or ""], **values)
        if not row.findings:
            self._state(row, record, stated_already(draft, record.author, self._store))

    def _state(self, row: Row, record: Record, standing: Collection[NamedNode]) -> None:
        """Takes an alignment that the graph lacks; `standing` are those of its author with the same ends."""
        alike = [each for each in standing if _is_same(record_of(self._store, each.value), record)]
        if alike and len(alike) == len(standing):
            self._held_as[record.iri] = min(each.value for each in alike)
            return
        before = self._said.setdefault(_ends(record), record.iri)
        for other in {each.value for each in standing} | ({before} - {record.iri}):
            row.fault("stated-already", _place(row), iri=other)
        self.made.statements[record.iri] = record

    def _name_held(self, record: Record) -> str:
        """Returns the IRI under which the graph holds an alignment, or is to hold it."""
        return self._held_as.get(record.iri, record.iri)

    def _review(self, row: Row, record: Record) -> None:
        reviewer = self._agent(row, "reviewer", None)
        agreement = row.number_of("reviewer_agreement")
        reasons = _names(row, "pg_review_reason", "")
        if not -1 <= agreement <= 1:
            row.fault("agreement-range", "reviewer_agreement")
        if not reasons:
            row.fault("reason-missing", "pg_review_reason")
        if self._is_machine(row, reviewer):
            row.fault("review-by-machine", "reviewer_id", agent=reviewer)
        on = self._name_held(record)
        told = f"{reviewer} {on} {agreement} {reasons}"
        name = row.iri("record_id")
        if name in ("", record.iri):
            name = f"{self._store.base}id/review/by-{key_of(self._store.base, reviewer)}/{_digest(told)}"
        at = row.moment("pg_reviewed", "review_date", self._now)
        review = Reviewed(name, reviewer, agreement, at, reasons)
        if not row.findings and not self._is_held(row, on, review):
            self.made.reviews[name] = (on, review)

    def _is_machine(self, row: Row, agent: str) -> bool:
        """Says whether a reviewer is a machine: by the row, a row before it, or the graph."""
        introduced = agent in self.made.agents and self.made.agents[agent].is_machine
        known = kind_of(self._store, agent) if agent else None
        return introduced or MACHINE in (row.text("pg_reviewer_kind"), known)

    def _is_held(self, row: Row, alignment: str, review: Reviewed) -> bool:
        """Says whether the graph holds a review; what else has its IRI is noted as wrong."""
        node = iri(review.iri)
        if review.iri in self.made.reviews:
            row.fault("record-taken", "record_id", iri=review.iri)
        if not is_known(self._store, review.iri):
            return False
        is_of_this = any(self._store.quads(node, REVIEWS, iri(alignment)))
        if not is_of_this or not any(self._store.quads(node, TYPE, REVIEW)):
            row.fault("record-taken", "record_id", iri=review.iri)
        return True

    def _agent(self, row: Row, role: str, default: Agent | None) -> str:
        """Returns the IRI of an author or reviewer; one that the graph lacks is introduced by the row."""
        column = _OF_AGENTS[role]
        if not row.text(column):
            if default is None:
                row.fault("cell-empty", column)
                return ""
            self.made.agents.setdefault(default.iri, default)
            return default.iri
        if "|" in row.text(column):
            row.fault("agent-several", column)
            return ""
        agent = row.iri(column)
        if agent:
            self._introduce(row, role, agent)
        return agent

    def _introduce(self, row: Row, role: str, agent: str) -> None:
        name, kind = unguarded(row.text(f"pg_{role}_name")), row.text(f"pg_{role}_kind")
        known = kind_of(self._store, agent)
        if kind and kind not in KINDS:
            row.fault("agent-kind-unknown", f"pg_{role}_kind", known=", ".join(KINDS))
        elif known is not None and kind not in ("", known):
            row.fault("agent-kind-differs", f"pg_{role}_kind", agent=agent, known=known)
        elif known is None and agent in self.made.agents and not kind:
            return  # a row before this one has said who it is
        elif known is None and not (name and kind):
            row.fault(
                "agent-unknown", _OF_AGENTS[role], agent=agent, columns=f"pg_{role}_name, pg_{role}_kind"
            )
        elif known is None:
            made = Agent(agent, name, kind == MACHINE, kind == ORGANISATION)
            if self.made.agents.setdefault(agent, made).is_machine != made.is_machine:
                row.fault("agent-kind-differs", f"pg_{role}_kind", agent=agent, known=MACHINE)


def _check_cells(row: Row) -> None:
    """Notes what is empty and must not be, and what a ledger cannot say."""
    for column in ("subject_id", "predicate_id", "object_id", "mapping_justification"):
        if not row.text(column):
            row.fault("cell-empty", column)
    if row.text("predicate_modifier"):
        row.fault("modifier-unknown", "predicate_modifier")
    if row.text("pg_status") in GONE:
        row.fault("row-not-in-force", "pg_status")


def draft_of(record: Record) -> Draft:
    """Returns what a record states."""
    return Draft(
        source=record.source,
        target=record.target,
        strength=record.strength,
        confidence=record.confidence,
        evidence=record.evidence,
        reasoning=record.reasoning[0] if record.reasoning else None,
        hinders=record.predicate == HINDERS.value,
        justification=record.justification,
        said=record.said,
        tool=record.tool,
    )


def findings_of_rows(rows: Collection[Row]) -> tuple[Finding, ...]:
    """Returns all that is wrong with rows, in their order."""
    return tuple(finding for row in rows for finding in row.findings)


def _is_same(held: Record, told: Record) -> bool:
    """Says whether a record, by whichever name, says what the graph holds, whenever it was recorded.

    A set of others, or an older one of ours, does not say who set the strength.
    """
    plain = replace(
        held,
        iri=told.iri,
        recorded=told.recorded,
        status=told.status,
        reviews=(),
        evidence=tuple(sorted(held.evidence, key=repr)),
        reasoning=tuple(sorted(held.reasoning, key=repr)),
        graded_by=held.graded_by if told.graded_by else "",
    )
    return plain == replace(told, reasoning=tuple(sorted(told.reasoning, key=repr)))


def _ends(record: Record) -> tuple[str, str, str, str]:
    return record.author, record.source, record.predicate, record.target


def _tool(row: Row) -> Tool | None:
    name = unguarded(row.text("mapping_tool"))
    return Tool(name, unguarded(row.text("mapping_tool_version"))) if name else None


def _names(row: Row, column: str, plain: str) -> tuple[Name, ...]:
    for name in (column, plain):
        if name and row.text(name):
            return row.read(name, names_of, row.text(name)) or ()
    return ()


def _proofs(row: Row) -> Iterator[Proof]:
    for source, quote in row.read("pg_evidence", evidence_of, row.text("pg_evidence")) or ():
        found = row.read("pg_evidence", row.full, source)
        if found:
            yield Proof(found, quote)


def _place(row: Row) -> str:
    return "pg_alignment" if row.text("pg_alignment") else "subject_id"


def _digest(text: str) -> str:
    return sha256(text.encode()).hexdigest()[:20]
