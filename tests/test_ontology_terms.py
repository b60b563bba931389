"""Every term of ours is in code and in Turtle, and says in three languages what it means."""

from __future__ import annotations

from collections.abc import Iterator

import pyoxigraph
import pytest
from rdflib import OWL, RDF, RDFS, SH, SKOS, Graph, Literal, URIRef
from rdflib.collection import Collection
from rdflib.namespace import DCTERMS, ORG, PROV, QB, XSD
from rdflib.term import Node

from ontology import PG, POLICY_TTL, PREFIXES
from ontology.languages import LANGUAGES
from ontology.namespace import TERMS

OURS = PREFIXES["pg"]
ONTOLOGY = URIRef("https://w3id.org/policygraph")
# The words that Swedish, Danish and English, or two of them and English, have in common.
SHARED_WITH_ENGLISH = {
    "Vision",
    "Dimension",
    "Status",
    "SHA-256",
    "Agenda",
    "Revision",
    "Digital agenda",
    "partner",
}
OUTSIDE_PREFIXES = (
    "https://w3id.org/policygraph",
    "https://w3id.org/sssom",
    "https://creativecommons.org/licenses/",
)
G = Graph().parse(POLICY_TTL)

CLASSES = [name for name in TERMS if (PG[name], RDF.type, RDFS.Class) in G]
PROPERTIES = [name for name in TERMS if (PG[name], RDF.type, RDF.Property) in G]


def by_language(term: URIRef, predicate: URIRef) -> dict[str, str]:
    """Returns the texts by language, and fails where a language has two."""
    texts = [text for text in G.objects(term, predicate) if isinstance(text, Literal)]
    found = {str(text.language): str(text) for text in texts}
    assert len(found) == len(texts), f"{term} says {predicate} twice in one language"
    return found


def naming(name: str) -> URIRef:
    return RDFS.label if name in {*CLASSES, *PROPERTIES} else SKOS.prefLabel


def members(node: Node | None) -> list[Node]:
    """Returns the class, or the classes of a union."""
    union = G.value(node, OWL.unionOf)
    return [node] if union is None and node is not None else list(Collection(G, union))


def all_iris() -> Iterator[URIRef]:
    yield from (node for triple in G for node in triple if isinstance(node, URIRef))


def test_terms_in_code_are_the_terms_in_turtle() -> None:
    in_turtle = {str(subject)[len(OURS) :] for subject in G.subjects() if str(subject).startswith(OURS)}
    assert set(TERMS) == in_turtle


def test_no_term_is_only_referred_to() -> None:
    used = {str(iri)[len(OURS) :] for iri in all_iris() if str(iri).startswith(OURS)}
    assert used <= set(TERMS)


@pytest.mark.parametrize("wrong", ["Objectiv", "contributesto", "RegionalLvl", ""])
def test_a_misspelt_term_fails(wrong: str) -> None:
    with pytest.raises(AttributeError):
        _ = PG[wrong]
    with pytest.raises(AttributeError):
        getattr(PG, wrong or "Nothing")


def test_a_triple_may_use_every_term_by_attribute() -> None:
    assert all(str(getattr(PG, name)) == OURS + name for name in TERMS)


@pytest.mark.parametrize("name", TERMS)
def test_label_and_definition_are_in_three_languages(name: str) -> None:
    labels, definitions = by_language(PG[name], naming(name)), by_language(PG[name], SKOS.definition)
    assert sorted(labels) == sorted(definitions) == sorted(LANGUAGES)
    assert all(text == text.strip() and text for text in [*labels.values(), *definitions.values()])
    assert all(text.endswith((".", ".)")) for text in definitions.values()), definitions


@pytest.mark.parametrize("name", TERMS)
def test_definitions_are_translated(name: str) -> None:
    definitions = by_language(PG[name], SKOS.definition)
    assert len(set(definitions.values())) == 3


@pytest.mark.parametrize("name", TERMS)
def test_labels_are_translated_where_the_languages_differ(name: str) -> None:
    labels = by_language(PG[name], naming(name))
    nordic = {labels["sv"], labels["da"]}
    assert labels["en"] not in nordic or labels["en"] in SHARED_WITH_ENGLISH


@pytest.mark.parametrize("kind", [RDFS.Class, RDF.Property, SKOS.Concept])
@pytest.mark.parametrize("language", LANGUAGES)
def test_no_two_terms_of_a_kind_share_a_label(kind: URIRef, language: str) -> None:
    names = [name for name in TERMS if (PG[name], RDF.type, kind) in G]
    labels = [by_language(PG[name], naming(name))[language] for name in names]
    assert len(labels) == len(set(labels)), sorted(label for label in labels if labels.count(label) > 1)


def test_swedish_and_danish_are_not_mixed_up() -> None:
    """Finds letters that the other language alone has: æ and ø are not Swedish, ä and ö not Danish."""
    predicates = (SKOS.definition, RDFS.label, SKOS.prefLabel, DCTERMS.title, DCTERMS.description)
    texts = [text for p in predicates for text in G.objects(None, p) if isinstance(text, Literal)]
    wrong = {"sv": "æøÆØ", "da": "äöÄÖ", "en": "åäöæøÅÄÖÆØ"}
    mixed = [str(t) for t in texts if set(str(t).replace("svensk län", "")) & set(wrong[str(t.language)])]
    assert mixed == []


