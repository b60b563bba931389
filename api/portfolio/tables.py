"""The portfolio's answers as rows of CSV: a line for each figure and currency, with the commit it shows."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import singledispatch
from typing import Any

from api.portfolio.schemas import (
    ConcentrationModel,
    CoverageModel,
    FlowLinkModel,
    FlowModel,
    GapsModel,
    GridModel,
    MovementModel,
    OverlapModel,
    SumModel,
    TableModel,
)
from api.schemas import CellModel, MatrixModel, Model, ThingModel

Lines = Iterator[dict[str, Any]]
_FIGURE = ("projects", "accepted", "currency", "money", "money.accepted", "money.projects")
_LAST = ("counting", "sequence")


def _columns(*things: str) -> list[str]:
    return [f"{thing}{part}" for thing in things for part in ("", ".name", ".code")]


@singledispatch
def csv_rows(told: Model) -> tuple[Sequence[str], Iterable[Mapping[str, Any]]]:
    """Returns the columns and the lines of an answer."""
    raise TypeError(type(told).__name__)


@csv_rows.register
def _(told: TableModel) -> tuple[Sequence[str], Iterable[Mapping[str, Any]]]:
    lines = (line for item in told.items for line in _figures(_named("row", item), item))
    return [*_columns("row"), *_FIGURE, *_LAST], _based(told, lines)


@csv_rows.register
def _(told: FlowModel) -> tuple[Sequence[str], Iterable[Mapping[str, Any]]]:
    things = {thing.iri: thing for column in told.columns for thing in column}
    lines = (line for link in told.links for line in _figures(_ends(things, link), link))
    return [*_columns("source", "target"), *_FIGURE, *_LAST], _based(told, lines)


@csv_rows.register
def _(told: GridModel) -> tuple[Sequence[str], Iterable[Mapping[str, Any]]]:
    rows, columns = ({thing.iri: thing for thing in each} for each in (told.rows, told.columns))
    lines = (
        line
        for cell in told.cells
        for line in _figures(
            _named("row", rows[cell.row]) | _named("column", columns[cell.column]),
            cell,
        )
    )
    return [*_columns("row", "column"), *_FIGURE, *_LAST], _based(told, lines)


@csv_rows.register
def _(told: MatrixModel) -> tuple[Sequence[str], Iterable[Mapping[str, Any]]]:
    return list(CellModel.model_fields), (cell.model_dump() for cell in told.cells)


@csv_rows.register
def _(told: GapsModel) -> tuple[Sequence[str], Iterable[Mapping[str, Any]]]:
    lists = {
        "project": told.without_project,
        "money": told.without_money,
        "indicator": told.without_indicator,
    }
    things = {thing.iri: thing for each in lists.values() for thing in each}
    lacking = {name: {thing.iri for thing in each} for name, each in lists.items()}
    lines = (
        _named("row", thing) | {f"without_{name}": str(iri in lacking[name]).lower() for name in lists}
        for iri, thing in things.items()
    )
    return [*_columns("row"), *(f"without_{name}" for name in lists), *_LAST], _based(told, lines)


@csv_rows.register
def _(told: OverlapModel) -> tuple[Sequence[str], Iterable[Mapping[str, Any]]]:
    def lines() -> Lines:
        for part in (told.first, told.second):
            yield from _figures(_named("row", part), part)
        yield from _figures({"row": "both"}, told.both)

    return [*_columns("row"), *_FIGURE, *_LAST], _based(told, lines())


@csv_rows.register
def _(told: ConcentrationModel) -> tuple[Sequence[str], Iterable[Mapping[str, Any]]]:
    lines = (
        _named("row", item)
        | {"projects": item.projects, "share": item.share}
        | (_named("only_project", item.only_project) if item.only_project else {})
        | (_named("largest", item.largest) if item.largest else {})
        | {"carried_by": "; ".join(each.iri for each in item.carried_by)}
        for item in told.items
    )
    columns = [*_columns("row"), "projects", *_columns("only_project"), "carried_by", *_columns("largest")]
    return [*columns, "share", *_LAST], _based(told, lines)


@csv_rows.register
def _(told: CoverageModel) -> tuple[Sequence[str], Iterable[Mapping[str, Any]]]:
    lines = (
        _named("row", item)
        | {
            "said": "unknown" if told.said_unknown else str(item.said).lower(),
            "said.accepted": str(any(each.accepted for each in item.named)).lower(),
            "documents": "; ".join(dict.fromkeys(each.document.iri for each in item.named)),
            "funded": "unknown" if item.money_unknown else str(item.funded).lower(),
            "projects": item.projects,
            "accepted": item.accepted,
            "money": "; ".join(f"{each.value} {each.currency}" for each in item.money),
            "money.accepted": "; ".join(f"{each.accepted} {each.currency}" for each in item.money),
            "done": item.done,
            "indicators": "; ".join(each.iri for each in item.indicators),
            "movements": "; ".join(map(_moved, item.movements)),
        }
        for item in told.items
    )
    said, paid = ("said", "said.accepted", "documents"), ("funded", "projects", "accepted")
    money = ("money", "money.accepted")
    columns = [*_columns("row"), *said, *paid, *money, "done", "indicators", "movements"]
    return [*columns, *_LAST], _based(told, lines)


def _moved(each: MovementModel) -> str:
    before, after = each.before, each.after
    return f"{each.indicator.iri} {before.value} ({before.when}) > {after.value} ({after.when})"


def _named(column: str, thing: ThingModel) -> dict[str, Any]:
    return {column: thing.iri, f"{column}.name": thing.name.text, f"{column}.code": thing.code}


def _ends(things: Mapping[str, ThingModel], link: FlowLinkModel) -> dict[str, Any]:
    return _named("source", things[link.source]) | _named("target", things[link.target])


def _figures(start: Mapping[str, Any], figure: Any) -> Lines:
    """Yields a line for each currency of a figure, one without money for a figure that has none."""
    counts = {"projects": figure.projects, "accepted": figure.accepted}
    for each in figure.money or (None,):
        yield {**start, **counts, **(_sum(each) if each else {})}


def _sum(each: SumModel) -> dict[str, Any]:
    return {
        "currency": each.currency,
        "money": each.value,
        "money.accepted": each.accepted,
        "money.projects": each.projects,
    }


def _based(told: Any, lines: Iterable[dict[str, Any]]) -> Lines:
    basis = {"counting": told.basis.counting, "sequence": told.basis.sequence}
    return ({**line, **basis} for line in lines)
