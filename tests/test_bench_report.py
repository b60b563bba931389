"""The table of ratios and the exit code, on made figures, and what the command says of an unknown name."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from bench import __main__ as command
from bench.__main__ import BENCHMARKS
from bench.process import cpu_seconds, seconds
from bench.report import Line, exit_code, table

QUICK = Line("load", 1.0, "a slow peer", 4.0, 0.35)
SLOW = Line("chains", 3.0, "a quick peer", 2.0, 1.2)
KNOWN = Line("derived graphs", 3.0, "the file alone", 2.0)


@pytest.mark.parametrize(
    ("line", "ratio", "met"), [(QUICK, 0.25, True), (SLOW, 1.5, False), (KNOWN, 1.5, True)]
)
def test_a_ratio_is_ours_by_the_peers(line: Line, ratio: float, met: bool) -> None:
    assert (line.ratio, line.is_met) == (ratio, met)


def test_a_ratio_at_the_bound_meets_it() -> None:
    assert Line("load", 1.2, "peer", 1.0, 1.2).is_met


@pytest.mark.parametrize(
    ("lines", "code"), [([], 0), ([QUICK, KNOWN], 0), ([QUICK, SLOW], 1), ([SLOW], 1), ([KNOWN], 0)]
)
def test_a_missed_bound_is_an_exit_code(lines: list[Line], code: int) -> None:
    assert exit_code(lines) == code


def test_the_table_names_what_was_measured_peer_ratio_and_bound() -> None:
    head, quick, slow, known = table([QUICK, SLOW, KNOWN]).splitlines()
    assert head.split() == ["what", "ours", "peer", "peer's", "ratio", "bound"]
    assert quick.split() == ["load", "1", "s", "a", "slow", "peer", "4", "s", "0.25", "0.35", "ok"]
    assert slow.endswith("1.5    1.2    MISSED")
    assert known.endswith("1.5    -")


def test_columns_stand_below_each_other() -> None:
    lines = table([QUICK, SLOW, KNOWN]).splitlines()
    place = lines[0].index("ratio")
    assert [line[place - 1] for line in lines] == [" "] * 4
    assert all(line[place] != " " for line in lines)


def made(*lines: Line) -> Iterator[Line]:
    yield from lines


@pytest.mark.parametrize(("lines", "code"), [((QUICK,), 0), ((QUICK, SLOW), 1)])
def test_the_command_prints_every_line_and_exits_with_the_code(
    lines: tuple[Line, ...], code: int, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(command, "BENCHMARKS", {"made": lambda: made(*lines)})
    assert command.main(["made"]) == code
    assert capsys.readouterr().out == table(lines) + "\n"


def test_an_unknown_benchmark_is_told_with_the_known_ones(root: Path) -> None:
    run = subprocess.run(
        [sys.executable, "-m", "bench", "nothing"], cwd=root, capture_output=True, text=True, check=False
    )
    assert run.returncode == 2
    assert run.stderr == f"no benchmark nothing; known: {', '.join(BENCHMARKS)}\n"


def test_each_benchmark_is_told_where_people_look_for_it(root: Path) -> None:
    readme = (root / "bench" / "README.md").read_text(encoding="utf-8")
    [listed] = (line for line in (root / "Makefile").read_text("utf-8").splitlines() if line[:6] == "bench:")
    for name in BENCHMARKS:
        assert f"make bench NAME={name} " in readme
        assert f"`{name}` " in readme
        assert name in listed.partition("NAME=")[2]


def test_a_call_takes_time() -> None:
    assert seconds(sum, range(1000)) > 0
    assert cpu_seconds(sorted, range(1000), times=3) >= 0
