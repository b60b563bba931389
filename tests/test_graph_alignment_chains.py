"""Chains: what they pass through, what each hop rests on, and that they agree with the question in SPARQL."""

from __future__ import annotations

from decimal import Decimal
from itertools import pairwise
from math import prod

import networkx as nx
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from graph.alignment.chains import Chains
from graph.alignment.policy import read_network, read_own
from graph.alignment.shortly import Short, shortly
from graph.alignment.views import plain_view
from graph.derived import derive
from graph.errors import NotFound
from graph.model import Chain
from graph.repository import Repository
from graph.store import Changes, Store, open_store
from graph_facts import BASE, LEDGER, LIST, PEOPLE, in_graph
from small_graph import full, short, small_store

P1, P2, P3 = (full(f"project/x/p{number}") for number in (1, 2, 3))
AGENDA = full("document/un/agenda")


@pytest.fixture(scope="module")
def store() -> Store:
    return small_store()


@pytest.fixture(scope="module")
def chains(store: Store) -> Chains:
    return Chains(Repository(store))


def route(chain: Chain) -> str:
    return " > ".join(short(hop.target.iri) for hop in chain.hops)


def routes(found: tuple[Chain, ...]) -> list[str]:
    return [route(chain) for chain in found]


def test_all_chains_of_a_project_the_most_confident_first(chains: Chains) -> None:
    found = chains.up(P1)
    assert routes(found) == [
        "objective/x/a1 > document/x/rus > document/un/agenda",
        "objective/x/a1 > objective/x/a > document/x/rus > document/un/agenda",
        "objective/x/a1 > objective/x/a > sdg:9.5 > sdg:9",
        "objective/x/a1 > sdg:9",
        "sdg:6",
    ]
    assert [chain.confidence for chain in found] == [
        Decimal(n) for n in ("0.80", "0.80", "0.48", "0.32", "0.7")
    ]


def test_a_hop_shows_its_statement_and_a_step_in_the_tree_has_none(chains: Chains) -> None:
    chain = next(each for each in chains.up(P1, "sdg:9", lang="sv") if len(each.hops) == 4)
    statements = [hop.alignment and short(hop.alignment.iri) for hop in chain.hops]
    assert statements == ["alignment/x/p1-a1", None, "alignment/x/a-9.5", None]
    assert [hop.confidence for hop in chain.hops] == [Decimal(n) for n in ("0.8", "1", "0.6", "1")]
    first = chain.hops[0].alignment
    assert first is not None
    assert (first.status, first.author.name.text) == ("accepted", "Redaktionen")
    assert [evidence.source.name.text for evidence in first.evidence] == ["Listan"]
    assert chain.weakest == chain.hops[2]
    assert chain.hops[0].source.name.text == "Vatten i Umeå"


def test_a_hindering_hop_is_shown_last_and_never_serves(chains: Chains) -> None:
    (chain,) = chains.up(P1, "sdg:6")
    assert (route(chain), chain.serves) == ("sdg:6", False)
    assert chain.hops[0].alignment is not None
    assert chain.hops[0].alignment.hinders
    assert [each.serves for each in chains.up(P1)] == [True, True, True, True, False]


def test_contested_withdrawn_and_machine_made_statements_lead_nowhere(chains: Chains) -> None:
    assert not [chain for chain in chains.up(P2) if "objective/x/b" in route(chain)]
    assert routes(chains.up(P3)) == ["document/un/agenda"]


def test_what_machines_proposed_counts_when_asked_for(store: Store) -> None:
    found = Chains(Repository(store), with_machines=True).up(P3, "sdg:9")
    assert routes(found) == ["sdg:9.5 > sdg:9"]
    assert found[0].hops[0].alignment is not None
    assert found[0].hops[0].alignment.by_machine


def test_a_goal_leads_to_the_agenda_by_a_statement_only(chains: Chains) -> None:
    assert all(not route(chain).endswith("sdg:9 > document/un/agenda") for chain in chains.up(P1))
    assert "objective/x/a1 > sdg:9 > document/un/agenda" in routes(chains.up(P1, AGENDA))


def test_chains_start_at_objectives_and_documents_too(chains: Chains) -> None:
    assert routes(chains.up(full("document/x/rus"))) == ["document/un/agenda"]
    assert "sdg:9.5 > sdg:9" in routes(chains.up(full("objective/x/a")))
    assert routes(chains.up("sdg:9.5")) == ["sdg:9"]


