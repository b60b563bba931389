"""Say, fund, do: the same as the three questions on generated graphs, and what each state means."""

from __future__ import annotations

from collections import defaultdict
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from graph.alignment.portfolio import Filters, Naming, Portfolio
from graph.alignment.portfolio.measured import Movement, Observed, movements_in, state_of
from graph.commits import Writer
from graph.errors import UnknownName
from graph.store import Changes, Store
from graph_facts import ALICE, BASE, LIST, in_graph
from portfolio_worlds import DOCUMENTS, GOALS, STEPS, World, counts, walks, worlds
from test_graph_alignment_portfolio_generated import (
    DEFAULT,
    MACHINE,
    SURE,
    by_hand,
    full,
    quick,
    rows,
    written,
)

SE125, SE121 = (f"http://data.europa.eu/nuts/code/{code}" for code in ("SE125", "SE121"))
SDG = "http://metadata.un.org/sdg/"
EMPTY = World((), ())
SPEAKS = """PREFIX pg: <https://w3id.org/policygraph#> PREFIX dct: <http://purl.org/dc/terms/>
PREFIX skos: <http://www.w3.org/2004/02/skos/core#> PREFIX eli: <http://data.europa.eu/eli/ontology#>
PREFIX eurio: <http://data.europa.eu/s66#>
ASK {{
  ?document eli:relevant_for <{}> . MINUS {{ ?document a eurio:FundingScheme }}
  MINUS {{ ?document eli:work_type pg:DialogueDocument }}
  {{ ?document pg:contributesTo ?stated }} UNION
  {{ ?scheme dct:source ?document . ?part skos:inScheme ?scheme ; pg:contributesTo ?stated }}
}}"""
SPEAKING = ("<id/document/x/rus>", "<id/document/y/rus>")
STATUSES = (DEFAULT, MACHINE, SURE)


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
        assert portfolio.say_fund_do(area).is_silent == (not store.ask(SPEAKS.format(area)))
        by_goal, by_target = (portfolio.say_fund_do(area, by_goal=each).rows for each in (True, False))
        covered = {**by_goal, **by_target}
        named = {
            (row["target"], row["document"], row["part"], row["accepted"] == "true")
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
        assert {row for row, own in covered.items() if own.is_said_surely} == {
            target for target, _, _, is_accepted in named if is_accepted
        }
        assert {row for row, own in covered.items() if own.is_funded} == {
            target for target, own in funded.items() if any(value > 0 for _, value in own.values())
        }


@quick
@given(worlds(), st.sampled_from(STATUSES), st.sampled_from(["0", "0.12", "0.3", "0.6"]))
def test_how_much_is_accepted_agrees_with_chains_counted_by_hand(
    world: World, statuses: frozenset[str], minimum: str
) -> None:
    filters = Filters(region="nuts:SE125", statuses=statuses, minimum=Decimal(minimum))
    told = Portfolio(written(world).store).say_fund_do(SE125, filters, by_goal=True)
    goals = {full(goal): by_hand(world, filters, {goal}) for goal in GOALS}
    assert {row: own.money for row, own in told.rows.items()} == goals
    assert told.total == by_hand(world, filters, set(GOALS))
    for goal in GOALS:
        assert {each for each in told.rows[full(goal)].named if each.accepted} == {
            Naming(full(document), full(part), True)
            for document, members in DOCUMENTS.items()
            for part in (document, *members)
            if document in SPEAKING and is_accepted(world, part, goal, filters)
        }


def is_accepted(world: World, part: str, goal: str, filters: Filters) -> bool:
    """Says whether an accepted statement of a part begins a chain to a goal, worked out here."""
    counted = [each for each in world.links if counts(each, filters.statuses)]
    hops = [(each.source, each.target, each.confidence) for each in counted]
    hops += [(source, target, Decimal(1)) for source, target in STEPS]
    return any(
        end == goal and sure >= filters.minimum
        for each in counted
        if each.source == part and each.status == "accepted"
        for end, sure in walks(each.target, hops, each.confidence, (each.target,))
    )


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