@pytest.mark.parametrize("name", PROPERTIES)
def test_a_property_has_one_domain_and_one_range_that_resolve(name: str) -> None:
    for predicate in (RDFS.domain, RDFS.range):
        (node,) = G.objects(PG[name], predicate)
        found = members(node)
        assert found
        assert all(
            isinstance(each, URIRef) and str(each).startswith(tuple(PREFIXES.values())) for each in found
        )


@pytest.mark.parametrize("name", PROPERTIES)
def test_the_range_fits_the_kind_of_property(name: str) -> None:
    (node,) = G.objects(PG[name], RDFS.range)
    is_datatype = [str(each).startswith(str(XSD)) or each == RDF.langString for each in members(node)]
    assert ((PG[name], RDF.type, OWL.DatatypeProperty) in G) == all(is_datatype)
    assert ((PG[name], RDF.type, OWL.ObjectProperty) in G) <= (not any(is_datatype))


@pytest.mark.parametrize("name", CLASSES)
def test_a_class_of_ours_is_no_organisation(name: str) -> None:
    parents = {str(parent) for parent in G.transitive_objects(PG[name], RDFS.subClassOf)}
    assert not {iri for iri in parents if iri.startswith((PREFIXES["schema"], PREFIXES["org"]))}


def test_a_project_is_a_subclass_of_nothing_and_says_why() -> None:
    assert list(G.objects(PG.Project, RDFS.subClassOf)) == []
    assert URIRef(PREFIXES["eurio"] + "Project") in G.objects(PG.Project, SKOS.closeMatch)
    assert "schema:Organization" in str(G.value(PG.Project, SKOS.scopeNote))


def test_every_kind_of_objective_is_below_objective_and_so_a_concept() -> None:
    kinds = set(G.subjects(RDFS.subClassOf, PG.Objective))
    assert {PG.Vision, PG.TargetArea, PG.SubGoal, PG.GoalImage, PG.Measure, PG.LocalTarget} <= kinds
    assert SKOS.Concept in G.objects(PG.Objective, RDFS.subClassOf)
    assert len(kinds) == 14


def test_statements_name_the_sssom_slots_that_they_carry() -> None:
    slots = "owl:annotatedSource owl:annotatedProperty owl:annotatedTarget dct:creator dct:created"
    for statement in (PG.Alignment, PG.Claim):
        note = str(G.value(statement, SKOS.scopeNote))
        assert [slot for slot in slots.split() if slot not in note] == []
    assert "sssom:confidence" in str(G.value(PG.Alignment, SKOS.scopeNote))


@pytest.mark.parametrize("name", TERMS)
def test_the_example_is_turtle_that_uses_the_term(name: str) -> None:
    (example,) = G.objects(PG[name], SKOS.example)
    head = "".join(f"@prefix {prefix}: <{iri}> .\n" for prefix, iri in PREFIXES.items())
    text = f"@base <http://127.0.0.1:8000/> .\n{head}{example}"
    quads = pyoxigraph.parse(text.encode(), format=pyoxigraph.RdfFormat.TURTLE)
    assert OURS + name in {
        getattr(t, "value", "") for quad in quads for t in (quad.subject, quad.predicate, quad.object)
    }


@pytest.mark.parametrize("name", TERMS)
def test_a_term_says_which_ontology_defines_it(name: str) -> None:
    assert list(G.objects(PG[name], RDFS.isDefinedBy)) == [ONTOLOGY]


def test_the_ontology_has_version_licence_and_titles() -> None:
    assert (ONTOLOGY, RDF.type, OWL.Ontology) in G
    assert G.value(ONTOLOGY, OWL.versionInfo)
    assert sorted(by_language(ONTOLOGY, DCTERMS.title)) == sorted(LANGUAGES)
    assert G.value(ONTOLOGY, DCTERMS.license) == URIRef("https://creativecommons.org/licenses/by/4.0/")


def test_two_parsers_read_the_same_number_of_triples() -> None:
    assert len(set(pyoxigraph.parse(path=str(POLICY_TTL)))) == len(G)


def test_no_iri_lies_outside_the_known_prefixes() -> None:
    known = (*PREFIXES.values(), *OUTSIDE_PREFIXES)
    assert {iri for iri in all_iris() if not str(iri).startswith(known)} == set()


def test_the_prefixes_of_the_file_are_those_of_the_code() -> None:
    written = {p: str(iri) for p, iri in Graph(bind_namespaces="none").parse(POLICY_TTL).namespaces()}
    assert written == {prefix: PREFIXES[prefix] for prefix in written}


def test_the_declared_prefixes_are_those_of_the_code() -> None:
    nodes = list(G.objects(ONTOLOGY, SH.declare))
    declared = {str(G.value(node, SH.prefix)): str(G.value(node, SH.namespace)) for node in nodes}
    assert declared == dict(PREFIXES)


def test_reused_terms_exist_in_their_vocabularies() -> None:
    published = {PREFIXES["skos"]: SKOS, PREFIXES["prov"]: PROV, PREFIXES["org"]: ORG, PREFIXES["qb"]: QB}
    published |= {PREFIXES["owl"]: OWL, PREFIXES["dct"]: DCTERMS, PREFIXES["rdfs"]: RDFS, PREFIXES["sh"]: SH}
    reused = [
        (iri, home) for iri in set(all_iris()) for base, home in published.items() if iri.startswith(base)
    ]
    assert [str(iri) for iri, home in reused if iri not in home] == []
