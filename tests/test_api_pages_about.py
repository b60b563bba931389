"""The pages about the service: every measure explained in three languages, and what is lacking, counted."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from api.pages.reader import Reader
from api.pages.views.catalogue import catalogue_view
from api.pages.views.guide import ENTRIES, guide_view
from api.settings import Settings
from api.wording.words import Words
from api_serving import filled_store
from graph.repository import Repository
from graph.store import Store
from ontology.languages import LANGUAGES

LISTED = """
    @prefix pg: <https://w3id.org/policygraph#> .
    @prefix skos: <http://www.w3.org/2004/02/skos/core#> .
    @prefix eurio: <http://data.europa.eu/s66#> .
    @prefix dct: <http://purl.org/dc/terms/> .
    @prefix prov: <http://www.w3.org/ns/prov#> .
    @prefix xsd: <http://www.w3.org/2001/XMLSchema#> .
    <graph/source/test> a pg:SourceGraph ; skos:prefLabel "Provets graf"@sv ;
        prov:hadPrimarySource <id/document/x/d> .
    <id/document/x/d> skos:prefLabel "Provets källa"@sv .
    <id/project/x/1> a pg:Project ; eurio:startDate "2020-01-01"^^xsd:date ; dct:spatial <id/a> .
    <id/project/x/2> a pg:Project ; dct:description "Text"@sv ; pg:contributesTo <id/o> .
    <id/project/x/3> a pg:Project ; eurio:isFundedBy <id/g> .
"""


@pytest.fixture
def store(tmp_path: Path) -> Store:
    return filled_store(tmp_path / "store", LISTED)


def reader(store: Store, lang: str = "sv") -> Reader:
    return Reader(Repository(store), Words(lang))


def test_what_projects_lack_is_counted_over_all_of_them(store: Store) -> None:
    view = catalogue_view(reader(store), "cited", Settings())
    told = {each.name: (each.number, each.share) for each in view.lacking}
    assert view.projects == "3 projekt"
    assert told == {
        "samband till något mål": ("2", "67\xa0%"),
        "startdatum": ("2", "67\xa0%"),
        "område": ("2", "67\xa0%"),
        "uppgift om stöd": ("2", "67\xa0%"),
        "beskrivning": ("2", "67\xa0%"),
    }
    assert view.citation == "cited"


def test_graphs_are_told_with_their_sources_and_where_they_are_fetched(store: Store) -> None:
    [group] = catalogue_view(reader(store), "", Settings()).groups
    [line] = group.graphs
    assert group.name == "Vad källor säger"
    assert (line.graph.label.text, [each.label.text for each in line.sources], line.href) == (
        "Provets graf",
        ["Provets källa"],
        "/graph/source/test.ttl",
    )


def test_a_source_that_was_taken_back_is_not_named(tmp_path: Path) -> None:
    named = LISTED.replace('<id/document/x/d> skos:prefLabel "Provets källa"@sv .', "")
    elsewhere = named.replace("<id/document/x/d>", "<https://example.org/list>")
    [group] = catalogue_view(reader(filled_store(tmp_path / "gone", named)), "", Settings()).groups
    assert [each.sources for each in group.graphs] == [()]
    [group] = catalogue_view(reader(filled_store(tmp_path / "elsewhere", elsewhere)), "", Settings()).groups
    assert [each.iri for each in group.graphs[0].sources] == ["https://example.org/list"]


def test_a_graph_without_projects_lacks_nothing(tmp_path: Path) -> None:
    empty = filled_store(tmp_path / "empty", "")
    view = catalogue_view(reader(empty, "en"), "", Settings())
    assert {each.share for each in view.lacking} == {"0%"}
    assert view.groups == ()


@pytest.mark.parametrize("lang", LANGUAGES)
def test_each_picture_of_the_help_ships(lang: str, root: Path) -> None:
    pictures = guide_view(Words(lang)).pictures
    assert len(pictures) == 8
    for picture in pictures:
        assert (root / "api" / picture.source.lstrip("/")).read_bytes().startswith(b"\x89PNG")
        assert not re.match(r"pages\.", picture.title + picture.text)


@pytest.mark.browser
def test_the_pictures_of_the_pages_are_those_that_are_taken(root: Path) -> None:
    from browser_screenshots import SHOWN, TALLEST

    files = {path.name for path in (root / "docs" / "screenshots").glob("*")}
    assert files == {f"{name}-{width}.png" for name in SHOWN for width in TALLEST}


@pytest.mark.parametrize("lang", LANGUAGES)
def test_each_measure_is_explained_in_each_language(lang: str) -> None:
    view = guide_view(Words(lang))
    entries = [entry for group in view.groups for entry in group.entries]
    assert len(entries) == sum(map(len, ENTRIES.values()))
    assert not [entry.id for entry in entries if re.match(r"pages\.", entry.title + entry.text)]
    assert all(entry.text.endswith(".") for entry in entries)
    assert {entry.href for entry in entries if entry.href} >= {f"/{lang}/trace", f"/{lang}/what-if"}
