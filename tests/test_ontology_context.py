"""The JSON-LD context loses nothing, and nothing is fetched to read it."""

from __future__ import annotations

import json
import socket
import warnings
from typing import Any

import pyoxigraph
import pytest
from hypothesis import given
from hypothesis import strategies as st
from rdflib import RDF, RDFS, SKOS, XSD, Graph, Literal, URIRef
from rdflib.compare import isomorphic
from rdflib.namespace import DCTERMS

from ontology import CONTEXT_JSONLD, PG, POLICY_TTL, PREFIXES
from ontology.namespace import TERMS

CONTEXT: dict[str, Any] = json.loads(CONTEXT_JSONLD.read_text(encoding="utf-8"))["@context"]
BASE = "http://127.0.0.1:8000/"
HEAD = f"@base <{BASE}> .\n" + "".join(f"@prefix {prefix}: <{iri}> .\n" for prefix, iri in PREFIXES.items())

GRAPHS = {
    "project with grant": """
        <id/project/t/1> a pg:Project ; skos:prefLabel "Norr"@sv, "North"@en ; dct:identifier "20200940" ;
            eurio:startDate "2020-01-01"^^xsd:date ;
            eurio:endDate "2022-12-31"^^xsd:date ;
            dct:spatial nuts:SE331, <id/area/se-kommun/2480> ; eurio:isFundedBy <id/grant/t/1> .
        <id/grant/t/1> a eurio:Grant ; eurio:hasFundingSchemeProgramme <id/programme/eu/p> ;
            eurio:hasFundingAmount <id/amount/t/1> .
        <id/amount/t/1> a eurio:MonetaryAmount ; eurio:value 3929285.0 ; eurio:currency "SEK" .""",
    "alignment with evidence": """
        <id/alignment/a> a pg:Alignment ; owl:annotatedSource <id/project/t/1> ; owl:annotatedTarget sdg:9.5 ;
            owl:annotatedProperty pg:contributesTo ; pg:strength 2 ; sssom:confidence 0.6 ;
            sssom:mapping_justification semapv:ManualMappingCuration ; rdfs:comment "Because."@en ;
            dct:created "2026-11-22T09:00:00Z"^^xsd:dateTime ; pg:saidAt "2018-09-28"^^xsd:date ;
            dct:creator <id/agent/policygraph/editors> ; pg:evidence <id/evidence/a> .
        <id/evidence/a> a oa:Annotation ; oa:motivatedBy oa:linking ; oa:hasTarget <id/evidence/a#t> .
        <id/evidence/a#t> a oa:SpecificResource ; oa:hasSource <id/document/d> ;
            oa:hasSelector <id/evidence/a#q> .
        <id/evidence/a#q> a oa:TextQuoteSelector ; oa:exact "över tusen"@sv .
        <id/evidence/a#p> a oa:TextPositionSelector ; oa:start 12 ; oa:end 22 .""",
    "objective": """
        <id/objective/o> a pg:Objective, pg:SubGoal, skos:Concept ; skos:prefLabel "Delmål"@sv ;
            skos:notation "1.2" ;
            skos:altLabel "a"@sv, "b"@sv, "c" ; skos:inScheme <id/scheme/s> ; skos:broader <id/objective/p> ;
            skos:topConceptOf <id/scheme/s> ; pg:level pg:RegionalLevel ; pg:isPrioritised false .
        <id/scheme/s> a skos:ConceptScheme ; dct:source <id/document/d> .""",
    "document and process": """
        <id/document/d> a eli:Work ; eli:work_type pg:Programme ; eli:relevant_for nuts:SE125 ;
            eli:date_document "2020-06-17"^^xsd:date ; dct:temporal <id/period/d> ; pg:governs <id/fund/f> .
        <id/period/d> a dct:PeriodOfTime ; dcat:startDate "2020-01-01"^^xsd:date ;
            dcat:endDate "2030-12-31"^^xsd:date .
        <id/activity/1> a eli-dl:ForeseenActivity ; eli-dl:occured_at_stage pg:ConsultationStage ;
            eli-dl:activity_start_date "2020-09-02"^^xsd:date ; pg:statedAs "våren 2020"@sv .""",
    "claim with a literal, and one with a quantity": """
        <id/claim/a> a pg:Claim ; owl:annotatedProperty eli:date_document ;
            owl:annotatedTarget "2020"^^xsd:gYear ;
            pg:isInference true .
        <id/claim/b> a pg:Claim ; owl:annotatedProperty pg:quantity ; owl:annotatedTarget <id/quantity/q> .
        <id/quantity/q> a pg:Quantity ; pg:lowerBound 1000 ; pg:isApproximate true ;
            pg:unit unit:PERCENT ;
            pg:counts "personer"@sv, <id/role/people> .""",
    "literals against their terms": """
        <id/project/odd> a pg:Project ; eurio:startDate "2020"^^xsd:gYear, "soon" ;
            pg:strength "2", "2"^^xsd:decimal ;
            skos:prefLabel "no language" ; eurio:value 1.5e0 ; pg:level <http://example.org/level>,
            "regional" ;
            eurio:currency "kr"@sv ; <http://example.org/unknown> "x"^^<http://example.org/type> .""",
}


