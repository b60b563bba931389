"""Proposals for a text or a project: what the graph knows of what the words speak for. Nothing is written."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from graph.model import Thing
from graph.proposals.calibration import calibration
from graph.proposals.evidence import Reading, Word
from graph.proposals.reading import (
    Guess,
    goals,
    objectives,
    read_text,
    sub_goals,
    targets,
    worth_saying,
)
from graph.proposals.strategies import SDG, sub_goal_weights
from graph.repository import Repository
from graph.terms import iri

METHOD = "lexicon"
NOW, BEFORE = "eu-2021", "eu-2014"
_CHANGE = date(2021, 1, 1)
_FEWEST_WORDS = 3
_CENT = Decimal("0.01")


@dataclass(frozen=True, slots=True)
class Asked:
    """Is a text that proposals are asked for.

    `lang` is told from the words where it is empty. The sub-goals tried are those of the strategies of the
    `territories` (IRIs) that hold on `day`, but for those of the `document` that the text is of; the
    objectives of the EU's funds are those of its period.
    """

    title: str = ""
    text: str = ""
    lang: str = ""
    territories: tuple[str, ...] = ()
    day: date | None = None
    document: str = ""


@dataclass(frozen=True, slots=True)
class Proposal:
    """Is one thing that a text may serve: how sure that is, 0 to 1, and by which words."""

    target: str
    kind: str
    thing: Thing
    confidence: Decimal
    words: tuple[Word, ...]

    def texts(self) -> tuple[str, ...]:
        """Returns the words, each once, whatever its case."""
        return tuple({word.text.casefold(): word.text for word in reversed(self.words)}.values())[::-1]


@dataclass(frozen=True, slots=True)
class Proposals:
    """Is what is proposed for a text, surest first, in which language it was read, by which method.

    `abstained` says why nothing is proposed: "too-short", "language-unknown", "no-words" or "unsure".
    """

    items: tuple[Proposal, ...]
    lang: str
    abstained: str
    method: str
    version: str


def propose(
    repository: Repository, asked: Asked, lang: str = "en", least: Decimal | None = None
) -> Proposals:
    """Returns the proposals for a text, named in `lang`; without a `least` confidence, those worth saying."""
    if len(f"{asked.title} {asked.text}".split()) < _FEWEST_WORDS:
        return _nothing("too-short")
    reading = read_text(asked.title, asked.text, asked.lang)
    if reading is None:
        return _nothing("language-unknown")
    bound = None if least is None else float(least)
    items = tuple(_known(repository, list(_guesses(repository, reading, asked, bound)), lang))
    abstained = "" if items else "unsure" if reading.evidence else "no-words"
    return Proposals(items, reading.lang, abstained, METHOD, calibration().version)


def _guesses(
    repository: Repository, reading: Reading, asked: Asked, least: float | None
) -> Iterator[tuple[str, Guess]]:
    """Yields each guess that is worth saying, with its IRI."""
    found = goals(reading)
    for guess in (*worth_saying(found, least), *worth_saying(targets(reading, found), least)):
        yield f"{SDG}{guess.key}", guess
    period = NOW if asked.day is None or asked.day >= _CHANGE else BEFORE
    for guess in worth_saying(objectives(reading, period), least):
        yield f"{repository.store.base}id/objective/{guess.key}", guess
    weights = sub_goal_weights(repository, asked.territories, asked.day)
    for guess in worth_saying(sub_goals(reading, weights), least):
        if not _is_own(repository, guess.key, asked.document):
            yield guess.key, guess


def _is_own(repository: Repository, objective: str, document: str) -> bool:
    """Says whether an objective is one of the document that is asked about."""
    own = repository.objective(objective).document if document else None
    return own is not None and own.iri == document


def _known(repository: Repository, guesses: Sequence[tuple[str, Guess]], lang: str) -> Iterator[Proposal]:
    """Yields a proposal for each guess of something that the graph knows, surest first of its kind."""
    store = repository.store
    known = [(name, guess) for name, guess in guesses if next(store.quads(iri(name)), None) is not None]
    things = repository.things((name for name, _ in known), lang)
    for name, guess in known:
        confidence = Decimal(guess.confidence).quantize(_CENT)
        yield Proposal(name, guess.kind, things[name], confidence, guess.words)


def _nothing(why: str) -> Proposals:
    return Proposals((), "", why, METHOD, calibration().version)
