"""The UN's file of goals, targets and indicators: its quirks, in a small made file and in the real ones."""

from __future__ import annotations

from pathlib import Path

import pytest
from pyoxigraph import Store

from graph.errors import FileProblem
from graph.importers.un_sdg import read_un_sdg
from shipped import BASE, codes, rows, shipped

GRAPH = f"{BASE}graph/source/un-sdg"
SMALL = """
@prefix sdg: <http://metadata.un.org/sdg/> .
@prefix o: <http://metadata.un.org/sdg/ontology#> .
@prefix skos: <http://www.w3.org/2004/02/skos/core#> .
@prefix owl: <http://www.w3.org/2002/07/owl#> .
@prefix schema: <http://schema.org/> .
o:Goal a owl:Class .
schema:keywords owl:propertyChainAxiom ( schema:a schema:b ) .
sdg:1 a o:Goal, skos:Concept ; skos:notation "01"^^o:SDGCode, "1"^^o:SDGCodeCompact ;
    skos:inScheme <http://metadata.un.org/sdg> ; skos:altLabel "No poverty"@en, "Aucune pauvreté"@fr ;
    skos:prefLabel "Official title"@en, " Titre officiel "@fr ; skos:narrower sdg:1.a .
sdg:1.a a o:Target ; skos:notation "01.0a"^^o:SDGCode ; skos:broader sdg:1 ; o:isTargetOf sdg:1 ;
    skos:prefLabel "Official text"@en ; skos:narrower sdg:C010a01 .
sdg:C010a01 a o:Indicator ; skos:notation "C010a01"^^o:SDGCodePerm, "1.a.1"^^o:SDGCodeCompact ;
    skos:inScheme <http://metadata.un.org/sdg/> ; skos:prefLabel "NaN", "Share of aid"@en ;
    o:isIndicatorOf sdg:1.a ; skos:broader sdg:1.a ; o:hasSeries sdg:DC_ODA ; owl:deprecated true .
sdg:DC_ODA a o:Series ; skos:notation "DC_ODA"^^o:SDGCode ;
    skos:prefLabel "Aid"@en ; skos:broader sdg:C010a01 .
"""


def _read(path: Path) -> Store:
    store = Store()
    store.extend(read_un_sdg(path, BASE))
    return store


@pytest.fixture
def small(tmp_path: Path) -> Store:
    path = tmp_path / "small.ttl"
    path.write_text(SMALL, encoding="utf-8")
    return _read(path)


@pytest.fixture(scope="module")
def real(lists_dir: Path) -> Store:
    return _read(lists_dir / "un-sdg-kos" / "sdg-kos-2026.ttl")


@pytest.fixture(scope="module")
def of_2020(lists_dir: Path) -> Store:
    return _read(lists_dir / "un-sdg-kos" / "lod4stats-2020-sdg-kos-goals-targets-indicators.ttl")


def _objects(store: Store, subject: str, predicate: str) -> list[str]:
    return codes(store, f"SELECT ?o WHERE {{ {subject} {predicate} ?o }}")


def test_all_comes_into_the_graph_of_the_un(small: Store) -> None:
    assert [name.value for name in small.named_graphs()] == [GRAPH]
    assert _objects(small, f"<{GRAPH}>", "a") == ["https://w3id.org/policygraph#SourceGraph"]
    assert _objects(small, f"<{GRAPH}>", "prov:hadPrimarySource/dct:source") == ["http://metadata.un.org/sdg"]


def test_the_official_text_becomes_the_definition(small: Store) -> None:
    assert _objects(small, "sdg:1", "skos:definition") == ["Official title", "Titre officiel"]
    assert _objects(small, "sdg:1.a", "skos:definition") == ["Official text"]


def test_it_stays_a_name_only_where_what_ships_has_none(small: Store) -> None:
    assert _objects(small, "sdg:1", "skos:prefLabel") == ["Titre officiel"]
    assert _objects(small, "sdg:1", "skos:altLabel") == ["Aucune pauvreté"]
    assert _objects(small, "sdg:C010a01", "skos:prefLabel") == ["Share of aid"]


@pytest.mark.parametrize(
    ("thing", "code"),
    [("sdg:1", "1"), ("sdg:1.a", "1.a"), ("sdg:C010a01", "1.a.1"), ("sdg:DC_ODA", "DC_ODA")],
)
def test_codes_lose_their_types_and_filling_zeros(small: Store, thing: str, code: str) -> None:
    found = codes(small, f"SELECT ?c WHERE {{ {thing} skos:notation ?c FILTER(DATATYPE(?c) = xsd:string) }}")
    assert found == [code]


def test_the_permanent_code_is_an_identifier(small: Store) -> None:
    assert _objects(small, "sdg:C010a01", "dct:identifier") == ["C010a01"]


