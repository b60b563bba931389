"""Every answer of the portfolio without a threshold is the answer of a question that ships, on any graph."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from decimal import Decimal

import pytest
from hypothesis import given, settings

from graph.alignment.portfolio import Apart, Figure, Filters, Portfolio, Share
from graph.errors import UnknownName
from graph.repository import ProjectFilters, Repository
from graph.store import Store
from portfolio_worlds import DOCUMENTS, GOALS, World, worlds
from test_graph_alignment_portfolio_generated import full, quick, rows, written

AREAS_AND_PROGRAMMES = (
    ("", ""),
    ("nuts:SE125", ""),
    ("nuts:SE12", ""),
    ("nuts:DK01", full("<id/programme/t/one>")),
    ("", full("<id/programme/t/two>")),
)
Money = dict[tuple[str, ...], tuple[int, Decimal]]


def money_told(store: Store, question: str, columns: Iterable[str], **values: str) -> Money:
    found = rows(store, question, **values)
    return {
        (*(row[column] for column in columns), row["currency"]): (
            int(row["projects"]),
            Decimal(row["granted"]),
        )
        for row in found
    }


def money_of(figures: Mapping[tuple[str, ...], Figure]) -> Money:
    return {
        (*key, each.currency): (each.projects, each.value)
        for key, figure in figures.items()
        for each in figure.money
    }


def counts_told(store: Store, question: str, *columns: str, **values: str) -> dict[tuple[str, ...], int]:
    return {
        tuple(row[column] for column in columns): int(row["projects"])
        for row in rows(store, question, **values)
    }


@quick
@given(worlds())
def test_goals_targets_and_programmes_agree_with_their_questions(world: World) -> None:
    store = written(world).store
    portfolio = Portfolio(store)
    goals = {(goal,): figure for goal, figure in portfolio.goals().rows.items()}
    assert money_of(goals) == money_told(store, "goal-money", ["goal"])
    targets = {(target,): figure for target, figure in portfolio.targets().rows.items()}
    assert money_of(targets) == money_told(store, "target-money", ["target"])
    assert {key: figure.projects for key, figure in targets.items()} == counts_told(
        store, "target-counts", "target"
    )
    given_by = {(column, row): each for (row, column), each in portfolio.goals_by_programme().cells.items()}
    assert money_of(given_by) == money_told(store, "programme-goal-money", ["programme", "goal"])
    assert {key: figure.projects for key, figure in given_by.items()} == counts_told(
        store, "programme-goal-matrix", "programme", "goal"
    )


@quick
@given(worlds())
def test_objectives_of_a_document_agree_with_their_questions(world: World) -> None:
    store = written(world).store
    portfolio = Portfolio(store)
    for document in map(full, DOCUMENTS):
        counted = counts_told(store, "objective-counts", "objective", document=document)
        own = portfolio.objectives(document).rows
        assert {(objective,): figure.projects for objective, figure in own.items()} == counted
        cells = portfolio.objectives_by_goal(document).cells
        assert {cell: figure.projects for cell, figure in cells.items()} == counts_told(
            store, "objective-goal-matrix", "objective", "goal", document=document
        )
        unpaid = {row["objective"] for row in rows(store, "objectives-without-money", document=document)}
        assert set(portfolio.gaps(document).without_money) == unpaid
    everywhere = {row["objective"] for row in rows(store, "objectives-without-money")}
    assert set(portfolio.gaps().without_money) == everywhere


@quick
@given(worlds())
def test_counts_agree_with_the_projects_that_serve(world: World) -> None:
    store = written(world).store
    portfolio = Portfolio(store)
    objectives = [full(each) for members in DOCUMENTS.values() for each in members] + [
        full(each) for each in DOCUMENTS
    ]
    for territory, programme in AREAS_AND_PROGRAMMES:
        found = portfolio.counts(objectives, territory or None, programme or None)
        assert list(found) == objectives
        for objective, count in found.items():
            told = rows(
                store, "projects-serving-goal", goal=objective, territory=territory, programme=programme
            )
            assert count == len(told)
    assert portfolio.counts([full("nuts:SE125")]) == {}


@quick
@given(worlds())
def test_projects_that_are_told_apart_are_those_of_the_tables(world: World) -> None:
    portfolio = Portfolio(written(world).store)
    for objective in map(full, (*GOALS, *DOCUMENTS)):
        for territory, programme in AREAS_AND_PROGRAMMES:
            found = portfolio.apart(objective, territory or None, programme or None)
            regions = portfolio.regions(objective, Filters(programme=programme or None))
            programmes = portfolio.programmes(objective, Filters(region=territory or None))
            assert _shares(found.regions) == _shares(regions.rows)
            assert _shares(found.programmes) == _shares(programmes.rows)
            told = portfolio.counts([objective], territory or None, programme or None)
            assert found.whole.projects == told[objective]
            filters = Filters(region=territory or None, programme=programme or None)
            figures = {**portfolio.goals(filters).rows, **portfolio.targets(filters).rows}
            if figure := figures.get(objective):
                assert _shares({"": found.whole}) == _shares({"": figure})
                assert found.accepted == figure.accepted


def _shares(rows: Mapping[str, Figure | Share]) -> dict[str, tuple[int, list[tuple[str, Decimal, int]]]]:
    return {
        name: (each.projects, [(own.currency, own.value, own.projects) for own in each.money])
        for name, each in rows.items()
        if each.projects
    }


@quick
@given(worlds())
def test_what_is_held_of_a_project_is_what_was_stated(world: World) -> None:
    portfolio = Portfolio(written(world).store)
    found = portfolio.held([each.iri for each in world.projects] + [full("<id/project/t/none>")])
    assert set(found) == {each.iri for each in world.projects}
    for project in world.projects:
        held = found[project.iri]
        serves = [
            (full(each.target), each.confidence)
            for each in project.statements
            if not each.hinders and each.status in ("accepted", "proposed")
        ]
        assert sorted(held.serves) == sorted(serves)
        assert sorted(each.rpartition("/")[2] for each in held.organisations) == sorted(project.parties)
        assert sorted(held.places) == sorted(set(map(full, project.places)))
        assert sorted(held.regions) == sorted(map(full, project.regions))
        given = [(currency, value) for _, currency, value in project.grants]
        assert sorted((each.currency, each.value) for each in held.amounts) == sorted(given)


def test_what_is_no_objective_area_or_programme_cannot_be_told_apart() -> None:
    portfolio = Portfolio(written(World((), ())).store)
    goal = full(GOALS[0])
    for named in (("nuts:SE125",), (goal, "sdg:9"), (goal, None, "sdg:9")):
        with pytest.raises(UnknownName):
            portfolio.apart(*named)
    assert portfolio.apart(goal) == Apart(Share(0, ()), 0, {}, {})


@quick
@given(worlds())
def test_projects_of_an_area_or_a_programme_are_as_many_as_are_listed(world: World) -> None:
    store = written(world).store
    portfolio, repository = Portfolio(store), Repository(store)
    for territory, programme in AREAS_AND_PROGRAMMES:
        filters = ProjectFilters(territory=territory or None, programme=programme or None)
        told = repository.projects(filters, limit=1).total
        assert portfolio.count(territory or None, programme or None) == told


@quick
@given(worlds())
def test_concentration_agrees_with_its_questions(world: World) -> None:
    store = written(world).store
    portfolio = Portfolio(store)
    for document in map(full, DOCUMENTS):
        carriers = {each.objective: each for each in portfolio.concentration(document).carriers}
        alone = rows(store, "objectives-with-one-project", document=document)
        assert {row["objective"]: row["project"] for row in alone} == {
            objective: each.only_project for objective, each in carriers.items() if each.only_project
        }
        shares: dict[str, dict[str, int]] = defaultdict(dict)
        for row in rows(store, "organisations-by-objective", document=document):
            shares[row["objective"]][row["organisation"]] = int(row["projects"])
        for objective, each in carriers.items():
            own = shares.get(objective, {})
            assert set(each.carried_by) == {name for name, share in own.items() if share == each.projects}
            assert each.share == max(own.values(), default=0)
            assert own.get(each.largest or "", 0) == each.share
        assert set(shares) <= set(carriers)


@quick
@given(worlds())
def test_overlap_agrees_with_its_questions(world: World) -> None:
    store = written(world).store
    portfolio = Portfolio(store)
    documents = list(map(full, DOCUMENTS))
    for first in documents:
        for second in documents:
            found = portfolio.overlap(first, second)
            both = rows(store, "shared-projects", first=first, second=second)
            assert found.both.projects == len(both)
            goals = rows(store, "shared-goals", first=first, second=second)
            assert set(found.goals) == {row["goal"] for row in goals}
            for document, figure in ((first, found.first), (second, found.second)):
                assert figure.projects == len(rows(store, "projects-serving-goal", goal=document))


@settings(quick, max_examples=16)
@given(worlds())
def test_regions_and_parts_agree_with_their_questions(world: World) -> None:
    store = written(world).store
    portfolio = Portfolio(store)
    for goal in ("", "sdg:13", full("<id/objective/x/a>"), full("<id/document/y/rus>")):
        by_region = portfolio.regions(goal or None).rows
        standing = {(region,): figure for region, figure in by_region.items() if figure.projects}
        told = counts_told(store, "region-counts", "region", goal=goal)
        assert {key: figure.projects for key, figure in standing.items()} == told
        assert money_of(standing) == money_told(store, "region-money", ["region"], goal=goal)
        parts = portfolio.regions(goal or None, counting="parts").rows
        agree(money_of({(region,): each for region, each in parts.items()}), store, "region-parts", goal=goal)
    cells = portfolio.goals_by_region(counting="parts").cells
    parts_of = {(region, goal): figure for (goal, region), figure in cells.items()}
    agree(money_of(parts_of), store, "region-goal-parts")


@settings(quick, max_examples=8)
@given(worlds())
def test_flows_agree_with_their_questions(world: World) -> None:
    store = written(world).store
    portfolio = Portfolio(store)
    for territory, programme in AREAS_AND_PROGRAMMES:
        narrowed = {"territory": territory, "programme": programme}
        filters = Filters(region=territory or None, programme=programme or None)
        links = portfolio.flow(None, filters).links
        counted = counts_told(store, "programme-goal-matrix", "programme", "goal", **narrowed)
        assert {pair: figure.projects for pair, figure in links.items()} == counted
        money = money_told(store, "programme-goal-money", ["programme", "goal"], **narrowed)
        assert money_of(links) == money
        for document in map(full, DOCUMENTS):
            links = portfolio.flow(document, filters).links
            told = {**narrowed, "document": document}
            counted = counts_told(store, "flow-of-strategy", "from", "to", **told)
            assert {pair: figure.projects for pair, figure in links.items()} == counted
            assert money_of(links) == money_told(store, "flow-of-strategy-money", ["from", "to"], **told)


def agree(parts: Money, store: Store, question: str, **values: str) -> None:
    """Checks that parts are those of a question, but for the cent by which the portfolio rounds them."""
    columns = [each for each in ("region", "goal") if f"{each} " in f"{question.replace('-', ' ')} "]
    told = money_told(store, question, columns, **values)
    assert parts.keys() == told.keys()
    for key, (projects, value) in parts.items():
        assert projects == told[key][0]
        assert abs(value - told[key][1]) <= Decimal("0.01")