def test_a_thing_without_statements_has_no_chain_and_an_unknown_one_is_not_found(chains: Chains) -> None:
    assert chains.up(full("project/x/p4")) == ()
    assert chains.up(AGENDA) == ()
    with pytest.raises(NotFound) as raised:
        chains.up(full("project/x/none"))
    assert raised.value.key == "resource-unknown"


def test_more_chains_than_the_limit_are_announced(chains: Chains) -> None:
    best = chains.trace(P1, limit=1)
    assert (len(best.chains), best.more) == (2, True)
    assert best.chains[0].confidence == max(chain.confidence for chain in chains.up(P1) if chain.serves)
    assert chains.trace(P1).more is False


def test_a_review_changes_the_chains_after_its_commit() -> None:
    store = small_store()
    chains = Chains(Repository(store))
    assert chains.up(P1, "sdg:9")
    against = """<id/review/x/9> a pg:Review ; pg:reviews <id/alignment/x/p1-a1> ;
        sssom:reviewer_agreement -1.0 ; dct:creator <id/agent/x/critic> ."""
    store.apply(Changes(added=in_graph(PEOPLE, against)), 3)
    assert chains.up(P1, "sdg:9") == ()


def test_the_best_of_several_statements_on_one_hop_makes_the_chain() -> None:
    store = small_store()
    store.apply(Changes(added=in_graph(LEDGER, stated("again", P1, full("objective/x/a1"), "0.95"))), 3)
    (best, *_) = Chains(Repository(store)).up(P1, "sdg:9")
    assert best.hops[0].confidence == Decimal("0.95")
    assert len({route(chain) for chain in Chains(Repository(store)).up(P1)}) == 5


def test_a_chain_longer_than_eight_hops_is_shown_where_none_is_shorter() -> None:
    ladder = [full(f"objective/l/{number}") for number in range(12)]
    typed = " ".join(f"<{iri}> a pg:Objective ." for iri in ladder)
    pairs = [
        (P1, ladder[0]),
        *pairwise(ladder),
        (ladder[-1], "http://metadata.un.org/sdg/6"),
    ]
    steps = " ".join(stated(f"l{n}", source, target, "0.9") for n, (source, target) in enumerate(pairs))
    store = small_store()
    store.apply(Changes(added=in_graph(LEDGER, typed + steps)), 3)
    served = [chain for chain in Chains(Repository(store)).up(P1, "sdg:6") if chain.serves]
    assert [len(chain.hops) for chain in served] == [13]


def test_dense_cycles_end_in_time_with_the_best_chains_and_a_note() -> None:
    nodes = [full(f"objective/d/{number}") for number in range(30)]
    pairs = [(a, b) for a in nodes for b in nodes if a != b]
    typed = " ".join(f"<{iri}> a pg:Objective ." for iri in nodes)
    lines = [stated(f"d{n}", source, target, "0.9") for n, (source, target) in enumerate(pairs)]
    lines += [
        stated("in", P1, nodes[0], "1.0"),
        stated("out", nodes[-1], "http://metadata.un.org/sdg/6", "1.0"),
    ]
    store = open_store("memory:")
    store.apply(Changes(added=in_graph(LEDGER, typed + "sdg:6 a sdgo:Goal ." + " ".join(lines))), 1)
    found = Chains(Repository(store)).trace(P1, "sdg:6", limit=20)
    assert found.more
    assert [len(chain.hops) for chain in found.chains] == [3] + [4] * 19


def stated(
    name: str, source: str, target: str, confidence: str, predicate: str = "contributesTo", author: str = "x"
) -> str:
    return f"""<id/alignment/g/{name}> a pg:Alignment ; owl:annotatedSource <{source}> ;
        owl:annotatedProperty pg:{predicate} ; owl:annotatedTarget <{target}> ; pg:strength 1 ;
        sssom:confidence {confidence} ; dct:creator <id/agent/g/{author}> ."""


