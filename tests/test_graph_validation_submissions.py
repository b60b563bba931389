"""Validation of a submission: its neighbourhood, and the same findings as validation of the whole store."""

from __future__ import annotations

from pathlib import Path

import pytest
from pyoxigraph import RdfFormat, parse

from graph.model import ValidationReport, Violation
from graph.store import Store, as_stored, open_store, parse_rdf
from graph.terms import Literal, NamedNode, Quad, Triple, expand
from graph.validation import neighbourhood, validate_store, validate_submission

EXAMPLES = Path(__file__).parent / "shapes_examples"
EX = "http://example.org/"
HEAD = "\n".join(
    line
    for line in (EXAMPLES / "bad.trig").read_text(encoding="utf-8").splitlines()
    if line.startswith("@prefix")
)
GRAPH = NamedNode("http://127.0.0.1:8000/graph/list/test")
GOOD = [Quad(quad.subject, quad.predicate, quad.object, GRAPH) for quad in parse(path=EXAMPLES / "good.ttl")]
NOTHING, ANNA = NamedNode(EX + "nothing"), NamedNode(EX + "anna")
BAD = tuple(parse(path=EXAMPLES / "bad.trig"))
BAD_NAMES = sorted({quad.graph_name.value for quad in BAD})


def quads_of(turtle: str) -> list[Quad]:
    found = parse(f"{HEAD}\n{turtle}", format=RdfFormat.TURTLE)
    return [Quad(quad.subject, quad.predicate, quad.object, GRAPH) for quad in found]


def store_of(quads: list[Quad]) -> Store:
    store = open_store("memory:")
    store.bulk_add(quads)
    return store


@pytest.fixture
def store() -> Store:
    return store_of(GOOD)


def shapes_of(report: ValidationReport) -> list[str]:
    return [result.shape.split("#")[1] for result in report.violations + report.warnings]


def test_a_store_of_the_good_world_conforms(store: Store) -> None:
    report = validate_store(store)
    assert (report.violations, report.warnings) == ((), ())


def test_a_submission_may_refer_to_what_the_store_holds(store: Store) -> None:
    quads = quads_of("ex:new a pg:Project ; skos:prefLabel 'Nytt'@sv ; dct:spatial ex:county .")
    assert shapes_of(validate_submission(store, quads)) == []


def test_what_many_graphs_say_is_asked_once(monkeypatch: pytest.MonkeyPatch) -> None:
    """It is found once for each graph: of a person in 30 ledgers 729,000 names would be compared."""
    asked: list[Store] = []

    def opened(where: str) -> Store:
        asked.append(open_store(where))
        return asked[-1]

    monkeypatch.setattr("graph.validation.submissions.open_store", opened)
    names = [(expand("skos:prefLabel"), Literal("Anna", language=lang)) for lang in ("sv", "da", "en")]
    said = [(expand("rdf:type"), expand("prov:Person")), *names]
    quads = [Quad(ANNA, *each, NamedNode(f"{GRAPH.value}/{n}")) for n in range(30) for each in said]
    store = store_of(quads[:-4])
    assert shapes_of(validate_submission(store, quads[-4:])) == []
    assert len(list(asked[-1].quads(ANNA))) == 4
    second = Quad(ANNA, expand("skos:prefLabel"), Literal("Anna B", language="sv"), GRAPH)
    assert shapes_of(validate_submission(store, [second])) == ["Named-language"]


def test_a_submission_may_refer_to_itself(store: Store) -> None:
    quads = quads_of("""
        ex:new a pg:Project ; skos:prefLabel 'Nytt'@sv ; dct:spatial ex:town .
        ex:town a dct:Location ; skos:prefLabel 'Ort'@sv ; skos:notation '9999' ; geo:sfWithin ex:town .""")
    assert shapes_of(validate_submission(store, quads)) == []


def test_what_neither_holds_is_unknown(store: Store) -> None:
    quads = quads_of("ex:new a pg:Project ; skos:prefLabel 'Nytt'@sv ; dct:spatial ex:atlantis .")
    (violation,) = validate_submission(store, quads).violations
    assert (violation.focus, violation.value) == (EX + "new", EX + "atlantis")


def test_a_second_value_clashes_with_the_one_in_the_store(store: Store) -> None:
    assert shapes_of(validate_submission(store, quads_of("ex:alignment pg:strength 3 ."))) == [
        "Alignment-strength"
    ]


