"""Where commands write to, and what they are given: closed, full, in another encoding, no text at all."""

from __future__ import annotations

import json
import os
import subprocess
from pathlib import Path

import pytest

from command_line import COMMAND, fill

DASH = "2014–2020"  # in the names of programmes; ASCII and Latin-1 have no such dash


@pytest.fixture(scope="module")
def store(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return fill(tmp_path_factory.mktemp("streams") / "store")


def shell(store: Path, line: str, **environment: str) -> subprocess.CompletedProcess[bytes]:
    """Runs a line of the shell in which `$P` is the command."""
    kept = {name: value for name, value in os.environ.items() if not name.startswith("POLICYGRAPH_")}
    own = {"P": str(COMMAND), "POLICYGRAPH_STORE": str(store), "POLICYGRAPH_LANG": "en"}
    done = subprocess.run(
        ["bash", "-c", line], env=kept | own | environment, capture_output=True, check=False, timeout=300
    )
    assert b"Something went wrong" not in done.stderr, done.stderr
    assert b"Traceback" not in done.stderr, done.stderr
    return done


@pytest.mark.parametrize("encoding", ["ascii", "latin-1", "cp1252"])
def test_a_terminal_without_a_sign_gets_it_escaped(store: Path, encoding: str) -> None:
    table = shell(store, "$P search strategi --limit 20", PYTHONIOENCODING=encoding)
    assert table.returncode == 0
    assert "strategi" in table.stdout.decode(encoding).lower()
    told = shell(store, f"$P search {DASH} --limit 5 --json", PYTHONIOENCODING=encoding)
    assert DASH in str(json.loads(told.stdout.decode(encoding)))


def test_data_are_utf_8_whatever_the_terminal(store: Path) -> None:
    query = f"'SELECT ?l {{ ?s ?p ?l FILTER(CONTAINS(STR(?l), \"{DASH}\")) }} LIMIT 1'"
    done = shell(store, f"$P query {query} --format csv", PYTHONIOENCODING="ascii")
    assert DASH in done.stdout.decode()


def test_an_answer_that_cannot_be_written_is_told_in_one_line(store: Path) -> None:
    done = shell(store, "$P questions > /dev/full")
    assert (done.returncode, done.stderr.count(b"\n")) == (1, 1)
    assert b"The answer cannot be written: the disk is full" in done.stderr


@pytest.mark.parametrize(
    "command",
    [
        "questions",
        "questions --json",
        "ask ways-to-goal goal=sdg:9",
        "ledger",
        "ledger --json",
        "audit",
        "history",
        "search strategi",
        "trace 20200942 --goal sdg:9",
        "codes tillvaxtverket-2014/counties",
        "doctor",
        "query 'SELECT * { ?s ?p ?o }' --format csv",
        "export --format nq",
        "export --format sssom",
        "export --format graphml",
        "export --format xlsx",
        "export --format csv --what projects",
        "export --help",
        "--version",
        "query ASK 2>&1",  # what is wrong is told to nobody
    ],
)
def test_a_reader_that_goes_is_taken_as_other_tools_take_it(store: Path, command: str) -> None:
    done = shell(store, f"$P {command} | true; echo ${{PIPESTATUS[0]}}")
    assert (done.stdout, done.stderr) == (b"141\n", b"")


def test_a_long_answer_is_read_as_far_as_is_wanted(store: Path) -> None:
    done = shell(store, "$P export --format nq | head -1; echo ${PIPESTATUS[0]}")
    assert (done.stdout.count(b"\n"), done.stdout[-4:], done.stderr) == (2, b"141\n", b"")


@pytest.mark.parametrize("closed", [">&-", "2>&- 2>/dev/null", "<&-", "<&- >&- 2>&-"])
def test_closed_streams_lead_nowhere(store: Path, closed: str) -> None:
    assert shell(store, f"$P history {closed}").returncode == 0


def test_a_closed_standard_input_is_empty(store: Path) -> None:
    done = shell(store, "$P query - <&-")
    assert (done.returncode, done.stderr.count(b"\n")) == (2, 1)
    assert b"the query is empty" in done.stderr


def test_an_argument_that_is_no_text_is_named(store: Path, tmp_path: Path) -> None:
    done = shell(store, r"""$P query $'ASK { ?s ?p "\xe4" }'""")
    assert (done.returncode, done.stderr.count(b"\n")) == (2, 1)
    assert b"is no text in UTF-8" in done.stderr
    named = os.fsencode(tmp_path) + b"/f\xe4.ttl"
    Path(os.fsdecode(named)).write_text("<http://example.org/a> <http://example.org/p> 1 .")
    assert shell(store, rf"$P load '{tmp_path}'/$'f\xe4.ttl' --graph graph/source/x").returncode == 0
    assert "f?.ttl" in shell(store, "$P history --limit 1").stdout.decode()


def test_a_journal_that_cannot_be_opened_is_told_as_such(tmp_path: Path) -> None:
    store = fill(tmp_path / "store")
    (store / "journal").rename(tmp_path / "journal")
    (store / "journal").mkdir()
    done = shell(store, "$P history")
    assert (done.returncode, done.stderr.count(b"\n")) == (6, 1)
    assert b"cannot be opened: it is a directory" in done.stderr
    assert b"not damaged" in done.stderr


def test_a_setting_of_several_values_is_refused_as_it_was_written(store: Path) -> None:
    done = shell(store, "$P --set oidc_algorithms=RS256,none history")
    assert (done.returncode, done.stderr.count(b"\n")) == (2, 1)
    assert b"cannot be RS256,none:" in done.stderr
