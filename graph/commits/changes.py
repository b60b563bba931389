"""The newest commits, of the whole or of those that say something of one thing."""

from __future__ import annotations

from collections.abc import Iterator

from graph.commits.facts import read_back
from graph.model import Commit
from graph.store.base import Store
from graph.store.given_up import is_given_up

MOST_BYTES = 1 << 28


def newest_changes(
    store: Store, limit: int, thing: str | None = None, most: int = MOST_BYTES
) -> tuple[Commit, ...]:
    """Returns at most `limit` commits, the newest first; with a thing those whose statements name its IRI.

    What is derived counts too: a commit that makes a project reach a goal is one of the goal's. For a thing
    no commit is looked at once `most` bytes of the journal have been read: the oldest changes may be missing.
    Where no commit but the first, which filled the store and whose quads are not kept, can have stated it,
    that is the one.
    """
    found: list[Commit] = []
    sequence = store.sequence + 1
    for sequence in _looked_at(store, most if thing else None):
        about = store.about(sequence)
        if about is not None and not is_given_up(about) and (thing is None or store.names(sequence, thing)):
            found.append(read_back(sequence, about))
        if len(found) == limit:
            break
    return tuple(found) or (_filling(store) if sequence == 1 else ())


def _filling(store: Store) -> tuple[Commit, ...]:
    """Returns the commit that filled an empty store, where the store was filled."""
    first = store.recorded(1)
    return (read_back(1, first.about),) if first is not None and first.is_bulk else ()


def _looked_at(store: Store, most: int | None) -> Iterator[int]:
    """Yields the commits from the newest on, until what was yielded weighs more than `most` bytes."""
    weight = 0
    for sequence in range(store.sequence, 0, -1):
        if most is not None and weight > most:
            return
        yield sequence
        weight += store.weight(sequence) if most is not None else 0
