"""What an address gives for the parameters of a question: values as they are, and names that mean things."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from api.pages.asked import OURS, Asked
from api.pages.meaning import meant_by
from api.pages.views.between import Meant
from api.pages.views.question_fields import IRI, picks_of
from graph.errors import TermInvalid
from graph.questions import Parameter, Question
from graph.terms import expand


@dataclass(frozen=True, slots=True)
class Given:
    """Is what is asked for: each parameter with its value, and what is meant by those that are picked.

    `is_named` says that a name stood for an IRI, so that the answer has another address.
    """

    values: Mapping[str, str]
    meant: Mapping[str, Meant]
    is_named: bool

    @property
    def is_open(self) -> bool:
        """Says whether a name means nothing, or several things."""
        return any(each.is_open for each in self.meant.values())


def given_for(asking: Asked, question: Question) -> Given:
    """Returns what the address gives for a question."""
    values = {each.name: _value(asking, each) for each in question.parameters}
    kinds = {name: kind for name, kind in picks_of(question) if values[name]}
    meant = {name: _meant(asking, name, values[name], kind) for name, kind in kinds.items()}
    named = {name: each.link.iri for name, each in meant.items() if each.link and not _is_iri(values[name])}
    return Given(values | named, meant, bool(named))


def _value(asking: Asked, parameter: Parameter) -> str:
    """Returns what is given for a parameter; a path from the base becomes the IRI that it means."""
    value = asking.request.query_params.get(parameter.name, "").strip()
    is_ours = parameter.kind == "iri" and value.startswith(OURS)
    return asking.iri(value) if is_ours else value


def _meant(asking: Asked, name: str, value: str, kind: str) -> Meant:
    """Returns what a text means; an IRI means itself, whether or not the graph has anything of that name."""
    if _is_iri(value):
        return Meant(value, asking.reader.link(expand(value).value))
    return meant_by(asking, value, asking.request.query_params.get(name + IRI, ""), kind or None)


def _is_iri(text: str) -> bool:
    try:
        expand(text)
    except TermInvalid:
        return False
    return True
