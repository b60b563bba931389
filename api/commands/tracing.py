"""trace: the chains from a project or an objective up to the goals, or down from a goal, with their proof."""

from __future__ import annotations

import sys
from collections.abc import Iterator, Sequence
from dataclasses import asdict
from typing import Annotated

import typer
from rich.markup import escape
from rich.tree import Tree

from api.chains.explaining import explained
from api.chains.filters import read_filters
from api.commands import chain_options as options
from api.commands.output import console, note, write_json, write_line
from api.commands.session import AsJson, session_of
from api.commands.words import LANG, say
from api.wording.calling import called
from graph.errors import InputError, NotFound
from graph.model import Alignment, Chain, Hop, Thing
from graph.repository import Repository
from graph.terms import compact, expand

_MOST = 10


def add_commands(app: typer.Typer) -> None:
    """Adds the command of this module to the application."""
    app.command(help=say("trace.help"))(trace)


def trace(
    context: typer.Context,
    start: Annotated[str, typer.Argument(metavar="FROM", help=say("argument.start"), show_default=False)],
    goal: Annotated[str | None, typer.Option(help=say("option.goal"))] = None,
    down: Annotated[bool, typer.Option("--down", help=say("option.down"))] = False,
    only: Annotated[str | None, typer.Option(help=say("option.only"))] = None,
    status: options.Status = None,
    machines: options.Machines = False,
    author: options.Author = None,
    confidence: options.Confidence = None,
    held: options.Held = None,
    said: options.Said = None,
    undated: options.Undated = None,
    recorded: options.Recorded = None,
    period: options.Period = None,
    force: options.Force = None,
    addressee: options.Addressee = None,
    limit: Annotated[int, typer.Option(min=1, help=say("option.limit"))] = _MOST,
    offset: Annotated[int, typer.Option(min=0, help=say("option.offset"))] = 0,
    as_json: AsJson = False,
) -> None:
    """Shows the chains upward from a project or an objective, or downward from a goal."""
    texts = options.Given(
        status, machines, author, confidence, held, said, undated, recorded, period, force, addressee
    ).texts()
    if down and goal:
        raise InputError("chain-goal-downward", value=goal)
    if only and not down:
        raise InputError("chain-only-upward", value=only)
    # What walks the network takes longer to import than other commands take to run.
    from graph.alignment.chains import Chains

    with session_of(context).store(create=False) as store:
        repository = Repository(store)
        chains, filters = Chains(repository), read_filters(texts, store.base)
        first = expand(find(repository, start, store.base)).value
        thing = repository.things([first], LANG)[first]
        if down:
            below = chains.down(first, filters=filters, only=only, limit=limit, offset=offset, lang=LANG)
            show_down(thing, below.chains, below.next, as_json)
            return
        aim = find(repository, goal, store.base) if goal else None
        found = chains.trace(first, aim, filters=filters, limit=limit + offset, lang=LANG)
        independent = chains.independent(first, aim, filters=filters) if aim else None
    show_up(thing, found.chains[offset:], found.undated, found.more, independent, as_json)


def show_up(
    thing: Thing,
    chains: tuple[Chain, ...],
    undated: tuple[Chain, ...],
    more: bool,
    independent: int | None,
    as_json: bool,
) -> None:
    """Writes the chains upward."""
    if as_json:
        told = {"chains": _json(chains), "undated": _json(undated), "more": more, "independent": independent}
        write_json({"from": asdict(thing), **told})
        return
    if chains:
        write_chains(thing, chains)
    if undated:
        write_line(say("trace.undated"))
        write_chains(thing, undated)
    if not chains and not undated:
        note(say("trace.none"))
    if independent is not None and independent > 1:
        note(say("trace.independent", count=independent))
    if more:
        note(say("trace.more", limit=len(chains)))


def write_chains(thing: Thing, chains: Sequence[Chain]) -> None:
    """Writes chains as a tree, and then each in plain words."""
    console(sys.stdout).print(tree_of(thing, chains))
    for number, chain in enumerate(chains, start=1):
        write_line(say("trace.words", number=number, words=explained(chain, LANG)))


def show_down(thing: Thing, chains: tuple[Chain, ...], following: int | None, as_json: bool) -> None:
    """Writes what lies below a goal, each thing with its best chain."""
    if as_json:
        write_json({"from": asdict(thing), "chains": _json(chains), "next": following})
        return
    if not chains:
        note(say("trace.none-below"))
        return
    tree = Tree(escape(called(thing)))
    for chain in chains:
        key = "trace.below" if chain.serves else "trace.below-hinders"
        through = " → ".join(called(hop.source) for hop in chain.hops)
        tree.add(escape(say(key, through=through, confidence=_short(chain.confidence))))
    console(sys.stdout).print(tree)
    if following is not None:
        note(say("trace.more-below", offset=following))


def find(repository: Repository, text: str, base: str) -> str:
    """Returns the IRI that is meant: by itself, prefixed, from the base, or by the code of one thing."""
    if text.startswith("id/"):
        return base + text
    if ":" in text:
        return expand(text).value
    coded = repository.with_code(text, LANG) or repository.with_code(text.upper(), LANG)
    if not coded:
        raise NotFound("code-unknown", code=text)
    if len(coded) > 1:
        raise NotFound("code-ambiguous", code=text, found=", ".join(compact(thing.iri) for thing in coded))
    return coded[0].iri


def tree_of(thing: Thing, chains: Sequence[Chain]) -> Tree:
    """Returns chains as a tree: at each step who says so, how sure they are, why, and on what evidence."""
    tree = Tree(escape(called(thing)))
    for number, chain in enumerate(chains, start=1):
        words = say(
            "trace.chain" if chain.serves else "trace.chain-hinders",
            number=number,
            confidence=_short(chain.confidence),
            weakest=called(chain.weakest.target),
        )
        branch = tree.add(escape(words))
        for hop in chain.hops:
            branch = branch.add(escape(called(hop.target)))
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
        yield say("trace.evidence", source=called(evidence.source)) + quote


def _statement(statement: Alignment) -> str:
    grader = statement.graded_by
    told = say(
        "trace.graded" if grader else "trace.statement",
        author=statement.author.name.text,
        grader=grader.name.text if grader else "",
        status=say(f"status.{statement.status}"),
        strength=statement.strength,
        confidence=_short(statement.confidence),
    )
    return f"{say('trace.hinders')}: {told}" if statement.hinders else told


def _short(number: object) -> str:
    return f"{float(str(number)):.2f}"


def _json(chains: Sequence[Chain]) -> list[dict[str, object]]:
    return [chain_json(chain) for chain in chains]


def chain_json(chain: Chain) -> dict[str, object]:
    """Returns a chain as `--json` shows it."""
    return {
        "confidence": str(chain.confidence),
        "serves": chain.serves,
        "weakest": chain.weakest.target.iri,
        "explanation": explained(chain, LANG),
        "hops": [asdict(hop) for hop in chain.hops],
    }
