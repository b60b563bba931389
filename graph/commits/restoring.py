"""A store from a backup, with a commit that says which commits are gone, for those who follow the graph."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from graph.commits.clock import Onward
from graph.commits.facts import Facts, about, activity, commit_of
from graph.commits.reasons import reason_of
from graph.model import Commit
from graph.store import Changes, Store, open_store
from graph.store.backups import restore, whole_or_gone
from graph.store.given_up import is_given_up
from graph.store.origin import told_of_request


@dataclass(frozen=True, slots=True)
class Restored:
    """Is the commit that a store stands at again, and the one that tells which commits are gone, if any."""

    sequence: int
    telling: Commit | None = None


def restored(directory: Path, target: Path, agent: str, to: int | None = None, beyond: int = 0) -> Restored:
    """Makes a store of a backup, as `graph.store.backups.restore`, and commits that commits are gone.

    `agent` is the path of who does so, from the base on. Raises what `restore` does.
    """
    wanted = restore(directory, target, to, beyond)
    with whole_or_gone(target):
        store = open_store(str(target), create=False, least_free=0)
        try:
            return Restored(wanted, _told(store, wanted, store.base + agent))
        finally:
            store.close()


def _told(store: Store, wanted: int, agent: str) -> Commit | None:
    """Returns the commit that was made, None where no number was given up by now."""
    if not is_given_up(store.about(store.sequence)):
        return None
    reason = reason_of("restore", sequence=wanted, last=store.sequence)
    facts, sequence = Facts(agent, reason, Onward(store)()), store.sequence + 1
    commit = commit_of(store.base, sequence, "", Changes(), facts)
    told = Changes(added=activity(store.base, commit, set()))
    store.apply(told, sequence, {**about(commit), **told_of_request()})
    return commit
