"""Accounts of changes: what commits did, counted, of everything, of a goal, a strategy and an area."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from decimal import Decimal
from pathlib import Path

import pytest

from graph.commits import Writer, reason_of
from graph.errors import InputError
from graph.ledger.events import Event, review, withdraw
from graph.since import Account, Kept, account_of, pieces, scope_of
from graph.store import Changes, Store, open_store
from graph.terms import NamedNode, Quad, expand
from graph_facts import ALICE, BASE, LIST, PEOPLE, POLICY, alignment, in_graph, node, trig
from long_lists import FIRST, became, brought, make_few_many, opened, two_stores

START = datetime(2026, 1, 1, 12, tzinfo=UTC)
GOAL, OTHER, AREA = expand("sdg:9").value, expand("sdg:10").value, node("id/objective/x/area").value
RUS, WEST, EAST = node("id/document/x/rus").value, expand("nuts:SE331").value, expand("nuts:SE332").value
PLACES = """
<graph/source/areas> {
    nuts:SE33 a dct:Location ; geo:sfWithin nuts:SE33 .
    nuts:SE331 a dct:Location ; geo:sfWithin nuts:SE331, nuts:SE33 .
    nuts:SE332 a dct:Location ; geo:sfWithin nuts:SE332, nuts:SE33 .
    sdg:10 a pg:Objective . <id/document/x/rus> eli:relevant_for nuts:SE332 .
    <id/agent/test/bot> a prov:SoftwareAgent .
}
"""
P1 = "<id/project/x/1> a pg:Project ; dct:spatial nuts:SE331 ; eurio:isFundedBy <id/grant/x/1> ."


@pytest.fixture(params=["memory", "disk"])
def store(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Store]:
    made = open_store("memory:" if request.param == "memory" else str(tmp_path / "store"))
    yield made
    made.close()


def turned(name: str, **values: NamedNode) -> frozenset[Quad]:
    """Returns an alignment to the goal with other values of properties, by the ends of their names."""
    own = alignment(name, "<id/project/x/1>", "sdg:9")
    return frozenset(
        Quad(
            q.subject,
            q.predicate,
            values.get(q.predicate.value.rsplit("/", 1)[-1].rsplit("#", 1)[-1], q.object),
            q.graph_name,
        )
        for q in own
    )


class Days:
    """Writes a commit a day, from the first of January on."""

    def __init__(self, store: Store) -> None:
        self.store = store
        self.writer = Writer(store, clock=lambda: START + timedelta(days=store.sequence))

    def add(self, *quads: object, reason: str = "added") -> None:
        self.writer.commit(Changes(added=frozenset().union(*quads)), agent=ALICE, reason=reason)  # type: ignore[arg-type]

    def told(
        self, thing: str | None = None, area: str | None = None, since: int = 1, **until: int
    ) -> Account:
        """Returns the account from a day of January on."""
        days = [datetime(2026, 1, day, tzinfo=UTC) for day in (since, *until.values())]
        return account_of(self.store, Kept(self.store), scope_of(self.store, thing, area), *days)

    def sums(self, *asked: str | None, **days: int) -> dict[str, int]:
        told = self.told(*asked, **days).sums
        return {f"-{kind}" if gone else kind: count for (kind, gone), count in told.items()}


@pytest.fixture
def days(store: Store) -> Days:
    """Returns a graph in which a project serves part of a strategy, which serves a goal."""
    made = Days(store)
    made.add(trig(POLICY), trig(PLACES), reason="first")
    made.add(in_graph(LIST, P1), alignment("p1", "<id/project/x/1>", "<id/objective/x/area>"))
    made.add(alignment("area", "<id/objective/x/area>", "sdg:9.5"))
    return made


def test_each_commit_is_told_by_kind_with_who_and_why(days: Days) -> None:
    newest, second, first = days.told().acts
    assert [(act.commit.reason, act.commit.agent) for act in (first, second)] == [
        ("first", ALICE),
        ("added", ALICE),
    ]
    assert dict(second.sums) == {("statement", False): 1, ("project", False): 1}
    assert [(part.sign.kind, part.things) for part in newest.parts] == [
        ("statement", (node("id/alignment/test/area").value,))
    ]


def test_what_another_graph_holds_already_is_not_new_nor_gone(days: Days) -> None:
    """A list that tells of projects that were there, and is withdrawn, changed what is told of them alone."""
    own = in_graph(node("graph/list/other"), f"{P1} <id/project/x/2> a pg:Project ; dct:spatial nuts:SE331 .")
    days.add(own)
    assert days.sums(since=4) == {"project": 1, "described": 1}
    days.writer.commit(Changes(removed=own), agent=ALICE, reason="withdrawn")
    assert days.sums(since=5) == {"-project": 1, "described": 1}
    assert days.sums(since=4, until=5) == {"project": 1, "described": 1}


def test_what_was_told_elsewhere_later_was_new_when_it_came(days: Days) -> None:
    days.add(in_graph(node("graph/list/other"), P1))
    assert days.sums(WEST, since=2, until=3) == {"statement": 1, "project": 1}
    days.writer.commit(Changes(removed=in_graph(LIST, P1)), agent=ALICE, reason="withdrawn")
    days.writer.commit(Changes(removed=in_graph(node("graph/list/other"), P1)), agent=ALICE, reason="gone")
    assert days.sums(since=6)["-project"] == 1


def test_what_is_gone_was_described_whenever_that_is_asked(days: Days) -> None:
    own = in_graph(LIST, "<id/grant/x/1> a eurio:Grant . <id/project/x/1> skos:altLabel 'Nytt'@sv .")
    days.add(own)
    days.add(in_graph(LIST, "<id/grant/x/1> skos:altLabel 'Stöd'@sv ."))
    asked = [((None, None), 4), ((None, None), 5), ((WEST, None), 4)]
    before = [days.sums(*each, since=day, until=6) for each, day in asked]
    assert [each["described"] for each in before] == [2, 1, 2]
    days.writer.commit(Changes(removed=in_graph(LIST, P1) | own), agent=ALICE, reason="gone")
    assert [days.sums(*each, since=day, until=6) for each, day in asked] == before
    assert days.sums(since=6) == {"-project": 1}
    days.add(in_graph(LIST, P1.replace("SE331", "SE332")))
    assert days.sums(since=7) == {"project": 1}
    assert [days.sums(*each, since=day, until=6) for each, day in asked][:2] == before[:2]


def test_a_span_holds_its_days_and_no_others(days: Days) -> None:
    assert [act.commit.sequence for act in days.told(since=2).acts] == [3, 2]
    assert [act.commit.sequence for act in days.told(since=2, until=3).acts] == [2]
    assert days.told(since=9).acts == ()


def test_a_goal_is_concerned_by_all_that_leads_there(days: Days) -> None:
    assert days.sums(GOAL, since=2) == {"statement": 2}
    assert days.sums(OTHER, since=2) == {}
    assert days.sums(expand("sdg:9.5").value, since=2) == {"statement": 2}


def test_a_strategy_is_concerned_by_what_its_own_parts_serve_too(days: Days) -> None:
    days.add(alignment("area-10", "<id/objective/x/area>", "sdg:10"))
    assert days.sums(RUS, since=2) == {"statement": 3}
    assert days.sums(OTHER, since=4) == {"statement": 1}
    assert days.sums(GOAL, since=4) == {}


def test_an_area_is_concerned_by_its_projects_and_its_documents(days: Days) -> None:
    assert days.sums(WEST, since=2) == {"statement": 1, "project": 1}
    assert days.sums(EAST, since=2) == {"statement": 1}
    assert days.sums(expand("nuts:SE33").value, since=2) == {"statement": 2, "project": 1}
    assert days.sums(GOAL, WEST, since=2) == {"statement": 1}


def test_reviews_and_withdrawals_concern_what_their_statement_does(days: Days) -> None:
    of = node("id/alignment/test/p1")
    for number, agreement in enumerate(("1", "-0.5", "0")):
        event = Event(PEOPLE, ALICE, START + timedelta(seconds=number), "why")
        days.add(review(BASE, of, Decimal(agreement), event))
    withdrawn = withdraw(BASE, of, Event(PEOPLE, ALICE, START))
    days.add(withdrawn)
    days.add(withdraw(BASE, next(iter(withdrawn)).subject, Event(PEOPLE, ALICE, START + timedelta(hours=1))))
    told = {"accepting": 1, "rejecting": 1, "undecided": 1, "withdrawal": 1, "retraction": 1}
    assert days.sums(WEST, since=4) == days.sums(AREA, since=4) == told
    assert days.sums(EAST, since=4) == {}
    assert days.told(GOAL, since=4).acts[1].parts[0].things == (of.value,)


def test_what_a_machine_says_and_what_hinders_are_kinds_of_their_own(days: Days) -> None:
    bot = turned("bot", creator=node("id/agent/test/bot"))
    against = turned("against", annotatedProperty=expand("pg:hinders"))
    days.add(bot)
    days.add(against)
    assert days.sums(GOAL, since=4) == {"hindrance": 1, "proposal": 1}


def test_what_is_undone_is_told_as_gone_with_what_it_concerned(days: Days) -> None:
    days.writer.undo(2, ALICE, reason_of("undo", sequence=2))
    assert days.sums(since=4) == days.sums(WEST, since=4) == {"withdrawal": 1, "-project": 1}
    assert days.sums(GOAL, since=4) == {"withdrawal": 1}


def test_a_thing_of_which_a_part_changes_is_described_anew(days: Days) -> None:
    days.add(in_graph(LIST, "<id/grant/x/1> eurio:hasFundingAmount <id/amount/x/1> ."))
    days.add(in_graph(LIST, "<id/objective/x/area> skos:prefLabel 'Hav'@sv ."))
    assert days.sums(since=4) == {"described": 2}
    assert days.sums(WEST, since=4) == {"described": 1}
    assert days.told(RUS, since=4).acts[0].parts[0].things == (AREA,)


def test_a_value_of_an_indicator_concerns_what_it_measures(days: Days) -> None:
    days.add(in_graph(LIST, "<id/objective/x/area> pg:measuredBy <id/indicator/x/i> ."))
    days.add(
        in_graph(
            LIST,
            """<id/observation/x/1> a qb:Observation ; pg:indicator <id/indicator/x/i> ;
            sdmx-dimension:refArea nuts:SE331 .""",
        )
    )
    assert days.sums(GOAL, since=5) == days.sums(WEST, since=5) == {"observation": 1}
    assert days.sums(OTHER, since=5) == {}


def test_nothing_leads_to_a_project_and_no_area_is_a_goal(days: Days) -> None:
    for asked in ((node("id/project/x/1").value, None), (None, GOAL)):
        with pytest.raises(InputError, match="changes-of-what"):
            scope_of(days.store, *asked)


def test_a_question_reads_so_much_and_the_next_one_goes_on(days: Days) -> None:
    kept, scope = Kept(days.store, most=1), scope_of(days.store)
    reached = [account_of(days.store, kept, scope, START).reached for _ in range(3)]
    assert [each and each.sequence for each in reached] == [2, 1, None]


def test_a_long_commit_is_read_in_the_background_and_the_next_question_has_it(days: Days) -> None:
    kept, scope = Kept(days.store, long=1, patience=0.0), scope_of(days.store)
    first = account_of(days.store, kept, scope, START)
    assert first.reached is not None
    assert len(first.acts) < 3
    kept.patience = 60.0
    again = account_of(days.store, kept, scope, START)
    assert (len(again.acts), again.reached) == (3, None)
    kept.close()


def test_what_is_too_long_is_named_and_not_counted(days: Days, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(pieces, "LARGE", 12)
    told = days.told()
    assert [commit.sequence for commit in told.unread] == [1]
    assert dict(told.sums) == {("statement", False): 2, ("project", False): 1}


def test_a_filled_store_begins_there(tmp_path: Path) -> None:
    made = open_store(str(tmp_path / "store"), base=BASE)
    made.bulk_add(trig(POLICY))
    made.apply(Changes(), 1, {"iri": f"{BASE}id/commit/1", "at": START.isoformat()})
    told = Days(made).told()
    assert told.filling is not None
    assert (told.acts, told.unread) == ((), ())
    made.close()


def test_a_list_in_batches_is_told_as_one_that_is_taken_whole(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    make_few_many(monkeypatch)
    told = []
    ways = ((999, 50_000), (1, 200))
    for store, (many, most) in zip(next(two_stores(tmp_path / "store")), ways, strict=True):
        became(store, many, opened(brought(1)))
        monkeypatch.setattr(pieces, "LARGE", most)
        assert (next(store.batches(2), None) is not None) == (many == 1)
        told.append([account_of(store, Kept(store), scope_of(store, *asked), FIRST).sums for asked in ASKED])
    assert told[0] == told[1]
    assert told[1][0]["project", False] == 7
    assert told[1][1]["statement", False] == 8


ASKED: tuple[tuple[str | None, str | None], ...] = ((None, None), (GOAL, None), (WEST, None), (GOAL, EAST))
