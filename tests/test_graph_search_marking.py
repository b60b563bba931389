"""What is marked in a find: all that matches and nothing else, though most words are not stemmed for it."""

from __future__ import annotations

from hypothesis import example, given, settings
from hypothesis import strategies as st

from graph.repository.facts import Facts
from graph.search.entries import Shown
from graph.search.marking import Marker, part_of, roots_of
from graph.search.matching import terms_of
from graph.search.telling import thing_of, together
from graph.search.words import lowered_words, normal, places_of, skeleton
from graph.terms import Literal, NamedNode, Term, expand

HEADS = ("", "o", "a", "å", "vatten", "stads", "po", "über")
BASES = ("rening", "energi", "arbete", "ability", "skola", "ea", "aarhus", "æble", "öst", "die", "e")
ENDINGS = ("", "n", "erna", "er", "s", "ility", "ying", "ies", "ized", "ational", "et", "aa", "⑴", "y")
LANGS = ("sv", "da", "en", "nb", "")

built = st.tuples(*map(st.sampled_from, (HEADS, BASES, ENDINGS))).map("".join)
texts = st.lists(built | st.text(max_size=6), max_size=5).map(" ".join)
asked = st.lists(st.tuples(*map(st.sampled_from, (BASES, ENDINGS))).map("".join) | built, max_size=3)


@given(texts, asked.map(" ".join), st.sampled_from(LANGS))
@settings(deadline=None, max_examples=400)
@example("foenergin", "energi", "sv")
@example("possibility", "possible", "en")
def test_a_word_that_matches_holds_a_root_of_the_term(text: str, query: str, lang: str) -> None:
    for term in terms_of(query):
        for place in places_of(normal(text)):
            if part_of(place[0], term, lang):
                assert any(root in skeleton(place[0]) for root in roots_of(term))


@given(texts, asked.map(" ".join), st.sampled_from(LANGS))
@settings(deadline=None)
def test_the_segments_of_a_text_make_it_up_and_mark_what_matches(text: str, query: str, lang: str) -> None:
    terms = terms_of(query)
    marker = Marker(terms)
    segments = marker.segments(text, lang)
    assert "".join(each.text for each in segments) == normal(text)
    parts = [(part_of(place[0], term, lang), place[0]) for place in places_of(normal(text)) for term in terms]
    assert marker.matches(text, lang) == any(part for part, _ in parts)
    marked = [each.text for each in segments if each.match]
    assert bool(marked) == (len(segments) > 1 or segments[0].match) == marker.matches(text, lang)
    assert {each.lower() for each in marked} <= {word[part[0] : part[1]] for part, word in parts if part}
    assert marker.segments(text, lang) == segments  # all its words are known by now


@given(st.text(max_size=40) | st.text("1.aåå b.2-_²٣", max_size=20))
@settings(deadline=None)
@example("11.a 1.1. a.b rso1.1")
def test_the_words_of_a_text_are_those_at_its_places(text: str) -> None:
    lower, words = lowered_words(text)
    places = list(places_of(text))
    assert words == [place[0] for place in places]
    assert {place.string for place in places} <= {lower}
    found, at = [], 0
    for word in words:
        at = lower.index(word, at)
        found.append((at, at + len(word)))
        at += len(word)
    assert found == [place.span() for place in places]


def test_a_marker_forgets_words_before_there_are_too_many() -> None:
    marker = Marker(terms_of("vatten"))
    for number in range(2000):
        assert [each.match for each in marker.segments(f"Vatten, {number}")] == [True, False]
    assert len(marker._known[""]) <= 512


value = st.tuples(st.sampled_from(("", "Ett", "Två", "en")), st.sampled_from(("sv", "en", "da", "", None)))
properties = ("skos:prefLabel", "rdfs:label", "skos:notation", "dct:identifier", "eli:id_local", "rdf:type")
classes = st.sampled_from(("pg:Project", "pg:Objective", "skos:Concept")).map(lambda name: expand(name).value)
shown = st.dictionaries(st.sampled_from(properties[:-1]), st.lists(value, min_size=1, max_size=3)).flatmap(
    lambda told: st.lists(classes, max_size=2).map(
        lambda own: told | ({"rdf:type": [(iri, None) for iri in own]} if own else {})
    )
)


def term(text: str, lang: str | None) -> Term:
    return NamedNode(f"http://x/{text}") if lang is None else Literal(text, language=lang or None)


@given(st.lists(shown, max_size=3), st.sampled_from(LANGS))
@settings(deadline=None)
def test_the_index_tells_of_a_thing_what_its_facts_tell(entries: list[Shown], lang: str) -> None:
    whole = together(entries)
    stated = {
        expand(name).value: [
            NamedNode(text) if name == "rdf:type" else term(text, tag) for text, tag in values
        ]
        for name, values in whole.items()
    }
    iris = {
        name: [
            (f"http://x/{text}" if tag is None and name != "rdf:type" else text, tag) for text, tag in values
        ]
        for name, values in whole.items()
    }
    assert thing_of("http://x/it", iris, lang) == Facts({"http://x/it": stated}).thing("http://x/it", lang)