def test_one_scheme_is_written_in_one_way(small: Store) -> None:
    assert set(codes(small, "SELECT ?s WHERE { ?o skos:inScheme ?s }")) == {"http://metadata.un.org/sdg"}


@pytest.mark.parametrize(
    ("subject", "predicate", "object_"),
    [
        ("sdg:1", "sdgo:hasTarget", "sdg/1.a"),
        ("sdg:1.a", "sdgo:hasIndicator", "sdg/C010a01"),
        ("sdg:DC_ODA", "sdgo:isSeriesOf", "sdg/C010a01"),
    ],
)
def test_links_are_completed_from_their_inverses(
    small: Store, subject: str, predicate: str, object_: str
) -> None:
    assert _objects(small, subject, predicate) == [f"http://metadata.un.org/{object_}"]


def test_the_tree_of_objectives_ends_with_the_targets(small: Store) -> None:
    found = rows(small, "SELECT ?below ?above WHERE { ?below skos:broader ?above }")
    assert found == [("http://metadata.un.org/sdg/1.a", "http://metadata.un.org/sdg/1")]
    assert not _objects(small, "sdg:1.a", "skos:narrower")


def test_a_deprecated_indicator_is_kept_and_marked(small: Store) -> None:
    assert _objects(small, "sdg:C010a01", "owl:deprecated") == ["true"]
    assert "https://w3id.org/policygraph#Indicator" in _objects(small, "sdg:C010a01", "a")
    assert _objects(small, "sdg:C010a01", "pg:level") == ["https://w3id.org/policygraph#GlobalLevel"]


def test_the_files_own_vocabulary_is_left_out(small: Store) -> None:
    assert not _objects(small, "<http://metadata.un.org/sdg/ontology#Goal>", "a")
    assert not _objects(small, "<http://schema.org/keywords>", "?p")


def test_a_file_without_goals_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "other.ttl"
    path.write_text("<a> <b> <c> .", encoding="utf-8")
    with pytest.raises(FileProblem) as caught:
        list(read_un_sdg(path, BASE))
    assert caught.value.key == "un-sdg-without-goals"
    assert caught.value.values == {"file": "other.ttl"}


@pytest.mark.lists
def test_the_real_file_has_all_indicators_and_says_which_are_current(real: Store) -> None:
    found = rows(
        real,
        """SELECT ?old (COUNT(DISTINCT ?i) AS ?n) WHERE {
           ?i a pg:Indicator, sdgo:Indicator ; pg:level pg:GlobalLevel ; owl:deprecated ?old ;
              sdgo:isIndicatorOf/sdgo:hasIndicator ?i } GROUP BY ?old""",
    )
    assert found == [("false", "232"), ("true", "30")]


@pytest.mark.lists
def test_the_real_files_series_all_belong_to_indicators(real: Store) -> None:
    query = "SELECT (COUNT(DISTINCT ?s) AS ?n) WHERE { ?i sdgo:hasSeries ?s . ?s sdgo:isSeriesOf ?i }"
    assert codes(real, query) == ["685"]


@pytest.mark.lists
def test_the_real_file_adds_four_languages_and_six_texts(real: Store) -> None:
    for predicate, languages in (("prefLabel", "ar es fr ru zh"), ("definition", "ar en es fr ru zh")):
        found = codes(
            real,
            f"""SELECT DISTINCT ?lang WHERE {{ VALUES ?kind {{ sdgo:Goal sdgo:Target }}
                ?o a ?kind ; skos:{predicate} ?text BIND(LANG(?text) AS ?lang) }}""",
        )
        assert found == languages.split()


@pytest.mark.lists
def test_beside_what_ships_nothing_has_two_names_in_a_language(real: Store) -> None:
    together = Store()
    together.extend(shipped("agenda2030"))
    together.extend(real)
    doubled = """SELECT ?o WHERE { ?o skos:prefLabel ?a, ?b
                 FILTER(LANG(?a) = LANG(?b) && STR(?a) < STR(?b)) }"""
    assert not codes(together, doubled)
    assert not codes(together, "SELECT ?o WHERE { ?o skos:prefLabel ?n FILTER(LANG(?n) = '') }")


@pytest.mark.lists
def test_beside_what_ships_each_goal_and_target_has_one_code(real: Store) -> None:
    together = Store()
    together.extend(shipped("agenda2030"))
    together.extend(real)
    found = codes(
        together,
        """SELECT DISTINCT ?c ?o WHERE { VALUES ?kind { sdgo:Goal sdgo:Target }
           ?o a ?kind ; skos:notation ?c }""",
    )
    assert len(found) == len(set(found)) == 186


@pytest.mark.lists
def test_the_file_of_2020_reads_the_same_way(of_2020: Store) -> None:
    assert _objects(of_2020, "sdg:1", "skos:notation") == ["1"]
    assert len(codes(of_2020, "SELECT DISTINCT ?i WHERE { ?i a pg:Indicator }")) == 232
