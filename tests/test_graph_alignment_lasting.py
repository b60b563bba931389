"""What is remembered of the policy levels: across commits of projects, and never longer than it holds."""

from __future__ import annotations

from collections.abc import Mapping

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from graph.alignment import policy
from graph.alignment.documents import documents_by_objective
from graph.alignment.policy import Edge, lasting, read_network, read_stated
from graph.alignment.trees import children, parents
from graph.commits import Writer
from graph.commits.replacing import Replacement
from graph.repository import Repository
from graph.repository.lasting import FAR, LARGE, Lasting
from graph.store import Changes, Store, open_store
from graph_facts import ALICE, LEDGER, LIST, Clock, trig
from portfolio_worlds import POLICY, World, ledger_quads, list_quads, worlds
from test_graph_alignment_portfolio_generated import quick, written

PROJECT = f"{LIST} {{ <id/project/t/one> a pg:Project . }}"
OBJECTIVE = "<id/objective/x/a>"


def edges(repository: Repository, *, with_machines: bool) -> Mapping[str, tuple[Edge, ...]]:
    network = read_network(repository, with_machines=with_machines)
    sources = {edge.source for edge in (*read_stated(repository), *policy.read_steps(repository))}
    return {source: network.edges(source) for source in sources}


def everything(repository: Repository) -> list[object]:
    found: list[object] = [edges(repository, with_machines=each) for each in (False, True)]
    return [*found, documents_by_objective(repository), parents(repository), children(repository)]


@settings(quick, max_examples=40)
@given(worlds(), st.lists(worlds(), min_size=1, max_size=4), st.booleans())
def test_what_is_remembered_is_what_would_be_read_anew(
    first: World, later: list[World], undoes: bool
) -> None:
    writer = written(first)
    repository = Repository(writer.store)
    everything(repository)
    for world in later:
        writer.replace_graph(
            Replacement(LIST, list_quads(world), ledger=ledger_quads(world)), agent=ALICE, reason=""
        )
        assert everything(repository) == everything(Repository(writer.store))
    if undoes and writer.store.sequence > 2:
        writer.undo(writer.store.sequence, ALICE, "")
        assert everything(repository) == everything(Repository(writer.store))


@pytest.fixture
def writer() -> Writer:
    writer = Writer(open_store("memory:"), clock=Clock())
    writer.commit(Changes(added=trig(POLICY) | trig(PROJECT)), agent=ALICE, reason="")
    return writer


def stated(name: str, source: str) -> str:
    return f"""{LEDGER} {{ <id/alignment/t/{name}> a pg:Alignment ; owl:annotatedSource {source} ;
        owl:annotatedProperty pg:contributesTo ; owl:annotatedTarget sdg:9.5 ; pg:strength 2 ;
        sssom:confidence 0.5 ; dct:creator <{ALICE}> . }}"""


REVIEW = f"""{LEDGER} {{ <id/review/t/one> a pg:Review ; pg:reviews <id/alignment/t/%s> ;
    sssom:reviewer_agreement -1.0 ; dct:creator <{ALICE}> . }}"""


@pytest.mark.parametrize(
    ("trig_text", "is_kept"),
    [
        (stated("a", "<id/project/t/one>"), True),
        (f"{LIST} {{ <id/project/t/two> a pg:Project ; dct:source <id/document/t/list> . }}", True),
        (stated("a", "<id/project/t/two>") + f"{LIST} {{ <id/project/t/two> a pg:Project . }}", True),
        (REVIEW % "project", True),
        (stated("a", OBJECTIVE), False),
        (stated("a", "<id/nobody/knows>"), False),
        (REVIEW % "policy", False),
        (f"{LIST} {{ {OBJECTIVE} skos:broader <id/objective/x/b> . }}", False),
        (f"{LIST} {{ <id/objective/x/new> a pg:Objective . }}", False),
        (f"{LIST} {{ <id/scheme/x/rus> dct:source <id/document/y/rus> . }}", False),
        (f"{LIST} {{ <{ALICE}> a prov:SoftwareAgent . }}", False),
    ],
)
def test_only_what_moves_the_policy_levels_is_read_again(
    writer: Writer, trig_text: str, is_kept: bool
) -> None:
    before = stated("project", "<id/project/t/one>") + stated("policy", OBJECTIVE)
    writer.commit(Changes(added=trig(before)), agent=ALICE, reason="")
    repository = Repository(writer.store)
    held = read_network(repository, with_machines=False)
    writer.commit(Changes(added=trig(trig_text)), agent=ALICE, reason="")
    assert (read_network(repository, with_machines=False) is held) is is_kept


def counted(store: Store, moves: bool = False) -> tuple[Lasting, list[int]]:
    made: list[int] = []
    memory = Lasting(store, lambda _: moves)
    assert memory.remembered("x", lambda: made.append(1)) is None
    return memory, made


def test_commits_of_which_little_is_known_are_no_reason_to_keep_anything(writer: Writer) -> None:
    memory, made = counted(writer.store)
    for number in range(FAR):
        name = f"{LIST} {{ <id/project/t/{number}> a pg:Project . }}"
        writer.commit(Changes(added=trig(name)), agent=ALICE, reason="")
    memory.remembered("x", lambda: made.append(2))
    assert made == [1]
    for number in range(FAR + 1):
        name = f"{LIST} {{ <id/project/u/{number}> a pg:Project . }}"
        writer.commit(Changes(added=trig(name)), agent=ALICE, reason="")
    memory.remembered("x", lambda: made.append(2))
    assert made == [1, 2]


def test_a_large_commit_is_not_looked_through(writer: Writer) -> None:
    memory, made = counted(writer.store)
    names = " ".join(f"<id/project/t/{number}> a pg:Project ." for number in range(LARGE + 1))
    writer.commit(Changes(added=trig(f"{LIST} {{ {names} }}")), agent=ALICE, reason="")
    memory.remembered("x", lambda: made.append(2))
    assert made == [1, 2]


def test_what_is_computed_while_a_commit_is_made_is_not_kept(writer: Writer) -> None:
    memory = Lasting(writer.store, lambda _: False)

    def slow() -> str:
        writer.commit(Changes(added=trig(stated("a", "<id/project/t/one>"))), agent=ALICE, reason="")
        return "half of it"

    assert memory.remembered("x", slow) == "half of it"
    assert memory.remembered("x", lambda: "whole") == "whole"


def test_memories_of_one_name_are_one(writer: Writer) -> None:
    repository = Repository(writer.store)
    assert lasting(repository) is lasting(repository)
