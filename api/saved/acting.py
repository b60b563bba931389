"""What may be done with saved questions, by whom; the routes and the pages both go this way."""

from __future__ import annotations

from functools import partial

from fastapi import Request
from starlette.concurrency import run_in_threadpool

from api.access import Role, Speaker
from api.errors import Forbidden, TooLarge, TooManyRequests
from api.querying.asking import ran
from api.services import Services
from graph.errors import InputError, QueryGivenUp, QueryProblem
from graph.isolation import Answer, read_table
from graph.saved import LONGEST, MOST_BYTES, MOST_ROWS, Saved, Told, told_of
from graph.store import query_form

MOST_TITLE = 200
_AGAIN = ("query-busy", "query-failed")
"""What says nothing of the question itself: it is asked again by whoever comes next."""


async def save_question(
    request: Request, services: Services, speaker: Speaker, title: str, query: str
) -> Saved:
    """Keeps a question of who speaks with its answer of now.

    It is asked twice: what answers differently on the same graph, by the clock or by chance, would change for
    ever, and raises QueryProblem, as do a query that gives no table and an answer that is too long.
    """
    _check(title, query)
    services.saves.check_room(speaker.agent)
    first, second = [await _asked(request, services, query) for _ in range(2)]
    if first.sequence == second.sequence and sorted(first.lines) != sorted(second.lines):
        raise QueryProblem("saved-unsteady")
    return await run_in_threadpool(
        services.saves.make, speaker.agent, speaker.name, title.strip(), query, second
    )


async def looked_at(request: Request, services: Services, key: str) -> Saved:
    """Returns a saved question with what its answer is by now, asked at most once for each commit.

    Whoever comes while it is being asked, or has no budget left, gets the answer before; so does everybody
    where it cannot be answered, with what is in the way.
    """
    saves = services.saves
    with saves.turn(key) as is_mine:
        saved, sequence = await run_in_threadpool(saves.find, key), services.store.sequence
        if saved.looked == sequence or not is_mine:
            return saved
        try:
            told = await _asked(request, services, saved.query)
        except TooManyRequests:
            return saved
        except (QueryProblem, QueryGivenUp) as error:
            return saved if error.key in _AGAIN else saves.failed(key, sequence, error.key)
        # A worker's copy may lack what was written just now.
        is_older = told.sequence < saved.looked <= sequence
        return saved if is_older else await run_in_threadpool(saves.answered, key, told)


def removable(saved: Saved, speaker: Speaker | None) -> bool:
    """Says whether somebody may remove a question: their own, and as an administrator any."""
    return speaker is not None and (saved.owner == speaker.agent or speaker.role >= Role.ADMINISTRATOR)


def remove_saved(services: Services, speaker: Speaker, key: str) -> Saved:
    """Forgets a question and returns it; that of another raises Forbidden."""
    saved = services.saves.find(key)
    if not removable(saved, speaker):
        raise Forbidden("saved-foreign", name=saved.name)
    services.saves.remove(key)
    return saved


def _check(title: str, query: str) -> None:
    if not title.strip():
        raise InputError("saved-title-missing")
    if len(title) > MOST_TITLE:
        raise InputError("saved-title-too-long", most=MOST_TITLE)
    if len(query) > LONGEST:
        raise TooLarge("saved-query-too-long", most=LONGEST)
    if query_form(query) not in ("SELECT", None):
        raise QueryProblem("query-no-table")


async def _asked(request: Request, services: Services, query: str) -> Told:
    return await ran(request, services, query, partial(_read, services.store.sequence))


def _read(sequence: int, answer: Answer) -> Told:
    with answer:
        columns, rows = read_table(answer, MOST_ROWS + 1, MOST_BYTES)
        return told_of(sequence if answer.sequence is None else answer.sequence, columns, rows)
