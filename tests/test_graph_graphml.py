"""The network as GraphML, read back by networkx."""

from __future__ import annotations

import io
import re
import xml.etree.ElementTree as ET
from typing import Any

import networkx as nx
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from graph.graphml import write_graphml
from graph.repository import Repository
from graph.store import Changes, open_store
from graph.terms import Literal, Quad, expand
from graph_facts import in_graph, node
from small_graph import STATEMENTS, full, short, small_store

GRAPH = node("graph/source/x")


def read(repository: Repository, lang: str = "sv") -> nx.MultiDiGraph[Any]:
    output = io.BytesIO()
    write_graphml(repository, output, lang)
    return nx.read_graphml(io.BytesIO(output.getvalue()), force_multigraph=True)


@pytest.fixture(scope="module")
def network() -> nx.MultiDiGraph[Any]:
    return read(Repository(small_store()))


def test_every_statement_is_an_edge_with_what_it_says(network: nx.MultiDiGraph[Any]) -> None:
    told_edges = (each for each in network.edges(data=True) if "statement" in each[2])
    edges = {told["statement"]: (short(a), short(b), told) for a, b, told in told_edges}
    assert len(edges) == len(STATEMENTS)
    for name, source, target, confidence, _, predicate in STATEMENTS:
        found_source, found_target, told = edges[full(f"alignment/x/{name}")]
        assert found_source == source.strip("<>").removeprefix("id/")
        assert found_target == target.strip("<>").removeprefix("id/")
        assert told["confidence"] == pytest.approx(float(confidence))
        assert told["relation"] == predicate.removeprefix("pg:")
        assert told["strength"] == 2
    machines = {short(name): told["machine"] for name, (_, _, told) in edges.items()}
    assert machines["alignment/x/p3-9.5"] is True
    assert sum(machines.values()) == 1


def test_trees_are_edges_too_and_every_node_is_told(network: nx.MultiDiGraph[Any]) -> None:
    relations = {told["relation"] for _, _, told in network.edges(data=True)}
    assert relations == {"contributesTo", "hinders", "broader", "inDocument"}
    assert all(told["label"] and told["iri"] == name for name, told in network.nodes(data=True))
    projects = {short(name) for name, told in network.nodes(data=True) if told.get("kind") == "pg:Project"}
    assert projects == {"project/x/p1", "project/x/p2", "project/x/p3"}


@settings(deadline=None, max_examples=40)
@given(st.text(st.characters(codec="utf-8"), max_size=20))
def test_any_name_makes_sound_xml(name: str) -> None:
    """What XML 1.0 cannot hold is left out, and it reads every end of a line as one sign."""
    store, whole = open_store("memory:"), node("id/objective/x/b")
    tree = in_graph(GRAPH, f"<id/objective/x/a> a pg:Objective ; skos:broader {whole} .")
    named = Quad(whole, expand("skos:prefLabel"), Literal(name, language="sv"), GRAPH)
    store.apply(Changes(added=tree | {named}), 1)
    legible = re.sub("[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]", "", name)
    expected = legible.replace("\r\n", "\n").replace("\r", "\n")
    assert read(Repository(store)).nodes[whole.value].get("label", "") == expected


def test_the_file_says_its_namespace() -> None:
    output = io.BytesIO()
    write_graphml(Repository(small_store()), output)
    assert ET.fromstring(output.getvalue()).tag == "{http://graphml.graphdrawing.org/xmlns}graphml"
