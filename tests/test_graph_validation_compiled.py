"""Compiled shapes: what is compiled and how, and that they find just what pySHACL alone finds."""

from __future__ import annotations

import re
from pathlib import Path
from unittest.mock import patch

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pyoxigraph import RdfFormat, parse
from rdflib import RDF, SH, XSD, Graph, Literal, Namespace, URIRef

from data import shipped_files
from graph.model import ValidationReport
from graph.store import Store, as_stored, open_store
from graph.terms import Literal as StoreLiteral
from graph.terms import NamedNode, Quad, Term, expand
from graph.validation import shipped_shapes, validate, validate_store, validate_submission
from graph.validation.compiled import Stated, compiled, faults_in
from graph.validation.compiled.conditions import UNKNOWN, any_of, exactly, one_of
from graph.validation.compiled.paths import path_of
from graph.validation.compiled.patterns import translated
from graph.validation.convert import add_quads, rdflib_term, store_term

EXAMPLES = Path(__file__).parent / "shapes_examples"
EX = Namespace("http://example.org/")
GRAPH = NamedNode("http://127.0.0.1:8000/graph/list/test")
GOOD = as_stored(Quad(*quad.triple, GRAPH) for quad in parse(path=EXAMPLES / "good.ttl"))
HEAD = "\n".join(
    line
    for line in (EXAMPLES / "bad.trig").read_text(encoding="utf-8").splitlines()
    if line.startswith("@prefix")
)
ALL_BAD = list(parse(path=EXAMPLES / "bad.trig"))
BAD = [quad for quad in ALL_BAD if "nothing" not in str(quad.object)]


def store_of(quads: frozenset[Quad] | list[Quad]) -> Store:
    store = open_store("memory:")
    store.bulk_add(quads)
    return store


def by_pyshacl_alone(store: Store) -> ValidationReport:
    g = Graph()
    add_quads(g, store.quads())
    return validate(g)


def found_by(shapes: str, data: str) -> set[str]:
    """Returns the nodes in which compiled shapes find fault."""
    head = "@prefix ex: <http://example.org/> . @prefix sh: <http://www.w3.org/ns/shacl#> .\n"
    graph = Graph().parse(data=head + data)
    quads = [Quad(store_term(s), store_term(p), store_term(o), GRAPH) for s, p, o in graph]
    stated = Stated(store_of(quads))
    made = compiled(Graph().parse(data=head + shapes), stated.hierarchy())
    faults = faults_in(stated, made)
    lacking = {node for parts in faults.missing.values() for nodes in parts.values() for node in nodes}
    return {str(rdflib_term(node)).removeprefix(str(EX)) for node in faults.nodes() | lacking}


def test_every_shipped_shape_is_compiled() -> None:
    made = compiled(shipped_shapes())
    assert made.unreadable == {}
    targeted = set(made.reading.targeted)
    assert {owner for check in made.checks for owner in check.owners} == targeted


@pytest.mark.parametrize(
    ("shape", "fails"),
    [
        ("sh:minCount 2", {"none", "one"}),
        ("sh:maxCount 1", {"two", "lang"}),
        ("sh:minCount 5 ; sh:maxCount 5", {"none", "one", "two", "lang"}),
        ("sh:hasValue ex:one", {"none", "lang"}),
        ("sh:in ( ex:one )", {"two", "lang"}),
        ("sh:nodeKind sh:IRI", {"lang"}),
        ("sh:class ex:Thing", {"one", "two", "lang"}),
        ("sh:uniqueLang true", {"lang"}),
        ('sh:languageIn ( "sv" )', {"one", "two"}),
        ("sh:not [ sh:nodeKind sh:Literal ]", {"lang"}),
        ("sh:or ( [ sh:nodeKind sh:Literal ] [ sh:hasValue ex:one ] )", {"two"}),
        ("sh:xone ( [ sh:nodeKind sh:IRI ] [ sh:hasValue ex:one ] )", {"one", "two", "lang"}),
        ("sh:node [ sh:property [ sh:path ex:p ; sh:minCount 1 ] ]", {"two", "lang"}),
        ("sh:qualifiedValueShape [ sh:nodeKind sh:IRI ] ; sh:qualifiedMinCount 2", {"none", "one", "lang"}),
        ("sh:disjoint ex:q", {"one"}),
        ("sh:equals ex:q", {"two", "lang"}),
        ("sh:deactivated true ; sh:minCount 9", set()),
    ],
)
def test_constraints_find_the_nodes_at_fault(shape: str, fails: set[str]) -> None:
    data = """
        ex:none a ex:Case . ex:one a ex:Case ; ex:p ex:one ; ex:q ex:one .
        ex:two a ex:Case ; ex:p ex:one , ex:leaf . ex:lang a ex:Case ; ex:p "a"@sv , "b"@sv ."""
    shapes = f"ex:S a sh:NodeShape ; sh:targetClass ex:Case ; sh:property [ sh:path ex:p ; {shape} ] ."
    assert found_by(shapes, data) == fails


