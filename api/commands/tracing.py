"""trace: the chains from a project or an objective up to the goals, each hop with who says so and why."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from dataclasses import asdict
from typing import Annotated

import typer
from rich.markup import escape
from rich.tree import Tree

from api.commands.output import console, note, write_json
from api.commands.session import AsJson, session_of
from api.commands.words import LANG, say
from graph.errors import NotFound
from graph.model import Alignment, Chain, Hop, Thing
from graph.repository import Repository
from graph.terms import compact

_MOST = 10


def add_commands(app: typer.Typer) -> None:
    """Adds the command of this module to the application."""
    app.command(help=say("trace.help"))(trace)


def trace(
    context: typer.Context,
    start: Annotated[str, typer.Argument(metavar="FROM", help=say("argument.start"), show_default=False)],
    goal: Annotated[str | None, typer.Option(help=say("option.goal"))] = None,
    limit: Annotated[int, typer.Option(min=1, help=say("option.limit"))] = _MOST,
    as_json: AsJson = False,
) -> None:
    """Shows the chains upward from a project or an objective."""
    # What walks the network takes longer to import than other commands take to run.
    from graph.alignment.chains import Chains

    with session_of(context).store(create=False) as store:
        repository = Repository(store)
        first = find(repository, start, store.base)
        aim = find(repository, goal, store.base) if goal else None
        found = Chains(repository).trace(first, aim, limit=limit, lang=LANG)
        thing = repository.things([first], LANG)[first]
    if as_json:
        write_json({"from": asdict(thing), "chains": [_chain_json(chain) for chain in found.chains]})
        return
    if not found.chains:
        note(say("trace.none"))
        return
    console(sys.stdout).print(_tree(thing, found.chains))
    if found.more:
        note(say("trace.more", limit=limit))


def find(repository: Repository, text: str, base: str) -> str:
    """Returns the IRI that is meant: by itself, prefixed, from the base, or by the code of one thing."""
    if text.startswith("id/"):
        return base + text
    if ":" in text:
        return text
    coded = repository.with_code(text, LANG) or repository.with_code(text.upper(), LANG)
    if not coded:
        raise NotFound("code-unknown", code=text)
    if len(coded) > 1:
        raise NotFound("code-ambiguous", code=text, found=", ".join(compact(thing.iri) for thing in coded))
    return coded[0].iri


def _tree(thing: Thing, chains: tuple[Chain, ...]) -> Tree:
    tree = Tree(escape(_named(thing)))
    for number, chain in enumerate(chains, start=1):
        words = say(
            "trace.chain" if chain.serves else "trace.chain-hinders",
            number=number,
            confidence=_short(chain.confidence),
            weakest=_named(chain.weakest.target),
        )
        branch = tree.add(escape(words))
        for hop in chain.hops:
            branch = branch.add(escape(_named(hop.target)))
            for line in _proof(hop):
                branch.add(escape(line))
    return tree


def _proof(hop: Hop) -> Iterator[str]:
    """Yields who states a hop, why, and on what evidence; a step in a document's own tree needs none."""
    if hop.alignment is None:
        yield say("trace.tree-step")
        return
    statement = hop.alignment
    yield _statement(statement)
    if statement.reasoning:
        yield say("trace.reasoning", words=statement.reasoning.text)
    for evidence in statement.evidence:
        quote = f" «{evidence.quote.text}»" if evidence.quote else ""
        yield say("trace.evidence", source=_named(evidence.source)) + quote


def _statement(statement: Alignment) -> str:
    told = say(
        "trace.statement",
        author=statement.author.name.text,
        status=say(f"status.{statement.status}"),
        strength=statement.strength,
        confidence=_short(statement.confidence),
    )
    return f"{say('trace.hinders')}: {told}" if statement.hinders else told


def _named(thing: Thing) -> str:
    name = thing.name.text
    return name if thing.code is None or name.startswith(thing.code) else f"{thing.code} {name}"


def _short(number: object) -> str:
    return f"{float(str(number)):.2f}"


def _chain_json(chain: Chain) -> dict[str, object]:
    return {
        "confidence": str(chain.confidence),
        "serves": chain.serves,
        "weakest": chain.weakest.target.iri,
        "hops": [asdict(hop) for hop in chain.hops],
    }
