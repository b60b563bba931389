"""Search by code and by name."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from graph.errors import InputError
from graph.repository import Repository
from graph.repository.lists import natural
from graph.repository.search import folded, words_of
from graph.store import Changes
from graph_facts import LIST, in_graph
from small_graph import short, small_store


@pytest.fixture(scope="module")
def repository() -> Repository:
    return Repository(small_store())


def found(repository: Repository, text: str) -> list[str]:
    return [short(thing.iri) for thing in repository.search(text).items]


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
    ],
)
def test_a_code_comes_first(repository: Repository, text: str, first: str) -> None:
    assert found(repository, text)[0] == first


@pytest.mark.parametrize("text", ["vatten umeå", "UMEÅ VATTEN", "umea vatten", "Vatten i Ume"])
def test_names_with_all_words_whatever_case_and_diacritics(repository: Repository, text: str) -> None:
    assert found(repository, text) == ["project/x/p1"]


@pytest.mark.parametrize("text", ["øl på ærø", "ol pa aero", "ÖL PÅ ÆRØ"])
def test_danish_letters_are_found_as_swedish_or_plain_ones(repository: Repository, text: str) -> None:
    assert found(repository, text) == ["sdg:9.10"]


def test_a_name_in_any_language_is_found_and_shown_in_the_readers(repository: Repository) -> None:
    (thing,) = repository.search("clean water", lang="da").items
    assert (thing.code, thing.name.text) == ("6", "Rent vand")


@pytest.mark.parametrize("text", ["", "  ", "-", "(((", "vatten finnsinte", '"', "\\", "a" * 10_000])
def test_what_nothing_is_called_finds_nothing(repository: Repository, text: str) -> None:
    assert found(repository, text) == []


def test_pages_of_a_search_meet(repository: Repository) -> None:
    whole = repository.search("umeå")
    pages = [repository.search("umeå", limit=1, offset=offset) for offset in range(whole.total)]
    assert [page.items[0] for page in pages] == list(whole.items)
    assert [page.next for page in pages] == [*range(1, whole.total), None]
    with pytest.raises(InputError):
        repository.search("umeå", limit=0)


def test_a_new_name_is_found_after_its_commit() -> None:
    store = small_store()
    repository = Repository(store)
    assert found(repository, "vätgas") == []
    added = in_graph(LIST, '<id/project/x/p5> a pg:Project ; skos:prefLabel "Vätgas"@sv .')
    store.apply(Changes(added=added), 3)
    assert found(repository, "vätgas") == ["project/x/p5"]


@given(st.text())
def test_folding_is_idempotent_and_words_are_folded(text: str) -> None:
    assert words_of(folded(text)) == words_of(text)


@given(st.lists(st.lists(st.integers(0, 999), min_size=1, max_size=3)))
def test_codes_sort_by_their_numbers(codes: list[list[int]]) -> None:
    written = [".".join(map(str, code)) for code in codes]
    assert sorted(written, key=natural) == [".".join(map(str, code)) for code in sorted(codes)]
