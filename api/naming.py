"""Names beside the IRIs in what a failure says of a thing: people know it by its name."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime

from api.wording.messages import text
from api.wording.words import Words
from graph.errors import PolicygraphError, TermInvalid
from graph.repository import Repository
from graph.terms import compact
from graph.terms import iri as make_iri

_FAILURES = frozenset(
    ("entry-withdrawn", "statement-foreign", "version-missing", "version-stale", "version-there")
)
_IRIS = ("iri", "agent")


def named_values(
    error: PolicygraphError, repository: Repository, lang: str, *, is_page: bool = False
) -> Mapping[str, object]:
    """Returns what fills the message of a failure, with its name beside the IRI of what has one.

    A statement is called by what it joins. What was withdrawn has no name any more, but who did it has. On a
    page the name is enough, and its own address says what has none.
    """
    if error.key not in _FAILURES:
        return error.values
    given = {name: str(error.values[name]) for name in _IRIS if name in error.values}
    named: dict[str, object] = {
        name: _called(repository, each, lang, is_page=is_page) for name, each in given.items()
    }
    if error.key == "entry-withdrawn":
        named["at"] = Words(lang).moment(datetime.fromisoformat(str(error.values["at"])))
        if is_page and named["iri"] == given["iri"]:
            named["iri"] = text("thing.here", lang)
    return {**error.values, **named}


def _called(repository: Repository, iri: str, lang: str, *, is_page: bool) -> str:
    name = _name(repository, iri, lang)
    if not name:
        return iri
    return name if is_page else text("thing.named", lang, name=name, iri=iri)


def _name(repository: Repository, iri: str, lang: str) -> str:
    """Returns what a thing is called, empty for what has no name; a draft has not even an IRI."""
    if not _is_iri(iri):
        return ""
    thing = repository.things([iri], lang)[iri]
    if thing.kind == "pg:Alignment":
        found = repository.alignment(iri, lang)
        ends = repository.things([found.source, found.target], lang)
        return f"{ends[found.source].name.text} → {ends[found.target].name.text}"
    return "" if thing.name.text == compact(iri) else thing.name.text


def _is_iri(name: str) -> bool:
    try:
        make_iri(name)
    except TermInvalid:
        return False
    return True
