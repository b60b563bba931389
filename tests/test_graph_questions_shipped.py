"""The questions on projects, goals and coverage, asked of what ships."""

from __future__ import annotations

from decimal import Decimal
from typing import cast

import pytest

from data import shipped_files
from graph.alignment.chains import Chains
from graph.alignment.portfolio import Portfolio
from graph.alignment.portfolio.said import said
from graph.loading import load_shipped
from graph.questions import load_questions
from graph.repository import ProjectFilters, Repository
from graph.store import Store, open_store
from graph.terms import expand
from graph_facts import BASE
from small_graph import full, short

RUS = full("document/vastmanland/rus-2030")
CROSSOVER = full("project/tillvaxtverket-2014/20201043")
NORTH = full("programme/eu/se-erdf-2014-2020-ovre-norrland")
EXAMPLES = {
    "author": full("agent/policygraph/editors"),
    "goal": "sdg:9",
    "objective": "sdg:9",
    "programme": NORTH,
    "project": CROSSOVER,
    "source": full("objective/vastmanland/target-area-3"),
    "target": "sdg:9.5",
    "territory": "nuts:SE331",
    "organisation": full("organisation/tillvaxtverket-2014/vasteras-kommun"),
    "document": RUS,
    "first": full("document/vasterbotten/rus-2014-2020"),
    "second": full("document/agenda2030/agenda"),
}


@pytest.fixture(scope="module")
def repository() -> Repository:
    store = open_store("memory:", base=BASE)
    load_shipped(store, shipped_files(examples=False))
    return Repository(store)


def column(repository: Repository, question: str, name: str, **values: str) -> list[str]:
    answer = repository.run(question, values, limit=10_000)
    place = answer.columns.index(name)
    return [short(getattr(row[place], "value", "")) for row in answer.rows]


@pytest.mark.parametrize(
    "name",
    sorted(set(load_questions()) & {
        "alignments-by-author", "coverage-of-strategy", "evidence-for-chain-hop", "goal-counts",
        "goals-of-strategy", "goals-without-project-in-region", "graphs-and-sources", "money-by-programme",
        "newest-commits", "objective-tree", "objectives-without-indicator", "objectives-without-project",
        "organisations-serving-goal", "programmes-of-territory", "project-facts", "project-statements",
        "projects-in-territory", "projects-of-organisation", "projects-of-programme", "projects-serving-goal",
        "projects-serving-objective-with-money", "region-goal-matrix", "region-goal-money",
        "similar-projects", "terms-used", "unreviewed-alignments",
    }),
)  # fmt: skip
def test_each_question_has_an_answer_in_what_ships(repository: Repository, name: str) -> None:
    needed = [each.name for each in load_questions()[name].parameters if not each.optional]
    answer = repository.run(name, {each: EXAMPLES[each] for each in needed})
    assert answer.rows
    iris = {
        cell.value
        for row in answer.rows
        for cell in row
        if hasattr(cell, "value") and cell.value in answer.things
    }
    assert all(answer.things[iri].name.text for iri in iris)


@pytest.mark.parametrize("document", [RUS, full("document/vasterbotten/rus-2014-2020")])
def test_the_portfolio_says_of_what_ships_what_its_questions_say(
    repository: Repository, document: str
) -> None:
    portfolio = Portfolio(cast(Store, repository.store))
    examples = EXAMPLES | {"objective": EXAMPLES["source"]}  # what is near a goal serves it
    exact = {name: each for name, each in load_questions().items() if each.portfolio and "parts" not in name}
    for name, question in exact.items():
        values = {each.name: examples[each.name] for each in question.parameters if not each.optional}
        values = {
            key: expand(document if key == "document" else value).value for key, value in values.items()
        }
        told = said(portfolio, question.portfolio or "", values, question.columns)
        assert list(told) == list(repository.run(name, values, limit=10_000).rows), name
        assert len(told) or name == "objectives-with-one-project", name


