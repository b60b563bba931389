"""Names and links as HTML: escaped as Jinja escapes, and with their language where it is not the page's."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from api.pages.pieces import anchor, coded, named, options
from api.pages.reader import Label, Link
from api.pages.render import environment

TEMPLATE = (
    '{% if link.code %}<span class="code">{{ link.code }}</span> {% endif %}'
    '<a href="{{ link.href }}"{% if link.label.lang %} lang="{{ link.label.lang }}"{% endif %}>'
    "{{ link.label.text }}</a>"
)
LABELS = st.builds(Label, st.text(), st.sampled_from((None, "en", "da")))


@given(st.builds(Link, st.text(), LABELS, st.text(), st.none() | st.text()))
def test_a_link_is_written_as_a_template_would(link: Link) -> None:
    by_template = environment().overlay(autoescape=True).from_string(TEMPLATE)
    assert coded(link) == by_template.render(link=link)


@pytest.mark.parametrize(
    ("label", "told"),
    [
        (Label("Vatten & <energi>"), "Vatten &amp; &lt;energi&gt;"),
        (Label("Water", "en"), '<span lang="en">Water</span>'),
    ],
)
def test_a_name_says_its_language_where_it_is_not_the_pages(label: Label, told: str) -> None:
    assert named(label) == told


def test_a_link_without_a_code_is_its_anchor() -> None:
    link = Link("sdg:6", Label("Water", "en"), "/sv/goals/6")
    assert coded(link) == anchor(link) == '<a href="/sv/goals/6" lang="en">Water</a>'


def test_what_is_chosen_from_a_list_is_selected() -> None:
    links = (Link("a", Label("Väg & vatten"), "/sv/a"), Link("b", Label("Energy", "en"), "/sv/b"))
    assert options(links, "b").splitlines() == [
        '<option value="a">Väg &amp; vatten</option>',
        '<option value="b" selected lang="en">Energy</option>',
    ]
    assert "selected" not in options(links, None)
