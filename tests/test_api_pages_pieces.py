"""Names, links and lists to choose from as HTML: whatever they are called, it is read back as it was."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from api.pages.reader import Label, Link
from api.pages.render import environment
from pages_serving import Page

# A parser of HTML makes one line end of a carriage return, and nothing of a zero.
TEXTS = st.text(st.characters(exclude_categories=("Cs",), exclude_characters="\r\0"), min_size=1)
LINKS = st.builds(Link, TEXTS, st.builds(Label, TEXTS, st.sampled_from((None, "en", "da"))), TEXTS, TEXTS)


def written(macro: str, *given: object) -> str:
    """Returns what one of the macros writes, as a page does."""
    names = [f"given[{place}]" for place in range(len(given))]
    text = f'{{% from "macros.html" import {macro} %}}{{{{ {macro}({", ".join(names)}) }}}}'
    return environment().overlay(autoescape=True).from_string(text).render(given=given)


@given(LINKS)
def test_a_link_is_read_back_as_it_was(link: Link) -> None:
    page = Page(written("coded", link))
    [code], [anchor] = page.all("span"), page.all("a")
    assert (code.text.strip(), anchor.attributes["href"]) == ((link.code or "").strip(), link.href)
    assert (anchor.text.strip(), anchor.attributes.get("lang")) == (
        link.label.text.strip(),
        link.label.lang,
    )


@given(st.lists(LINKS, max_size=3), st.none() | TEXTS)
def test_what_is_chosen_from_is_read_back_and_what_is_chosen_selected(links: list[Link], other: str) -> None:
    chosen = links[0].iri if links else other
    found = Page(written("options", links, chosen)).all("option")
    assert [each.attributes["value"] for each in found] == [link.iri for link in links]
    assert ["selected" in each.attributes for each in found] == [link.iri == chosen for link in links]


@pytest.mark.parametrize(
    ("label", "told"),
    [
        (Label("Vatten & <energi>"), "Vatten &amp; &lt;energi&gt;"),
        (Label("Water", "en"), '<span lang="en">Water</span>'),
    ],
)
def test_a_name_says_its_language_where_it_is_not_the_pages(label: Label, told: str) -> None:
    assert written("named", label) == told


def test_a_link_without_a_code_is_its_anchor() -> None:
    link = Link("sdg:6", Label("Water", "en"), "/sv/goals/6")
    assert written("coded", link) == '<a href="/sv/goals/6" lang="en">Water</a>'


def test_options_stand_on_lines_of_their_own() -> None:
    links = (Link("a", Label("Väg & vatten"), "/sv/a"), Link("b", Label("Energy", "en"), "/sv/b"))
    assert written("options", links, "b").splitlines() == [
        '<option value="a">Väg &amp; vatten</option>',
        '<option value="b" selected lang="en">Energy</option>',
    ]
    assert "selected" not in written("options", links, None)
