"""Every page in each language: it answers, it is sound HTML, it says nothing untranslated."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from itertools import pairwise

import pytest

from api_serving import Client
from graph.store import Store
from ontology.languages import LANGUAGES
from pages_serving import PAGES, Page, get_page, pages_client
from shipped_stores import shipped_store


@pytest.fixture(scope="module")
def store(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Store]:
    opened = shipped_store(tmp_path_factory.mktemp("pages") / "store")
    yield opened
    opened.close()


@pytest.fixture(scope="module")
def client(store: Store) -> Iterator[Client]:
    with pages_client(store) as opened:
        yield opened


SHOWN = [(lang, name) for name in PAGES for lang in LANGUAGES]


@pytest.fixture(scope="module", params=SHOWN, ids="-".join)
def shown(request: pytest.FixtureRequest, client: Client) -> tuple[str, str, Page]:
    """Returns each page once, for all tests that look at it."""
    lang, name = request.param
    return lang, name, Page(get_page(client, f"/{lang}/{PAGES[name]}"))


@pytest.mark.parametrize("name", PAGES)
@pytest.mark.parametrize("lang", LANGUAGES)
def test_each_page_answers_in_its_language(client: Client, lang: str, name: str) -> None:
    answer = client.get(f"/{lang}/{PAGES[name]}", accept="text/html")
    assert answer.status_code == (404 if name == "not-found" else 200)
    assert answer.headers["content-type"] == "text/html; charset=utf-8"
    assert answer.headers["content-language"] == lang
    assert f'<html lang="{lang}">' in answer.text


def test_each_page_is_sound_html(shown: tuple[str, str, Page]) -> None:
    _, _, page = shown
    assert page.faults == []
    ids = Counter(element.attributes["id"] for element in page.with_attribute("id"))
    assert [name for name, count in ids.items() if count > 1] == []
    pointed = [
        target
        for name in ("aria-labelledby", "for", "data-opens")
        for element in page.with_attribute(name)
        for target in element.attributes[name].split()
    ]
    assert [target for target in pointed if target not in ids] == []


def test_each_page_has_one_heading_and_steps_down_by_one(shown: tuple[str, str, Page]) -> None:
    _, _, page = shown
    levels = [int(element.tag[1]) for element in page.all("h1", "h2", "h3", "h4", "h5", "h6")]
    assert levels.count(1) == 1
    assert levels[0] == 1
    assert all(after <= before + 1 for before, after in pairwise(levels))
    assert all(element.text.strip() for element in page.all("h1", "h2", "h3", "h4"))


def test_each_page_names_its_parts(shown: tuple[str, str, Page]) -> None:
    _, _, page = shown
    assert len(page.all("main")) == 1
    assert page.all("title")[0].text.endswith("– Policygraph")
    assert "main" in page.all("a")[0].attributes["href"]
    navigations = [element.attributes.get("aria-label", "") for element in page.all("nav")]
    assert all(navigations)
    assert len(set(navigations)) == len(navigations)
    regions = [element for element in page.with_attribute("tabindex") if element.tag == "div"]
    assert all({"aria-label", "aria-labelledby"} & set(element.attributes) for element in regions)


def test_tables_and_forms_are_labelled(shown: tuple[str, str, Page]) -> None:
    _, _, page = shown
    assert all(element.attributes.get("scope") for element in page.all("th"))
    captioned = len(page.all("caption"))
    named = [each for each in page.all("table") if "aria-labelledby" in each.attributes]
    assert captioned + len(named) == len(page.all("table")), "a list of tables names each"
    labelled = {element.attributes["for"] for element in page.all("label")}
    fields = page.all("input", "select", "textarea")
    seen = [element for element in fields if element.attributes.get("type") != "hidden"]
    assert all(element.attributes["id"] in labelled for element in seen)


def test_nothing_is_inline_or_from_elsewhere(shown: tuple[str, str, Page]) -> None:
    _, _, page = shown
    assert list(page.with_attribute("style")) == []
    assert page.all("style", "iframe", "object") == []
    assert [name for each in page.elements for name in each.attributes if name.startswith("on")] == []
    assert [each.text for each in page.all("script") if each.text.strip()] == []
    loaded = [each.attributes.get("src") or "" for each in page.all("script")]
    loaded += [each.attributes["href"] for each in page.all("link")]
    loaded += [each.attributes["src"] for each in page.all("img")]
    assert all("alt" in each.attributes for each in page.all("img"))
    assert all(address.startswith("/") and not address.startswith("//") for address in loaded)


def test_no_key_of_a_message_is_shown(shown: tuple[str, str, Page]) -> None:
    _, _, page = shown
    seen = page.all("body")[0].text
    assert not re.search(r"\b(pages|error|status)\.[a-z][a-z-]+", seen)
    for code in sorted((each.text for each in page.all("code", "textarea")), key=len, reverse=True):
        seen = seen.replace(code, "")  # the longest first: some of them hold others
    assert "{" not in seen


def test_the_language_switch_keeps_the_page(shown: tuple[str, str, Page]) -> None:
    lang, name, page = shown
    switch = [each for each in page.all("a") if "hreflang" in each.attributes and "lang" in each.attributes]
    path = PAGES[name]
    assert [each.attributes["href"] for each in switch] == [f"/{other}/{path}" for other in LANGUAGES]
    current = [each.attributes["lang"] for each in switch if each.attributes.get("aria-current")]
    assert current == [lang]


def test_labels_in_another_language_say_so(client: Client) -> None:
    page = Page(get_page(client, "/en/documents/vasterbotten/rus-2020"))
    heading = page.all("h1")[0].text.strip()
    marked = [each for each in page.all("span") if each.attributes.get("lang") == "sv"]
    assert heading.startswith("Västerbotten")
    assert heading in [each.text.strip() for each in marked]


def test_a_project_begins_with_the_goals_that_it_serves(client: Client) -> None:
    page = Page(get_page(client, f"/sv/{PAGES['project']}"))
    headings = [each.attributes["id"] for each in page.all("h3") if "goal-" in each.attributes.get("id", "")]
    leading = [each for each in page.all("a") if each.attributes.get("href", "").startswith("#goal-")]
    assert [each.attributes["href"][1:] for each in leading] == headings != []
    assert "9\xa0Hållbar industri, innovationer och infrastruktur" in [each.text.strip() for each in leading]
