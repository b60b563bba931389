"""Words a comparison: names in the reader's language, those of a former state as they were."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from api.comparing.schemas import ComparisonModel, PairModel, PartModel, ReachedModel
from api.portfolio.schemas import OverlapModel
from api.portfolio.telling import Teller
from api.schemas import NameModel, ThingModel
from graph.comparison import Comparison, Pair, Part, Side
from graph.model import Name
from graph.repository.facts import best_name
from graph.terms import compact


def told_comparison(tell: Teller, told: Comparison, overlap: OverlapModel | None) -> ComparisonModel:
    """Returns a comparison as JSON shows it."""
    documents = told.first.document, told.second.document
    things = dict(tell.things((*documents, *told.goals)))
    first, second = (_own(side, things[side.document], tell.lang) for side in (told.first, told.second))
    return ComparisonModel(
        first=things[documents[0]],
        second=things[documents[1]],
        revision=told.revision,
        sequence=told.sequence,
        earlier=told.earlier,
        objectives=[_pair(pair, tell.lang) for pair in told.pairs],
        goals=[
            ReachedModel(
                **dict(things[goal]),
                first=[first[each] for each in told.first.reached.get(goal, ())],
                second=[second[each] for each in told.second.reached.get(goal, ())],
            )
            for goal in told.goals
        ],
        overlap=overlap,
    )


def _own(side: Side, document: ThingModel, lang: str) -> Mapping[str, ThingModel]:
    """Returns what may lead from a side to a goal, as the side names it."""
    return {document.iri: document} | {iri: _thing(part, lang) for iri, part in side.parts.items()}


def _pair(pair: Pair, lang: str) -> PairModel:
    return PairModel(
        change=pair.change,
        because=pair.because,
        share=pair.share,
        changes=list(pair.changes),
        first=_part(pair.first, lang) if pair.first else None,
        second=_part(pair.second, lang) if pair.second else None,
    )


def _part(part: Part, lang: str) -> PartModel:
    text = _name(part.texts, lang)
    return PartModel(**dict(_thing(part, lang)), text=text, prioritised=part.is_prioritised)


def _thing(part: Part, lang: str) -> ThingModel:
    name = _name(part.names, lang) or NameModel(text=compact(part.iri), lang="")
    return ThingModel(iri=part.iri, name=name, code=part.code, kind=part.kind)


def _name(names: Iterable[Name], lang: str) -> NameModel | None:
    best = best_name(names, lang)
    return NameModel(text=best.text, lang=best.lang) if best else None