def test_a_value_that_is_replaced_clashes_with_nothing(store: Store) -> None:
    added, removed = quads_of("ex:alignment pg:strength 3 ."), quads_of("ex:alignment pg:strength 2 .")
    assert shapes_of(validate_submission(store, added, removed)) == []


def test_a_value_spelt_otherwise_is_the_same_value(store: Store) -> None:
    assert shapes_of(validate_submission(store, quads_of("ex:alignment sssom:confidence 0.60 ."))) == []


def test_what_a_removal_leaves_is_validated(store: Store) -> None:
    removed = quads_of("ex:alignment pg:evidence ex:evidence .")
    assert shapes_of(validate_submission(store, (), removed)) == ["Alignment-evidence"]


def test_a_node_that_goes_away_whole_leaves_nothing_to_validate(store: Store) -> None:
    removed = [quad for quad in GOOD if quad.subject == NamedNode(EX + "withdrawal")]
    assert shapes_of(validate_submission(store, (), removed)) == []


def test_a_cycle_through_the_store_is_found(store: Store) -> None:
    report = validate_submission(store, quads_of("ex:sweden skos:broader ex:municipality ."))
    assert shapes_of(report) == ["TreeWithoutCycle"]


def test_a_cycle_that_is_in_the_store_already_does_not_hang_the_search() -> None:
    store = store_of([*GOOD, *quads_of("ex:sweden skos:broader ex:county .")])
    quads = quads_of("ex:place2 skos:broader ex:municipality .")
    assert shapes_of(validate_submission(store, quads)) == []


def test_an_alignment_to_a_lower_level_is_warned_of_by_levels_in_the_store(store: Store) -> None:
    added = quads_of("ex:alignment owl:annotatedTarget ex:local .")
    report = validate_submission(store, added, quads_of("ex:alignment owl:annotatedTarget sdg:9 ."))
    assert report.conforms
    assert shapes_of(report) == ["LowerLevel"]


@pytest.mark.parametrize(
    "indicator",
    [
        "ex:un sdgo:isIndicatorOf ex:area .",
        "ex:link owl:annotatedSource ex:area ; owl:annotatedProperty pg:measuredBy .",
    ],
)
def test_an_indicator_in_the_store_satisfies_a_prioritised_objective(indicator: str) -> None:
    quads = quads_of("ex:area pg:isPrioritised true .")
    lacking, having = store_of(GOOD), store_of([*GOOD, *quads_of(indicator)])
    assert shapes_of(validate_submission(lacking, quads)) == ["PrioritisedWithoutIndicator"]
    assert shapes_of(validate_submission(having, quads)) == []


@pytest.mark.parametrize(
    ("served", "found"),
    [
        ("", ["LocalTargetWithoutTarget"]),
        ("ex:better owl:annotatedSource ex:own .", []),
        ("ex:own pg:contributesTo sdg:9 .", []),
        ("ex:own pg:contributesTo ex:unknown .", ["Contributing-aim"]),
    ],
)
def test_a_local_target_is_warned_of_until_somebody_says_what_it_serves(
    served: str, found: list[str]
) -> None:
    quads = quads_of("""ex:own a pg:Objective, pg:LocalTarget, skos:Concept ; skos:prefLabel "Eget"@sv ;
        skos:notation "9.5.2" ; pg:level pg:MunicipalLevel ; skos:inScheme ex:scheme .""")
    store = store_of([*GOOD, *quads_of(served)])
    assert shapes_of(validate_submission(store, quads)) == found


@pytest.mark.parametrize(
    "relation", ["mentions", "partner", "implementer", "hinders", "contributesTo", "quantity"]
)
def test_a_relation_leads_to_what_any_graph_of_the_store_knows(relation: str) -> None:
    known = quads_of("ex:thing a org:FormalOrganization, pg:Objective, pg:Quantity .")
    elsewhere = [Quad(*quad.triple, NamedNode("http://127.0.0.1:8000/graph/source/other")) for quad in known]
    quads = quads_of(f"ex:collection pg:{relation} ex:thing .")
    unknown = validate_submission(store_of([]), quads)
    assert [(each.value, each.path) for each in unknown.violations] == [
        (EX + "thing", expand(f"pg:{relation}").value)
    ]
    assert shapes_of(validate_submission(store_of(elsewhere), quads)) == []


