"""search and duplicates: what is found by code and words, and organisations that may be one."""

from __future__ import annotations

from dataclasses import asdict
from typing import Annotated

import typer

from api.commands.output import note, working, write_json, write_line, write_table
from api.commands.recording import Speech, Who, speaker
from api.commands.session import AsJson, Session, session_of
from api.commands.words import LANG, say
from api.iris import full
from api.shapes import by_shapes
from graph.commits import Writer
from graph.errors import InputError
from graph.model import Name, Thing
from graph.recording import Agent, Judgement, judge
from graph.repository import Repository
from graph.search import Filters, Found, Hit, Search, likely_duplicates
from graph.terms import compact

_BUILT_WITHIN = 3600.0
_WIDEST = 120


def add_commands(app: typer.Typer) -> None:
    """Adds the commands of this module to the application."""
    app.command(help=say("search.help"))(search)
    app.command(help=say("duplicates.help"))(duplicates)


def search(
    context: typer.Context,
    words: Annotated[list[str], typer.Argument(help=say("argument.words"), show_default=False)],
    kind: Annotated[str | None, typer.Option(help=say("option.search-kind"))] = None,
    territory: Annotated[str | None, typer.Option(help=say("option.search-territory"))] = None,
    programme: Annotated[str | None, typer.Option(help=say("option.search-programme"))] = None,
    level: Annotated[str | None, typer.Option(help=say("option.search-level"))] = None,
    goal: Annotated[str | None, typer.Option(help=say("option.search-goal"))] = None,
    year: Annotated[int | None, typer.Option(help=say("option.search-year"))] = None,
    limit: Annotated[int, typer.Option(help=say("option.limit"))] = 20,
    offset: Annotated[int, typer.Option(help=say("option.offset"))] = 0,
    as_json: AsJson = False,
) -> None:
    """Searches by code, name and words."""
    with session_of(context).store(create=False) as store:
        base = store.base
        area, source, degree, aim = (_full(each, base) for each in (territory, programme, level, goal))
        filters = Filters(kind, area, source, degree, aim, year)
        found = _found(Search(store, Repository(store), _BUILT_WITHIN), words, filters, limit, offset)
    if as_json:
        write_json(_found_json(found))
        return
    if not found.page.items:
        note(say("search.none"))
        return
    headings = [say(f"column.{name}") for name in ("group", "match", "iri")]
    write_table(headings, ([hit.group, _match(hit), compact(hit.thing.iri)] for hit in found.page.items))
    if found.page.next is not None:
        shown = len(found.page.items)
        note(say("search.more", shown=shown, total=found.page.total, offset=found.page.next))


def duplicates(
    context: typer.Context,
    limit: Annotated[int, typer.Option(help=say("option.limit"))] = 100,
    offset: Annotated[int, typer.Option(help=say("option.offset"))] = 0,
    same: Annotated[tuple[str, str] | None, typer.Option(help=say("option.same"), show_default=False)] = None,
    different: Annotated[
        tuple[str, str] | None, typer.Option(help=say("option.different"), show_default=False)
    ] = None,
    reason: Annotated[str, typer.Option(help=say("option.reason"), show_default=False)] = "",
    spoken: Speech = LANG,
    who: Who = None,
    as_json: AsJson = False,
) -> None:
    """Proposes organisations that may be one, or says of two that they are or are not."""
    if same and different:
        raise InputError("judged-twice")
    if pair := same or different:
        _judge(session_of(context), pair, who, Name(reason, spoken), is_same=bool(same), as_json=as_json)
        return
    with session_of(context).store(create=False) as store:
        page = likely_duplicates(Repository(store), lang=LANG, limit=limit, offset=offset)
    if as_json:
        write_json({"items": [asdict(pair) for pair in page.items], "total": page.total, "next": page.next})
        return
    if not page.items:
        note(say("duplicates.none"))
        return
    headings = [say(f"column.{name}") for name in ("reason", "similarity", "first", "second")]
    rows = (
        [say(f"duplicates.{pair.reason}"), f"{pair.similarity:.2f}", _named(pair.first), _named(pair.second)]
        for pair in page.items
    )
    write_table(headings, rows)


def _judge(
    session: Session, pair: tuple[str, str], who: str | None, reason: Name, *, is_same: bool, as_json: bool
) -> None:
    with session.store(create=False) as store, working(say("record.working")):
        first, second = (full(each, store.base) for each in pair)
        name, agent = speaker(who, store.base)
        judgement = Judgement(first, second, is_same, reason)
        commit = judge(Writer(store, by_shapes), Agent(agent, name), judgement)
    sequence = commit.sequence if commit else None
    if as_json:
        write_json({"first": first, "second": second, "same": is_same, "commit": sequence})
    else:
        done = ("same" if is_same else "different") if sequence else "known"
        write_line(say(f"duplicates.said-{done}", first=first, second=second))


def _found(search: Search, words: list[str], filters: Filters, limit: int, offset: int) -> Found:
    try:
        with working(say("search.building")):
            return search.search(" ".join(words), filters, lang=LANG, limit=limit, offset=offset)
    finally:
        search.close()


def _full(text: str | None, base: str) -> str | None:
    return base + text if text and text.startswith("id/") else text


def _match(hit: Hit) -> str:
    """Returns what is found on one line: its code and name, and where else it matches, matches in «»."""
    texts = [
        "".join(f"«{each.text}»" if each.match else each.text for each in highlight.segments)
        for highlight in hit.highlights
        if highlight.field != "code"
    ]
    code = f"{hit.thing.code} " if hit.thing.code else ""
    line = code + " / ".join(" ".join(text.split()) for text in texts)
    return line if len(line) <= _WIDEST else line[: _WIDEST - 1] + "…"


def _named(thing: Thing) -> str:
    return f"{thing.name.text} ({compact(thing.iri)})"


def _found_json(found: Found) -> dict[str, object]:
    return {
        "items": [
            asdict(hit.thing) | {"group": hit.group, "highlights": [asdict(each) for each in hit.highlights]}
            for hit in found.page.items
        ],
        "total": found.page.total,
        "next": found.page.next,
        "facets": [asdict(facet) for facet in found.facets],
    }
