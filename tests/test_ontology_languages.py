"""A language is a line of one table: what is written for people is in each, and nothing else lists them."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from babel import Locale

from api.wording.messages import messages
from graph.recording.agents import command_line
from graph.search.words import stem
from graph.terms import Literal, iri
from ontology.languages import BY_TAG, FALLBACKS, LANGUAGES

ROOT = Path(__file__).parents[1]
# What takes a language for what it is written in: that is not a list of those that we speak.
SPOKEN = re.compile(r"""["'](?:%s)["'](?:\s*[,:][^\n]*?["'](?:%s)["']){2}""" % (("|".join(LANGUAGES),) * 2))

EXAMPLE = re.compile(r"\s+(?:>>>|\()")


@pytest.mark.parametrize("lang", LANGUAGES)
def test_a_language_is_known_to_all_that_is_told_of_it(lang: str) -> None:
    told = BY_TAG[lang]
    assert Locale.parse(told.locale).language == lang
    assert Locale.parse(lang).languages[lang].casefold() == told.name.casefold()
    assert stem("projekter", lang)
    assert messages(lang)
    assert told.country is None or told.country in Locale.parse(lang).territories


def test_what_has_no_name_is_named_in_languages_that_we_speak() -> None:
    assert {*FALLBACKS} <= {*LANGUAGES}
    assert {path.name for path in (ROOT / "api" / "locale").iterdir() if path.is_dir()} == {*LANGUAGES}


def test_the_command_line_has_a_name_in_each_language() -> None:
    told = command_line(iri("http://a.example/ledger"), iri("http://a.example/agent"))
    assert {quad.object.language for quad in told if isinstance(quad.object, Literal)} == {*LANGUAGES}


def test_no_code_lists_the_languages_once_more() -> None:
    rooms = ("api", "graph", "data", "shapes", "ontology")
    lines = (
        (path.relative_to(ROOT).as_posix(), line)
        for room in rooms
        for path in (ROOT / room).rglob("*.py")
        for line in path.read_text(encoding="utf-8").splitlines()
    )
    listing = {place for place, line in lines if SPOKEN.search(line) and not EXAMPLE.match(line)}
    assert listing == WITH_TEXTS


WITH_TEXTS = {"graph/recording/agents.py", "api/pages/entering/filling.py", "api/proposals/bodies.py"}
"""Are the modules that hold a name in each of them, or say in what a text may be written: Norwegian too."""
