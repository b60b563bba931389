"""Say, fund, do: the same as the three questions on generated graphs, and what each state means."""

from __future__ import annotations

from collections import defaultdict
from decimal import Decimal

import pytest
from hypothesis import given

from graph.alignment.portfolio import Filters, Portfolio
from graph.alignment.portfolio.measured import Movement, Observed, movements_in, state_of
from graph.commits import Writer
from graph.errors import UnknownName
from graph.store import Changes, Store
from graph_facts import ALICE, BASE, LIST, in_graph
from portfolio_worlds import World, worlds
from test_graph_alignment_portfolio_generated import MACHINE, quick, rows, written

SE125, SE121 = (f"http://data.europa.eu/nuts/code/{code}" for code in ("SE125", "SE121"))
SDG = "http://metadata.un.org/sdg/"
EMPTY = World((), ())


def measured_rows(store: Store, area: str) -> set[tuple[object, ...]]:
    return {
        (
            row["target"],
            row["indicator"],
            row["unit"],
            row["before"],
            Decimal(row["earlier"]),
            row["after"],
            Decimal(row["latest"]),
            {"true": True, "false": False}.get(row.get("higherIsBetter", "")),
        )
        for row in rows(store, "moved-in-territory", territory=area)
    }


@quick
@given(worlds())
def test_what_is_said_paid_and_done_agrees_with_the_questions(world: World) -> None:
    store = written(world).store
    portfolio = Portfolio(store)
    for area in (SE125, SE121):
        by_goal, by_target = (portfolio.say_fund_do(area, by_goal=each).rows for each in (True, False))
        covered = {**by_goal, **by_target}
        named = {
            (row["target"], row["document"], row["part"])
            for row in rows(store, "named-by-strategies", territory=area)
        }
        assert {(row, *pair) for row, own in covered.items() for pair in own.named} == named
        funded = defaultdict(dict)
        for row in rows(store, "funded-in-territory", territory=area):
            funded[row["target"]][row["currency"]] = (int(row["projects"]), Decimal(row["granted"]))
        assert {
            row: {each.currency: (each.projects, each.value) for each in own.money.money}
            for row, own in covered.items()
            if own.money.money
        } == funded
        assert {
            (
                row,
                each.indicator,
                each.unit,
                each.before.when,
                each.before.value,
                each.after.when,
                each.after.value,
                each.higher_is_better,
            )
            for row, own in covered.items()
            for each in own.movements
        } == measured_rows(store, area)
        assert {row for row, own in covered.items() if own.is_said} == {target for target, *_ in named}
        assert {row for row, own in covered.items() if own.is_funded} == {
            target for target, own in funded.items() if any(value > 0 for _, value in own.values())
        }


def observed(area: str, *values: tuple[str, str, str]) -> str:
    return " ".join(
        f"""<id/observation/t/{area[-2:]}{year}{role}> a qb:Observation ; pg:indicator <id/indicator/x/i> ;
        sdmx-dimension:refArea <{area}> ; sdmx-dimension:refPeriod "{year}"^^xsd:gYear ;
        pg:observationRole pg:{role}Role ; sdmx-measure:obsValue {value} ."""
        for year, role, value in values
    )


@pytest.fixture
def writer() -> Writer:
    return written(EMPTY)


def done(writer: Writer, text: str, area: str = SE125) -> str:
    """Returns how objective b's indicator moves goal 9, once an accepted chain joins them."""
    statement = """<id/alignment/t/b> a pg:Alignment ; owl:annotatedSource <id/objective/x/b> ;
        owl:annotatedProperty pg:contributesTo ; owl:annotatedTarget sdg:9 ; sssom:confidence 0.5 ;
        dct:creator <id/agent/test/alice> ."""
    quads = in_graph(LIST, text + statement)
    writer.commit(Changes(added=quads), agent=ALICE, reason="")
    return Portfolio(writer.store).say_fund_do(area, by_goal=True).rows[SDG + "9"].is_done