def event(name: str, kind: str) -> str:
    """Returns the events that make an alignment what `kind` says; none for one that is proposed."""
    review = f"a pg:Review ; pg:reviews <id/alignment/g/{name}> ; sssom:reviewer_agreement"
    yes, no = f"<id/review/g/{name}-y> {review} 1.0 .", f"<id/review/g/{name}-n> {review} -1.0 ."
    withdrawn = f"<id/withdrawal/g/{name}> a pg:Withdrawal ; pg:withdraws <id/alignment/g/{name}> ."
    events = {"accepted": yes, "rejected": no, "contested": yes + no, "withdrawn": yes + withdrawn}
    return events.get(kind, "")


OBJECTIVES = [full(f"objective/g/{letter}") for letter in "abcd"]
GOALS = [f"http://metadata.un.org/sdg/{number}" for number in (1, 2)]
DOCUMENT = full("document/g/plan")
PROJECTS = [full("project/g/p"), full("project/g/q")]
KINDS = ["proposed", "accepted", "rejected", "contested", "withdrawn"]
CONFIDENCES = ["0.0", "0.1", "0.5", "0.9", "1.0"]

Statement = tuple[str, str, str, str, str, str]
STATEMENTS = st.lists(
    st.tuples(
        st.sampled_from([*PROJECTS, *OBJECTIVES, DOCUMENT, *GOALS]),
        st.sampled_from([*OBJECTIVES, DOCUMENT, *GOALS]),
        st.sampled_from(CONFIDENCES),
        st.sampled_from(["contributesTo", "contributesTo", "contributesTo", "hinders"]),
        st.sampled_from(["person", "person", "machine"]),
        st.sampled_from(KINDS),
    ),
    max_size=14,
)
TREES = st.lists(st.sampled_from(range(4)), min_size=4, max_size=4)


def generated(statements: list[Statement], tree: list[int]) -> Store:
    """Returns a store with the statements; each objective is below one of those before it, or below none."""
    facts = ["<id/agent/g/machine> a prov:SoftwareAgent . <id/document/g/plan> a eli:Work ."]
    facts += ["<id/scheme/g/plan> dct:source <id/document/g/plan> ."]
    facts += [f"<{iri}> a pg:Project ." for iri in PROJECTS]
    facts += [f"<{iri}> a pg:Objective, sdgo:Goal ." for iri in GOALS]
    facts += [f"<{iri}> a pg:Objective ; skos:inScheme <id/scheme/g/plan> ." for iri in OBJECTIVES]
    parents = [(child, parent) for child, parent in enumerate(tree) if parent < child]
    facts += [f"<{OBJECTIVES[child]}> skos:broader <{OBJECTIVES[parent]}> ." for child, parent in parents]
    for number, (source, target, confidence, predicate, author, kind) in enumerate(statements):
        facts += [
            stated(str(number), source, target, confidence, predicate, author),
            event(str(number), kind),
        ]
    store = open_store("memory:", base=BASE)
    store.apply(Changes(added=in_graph(LIST, " ".join(facts))), 1)
    store.apply(Changes(added=derive(store)), 2)
    return store


@settings(max_examples=150, deadline=None)
@given(STATEMENTS, TREES)
def test_chains_serve_a_goal_exactly_where_the_question_lists_the_project(
    statements: list[Statement], tree: list[int]
) -> None:
    repository = Repository(generated(statements, tree))
    chains = Chains(repository)
    for goal in [*GOALS, OBJECTIVES[0], DOCUMENT]:
        answer = repository.run("projects-serving-goal", {"goal": goal})
        listed = {getattr(row[0], "value", "") for row in answer.rows}
        assert listed == {p for p in PROJECTS if any(chain.serves for chain in chains.up(p, goal))}


@settings(max_examples=150, deadline=None)
@given(STATEMENTS, TREES)
def test_chains_are_simple_linked_and_as_sure_as_their_hops(
    statements: list[Statement], tree: list[int]
) -> None:
    chains = Chains(Repository(generated(statements, tree)))
    for start in [*PROJECTS, *OBJECTIVES]:
        found = chains.up(start)
        for chain in found:
            check_chain(chain, start)
        serving = [chain.confidence for chain in found if chain.serves]
        assert serving == sorted(serving, reverse=True)
        assert len(set(routes(found))) <= len(found)


