"""What a thing of the graph says of itself: a project, a plan or an objective of one."""

from __future__ import annotations

from collections.abc import Iterable
from decimal import Decimal

from graph.errors import InputError
from graph.model import Name, Thing
from graph.proposals.asking import Asked, Proposals, propose
from graph.proposals.lexicon import languages
from graph.repository import Repository
from graph.terms import Literal, expand, iri

_TYPE, _PROJECT, _OBJECTIVE = (expand(name) for name in ("rdf:type", "pg:Project", "pg:Objective"))
_GOALS = frozenset(map(expand, ("sdgo:Goal", "sdgo:Target")))
_PLANS = frozenset(map(expand, ("eli:Work", "eli:LegalResource")))
_TEXTS = tuple(map(expand, ("dct:description", "skos:definition")))


def propose_for(
    repository: Repository, thing: str, lang: str = "en", least: Decimal | None = None
) -> Proposals:
    """Returns the proposals for a project, a plan or an objective by its own words; raises as `asked_of`."""
    return propose(repository, asked_of(repository, thing), lang, least)


def asked_of(repository: Repository, thing: str) -> Asked:
    """Returns what a project, a plan or an objective says of itself, in the language that it says most in.

    Raises NotFound for what the graph does not hold, InputError for what serves nothing: a goal of the
    Agenda, an organisation.
    """
    kinds = {quad.object for quad in repository.store.quads(iri(thing), _TYPE)}
    if not kinds or _PROJECT in kinds:
        return _of_project(repository, thing)
    if _OBJECTIVE in kinds and not kinds & _GOALS:
        return _of_objective(repository, thing)
    if kinds & _PLANS:
        return _of_plan(repository, thing)
    raise InputError("proposals-of-nothing", iri=thing)


def _of_project(repository: Repository, thing: str) -> Asked:
    """Returns what a project says: its areas and its start say which strategies and funds may be meant."""
    found = repository.project(thing)
    spoken = _spoken(repository, found.thing)
    title = repository.project(thing, spoken.lang or "en").thing.name.text
    return _asked(title, spoken, found.thing, found.territories, Asked(day=found.period.start))


def _of_objective(repository: Repository, thing: str) -> Asked:
    """Returns what an objective says; it may serve the strategies of the area that its document is for."""
    found = repository.objective(thing)
    spoken = _spoken(repository, found.thing)
    title = repository.objective(thing, spoken.lang or "en").thing.name.text
    if found.document is None:
        return _asked(title, spoken, found.thing, (), Asked())
    areas = repository.document(found.document.iri).territories
    return _asked(title, spoken, found.thing, areas, Asked(document=found.document.iri))


def _of_plan(repository: Repository, thing: str) -> Asked:
    found = repository.document(thing)
    spoken = _spoken(repository, found.thing)
    title = repository.document(thing, spoken.lang or "en").thing.name.text
    return _asked(title, spoken, found.thing, found.territories, Asked(document=thing))


def _asked(title: str, spoken: Name, thing: Thing, areas: Iterable[Thing], rest: Asked) -> Asked:
    text = spoken.text if spoken is not thing.name else ""
    lang = spoken.lang if text and spoken.lang in languages() else ""
    return Asked(title, text, lang, tuple(area.iri for area in areas), rest.day, rest.document)


def _spoken(repository: Repository, thing: Thing) -> Name:
    """Returns the longest text of a thing, its name where it has none."""
    quads = (quad for name in _TEXTS for quad in repository.store.quads(iri(thing.iri), name))
    texts = {quad.object for quad in quads if isinstance(quad.object, Literal)}
    named = (Name(each.value, each.language or "") for each in texts)
    return max(named, key=lambda each: (len(each.text), each.lang), default=thing.name)