def test_instances_of_a_class_below_are_focus_nodes_and_values_too() -> None:
    data = """ex:Low <http://www.w3.org/2000/01/rdf-schema#subClassOf> ex:Case .
        ex:good a ex:Low ; ex:p ex:good . ex:bad a ex:Low ; ex:p ex:other ."""
    shapes = (
        "ex:S a sh:NodeShape ; sh:targetClass ex:Case ; sh:property [ sh:path ex:p ; sh:class ex:Case ] ."
    )
    assert found_by(shapes, data) == {"bad"}


def test_a_shape_that_is_not_compiled_leaves_every_node_of_its_own_to_pyshacl() -> None:
    shapes = """ex:S a sh:NodeShape ; sh:targetClass ex:Case ; sh:sparql [
        sh:select "SELECT $this WHERE { { SELECT $this WHERE { $this ex:p ?v } } }" ] ."""
    assert found_by(shapes, "ex:a a ex:Case . ex:b a ex:Case ; ex:p 1 . ex:c ex:p 1 .") == {"a", "b"}


def test_a_shape_within_itself_is_left_to_pyshacl() -> None:
    shapes = """ex:S a sh:NodeShape ; sh:targetClass ex:Case ; sh:property ex:P .
        ex:P sh:path ex:p ; sh:node ex:S ."""
    assert found_by(shapes, "ex:a a ex:Case ; ex:p ex:a . ex:b a ex:Case .") == {"a"}


@pytest.mark.parametrize(
    ("pattern", "told"),
    [
        ("^a+$", "^a+\\n?$"),
        ("[$]", "[$]"),
        (r"\$", r"\$"),
        (r"\w", None),
        (r"\d+", None),
        ("(?i)a", None),
        ("[a&&b]", None),
        ("[]a]", None),
        ("[[:alpha:]]", None),
        ("a{,2}", None),
        ("a++", None),
        ("[a", None),
    ],
)
def test_patterns_are_told_to_the_engine_only_where_it_reads_them_as_python_does(
    pattern: str, told: str | None
) -> None:
    assert translated(pattern) == told


@settings(max_examples=60, deadline=None)
@given(st.text("ab1@.\n$ å-", max_size=8))
def test_the_patterns_of_the_shapes_match_in_the_engine_what_they_match_in_python(text: str) -> None:
    store = store_of([Quad(GRAPH, GRAPH, StoreLiteral(text), GRAPH)])
    for pattern in (*map(str, shipped_shapes().objects(None, SH.pattern)), "a$", "^[^a]*$|b.a", r"1\$|\.-"):
        told = translated(pattern)
        assert told is not None
        matches = store.ask(f"ASK {{ ?s ?p ?o FILTER(REGEX(STR(?o), {Literal(told).n3()})) }}")
        assert matches == bool(re.search(pattern, text)), pattern


def test_conditions_join_without_losing_their_two_sides() -> None:
    doubtful = any_of([exactly("isIRI(?v)"), UNKNOWN])
    assert (doubtful.surely, doubtful.possibly) == ("isIRI(?v)", "true")
    assert (doubtful.negated().surely, doubtful.negated().possibly) == ("(!true)", "(!isIRI(?v))")
    assert one_of([exactly("a"), exactly("a")]).surely == "(a && (!a))"


def test_paths_are_written_as_in_sparql() -> None:
    shapes = Graph().parse(
        data="""@prefix ex: <http://example.org/> . @prefix sh: <http://www.w3.org/ns/shacl#> .
        ex:s ex:path ( ex:a [ sh:inversePath [ sh:oneOrMorePath ex:b ] ]
            [ sh:alternativePath ( ex:c ex:d ) ] )."""
    )
    path = path_of(shapes, shapes.value(EX.s, EX.path))
    a, b, c, d = (EX[name].n3() for name in "abcd")
    assert path.text == f"({a}/(^({b}+))/({c}|{d}))"
    assert path.predicates == {EX.a, EX.b, EX.c, EX.d}
    assert path.choices == ()


