"""Validation of a graph: its report, its messages, and that shapes stay as they are."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from decimal import Decimal
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pyoxigraph import BaseDirection
from rdflib import RDF, SH, SKOS, XSD, BNode, Graph, Literal, Namespace, URIRef
from rdflib.compare import to_isomorphic

from graph.errors import InputError
from graph.terms import BlankNode, NamedNode, Triple
from graph.terms import Literal as StoreLiteral
from graph.validation import shipped_shapes, validate
from graph.validation.convert import rdflib_term
from graph.validation.engine import copied
from graph.validation.frozen import FrozenGraph
from ontology import PG

EX = Namespace("http://example.org/")
SSSOM = Namespace("https://w3id.org/sssom/")
SHAPES = "https://w3id.org/policygraph/shapes#"
GOOD = Graph().parse(Path(__file__).parent / "shapes_examples" / "good.ttl")


def good_with(subject: URIRef, predicate: URIRef, *values: Literal | URIRef) -> Graph:
    g = copied(GOOD)
    g.set((subject, predicate, values[0])) if values else g.remove((subject, predicate, None))
    for value in values:
        g.add((subject, predicate, value))
    return g


def shapes_that_find(g: Graph) -> set[str]:
    report = validate(g)
    return {result.shape.removeprefix(SHAPES) for result in report.violations + report.warnings}


def test_an_empty_graph_conforms() -> None:
    assert validate(Graph()).conforms


def test_a_violation_tells_all_of_it() -> None:
    report = validate(good_with(EX.alignment, PG.strength, Literal(4)))
    (violation,) = report.violations
    assert not report.conforms
    assert violation.focus == str(EX.alignment)
    assert violation.path == str(PG.strength)
    assert violation.value == "4"
    assert violation.severity == str(SH.Violation)
    assert violation.shape == SHAPES + "Alignment-strength"
    assert violation.component == str(SH.MaxInclusiveConstraintComponent)
    assert {message.lang: message.text for message in violation.messages} == {
        "sv": "Styrkan ska vara ett heltal från 1 till 3. Värde: 4.",
        "da": "Styrken skal være ét heltal fra 1 til 3. Værdi: 4.",
        "en": "The strength must be one whole number from 1 to 3. Value: 4.",
    }


def english(report_of: Graph) -> list[str]:
    report = validate(report_of)
    return [m.text for v in report.violations + report.warnings for m in v.messages if m.lang == "en"]


def test_a_value_that_is_missing_is_told_as_missing() -> None:
    [violation] = validate(good_with(EX.alignment, PG.strength)).violations
    told = {message.lang: message.text.rpartition(". ")[2] for message in violation.messages}
    assert told == {"sv": "Värde: saknas.", "da": "Værdi: mangler.", "en": "Value: missing."}


def test_values_that_are_too_many_are_all_shown() -> None:
    (text,) = english(good_with(EX.alignment, PG.strength, Literal(2), Literal(1)))
    assert text.endswith("Value: 1, 2.")


def test_a_message_of_a_query_is_in_every_language_too() -> None:
    report = validate(good_with(EX.area, SKOS.broader, EX.area))
    (violation,) = report.violations
    assert violation.component == str(SH.SPARQLConstraintComponent)
    assert [message.lang for message in violation.messages] == ["da", "en", "sv"]
    assert all(str(EX.area) in message.text for message in violation.messages)


def test_iris_are_shown_by_their_prefixes() -> None:
    (text,) = english(
        good_with(EX.alignment, URIRef("http://www.w3.org/2002/07/owl#annotatedProperty"), PG.fund)
    )
    assert text.endswith("Value: pg:fund.")


def test_braces_in_a_value_are_left_alone() -> None:
    texts = english(good_with(EX.fund, SKOS.prefLabel, Literal("{focus} {value}")))
    assert texts == ['A name must have text and a language, such as "Goal"@en. Value: {focus} {value}.']


def test_a_path_of_several_predicates_names_the_one_that_was_used() -> None:
    g = good_with(EX.region, SKOS.altLabel, Literal("a@example.org", lang="en"))
    (violation,) = validate(g).violations
    assert violation.path == str(SKOS.altLabel)


def test_a_warning_lets_the_graph_conform() -> None:
    report = validate(good_with(EX.subgoal, PG.measuredBy))
    assert report.conforms
    assert report.violations == ()
    assert [warning.severity for warning in report.warnings] == [str(SH.Warning)]


def test_focus_keeps_results_about_other_nodes_out() -> None:
    g = good_with(EX.alignment, PG.strength, Literal(4))
    assert validate(g, focus={str(EX.better)}).conforms
    assert not validate(g, focus=[str(EX.alignment)]).conforms


def test_results_come_in_a_steady_order() -> None:
    g = good_with(EX.alignment, PG.strength, Literal(4))
    g.set((EX.review, PG.reviews, EX.area))
    g.remove((EX.fund, SKOS.prefLabel, None))
    first = validate(g)
    assert first == validate(copied(g))
    assert [v.focus for v in first.violations] == sorted(v.focus for v in first.violations)


def test_the_shipped_shapes_stay_as_they_are() -> None:
    before = copied(shipped_shapes())
    validate(GOOD)
    assert set(shipped_shapes()) == set(before)


def test_shapes_and_data_that_are_given_stay_as_they_are() -> None:
    shapes, data = copied(shipped_shapes()), copied(GOOD)
    validate(data, shapes)
    assert to_isomorphic(shapes) == to_isomorphic(shipped_shapes())
    assert set(data) == set(GOOD)


OWN_SHAPES = """
@prefix sh: <http://www.w3.org/ns/shacl#> . @prefix ex: <http://example.org/> .
ex:Shape a sh:NodeShape ; sh:targetClass ex:Thing ; sh:property ex:code .
ex:code a sh:PropertyShape ; sh:path ex:code ; sh:minCount 1 ; sh:message "No code: {value}"@en .
"""


def test_shapes_that_are_given_take_the_place_of_those_that_ship() -> None:
    g = Graph()
    g.add((EX.thing, RDF.type, EX.Thing))
    g.add((EX.fund, RDF.type, PG.Fund))
    (violation,) = validate(g, Graph().parse(data=OWN_SHAPES)).violations
    assert [message.text for message in violation.messages] == ["No code: "]


@pytest.mark.parametrize("value", ['"x"^^xsd:date', "[]", '"2023-02-30"^^xsd:date'])
def test_a_value_without_an_order_is_told_for_what_it_is(value: str) -> None:
    """pySHACL cannot compare it, and ends in an error."""
    g = Graph().parse(
        data="@prefix pg: <https://w3id.org/policygraph#> . @prefix kohesio: <http://data.europa.eu/s66#> ."
        "@prefix xsd: <http://www.w3.org/2001/XMLSchema#> . <urn:x> a pg:Project ;"
        f' kohesio:startDate {value} ; kohesio:endDate "2020-01-01"^^xsd:date .'
    )
    [start] = [each for each in validate(g).violations if each.path == "http://data.europa.eu/s66#startDate"]
    assert start.component == str(SH.DatatypeConstraintComponent)


def test_shapes_that_cannot_be_used_are_refused() -> None:
    shapes = Graph().parse(data=OWN_SHAPES.replace("sh:minCount 1", "sh:minCount 1, 2"))
    g = Graph()
    g.add((EX.thing, RDF.type, EX.Thing))
    with pytest.raises(InputError) as caught:
        validate(g, shapes)
    assert caught.value.key == "shapes-unusable"


def test_threads_may_validate_at_once() -> None:
    g = good_with(EX.area, SKOS.broader, EX.area)
    with ThreadPoolExecutor(4) as threads:
        reports = list(threads.map(validate, [g] * 8))
    assert [len(report.violations) for report in reports] == [1] * 8


slow = settings(max_examples=25, deadline=None)


@slow
@given(st.integers().filter(lambda number: not 1 <= number <= 3))
def test_any_strength_outside_1_to_3_is_refused(strength: int) -> None:
    assert shapes_that_find(good_with(EX.alignment, PG.strength, Literal(strength))) == {"Alignment-strength"}


@slow
@given(st.decimals(-5, 5, places=3))
def test_confidence_is_refused_outside_0_to_1_and_only_there(confidence: Decimal) -> None:
    found = shapes_that_find(good_with(EX.alignment, SSSOM.confidence, Literal(confidence)))
    assert found == (set() if 0 <= confidence <= 1 else {"Alignment-confidence"})


@slow
@given(st.decimals(-5, 5, places=3))
def test_agreement_is_refused_outside_minus_1_to_1_and_only_there(agreement: Decimal) -> None:
    found = shapes_that_find(good_with(EX.review, SSSOM.reviewer_agreement, Literal(agreement)))
    assert found == (set() if -1 <= agreement <= 1 else {"Review-agreement"})


@slow
@given(st.dates(), st.dates())
def test_a_period_is_refused_exactly_when_it_ends_before_it_starts(start: object, end: object) -> None:
    dcat = Namespace("http://www.w3.org/ns/dcat#")
    g = good_with(EX.period, dcat.startDate, Literal(start, datatype=XSD.date))
    g.set((EX.period, dcat.endDate, Literal(end, datatype=XSD.date)))
    assert shapes_that_find(g) == ({"Period-order"} if start > end else set())  # type: ignore[operator]


@slow
@given(st.text(max_size=12))
def test_text_is_never_an_amount(text: str) -> None:
    value = URIRef("http://data.europa.eu/s66#value")
    assert shapes_that_find(good_with(EX.cost, value, Literal(text))) == {"Amount-value"}


@pytest.mark.parametrize(
    ("term", "expected"),
    [
        (NamedNode("http://example.org/a"), URIRef("http://example.org/a")),
        (BlankNode("b"), BNode("b")),
        (StoreLiteral("mål", language="sv"), Literal("mål", lang="sv")),
        (StoreLiteral("text"), Literal("text")),
        (
            StoreLiteral("1.50", datatype=NamedNode(XSD.decimal)),
            Literal("1.50", datatype=XSD.decimal, normalize=False),
        ),
        (StoreLiteral("x", datatype=NamedNode(XSD.integer)), Literal("x", datatype=XSD.integer)),
        (StoreLiteral("mål", language="sv", direction=BaseDirection.LTR), Literal("mål", lang="sv")),
    ],
)
def test_a_term_of_the_store_is_the_same_term_in_rdflib(term: NamedNode, expected: URIRef) -> None:
    made = rdflib_term(term)
    assert made == expected
    assert str(made) == str(expected)


def test_a_triple_is_no_term_of_rdflib() -> None:
    node = NamedNode("http://example.org/a")
    with pytest.raises(TypeError):
        rdflib_term(Triple(node, node, node))


def test_a_frozen_graph_counts_once_and_answers_queries_by_its_prefixes() -> None:
    g = copied(GOOD)
    g.bind("ex", EX)
    frozen = FrozenGraph(g)
    assert len(frozen) == len(GOOD)
    g.add((EX.fund, SKOS.altLabel, Literal("x", lang="en")))
    assert len(frozen) == len(GOOD)
    assert [row[0] for row in frozen.query("SELECT ?p WHERE { ex:fund a ?p }")] == [PG.Fund]
