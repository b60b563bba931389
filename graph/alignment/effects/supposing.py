"""The portfolio as it would be: a copy of its arrays to which a scenario is applied, beside the store."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date

import numpy as np

from graph.alignment.effects.naming import full, is_programme, programme_iri, project_number
from graph.alignment.effects.scenario import Delay, Scenario, refuse_both
from graph.alignment.effects.stating import Stated
from graph.alignment.effects.sums import comparable
from graph.alignment.portfolio.holdings import UNKNOWN_END, UNKNOWN_START, Holdings
from graph.alignment.portfolio.numbers import Array
from graph.alignment.portfolio.reading import Some
from graph.alignment.portfolio.snapshot import Snapshot
from graph.distinct import distinct
from graph.errors import InputError
from graph.store import Store
from graph.terms import expand

_NONE = np.zeros(0, np.int64)


@dataclass(frozen=True, slots=True)
class Supposed:
    """Is the portfolio under a scenario; `touched` are the numbers of the projects that it changes itself.

    `coming` are the numbers of the same projects in `snapshot`, which holds nothing but the new ones where a
    scenario does nothing but add: what does not change need not be copied. `verdicts` are the new statuses of
    statements among the policy levels, and `sources` the numbers of the nodes that these start from. `shared`
    counts projects that fall with their programme although another one funds them too. Where a scenario does
    nothing but remove, `snapshot` is the portfolio as it is.
    """

    snapshot: Snapshot
    touched: Array
    coming: Array
    delayed: Array
    verdicts: Mapping[str, str]
    sources: frozenset[int]
    removed: int
    shared: int


@dataclass(frozen=True, slots=True)
class _Shift:
    projects: Array
    days: int


def suppose(store: Store, snapshot: Snapshot, scenario: Scenario) -> Supposed:
    """Returns what would be; nothing is written, and the snapshot stays as it is.

    A name that the graph does not hold raises UnknownName; what cannot be done to a thing, InputError.
    """
    removed, shared = _removed(snapshot, scenario)
    if scenario.only_removes:
        none: Mapping[str, str] = {}
        return Supposed(snapshot, removed, removed, _NONE, none, frozenset(), len(removed), shared)
    stated = Stated(store, snapshot, scenario)
    if scenario.only_adds and (beside := _beside(snapshot, stated)):
        return beside
    shifts = _shifts(snapshot, scenario, removed)
    twin, frame = snapshot.holdings.copy(), snapshot.frame
    restated = twin.drop(stated.projects)
    twin.take(Some(stated.overlay, stated.projects))
    twin.drop(twin.projects.names[number] for number in removed.tolist())
    for shift in shifts:
        _move(twin, shift)
    links = stated.links()
    if links:
        frame = replace(frame, network=frame.network.judged(links))
    restated += [twin.projects.of[name] for name in stated.projects]
    delayed = _together(shift.projects for shift in shifts)
    touched = _together([removed, delayed, np.array(restated, np.int64)])
    return Supposed(
        snapshot=Snapshot(snapshot.sequence, twin, frame),
        touched=touched,
        coming=touched,
        delayed=delayed,
        verdicts=stated.verdicts,
        sources=frozenset(old.source for old, _ in links),
        removed=len(removed),
        shared=shared,
    )


def _beside(snapshot: Snapshot, stated: Stated) -> Supposed | None:
    """Returns the new projects alone, None where they bring another currency or more decimals.

    Sums of both can be added only where they are in the same units.
    """
    alone = snapshot.holdings.emptied()
    alone.take(Some(stated.overlay, stated.projects))
    if not comparable(snapshot.holdings, alone):
        return None
    coming = np.array([alone.projects.of[name] for name in stated.projects], np.int64)
    beside = Snapshot(snapshot.sequence, alone, snapshot.frame)
    return Supposed(beside, _NONE, np.sort(coming), _NONE, {}, frozenset(), 0, 0)


def _removed(snapshot: Snapshot, scenario: Scenario) -> tuple[Array, int]:
    """Returns the projects that are removed, and how many of those that fall have another funder left."""
    held = snapshot.holdings
    own = np.array([project_number(held, name) for name in scenario.remove], np.int64)
    programmes = {programme_iri(snapshot, name) for name in scenario.programmes}
    if not programmes:
        return _together([own]), 0
    fallen = np.zeros(len(held.projects), bool)
    gone = np.zeros(len(held.programmes) + 1, bool)
    for programme in programmes:
        fallen[_funded(held, programme)] = True
        gone[held.programmes.of.get(f"<{programme}>", -1)] = True
    left = np.zeros_like(fallen)
    left[held.grants.owner[~gone[held.grants.programme]]] = True
    shared = int(np.count_nonzero(fallen & left))
    fallen[own] = True
    return np.flatnonzero(fallen), shared


def _funded(held: Holdings, programme: str) -> Array:
    """Returns the projects that a programme funds, each once, in order."""
    funded = np.zeros(len(held.projects), bool)
    number = held.programmes.of.get(f"<{programme}>", -1)
    funded[held.grants.owner[held.grants.programme == number]] = True
    funded[0] = False
    return np.flatnonzero(funded)


def _shifts(snapshot: Snapshot, scenario: Scenario, removed: Array) -> Sequence[_Shift]:
    """Returns what the delays move; what falls with a removed programme is not moved any more."""
    refuse_both(
        full(scenario.remove), full(each.what for each in scenario.delay), "what-if-removed-and-delayed"
    )
    found = [_shift(snapshot, delay, removed) for delay in scenario.delay]
    numbers, counts = np.unique(
        np.concatenate([_NONE, *(shift.projects for shift in found)]), return_counts=True
    )
    if len(twice := numbers[counts > 1]):
        raise InputError("what-if-delayed-twice", name=snapshot.holdings.projects.names[int(twice[0])][1:-1])
    return found


def _shift(snapshot: Snapshot, delay: Delay, removed: Array) -> _Shift:
    """Returns which projects a delay moves, and by how many days."""
    held = snapshot.holdings
    numbers = (
        _funded(held, expand(delay.what).value)
        if is_programme(snapshot, delay.what)
        else np.array([project_number(held, delay.what)], np.int64)
    )
    numbers = numbers[held.start[numbers] != UNKNOWN_START]
    if not len(numbers):
        raise InputError("what-if-undated", name=delay.what)
    first = int(held.start[numbers].min())
    days = delay.start.toordinal() - first
    if days <= 0:
        raise InputError("what-if-no-delay", name=delay.what, day=delay.start, start=date.fromordinal(first))
    return _Shift(np.setdiff1d(numbers, removed), days)


def _move(held: Holdings, shift: _Shift) -> None:
    """Moves the days of projects; one whose last day is unknown stays open."""
    numbers = shift.projects
    ending = numbers[held.end[numbers] != UNKNOWN_END]
    last = max(int(held.start[numbers].max(initial=0)), int(held.end[ending].max(initial=0)))
    if last + shift.days > date.max.toordinal():
        raise InputError("what-if-too-far", days=shift.days)
    held.start[numbers] += shift.days
    held.end[ending] += shift.days


def _together(several: Iterable[Array]) -> Array:
    return distinct(np.concatenate([_NONE, *several]))