def test_what_graphs_hold_that_are_left_out_hides_no_fault() -> None:
    quads = [
        Quad(NamedNode(EX + "project"), expand("rdf:type"), expand("pg:Project"), GRAPH),
        Quad(NamedNode(EX + "project"), expand("skos:prefLabel"), StoreLiteral("Ett", language="sv"), GRAPH),
        Quad(NamedNode(EX + "project"), expand("dct:spatial"), NamedNode(EX + "place"), GRAPH),
    ]
    store = store_of(quads)
    ontology = NamedNode(f"{store.base}graph/ontology")
    place = Quad(NamedNode(EX + "place"), expand("rdf:type"), expand("dct:Location"), ontology)
    name = Quad(
        NamedNode(EX + "nameless"), expand("skos:prefLabel"), StoreLiteral("x", language="sv"), ontology
    )
    nameless = Quad(name.subject, expand("rdf:type"), expand("pg:Fund"), GRAPH)
    seen = store_of([*quads, nameless, place, name])
    found = {(each.focus, each.shape.split("#")[1]) for each in validate_store(seen).violations}
    assert found == {(EX + "project", "Project-territory"), (EX + "nameless", "Name")}
    assert validate_store(seen) == by_pyshacl_alone(store_of([*quads, nameless]))


def quads_of(turtle: str) -> list[Quad]:
    return [Quad(*quad.triple, GRAPH) for quad in parse(f"{HEAD}\n{turtle}", format=RdfFormat.TURTLE)]


def compared(turtle: str) -> ValidationReport:
    """Returns the report about a world: the same of a store, of a submission, and by pySHACL alone."""
    quads = quads_of(turtle)
    wanted = by_pyshacl_alone(store_of(quads))
    assert validate_store(store_of(quads)) == wanted
    assert validate_submission(store_of([]), quads) == wanted
    return wanted


def test_what_is_lacking_is_told_once_where_the_node_has_another_fault_too() -> None:
    report = compared("""
        ex:a1 a pg:Alignment ; pg:strength 9 .
        ex:a2 a pg:Alignment ; sssom:confidence 7 ; dct:creator "x" ; owl:annotatedTarget "x" .
        ex:p1 a pg:Project ; dct:spatial "x" .
        ex:p2 a pg:Project ; skos:prefLabel "x" .""")
    found = [(each.focus, each.shape, each.component, each.value) for each in report.violations]
    assert len(found) == len(set(found)) > 10


@pytest.mark.parametrize("value", ["''", "0", "false", "'x'@sv", "ex:unknown", "[]", "ex:d"])
def test_what_is_mentioned_is_known_to_both_alike(value: str) -> None:
    report = compared(f"ex:a pg:mentions {value} . ex:d a dcat:Dataset ; skos:prefLabel 'x'@sv .")
    assert [each.shape.split("#")[1] for each in report.violations] == ["Mentioning-known"] * (
        value != "ex:d"
    )


LOWER = """
    ex:Low rdfs:subClassOf ex:Middle . ex:Middle rdfs:subClassOf dct:Location , ex:Low .
    ex:low a ex:Low ; skos:prefLabel "Ort"@sv ."""
REFERRING = """
    ex:p1 a pg:Project ; skos:prefLabel "Ett"@sv ; dct:spatial ex:low .
    ex:p2 a pg:Project ; skos:prefLabel "Två"@sv ; dct:spatial ex:low , ex:nowhere ."""


def wrong_places(report: ValidationReport) -> list[tuple[str, str]]:
    """Returns the last letters of who names a place that is none, and of what it names."""
    wrong = [each for each in report.violations if each.shape.endswith("Project-territory")]
    return [(each.focus[-2:], (each.value or "")[-3:]) for each in wrong]


def test_a_class_that_the_data_puts_below_another_is_known_to_pyshacl_too() -> None:
    assert wrong_places(compared(LOWER + REFERRING)) == [("p2", "ere")]


def test_a_submission_knows_the_classes_in_the_store() -> None:
    report = validate_submission(store_of(quads_of(LOWER)), quads_of(REFERRING))
    assert wrong_places(report) == [("p2", "ere")]


def test_a_submission_takes_the_ontology_for_no_data() -> None:
    ontology = NamedNode(f"{open_store('memory:').base}graph/ontology")
    below = [Quad(*quad.triple, ontology) for quad in quads_of(LOWER)[:3]]
    report = validate_submission(store_of([*below, *quads_of(LOWER)[3:]]), quads_of(REFERRING))
    assert wrong_places(report) == [("p1", "low"), ("p2", "low"), ("p2", "ere")]


