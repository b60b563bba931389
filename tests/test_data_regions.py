"""Holds what ships on the regions to the rules: quotes in their place, whole statements, nothing private."""

from __future__ import annotations

import hashlib
import re
from pathlib import Path

import pytest
from pyoxigraph import BlankNode, DefaultGraph, Literal, RdfFormat, Store

from data import shipped_files
from shipped import BASE, codes, rows, shipped

FILES = [path for path in shipped_files(examples=True) if path.parent.name == "regions"]
SEEDS = {
    "document/danske-regioner/s0": "000",
    "document/vasterbotten/s1": "001",
    "document/vastmanland/s2": "002",
    "document/vasterbotten/s3": "003",
    "document/varmland/s4": "004",
}
PLACE = """?place oa:hasSource ?document ; pg:sha256 ?sha ; oa:hasSelector ?quote, ?position .
    ?quote oa:exact ?words . ?position oa:start ?start ; oa:end ?end ."""
QUOTES = f"SELECT DISTINCT ?document ?sha ?words ?start ?end WHERE {{ {PLACE} }}"
REGIONS = {
    "nuts:SE125": "Västmanland",
    "nuts:SE311": "Värmland",
    "nuts:SE312": "Dalarna",
    "nuts:SE331": "Västerbotten",
    "nuts:DK": "Denmark as a whole",
    "nuts:DK01": "Hovedstaden",
    "nuts:DK02": "Sjælland",
    "nuts:DK03": "Syddanmark",
    "nuts:DK04": "Midtjylland",
}
FORBIDDEN = re.compile(
    r"\b(cookies?|kakor)\b|[\w.]+@[\w-]+\.\w|\btel\b|mailto|Chefrådgiver|\+4[56] ?\d", re.IGNORECASE
)


@pytest.fixture(scope="module")
def regions() -> Store:
    return shipped("regions")


def _seed(lists_dir: Path, document: str) -> bytes:
    found = sorted((lists_dir.parent / "seeds").glob(f"{SEEDS[document]}_*.txt"))
    return found[0].read_bytes()


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem)
def test_file_parses_into_named_graphs_only(path: Path) -> None:
    store = Store()
    store.load(path=path, format=RdfFormat.TRIG, base_iri=BASE)
    assert all(name.value.startswith(f"{BASE}graph/") for name in store.named_graphs())
    assert list(store.quads_for_pattern(None, None, None, DefaultGraph())) == []
    assert not any(isinstance(term, BlankNode) for quad in store for term in (quad.subject, quad.object))


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem)
def test_file_holds_no_contact_data_and_no_boilerplate(path: Path) -> None:
    lines = [line for line in path.read_text(encoding="utf-8").splitlines() if "left out" not in line]
    text = re.sub(r"<https?://[^>]*>", "", "\n".join(lines))
    assert not FORBIDDEN.search(text)


def test_every_seed_has_an_edition_with_its_checksum(regions: Store) -> None:
    found = codes(regions, "SELECT ?document WHERE { ?document eli:is_realized_by/pg:sha256 ?sha }")
    assert {iri.removeprefix(f"{BASE}id/") for iri in found} == set(SEEDS)


def test_every_quote_is_as_long_as_its_offsets_say(regions: Store) -> None:
    quotes = rows(regions, QUOTES)
    assert len(quotes) > 70
    assert all(int(end) - int(start) == len(words) for _, _, words, start, end in quotes)


def test_every_quote_is_a_few_words(regions: Store) -> None:
    assert all(len(words.split()) <= 12 for _, _, words, _, _ in rows(regions, QUOTES))


@pytest.mark.lists
def test_every_quote_stands_in_its_seed_at_its_offsets(regions: Store, lists_dir: Path) -> None:
    for document, sha, words, start, end in rows(regions, QUOTES):
        seed = _seed(lists_dir, document.removeprefix(f"{BASE}id/"))
        assert hashlib.sha256(seed).hexdigest() == sha
        assert seed.decode()[int(start) : int(end)] == words


