"""The portfolio on the command line: the questions of HTTP, as tables and as JSON."""

from __future__ import annotations

from decimal import Decimal

import pytest

from command_line import CommandLine, fill

RUS = "id/document/vastmanland/rus-2030"


@pytest.fixture(scope="module")
def shared(tmp_path_factory: pytest.TempPathFactory) -> CommandLine:
    """Returns the command line on a store that no test changes."""
    return CommandLine(fill(tmp_path_factory.mktemp("cli") / "store"))


def test_goals_come_as_a_table_that_says_what_it_rests_on(shared: CommandLine) -> None:
    done = shared("portfolio", "goals", "region=nuts:SE331", "counting=parts")
    assert done.code == 0
    heads = done.out.splitlines()[0]
    assert [word in heads for word in ("Row", "Projects", "Accepted", "Currency", "Support accepted")] == [
        True
    ] * 5
    nine = next(line for line in done.out.splitlines() if line.startswith("9 Industry"))
    assert "SEK" in nine
    assert "commit 1. Money is divided equally" in done.err


def test_json_is_that_of_http(shared: CommandLine) -> None:
    told = shared("portfolio", "goals", "rate=DKK,SEK,1.5,2020-06-30,https://example.org/a", "--json").answer
    assert told["basis"]["rates"][0]["value"] == "1.5"
    assert "DKK" not in {each["currency"] for each in told["total"]["money"]}
    assert len(told["items"]) == 17
    assert Decimal(told["total"]["money"][0]["value"]) > 0


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (["gaps", f"document={RUS}"], "Without indicator"),
        (["overlap", f"first={RUS}", "second=id/document/agenda2030/agenda"], "Both"),
        (["concentration", f"document={RUS}"], "Only project"),
        (["say-fund-do", "region=nuts:SE331", "rows=goals"], "unknown"),
        (["goals-by-region"], "Column"),
        (["single-points", f"document={RUS}"], "Statements"),
        (["smallest-set", "objective=sdg:9", "objective=sdg:4"], "Proven smallest"),
        (["objectives-by-goal", f"document={RUS}"], "Ett tillgängligt Västmanland"),
    ],
)
def test_every_kind_of_answer_is_a_table(shared: CommandLine, arguments: list[str], words: str) -> None:
    done = shared("portfolio", *arguments)
    assert (done.code, words in done.out) == (0, True), done.err
    assert "http://127.0.0.1:8000/graph" not in done.out


def test_a_table_says_yes_and_no_and_what_moves_in_the_readers_language(shared: CommandLine) -> None:
    done = shared("--lang", "sv", "portfolio", "say-fund-do", "region=nuts:SE331", "rows=goals")
    one = next(line for line in done.out.splitlines() if line.startswith("14 "))
    assert [word in one.split() for word in ("nej", "okänt", "false", "unknown")] == [
        True,
        True,
        False,
        False,
    ]


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (["nothing"], "The portfolio has no question nothing"),
        (["goals", "colour=blue"], "There is no parameter colour"),
        (["goals", "region=nuts:SE331", "region=nuts:SE125"], "twice"),
        (["goals", "status=rejected"], "The value rejected of the parameter status is not offered"),
        (["goals", "since=2020-01-01", "until=2019-01-01"], "before its beginning"),
        (["goals", "rate=x"], "The rate x cannot be read"),
        (["objectives"], "document"),
        (["goals", "objective=sdg:9"], "There is no parameter objective"),
        (["smallest-set", "objective=sdg:99"], "sdg:99"),
        (["gaps", "document=sdg:9"], "document: sdg:9 is no document, so that nothing can have that value."),
    ],
)
def test_what_cannot_be_used_is_one_line_and_code_2(
    shared: CommandLine, arguments: list[str], words: str
) -> None:
    done = shared("portfolio", *arguments)
    assert done.code == 2
    assert words in done.err or words == "twice"
    assert done.err.count("\n") == 1
