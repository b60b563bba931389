"""Words the portfolio's answers: a name in the reader's language for every IRI, and the basis beside them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from api.portfolio.schemas import (
    BasisModel,
    CarrierModel,
    ConcentrationModel,
    FigureModel,
    FlowLinkModel,
    FlowModel,
    GapsModel,
    GridCellModel,
    GridModel,
    OverlapModel,
    RateModel,
    RowModel,
    SumModel,
    TableModel,
)
from api.schemas import NameModel, ThingModel
from graph.alignment.portfolio import (
    Basis,
    Carrier,
    Concentration,
    Figure,
    Flow,
    Gaps,
    Grid,
    Overlap,
    Table,
)
from graph.model import Thing
from graph.repository import Repository


@dataclass(frozen=True, slots=True)
class Teller:
    """Words answers in one language."""

    repository: Repository
    lang: str

    def counted(self, told: Table | Grid | Flow) -> TableModel | GridModel | FlowModel:
        """Returns counts and money, by row, by row and column, or from level to level."""
        if isinstance(told, Flow):
            return self.flow(told)
        return self.table(told) if isinstance(told, Table) else self.grid(told)

    def flow(self, told: Flow) -> FlowModel:
        """Returns what leads from level to level."""
        things = self.things(iri for column in told.columns for iri in column)
        return FlowModel(
            columns=[[things[iri] for iri in column] for column in told.columns],
            links=[
                FlowLinkModel(source=source, target=target, **dict(figure_of(figure)))
                for (source, target), figure in told.links.items()
            ],
            total=figure_of(told.total),
            basis=self.basis(told.basis, told.total),
        )

    def table(self, told: Table) -> TableModel:
        """Returns a figure for each row."""
        things = self.things(told.rows)
        items = [row_of(things[iri], figure) for iri, figure in told.rows.items()]
        return TableModel(items=items, total=figure_of(told.total), basis=self.basis(told.basis, told.total))

    def grid(self, told: Grid) -> GridModel:
        """Returns rows by columns."""
        things = self.things((*told.rows, *told.columns))
        cells = [
            GridCellModel(
                row=row,
                column=column,
                projects=figure.projects,
                accepted=figure.accepted,
                money=sums_of(figure),
            )
            for (row, column), figure in told.cells.items()
        ]
        return GridModel(
            rows=[things[iri] for iri in told.rows],
            columns=[things[iri] for iri in told.columns],
            cells=cells,
            total=figure_of(told.total),
            basis=self.basis(told.basis, told.total),
        )

    def gaps(self, told: Gaps) -> GapsModel:
        """Returns what lacks projects, money or an indicator."""
        lists = (told.without_project, told.without_money, told.without_indicator)
        things = self.things(iri for each in lists for iri in each)
        projects, money, indicators = ([things[iri] for iri in each] for each in lists)
        return GapsModel(
            without_project=projects,
            without_money=money,
            without_indicator=indicators,
            basis=self.basis(told.basis, Figure()),
        )

    def overlap(self, told: Overlap, documents: tuple[str, str]) -> OverlapModel:
        """Returns what two documents share."""
        things = self.things((*documents, *told.goals))
        first, second = (things[iri] for iri in documents)
        return OverlapModel(
            first=row_of(first, told.first),
            second=row_of(second, told.second),
            both=figure_of(told.both),
            goals=[things[iri] for iri in told.goals],
            basis=self.basis(told.basis, told.both),
        )

    def concentration(self, told: Concentration) -> ConcentrationModel:
        """Returns who carries each objective."""
        things = self.things(iri for each in told.carriers for iri in _named(each))
        items = [_carrier(things, each) for each in told.carriers]
        return ConcentrationModel(items=items, basis=self.basis(told.basis, Figure()))

    def basis(self, told: Basis, total: Figure) -> BasisModel:
        """Returns what an answer rests on; of several currencies those without a rate stay apart."""
        filters, joined = told.filters, {rate.to for rate in told.rates}
        currencies = [each.currency for each in total.money]
        return BasisModel(
            sequence=told.sequence,
            behind=max(0, self.repository.store.sequence - told.sequence),
            counting=told.counting,
            statuses=sorted(filters.statuses),
            confidence=filters.minimum,
            region=filters.region,
            municipality=filters.municipality,
            programme=filters.programme,
            fund=filters.fund,
            since=filters.since,
            until=filters.until,
            rates=[RateModel.model_validate(rate) for rate in told.rates],
            apart=[each for each in currencies if each not in joined] if len(currencies) > 1 else [],
        )

    def things(self, iris: Iterable[str]) -> Mapping[str, ThingModel]:
        """Returns each thing as JSON shows it, which is read and made once until the next commit.

        Objectives are named in one answer after the other, by thousands where the gaps of a region are told.
        """
        known: dict[str, ThingModel] = self.repository.reading.remembered(
            ("portfolio-things", self.lang), dict
        )
        wanted = dict.fromkeys(iris)
        read = self.repository.things([iri for iri in wanted if iri not in known], self.lang)
        known.update({iri: _thing(each) for iri, each in read.items()})
        return {iri: known[iri] for iri in wanted}


def row_of(thing: ThingModel, figure: Figure) -> RowModel:
    """Returns a thing with its figure."""
    return RowModel(
        **dict(thing),
        projects=figure.projects,
        accepted=figure.accepted,
        money=sums_of(figure),
    )


def figure_of(figure: Figure) -> FigureModel:
    """Returns a figure as JSON shows it."""
    return FigureModel(projects=figure.projects, accepted=figure.accepted, money=sums_of(figure))


def sums_of(figure: Figure) -> list[SumModel]:
    """Returns the money of a figure, a sum for each currency."""
    return [
        SumModel(currency=each.currency, value=each.value, accepted=each.accepted, projects=each.projects)
        for each in figure.money
    ]


def _thing(thing: Thing) -> ThingModel:
    name = NameModel(text=thing.name.text, lang=thing.name.lang)
    return ThingModel(iri=thing.iri, name=name, code=thing.code, kind=thing.kind)


def _carrier(things: Mapping[str, ThingModel], told: Carrier) -> CarrierModel:
    return CarrierModel(
        **dict(things[told.objective]),
        projects=told.projects,
        only_project=things[told.only_project] if told.only_project else None,
        carried_by=[things[iri] for iri in told.carried_by],
        largest=things[told.largest] if told.largest else None,
        share=told.share,
    )


def _named(told: Carrier) -> list[str]:
    others = (told.only_project, told.largest, *told.carried_by)
    return [told.objective, *(iri for iri in others if iri)]
