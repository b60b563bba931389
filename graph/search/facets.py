"""Counts of the values of each facet over all finds, each find once for each value that it has."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import numpy as np

from graph.search.columns import Columns, Mask, Numbers, Pairs
from graph.search.entries import LEVEL, PLACE, PROGRAMME, SERVES
from graph.search.finding import Finding
from graph.search.kinds import KINDS
from graph.search.tables import Tables

Counts = dict[str, int]
Above = Mapping[str, Sequence[str]]
MOST_LATE = 4096
_TALLIED = {"level": LEVEL, "territory": PLACE, "programme": PROGRAMME, "goal": SERVES}


class Tops:
    """Tells what each value of a facet counts for: a place for its regions, an objective for its goals."""

    def __init__(self, tables: Tables, above: Above) -> None:
        tops = sorted({top for each in above.values() for top in each})
        number = {top: place for place, top in enumerate(tops)}
        # All are numbered now, since what nothing has yet may be had tomorrow.
        nodes = zip(tables.numbered(above), above.values(), strict=True)
        pairs = [(node, number[top]) for node, each in nodes for top in each]
        self.names: Sequence[str] = tops
        table = np.array(sorted(pairs), np.int64).reshape(-1, 2)
        self._lengths = np.bincount(table[:, 0])
        self._starts = np.cumsum(self._lengths) - self._lengths
        self._flat = table[:, 1]

    def rolled_up(self, things: Numbers, values: Numbers) -> tuple[Numbers, Numbers]:
        """Returns pairs of a thing and a top, from pairs of a thing and a value."""
        inside = values < len(self._lengths)
        things, values = things[inside], values[inside]
        lengths = self._lengths[values]
        return np.repeat(things, lengths), self._flat[_ranges(self._starts[values], lengths)]


class Tally:
    """Holds each thing with each value of one facet once, ready to be counted.

    What commits bring comes late: it lies apart until there is much of it, so that a commit does not cost by
    the size of the index.
    """

    def __init__(self, pairs: Pairs, tops: Tops | None, graphs: Numbers | None = None) -> None:
        self._tops = tops
        self._graphs = graphs
        self._names: dict[int, str] = {}
        self._late_thing: Numbers
        self._late_value: Numbers
        self._set(*self._distinct(pairs))

    def update(self, things: Numbers, new: Pairs) -> None:
        """Takes things anew whose values changed; `new` are their pairs."""
        self._lengths[things[things < len(self._lengths)]] = 0
        stay = ~np.isin(self._late_thing, things)
        thing, value = self._distinct(new)
        self._late_thing = np.concatenate((self._late_thing[stay], thing))
        self._late_value = np.concatenate((self._late_value[stay], value))
        if len(self._late_thing) > MOST_LATE:
            self._settle()

    def counts(self, tables: Tables, finds: Mask) -> Counts:
        """Returns how many of the finds have each value."""
        things = np.flatnonzero(finds[: len(self._lengths)])
        places = _ranges(self._starts[things], self._lengths[things])
        late = self._late_value[finds[self._late_thing]]
        counted = np.bincount(np.concatenate((self._value[places], late)))
        return {self._name(tables, value): int(counted[value]) for value in np.flatnonzero(counted).tolist()}

    def _name(self, tables: Tables, value: int) -> str:
        """Returns what a value is called; those of a facet are few, and each search counts them."""
        if self._tops:
            return self._tops.names[value]
        if value not in self._names:
            self._names[value] = tables.iri(value)
        return self._names[value]

    def _set(self, thing: Numbers, value: Numbers) -> None:
        """Holds the pairs, which are in the order of the things, and where those of each thing begin."""
        self._value = value
        self._lengths = np.bincount(thing)
        self._starts = np.cumsum(self._lengths) - self._lengths
        self._late_thing, self._late_value = (np.zeros(0, np.int64) for _ in range(2))

    def _settle(self) -> None:
        """Puts what came late among the rest."""
        places = _ranges(self._starts, self._lengths)
        held = np.repeat(np.arange(len(self._lengths)), self._lengths)
        things = np.concatenate((held, self._late_thing))
        order = np.argsort(things, kind="stable")
        self._set(things[order], np.concatenate((self._value[places], self._late_value))[order])

    def _distinct(self, pairs: Pairs) -> tuple[Numbers, Numbers]:
        thing, value = pairs.thing, pairs.value
        if self._graphs is not None:
            read = np.isin(pairs.graph, self._graphs)
            thing, value = thing[read], value[read]
        if self._tops:
            thing, value = self._tops.rolled_up(thing, value)
        both = np.sort((thing << 32) | value)
        both = both[np.diff(both, prepend=-1) != 0]
        return both >> 32, both & 0xFFFFFFFF


class Facets:
    """Holds the tallies of an index, moved on with it; `regions` and `goals` say what counts for which."""

    def __init__(
        self, tables: Tables, columns: Columns, regions: Above, goals: Above, graphs: Numbers | None = None
    ) -> None:
        self._tops = {"territory": Tops(tables, regions), "goal": Tops(tables, goals)}
        self._tallies = {
            name: Tally(columns.pairs[facet], self._tops.get(name), graphs)
            for name, facet in _TALLIED.items()
        }

    def update(self, things: Sequence[int], links: Mapping[int, Pairs]) -> None:
        """Moves on with things whose entries changed, by their pairs of each facet."""
        for name, facet in _TALLIED.items():
            self._tallies[name].update(np.array(things, np.int64), links[facet])

    def counted(self, finding: Finding, tables: Tables, columns: Columns) -> dict[str, Counts]:
        """Returns the counts by facet and value; those of a facet let through all filters but its own."""
        tallied = {
            name: tally.counts(tables, finding.chosen(but=name)) for name, tally in self._tallies.items()
        }
        kinds, years = (
            _kinds(columns, finding.chosen(but="kind")),
            _years(columns, finding.chosen(but="year")),
        )
        return {"kind": kinds, **tallied, "year": years}


def _ranges(starts: Numbers, lengths: Numbers) -> Numbers:
    """Returns the places from each start on, as many as each is long, one after the other."""
    before = np.cumsum(lengths) - lengths
    return np.repeat(starts - before, lengths) + np.arange(int(lengths.sum()))


def _kinds(columns: Columns, mask: Mask) -> Counts:
    counted = np.bincount(columns.kind[mask], minlength=len(KINDS))
    return {kind: int(count) for kind, count in zip(KINDS, counted, strict=True) if count}


def _years(columns: Columns, mask: Mask) -> Counts:
    """Returns how many finds fall within each year, by adding one where a period begins and ends."""
    known = mask & (columns.first > 0)
    if not known.any():
        return {}
    first, last = columns.first[known], columns.last[known]
    start = int(first.min())
    steps = np.bincount(first - start, minlength=int(last.max()) - start + 2)
    steps -= np.bincount(last - start + 1, minlength=len(steps))
    return {str(start + place): int(count) for place, count in enumerate(np.cumsum(steps)) if count}
