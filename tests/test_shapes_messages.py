"""Shapes are well made: named, with messages in Swedish, Danish and English, on terms that exist."""

from __future__ import annotations

import re

import pytest
from pyshacl import validate as run_pyshacl
from rdflib import RDF, SH, SKOS, BNode, Graph, URIRef
from rdflib.collection import Collection
from rdflib.term import Node

from graph.terms import expand
from graph.validation import shipped_shapes
from ontology import PG, POLICY_TTL
from ontology.languages import LANGUAGES
from shapes import SHAPE_FILES

PROPERTY_SHAPES = sorted(shipped_shapes().subjects(RDF.type, SH.PropertyShape), key=str)
WITH_MESSAGE = sorted(set(shipped_shapes().subjects(SH.message)), key=str)


def test_shapes_are_shapes_by_the_standard() -> None:
    conforms, _, text = run_pyshacl(Graph(), shacl_graph=Graph() + shipped_shapes(), meta_shacl=True)
    assert conforms, text


def test_every_property_shape_has_an_iri_and_a_message() -> None:
    assert [shape for shape in PROPERTY_SHAPES if isinstance(shape, BNode)] == []
    assert set(PROPERTY_SHAPES) <= set(WITH_MESSAGE)


def test_every_property_of_a_shape_is_a_property_shape() -> None:
    assert set(shipped_shapes().objects(None, SH.property)) <= set(PROPERTY_SHAPES)


@pytest.mark.parametrize("shape", WITH_MESSAGE, ids=[str(shape).split("#")[1] for shape in WITH_MESSAGE])
def test_a_message_is_in_three_languages_and_shows_the_value(shape: Node) -> None:
    messages = {message.language: str(message) for message in shipped_shapes().objects(shape, SH.message)}
    assert {*messages} == {*LANGUAGES}
    for text in messages.values():
        assert "{value}" in text
        assert set(re.findall(r"{\w*}", text)) <= {"{value}", "{focus}"}


def test_every_term_of_ours_is_in_the_vocabulary() -> None:
    used = {term for triple in shipped_shapes() for term in triple if isinstance(term, URIRef)}
    used = {term for term in used if term.startswith(str(PG))}
    for path in SHAPE_FILES:
        used |= {PG[name] for name in re.findall(r"\bpg:(\w+)", path.read_text(encoding="utf-8"))}
    assert [term for term in used if term not in PG] == []


# What the model names, and what is written: each has a rule of its own, so that a bare node of it is refused.
CLASSES = [
    "eli:Work",
    "eli:LegalResource",
    "eli:Expression",
    "eli:Manifestation",
    "eurio:FundingScheme",
    "eurio:FundingAgency",
    "eurio:Grant",
    "eurio:GrantPayment",
    "eurio:MonetaryAmount",
    "org:FormalOrganization",
    "m8g:PublicOrganisation",
    "org:OrganizationalUnit",
    "org:Membership",
    "org:Post",
    "org:ChangeEvent",
    "eli-dl:Process",
    "eli-dl:Activity",
    "eli-dl:ForeseenActivity",
    "eli-dl:Decision",
    "eli-dl:Deadline",
    "qb:Observation",
    "qb:DataSet",
    "pg:Indicator",
    "sdgo:Goal",
    "sdgo:Target",
    "sdgo:Indicator",
    "sdgo:Series",
    "dcat:Catalog",
    "dcat:Dataset",
    "dcat:DataService",
    "prov:Person",
    "prov:Agent",
    "prov:SoftwareAgent",
    "prov:Organization",
    "prov:Association",
    "foaf:Person",
    "skos:Collection",
    "skos:ConceptScheme",
    "dct:Location",
    "dct:PeriodOfTime",
    "oa:Annotation",
    "oa:SpecificResource",
]


@pytest.mark.parametrize("name", CLASSES)
def test_a_class_of_the_model_has_a_shape(name: str) -> None:
    assert (None, SH.targetClass, URIRef(expand(name).value)) in shipped_shapes()


def individuals(scheme: URIRef) -> set[Node]:
    return set(Graph().parse(POLICY_TTL).subjects(SKOS.inScheme, scheme))


@pytest.mark.parametrize(
    ("shape", "scheme"),
    [
        ("Levelled-level", "Levels"),
        ("Document-type", "DocumentTypes"),
        ("Force-force", "Forces"),
        ("Obligation-recurrence", "Recurrences"),
        ("Observation-role", "ObservationRoles"),
        ("Activity-stage", "Stages"),
    ],
)
def test_a_list_of_values_is_the_scheme_of_the_vocabulary(shape: str, scheme: str) -> None:
    shapes = shipped_shapes()
    values = shapes.value(URIRef(f"https://w3id.org/policygraph/shapes#{shape}"), SH["in"])
    assert values is not None
    assert set(Collection(shapes, values)) == individuals(URIRef(f"https://w3id.org/policygraph#{scheme}"))
