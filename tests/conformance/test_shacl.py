"""The W3C's SHACL tests, by the very call of pySHACL that validation uses and by compiled shapes before it.

Whole results are compared.
"""

from __future__ import annotations

import os
from collections import Counter
from pathlib import Path

import pytest
from rdflib import RDF, SH, BNode, Graph, Literal, Namespace, URIRef
from rdflib.compare import to_canonical_graph
from rdflib.term import Node

from graph.errors import InputError
from graph.store import open_store
from graph.terms import NamedNode, Quad
from graph.validation.compiled import Stated, compiled, faults_in, narrowed
from graph.validation.convert import store_term
from graph.validation.engine import copied, shacl_results

MF = Namespace("http://www.w3.org/2001/sw/DataAccess/tests/test-manifest#")
SHT = Namespace("http://www.w3.org/ns/shacl-test#")
ROOT = Path(__file__).parents[2]
TESTS = (ROOT / os.environ.get("POLICYGRAPH_TEST_DATA", "../shared/data")).resolve() / "w3c/shacl/tests"
COMPARED = (
    SH.focusNode,
    SH.resultPath,
    SH.value,
    SH.resultSeverity,
    SH.sourceConstraintComponent,
    SH.sourceShape,
)

# Each test that fails, and why. A test that starts to pass must leave this table.
FAILS = {
    "core/property/uniqueLang-002": 'rdflib reads "1"^^xsd:boolean as true, and so as a constraint',
    "sparql/pre-binding/shapesGraph-001": "pySHACL binds no $shapesGraph, which SHACL leaves optional",
}


# Each test with a shape that is not compiled, and what it says that is not: pySHACL looks at all its nodes.
LEFT_TO_PYSHACL = {
    "core/property/qualifiedMinCountDisjoint-001": "qualifiedValueShapesDisjoint",
    "core/property/qualifiedValueShapesDisjoint-001": "qualifiedValueShapesDisjoint",
    "sparql/component/nodeValidator-001": "a constraint component of its own",
    "sparql/component/optional-001": "a constraint component of its own",
    "sparql/component/propertyValidator-select-001": "a constraint component of its own",
    "sparql/component/validator-001": "a constraint component of its own",
    "sparql/node/prefixes-001": "sparql",
    "sparql/pre-binding/pre-binding-002": "sparql",
    "sparql/pre-binding/pre-binding-003": "sparql",
    "sparql/pre-binding/pre-binding-005": "sparql",
    "sparql/pre-binding/pre-binding-006": "sparql",
    "sparql/pre-binding/pre-binding-007": "sparql",
    "sparql/pre-binding/shapesGraph-001": "sparql",
    **{f"sparql/pre-binding/unsupported-sparql-00{number}": "sparql" for number in range(1, 6)},
    "sparql/pre-binding/unsupported-sparql-006": "a constraint component of its own",
}


# Each test is a file, its own manifest; one of them is in no list of the manifests above it.
CASES = sorted(path for path in TESTS.rglob("*.ttl") if "sht:Validate" in path.read_text(encoding="utf-8"))


def name_of(path: Path) -> str:
    return str(path.relative_to(TESTS).with_suffix(""))


def read(address: Node | None) -> Graph:
    path = Path(str(address).removeprefix("file://"))
    return Graph(identifier=path.as_uri()).parse(path, publicID=path.as_uri())


def action(path: Path) -> tuple[Graph, Graph, Node | None, Graph]:
    """Returns the data graph, the shapes graph, the expected result and the manifest of a test."""
    g = read(URIRef(path.as_uri()))
    test = g.value(predicate=RDF.type, object=SHT.Validate)
    given = g.value(test, MF.action)
    data, shapes = read(g.value(given, SHT.dataGraph)), read(g.value(given, SHT.shapesGraph))
    return data, copied(shapes, "SimpleMemory"), g.value(test, MF.result), g


def shape_of_path(g: Graph, node: Node | None) -> str | None:
    """Returns a path in a form that can be compared: an IRI, or the canonical triples below a blank node."""
    if not isinstance(node, BNode):
        return None if node is None else str(node)
    below, waiting = Graph(), [node]
    while waiting:
        for s, p, o in g.triples((waiting.pop(), None, None)):
            below.add((s, p, o))
            waiting.extend([o] if isinstance(o, BNode) else [])
    return "\n".join(sorted(to_canonical_graph(below).serialize(format="nt").splitlines()))


def comparable(g: Graph, result: Node) -> tuple[str | None, ...]:
    values = {predicate: g.value(result, predicate) for predicate in COMPARED}
    return tuple(
        shape_of_path(g, value)
        if predicate == SH.resultPath
        else "a blank node"
        if isinstance(value, BNode)
        else None
        if value is None
        else value.n3()
        for predicate, value in values.items()
    )


def results(g: Graph, report: Node | None) -> Counter[tuple[str | None, ...]]:
    return Counter(comparable(g, result) for result in g.objects(report, SH.result))


def passes(data: Graph, shapes: Graph, expected: Node | None, manifest: Graph) -> bool:
    """Returns whether the whole report, or the refusal of unusable shapes, is the expected one."""
    try:
        g = shacl_results(data, shapes)
    except InputError:
        return expected == SHT.Failure
    report = g.value(predicate=RDF.type, object=SH.ValidationReport)
    if expected == SHT.Failure or g.value(report, SH.conforms) != manifest.value(expected, SH.conforms):
        return False
    return results(g, report) == results(manifest, expected)


def stated(data: Graph) -> Stated:
    """Returns a graph in a store; a literal that is a subject is no triple of RDF."""
    graph, store = NamedNode("urn:g"), open_store("memory:")
    store.bulk_add(
        Quad(store_term(s), store_term(p), store_term(o), graph)
        for s, p, o in data
        if not isinstance(s, Literal)
    )
    return Stated(store)


@pytest.mark.lists
@pytest.mark.parametrize("path", CASES, ids=name_of)
def test_w3c(path: Path) -> None:
    assert passes(*action(path)) is (name_of(path) not in FAILS), FAILS.get(name_of(path))


@pytest.mark.lists
@pytest.mark.parametrize("path", CASES, ids=name_of)
def test_w3c_by_compiled_shapes(path: Path) -> None:
    data, shapes, expected, manifest = action(path)
    store, name = stated(data), name_of(path)
    made = compiled(shapes, store.hierarchy())
    asked = narrowed(made.reading, faults_in(store, made, says_missing=False))
    assert passes(data, asked, expected, manifest) is (name not in FAILS), FAILS.get(name)
    assert set(made.unreadable.values()) == ({LEFT_TO_PYSHACL[name]} if name in LEFT_TO_PYSHACL else set())


@pytest.mark.lists
def test_all_121_are_run_and_at_most_two_fail(lists_dir: Path) -> None:
    assert (lists_dir / "w3c/shacl/tests").is_dir()
    assert len(CASES) == 121
    assert len(FAILS) <= 2
    assert set(FAILS) | set(LEFT_TO_PYSHACL) <= {name_of(path) for path in CASES}
