"""Scenarios on the small worlds of the portfolio: drawn by hypothesis, and carried out in earnest."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal

from hypothesis import strategies as st

from graph.alignment.effects import Delay, NewProject, Scenario, Support
from graph.alignment.portfolio import Figure, Filters, Portfolio
from graph.commits import Writer
from graph.commits.replacing import Replacement
from graph.ledger import review
from graph.ledger.events import Event
from graph.model import Money
from graph.store import Changes, Store, open_store
from graph.terms import DEFAULT_BASE, expand
from graph_facts import ALICE, BASE, LIST, PEOPLE, Clock, node, trig
from portfolio_worlds import (
    DOCUMENTS,
    POLICY,
    PROGRAMMES,
    Project,
    Statement,
    World,
    ledger_quads,
    list_quads,
    named_statements,
    worlds,
)

ONE = BASE + "id/programme/t/one"
NEW = BASE + "id/project/t/new"


@dataclass(frozen=True)
class Case:
    """Is a world, a scenario on it, and the same scenario as the test itself carries it out."""

    world: World
    scenario: Scenario
    later: World
    reviews: tuple[tuple[str, Decimal], ...]


def full(name: str) -> str:
    return DEFAULT_BASE + name[1:-1] if name.startswith("<") else expand(name).value


def stored(world: World, reviews: tuple[tuple[str, Decimal], ...] = ()) -> Store:
    """Returns a store that holds a world, with reviews of its statements."""
    writer = Writer(open_store("memory:"), clock=Clock())
    event = Event(PEOPLE, ALICE, Clock()(), "")
    quads = trig(POLICY) | ledger_quads(world)
    for name, agreement in reviews:
        quads |= review(BASE, node(f"id/alignment/t/{name}"), agreement, event)
    writer.commit(Changes(added=quads), agent=ALICE, reason="")
    writer.replace_graph(Replacement(LIST, list_quads(world)), agent=ALICE, reason="")
    return writer.store


def figures(portfolio: Portfolio, filters: Filters) -> Mapping[str, Figure]:
    """Returns the figures of all objectives by the portfolio's own questions."""
    tables = (portfolio.objectives(document, filters).rows for document in map(full, DOCUMENTS))
    return {name: figure for rows in tables for name, figure in rows.items()}


@st.composite
def cases(draw: st.DrawFn, *, only_delays: bool = False) -> Case:
    """Returns worlds with a scenario that removes, delays, adds, accepts and rejects some of it."""
    world = draw(worlds())
    dated = [each for each in world.projects if each.start]
    delays = tuple(
        Delay(each.iri, date.fromisoformat(each.start or "") + draw(_gap) * _DAY)
        for each in (draw(st.lists(st.sampled_from(dated), unique=True)) if dated else ())
    )
    if only_delays:
        return Case(world, Scenario(delay=delays), _delayed(world, delays), ())
    free = [each for each in world.projects if each.iri not in {delay.what for delay in delays}]
    removed = draw(st.lists(st.sampled_from(free), unique=True)) if free else []
    programmes = draw(st.sampled_from([(), (), (ONE,)]))
    added = draw(st.lists(_new, max_size=1))
    open_ = [
        name
        for name, each in named_statements(world).items()
        if not each.events & {"withdrawn", "superseded"}
    ]
    judged = (
        draw(st.lists(st.tuples(st.sampled_from(open_), st.sampled_from([1, -1])), max_size=3))
        if open_
        else []
    )
    verdicts = dict(judged)
    scenario = Scenario(
        remove=tuple(each.iri for each in removed),
        programmes=programmes,
        delay=delays,
        add=tuple(map(_described, added)),
        accept=tuple(_statement(name) for name, sign in verdicts.items() if sign > 0),
        reject=tuple(_statement(name) for name, sign in verdicts.items() if sign < 0),
    )
    gone = {each.iri for each in removed} | {
        each.iri
        for each in world.projects
        for grant in each.grants
        if programmes and grant[0] == PROGRAMMES[0]
    }
    kept = _delayed(world, delays)
    projects = tuple(each for each in kept.projects if each.iri not in gone)
    links = (*kept.links, *(own for each in kept.projects if each.iri in gone for own in each.statements))
    later = World((*projects, *added), links)
    return Case(world, scenario, later, tuple((name, Decimal(sign)) for name, sign in verdicts.items()))


_gap = st.sampled_from([1, 30, 400, 3000])
_DAY = date(2000, 1, 2) - date(2000, 1, 1)


def _delayed(world: World, delays: tuple[Delay, ...]) -> World:
    starts = {delay.what: delay.start for delay in delays}
    return replace(world, projects=tuple(_moved(each, starts.get(each.iri)) for each in world.projects))


def _moved(project: Project, start: date | None) -> Project:
    if start is None or project.start is None:
        return project
    gap = start - date.fromisoformat(project.start)
    end = (date.fromisoformat(project.end) + gap).isoformat() if project.end else None
    return replace(project, start=start.isoformat(), end=end)


def _statement(name: str) -> str:
    return f"{BASE}id/alignment/t/{name}"


_targets = st.sampled_from([own for members in DOCUMENTS.values() for own in members] + list(DOCUMENTS))
_confidences = st.sampled_from([Decimal("0.2"), Decimal("0.6"), Decimal(1)])
_supports = st.builds(
    lambda target, confidence: Statement(
        "<id/project/t/new>", target, confidence, hinders=False, by_machine=False, events=frozenset()
    ),
    _targets,
    _confidences,
)
_new = st.builds(
    lambda place, grant, start, statements: Project(
        "new", (place,), start, None, (grant,), (), tuple(statements)
    ),
    st.sampled_from(["nuts:SE125", "<id/area/se-kommun/1981>"]),
    st.tuples(st.sampled_from(["<id/programme/t/two>", ""]), st.just("SEK"), st.decimals(0, 99, places=2)),
    st.sampled_from([None, "2016-01-01"]),
    st.lists(_supports, min_size=1, max_size=2),
)


def _described(project: Project) -> NewProject:
    programme, currency, value = project.grants[0]
    return NewProject(
        "A new one",
        serves=tuple(Support(full(each.target), each.confidence) for each in project.statements),
        territories=tuple(map(full, project.places)),
        programme=full(programme) if programme else None,
        money=(Money(value, currency),),
        start=date.fromisoformat(project.start) if project.start else None,
    )
