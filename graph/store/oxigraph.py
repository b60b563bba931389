"""The embedded store: pyoxigraph in memory or on disk."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from contextlib import suppress
from pathlib import Path
from typing import IO

import pyoxigraph as ox

from graph.causes import engine_cause
from graph.errors import BackupProblem, QueryProblem, StoreProblem
from graph.store.answers import GRAPH_TYPES, Answer, evaluate, write
from graph.store.applying import LARGE, apply, apply_pile
from graph.store.base import UNION, About, Changes, Record, Row, Scope
from graph.store.journal import FileJournal, Journal, MemoryJournal
from graph.store.marks import operations
from graph.store.opening import DATABASE, checked_base, opened
from graph.store.piling import Pile
from graph.store.segment import sync_directory
from graph.store.space import LEAST_FREE, Floor, unwritten
from graph.store.syntax import load_whole
from graph.store.told import Told
from graph.terms import DEFAULT_BASE, DefaultGraph, NamedNode, Quad, Subject, Term
from ontology import PREFIXES

MOVED = 5_000
"""How many quads commits write before the log goes into tables, in 40 ms: till then memory holds them."""


class OxigraphStore:
    """Is the twin of Store that lives in this process; one thread writes at a time, any number read."""

    def __init__(self, db: ox.Store, journal: Journal, base: str, filling: Path | None = None) -> None:
        self._open: ox.Store | None = db
        self._journal = journal
        self._base = base
        self._sequence = journal.last
        self._filling = filling
        self._is_filling = False
        self._unmoved = 0

    @classmethod
    def in_memory(cls, base: str | None = None) -> OxigraphStore:
        """Returns an empty store that lasts as long as the process."""
        db, kept = ox.Store(), checked_base(base or DEFAULT_BASE)
        db.update(operations(kept, Changes(), None, 0))
        return cls(db, MemoryJournal(), kept)

    @classmethod
    def on_disk(
        cls, directory: Path, base: str | None = None, create: bool = True, least_free: int = LEAST_FREE
    ) -> OxigraphStore:
        """Returns the store in a directory, made if need be; raises StoreProblem if it cannot be used.

        It takes no write that would leave fewer bytes than `least_free` on its disk.
        """
        store = cls(*opened(directory, base, create), filling=directory / "filling")
        store.keep_free(Floor(directory, least_free))
        return store

    @property
    def base(self) -> str:
        """Returns the base IRI, fixed when the store was made; it ends with a slash."""
        return self._base

    @property
    def sequence(self) -> int:
        """Returns the number of the last commit, 0 for a store that has none."""
        return self._sequence

    @property
    def place(self) -> str:
        """Returns where the store is, for messages: its directory or `memory:`."""
        return "memory:" if self._filling is None else str(self._filling.parent)

    @property
    def _db(self) -> ox.Store:
        if self._open is None:
            raise StoreProblem("store-unfinished" if self._is_filling else "store-closed", path=self.place)
        return self._open

    def select(self, query: str, scope: Scope = UNION) -> Iterator[Row]:
        """Returns the solutions of a SELECT query as mappings; unbound variables are left out."""
        answer = self._answer(query, scope)
        if not isinstance(answer, ox.QuerySolutions):
            raise QueryProblem("query-form", wanted="SELECT")
        names = [variable.value for variable in answer.variables]
        return ({n: t for n, t in zip(names, row, strict=True) if t is not None} for row in answer)

    def ask(self, query: str, scope: Scope = UNION) -> bool:
        """Returns the answer of an ASK query."""
        answer = self._answer(query, scope)
        if not isinstance(answer, ox.QueryBoolean):
            raise QueryProblem("query-form", wanted="ASK")
        return bool(answer)

    def construct(self, query: str, scope: Scope = UNION) -> Iterator[Quad]:
        """Returns the triples of a CONSTRUCT or DESCRIBE query, as quads of the default graph."""
        answer = self._answer(query, scope)
        if not isinstance(answer, ox.QueryTriples):
            raise QueryProblem("query-form", wanted="CONSTRUCT, DESCRIBE")
        return (Quad(triple.subject, triple.predicate, triple.object) for triple in answer)

    def write_answer(self, query: str, media_type: str, output: IO[bytes], scope: Scope = UNION) -> None:
        """Writes a query's answer as the engine serialises it; raises QueryProblem if it cannot."""
        write(self._answer(query, scope), media_type, output)

    def _answer(self, query: str, scope: Scope) -> Answer:
        return evaluate(self._db, query, scope, self._base)

    def quads(
        self,
        subject: Subject | None = None,
        predicate: NamedNode | None = None,
        object_: Term | None = None,
        graph: NamedNode | DefaultGraph | None = None,
    ) -> Iterator[Quad]:
        """Returns the quads that match; None matches anything."""
        return self._db.quads_for_pattern(subject, predicate, object_, graph)

    def about_any(self, nodes: Iterable[NamedNode]) -> frozenset[NamedNode]:
        """Returns those of the nodes that some quad is about."""
        find = self._db.quads_for_pattern
        return frozenset(node for node in nodes if any(find(node, None, None, None)))

    def naming_any(self, nodes: Iterable[NamedNode]) -> frozenset[NamedNode]:
        """Returns those of the nodes that some quad names as its object."""
        find = self._db.quads_for_pattern
        return frozenset(node for node in nodes if any(find(None, None, node, None)))

    def graphs(self) -> Sequence[NamedNode]:
        """Returns the named graphs that hold at least one quad, in the order of their IRIs."""
        names = (name for name in self._db.named_graphs() if isinstance(name, NamedNode))
        return sorted(filter(self._holds, names), key=lambda name: name.value)

    def _holds(self, graph: NamedNode) -> bool:
        return next(self.quads(graph=graph), None) is not None

    def apply(
        self, changes: Changes, sequence: int, about: About | None = None, pile: Pile | None = None
    ) -> None:
        """Applies the changes and the sequence number in one transaction, after the journal has them.

        `sequence` is the one after the last; `about` says who, when and why, for the journal; the quads of
        the pile are added too. The first commit of a store that was filled in bulk ends the filling: the
        journal names it, but holds no quads.
        """
        if sequence != self._sequence + 1:
            raise ValueError(f"commit {sequence} cannot follow commit {self._sequence}")
        if self._is_filling:
            self._end_filling(changes, about or {})
        elif pile is not None and self._goes_in_as_file(changes, pile):
            pile.put(changes.added)
            self._write(Record(sequence, about=about or {}), pile)
        else:
            if pile:
                changes = Changes(changes.removed, changes.added.union(pile.quads()))
            self._write(Record(sequence, changes, about or {}))
        self._sequence = sequence

    def pile(self) -> Pile:
        """Returns an empty pile, on the disk of the store, for a commit of very many quads."""
        return Pile(self._filling and self._filling.parent)

    def _goes_in_as_file(self, changes: Changes, pile: Pile) -> bool:
        """Says whether a pile need not become objects: nothing is removed, and it is long."""
        return self._filling is not None and not changes.removed and len(pile) > LARGE

    def _write(self, record: Record, pile: Pile | None = None) -> None:
        db = self._db
        self._journal.append(record, pile)
        try:
            self._apply(db, record, pile)
        except (OSError, SyntaxError) as error:
            self._journal.drop_last()
            raise unwritten("store-write-failed", engine_cause(error), path=self.place) from error
        self._unmoved += len(record.changes.removed) + len(record.changes.added) + len(pile or ())
        if self._unmoved > MOVED:
            with suppress(OSError):  # the commit is made, and its log is kept
                self._flush()
                self._unmoved = 0

    def _apply(self, db: ox.Store, record: Record, pile: Pile | None) -> None:
        files = self._filling and self._filling.with_name(DATABASE)
        if pile and files:
            apply_pile(db, self._base, pile, self._sequence, record.sequence, files)
        else:
            apply(db, self._base, record.changes, self._sequence, record.sequence, files)

    def _flush(self) -> None:
        """Moves the log into tables: memory holds it until then, and the next opening has to read it."""
        if self._filling is not None:
            self._db.flush()

    def recorded(self, sequence: int) -> Record | None:
        """Returns what the journal holds of a commit, None if it holds nothing."""
        return self._journal.read(sequence)

    def about(self, sequence: int) -> About | None:
        """Returns what a commit was told to be about, without reading its quads."""
        return self._journal.about(sequence)

    def holds_quads(self, sequence: int) -> bool:
        """Says whether the journal holds the quads of a commit."""
        return self._journal.holds_quads(sequence)

    def lines(self, sequence: int) -> Iterator[bytes]:
        """Yields the quads of a commit that are in none of its batches as N-Quads, without parsing them."""
        return self._journal.lines(sequence)

    def batches(self, sequence: int) -> Iterator[Told]:
        """Yields what a commit says of things of which the store held nothing before it."""
        return self._journal.batches(sequence)

    def names(self, sequence: int, *names: str) -> bool:
        """Says whether a statement that a commit adds or removes names an IRI; an unknown commit has none."""
        return self._journal.names(sequence, *names)

    def weight(self, sequence: int) -> int:
        """Returns how many bytes the journal holds of a commit, 0 for none: what `names` has to read."""
        return self._journal.weight(sequence)

    def bulk_load(self, files: Iterable[Path], sequence: int | None) -> None:
        """Loads files whole, fast and not atomically: for the offline filling of an empty store only.

        `sequence` is that of the commit which ends the filling; None leaves it to a later `apply`.
        """
        self._begin_filling()
        for file in files:
            load_whole(self._db, file, self._base)
        if sequence is not None:
            self.apply(Changes(), sequence)

    def bulk_add(self, quads: Iterable[Quad]) -> None:
        """Adds quads fast and not atomically: for the offline filling of an empty store only.

        `apply` with sequence 1 ends the filling; a store that is opened before that is emptied.
        """
        self._begin_filling()
        self._db.bulk_extend(quads)

    def abandon(self) -> None:
        """Closes a store whose filling failed; opening it again empties it."""
        self.close()

    def _begin_filling(self) -> None:
        if self._is_filling:
            return
        if self._sequence or self.size():
            raise StoreProblem("store-not-empty", path=self.place, sequence=self._sequence)
        if self._filling is not None:
            self._filling.touch()
            sync_directory(self._filling.parent)
        self._is_filling = True

    def _end_filling(self, changes: Changes, about: About) -> None:
        self._db.update(operations(self._base, changes, 0, 1))
        self._flush()
        self._journal.append(Record(1, about=about, is_bulk=True))
        if self._filling is not None:
            self._filling.unlink()
            sync_directory(self._filling.parent)
        self._is_filling = False

    def take(self, lines: bytes) -> None:
        """Adds quads in N-Quads that this program has written, without a commit: for a store of a moment."""
        self._db.bulk_load(lines, ox.RdfFormat.N_QUADS, lenient=True)

    def all_lines(self) -> bytes:
        """Returns all that it holds as N-Quads: for a store of a moment."""
        return self._db.dump(format=ox.RdfFormat.N_QUADS) or b""

    def dump(self, output: IO[bytes], media_type: str, graph: NamedNode | None = None) -> None:
        """Writes one graph, or the whole dataset, in an RDF syntax."""
        syntax = GRAPH_TYPES.get(media_type.partition(";")[0].strip().lower())
        if syntax is None or (graph is None and not syntax.supports_datasets):
            raise QueryProblem(
                "media-type-unfit", media_type=media_type, form="RDF", known=", ".join(GRAPH_TYPES)
            )
        self._db.dump(output, syntax, from_graph=graph, prefixes=dict(PREFIXES))

    def checkpoint(self, directory: Path) -> None:
        """Writes the database into a new directory, for `ox.Store.read_only` in other processes.

        On disk it shares the files of the store and takes milliseconds; a store in memory is copied whole.
        """
        if self._filling is not None:
            self._db.backup(directory)
            return
        copy = ox.Store(directory)
        copy.bulk_extend(self._db)
        copy.flush()

    def journal_so_far(self) -> list[tuple[Path, int]]:
        """Returns the journal's files, each with its length so far; a store in memory has none."""
        return self._file_journal().files()

    @property
    def oldest(self) -> int:
        """Returns the oldest commit to which the journal leads back."""
        return self._file_journal().oldest

    def forget(self, upto: int) -> list[Path]:
        """Removes full files of the journal that hold no commit later than `upto`, and returns them."""
        return self._file_journal().forget(upto)

    def _file_journal(self) -> FileJournal:
        if not isinstance(self._journal, FileJournal) or self._is_filling:
            raise BackupProblem("backup-memory", path=self.place)
        return self._journal

    def check_room(self, directory: Path) -> None:
        """Raises StoreFull where a backup into a directory would leave too little free on our disk."""
        size = sum(end for _, end in self.journal_so_far()) + sum(_sizes(Path(self.place) / "db"))
        self._file_journal().floor.check_copy(directory, size)

    def check_dump(self, directory: Path, size: int | None) -> None:
        """Raises StoreFull where a dump of so many bytes would leave too little free on our disk.

        None is that of which nobody knows how large it will be: less than the database is. A store in memory
        has no disk.
        """
        if self._filling is None:
            return
        most = sum(_sizes(Path(self.place) / "db")) if size is None else size
        self._file_journal().floor.check_copy(directory, most, "dump-full")

    def check_free(self, size: int) -> None:
        """Raises StoreFull where what the database makes of so many bytes would leave too little free."""
        self._file_journal().floor.check(size)

    def keep_free(self, floor: Floor) -> None:
        """Refuses writes from now on where they would go below the floor; a store in memory has no disk."""
        if isinstance(self._journal, FileJournal):
            self._journal.floor = floor

    def size(self) -> int:
        """Returns the number of quads."""
        return len(self._db)

    def close(self) -> None:
        """Releases the store, so that another process may open it."""
        if self._open is not None:
            self._flush()
            self._open = None
            self._journal.close()


def _sizes(directory: Path) -> Iterator[int]:
    """Yields how many bytes each file of a directory has; the engine may remove one meanwhile."""
    for path in directory.iterdir():
        with suppress(FileNotFoundError):
            yield path.stat().st_size
