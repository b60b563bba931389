"""Every shape accepts the good world and alone refuses its bad examples, with messages in three languages."""

from __future__ import annotations

from pathlib import Path

import pytest
from pyoxigraph import parse
from rdflib import RDF, SH, Graph, URIRef
from rdflib.compare import isomorphic
from rdflib.term import Node

from graph.validation import shipped_shapes, validate
from graph.validation.convert import add_quads
from graph.validation.engine import copied
from ontology.languages import LANGUAGES
from shapes import SHAPE_FILES

EXAMPLES = Path(__file__).parent / "shapes_examples"
SHAPES = "https://w3id.org/policygraph/shapes#"
NOTHING = URIRef("http://example.org/nothing")
GOOD = Graph().parse(EXAMPLES / "good.ttl")
BAD = tuple(parse(path=EXAMPLES / "bad.trig"))
BAD_NAMES = sorted({quad.graph_name.value for quad in BAD})


def shapes_with_message() -> set[str]:
    return {str(shape) for shape in shipped_shapes().subjects(SH.message)}


def test_the_shapes_are_what_another_parser_reads_in_their_files() -> None:
    read = Graph()
    for path in SHAPE_FILES:
        read.parse(path)

    assert isomorphic(shipped_shapes(), read)


def shape_of(name: str) -> str:
    """Returns the IRI of the shape that a bad example is for, from the name of its graph."""
    return SHAPES + name.removeprefix(SHAPES).split(".")[0]


def bad(name: str) -> Graph:
    """Returns the good world with the statements of one bad example in place of its own."""
    changes = Graph()
    add_quads(changes, (quad for quad in BAD if quad.graph_name.value == name))
    g = copied(GOOD)
    for subject, predicate in set(changes.subject_predicates()):
        g.remove((subject, predicate, None))
    for triple in changes:
        if triple[2] != NOTHING:
            g.add(triple)
    return g


def test_the_good_world_has_neither_violations_nor_warnings() -> None:
    report = validate(GOOD)
    assert (report.violations, report.warnings) == ((), ())


def targets(shape: Node) -> set[Node]:
    shapes = shipped_shapes()
    by_class = {
        node for cls in shapes.objects(shape, SH.targetClass) for node in GOOD.subjects(RDF.type, cls)
    }
    return by_class.union(*(set(GOOD.subjects(path)) for path in shapes.objects(shape, SH.targetSubjectsOf)))


def test_every_targeted_shape_finds_a_node_in_the_good_world() -> None:
    shapes = shipped_shapes()
    targeted = set(shapes.subjects(SH.targetClass)) | set(shapes.subjects(SH.targetSubjectsOf))
    assert [shape for shape in sorted(targeted, key=str) if not targets(shape)] == []


@pytest.mark.parametrize("name", BAD_NAMES, ids=[name.removeprefix(SHAPES) for name in BAD_NAMES])
def test_a_bad_example_is_found_by_its_shape_alone(name: str) -> None:
    report = validate(bad(name))
    found = report.violations + report.warnings
    assert {result.shape for result in found} == {shape_of(name)}
    for result in found:
        assert [message.lang for message in result.messages] == sorted(LANGUAGES)
        assert all("{" not in message.text for message in result.messages)


def test_every_shape_with_a_message_has_a_bad_example() -> None:
    assert shapes_with_message() == {shape_of(name) for name in BAD_NAMES}
