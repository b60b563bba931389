"""Saved questions beside the store: a file for each, with its last answer and what changed in it."""

from __future__ import annotations

import json
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from functools import reduce
from pathlib import Path
from secrets import token_hex
from threading import Lock

from graph.causes import os_cause
from graph.errors import Conflict, NotFound, StoreProblem
from graph.saved.answers import (
    MOST_CHANGES,
    Told,
    Turn,
    led_back,
    read_told,
    read_turn,
    turned,
    written_told,
    written_turn,
)
from graph.store.backups import SAVED
from graph.store.beside import Beside
from graph.store.space import LEAST_FREE, unwritten

MOST = 50


@dataclass(frozen=True, slots=True)
class Saved:
    """Is a saved question: whose it is (the IRI and name of an agent), its query, and its last answer.

    `turns` are the changes of its answer, the newest first; `looked` is the commit that it was last asked
    at, and `fault` the key of what was in the way then, None where it was answered.
    """

    key: str
    owner: str
    name: str
    title: str
    query: str
    made: datetime
    told: Told
    turns: tuple[Turn, ...] = ()
    looked: int = 0
    fault: str | None = None


class Saves:
    """Keeps saved questions, each of them whole or not at all; who may remove which is for the caller."""

    def __init__(self, place: str, least_free: int = LEAST_FREE) -> None:
        self._files = Beside(place, SAVED, least_free)
        self._held: dict[str, Saved] | None = None
        self._going: set[str] = set()
        self._lock = Lock()

    def all(self) -> tuple[Saved, ...]:
        """Returns every saved question, the newest first."""
        with self._lock:
            return tuple(sorted(self._known().values(), key=lambda each: each.made, reverse=True))

    def find(self, key: str) -> Saved:
        """Returns a saved question; raises NotFound."""
        with self._lock:
            return self._look(key)

    def check_room(self, owner: str) -> None:
        """Raises Conflict where an owner has as many questions as one may have."""
        with self._lock:
            self._check(owner)

    def make(self, owner: str, name: str, title: str, query: str, told: Told) -> Saved:
        """Keeps a new question with its answer; an owner of too many raises Conflict."""
        with self._lock:
            self._check(owner)
            made = Saved(token_hex(8), owner, name, title, query, datetime.now(UTC), told, (), told.sequence)
            return self._keep(made)

    def answered(self, key: str, told: Told) -> Saved:
        """Notes an answer, and what it differs by from the last one; one without a change is not written."""
        with self._lock:
            saved = self._look(key)
            turn = turned(saved.told, told, datetime.now(UTC))
            looked = replace(saved, told=told, looked=told.sequence, fault=None)
            if turn is None:
                self._known()[key] = looked
                return looked
            return self._keep(replace(looked, turns=(turn, *saved.turns)[:MOST_CHANGES]))

    def failed(self, key: str, sequence: int, fault: str) -> Saved:
        """Notes that a question could not be answered at a commit, and why; the last answer stays."""
        with self._lock:
            saved = self._known()[key] = replace(self._look(key), looked=sequence, fault=fault)
            return saved

    def lead_back(self, sequence: int) -> None:
        """Takes back what was noted of commits after one, to which the store itself was led back.

        Their numbers are those of other commits from then on.
        """
        with self._lock:
            for saved in [each for each in self._known().values() if each.told.sequence > sequence]:
                self._keep(_led_back(saved, sequence))

    def remove(self, key: str) -> None:
        """Forgets a question; raises NotFound."""
        with self._lock:
            self._look(key)
            try:
                self._files.remove(key)
            except OSError as error:
                raise unwritten("saved-not-removed", os_cause(error), path=str(self._files.folder)) from error
            del self._known()[key]

    @contextmanager
    def turn(self, key: str) -> Iterator[bool]:
        """Gives whether nobody else is asking this question; until the end nobody else will."""
        with self._lock:
            is_mine = key not in self._going
            self._going.add(key)
        try:
            yield is_mine
        finally:
            if is_mine:
                with self._lock:
                    self._going.discard(key)

    def _check(self, owner: str) -> None:
        if sum(each.owner == owner for each in self._known().values()) >= MOST:
            raise Conflict("saved-too-many", most=MOST)

    def _look(self, key: str) -> Saved:
        saved = self._known().get(key)
        if saved is None:
            raise NotFound("saved-unknown", question=key)
        return saved

    def _known(self) -> dict[str, Saved]:
        if self._held is None:
            self._held = {path.stem: _read(path) for path in self._files.paths()}
        return self._held

    def _keep(self, saved: Saved) -> Saved:
        try:
            self._files.write(saved.key, _written(saved))
        except OSError as error:
            raise unwritten("saved-not-kept", os_cause(error), path=str(self._files.folder)) from error
        self._known()[saved.key] = saved
        return saved


def _led_back(saved: Saved, sequence: int) -> Saved:
    """Returns a question without what was noted after a commit; it is asked if its answer is not known."""
    later = [turn for turn in saved.turns if turn.sequence > sequence]
    told = reduce(led_back, later, saved.told)
    is_known = told.sequence <= sequence and all(turn.is_whole for turn in later)
    told = told if is_known else replace(told, sequence=sequence - 1)
    return replace(saved, told=told, turns=saved.turns[len(later) :], looked=told.sequence, fault=None)


def _written(saved: Saved) -> bytes:
    names = ("key", "owner", "name", "title", "query")
    told = {name: getattr(saved, name) for name in names} | {
        "made": saved.made.isoformat(),
        "told": written_told(saved.told),
        "turns": [written_turn(each) for each in saved.turns],
    }
    return json.dumps(told, ensure_ascii=False).encode()


def _read(path: Path) -> Saved:
    try:
        told = json.loads(path.read_bytes())
        answer = read_told(told.pop("told"))
        turns = tuple(map(read_turn, told.pop("turns")))
        made = datetime.fromisoformat(told.pop("made"))
        return Saved(**told, made=made, told=answer, turns=turns, looked=answer.sequence)
    except OSError as error:
        raise StoreProblem("saved-unreadable", path=str(path), why=os_cause(error)) from error
    except (ValueError, TypeError, KeyError) as error:
        raise StoreProblem("saved-broken", path=str(path)) from error
