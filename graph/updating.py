"""What ships with this version, brought into a store that was filled with what shipped with a former one."""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import chain
from pathlib import Path

from graph.commits import Writer, reason_of
from graph.commits.facts import GENERATED, commits_graph
from graph.commits.kinds import is_kept_by_writer, is_ledger
from graph.commits.statements import Restating
from graph.ledger.events import Event
from graph.ledger.words import COMMENT, SHA256
from graph.loading import EDITORS, by_graph, ontology_graph
from graph.model import Commit
from graph.store import Changes, Store, StoredForm, as_stored, parse_rdf
from graph.terms import Literal, NamedNode, Quad
from ontology import POLICY_TTL

Graphs = Mapping[NamedNode, frozenset[Quad]]


@dataclass(frozen=True, slots=True)
class Update:
    """Is what a store lacks of what ships, and holds of what shipped once.

    `theirs` are the graphs that somebody else changed since, and that differ: they are left as they are.
    """

    changes: Changes
    theirs: tuple[str, ...] = ()

    def counts(self) -> Mapping[str, tuple[int, int]]:
        """Returns how many triples are added to each graph, and taken from it, by its IRI."""
        parts = (self.changes.added, self.changes.removed)
        added, removed = (Counter(str(quad.graph_name) for quad in quads) for quads in parts)
        return {graph.strip("<>"): (added[graph], removed[graph]) for graph in sorted(added | removed)}


def sum_of(files: Iterable[Path]) -> str:
    """Returns the SHA-256 of what ships, in hexadecimal: of all its files by name, and of the ontology."""
    told = ((path.name, hashlib.sha256(path.read_bytes()).hexdigest()) for path in (*files, POLICY_TTL))
    return hashlib.sha256("".join(f"{total}  {name}\n" for name, total in sorted(told)).encode()).hexdigest()


def is_brought(store: Store, total: str) -> bool:
    """Says whether a commit filled the store with what has this sum, or brought it in."""
    return any(store.quads(None, SHA256, Literal(total), commits_graph(store.base)))


def update_of(
    writer: Writer, files: Sequence[Path], examples: Sequence[Path], *, over: bool = False
) -> Update:
    """Returns what would bring a store up to what ships; examples only where it holds some already.

    What shipped once and ships no longer goes. Statements of ledgers are superseded and withdrawn, never
    deleted. With `over` the graphs that somebody else changed since are brought up too.
    """
    store, event = writer.store, _event(writer)
    wanted = _wanted(store, files, examples).items()
    parts = {graph: _changes(store, graph, quads, event) for graph, quads in wanted}
    differing = {graph for graph, changes in parts.items() if changes}
    theirs = set() if over else {graph for graph in differing if _is_theirs(store, graph)}
    return Update(
        _joined(parts[graph] for graph in differing - theirs), tuple(sorted(each.value for each in theirs))
    )


def differs(writer: Writer, files: Sequence[Path], examples: Sequence[Path]) -> bool:
    """Says whether an update would change a store; it ends at the first graph that would be changed.

    What shipped once may have become long, as where a benchmark fills a store: that it is there is enough.
    """
    store = writer.store
    event = _event(writer)
    return any(
        not _is_theirs(store, graph)
        and (bool(_changes(store, graph, quads, event)) if quads else any(store.quads(graph=graph)))
        for graph, quads in _wanted(store, files, examples).items()
    )


def bring(writer: Writer, update: Update, total: str) -> Commit | None:
    """Commits an update and returns the commit, None if there is nothing to bring; `total` is its sum."""
    agent = writer.store.base + EDITORS
    return writer.commit(update.changes, agent=agent, reason=reason_of("shipped"), sha256=total)


def _event(writer: Writer) -> Event:
    """Returns who supersedes and withdraws, when and why; each graph has its own in itself."""
    base = writer.store.base
    return Event(commits_graph(base), base + EDITORS, writer.now(), reason_of("shipped"))


def _wanted(store: Store, files: Sequence[Path], examples: Sequence[Path]) -> Graphs:
    """Returns each graph as it shall be: what ships, and nothing where something shipped once."""
    exemplary = _read(store.base, examples)
    holds_examples = not exemplary.keys().isdisjoint(store.graphs())
    ships = _read(store.base, (*files, *examples) if holds_examples else files)
    ontology = ontology_graph(store.base)
    ships |= by_graph(parse_rdf(POLICY_TTL, base=store.base, graph=ontology))
    former = _of_us(store) - ships.keys() - exemplary.keys()
    beside = {graph: _beside_lists(store, graph, quads) for graph, quads in ships.items()}
    return beside | dict.fromkeys(former, frozenset[Quad]())


def _beside_lists(store: Store, graph: NamedNode, quads: frozenset[Quad]) -> frozenset[Quad]:
    """Returns what a graph is to hold but for what gives way to lists that the store holds."""
    # Lists are read by much that no start needs, and what ships is seldom compared.
    from graph.importers.selected import yielded
    from graph.importers.tabular_mapping import load_mapping, mapping_names

    for name in mapping_names():
        mapping = load_mapping(name)
        if "{" not in mapping.graph:  # of others nothing that ships is from the same document
            quads -= yielded(mapping, store, graph, quads)
    return quads


def _read(base: str, files: Iterable[Path]) -> dict[NamedNode, frozenset[Quad]]:
    return by_graph(chain.from_iterable(parse_rdf(path, base=base) for path in files))


def _changes(store: Store, graph: NamedNode, quads: Iterable[Quad], event: Event) -> Changes:
    """Returns what makes a graph as it shall be: a ledger by events, another by its difference."""
    after = as_stored(quads)
    if is_ledger(store, graph):
        return Changes(added=Restating(store, event).quads(after, [graph]))
    before = frozenset(store.quads(graph=graph))
    return Changes(before - after, after - before)


def _joined(parts: Iterable[Changes]) -> Changes:
    each, none = tuple(parts), frozenset[Quad]()
    removed, added = none.union(*(one.removed for one in each)), none.union(*(one.added for one in each))
    return Changes(StoredForm(removed), StoredForm(added))


def _our_commits(store: Store) -> frozenset[NamedNode]:
    told = store.quads(None, COMMENT, Literal(reason_of("shipped")), commits_graph(store.base))
    return frozenset(quad.subject for quad in told if isinstance(quad.subject, NamedNode))


def _of_us(store: Store) -> set[NamedNode]:
    """Returns the graphs that what ships has made, of this version and of former ones."""
    graph = commits_graph(store.base)
    made = (
        quad.object for commit in _our_commits(store) for quad in store.quads(commit, GENERATED, None, graph)
    )
    return {each for each in made if isinstance(each, NamedNode) and not is_kept_by_writer(store.base, each)}


def _is_theirs(store: Store, graph: NamedNode) -> bool:
    """Says whether a commit that brought nothing that ships has changed a graph."""
    made = store.quads(None, GENERATED, graph, commits_graph(store.base))
    return not {quad.subject for quad in made} <= _our_commits(store)