def test_real_projects_serve_goal_9_in_each_region_through_chains(repository: Repository) -> None:
    chains = Chains(repository)
    for region in ("nuts:SE125", "nuts:SE311", "nuts:SE331", "nuts:DK"):
        page = repository.projects(ProjectFilters(goal="sdg:9", territory=region))
        assert page.total > 0, region
        for project in page.items:
            found = chains.up(project.thing.iri, "sdg:9")
            assert any(chain.serves for chain in found), project.thing.name.text


def test_ten_projects_ship_in_each_region(repository: Repository) -> None:
    totals = {
        region: repository.projects(ProjectFilters(territory=region)).total
        for region in ("nuts:SE125", "nuts:SE311", "nuts:SE331", "nuts:DK")
    }
    assert totals["nuts:DK"] == 10
    assert all(total >= 10 for total in totals.values())
    assert repository.projects().total == 40


def test_every_chain_names_what_each_hop_rests_on(repository: Repository) -> None:
    chains = Chains(repository)
    for project in repository.projects(limit=100).items:
        for chain in chains.up(project.thing.iri):
            assert 0 < chain.confidence <= 1
            for hop in chain.hops:
                assert hop.alignment is None or (hop.alignment.evidence and hop.alignment.author.name.text)


def test_a_link_to_a_goal_is_a_proposal_unless_someone_accepted_it(repository: Repository) -> None:
    answer = repository.run("goals-of-strategy", {"document": RUS})
    claimed = answer.columns.index("claimed")
    goal = answer.columns.index("goal")
    said = {short(getattr(row[goal], "value", "")) for row in answer.rows if "true" in str(row[claimed])}
    assert said == {"document/agenda2030/agenda"}


def test_the_coverage_of_a_strategy_counts_what_its_projects_were_granted(repository: Repository) -> None:
    area = full("objective/vastmanland/target-area-3")
    answer = repository.run("projects-serving-objective-with-money", {"objective": area})
    granted = sum(Decimal(getattr(row[1], "value", "0")) for row in answer.rows)
    coverage = repository.run("coverage-of-strategy", {"document": RUS})
    rows = {getattr(row[0], "value", ""): row for row in coverage.rows if "SEK" in str(row[1])}
    assert Decimal(getattr(rows[area][3], "value", "")) == granted > 0
    assert getattr(rows[area][2], "value", "") == str(len({row[0] for row in answer.rows}))


def test_the_matrix_agrees_with_the_lists_behind_its_cells(repository: Repository) -> None:
    answer = repository.run("region-goal-matrix")
    assert answer.rows
    for region, goal, projects, _ in answer.rows[:20]:
        filters = ProjectFilters(goal=getattr(goal, "value", ""), territory=getattr(region, "value", ""))
        assert str(repository.projects(filters).total) == getattr(projects, "value", "")


def test_gaps_are_objectives_that_the_lists_do_not_reach(repository: Repository) -> None:
    gaps = column(repository, "objectives-without-project", "objective")
    for iri in gaps[:5]:
        assert column(repository, "projects-serving-goal", "project", goal=full(iri)) == []


@pytest.mark.parametrize("name", sorted(load_questions()))
def test_what_a_question_shows_as_its_example_is_in_what_ships(repository: Repository, name: str) -> None:
    """Whoever starts from the file gets an answer about something."""
    question = load_questions()[name]
    prologue = "\n".join(each for each in question.text.splitlines() if each.startswith(("BASE", "PREFIX")))
    iris = {each.name for each in question.parameters if each.kind == "iri"}
    shown = {key: question.text[start:end] for key, (start, end) in question.slots.items() if key in iris}
    for key, terms in shown.items():
        lacking = "FILTER(BOUND(?x) && NOT EXISTS { ?x ?p ?o })"
        asked = f"{prologue}\nSELECT ?x {{ VALUES ?x {{ {terms} }} {lacking} }}"
        assert list(repository.store.select(asked)) == [], key