@pytest.mark.parametrize(
    ("values", "state"),
    [
        ([], "unknown"),
        ([("2019", "Actual", "1")], "unknown"),
        ([("2019", "Actual", "1"), ("2020", "Target", "9"), ("2021", "Forecast", "8")], "unknown"),
        ([("2019", "Baseline", "1"), ("2020", "Actual", "1.0")], "still"),
        ([("2019", "Baseline", "1"), ("2020", "Actual", "2")], "forward"),
        ([("2018", "Actual", "1"), ("2019", "Actual", "3"), ("2020", "Actual", "2")], "backward"),
    ],
)
def test_an_indicator_moves_by_its_two_latest_measurements(
    writer: Writer, values: list[tuple[str, str, str]], state: str
) -> None:
    assert done(writer, observed(SE125, *values)) == state


def test_what_is_measured_elsewhere_says_nothing_of_an_area(writer: Writer) -> None:
    assert done(writer, observed(SE121, ("2019", "Actual", "1"), ("2020", "Actual", "2"))) == "unknown"


def movement(before: str, after: str, *, better: bool | None) -> Movement:
    first, last = Observed("2019", Decimal(before), "urn:a"), Observed("2020", Decimal(after), "urn:b")
    return Movement("urn:i", "", first, last, better)


def test_states_are_summed_up_without_hiding_one() -> None:
    up, down = movement("1", "2", better=True), movement("1", "2", better=False)
    unclear, still = movement("1", "2", better=None), movement("2", "2.0", better=True)
    assert [each.state for each in (up, down, unclear, still)] == ["forward", "backward", "moves", "still"]
    assert state_of([]) == "unknown"
    assert state_of([up, down, still]) == "mixed"
    assert state_of([still, up]) == "forward"
    assert state_of([still, unclear]) == "moves"
    assert state_of([still]) == "still"


def test_programmes_do_not_speak_for_an_area(writer: Writer) -> None:
    text = """<id/alignment/t/one> a pg:Alignment ; owl:annotatedSource <id/programme/t/one> ;
        owl:annotatedProperty pg:contributesTo ; owl:annotatedTarget sdg:13 ; sssom:confidence 0.5 ;
        dct:creator <id/agent/test/alice> ."""
    writer.commit(Changes(added=in_graph(LIST, text)), agent=ALICE, reason="")
    assert not Portfolio(writer.store).say_fund_do(SE125, by_goal=True).rows[SDG + "13"].is_said


def test_a_commit_of_observations_moves_it_on(writer: Writer) -> None:
    portfolio = Portfolio(writer.store)
    assert portfolio.say_fund_do(SE125).rows[SDG + "9.5"].is_done == "unknown"
    text = observed(SE125, ("2019", "Actual", "1"), ("2020", "Actual", "2")).replace(
        "<id/indicator/x/i>", "sdg:C1"
    )
    writer.commit(Changes(added=in_graph(LIST, text)), agent=ALICE, reason="")
    portfolio.catch_up()
    covered = portfolio.say_fund_do(SE125).rows[SDG + "9.5"]
    assert (covered.is_done, covered.indicators) == ("moves", (SDG + "C1",))
    assert covered.movements[0].after == Observed("2020", Decimal(2), f"{BASE}id/observation/t/252020Actual")


def test_confidence_and_status_hold_for_what_is_said_too(writer: Writer) -> None:
    assert done(writer, "") == "unknown"
    portfolio = Portfolio(writer.store)

    def said(filters: Filters) -> bool:
        return portfolio.say_fund_do(SE125, filters, by_goal=True).rows[SDG + "9"].is_said

    assert said(Filters())
    assert said(Filters(statuses=MACHINE, minimum=Decimal("0.5")))
    assert not said(Filters(minimum=Decimal("0.51")))
    assert not said(Filters(statuses=frozenset(("accepted",))))


def test_an_area_that_is_none_is_refused(writer: Writer) -> None:
    with pytest.raises(UnknownName):
        Portfolio(writer.store).say_fund_do("sdg:9")
    assert movements_in(writer.store, SE121) == {}
