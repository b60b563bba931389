"""state, review, withdraw and supersede: what people put into the ledger."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import asdict
from datetime import date
from decimal import Decimal
from typing import Annotated

import typer

from api.commands.access import AGENTS
from api.commands.output import working, write_json, write_line
from api.commands.registering import register_of, take
from api.commands.session import AsJson, Session, login, session_of
from api.commands.tracing import find
from api.commands.words import LANG, say
from api.iris import as_iri, full
from api.shapes import by_shapes
from graph.commits import Writer
from graph.errors import InputError
from graph.model import Alignment, Name, Quote
from graph.recording import Agent, Correction, Decision, Draft, Proof, Recorder
from graph.register import is_registered
from graph.repository import Repository
from graph.terms import day, decimal, language, slug

Statement = Annotated[
    str, typer.Argument(metavar="ALIGNMENT", help=say("argument.alignment"), show_default=False)
]
Statements = Annotated[
    list[str], typer.Argument(metavar="ALIGNMENT", help=say("argument.alignments"), show_default=False)
]
Strength = Annotated[int | None, typer.Option(help=say("option.strength"), show_default=False)]
Confidence = Annotated[str | None, typer.Option(help=say("option.confidence"), show_default=False)]
Evidence = Annotated[list[str] | None, typer.Option(help=say("option.evidence"), show_default=False)]
Quoted = Annotated[str | None, typer.Option(help=say("option.quote"), show_default=False)]
Reasoning = Annotated[str | None, typer.Option(help=say("option.reasoning"), show_default=False)]
Said = Annotated[str | None, typer.Option(help=say("option.said"), show_default=False)]
Hinders = Annotated[
    bool | None, typer.Option("--hinders/--helps", help=say("option.hinders"), show_default=False)
]
Reason = Annotated[str, typer.Option(help=say("option.reason"), show_default=False)]
Speech = Annotated[str, typer.Option("--in", help=say("option.in"))]
Who = Annotated[str | None, typer.Option("--as", help=say("option.as"), show_default=False)]


def add_commands(app: typer.Typer) -> None:
    """Adds the commands of this module to the application."""
    app.command(help=say("state.help"))(state)
    app.command(help=say("review.help"))(review)
    app.command(help=say("withdraw.help"))(withdraw)
    app.command(help=say("supersede.help"))(supersede)


def state(
    context: typer.Context,
    source: Annotated[str, typer.Argument(help=say("argument.source"), show_default=False)],
    target: Annotated[str, typer.Argument(help=say("argument.target"), show_default=False)],
    strength: Annotated[int, typer.Option(help=say("option.strength"), show_default=False)],
    confidence: Annotated[str, typer.Option(help=say("option.confidence"), show_default=False)],
    evidence: Evidence = None,
    quote: Quoted = None,
    reasoning: Reasoning = None,
    said: Said = None,
    hinders: Annotated[bool, typer.Option("--hinders", help=say("option.hinders"))] = False,
    spoken: Speech = LANG,
    who: Who = None,
    as_json: AsJson = False,
) -> None:
    """States that a source contributes to a target, or hinders it."""
    with recording(session_of(context), who) as (recorder, repository):
        base = repository.store.base
        draft = Draft(
            source=find(repository, source, base),
            target=find(repository, target, base),
            strength=strength,
            confidence=number(confidence),
            evidence=_proofs(evidence or [], quote, spoken, base),
            reasoning=_text(reasoning, spoken),
            hinders=hinders,
            said=_day(said),
        )
        _tell(repository, recorder.state(draft), as_json=as_json)


def review(
    context: typer.Context,
    alignments: Statements,
    agreement: Annotated[str, typer.Option(help=say("option.agreement"), show_default=False)],
    reason: Reason,
    spoken: Speech = LANG,
    who: Who = None,
    as_json: AsJson = False,
) -> None:
    """Says how far one agrees with alignments, and why: with all of them in one commit, or with none."""
    with recording(session_of(context), who) as (recorder, repository):
        names = [full(each, repository.store.base) for each in alignments]
        recorder.decide([Decision(name, number(agreement), given(reason, spoken)) for name in names])
        found = [repository.alignment(name, LANG) for name in names]
    if as_json:
        write_json([asdict(each) for each in found])
        return
    for each in found:
        write_line(_told(each))


def withdraw(
    context: typer.Context,
    alignment: Statement,
    reason: Reason,
    of: Annotated[str | None, typer.Option(help=say("option.of"), show_default=False)] = None,
    spoken: Speech = LANG,
    who: Who = None,
    as_json: AsJson = False,
) -> None:
    """Takes back an alignment, an event on it, or a thing that was entered; the ledger keeps it."""
    with recording(session_of(context), who) as (recorder, repository):
        name = full(alignment, repository.store.base)
        if is_registered(repository.store, name):
            register = register_of(recorder.writer, *speaker(who, repository.store.base))
            take(register, name, given(reason, spoken), as_json=as_json)
            return
        recorder.withdraw(name, given(reason, spoken), of=as_iri(of, repository.store.base))
        _tell(repository, name, as_json=as_json)


def supersede(
    context: typer.Context,
    alignment: Statement,
    reason: Reason,
    source: Annotated[str | None, typer.Option(help=say("argument.source"), show_default=False)] = None,
    target: Annotated[str | None, typer.Option(help=say("argument.target"), show_default=False)] = None,
    strength: Strength = None,
    confidence: Confidence = None,
    evidence: Evidence = None,
    quote: Quoted = None,
    reasoning: Reasoning = None,
    said: Said = None,
    hinders: Hinders = None,
    spoken: Speech = LANG,
    who: Who = None,
    as_json: AsJson = False,
) -> None:
    """Puts an alignment in the place of another; what is not given stays as it was."""
    with recording(session_of(context), who) as (recorder, repository):
        base = repository.store.base
        old = repository.alignment(full(alignment, repository.store.base), LANG)
        proofs = _proofs(evidence, quote, spoken, base) if evidence else proofs_of(old)
        draft = Draft(
            source=find(repository, source, base) if source else old.source,
            target=find(repository, target, base) if target else old.target,
            strength=old.strength if strength is None else strength,
            confidence=number(confidence) if confidence else old.confidence,
            evidence=proofs,
            reasoning=_text(reasoning, spoken) or old.reasoning,
            hinders=old.hinders if hinders is None else hinders,
            said=_day(said) or old.said,
        )
        made = recorder.supersede(Correction(old.iri, draft, given(reason, spoken)))
        _tell(repository, made, as_json=as_json)


@contextmanager
def recording(session: Session, who: str | None) -> Iterator[tuple[Recorder, Repository]]:
    """Returns what records in the name of somebody, and what reads the graph."""
    with session.store(create=False) as store, working(say("record.working")):
        name, agent = speaker(who, store.base)
        yield Recorder(Writer(store, by_shapes), Agent(agent, name)), Repository(store)


def speaker(who: str | None, base: str) -> tuple[str, str]:
    """Returns the name and the IRI of who speaks: an IRI, or a name, or the name that one is logged in by."""
    told = (who or login()).strip()
    if ":" in told or told.startswith("id/"):
        agent = full(told, base)
        return agent.rpartition("/")[2], agent
    if not slug(told):
        raise InputError("holder-unnamed", name=told)
    return told, f"{base}{AGENTS}{slug(told)}"


def _tell(repository: Repository, name: str, *, as_json: bool) -> None:
    found = repository.alignment(name, LANG)
    if as_json:
        write_json(asdict(found))
    else:
        write_line(_told(found))


def _told(found: Alignment) -> str:
    score = "–" if found.score is None else found.score
    return say("record.done", iri=found.iri, status=say(f"status.{found.status}"), score=score)


def _proofs(evidence: list[str], quote: str | None, spoken: str, base: str) -> tuple[Proof, ...]:
    """Returns the documents; a quote is from the first of them."""
    sources = [full(each, base) for each in evidence]
    words = _text(quote, spoken)
    quotes = [Quote(words.text, words.lang) if words else None, *[None] * len(sources)]
    return tuple(Proof(source, each) for source, each in zip(sources, quotes, strict=False))


def proofs_of(old: Alignment) -> tuple[Proof, ...]:
    """Returns what an alignment rests on."""
    return tuple(Proof(each.source.iri, each.quote) for each in old.evidence)


def _text(text: str | None, spoken: str) -> Name | None:
    return Name(text.strip(), language(spoken).value) if text and text.strip() else None


def given(reason: str, spoken: str) -> Name:
    """Returns a reason in the language that it is spoken in."""
    return _text(reason, spoken) or Name("", spoken)


def number(text: str) -> Decimal:
    """Returns a decimal number; another text raises TermInvalid."""
    return Decimal(decimal(text).value)


def _day(text: str | None) -> date | None:
    return date.fromisoformat(day(text).value) if text else None
