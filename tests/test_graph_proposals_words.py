"""Words of texts: found in all their forms and within compounds, and marked where they stand."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from graph.proposals.evidence import read
from graph.proposals.lexicon import languages, lexicon
from graph.proposals.matching import matches_of
from graph.proposals.telling import language_of

LETTERS = "abcdefghijklmnopqrstuvwxyzåäöæø"


def spoken(text: str, lang: str) -> set[tuple[str, str]]:
    """Returns what a text speaks of, each with its words."""
    return {(match.concept, text[match.start : match.end]) for match in matches_of(text, lexicon(lang))}


@pytest.mark.parametrize(
    ("lang", "text", "concept", "words"),
    [
        ("sv", "Energieffektiviseringar i fastigheter", "energy-efficiency", "Energieffektiviseringar"),
        ("sv", "om vattenkraftsutbyggnaden", "renewables", "vattenkraftsutbyggnaden"),
        ("sv", "ett ortsammanbindande nät", "broadband", "ortsammanbindande"),
        ("sv", "mot ungdomsarbetslöshet", "youth-work", "ungdomsarbetslöshet"),
        ("sv", "små och medelstora företagens", "small-firms", "små och medelstora företagens"),
        ("da", "Fremtidens spildevandsanlæg", "waste-water", "spildevandsanlæg"),
        ("da", "fødevareklyngen på Bornholm", "food", "fødevareklyngen"),
        ("da", "erhvervsuddannelsesforløbene", "vocational-education", "erhvervsuddannelsesforløbene"),
        ("nb", "sirkulærøkonomi i praksis", "circular-economy", "sirkulærøkonomi"),
        ("en", "recycling of batteries", "circular-economy", "recycling"),
    ],
)
def test_words_are_met_in_their_forms_and_in_compounds(
    lang: str, text: str, concept: str, words: str
) -> None:
    assert (concept, words) in spoken(text, lang)


@pytest.mark.parametrize(
    ("lang", "text", "concept"),
    [
        ("sv", "beslutsfattare", "poverty"),
        ("sv", "geografiska områden", "fishery"),
        ("sv", "vägledning om inomhusklimat", "climate"),
        ("sv", "vägledning om inomhusklimat", "transport"),
        ("sv", "för en hållbar tillväxt", "growth"),
        ("da", "de skal have mod på det", "sea"),
        ("da", "lederne leder", "employment"),
        ("da", "finansieringsmuligheder", "inclusion"),
    ],
)
def test_words_that_only_look_alike_are_passed_over(lang: str, text: str, concept: str) -> None:
    assert concept not in {name for name, _ in spoken(text, lang)}


def test_words_side_by_side_are_taken_before_each_alone() -> None:
    assert spoken("psykisk ohälsa", "sv") == {("mental-health", "psykisk ohälsa")}


@given(st.sampled_from(languages()), st.text(max_size=60), st.text(max_size=400))
@settings(max_examples=60, deadline=None)
def test_marks_stand_within_the_text_whatever_it_is(lang: str, title: str, text: str) -> None:
    reading = read(title, text, lexicon(lang))
    for evidence in reading.evidence.values():
        assert evidence.value > 0
        for word in evidence.words:
            told = title if word.field == "title" else text
            assert told[word.start : word.end] == word.text != ""


@given(st.sampled_from(["sv", "da", "nb"]), st.text(LETTERS, max_size=60))
@settings(max_examples=200, deadline=None)
def test_parts_of_a_compound_stand_in_it_in_their_order(lang: str, word: str) -> None:
    at = 0
    for part in lexicon(lang).vocabulary.parts(word):
        at = word.index(part, at) + len(part)


def test_a_very_long_word_is_no_compound() -> None:
    assert lexicon("sv").vocabulary.parts("energi" * 20) == ()


@pytest.mark.parametrize(
    ("lang", "text"),
    [
        ("sv", "Projektet ska bidra till att fler företag får tillgång till bredband."),
        ("da", "Projektet skal hjælpe virksomheder med at spare på energien og skabe nye job."),
        ("nb", "Prosjektet skal hjelpe bedrifter med å spare energi og skape nye arbeidsplasser."),
        ("en", "The project will help companies to save energy and to create new jobs."),
        ("sv", "Cirkulära möbler för skolor och kontor"),
        ("", "Qwx"),
    ],
)
def test_the_language_is_told_from_the_words(lang: str, text: str) -> None:
    assert language_of(text, "") == lang
