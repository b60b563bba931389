"""The derived graphs: what they hold, and that keeping them up to date equals deriving them anew."""

from __future__ import annotations

from contextlib import suppress
from decimal import Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from graph.commits import Writer
from graph.commits.replacing import Replacement
from graph.derived import derive, derived_graph
from graph.errors import Conflict
from graph.ledger import review, withdraw
from graph.ledger.events import Event
from graph.store import Changes, Store, open_store
from graph.terms import NamedNode, Quad, expand
from graph_facts import ALICE, BASE, LEDGER, LIST, PEOPLE, POLICY, Clock, alignment, in_graph, node, trig

AREA, RUS, AGENDA = node("id/objective/x/area"), node("id/document/x/rus"), node("id/document/un/agenda")
NINE, TARGET = expand("sdg:9"), expand("sdg:9.5")
REACHES, CONTRIBUTES_TO = expand("pg:reaches"), expand("pg:contributesTo")


@pytest.fixture
def writer() -> Writer:
    made = Writer(open_store("memory:"), clock=Clock())
    add(made, trig(POLICY))
    return made


def add(writer: Writer, quads: frozenset[Quad]) -> None:
    writer.commit(Changes(added=quads), agent=ALICE, reason="test")


def reached(store: Store, start: NamedNode) -> set[NamedNode]:
    graph = derived_graph(BASE, "reaches")
    return {quad.object for quad in store.quads(start, REACHES, None, graph)}  # type: ignore[misc]


def linked(store: Store, name: str) -> set[tuple[str, str]]:
    quads = store.quads(None, CONTRIBUTES_TO, None, derived_graph(BASE, name))
    return {(str(quad.subject), str(quad.object)) for quad in quads}


def kept(store: Store) -> set[Quad]:
    return {
        quad
        for name in ("accepted", "proposed", "reaches")
        for quad in store.quads(graph=derived_graph(BASE, name))
    }


def test_objectives_reach_themselves_their_parents_and_their_document(writer: Writer) -> None:
    assert reached(writer.store, TARGET) == {TARGET, NINE, AGENDA}
    assert reached(writer.store, AREA) == {AREA, RUS}
    assert reached(writer.store, RUS) == {RUS}


def test_a_document_never_reaches_its_objectives(writer: Writer) -> None:
    assert reached(writer.store, AGENDA) == {AGENDA}


def test_alignments_of_policy_levels_lengthen_what_is_reached(writer: Writer) -> None:
    add(writer, alignment("a", "<id/objective/x/area>", "sdg:9.5"))
    assert reached(writer.store, AREA) == {AREA, RUS, TARGET, NINE, AGENDA}
    assert reached(writer.store, RUS) == {RUS}


def test_a_project_links_but_reaches_nothing_itself(writer: Writer) -> None:
    add(
        writer,
        in_graph(LIST, "<id/project/p/a> a pg:Project .") | alignment("a", "<id/project/p/a>", "sdg:9.5"),
    )
    assert linked(writer.store, "proposed") == {(str(node("id/project/p/a")), str(TARGET))}
    assert reached(writer.store, node("id/project/p/a")) == set()
    query = f"ASK {{ <{BASE}id/project/p/a> <{CONTRIBUTES_TO.value}>/<{REACHES.value}> <{NINE.value}> }}"
    assert writer.store.ask(query)


def test_cycles_of_influence_are_allowed(writer: Writer) -> None:
    add(writer, alignment("a", "<id/document/x/rus>", "<id/document/un/agenda>"))
    add(writer, alignment("b", "<id/document/un/agenda>", "<id/document/x/rus>"))
    assert reached(writer.store, RUS) == reached(writer.store, AGENDA) == {RUS, AGENDA}


def test_reviews_and_withdrawals_move_a_link_between_the_graphs(writer: Writer) -> None:
    add(writer, alignment("a", "<id/objective/x/area>", "sdg:9"))
    link = {(str(AREA), str(NINE))}
    assert (linked(writer.store, "accepted"), linked(writer.store, "proposed")) == (set(), link)
    name, clock = node("id/alignment/test/a"), Clock()
    add(writer, review(BASE, name, Decimal(1), Event(PEOPLE, ALICE, clock())))
    assert (linked(writer.store, "accepted"), linked(writer.store, "proposed")) == (link, set())
    add(writer, review(BASE, name, Decimal(-1), Event(PEOPLE, ALICE, clock())))
    assert (linked(writer.store, "accepted"), linked(writer.store, "proposed")) == (set(), set())
    add(writer, withdraw(BASE, name, Event(PEOPLE, ALICE, clock())))
    assert reached(writer.store, AREA) == {AREA, RUS}


def test_hindrance_makes_no_link(writer: Writer) -> None:
    text = "\n".join(
        f"{q.subject} {q.predicate} {q.object} ." for q in alignment("a", "<id/objective/x/area>", "sdg:9")
    )
    add(writer, in_graph(PEOPLE, text.replace("#contributesTo", "#hinders")))
    assert linked(writer.store, "proposed") == set()