def to_jsonld(g: Graph) -> str:
    return g.serialize(format="json-ld", context=CONTEXT, auto_compact=False, use_native_types=True)


def by_rdflib(text: str) -> Graph:
    with warnings.catch_warnings():
        # rdflib 7.6 warns of its own parser's use of ConjunctiveGraph.
        warnings.filterwarnings("ignore", "ConjunctiveGraph is deprecated", DeprecationWarning)
        return Graph().parse(data=text, format="json-ld")


def by_pyoxigraph(text: str) -> Graph:
    quads = pyoxigraph.parse(text.encode(), format=pyoxigraph.RdfFormat.JSON_LD)
    lines = pyoxigraph.serialize(quads, format=pyoxigraph.RdfFormat.N_TRIPLES)
    return Graph().parse(data=lines, format="nt")


@pytest.fixture(autouse=True)
def no_network(monkeypatch: pytest.MonkeyPatch) -> None:
    """Makes every connection fail, so that a context read from the network would be seen."""

    def refuse(*_: object, **__: object) -> None:
        raise AssertionError("the network was used")

    monkeypatch.setattr(socket, "create_connection", refuse)
    monkeypatch.setattr(socket.socket, "connect", refuse)


@pytest.mark.parametrize("turtle", GRAPHS.values(), ids=GRAPHS.keys())
@pytest.mark.parametrize("read", [by_rdflib, by_pyoxigraph])
def test_a_graph_comes_back_as_it_was(turtle: str, read: Any) -> None:
    g = Graph().parse(data=HEAD + turtle, format="turtle")
    assert isomorphic(read(to_jsonld(g)), g)


def test_the_ontology_itself_comes_back_as_it_was() -> None:
    g = Graph().parse(POLICY_TTL)
    assert isomorphic(by_rdflib(to_jsonld(g)), g)


def test_the_keys_are_short() -> None:
    g = Graph().parse(data=HEAD + GRAPHS["project with grant"], format="turtle")
    nodes = {node["id"]: node for node in json.loads(to_jsonld(g))["graph"]}
    project = nodes[BASE + "id/project/t/1"]
    assert project["type"] == "Project"
    assert project["name"] == {"sv": "Norr", "en": "North"}
    assert project["startDate"] == "2020-01-01"
    assert not [key for node in nodes.values() for key in node if ":" in key]


def test_flags_and_counts_are_json_booleans_and_numbers() -> None:
    g = Graph().parse(data=HEAD + "<a> pg:isPrioritised true ; pg:strength 2 .", format="turtle")
    node = json.loads(to_jsonld(g))
    assert (node["isPrioritised"], node["strength"]) == (True, 2)


