"""What a batch of the journal tells, as N-Quads: by predicates, so that who follows splits what they read."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Container, Iterator, Sequence
from dataclasses import dataclass, field
from itertools import accumulate
from typing import NamedTuple


class Column(NamedTuple):
    """Is quads of one predicate in one graph, as N-Quads write them: each subject with its object."""

    predicate: str
    graph: str
    subjects: Sequence[str]
    objects: Sequence[str]

    def lines(self, subjects: Container[str]) -> Iterator[str]:
        """Yields those about some subjects, without line breaks."""
        mid, end = f" {self.predicate} ", f" {self.graph} ."
        pairs = zip(self.subjects, self.objects, strict=True)
        return (f"{subject}{mid}{value}{end}" for subject, value in pairs if subject in subjects)


@dataclass(frozen=True, slots=True)
class Told:
    """Is the lines of a batch; all are about IRIs, and in named graphs.

    `runs` are the lengths in bytes of runs of lines with the same predicate in the same graph, which come
    first. Where none are known, and behind them, each line is looked at by itself.
    """

    lines: bytes
    runs: Sequence[int] = field(default=())

    def columns(self, wanted: Container[str]) -> Iterator[Column]:
        """Yields the quads whose predicates are wanted.

        >>> lines = b'<urn:a> <urn:p> "b c" <urn:g> .\\n<urn:d> <urn:p> <urn:e> <urn:g> .\\n'
        >>> [whole], [line_by_line] = (list(Told(lines, runs).columns(["<urn:p>"])) for runs in ([66], []))
        >>> whole == line_by_line, whole.subjects, whole.objects
        (True, ('<urn:a>', '<urn:d>'), ('"b c"', '<urn:e>'))
        """
        at = 0
        for length, (predicate, graph, _) in zip(self.runs, self.heads(), strict=True):
            if predicate in wanted:
                yield _column(self.lines[at : at + length].decode(), predicate, graph)
            at += length
        yield from _by_lines(self.lines[at:].decode(), wanted)

    def heads(self) -> Iterator[tuple[str, str, str]]:
        """Yields the predicate, the graph and the first object of each run."""
        starts = accumulate(self.runs, initial=0)
        return (_head(self.lines, at) for at, _ in zip(starts, self.runs, strict=False))

    def subjects(self) -> frozenset[str]:
        """Returns all that something is told of."""
        return frozenset(line.partition(b" ")[0].decode() for line in self.lines.splitlines())


def _head(lines: bytes, at: int) -> tuple[str, str, str]:
    """Returns predicate, graph and object of the line that begins there."""
    _, predicate, rest = lines[at : lines.index(b"\n", at)].decode().split(" ", 2)
    end = rest.rindex(" <")
    return predicate, rest[end + 1 : -2], rest[:end]


def _column(run: str, predicate: str, graph: str) -> Column:
    middle, end = f" {predicate} ", f" {graph} .\n"
    # No line break stands within a line, and no space within a subject.
    subjects, objects = zip(*[line.split(middle, 1) for line in run[: -len(end)].split(end)], strict=True)
    return Column(predicate, graph, subjects, objects)


def _by_lines(lines: str, wanted: Container[str]) -> Iterator[Column]:
    found: dict[tuple[str, str], list[tuple[str, str]]] = defaultdict(list)
    for line in lines.split("\n")[:-1]:
        subject, predicate, rest = line.split(" ", 2)
        if predicate in wanted:
            at = rest.rindex(" <")
            found[predicate, rest[at + 1 : -2]].append((subject, rest[:at]))
    for (predicate, graph), pairs in found.items():
        subjects, objects = zip(*pairs, strict=True)
        yield Column(predicate, graph, subjects, objects)
