"""The account of what changed between two moments, commit by commit, and in sum."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from itertools import chain

from graph.commits.facts import read_back
from graph.model import Commit
from graph.since.keeping import Kept
from graph.since.parts import KINDS, Part
from graph.since.scopes import Scope
from graph.store import Store

Sums = Mapping[tuple[str, bool], int]


@dataclass(frozen=True, slots=True)
class Act:
    """Is what one commit did, as far as it concerns what is asked about."""

    commit: Commit
    parts: tuple[Part, ...]

    @property
    def sums(self) -> Sums:
        """Returns how often it did what, in the order of the kinds, what it added first."""
        return _summed(self.parts)


@dataclass(frozen=True, slots=True)
class Account:
    """Is what changed; the newest act comes first.

    `unread` are commits whose parts the journal does not tell, or that are too long: what they did is in no
    sum. `reached` is the newest commit that was not looked at yet, nor anything before it; None where all was
    looked at. `filling` is the commit that filled the store, where it lies within:
    what was there from the beginning is no change.
    """

    acts: tuple[Act, ...]
    unread: tuple[Commit, ...]
    reached: Commit | None
    sequence: int
    filling: Commit | None = None

    @property
    def sums(self) -> Sums:
        """Returns how often what was done, in the order of the kinds, what was added first."""
        return _summed(chain.from_iterable(act.parts for act in self.acts))


def account_of(
    store: Store, kept: Kept, scope: Scope, since: datetime, until: datetime | None = None
) -> Account:
    """Returns what commits did at `since` or later, and before `until`; both have a time zone."""
    acts: list[Act] = []
    unread: list[Commit] = []
    reached, filling, budget = None, None, kept.budget()
    for commit in _commits(store, since):
        if not budget.allows(commit.sequence):
            reached = commit
            break
        parts = kept.parts(commit.sequence)  # of a later one too, which says what it took away
        if until is not None and commit.at >= until:
            continue
        if parts is not None:
            acts += _act(commit, parts, scope)
        elif is_filling(store, commit.sequence):
            filling = commit
        else:
            unread.append(commit)
    return Account(tuple(acts), tuple(unread), reached, store.sequence, filling)


def act_of(store: Store, kept: Kept, scope: Scope, sequence: int) -> Act | None:
    """Returns what one commit did; None where no account tells of it, or not yet.

    Later ones are read before it, since they say what things were called that they took away.
    """
    told = store.about(sequence)
    if told is None:
        return None
    at = read_back(sequence, told).at
    found = account_of(store, kept, scope, at, at + timedelta(microseconds=1))
    return next((act for act in found.acts if act.commit.sequence == sequence), None)


def is_filling(store: Store, sequence: int) -> bool:
    """Says whether a commit filled an empty store."""
    record = store.recorded(sequence) if sequence == 1 else None
    return record is not None and record.is_bulk


def _act(commit: Commit, parts: tuple[Part, ...], scope: Scope) -> tuple[Act, ...]:
    own = tuple(part for part in parts if scope.concerns(part))
    return (Act(commit, own),) if own or scope.is_whole else ()


def _commits(store: Store, since: datetime) -> Iterator[Commit]:
    """Yields the commits from a time on, the newest first; clocks run forward, so an older one ends it."""
    for sequence in range(store.sequence, 0, -1):
        told = store.about(sequence)
        if told is None:
            return
        commit = read_back(sequence, told)
        if commit.iri and commit.at < since:
            return
        if commit.iri:
            yield commit


def _summed(parts: Iterator[Part] | tuple[Part, ...]) -> Sums:
    found: Counter[tuple[str, bool]] = Counter()
    for part in parts:
        found[part.sign.kind, part.sign.is_gone] += part.count
    order = [(kind, gone) for kind in KINDS for gone in (False, True)]
    return {key: found[key] for key in order if found[key]}
