"""The page of flows: what leads from programmes, through the parts of a strategy, to the global goals."""

from __future__ import annotations

from dataclasses import dataclass

from api.pages.reader import Link, Reader
from api.pages.views.chains import goal_number
from api.pages.views.choosing import documents_of, programmes_of
from api.pages.views.granted import amounts_of, resting
from api.pages.views.matrix import PROJECTS, Measure, measures, regions_and
from api.pages.views.sankey import Sankey, sankey
from graph.alignment.portfolio import Flow


@dataclass(frozen=True, slots=True)
class Choice:
    """Is a list to choose from, and what is chosen."""

    name: str
    options: tuple[Link, ...]
    chosen: str


@dataclass(frozen=True, slots=True)
class Step:
    """Is a row of the table: what leads from one thing to another, in words."""

    source: Link
    target: Link
    projects: str
    money: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class FlowView:
    """Is the page: without a choice only what one may choose; `gathering` says that figures come soon."""

    choices: tuple[Choice, ...]
    shows: str
    measures: tuple[tuple[str, str], ...]
    counting: str
    picture: Sankey | None
    steps: tuple[Step, ...]
    summary: str
    reviewed: str
    unknown: str
    is_asked: bool
    gathering: bool


def flow_view(
    reader: Reader, chosen: dict[str, str | None], flow: Flow | None, *, shows: str, counting: str
) -> FlowView:
    """Returns the page of a flow, or that on which it is chosen; an unknown currency shows projects."""
    currencies = [each.currency for each in flow.total.money] if flow else []
    held = shows if shows in currencies else PROJECTS
    is_asked = any(chosen.values())
    steps = tuple(_step(reader, *pair, flow) for pair in flow.links) if flow else ()
    return FlowView(
        choices=tuple(_choice(reader, name, value) for name, value in chosen.items()),
        shows=held,
        measures=measures(reader, currencies),
        counting=counting,
        picture=_picture(reader, flow, held) if flow and flow.links else None,
        steps=tuple(sorted(steps, key=lambda step: _order(flow, step))) if flow else (),
        summary=_summary(reader, flow, held) if flow else "",
        reviewed=resting(reader, flow.total, held) if flow else "",
        unknown=_unknown(reader, flow, held) if flow else "",
        is_asked=is_asked,
        gathering=is_asked and flow is None,
    )


def _choice(reader: Reader, name: str, chosen: str | None) -> Choice:
    return Choice(name, _options(reader, name, chosen), chosen or "")


def _options(reader: Reader, name: str, chosen: str | None) -> tuple[Link, ...]:
    """Returns what may be chosen, with what the address names beside it."""
    if name == "region":
        return regions_and(reader, chosen)
    links = programmes_of(reader) if name == "programme" else documents_of(reader)
    other = reader.link(chosen) if chosen else None
    return links if other is None or other in links else (other, *links)


def _picture(reader: Reader, flow: Flow, shows: str) -> Sankey:
    measure = Measure.of(reader, shows, flow.links.values())
    amounts = {pair: measure.amount(figure) for pair, figure in flow.links.items()}
    drawn = {pair for pair, each in flow.links.items() if amounts[pair] > 0 or measure.is_unknown(each)}
    amounts = {pair: amount for pair, amount in amounts.items() if pair in drawn}
    ends = {end for pair in amounts for end in pair}
    columns = [[reader.link(iri) for iri in column if iri in ends] for column in flow.columns]
    titles = {
        (source, target): reader.words(
            "flow.band",
            source=_name(reader, source),
            target=_name(reader, target),
            amount=measure.words(flow.links[source, target]),
        )
        for source, target in amounts
    }
    goals = {iri: goal_number(iri) or "" for iri in ends}
    return sankey(columns, amounts, goals, titles)


def _name(reader: Reader, iri: str) -> str:
    link = reader.link(iri)
    return f"{link.code} {link.label.text}" if link.code else link.label.text


def _step(reader: Reader, source: str, target: str, flow: Flow) -> Step:
    figure = flow.links[source, target]
    return Step(
        reader.link(source),
        reader.link(target),
        reader.words.count("count.projects", figure.projects),
        amounts_of(reader, figure.money, figure.projects) or (reader.words("objective.unknown-money"),),
    )


def _order(flow: Flow | None, step: Step) -> tuple[int, ...]:
    columns = flow.columns if flow else ()
    places = {iri: (number, row) for number, column in enumerate(columns) for row, iri in enumerate(column)}
    return (*places[step.source.iri], *places[step.target.iri])


def _summary(reader: Reader, flow: Flow, shows: str) -> str:
    total = Measure(reader, shows, in_millions=False).words(flow.total)
    return reader.words("flow.summary", total=total)


def _unknown(reader: Reader, flow: Flow, shows: str) -> str:
    """Returns in words what a dashed band means, empty where there is none."""
    measure = Measure.of(reader, shows, flow.links.values())
    is_there = any(map(measure.is_unknown, flow.links.values()))
    return reader.words("flow.unknown", currency=shows) if is_there else ""