def replaced(name: str) -> tuple[list[Quad], list[Quad]]:
    """Returns what a bad example adds to the good world and what it takes away."""
    changes = [quad for quad in BAD if quad.graph_name.value == name]
    pairs = {(quad.subject, quad.predicate) for quad in changes}
    removed = [quad for quad in GOOD if (quad.subject, quad.predicate) in pairs]
    added = [Quad(*quad.triple, GRAPH) for quad in changes if quad.object != NOTHING]
    return added, removed


def about(report: ValidationReport, subjects: set[str]) -> set[Violation]:
    return {result for result in report.violations + report.warnings if result.focus in subjects}


@pytest.mark.parametrize("name", BAD_NAMES, ids=[name.split("#")[1] for name in BAD_NAMES])
def test_a_submission_finds_what_the_whole_store_finds_of_its_nodes(store: Store, name: str) -> None:
    added, removed = replaced(name)
    submission = validate_submission(store, added, removed)
    after = store_of(list((as_stored(GOOD) - as_stored(removed)) | set(added)))
    subjects = {quad.subject.value for quad in (*added, *removed) if not isinstance(quad.subject, Triple)}
    assert about(submission, subjects) == about(validate_store(after), subjects)
    assert {result.focus for result in submission.violations + submission.warnings} <= subjects


def test_the_neighbourhood_does_not_grow_with_the_store() -> None:
    quads = quads_of("ex:new a pg:Project ; skos:prefLabel 'Nytt'@sv ; dct:spatial ex:county .")
    others = "\n".join(f"ex:p{n} a pg:Project ; dct:spatial ex:county ." for n in range(500))
    small, large = store_of(GOOD), store_of([*GOOD, *quads_of(others)])
    near = neighbourhood(small, {quads[0].subject}, quads)
    assert set(quads) < near
    assert near == neighbourhood(large, {quads[0].subject}, quads)


def test_the_neighbourhood_knows_classes_and_levels_of_what_is_referred_to(store: Store) -> None:
    quads = quads_of("ex:new dct:spatial ex:county .")
    found = neighbourhood(store, {quads[0].subject}, quads)
    about = {quad.predicate for quad in found if quad.subject == NamedNode(EX + "county")}
    assert about == {expand("rdf:type"), expand("pg:level")}


def test_derived_graphs_and_the_ontology_are_not_validated(store: Store) -> None:
    bad = quads_of("ex:bad a pg:Fund .")[0]
    for name in ("derived/accepted", "ontology"):
        graph = NamedNode(f"{store.base}graph/{name}")
        store.bulk_add([Quad(bad.subject, bad.predicate, bad.object, graph)])
    assert shapes_of(validate_store(store)) == []


@pytest.mark.parametrize(
    ("turtle", "plain"),
    [
        ("ex:p a pg:Project ; skos:prefLabel 'x'@sv--ltr .", "ex:p a pg:Project ; skos:prefLabel 'x'@sv ."),
        ("ex:p a pg:Project ; rdfs:seeAlso <<( ex:a ex:b 'c' )>> .", "ex:p a pg:Project ."),
        ("ex:p a pg:Project . ex:f rdfs:subClassOf <<( ex:a ex:b 'c' )>> .", "ex:p a pg:Project ."),
        ("ex:p a pg:Project {| skos:note 'y' |} .", "ex:p a pg:Project ."),
    ],
)
def test_what_shacl_does_not_know_of_rdf_hinders_nobody(turtle: str, plain: str) -> None:
    quads = list(as_stored(parse_rdf(f"{HEAD}\n{turtle}".encode(), base=EX, media_type="ttl", graph=GRAPH)))
    expected = validate_submission(store_of([]), quads_of(plain))
    assert expected.violations + expected.warnings
    assert validate_submission(store_of([]), quads) == validate_store(store_of(quads)) == expected


def test_a_triple_term_is_no_name_and_no_thing() -> None:
    world = "ex:p a pg:Project ; skos:prefLabel {} ; dct:spatial {} ."
    told, number = (
        validate_submission(store_of([]), quads_of(world.format(value, value)))
        for value in ("<<( ex:a ex:b 'c' )>>", "[]")
    )
    assert shapes_of(told) == shapes_of(number) != []
