"""Messages: every key that the code uses is worded in three languages, alike, and no key is left over."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from pathlib import Path
from string import Formatter

import pytest

from api.wording.messages import catalogues, messages, plural, text
from ontology.languages import LANGUAGES

PLACES = ("graph", "api")
# An error and a finding name their key as the first argument.
RAISED = re.compile(r"\b([A-Z]\w+)\(\s*f?\"([a-z0-9-]+(?:\{[^\"]*)?)\"")
QUOTED = re.compile(r"\"([a-z0-9]+(?:-[a-z0-9]+)+)\"")


def sources(root: Path) -> Iterator[str]:
    for place in PLACES:
        for path in sorted((root / place).rglob("*.py")):
            yield path.read_text(encoding="utf-8")


def worded() -> set[str]:
    return {key.removeprefix("error.") for key in messages("en") if key.startswith("error.")}


def placeholders(template: str) -> set[str]:
    return {name for _, name, _, _ in Formatter().parse(template) if name is not None}


def error_classes() -> set[str]:
    import api.errors
    import graph.errors

    modules = (graph.errors, api.errors)
    errors = (value for module in modules for value in vars(module).values() if isinstance(value, type))
    return {each.__name__ for each in errors if issubclass(each, graph.errors.PolicygraphError)} | {"Finding"}


def raises(root: Path) -> Iterator[tuple[str, set[str]]]:
    """Yields each key that an error or a finding is made with as it stands, and the values it is given."""
    classes = error_classes()
    for source in sources(root):
        for call in (node for node in ast.walk(ast.parse(source)) if isinstance(node, ast.Call)):
            name = call.func.id if isinstance(call.func, ast.Name) else getattr(call.func, "attr", "")
            key = call.args[0].value if call.args and isinstance(call.args[0], ast.Constant) else None
            given = {each.arg for each in call.keywords}
            if name in classes and isinstance(key, str) and None not in given:
                yield key, {each for each in given if each} | named_values(call)


def named_values(call: ast.Call) -> set[str]:
    """Returns the names in the pairs that a finding has its values in."""
    pairs = (node for node in ast.walk(call) if isinstance(node, ast.Tuple) and len(node.elts) == 2)
    names = (pair.elts[0].value for pair in pairs if isinstance(pair.elts[0], ast.Constant))
    return {name for name in names if isinstance(name, str)}


def raised(root: Path) -> set[str]:
    classes = error_classes()
    found = (match for source in sources(root) for match in RAISED.finditer(source))
    return {match[2] for match in found if match[1] in classes and "{" not in match[2]}


def test_every_key_that_is_raised_is_worded(root: Path) -> None:
    assert raised(root) - worded() == set()


def test_no_message_of_what_is_raised_shows_a_placeholder(root: Path) -> None:
    found = list(raises(root))
    told = [text(f"error.{key}", "en", **dict.fromkeys(given, "x")) for key, given in found]
    assert len(found) > 100
    assert [words for words in told if "{" in words] == []


@pytest.mark.parametrize("lang", LANGUAGES)
def test_what_keeps_a_project_from_proposals_or_its_programme_has_a_remedy(lang: str) -> None:
    faults = {f"pages.check.fault.{name}" for name in ("dates-reversed", "date-outside", "territory-outside")}
    told = {key for key in messages(lang) if key.startswith("pages.check.abstained.")} | faults
    assert len(told) == 7
    assert [key for key in told if not re.search(r"\. \w", messages(lang)[key][0])] == []


# Words for which the pages have others: stating, reviewing, accepting, withdrawing each have one name.
OTHER_WORDS = [
    ("sv", "ccepter|tvivelakt|[Uu]tsag|återta[gn]|avslå|[Tt]illbakadrag(en|et) eller"),
    (
        "da",
        r"ccept(é|er[ae])|[Gg]odkend|[Pp]åst(å|and)|[Gg]ennemgang|[Uu]dkast|[Ss]kridt|[Hh]ovedbog|\b[Rr]egistret",
    ),
    # Swedish words in Danish dress: pröva, ruta, hel, ta filen.
    ("da", r"[Pp]røv (et )?projekt|[Pp]røvet|\brude\b|[Ss]kriv(er|es|et)? ind\b"),
    ("da", r"Listen er hel|\b[Tt]jene\b|slagsen|SPARQL-spørgs"),
]


@pytest.mark.parametrize(("lang", "words"), OTHER_WORDS)
def test_a_thing_has_the_same_name_everywhere(lang: str, words: str) -> None:
    assert [key for key, forms in messages(lang).items() if re.search(words, " ".join(forms))] == []


def test_no_key_is_left_over(root: Path) -> None:
    code = "\n".join(sources(root))
    quoted = set(QUOTED.findall(code)) | {"parameter-too-small", "parameter-too-large"}
    named = {key for key in worded() if "-" not in key and f'"{key}"' in code}
    assert worded() - quoted - named == set()


def test_every_status_has_a_title() -> None:
    import api.errors
    import graph.errors

    modules = (graph.errors, api.errors)
    errors = (value for module in modules for value in vars(module).values() if isinstance(value, type))
    statuses = {each.status for each in errors if issubclass(each, graph.errors.PolicygraphError)}
    assert {f"status.{status}" for status in statuses} <= set(messages("en"))


@pytest.mark.parametrize("lang", ["sv", "da"])
def test_the_languages_have_the_same_keys(lang: str) -> None:
    assert set(messages(lang)) == set(messages("en"))


@pytest.mark.parametrize("lang", LANGUAGES)
def test_a_message_has_the_same_placeholders_in_every_language(lang: str) -> None:
    for key, forms in messages(lang).items():
        english = set.union(*(placeholders(form) for form in messages("en")[key]))
        assert set.union(*(placeholders(form) for form in forms)) == english, key


@pytest.mark.parametrize("lang", LANGUAGES)
def test_nothing_is_left_untranslated(lang: str) -> None:
    assert [key for key, forms in messages(lang).items() if not all(forms)] == []
    assert all(not message.fuzzy for catalogue in catalogues(lang) for message in catalogue if message.id)


@pytest.mark.parametrize("lang", LANGUAGES)
def test_no_key_is_worded_twice(lang: str, root: Path) -> None:
    keys = [
        line
        for path in sorted((root / "api/locale" / lang).glob("*.po"))
        for line in path.read_text(encoding="utf-8").splitlines()
        if line.startswith("msgid ") and line != 'msgid ""'
    ]
    assert len(keys) == len(set(keys))


def test_an_error_ends_as_a_sentence() -> None:
    for lang in LANGUAGES:
        for key, forms in messages(lang).items():
            if key.startswith("error."):
                assert forms[0].endswith((".", "}", "?")), (lang, key)


def test_values_fill_the_places_and_are_not_read_as_places() -> None:
    told = text("error.path-unknown", "en", path="/{name}")
    assert (
        told == "There is nothing at the address /{name}. Check its spelling, or start from the front page."
    )


def test_a_value_that_is_missing_leaves_its_place() -> None:
    assert "{path}" in text("error.path-unknown", "sv")


def test_an_unknown_language_falls_back_to_english() -> None:
    assert text("status.404", "fi") == "Not found"


def test_an_unknown_key_is_told_as_it_is() -> None:
    assert text("error.nothing", "da") == plural("error.nothing", 2, "da") == "error.nothing"