SUBJECTS = sorted({quad.subject for quad in GOOD}, key=str)
PREDICATES = sorted({quad.predicate for quad in GOOD} | {quad.predicate for quad in BAD}, key=str)
TYPED = (
    "integer",
    "decimal",
    "double",
    "boolean",
    "date",
    "dateTime",
    "gYear",
    "gYearMonth",
    "anyURI",
    "byte",
)
LITERALS = st.one_of(
    st.builds(StoreLiteral, st.text("aé@.4520-\n ", max_size=12)),
    st.builds(
        lambda text, tag: StoreLiteral(text, language=tag),
        st.text("a1", max_size=2),
        st.sampled_from(("sv", "da")),
    ),
    st.builds(
        lambda text, name: StoreLiteral(text, datatype=NamedNode(XSD[name])),
        st.sampled_from(
            ("1", "-2", "4.5", "0.50", "1e3", "NaN", "true", "2020-02-29", "2021-02-29", "0000-01-01", "2020")
        )
        | st.sampled_from(
            ("2020-01-01Z", "12020-01-01", "2020-01-01T24:00:00", "2020-01-01T00:00:00Z", "x", "", "300")
        ),
        st.sampled_from(TYPED),
    ),
)
OBJECTS = st.one_of(st.sampled_from(sorted({quad.object for quad in (*GOOD, *BAD)}, key=str)), LITERALS)
# rdflib takes a literal that is false in Python for a variable at a path: pySHACL finds a cycle through it.
ADDED = st.builds(
    Quad, st.sampled_from(SUBJECTS), st.sampled_from(PREDICATES), OBJECTS, st.just(GRAPH)
).filter(lambda quad: quad.predicate != expand("skos:broader") or isinstance(quad.object, NamedNode))


@settings(max_examples=60, deadline=None)
@given(
    st.sets(ADDED, max_size=6),
    st.sets(st.sampled_from(sorted(GOOD, key=str)), max_size=6),
    st.sampled_from([1, 2_000]),
)
def test_generated_graphs_get_the_very_report_of_pyshacl_alone(
    added: set[Quad], gone: set[Quad], many: int
) -> None:
    added = {quad for quad in added if quad.object != quad.predicate}
    store = store_of((GOOD - gone) | added)
    with patch("graph.validation.compiled.faults._MANY", many):
        report = validate_store(store)
    assert report == by_pyshacl_alone(store)


def subjects_of(quads: set[Quad]) -> set[Term]:
    return {quad.subject for quad in quads}


@settings(max_examples=30, deadline=None)
@given(st.sets(ADDED, max_size=4), st.sets(st.sampled_from(sorted(GOOD, key=str)), max_size=4))
def test_generated_submissions_get_what_pyshacl_says_of_their_nodes(
    added: set[Quad], gone: set[Quad]
) -> None:
    before, after = store_of(GOOD), store_of((GOOD - gone) | added)
    report, whole = validate_submission(before, list(added), list(gone - added)), by_pyshacl_alone(after)
    asked = {str(rdflib_term(subject)) for subject in subjects_of(added | gone)}
    wanted = [each for each in (*whole.violations, *whole.warnings) if each.focus in asked]
    assert [*report.violations, *report.warnings] == wanted


def with_bad(name: NamedNode) -> Store:
    """Returns the good world with the statements of one bad example in place of its own."""
    changes = [quad for quad in ALL_BAD if quad.graph_name == name]
    pairs = {(quad.subject, quad.predicate) for quad in changes}
    kept = [quad for quad in GOOD if (quad.subject, quad.predicate) not in pairs]
    stated = (quad for quad in changes if quad.object != NamedNode(EX.nothing))
    return store_of([*kept, *(Quad(*quad.triple, GRAPH) for quad in stated)])


def test_queries_that_begin_with_the_values_find_the_same(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("graph.validation.compiled.faults._MANY", 1)
    for name in sorted({quad.graph_name for quad in ALL_BAD}, key=str)[::4]:
        store = with_bad(name)
        assert validate_store(store) == by_pyshacl_alone(store), name


def test_a_node_with_two_values_is_never_taken_to_have_one() -> None:
    one, other = (Quad(NamedNode(EX.a), NamedNode(EX.p), NamedNode(each), GRAPH) for each in (EX.b, EX.c))
    again = Quad(*one.triple, NamedNode(EX.other))
    assert Stated(store_of([one])).is_single(EX.p)
    assert Stated(store_of([])).is_single(EX.p)
    assert not Stated(store_of([one, other])).is_single(EX.p)
    assert not Stated(store_of([again, other, one])).is_single(EX.p)


def test_what_ships_gets_the_very_report_of_pyshacl_alone() -> None:
    store = open_store("memory:")
    store.bulk_load(list(shipped_files(examples=True)), None)
    assert validate_store(store) == by_pyshacl_alone(store)


def test_blank_nodes_and_literals_are_the_same_terms_in_both() -> None:
    for node in (EX.a, Literal("a", lang="sv"), Literal("1", datatype=XSD.integer), Literal("a")):
        assert rdflib_term(store_term(node)) == node
    assert isinstance(store_term(URIRef(RDF.type)), NamedNode)
