"""Saved questions: the list, one with what changed in its answer, and the same as a feed."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from api.pages.reader import Reader
from api.pages.views.answers import Table, table_of
from api.pages.views.feed import Entry, Feed, legible, rfc_3339
from api.pages.views.questions import sparql_href
from api.pages.views.saving import Saving
from graph.saved import Saved, Turn
from graph.saved.answers import Line, rows_of

ROWS = 200
MOST_CELLS = 12


@dataclass(frozen=True, slots=True)
class SavedLine:
    """Is a saved question in the list."""

    title: str
    href: str
    owner: str
    told: str


@dataclass(frozen=True, slots=True)
class SavedListView:
    """Is the list, and the form for a new one, with what was wrong with it."""

    lines: tuple[SavedLine, ...]
    saving: Saving
    problem: str | None = None


@dataclass(frozen=True, slots=True)
class TurnView:
    """Is one change of an answer: the rows that came and went, as tables where there are any."""

    id: str
    when: str
    between: str
    told: str
    came: Table | None
    went: Table | None
    is_cut: bool


@dataclass(frozen=True, slots=True)
class SavedView:
    """Is the page of a saved question; `fault` says why it could not be asked anew."""

    title: str
    owner: str
    made: str
    asked: str
    query: str
    sparql_href: str
    feed: str
    table: Table
    count: str
    turns: tuple[TurnView, ...]
    fault: str | None
    removal: str | None


def saved_list(
    reader: Reader, saves: Sequence[Saved], saving: Saving, problem: str | None = None
) -> SavedListView:
    """Returns the list."""
    return SavedListView(tuple(_line(reader, each) for each in saves), saving, problem)


def saved_view(reader: Reader, saved: Saved, *, may_remove: bool) -> SavedView:
    """Returns the page of a question with its last answer."""
    words, told = reader.words, saved.told
    path = saved_path(reader.lang, saved.key)
    rows = told.rows()
    return SavedView(
        title=saved.title,
        owner=saved.name,
        made=words.moment(saved.made),
        asked=words("saved.asked", revision=words.number(saved.looked)),
        query=saved.query,
        sparql_href=sparql_href(reader.lang, saved.query),
        feed=f"{path}/feed",
        table=table_of(reader, rows[:ROWS], told.columns, more=len(rows) > ROWS),
        count=words.count("count.rows", len(rows)),
        turns=tuple(_turn(reader, each) for each in saved.turns),
        fault=_fault(reader, saved),
        removal=f"{path}/removal" if may_remove else None,
    )


def saved_feed(reader: Reader, saved: Saved) -> Feed:
    """Returns the changes of an answer as a feed; its first entry says that the question was saved."""
    base = reader.store.base
    page = base.rstrip("/") + saved_path(reader.lang, saved.key)
    neutral = f"{base}saved/{saved.key}"
    first = Entry(
        iri=f"{neutral}#saved",
        title=reader.words("saved.was"),
        author=legible(saved.name),
        at=rfc_3339(saved.made),
        summary=legible(saved.title),
        page=page,
    )
    changes = tuple(_entry(reader, saved, turn, page, neutral) for turn in saved.turns)
    return Feed(
        title=legible(reader.words("saved.feed-title", title=saved.title)),
        lang=reader.lang,
        address=f"{page}/feed",
        page=page,
        at=(*changes, first)[0].at,
        entries=(*changes, first),
    )


def saved_path(lang: str, key: str) -> str:
    """Returns the address of the page of a saved question."""
    return f"/{lang}/saved/{key}"


def _line(reader: Reader, saved: Saved) -> SavedLine:
    words = reader.words
    told = words("saved.changed", at=words.moment(saved.turns[0].at)) if saved.turns else words("saved.same")
    return SavedLine(saved.title, saved_path(reader.lang, saved.key), saved.name, told)


def _fault(reader: Reader, saved: Saved) -> str | None:
    if saved.fault is None:
        return None
    key = f"saved.fault-{saved.fault}"
    why = reader.words(key) if reader.words.has(key) else reader.words("saved.fault-other")
    return reader.words("saved.fault", why=why, revision=reader.words.number(saved.told.sequence))


def _turn(reader: Reader, turn: Turn) -> TurnView:
    words = reader.words
    shown = (len(turn.lines_came), len(turn.lines_went))
    return TurnView(
        id=f"change-{turn.sequence}",
        when=words.moment(turn.at),
        between=words("saved.between", since=words.number(turn.since), until=words.number(turn.sequence)),
        told=_told(reader, turn),
        came=_table(reader, turn, turn.lines_came),
        went=_table(reader, turn, turn.lines_went),
        is_cut=shown < (turn.came, turn.went),
    )


def _told(reader: Reader, turn: Turn) -> str:
    words = reader.words
    told = [words.count("saved.came", turn.came)] if turn.came else []
    told += [words.count("saved.went", turn.went)] if turn.went else []
    return ", ".join(told) if told else words("saved.columns")


def _table(reader: Reader, turn: Turn, lines: tuple[Line, ...]) -> Table | None:
    return table_of(reader, rows_of(turn.columns, lines), turn.columns) if lines else None


def _entry(reader: Reader, saved: Saved, turn: Turn, page: str, neutral: str) -> Entry:
    return Entry(
        iri=f"{neutral}#change-{turn.sequence}",
        title=_told(reader, turn),
        author=legible(saved.name),
        at=rfc_3339(turn.at),
        summary=legible("\n".join(_rows_told(reader, turn))),
        page=f"{page}#change-{turn.sequence}",
    )


def _rows_told(reader: Reader, turn: Turn) -> Iterator[str]:
    """Yields the rows that came and went, a line for each."""
    for sign, lines in (("+", turn.lines_came), ("−", turn.lines_went)):
        table = _table(reader, turn, lines)
        for row in table.rows if table else ():
            yield f"{sign} {' · '.join(cell.label.text for cell in row[:MOST_CELLS])}"
