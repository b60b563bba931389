"""Gaps written from the texts of things are what the whole answer is as JSON, in either language."""

from __future__ import annotations

import pytest

from api.portfolio.schemas import GapsModel
from api.portfolio.telling import Teller
from api.portfolio.writing import json_of
from graph.alignment.portfolio import Filters, Portfolio
from graph.repository import Repository
from graph.store import Store
from seed_rows import shipped_store


@pytest.fixture(scope="module")
def store() -> Store:
    return shipped_store()


def gaps(store: Store, lang: str, region: str | None) -> GapsModel:
    found = Portfolio(store).gaps(None, Filters(region=region))
    return Teller(Repository(store), lang).gaps(found)


@pytest.mark.parametrize("lang", ["sv", "en"])
def test_gaps_are_written_as_the_model_writes_them(store: Store, lang: str) -> None:
    texts: dict[str, bytes] = {}
    for region in ("nuts:SE331", None, "nuts:SE125"):
        told = gaps(store, lang, region)
        assert told.without_project
        assert json_of(told, texts).decode() == told.model_dump_json()
    assert len(texts) > len(told.without_project)


def test_no_gap_is_an_empty_list(store: Store) -> None:
    told = gaps(store, "sv", None).model_copy(
        update={"without_project": [], "without_money": [], "without_indicator": []}
    )
    assert json_of(told, {}).decode() == told.model_dump_json()