def test_every_alignment_is_whole(regions: Store) -> None:
    whole = """SELECT DISTINCT ?alignment WHERE {
        ?alignment a pg:Alignment ; owl:annotatedSource ?source ; owl:annotatedTarget ?target ;
          owl:annotatedProperty pg:contributesTo ; pg:strength ?strength ; sssom:confidence ?confidence ;
          sssom:mapping_justification ?justification ; dct:creator ?author ; dct:created ?recorded ;
          rdfs:comment ?reason ; pg:evidence ?evidence .
        ?evidence a oa:Annotation ; oa:hasTarget ?place . ?place oa:hasSource ?document .
        FILTER(?strength IN (1, 2, 3) && ?confidence >= 0 && ?confidence <= 1)
        FILTER(DATATYPE(?confidence) = xsd:decimal && ?source != ?target) }"""
    every = codes(regions, "SELECT DISTINCT ?a WHERE { ?a a pg:Alignment }")
    assert len(every) > 150
    assert codes(regions, whole) == every


def test_every_alignment_and_claim_joins_things_that_ship() -> None:
    dangling = """SELECT DISTINCT ?end WHERE {
        GRAPH <graph/ledger/regions> { ?alignment a pg:Alignment .
          { ?alignment owl:annotatedSource ?end } UNION { ?alignment owl:annotatedTarget ?end } }
        FILTER NOT EXISTS { ?end a ?kind } }"""
    assert codes(shipped(), dangling) == []


def test_whoever_stands_behind_a_document_names_no_goal_of_the_agenda() -> None:
    named = """SELECT DISTINCT ?alignment WHERE {
        GRAPH <graph/ledger/regions> { ?alignment owl:annotatedTarget ?target ; dct:creator ?author }
        FILTER(STRSTARTS(STR(?target), STR(sdg:)) && ?author != <id/agent/policygraph/editors>) }"""
    assert codes(shipped(), named) == []


def test_only_two_organisations_claim_the_agenda_and_one_claims_europe_2020(regions: Store) -> None:
    claimed = """SELECT DISTINCT ?author ?target WHERE { ?alignment a pg:Alignment ; dct:creator ?author ;
        owl:annotatedTarget ?target FILTER(?author != <id/agent/policygraph/editors>) }"""
    found = {tuple(cell.rsplit("/", 1)[1] for cell in row) for row in rows(regions, claimed)}
    assert found == {
        ("danske-regioner", "agenda"),
        ("region-vastmanland", "agenda"),
        ("region-vasterbotten", "europa-2020"),
    }


@pytest.mark.parametrize("territory", REGIONS, ids=REGIONS.get)
def test_region_has_proposals_to_targets(territory: str) -> None:
    targets = f"""SELECT DISTINCT ?target WHERE {{
        ?document eli:relevant_for {territory} . ?scheme dct:source ?document .
        ?objective skos:inScheme ?scheme . ?alignment owl:annotatedSource ?objective ;
          a pg:Alignment ; owl:annotatedTarget ?target . ?target a sdgo:Target }}"""
    assert len(codes(shipped(), targets)) >= 4


@pytest.mark.parametrize("territory", ["nuts:SE125", "nuts:SE311", "nuts:SE312", "nuts:SE331"])
def test_swedish_region_has_proposals_to_national_areas(territory: str) -> None:
    areas = f"""SELECT DISTINCT ?target WHERE {{
        ?document eli:relevant_for {territory} . ?scheme dct:source ?document .
        ?objective skos:inScheme ?scheme . ?alignment owl:annotatedSource ?objective ;
          owl:annotatedTarget ?target .
        ?target skos:inScheme/dct:source <id/document/se/strategi-2021-2030> }}"""
    assert len(codes(shipped(), areas)) >= 2


def test_territory_and_organisation_are_two_nodes() -> None:
    assert codes(shipped(), "SELECT ?x WHERE { ?x a dct:Location, org:FormalOrganization }") == []


def test_every_thing_has_at_most_one_name_in_a_language() -> None:
    twice = """SELECT DISTINCT ?x WHERE { ?x skos:prefLabel ?a, ?b
        FILTER(?a != ?b && LANG(?a) = LANG(?b)) }"""
    assert codes(shipped(), twice) == []


def test_inferences_stand_apart_from_what_sources_state(regions: Store) -> None:
    graphs = "SELECT DISTINCT ?g WHERE { GRAPH ?g { ?claim pg:isInference true } }"
    assert all(name.startswith(f"{BASE}graph/inference/") for name in codes(regions, graphs))
    dated = "SELECT DISTINCT ?day WHERE { GRAPH <graph/source/s1> { ?x eli-dl:activity_date ?day } }"
    assert codes(regions, dated) == []


def test_names_are_written_with_their_language(regions: Store) -> None:
    plain = [quad.object for quad in regions if "prefLabel" in quad.predicate.value]
    assert plain
    assert all(isinstance(name, Literal) and name.language for name in plain)