@settings(max_examples=100, deadline=None)
@given(STATEMENTS, TREES)
def test_the_surest_way_is_the_first_of_all_chains(statements: list[Statement], tree: list[int]) -> None:
    repository = Repository(generated(statements, tree))
    chains = Chains(repository)
    for start in [*PROJECTS, OBJECTIVES[3]]:
        for goal in [*GOALS, OBJECTIVES[0], DOCUMENT]:
            first = next(iter(chains.up(start, goal)), None)
            told = [(hop.alignment, hop.target.iri, hop.confidence) for hop in first.hops] if first else []
            told = [(said.iri if said else None, target, sure) for said, target, sure in told]
            found = chains.surest(start, goal)
            assert [(edge.alignment, edge.target, edge.confidence) for edge in found] == told
            own = read_own(repository, start, with_machines=False) if start in PROJECTS else ()
            serves = [(edge.target, edge.confidence) for edge in own if not edge.hinders]
            known = chains.surest(start, goal, serves)
            assert [(edge.alignment, edge.target, edge.confidence) for edge in known] == told
            check_shortly(shortly(repository, found), first)


def check_shortly(told: Short | None, chain: Chain | None) -> None:
    if chain is None:
        assert told is None
        return
    assert told is not None
    assert told.confidence == chain.confidence
    assert list(told.through) == [hop.target.iri for hop in chain.hops[:-1]]
    stated = [hop.alignment for hop in chain.hops if hop.alignment]
    assert [(each.statement, each.authors, each.status, each.by_machine) for each in told.said] == [
        (each.iri, (each.author.iri,), each.status, each.by_machine) for each in stated
    ]
    weakest = [each.statement for each in told.said if each.is_weakest]
    least = min((each.confidence for each in stated), default=None)
    alone = [each.iri for each in stated if each.confidence == least]
    assert weakest == (alone if len(alone) == 1 < len(stated) else [])


@settings(max_examples=100, deadline=None)
@given(STATEMENTS, TREES, st.booleans())
def test_what_a_thing_serves_is_what_its_first_steps_lead_to(
    statements: list[Statement], tree: list[int], with_machines: bool
) -> None:
    view = plain_view(Repository(generated(statements, tree)), with_machines=with_machines)
    for start in [*PROJECTS, *OBJECTIVES]:
        stated = {edge.target for edge in view.first(start) if edge.alignment and not edge.hinders}
        assert set(view.targets(start)) == stated


@settings(max_examples=100, deadline=None)
@given(STATEMENTS, TREES, st.booleans())
def test_distances_are_those_of_another_library(
    statements: list[Statement], tree: list[int], hinders: bool
) -> None:
    network = read_network(Repository(generated(statements, tree)), with_machines=False)
    graph: nx.DiGraph[tuple[str, bool]] = nx.DiGraph()
    for source in [*OBJECTIVES, *GOALS, DOCUMENT]:
        for edge in network.edges(source):
            for marked in (False, True):
                places = (edge.target, marked or edge.hinders), (source, marked)
                known = graph.get_edge_data(*places, {"cost": float("inf")})["cost"]
                graph.add_edge(*places, cost=min(known, edge.cost))
    ends = frozenset((GOALS[0], OBJECTIVES[0], "urn:none"))
    found, starts = network.distances(ends, hinders=hinders), {(end, hinders) for end in ends} & set(graph)
    if starts:
        assert found.cost == nx.multi_source_dijkstra_path_length(graph, starts, weight="cost")
        assert found.hops == nx.multi_source_dijkstra_path_length(graph, starts, weight=None)
    else:
        assert (found.cost, found.hops) == ({}, {})


def check_chain(chain: Chain, start: str) -> None:
    sources = [hop.source.iri for hop in chain.hops]
    targets = [hop.target.iri for hop in chain.hops]
    assert sources == [start, *targets[:-1]]
    assert len({start, *targets}) == len(targets) + 1
    assert targets[-1] in GOALS
    assert chain.confidence == prod((hop.confidence for hop in chain.hops), start=Decimal(1))
    assert chain.confidence <= chain.weakest.confidence == min(hop.confidence for hop in chain.hops)
    alignments = [hop.alignment for hop in chain.hops if hop.alignment]
    assert chain.serves == (not any(each.hinders for each in alignments))
    assert {each.status for each in alignments} <= {"accepted", "proposed"}
    assert not any(each.by_machine and each.status == "proposed" for each in alignments)
