"""Lexicons: alike in all languages, about targets and objectives that exist, and calibrated."""

from __future__ import annotations

import pytest

from graph.proposals.calibration import calibration, digest_of_lexicons
from graph.proposals.lexicon import ASIDE, concepts, function_words, languages, lexicon
from graph.proposals.scoring import goal_of, goal_weights
from graph.proposals.tokens import tokens_of
from shipped import BASE, codes, shipped

SILENT = {ASIDE, "assistance"}


@pytest.mark.parametrize("lang", languages())
def test_every_language_has_words_for_every_concept_and_for_no_other(lang: str) -> None:
    spoken = {term.concept for terms in lexicon(lang).terms.values() for term in terms}
    assert spoken == set(concepts())
    assert len(function_words()[lang]) >= 20


def test_a_language_is_its_files() -> None:
    assert languages() == ("sv", "da", "nb", "en")


def test_concepts_speak_for_targets_and_objectives_that_ship() -> None:
    targets = set(codes(shipped(), "SELECT ?code { ?t a sdgo:Target ; skos:notation ?code }"))
    assert {code for each in concepts().values() for code in each.targets} <= targets
    objectives = set(codes(shipped(), "SELECT ?o { ?o a pg:Objective }"))
    named = {f"{BASE}id/objective/{key}" for each in concepts().values() for key in each.objectives}
    assert named <= objectives


def test_every_goal_can_be_proposed() -> None:
    spoken = {goal_of(code) for each in concepts().values() for code in each.targets}
    assert spoken == {str(number) for number in range(1, 18)}


def test_concepts_without_a_target_are_those_that_are_passed_over() -> None:
    assert {name for name, goals in goal_weights().items() if not goals} == SILENT


def test_the_calibration_is_of_these_lexicons() -> None:
    """Whoever changes a lexicon fits anew (`python -m bench.proposals.fit`) and counts the version up."""
    assert calibration().lexicons == digest_of_lexicons()
    assert set(calibration().curves) == {"goal", "target", "specific-objective", "sub-goal"}
    for curve in calibration().curves.values():
        assert 0.2 <= curve.least <= 0.9


@pytest.mark.parametrize("lang", languages())
def test_no_term_is_written_twice_for_a_concept(lang: str) -> None:
    keys = [(term.concept, term.keys) for terms in lexicon(lang).terms.values() for term in terms]
    single = [pair for pair in keys if keys.count(pair) > 1]
    assert len(single) <= len(keys) // 10  # several spellings may share a stem; whole lists must not


def test_tokens_are_as_they_stand() -> None:
    assert [token.word for token in tokens_of("Mål 13.2: E-hälsa!")] == ["mål", "13.2", "e", "hälsa"]