def test_what_a_machine_proposes_makes_no_link_even_if_it_turns_out_later_to_be_one(writer: Writer) -> None:
    add(writer, alignment("a", "<id/objective/x/area>", "sdg:9"))
    add(writer, in_graph(PEOPLE, f"<{ALICE}> a prov:SoftwareAgent ."))
    assert linked(writer.store, "proposed") == set()
    assert reached(writer.store, AREA) == {AREA, RUS}


def test_derived_graphs_say_what_they_are(writer: Writer) -> None:
    for name in ("accepted", "proposed", "reaches"):
        graph = derived_graph(BASE, name)
        assert any(writer.store.quads(graph, expand("rdf:type"), expand("pg:DerivedGraph"), graph))


NODES = ["<id/project/p/a>", "<id/objective/x/area>", "<id/document/x/rus>", "sdg:9", "sdg:9.5"]
STEPS = st.one_of(
    st.tuples(st.just("align"), st.sampled_from("abc"), st.sampled_from(NODES), st.sampled_from(NODES)),
    st.tuples(st.just("review"), st.sampled_from("abc"), st.sampled_from(["1", "-1"])),
    st.tuples(st.just("withdraw"), st.sampled_from("abc")),
    st.tuples(st.just("list"), st.sets(st.sampled_from("abc"))),
    st.tuples(
        st.just("tree"),
        st.lists(st.tuples(st.sampled_from(NODES[1:]), st.sampled_from(NODES[1:])), max_size=3),
    ),
    st.tuples(st.just("goal"), st.sampled_from("xy"), st.sampled_from(NODES[1:]), st.booleans()),
    st.tuples(st.just("undo"), st.integers(2, 9)),
)


def take(writer: Writer, step: tuple[object, ...], clock: Clock) -> None:
    kind, *values = step
    if kind == "align":
        name, source, target = map(str, values)
        add(
            writer,
            alignment(
                f"{name}-{source[-3:-1]}-{target[-3:]}".replace(":", "").replace("<", "").replace(">", ""),
                source,
                target,
                graph=PEOPLE,
            ),
        )
    elif kind in ("review", "withdraw"):
        told = Event(PEOPLE, ALICE, clock())
        name = node(f"id/alignment/test/{values[0]}")
        add(
            writer,
            review(BASE, name, Decimal(str(values[1])), told)
            if kind == "review"
            else withdraw(BASE, name, told),
        )
    elif kind == "list":
        made = [alignment(name, f"<id/project/p/{name}>", "sdg:9.5") for name in sorted(values[0])]  # type: ignore[call-overload]
        ledger: frozenset[Quad] = frozenset().union(*made)
        writer.replace_graph(
            Replacement(LIST, (), ledger=ledger, ledger_graph=LEDGER), agent=ALICE, reason="list"
        )
    elif kind == "goal":
        name, above, is_linked = values
        text = f"<id/objective/new/{name}> a pg:Objective ; skos:broader {above} ."
        made = alignment(f"new-{name}", f"<id/objective/new/{name}>", "sdg:9.5", graph=PEOPLE)
        add(writer, in_graph(node("graph/source/new"), text) | (made if is_linked else frozenset()))
    elif kind == "tree":
        text = " ".join(f"{child} skos:broader {parent} ." for child, parent in values[0])  # type: ignore[attr-defined]
        graph = node("graph/source/tree")
        writer.replace_graph(Replacement(graph, in_graph(graph, text)), agent=ALICE, reason="tree")
    else:
        undo(writer, int(str(values[0])))


def undo(writer: Writer, sequence: int) -> None:
    """Undoes a commit where that is possible."""
    with suppress(Conflict):
        writer.undo(min(sequence, writer.store.sequence), ALICE, "undo")


@settings(max_examples=60, deadline=None)
@given(st.lists(STEPS, max_size=10))
def test_keeping_up_to_date_equals_deriving_anew(steps: list[tuple[object, ...]]) -> None:
    writer, clock = Writer(open_store("memory:"), clock=Clock()), Clock()
    add(writer, trig(POLICY))
    for step in steps:
        take(writer, step, clock)
        assert kept(writer.store) == derive(writer.store)


@settings(max_examples=60, deadline=None)
@given(st.lists(STEPS, min_size=1, max_size=6))
def test_undo_of_the_last_commit_restores_all_but_ledgers_and_commits(
    steps: list[tuple[object, ...]],
) -> None:
    writer, clock = Writer(open_store("memory:"), clock=Clock()), Clock()
    add(writer, trig(POLICY))
    for step in steps[:-1]:
        take(writer, step, clock)
    before, sequence = outside_ledgers(writer.store), writer.store.sequence
    take(writer, steps[-1], clock)
    if writer.store.sequence == sequence + 1:
        undo(writer, writer.store.sequence)
        assert outside_ledgers(writer.store) == before


def outside_ledgers(store: Store) -> set[Quad]:
    left_out = (f"<{BASE}graph/ledger/", f"<{BASE}graph/commits")
    return {quad for quad in store.quads() if not str(quad.graph_name).startswith(left_out)}
