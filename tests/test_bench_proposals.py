"""The measuring of proposals: the sample is as said, figures are reckoned rightly, the report is of today."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bench.proposals.agreement import Agreement
from bench.proposals.baseline import keyword_scores
from bench.proposals.echoes import echoes
from bench.proposals.fit import Example, fitted, least_for
from bench.proposals.labels import FILE, SUB_GOALS, held_back, labelled
from bench.proposals.measure import Read, at_recall, bins, calibration_error, figures, interval
from bench.proposals.report import COMMONEST, goal_reads
from bench.proposals.sample import Row, drawn
from graph.proposals.calibration import calibration

READS = [
    Read({"9": 0.9, "8": 0.4}, frozenset({"9"})),
    Read({"7": 0.8, "13": 0.7}, frozenset({"7", "3"})),
    Read({}, frozenset({"4"})),
]
SHARES = st.dictionaries(st.sampled_from("123456"), st.floats(0, 1))
SETS = st.frozensets(st.sampled_from("123456"))


def lines(file: Path) -> list[dict[str, Any]]:
    return [json.loads(line) for line in file.read_text(encoding="utf-8").splitlines()]


def test_figures_are_as_reckoned_by_hand() -> None:
    found = figures(READS, 0.5)
    assert (found.precision, found.recall, found.coverage) == (2 / 3, 2 / 4, 2 / 3)
    assert figures(READS, 0.75).precision == 1
    assert figures(READS, 0.95) == figures([], 0.5)


def test_unknown_keys_count_neither_for_nor_against() -> None:
    found = figures([Read({"9.5": 0.9, "8.3": 0.9}, frozenset({"8.3"}), frozenset({"9.5"}))], 0.5)
    assert (found.precision, found.recall) == (1, 1)


def test_the_figures_at_a_recall_are_those_of_the_highest_bound_that_reaches_it() -> None:
    assert at_recall(READS, 0.25).precision == 1
    assert at_recall(READS, 0.5).recall == 0.5
    assert at_recall(READS, 1.0).recall == 0.5  # never reached: all of them


@given(st.lists(st.tuples(SHARES, SETS), min_size=1, max_size=5), st.floats(0, 1), st.floats(0, 1))
@settings(max_examples=50, deadline=None)
def test_a_lower_bound_never_lowers_recall(
    told: list[tuple[dict[str, float], frozenset[str]]], one: float, other: float
) -> None:
    reads = [Read(sure, right) for sure, right in told]
    low, high = sorted((one, other))
    assert figures(reads, low).recall >= figures(reads, high).recall
    assert 0 <= calibration_error(reads) <= 1
    assert sum(each.count for each in bins(reads)) == sum(len(read.sure) for read in reads)


def test_calibration_error_is_the_mean_gap() -> None:
    reads = [Read({"1": 0.95}, frozenset({"1"})), Read({"1": 0.95}, frozenset())]
    assert calibration_error(reads) == pytest.approx(0.45)
    assert calibration_error([Read({"1": 1.0}, frozenset({"1"}))]) == 0


def test_an_interval_is_the_same_each_time_and_holds_the_figure() -> None:
    def of(reads: list[Read]) -> float:
        return figures(reads, 0.5).precision

    low, high = interval(READS, of)  # type: ignore[arg-type]
    assert (low, high) == interval(READS, of)  # type: ignore[arg-type]
    assert low <= of(READS) <= high


def test_kappa_is_that_of_cohens_example() -> None:
    """Two readers, 50 texts: both yes 20, both no 15, only the first 5, only the second 10."""
    assert Agreement("x", 50, 25, 30, 20).kappa == pytest.approx(0.4)
    assert Agreement("x", 50, 25, 25, 25).kappa == 1


def test_a_curve_learns_how_often_a_score_is_right() -> None:
    sure = [Example("a", (1.0,), is_right=at % 10 != 0) for at in range(400)]
    unsure = [Example("a", (0.0,), is_right=at % 10 == 0) for at in range(400)]
    found = fitted([*sure, *unsure]).confidences([sure[0], unsure[0]])
    assert found == pytest.approx([0.9, 0.1], abs=0.02)


def test_the_least_confidence_is_that_from_which_enough_are_right() -> None:
    sure, right = np.array([0.9, 0.7, 0.5, 0.35]), np.array([1.0, 1.0, 0.0, 0.0])
    assert least_for(sure, right, 0.9) == 0.55
    assert least_for(sure, np.zeros(4), 0.9) == 0.5


def test_labels_hold_no_texts_and_are_settled_between_the_two_passes() -> None:
    told = lines(FILE)
    assert len(told) >= 300
    assert len({each["id"] for each in told}) == len(told)
    for each in told:
        assert set(each) == {"id", "list", "a", "b", "settled"}
        first, second, settled = (set(each[name]["goals"]) for name in ("a", "b", "settled"))
        assert settled <= first | second
        assert len(settled) <= 3
        assert {int(code.partition(".")[0]) for code in each["settled"]["targets"]} <= settled
    assert all(set(each) == {"id", "sub_goals"} for each in lines(SUB_GOALS))


def test_the_document_says_how_much_of_the_sample_is_of_the_commonest_goals(root: Path) -> None:
    goals = [set(map(str, each["settled"]["goals"])) for each in lines(FILE)]
    every, common = sum(map(len, goals)), sum(len(each & COMMONEST) for each in goals)
    texts = sum(bool(each & COMMONEST) for each in goals) / len(goals)
    told = (root / "docs/proposals.md").read_text(encoding="utf-8")
    assert f"{common} of the {every} goals that the texts were given ({common / every:.0%})" in told
    assert f"{texts:.0%} of the texts have one of the two" in told


@pytest.mark.lists
def test_the_sample_can_be_drawn_again() -> None:
    assert [row.id for row in drawn()] == [each["id"] for each in lines(FILE)]


@pytest.mark.lists
def test_the_report_is_of_today_and_reaches_the_aim(root: Path) -> None:
    told = (root / "docs/proposals.md").read_text(encoding="utf-8")
    for lang, name in (("sv", "Swedish"), ("da", "Danish")):
        reads = goal_reads(item for item in held_back(labelled()) if item.row.lang == lang)
        found = figures(reads, calibration().curves["goal"].least)
        [(precision, recall)] = re.findall(rf"\| {name}: ours \| ([\d.]+) \S+ \| ([\d.]+)", told)[:1]
        assert (f"{found.precision:.2f}", f"{found.recall:.2f}") == (precision, recall)
        aimed = at_recall(reads, 0.6)
        assert aimed.precision >= 0.8
        assert aimed.recall >= 0.6


@pytest.mark.lists
def test_echoes_of_the_development_half_are_found() -> None:
    found = {item.row.title for item in echoes(labelled())}
    assert "Tekniskt stöd för Småland och Öarna" in found
    assert "Snö" not in found


@pytest.mark.lists
def test_the_baseline_counts_words_of_titles() -> None:
    row = Row("x", "1", "sv", "", "Rent vatten och sanitet", "")
    assert max(keyword_scores(row, "goal").items(), key=lambda pair: pair[1])[0] == "6"
