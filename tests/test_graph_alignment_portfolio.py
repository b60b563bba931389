"""The portfolio on what ships and on small graphs: filters, money, rates, gaps, and what it refuses."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import date
from decimal import Decimal

import pytest

from data import shipped_files
from graph.alignment.chains import Chains
from graph.alignment.portfolio import Figure, Filters, Portfolio, Rate
from graph.commits import Writer
from graph.commits.replacing import Replacement
from graph.errors import InputError, PolicygraphError, UnknownName
from graph.ledger import review, withdraw
from graph.ledger.events import Event
from graph.loading import load_shipped
from graph.questions import bind, load_questions
from graph.repository import Repository
from graph.store import Changes, Store, open_store
from graph.terms import expand
from graph_facts import ALICE, BASE, LEDGER, LIST, PEOPLE, Clock, alignment, in_graph, node
from lists_of_ours import shipped_store
from portfolio_worlds import PROJECTS, small_world

SDG = "http://metadata.un.org/sdg/"
RUS = BASE + "id/document/x/rus"
A, A1, B, C = (BASE + f"id/objective/{name}" for name in ("x/a", "x/a1", "x/b", "y/c"))
SE125, SE121, DK01 = (f"http://data.europa.eu/nuts/code/{code}" for code in ("SE125", "SE121", "DK01"))
ECB = Rate("DKK", "SEK", Decimal("1.5"), date(2020, 6, 30), "https://www.ecb.europa.eu/stats")


@pytest.fixture
def writer() -> Writer:
    """Returns a store with projects p (to 9.5 and, through the objective a1, to 13) and q (to 9 and to b)."""
    return small_world()


@pytest.fixture
def portfolio(writer: Writer) -> Portfolio:
    return Portfolio(writer.store)


def money(figure: Figure) -> dict[str, tuple[str, str, int]]:
    return {each.currency: (f"{each.value:f}", f"{each.accepted:f}", each.projects) for each in figure.money}


def refused(action: Callable[[], object]) -> PolicygraphError:
    with pytest.raises(PolicygraphError) as caught:
        action()
    return caught.value


def test_goals_count_projects_and_money_and_what_is_accepted(portfolio: Portfolio) -> None:
    answer = portfolio.goals()
    nine, thirteen = answer.rows[SDG + "9"], answer.rows[SDG + "13"]
    assert (nine.projects, nine.accepted, money(nine)) == (
        2,
        1,
        {"SEK": ("110.5", "100.0", 2), "DKK": ("20.0", "0.0", 1)},
    )
    assert (thirteen.projects, thirteen.accepted, money(thirteen)) == (1, 0, {"SEK": ("100.0", "0.0", 1)})
    assert (answer.total.projects, answer.total.accepted) == (2, 1)
    assert money(answer.total) == money(nine)
    assert (answer.basis.sequence, answer.basis.counting) == (2, "full")


def test_targets_and_objectives_keep_rows_without_projects(portfolio: Portfolio) -> None:
    targets = {iri: figure.projects for iri, figure in portfolio.targets().rows.items()}
    assert targets == {SDG + "9.5": 1, SDG + "13.2": 1}
    objectives = portfolio.objectives(RUS)
    assert {iri: figure.projects for iri, figure in objectives.rows.items()} == {A: 1, A1: 1, B: 1}
    assert portfolio.objectives("http://127.0.0.1:8000/id/document/y/rus").rows == {C: Figure()}


def test_regions_hold_a_project_once_each(portfolio: Portfolio) -> None:
    grid = portfolio.goals_by_region()
    assert {cell: figure.projects for cell, figure in grid.cells.items()} == {
        (SDG + "9", SE125): 2,
        (SDG + "9", SE121): 1,
        (SDG + "9", DK01): 1,
        (SDG + "13", SE125): 1,
    }
    assert grid.columns == (DK01, SE121, SE125)
    assert money(grid.total) == {"SEK": ("110.5", "100.0", 2), "DKK": ("20.0", "0.0", 1)}


def test_parts_divide_over_goals_and_regions(portfolio: Portfolio) -> None:
    goals = portfolio.goals(counting="parts")
    assert money(goals.rows[SDG + "13"]) == {"SEK": ("50.00", "0.00", 1)}
    assert money(goals.rows[SDG + "9"])["SEK"] == ("60.50", "50.00", 2)
    grid = portfolio.goals_by_region(counting="parts")
    assert money(grid.cells[SDG + "9", SE121]) == {"SEK": ("3.50", "0.00", 1), "DKK": ("6.67", "0.00", 1)}
    assert money(grid.cells[SDG + "9", DK01])["DKK"] == ("6.67", "0.00", 1)
    assert money(grid.cells[SDG + "9", SE125])["DKK"] == ("6.66", "0.00", 1)
    assert money(grid.total)["DKK"] == ("20.00", "0.00", 1)
    of_region = portfolio.goals(Filters(region=SE121), counting="parts")
    assert money(of_region.total) == {"SEK": ("3.50", "0.00", 1), "DKK": ("6.67", "0.00", 1)}


def test_programmes_count_what_they_gave_themselves(portfolio: Portfolio) -> None:
    one, two = (BASE + f"id/programme/t/{name}" for name in ("one", "two"))
    grid = portfolio.goals_by_programme()
    assert money(grid.cells[SDG + "9", one]) == {"SEK": ("110.5", "100.0", 2)}
    assert money(grid.cells[SDG + "9", two]) == {"DKK": ("20.0", "0.0", 1)}
    assert money(portfolio.goals(Filters(programme=two)).rows[SDG + "9"]) == {"DKK": ("20.0", "0.0", 1)}
    assert money(portfolio.goals(Filters(fund=BASE + "id/fund/t/erdf")).total) == {
        "SEK": ("110.5", "100.0", 2)
    }


def test_objectives_by_goal_follow_chains_through_the_objective(portfolio: Portfolio) -> None:
    grid = portfolio.objectives_by_goal(RUS)
    assert {cell: figure.projects for cell, figure in grid.cells.items()} == {
        (A, SDG + "13"): 1,
        (A1, SDG + "13"): 1,
    }


def test_confidence_is_that_of_the_best_chain(portfolio: Portfolio) -> None:
    at = {text: portfolio.goals(Filters(minimum=Decimal(text))) for text in ("0.36", "0.37", "0.6", "0.61")}
    assert [answer.rows[SDG + "13"].projects for answer in at.values()] == [1, 0, 0, 0]
    assert [answer.rows[SDG + "9"].projects for answer in at.values()] == [2, 2, 2, 0]


def test_rates_join_currencies_and_count_a_project_once(portfolio: Portfolio) -> None:
    answer = portfolio.goals(rates=[ECB])
    assert money(answer.rows[SDG + "9"]) == {"SEK": ("140.5", "100", 2)}
    assert answer.basis.rates == (ECB,)
    parts = portfolio.goals_by_region(counting="parts", rates=[ECB])
    assert money(parts.total) == {"SEK": ("140.50", "100.00", 2)}


def test_rates_that_cannot_be_used_are_refused(portfolio: Portfolio) -> None:
    day = date(2020, 1, 1)
    for make in (
        lambda: Rate("SEK", "SEK", Decimal(1), day, "x"),
        lambda: Rate("DKK", "SEK", Decimal(0), day, "x"),
        lambda: Rate("DKK", "SEK", Decimal("NaN"), day, "x"),
        lambda: Rate("DKK", "SEK", Decimal("1E+13"), day, "x"),
        lambda: Rate("DKK", "SEK", Decimal("1E-13"), day, "x"),
        lambda: Rate("DKK", "SEK", Decimal(1), day, " "),
    ):
        assert refused(make).key == "rate-invalid"
    other = Rate("NOK", "EUR", Decimal("0.1"), day, "x")
    assert refused(lambda: portfolio.goals(rates=[ECB, ECB])).key == "rate-twice"
    assert refused(lambda: portfolio.goals(rates=[ECB, other])).key == "rate-targets"
    unneeded = refused(lambda: portfolio.goals(rates=[Rate("NOK", "SEK", Decimal(1), day, "x")]))
    assert (unneeded.key, unneeded.values) == ("rate-unneeded", {"of": "NOK", "known": "DKK, SEK"})


def test_periods_leave_out_projects_without_dates(portfolio: Portfolio) -> None:
    def served(since: date | None, until: date | None) -> int:
        return portfolio.goals(Filters(since=since, until=until)).total.projects

    assert served(date(2017, 1, 1), date(2017, 12, 31)) == 1
    assert served(date(2019, 1, 1), None) == 0
    assert served(None, date(2015, 12, 31)) == 0
    assert refused(lambda: Filters(since=date(2018, 12, 31), until=date(2016, 1, 1))).key == "period-reversed"


def test_filters_that_can_never_hold_together_are_refused(portfolio: Portfolio) -> None:
    elsewhere = Filters(region=SE121, municipality=BASE + "id/area/se-kommun/1981")
    funds = Filters(programme=BASE + "id/programme/t/one", fund=BASE + "id/fund/t/esf")
    for filters in (elsewhere, funds):
        for ask in (portfolio.goals, portfolio.goals_by_region, portfolio.goals_by_programme):
            assert refused(lambda ask=ask, filters=filters: ask(filters)).key == "filters-contradict"
        assert refused(lambda filters=filters: portfolio.gaps(None, filters)).key == "filters-contradict"


def test_no_status_leaves_nothing(portfolio: Portfolio) -> None:
    filters = Filters(statuses=frozenset())
    for counting in ("full", "parts"):
        answer = portfolio.goals(filters, counting=counting)  # type: ignore[arg-type]
        assert answer.rows == {SDG + "9": Figure(), SDG + "13": Figure()}
        assert portfolio.goals_by_region(filters, counting=counting).cells == {}  # type: ignore[arg-type]
    assert portfolio.concentration(RUS, filters).carriers == ()


def test_unknown_names_are_told_with_what_was_looked_for(portfolio: Portfolio) -> None:
    for ask, kind in (
        (lambda: portfolio.goals(Filters(region="nuts:XX")), "region"),
        (lambda: portfolio.goals(Filters(municipality=RUS)), "municipality"),
        (lambda: portfolio.goals(Filters(programme="nuts:SE125")), "programme"),
        (lambda: portfolio.goals(Filters(fund=RUS)), "fund"),
        (lambda: portfolio.objectives("sdg:9"), "document"),
        (lambda: portfolio.gaps("sdg:9"), "document"),
        (lambda: portfolio.overlap(RUS, "sdg:9"), "document"),
    ):
        error = refused(ask)
        assert isinstance(error, UnknownName)
        assert (error.key, error.values["kind"]) == ("portfolio-unknown", kind)
    assert refused(lambda: Filters(minimum=Decimal("1.1"))).key == "confidence-range"
    assert isinstance(refused(lambda: Filters(statuses=frozenset(("rejected",)))), InputError)


def test_gaps_tell_projects_money_and_indicators_apart(portfolio: Portfolio) -> None:
    found = portfolio.gaps()
    assert found.without_project == found.without_money == (C,)
    assert set(found.without_indicator) == {A, A1, C, SDG + "13", SDG + "13.2"}
    assert portfolio.gaps(prioritised=True).without_project == (C,)
    assert set(portfolio.gaps(RUS, Filters(region=SE121)).without_project) == {A, A1}


def test_a_project_without_money_leaves_its_objective_unfunded(writer: Writer) -> None:
    writer.commit(
        Changes(added=alignment("i", "<id/project/t/idle>", "<id/objective/y/c>")), agent=ALICE, reason=""
    )
    found = Portfolio(writer.store).gaps(BASE + "id/document/y/rus")
    assert (found.without_project, found.without_money) == ((), (C,))


def test_overlap_names_shared_projects_and_goals(portfolio: Portfolio) -> None:
    found = portfolio.overlap(RUS, BASE + "id/document/y/rus")
    assert (found.first.projects, found.second.projects, found.both.projects) == (2, 0, 0)
    assert found.goals == (SDG + "13",)
    agenda = portfolio.overlap(RUS, BASE + "id/document/un/agenda")
    assert (agenda.both.projects, agenda.goals) == (2, (SDG + "13",))
    sure = portfolio.overlap(RUS, BASE + "id/document/y/rus", Filters(minimum=Decimal("0.7")))
    assert sure.goals == ()


def test_concentration_names_who_carries_an_objective(portfolio: Portfolio) -> None:
    alpha = BASE + "id/organisation/t/alpha"
    by_objective = {each.objective: each for each in portfolio.concentration(RUS).carriers}
    assert set(by_objective) == {A, A1, B}
    assert by_objective[A].only_project == BASE + "id/project/t/p"
    assert by_objective[A].carried_by == (alpha,)
    goals = {
        each.objective: each for each in portfolio.concentration(BASE + "id/document/un/agenda").carriers
    }
    nine = goals[SDG + "9"]
    assert (nine.only_project, nine.largest, nine.share) == (None, alpha, 2)


def test_a_store_without_projects_or_goals_answers_nothing() -> None:
    portfolio = Portfolio(open_store("memory:"))
    assert (portfolio.goals().rows, portfolio.goals().total) == ({}, Figure())
    assert portfolio.goals_by_region(counting="parts").cells == {}
    assert portfolio.gaps().without_project == ()


def test_events_move_the_portfolio_on(writer: Writer, portfolio: Portfolio) -> None:
    def total() -> tuple[int, int]:
        portfolio.catch_up()
        figure = portfolio.goals().rows[SDG + "13"]
        return figure.projects, figure.accepted

    event = Event(PEOPLE, ALICE, Clock()())
    assert total() == (1, 0)
    judged = review(BASE, node("id/alignment/test/p2"), Decimal(1), event)
    writer.commit(Changes(added=judged), agent=ALICE, reason="")
    assert total() == (1, 1)
    withdrawn = withdraw(BASE, node("id/alignment/test/a"), event)
    writer.commit(Changes(added=withdrawn), agent=ALICE, reason="")
    assert total() == (0, 0)
    writer.undo(writer.store.sequence, ALICE, "")
    assert total() == (1, 1)
    changed = in_graph(LIST, PROJECTS.replace("<id/project/t/p> a pg:Project ;", "<id/project/t/p>"))
    writer.replace_graph(Replacement(LIST, changed), agent=ALICE, reason="")
    assert total() == (0, 0)
    assert portfolio.sequence == writer.store.sequence


def test_machines_count_only_when_asked(writer: Writer) -> None:
    text = str(ALICE)
    told = alignment("m", "<id/project/t/idle>", "sdg:13.2")
    by_machine = frozenset(
        quad for line in told for quad in [line] if text not in str(line.object)
    ) | in_graph(LEDGER, "<id/alignment/test/m> dct:creator <id/agent/test/machine> .")
    writer.commit(Changes(added=by_machine), agent=ALICE, reason="")
    portfolio = Portfolio(writer.store)
    asked = Filters(statuses=frozenset(("accepted", "proposed", "machine")))
    assert portfolio.goals().rows[SDG + "13"].projects == 1
    assert portfolio.goals(asked).rows[SDG + "13"].projects == 2


def test_a_portfolio_behind_the_journal_is_rebuilt(portfolio: Portfolio) -> None:
    portfolio.sequence = -1
    portfolio.catch_up()
    assert (portfolio.sequence, portfolio.goals().total.projects) == (2, 2)


@pytest.fixture(scope="module")
def shipped() -> Iterator[Store]:
    store = open_store("memory:")
    load_shipped(store, shipped_files(examples=True))
    yield store
    store.close()


def test_what_ships_agrees_with_sparql(shipped: Store) -> None:
    def rows(name: str) -> list[dict[str, str]]:
        found = shipped.select(bind(load_questions()[name], {}, shipped.base))
        return [{key: term.value for key, term in row.items()} for row in found]  # type: ignore[union-attr]

    portfolio = Portfolio(shipped)
    counts = {row["goal"]: int(row["projects"]) for row in rows("goal-counts")}
    goals = portfolio.goals()
    assert {goal: figure.projects for goal, figure in goals.rows.items()} == counts
    assert list(goals.rows) == [f"{SDG}{number}" for number in range(1, 18)]
    assert sum(counts.values()) > 0
    cells = portfolio.goals_by_region().cells
    matrix = {
        (r["goal"], r["region"]): (int(r["projects"]), int(r["accepted"])) for r in rows("region-goal-matrix")
    }
    assert {cell: (figure.projects, figure.accepted) for cell, figure in cells.items()} == matrix
    assert set(portfolio.gaps().without_project) == {
        row["objective"] for row in rows("objectives-without-project")
    }
    granted = {
        (row["goal"], row["region"], row["currency"]): Decimal(row["granted"])
        for row in rows("region-goal-money")
    }
    assert {
        (*cell, own.currency): own.value for cell, figure in cells.items() for own in figure.money
    } == granted


def test_a_bulk_loaded_store_without_derived_graphs_is_read_all_the_same() -> None:
    assert Portfolio(shipped_store()).goals().total.projects > 0


def test_thresholds_agree_with_the_chains_that_are_shown(shipped: Store) -> None:
    portfolio, chains = Portfolio(shipped), Chains(Repository(shipped))
    projects = {str(q.subject)[1:-1] for q in shipped.quads(None, expand("rdf:type"), expand("pg:Project"))}
    best = {
        (project, goal): max((c.confidence for c in chains.up(project, goal) if c.serves), default=None)
        for project in projects
        for goal in (f"{SDG}{number}" for number in (3, 8, 9, 13))
    }
    for text in ("0", "0.3", "0.5", "0.7"):
        rows = portfolio.goals(Filters(minimum=Decimal(text))).rows
        for goal in {goal for _, goal in best}:
            found = [own for (_, end), own in best.items() if end == goal and own is not None]
            assert rows[goal].projects == len([own for own in found if own >= Decimal(text)])
