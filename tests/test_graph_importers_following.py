"""The portfolio follows a long list by the lines of its commit, and holds what one built anew holds."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import fields
from pathlib import Path
from types import ModuleType
from typing import Any

import numpy as np
import pytest

from data import shipped_files
from graph.alignment.portfolio import Portfolio, following, frame
from graph.commits import Writer
from graph.loading import load_shipped
from graph.store import Changes, Store, open_store
from graph.terms import NamedNode, Quad, expand, iri
from long_lists import (
    AGENT,
    became,
    brought,
    make_few_many,
    opened,
    two_stores,
)


@pytest.fixture(scope="module")
def stores(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Store, Store]]:
    yield from two_stores(tmp_path_factory.mktemp("parted"))


@pytest.fixture(autouse=True)
def few_are_many(monkeypatch: pytest.MonkeyPatch) -> None:
    make_few_many(monkeypatch)


def test_the_portfolio_follows_by_the_lines_of_a_commit(
    stores: tuple[Store, Store], monkeypatch: pytest.MonkeyPatch
) -> None:
    store = stores[1]
    became(store, 1, opened(brought(1)))
    portfolio = Portfolio(store)
    monkeypatch.setattr(following, "_LARGE", 200)
    became(store, 1, opened([*brought(1), *brought(2)]))
    monkeypatch.setattr(Portfolio, "rebuild", None)  # it need not
    portfolio.catch_up()
    monkeypatch.undo()
    anew = Portfolio(store)

    assert portfolio.sequence == anew.sequence == store.sequence
    assert portfolio.goals() == anew.goals()
    assert portfolio.targets() == anew.targets()
    assert portfolio.goals_by_region() == anew.goals_by_region()
    assert portfolio.goals_by_programme() == anew.goals_by_programme()
    assert held(portfolio) == held(anew)


@pytest.mark.parametrize("known", ["nothing", "an objective under it", "an area of it"])
def test_a_list_of_a_new_kind_gives_the_portfolio_its_document_and_reads_no_more_than_it_moves(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, known: str
) -> None:
    store = open_store(str(tmp_path / "store"))
    load_shipped(store, shipped_files(examples=False))
    document = iri(f"{store.base}id/document/projects/list")
    if known != "nothing":  # it is stated before anybody says that the list is a document
        stated = frozenset([before(store, document, known)])
        assert Writer(store).commit(Changes(added=stated), agent=store.base + AGENT, reason="Notes")
    portfolio, calls = Portfolio(store), dict[str, int]()
    counted(monkeypatch, calls, following, "read_frame")
    counted(monkeypatch, calls, frame, "read_network")
    monkeypatch.setattr(following, "_LARGE", 200)
    became(store, 1, opened(brought(1)))
    monkeypatch.setattr(Portfolio, "rebuild", None)  # it need not
    portfolio.catch_up()
    monkeypatch.undo()
    anew = Portfolio(store)

    wanted = {
        "an objective under it": {"read_frame": 1, "read_network": 1},
        "an area of it": {"read_frame": 1},
    }
    assert calls == wanted.get(known, {})
    assert portfolio.sequence == anew.sequence == store.sequence
    assert str(document) in network_of(anew)[0]
    assert (known == "an objective under it") == (str(document) in {to for _, to in network_of(anew)[1]})
    assert network_of(portfolio) == network_of(anew)
    assert framed(portfolio) == framed(anew)
    assert held(portfolio) == held(anew)
    store.close()


def before(store: Store, document: NamedNode, known: str) -> Quad:
    """Returns what is stated of a document: that an objective stands under it, or that an area knows it."""
    graph = iri(f"{store.base}graph/source/notes")
    if known == "an area of it":
        return Quad(document, expand("eli:relevant_for"), expand("nuts:SE110"), graph)
    objective = next(iter(store.quads(None, expand("rdf:type"), expand("pg:SubGoal")))).subject
    return Quad(objective, expand("skos:broader"), document, graph)


def counted(monkeypatch: pytest.MonkeyPatch, calls: dict[str, int], module: ModuleType, name: str) -> None:
    """Has the calls of a function counted by its name."""
    called = getattr(module, name)

    def counting(*given: object) -> object:
        calls[name] = calls.get(name, 0) + 1
        return called(*given)

    monkeypatch.setattr(module, name, counting)


def framed(portfolio: Portfolio) -> Mapping[str, Any]:
    """Returns the parts of the frame, but for the network, which has numbers."""
    own = portfolio.snapshot().frame
    return {each.name: getattr(own, each.name) for each in fields(own) if each.name != "network"}


def network_of(portfolio: Portfolio) -> Any:
    """Returns nodes, steps and links of the policy levels, by names in place of numbers."""
    state = portfolio.snapshot()
    names, network = state.holdings.nodes.names, state.frame.network
    links = sorted((names[each.source], names[each.target], each.status) for each in network.links)
    steps = {(names[source], names[target]) for source, target in network.steps}
    return {names[node] for node in network.nodes}, steps, links


def held(portfolio: Portfolio) -> Any:
    """Returns what is held of each project by names in place of numbers."""
    state = portfolio.snapshot().holdings
    found = {}
    for name, number in state.projects.of.items():
        rows = [table.expanded(np.array([number]))[1] for table in (state.edges, state.areas, state.parties)]
        found[name] = (
            bool(state.alive[number]),
            int(state.start[number]),
            int(state.end[number]),
            sorted(
                (state.nodes.names[target], int(status), float(confidence))
                for target, status, confidence in zip(
                    *(
                        column[rows[0]]
                        for column in (state.edges.target, state.edges.status, state.edges.confidence)
                    ),
                    strict=True,
                )
            ),
            sorted(state.places.names[place] for place in state.areas.place[rows[1]]),
            sorted(state.organisations.names[each] for each in state.parties.organisation[rows[2]]),
        )
    return found
