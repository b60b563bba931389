"""Several ways to ask the same in SPARQL; of each engine the quickest one counts that answers as we do."""

from __future__ import annotations

import re
import sys
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import islice
from pathlib import Path
from statistics import mean, median

from bench.engines.base import Engine, Rows, Unanswered

QUESTIONS = Path(__file__).parent / "questions" / "alignment"
Constants = Mapping[str, str]
Agrees = Callable[[int, Rows], bool]
LONG = 2.0


@dataclass(frozen=True, slots=True)
class Question:
    """Is a folder of formulations, asked once for each of the constants.

    `agrees` says whether the rows of the n-th asking are our own answer. `others` are constants for the
    askings that are timed, each taken once, where we are not asked the same twice either.
    """

    folder: str
    agrees: Agrees
    constants: Sequence[Constants] = ({},)
    others: Iterator[Constants] | None = None

    def ways(self) -> Iterator[Formulation]:
        """Yields each formulation."""
        for path in sorted((QUESTIONS / self.folder).glob("*.rq")):
            yield Formulation(path.stem, path.read_text(encoding="utf-8"), self)


@dataclass(frozen=True, slots=True, eq=False)
class Formulation:
    """Is how an engine is asked a question: the name, and the text with `$variables` for the constants."""

    name: str
    text: str
    question: Question

    def texts(self) -> list[str]:
        """Returns the text with each of the constants in their places."""
        return [filled(self.text, each) for each in self.question.constants]

    def seconds(self, engine: Engine) -> float:
        """Returns the mean of the seconds of all texts, or of as many with other constants."""
        others = self.question.others
        if others is None:
            return mean(engine.ask(text).seconds for text in self.texts())
        taken = islice(others, len(self.question.constants))
        return mean(engine.ask(filled(self.text, each)).seconds for each in taken)


def filled(text: str, constants: Constants) -> str:
    """Returns a query with N-Triples terms in place of its `$variables`.

    >>> filled("SELECT ?x { $s ?p ?x }", {"s": "<urn:a>"})
    'SELECT ?x { <urn:a> ?p ?x }'
    """
    return re.sub(r"\$(\w+)", lambda found: constants[found[1]], text)


def best(engine: Engine, question: Question, times: int = 3) -> Formulation | None:
    """Returns the quickest formulation that answers as we do, None if none does; tells what was tried."""
    found: dict[Formulation, float] = {}
    for way in question.ways():
        try:
            first = _checked(engine, question, way.texts())
            again = times if first < LONG else 1
            found[way] = median(way.seconds(engine) for _ in range(again))
        except Unanswered as reason:
            _tell(engine, question, way.name, " ".join(str(reason).split())[:100])
        else:
            _tell(engine, question, way.name, f"{found[way] * 1000:.2f} ms")
    return min(found, key=found.__getitem__, default=None)


def _checked(engine: Engine, question: Question, texts: Sequence[str]) -> float:
    """Returns the mean of the seconds of all texts; raises Unanswered where one is not answered as we do."""
    replies = [engine.ask(text) for text in texts]
    if not all(question.agrees(number, reply.rows()) for number, reply in enumerate(replies)):
        raise Unanswered("another answer than ours")
    return mean(reply.seconds for reply in replies)


def _tell(engine: Engine, question: Question, name: str, what: str) -> None:
    print(f"  {engine.name}: {question.folder}/{name}: {what}", file=sys.stderr, flush=True)
