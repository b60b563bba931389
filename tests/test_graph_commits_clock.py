"""What is committed later counts as later, though the machine's clock was put back."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from decimal import Decimal
from pathlib import Path

from command_line import CommandLine
from graph.commits import Writer
from graph.ledger.status import standing_of
from graph.model import Name
from graph.recording import Agent, Decision, Recorder
from graph.store import Changes, open_store
from graph_facts import ALICE, POLICY, alignment, node, trig

AHEAD = datetime.now(UTC) + timedelta(days=400)


def test_commits_go_on_from_the_last_one(tmp_path: Path) -> None:
    place, stated = str(tmp_path / "store"), node("id/alignment/test/a")
    store = open_store(place)
    ahead = Writer(store, clock=lambda: AHEAD)
    ahead.commit(Changes(added=trig(POLICY)), agent=ALICE, reason="policy")
    ahead.commit(
        Changes(added=alignment("a", "<id/objective/x/area>", "sdg:9")), agent=ALICE, reason="stated"
    )
    anna = Agent(node("id/agent/local/anna").value, "Anna")
    Recorder(ahead, anna).review(Decision(stated.value, Decimal(1), Name("ja", "sv")))
    store.close()
    store = open_store(place)
    again = Writer(store)
    Recorder(again, anna).review(Decision(stated.value, Decimal(-1), Name("nej", "sv")))
    assert standing_of(store, stated).status == "rejected"
    moments = [commit.at for commit in again.history()]
    assert moments == sorted(moments)
    assert len(set(moments[-2:])) == 2
    store.close()


def test_the_clock_is_the_machines_own_where_it_runs_on() -> None:
    store = open_store("memory:")
    writer = Writer(store)
    before = datetime.now(UTC)
    commit = writer.commit(Changes(added=trig(POLICY)), agent=ALICE, reason="policy")
    assert commit is not None
    assert before <= commit.at <= writer.now() <= datetime.now(UTC)


def test_doctor_tells_of_a_last_commit_that_is_later_than_now(tmp_path: Path) -> None:
    store = open_store(str(tmp_path / "store"))
    Writer(store, clock=lambda: AHEAD).commit(Changes(added=trig(POLICY)), agent=ALICE, reason="policy")
    store.close()
    found = {each["check"]: each for each in CommandLine(tmp_path / "store")("doctor", "--json").answer}
    assert found["clock"]["state"] == "warns"
    assert f"{AHEAD:%Y-%m-%d %H:%M}" in found["clock"]["message"]
