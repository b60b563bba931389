"""The file that a start reads instead of the graph: it shows the same, or it is not used."""

from __future__ import annotations

from dataclasses import fields
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from data import shipped_files
from graph.alignment.keeping import FILE, PortfolioKeeper
from graph.alignment.portfolio import Portfolio
from graph.alignment.portfolio.frame import Frame
from graph.alignment.portfolio.frame_json import frame_as_json, frame_from_json
from graph.alignment.portfolio.saving import load
from graph.commits.replacing import Replacement
from graph.loading import load_shipped
from graph.store import Changes, Store, open_store
from graph_facts import ALICE, LIST, in_graph
from portfolio_worlds import World, ledger_quads, list_quads, worlds
from shipped_stores import shipped_store
from test_graph_alignment_portfolio_generated import everything, quick, written


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("saving")


@settings(quick, max_examples=25)
@given(first=worlds(), later=st.lists(worlds(), max_size=2))
def test_what_was_saved_answers_and_moves_on_like_what_was_built(
    folder: Path, first: World, later: list[World]
) -> None:
    writer, path = written(first), folder / FILE
    Portfolio(writer.store).save(path)
    kept = load(path, writer.store)
    assert kept is not None
    restored = Portfolio(writer.store, path)
    assert everything(restored) == everything(Portfolio(writer.store))
    for world in later:
        ledger = ledger_quads(world)
        writer.replace_graph(Replacement(LIST, list_quads(world), ledger=ledger), agent=ALICE, reason="")
    restored.catch_up()
    assert restored.sequence == writer.store.sequence
    assert everything(restored) == everything(Portfolio(writer.store))


@pytest.fixture
def store(tmp_path: Path) -> Store:
    return shipped_store(tmp_path / "store")


def test_the_keeper_leaves_a_file_and_begins_from_it(store: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    path = Path(store.place) / FILE
    first = PortfolioKeeper(store)
    told = first.current(60).goals()
    first.close()
    assert path.exists()
    monkeypatch.setattr(Portfolio, "rebuild", lambda _: pytest.fail("the graph was read"))
    second = PortfolioKeeper(store)
    assert second.current(60).goals() == told
    second.close()
    store.close()


def test_a_start_without_a_question_leaves_no_file(store: Store) -> None:
    keeper = PortfolioKeeper(store)
    keeper.follow()
    keeper.close()
    assert not (Path(store.place) / FILE).exists()


@pytest.mark.parametrize("content", [b"", b"no archive", b"PK\x03\x04 cut"])
def test_a_file_that_is_damaged_is_not_used(store: Store, content: bytes) -> None:
    path = Path(store.place) / FILE
    path.write_bytes(content)
    assert load(path, store) is None
    assert Portfolio(store, path).goals().total.projects == 40


def test_a_file_of_another_history_is_not_used(store: Store, tmp_path: Path) -> None:
    path = tmp_path / FILE
    Portfolio(store).save(path)
    other = open_store(str(tmp_path / "other"))
    load_shipped(other, shipped_files(examples=False))
    assert load(path, other) is None
    assert load(path, open_store("memory:")) is None
    assert load(tmp_path / "nothing", store) is None


def test_a_file_that_lacks_a_part_is_not_used(store: Store, tmp_path: Path) -> None:
    path = tmp_path / FILE
    Portfolio(store).save(path)
    with np.load(path) as arrays:
        some = {name: arrays[name] for name in arrays if name != "held.edges/target"}
    with path.open("wb") as file:
        np.savez(file, **some)
    assert load(path, store) is None


def test_every_part_of_the_frame_is_written(store: Store) -> None:
    frame = Portfolio(store)._frame
    again = frame_from_json(frame_as_json(frame))
    for each in fields(Frame):
        if each.name != "network":
            assert getattr(again, each.name) == getattr(frame, each.name)
    assert (again.network.nodes, again.network.links) == (frame.network.nodes, frame.network.links)
    assert set(again.network.steps) == set(frame.network.steps)


@pytest.mark.parametrize("name", ["_LARGE", "_FAR"])
def test_what_takes_longer_to_follow_is_read_anew(monkeypatch: pytest.MonkeyPatch, name: str) -> None:
    monkeypatch.setattr(f"graph.alignment.portfolio.following.{name}", 0)
    writer = written(World((), ()))
    portfolio, read = Portfolio(writer.store), []
    build = portfolio.rebuild
    monkeypatch.setattr(portfolio, "rebuild", lambda: (read.append(portfolio.sequence), build()))
    writer.commit(Changes(added=in_graph(LIST, "<id/project/t/new> a pg:Project .")), agent=ALICE, reason="")
    portfolio.catch_up()
    assert read == [writer.store.sequence - 1]
    assert portfolio.sequence == writer.store.sequence
