"""Search by code and by words over a small graph: what is found, in what order, narrowed, counted, marked."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from graph.errors import InputError, UnknownName
from graph.repository import Repository
from graph.repository.lists import natural
from graph.search import Filters, Hit, Search
from graph.search.words import LANGUAGES, folded, skeleton, stems, words_of
from graph.store import Changes, Store
from graph_facts import LIST, in_graph
from small_graph import full, short, small_store


def search_of(store: Store) -> Search:
    return Search(store, Repository(store), patience=60)


@pytest.fixture(scope="module")
def search() -> Iterator[Search]:
    opened = search_of(small_store())
    yield opened
    opened.close()


def found(search: Search, text: str, **filters: str | int) -> list[str]:
    return [short(hit.thing.iri) for hit in search.search(text, Filters(**filters)).page.items]  # type: ignore[arg-type]


def counts(search: Search, text: str, facet: str, **filters: str | int) -> dict[str, int]:
    facets = search.search(text, Filters(**filters)).facets  # type: ignore[arg-type]
    [told] = [each for each in facets if each.name == facet]
    return {short(value.value): value.count for value in told.values}


def marked(hit: Hit) -> list[str]:
    """Returns the highlights of a find with their matches in brackets."""
    return [
        "".join(f"[{each.text}]" if each.match else each.text for each in highlight.segments)
        for highlight in hit.highlights
    ]


@pytest.mark.parametrize(
    ("text", "first"),
    [
        ("9.5", "sdg:9.5"),
        ("SE331", "nuts:SE331"),
        ("se331", "nuts:SE331"),
        (" 20200001 ", "project/x/p1"),
        ("2014SE16RFOP007", "programme/eu/north"),
        ("A/RES/70/1", "document/un/agenda"),
        ("9", "sdg:9"),
        ("Mål 9", "sdg:9"),
        ("SDG 9", "sdg:9"),
        ("delmål 9.5", "sdg:9.5"),
        ("ärende 20200001", "project/x/p1"),
        ("Ärende-id: 20200001", "project/x/p1"),
        ("projektnummer 20200001", "project/x/p1"),
        ("dnr 20200001", "project/x/p1"),
        ("sagsnr. 20200001", "project/x/p1"),
        ("journalnummer 20200001", "project/x/p1"),
        ("CCI 2014SE16RFOP007", "programme/eu/north"),
        ("NUTS SE331", "nuts:SE331"),
        ("sdg:9.5", "sdg:9.5"),
        ("http://metadata.un.org/sdg/9.5", "sdg:9.5"),
        ("id/project/x/p1", "project/x/p1"),
        ("2020000", "project/x/p1"),
    ],
)
def test_a_code_comes_first(search: Search, text: str, first: str) -> None:
    assert found(search, text)[0] == first


def test_codes_that_begin_so_come_in_their_order(search: Search) -> None:
    assert found(search, "9.") == ["sdg:9.5", "sdg:9.10", "sdg:9"]
    assert found(search, "9.1") == ["sdg:9.10"]


@pytest.mark.parametrize("text", ["vatten umeå", "UMEÅ VATTEN", "umea vatten", "Vatten i Ume", "vatt umeaa"])
def test_names_with_all_words_whatever_case_and_diacritics(search: Search, text: str) -> None:
    assert found(search, text) == ["project/x/p1"]


@pytest.mark.parametrize("text", ["øl på ærø", "ol pa aero", "ÖL PÅ ÆRØ", "oel paa aeroe", "öl på äro"])
def test_danish_letters_are_found_as_swedish_or_plain_ones(search: Search, text: str) -> None:
    assert found(search, text) == ["sdg:9.10"]


def test_a_name_in_any_language_is_found_and_shown_in_the_readers(search: Search) -> None:
    [hit] = search.search("clean water", lang="da").page.items
    assert (hit.thing.code, hit.thing.name.text, hit.group) == ("6", "Rent vand", "goal")
    assert marked(hit) == ["Rent vand", "[Clean] [water]"]


@pytest.mark.parametrize("text", ["", "  ", "-", "(((", "vatten finnsinte", '"', "\\", "a" * 10_000])
def test_what_nothing_is_called_finds_nothing(search: Search, text: str) -> None:
    assert found(search, text) == []


@given(st.text(max_size=300))
@settings(deadline=None)
def test_no_text_makes_a_search_fail(search: Search, text: str) -> None:
    told = search.search(text)
    assert told.page.total >= len(told.page.items)


HOSTILE = (
    '"vatten', "vatten*", "vatten AND", "OR OR OR", "NEAR(vatten umeå, 2)", "spelt : vatten", "{plain} : x",
    "-vatten", "^vatten", "'; DROP TABLE entry; --", "vatten' OR '1'='1", "vatten\0umeå", "\0", "%", "_%_",
    "vatten\n\r\tumeå", "vatten " * 400, "🙂", "\ud800", "\udfffvatten", "å" * 2000, "1." * 1000, "(" * 2000,
    "http://", "sdg:", "sdg:9 9", "id/", "id/ x", "<script>alert(1)</script>", "e\u0301" * 100, "ﬁ İ ẞ ŉ",
    "\u202evatten", "9" * 2000, "mål " * 500, "NOT vatten", "a AND b OR c NOT d NEAR e",
)  # fmt: skip


@pytest.mark.parametrize("text", HOSTILE, ids=range(len(HOSTILE)))
def test_hostile_text_is_only_text(search: Search, text: str) -> None:
    told = search.search(text)
    assert told.page.total >= len(told.page.items)
    assert found(search, "vatten")  # and the index is as it was


def test_pages_of_a_search_meet(search: Search) -> None:
    whole = search.search("umeå").page
    pages = [search.search("umeå", limit=1, offset=offset).page for offset in range(whole.total)]
    assert whole.total > 1
    assert [page.items[0] for page in pages] == list(whole.items)
    assert [page.next for page in pages] == [*range(1, whole.total), None]
    assert search.search("umeå", offset=1000).page.items == ()
    with pytest.raises(InputError):
        search.search("umeå", limit=0)


def test_a_search_is_narrowed_by_kind_place_programme_level_goal_and_year(search: Search) -> None:
    assert found(search, "umeå", kind="project") == ["project/x/p1"]
    assert found(search, "umeå", kind="territory") == ["area/se-kommun/2480"]
    assert found(search, "norr", territory="nuts:SE125") == ["project/x/p2"]
    assert set(found(search, "område", territory="nuts:SE331")) == {"objective/x/a", "objective/x/b"}
    assert found(search, "område", territory="nuts:SE125") == []
    assert found(search, "norr", programme=full("programme/eu/north")) == ["project/x/p2"]
    assert found(search, "norr", level="pg:EuLevel") == ["programme/eu/north"]
    assert found(search, "umeå", year=2018) == ["project/x/p1"]
    assert found(search, "umeå", year=2021) == []
    assert found(search, "umeå", goal="sdg:9") == ["project/x/p1"]
    assert found(search, "umeå", goal="sdg:6") == []  # it hinders that


def test_a_filter_that_cannot_be_is_told(search: Search) -> None:
    with pytest.raises(UnknownName, match="search-kind-unknown"):
        search.search("umeå", Filters(kind="thing"))
    for name, value in (("territory", "sdg:9"), ("goal", "nuts:SE331"), ("programme", "sdg:9")):
        with pytest.raises(InputError, match=f"filter-unfit-{name}"):
            search.search("vatten", Filters(**{name: value}))  # type: ignore[arg-type]
    with pytest.raises(UnknownName, match="iri-unknown"):
        search.search("umeå", Filters(territory="nuts:SE999"))


def test_a_document_may_stand_where_a_goal_is_expected(search: Search) -> None:
    assert found(search, "umeå", goal=full("document/x/rus")) == found(search, "umeå", goal="sdg:9")


def test_facets_count_what_their_own_filter_leaves_out(search: Search) -> None:
    kinds = {"territory": 1, "organisation": 1, "project": 1}
    assert counts(search, "umeå", "kind") == kinds
    assert counts(search, "umeå", "kind", kind="project") == kinds
    assert counts(search, "umeå", "goal", kind="organisation") == {}
    assert counts(search, "umeå", "territory") == {"nuts:SE331": 2}
    assert counts(search, "umeå", "year") == {"2017": 1, "2018": 1, "2019": 1, "2020": 1}
    assert counts(search, "norr", "programme") == {"programme/eu/north": 1}
    assert counts(search, "norr", "level") == {"pg:EuLevel": 1}


def test_each_count_is_what_its_filter_then_finds(search: Search) -> None:
    for text in ("umeå", "norr", "område", "vatten", "9"):
        for facet in search.search(text).facets:
            for value in facet.values:
                chosen: dict[str, str | int] = {
                    facet.name: int(value.value) if facet.name == "year" else value.value
                }
                assert len(found(search, text, **chosen)) == value.count, (text, facet.name, value)


def test_matches_are_marked_where_they_are(search: Search) -> None:
    [hit] = search.search("vatten ume", lang="sv").page.items
    assert marked(hit) == ["[Vatten] i [Ume]å"]
    [hit] = search.search("20200001", lang="sv").page.items
    assert [(each.field, each.segments[0].text) for each in hit.highlights][1] == ("code", "20200001")


@given(st.sampled_from(["umeå", "norr", "forskning", "utan", "rent vand", "x"]))
@settings(deadline=None, max_examples=6)
def test_segments_make_up_the_text(search: Search, text: str) -> None:
    for hit in search.search(text, lang="sv").page.items:
        assert "".join(each.text for each in hit.highlights[0].segments) == hit.thing.name.text


def test_only_some_things_or_some_graphs_may_be_wanted(search: Search) -> None:
    among = [full("project/x/p1")]
    [hit] = search.search("umeå", among=among).page.items
    assert short(hit.thing.iri) == "project/x/p1"
    assert search.search("umeå", among=()).page.total == 0
    seen = search.search("umeå", graphs=[LIST.value.replace("projects", "x")]).page.items
    assert {hit.group for hit in seen} == {"organisation", "project"}
    assert search.search("20200001", graphs=["http://127.0.0.1:8000/graph/source/rus"]).page.total == 0


def test_a_new_name_is_found_after_its_commit() -> None:
    store = small_store()
    search = search_of(store)
    assert found(search, "vätgas") == []
    added = in_graph(LIST, '<id/project/x/p5> a pg:Project ; skos:prefLabel "Vätgas"@sv .')
    store.apply(Changes(added=added), 3)
    assert found(search, "vätgas") == ["project/x/p5"]
    store.apply(Changes(removed=added), 4)
    assert found(search, "vätgas") == []
    search.close()


@given(st.text())
def test_folding_is_idempotent_and_words_are_folded(text: str) -> None:
    assert folded(folded(text)) == folded(text)
    skeletons = [skeleton(word) for word in words_of(text)]
    assert all(skeleton(each) == each or any(two in each for two in ("ae", "oe", "aa")) for each in skeletons)


@given(st.text(alphabet="abcdefgåäöæøéü-. 0123456789", max_size=30), st.sampled_from(["", *LANGUAGES]))
def test_a_word_has_a_stem_of_one_word(text: str, lang: str) -> None:
    for word in words_of(text):
        assert all(words_of(stem) == [stem] for stem in stems(word, lang) if stem)


@given(st.lists(st.lists(st.integers(0, 999), min_size=1, max_size=3)))
def test_codes_sort_by_their_numbers(codes: list[list[int]]) -> None:
    written = [".".join(map(str, code)) for code in codes]
    assert sorted(written, key=natural) == [".".join(map(str, code)) for code in sorted(codes)]
