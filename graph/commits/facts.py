"""Who commits what, when and why: as quads in the graph of commits, in the journal, and read back."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime

from graph.ledger.events import timestamp
from graph.ledger.words import COMMENT, INTEGER, MAPPING, SEQUENCE, SHA256, TYPE
from graph.model import Commit
from graph.store.base import About, Changes, Store
from graph.store.given_up import refuse_given_up
from graph.store.overlay import Readable
from graph.terms import Literal, NamedNode, Quad, Term, expand, iri

_ACTIVITY = expand("prov:Activity")
_ENDED = expand("prov:endedAtTime")
_AGENT = expand("prov:wasAssociatedWith")
GENERATED = expand("prov:generated")


@dataclass(frozen=True, slots=True)
class Facts:
    """Is what a commit says of itself."""

    agent: str
    reason: str
    at: datetime
    mapping: str | None = None
    sha256: str | None = None
    rows: int | None = None
    warned: int | None = None
    list_name: str | None = None


def commits_graph(base: str) -> NamedNode:
    """Returns the IRI of the graph that holds a prov:Activity for each commit."""
    return iri(f"{base}graph/commits")


def commit_of(base: str, sequence: int, graph: str, changes: Changes, facts: Facts) -> Commit:
    """Returns the commit that these changes make; `graph` is the one that it is about."""
    return Commit(
        sequence=sequence,
        iri=f"{base}id/commit/{sequence}",
        agent=facts.agent,
        reason=_legible(facts.reason),
        at=facts.at,
        graph=graph,
        added=len(changes.added),
        removed=len(changes.removed),
        mapping=facts.mapping,
        sha256=facts.sha256,
        rows=facts.rows,
        warned=facts.warned,
        list_name=facts.list_name,
    )


def refuse_gone(store: Store, name: str) -> None:
    """Raises Gone for the IRI of a commit that a restore gave up; any other is let pass."""
    sequence = sequence_in(store.base, name)
    if sequence is not None:
        refuse_given_up(store, sequence)


def sequence_in(base: str, name: str) -> int | None:
    """Returns the number in the IRI of a commit, None for any other IRI.

    >>> sequence_in("http://127.0.0.1:8000/", "http://127.0.0.1:8000/id/commit/12")
    12
    """
    number = name.removeprefix(f"{base}id/commit/")
    return int(number) if number != name and re.fullmatch("[0-9]{1,18}", number) else None


def _legible(reason: str) -> str:
    """Returns a reason with ? for each byte that is no text: it may be the name of a file."""
    return reason.encode(errors="replace").decode()


def made_at(store: Readable, sequence: int) -> str | None:
    """Returns when a commit was made, None for no commit: by the graph, which forgets none."""
    told = store.quads(iri(f"{store.base}id/commit/{sequence}"), _ENDED, None, commits_graph(store.base))
    return next((quad.object.value for quad in told if isinstance(quad.object, Literal)), None)


def activity(base: str, commit: Commit, graphs: set[NamedNode]) -> frozenset[Quad]:
    """Returns the quads of the commit's prov:Activity, which generated these graphs."""
    subject, graph = iri(commit.iri), commits_graph(base)
    return frozenset(Quad(subject, predicate, value, graph) for predicate, value in _told(commit, graphs))


def _told(commit: Commit, graphs: set[NamedNode]) -> Iterator[tuple[NamedNode, Term]]:
    yield TYPE, _ACTIVITY
    yield SEQUENCE, Literal(str(commit.sequence), datatype=INTEGER)
    yield _AGENT, iri(commit.agent)
    yield _ENDED, timestamp(commit.at)
    yield from ((GENERATED, each) for each in graphs)
    told = ((COMMENT, commit.reason), (MAPPING, commit.mapping), (SHA256, commit.sha256))
    yield from ((predicate, Literal(text)) for predicate, text in told if text)


def about(commit: Commit) -> About:
    """Returns what the journal keeps of a commit beside its quads."""
    return {
        "iri": commit.iri,
        "agent": commit.agent,
        "reason": commit.reason,
        "at": commit.at.isoformat(),
        "graph": commit.graph,
        "added": commit.added,
        "removed": commit.removed,
        "mapping": commit.mapping,
        "sha256": commit.sha256,
        "rows": commit.rows,
        "warned": commit.warned,
        "list": commit.list_name,
    }


def read_back(sequence: int, kept: About) -> Commit:
    """Returns the commit that the journal tells of."""
    return Commit(
        sequence=sequence,
        iri=str(kept.get("iri", "")),
        agent=str(kept.get("agent", "")),
        reason=str(kept.get("reason", "")),
        at=datetime.fromisoformat(str(kept.get("at", "1970-01-01T00:00:00+00:00"))),
        graph=str(kept.get("graph", "")),
        added=int(kept.get("added") or 0),
        removed=int(kept.get("removed") or 0),
        mapping=_text(kept.get("mapping")),
        sha256=_text(kept.get("sha256")),
        rows=_number(kept.get("rows")),
        warned=_number(kept.get("warned")),
        list_name=_text(kept.get("list")),
    )


def _number(value: str | int | None) -> int | None:
    return None if value is None else int(value)


def _text(value: str | int | None) -> str | None:
    return None if value is None else str(value)
