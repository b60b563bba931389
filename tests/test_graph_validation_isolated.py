"""pySHACL in a worker process says what it says here, and what ends the worker is an error."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

import pytest
from rdflib import Graph, Literal, URIRef

from graph.errors import InputError
from graph.isolation.limits import MEBIBYTE, Limits
from graph.store import Store, open_store, parse_rdf
from graph.terms import NamedNode, Quad
from graph.validation import validate_submission
from graph.validation.isolated import CHECKS, IsolatedShacl
from isolation_pools import children

PREFIXES = """
@prefix pg: <https://w3id.org/policygraph#> .
@prefix skos: <http://www.w3.org/2004/02/skos/core#> .
@prefix xsd: <http://www.w3.org/2001/XMLSchema#> .
"""
FAULTY = (
    "<id/fund/1> a pg:Fund .",
    "<id/objective/1> a pg:Objective ; skos:prefLabel 'Ett'@sv, 'Två'@sv ; skos:broader <id/objective/1> .",
    "<id/alignment/1> a pg:Alignment ; pg:confidence 7 .",
    "<id/objective/2> a pg:Objective ; pg:isPrioritised 'maybe'^^xsd:boolean .",
    "<id/objective/3> a pg:Objective ; pg:isPrioritised <<( <id/a> <id/b> 'c'@sv--ltr )>> .",
)


@pytest.fixture(scope="module")
def isolated() -> Iterator[IsolatedShacl]:
    isolated = IsolatedShacl(replace(CHECKS, slow_after=CHECKS.seconds))  # this machine may be slow
    yield isolated
    isolated.close()


@pytest.fixture
def store() -> Store:
    return open_store("memory:")


def quads(store: Store, turtle: str) -> list[Quad]:
    graph = NamedNode(f"{store.base}graph/source/x")
    content = (PREFIXES + turtle).encode()
    return list(parse_rdf(content, base=store.base, media_type="text/turtle", graph=graph))


@pytest.mark.parametrize("turtle", FAULTY)
def test_a_worker_says_the_same(isolated: IsolatedShacl, store: Store, turtle: str) -> None:
    submitted = quads(store, turtle)
    here = validate_submission(store, submitted)
    assert not here.conforms
    assert validate_submission(store, submitted, (), isolated.results) == here


def test_a_worker_tells_a_value_as_it_is_written(isolated: IsolatedShacl, store: Store) -> None:
    submitted = quads(store, "<id/objective/2> a pg:Objective ; pg:isPrioritised 'maybe'^^xsd:boolean .")
    told = validate_submission(store, submitted, (), isolated.results).violations
    assert "maybe" in {each.value for each in told}


def test_the_worker_is_used_again(isolated: IsolatedShacl) -> None:
    isolated.results(Graph(), Graph())
    before, workers = isolated.occupied.ended["answered"], children()
    for _ in range(3):
        isolated.results(Graph(), Graph())
    assert isolated.occupied.ended["answered"] == before + 3
    assert children() <= workers


def test_shapes_that_cannot_be_used_are_an_error_as_here(isolated: IsolatedShacl) -> None:
    shapes = Graph().parse(
        data="@prefix sh: <http://www.w3.org/ns/shacl#> . <x:s> a sh:NodeShape ; sh:targetNode <x:n> ;"
        " sh:property [ sh:path [ sh:zeroOrMorePath 'no' ] ; sh:minCount 1 ] .",
        format="turtle",
    )
    with pytest.raises(InputError):
        isolated.results(Graph(), shapes)


def test_a_check_that_fills_memory_is_refused() -> None:
    small = IsolatedShacl(Limits(memory=256 * MEBIBYTE, seconds=300.0, workers=1))
    known = Graph()
    for number in range(8):
        known.add((URIRef("x:n"), URIRef("x:p"), Literal(f"{number}" * 20_000_000)))
    with pytest.raises(InputError, match=r"shapes-(memory|failed)"):
        small.results(known, Graph())
    small.close()
