"""The concept schemes: whole, in order, and usable as codes."""

from __future__ import annotations

import re

import pytest
from rdflib import RDF, RDFS, SKOS, Graph, URIRef
from rdflib.namespace import QB

from ontology import PG, POLICY_TTL, PREFIXES

G = Graph().parse(POLICY_TTL)
SCHEMES = {
    PG.Levels: (PG.Level, "global eu national regional municipal"),
    PG.Stages: (
        PG.Stage,
        "mandate dialogue drafting consultation proposal decision in-force midterm-review revision replaced",
    ),
    PG.Forces: (PG.Force, "governing guiding inspiring"),
    PG.ObservationRoles: (PG.ObservationRole, "baseline midterm actual target forecast"),
    PG.Statuses: (PG.Status, "proposed accepted rejected contested withdrawn superseded"),
    PG.Recurrences: (PG.Recurrence, "yearly each-mandate-period"),
}
ORDERED = [PG.Levels, PG.Stages, PG.Forces]


def concepts(scheme: URIRef) -> list[URIRef]:
    return [concept for concept in G.subjects(SKOS.inScheme, scheme) if isinstance(concept, URIRef)]


def codes_by_rank(scheme: URIRef) -> list[str]:
    ranked = sorted(
        (int(str(G.value(c, PG["rank"]))), str(G.value(c, SKOS.notation))) for c in concepts(scheme)
    )
    assert [rank for rank, _ in ranked] == list(range(1, len(ranked) + 1))
    return [code for _, code in ranked]


def test_the_schemes_are_those_that_are_tested_and_document_types() -> None:
    assert set(G.subjects(RDF.type, SKOS.ConceptScheme)) == {*SCHEMES, PG.DocumentTypes}


@pytest.mark.parametrize(("scheme", "expected"), [(scheme, codes) for scheme, (_, codes) in SCHEMES.items()])
def test_a_scheme_has_exactly_its_concepts(scheme: URIRef, expected: str) -> None:
    assert {str(G.value(c, SKOS.notation)) for c in concepts(scheme)} == set(expected.split())


@pytest.mark.parametrize("scheme", ORDERED)
def test_an_ordered_scheme_has_its_order(scheme: URIRef) -> None:
    assert codes_by_rank(scheme) == SCHEMES[scheme][1].split()


@pytest.mark.parametrize("scheme", [*SCHEMES, PG.DocumentTypes])
def test_a_concept_is_a_top_concept_of_its_only_scheme(scheme: URIRef) -> None:
    for concept in concepts(scheme):
        assert list(G.objects(concept, SKOS.inScheme)) == [scheme]
        assert list(G.objects(concept, SKOS.topConceptOf)) == [scheme]
        assert (concept, RDF.type, SKOS.Concept) in G


@pytest.mark.parametrize(("scheme", "kind"), [(scheme, kind) for scheme, (kind, _) in SCHEMES.items()])
def test_the_concepts_of_a_scheme_are_the_instances_of_its_class(scheme: URIRef, kind: URIRef) -> None:
    assert set(G.subjects(RDF.type, kind)) == set(concepts(scheme))
    assert SKOS.Concept in G.objects(kind, RDFS.subClassOf)


def test_codes_are_keys_and_none_is_used_twice_in_a_scheme() -> None:
    for scheme in [*SCHEMES, PG.DocumentTypes]:
        codes = [str(code) for concept in concepts(scheme) for code in G.objects(concept, SKOS.notation)]
        assert len(codes) == len(set(codes)) == len(concepts(scheme))
        assert all(re.fullmatch(r"[a-z]+(-[a-z]+)*", code) for code in codes)


def test_stages_are_process_stages_of_eli_dl() -> None:
    stage = URIRef(PREFIXES["eli-dl"] + "ProcessStage")
    assert all((concept, RDF.type, stage) in G for concept in concepts(PG.Stages))


def test_to_a_lower_level_can_be_asked() -> None:
    question = """SELECT ?lower WHERE { pg:NationalLevel pg:rank ?here . ?lower a pg:Level ; pg:rank ?there .
                  FILTER(?there > ?here) }"""
    found = {row[0] for row in G.query(question, initNs={"pg": PREFIXES["pg"]})}
    assert found == {PG.RegionalLevel, PG.MunicipalLevel}


def test_observation_dimensions_belong_to_one_structure() -> None:
    dimensions = set(G.objects(None, QB.dimension))
    for own in (PG.indicator, PG.observationRole):
        assert (own, RDF.type, QB.DimensionProperty) in G
        assert own in dimensions
    assert G.value(PG.observationRole, QB.codeList) == PG.ObservationRoles