def test_a_level_is_its_short_name() -> None:
    g = Graph().parse(data=HEAD + "<a> pg:level pg:RegionalLevel .", format="turtle")
    assert json.loads(to_jsonld(g))["level"] == "RegionalLevel"


def test_what_a_person_writes_is_read() -> None:
    text = {
        "@context": CONTEXT,
        "id": BASE + "p",
        "type": "Project",
        "name": {"sv": "Norr"},
        "level": "EuLevel",
    }
    g = by_rdflib(json.dumps(text))
    subject = URIRef(BASE + "p")
    expected = [
        (subject, RDF.type, PG.Project),
        (subject, SKOS.prefLabel, Literal("Norr", lang="sv")),
        (subject, PG.level, PG.EuLevel),
    ]
    assert set(g) == set(expected)


@pytest.mark.parametrize("name", TERMS)
def test_every_term_of_ours_has_its_own_name_as_key(name: str) -> None:
    entry = CONTEXT[name]
    assert (entry if isinstance(entry, str) else entry["@id"]) == f"pg:{name}"


def test_every_prefix_is_there() -> None:
    renamed = {"unit": "qudt"}  # pg:unit has the key `unit`, which cannot be a prefix as well
    assert {prefix: CONTEXT[renamed.get(prefix, prefix)] for prefix in PREFIXES} == dict(PREFIXES)


def test_every_key_leads_to_a_known_vocabulary() -> None:
    entries = [
        entry if isinstance(entry, str) else entry["@id"]
        for key, entry in CONTEXT.items()
        if key != "@version"
    ]
    compact = [entry for entry in entries if not entry.startswith(("@", "http"))]
    assert {entry.split(":")[0] for entry in compact} <= set(PREFIXES)


def test_no_two_keys_stand_for_the_same_property() -> None:
    entries = [json.dumps(entry) for entry in CONTEXT.values()]
    assert len(entries) == len(set(entries))


def test_the_context_refers_to_no_other_context() -> None:
    assert not {"@import", "@base", "@vocab"} & set(CONTEXT)


# Nothing empty, zero or false among several values: rdflib 7.6 lets the next value overwrite such a one.
texts = st.text(st.characters(exclude_categories=("Cs", "Cc")), min_size=1, max_size=30)
languages = st.sampled_from(["sv", "da", "en", "fi", "se", "de-at"])
tagged = st.builds(lambda text, language: Literal(text, lang=language), texts, languages)
plain = st.builds(Literal, texts) | st.builds(Literal, st.integers(min_value=1) | st.just(True))
dated = st.dates().map(lambda day: Literal(day.isoformat(), datatype=XSD.date))
predicates = st.sampled_from(
    [SKOS.prefLabel, SKOS.notation, PG.statedAs, PG.strength, PG.level, RDFS.comment]
)
literals = st.lists(st.tuples(predicates | st.just(DCTERMS.created), tagged | plain | dated), min_size=1)


@given(literals)
def test_any_literal_comes_back_as_it_was(pairs: list[tuple[URIRef, Literal]]) -> None:
    g = Graph()
    for predicate, literal in pairs:
        g.add((URIRef(BASE + "x"), predicate, literal))
    assert isomorphic(by_rdflib(to_jsonld(g)), g)


@pytest.mark.parametrize("literal", [Literal(""), Literal(0), Literal(False), Literal("", lang="sv")])
@pytest.mark.parametrize(
    "predicate", [SKOS.prefLabel, SKOS.notation, PG.strength, PG.isPrioritised, PG.statedAs]
)
def test_an_empty_value_alone_comes_back_as_it_was(predicate: URIRef, literal: Literal) -> None:
    g = Graph()
    g.add((URIRef(BASE + "x"), predicate, literal))
    assert isomorphic(by_rdflib(to_jsonld(g)), g)
