"""Who changed the graph, by which request and from where: what administrators are told, and readers not."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, fields

from graph.commits.facts import read_back
from graph.model import Commit
from graph.repository.fitting import check_fit
from graph.repository.reading import Reading
from graph.store.base import About, Store
from graph.store.given_up import is_given_up


@dataclass(frozen=True, slots=True)
class Audited(Commit):
    """Is a commit with the request that made it: its id, as in the log, and the address that it came from.

    A commit of the command line has no request; its client is `local:` and the name of a user of the machine.
    """

    request: str | None = None
    client: str | None = None


def audited(
    store: Store, request: str | None = None, client: str | None = None, agent: str | None = None
) -> Iterator[Audited]:
    """Returns the commits, the newest first, as far as the journal leads back; each filter must hold.

    An agent of whom the graph holds nothing raises UnknownName, what is none InputError.
    """
    if agent is not None:
        check_fit(store, "agent", Reading(store).known("agent", agent))
    return _found(store, {"request": request, "from": client, "agent": agent})


def _found(store: Store, wanted: Mapping[str, str | None]) -> Iterator[Audited]:
    for number in range(store.sequence, 0, -1):
        kept = store.about(number)
        if kept is None:
            return
        if not is_given_up(kept) and all(
            value is None or kept.get(name) == value for name, value in wanted.items()
        ):
            yield _audited(number, kept)


def first_told(store: Store) -> Commit | None:
    """Returns the commit with which the account begins, None where there is none.

    It is the first one, unless a backup was made by which the journal forgot what was before.
    """
    numbers = range(1, store.sequence + 1)
    at = bisect_left(numbers, True, key=lambda number: store.about(number) is not None)
    held = ((number, store.about(number) or {}) for number in numbers[at:])
    return next((read_back(number, kept) for number, kept in held if not is_given_up(kept)), None)


def _audited(number: int, kept: About) -> Audited:
    commit = read_back(number, kept)
    told = {each.name: getattr(commit, each.name) for each in fields(Commit)}
    return Audited(**told, request=_text(kept.get("request")), client=_text(kept.get("from")))


def _text(value: str | int | None) -> str | None:
    return None if value is None else str(value)
