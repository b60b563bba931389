"""The page on which one project is checked: what is lacking, what it may serve, what the portfolio gains."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from api.pages.checking import CURRENCIES, Fault, Typed, money_of
from api.pages.reader import Link, Reader, as_day
from api.pages.views.choosing import sorted_links
from api.pages.views.homes import placed
from api.pages.views.matrix import regions
from api.pages.views.others import Others, Serving, others_of

if TYPE_CHECKING:
    from graph.alignment.effects import Effect, Shift
    from graph.proposals import Proposal, Proposals, Word

MOST_SHIFTS = 20
_AROUND = 60
KINDS = ("goal", "target", "specific-objective", "sub-goal")


@dataclass(frozen=True, slots=True)
class Choice:
    """Is something to choose among others."""

    value: str
    link: Link
    chosen: bool


@dataclass(frozen=True, slots=True)
class FaultLine:
    """Is what is wrong with a field, or lacking in it, in words."""

    field: str
    name: str
    text: str
    is_wrong: bool


@dataclass(frozen=True, slots=True)
class Part:
    """Is a part of a text, marked or not."""

    text: str
    marked: bool


@dataclass(frozen=True, slots=True)
class ProposalView:
    """Is one thing that the text may serve, with the words that say so and what was decided of it."""

    field: str
    thing: Link
    kind: str
    confidence: str
    snippets: tuple[tuple[Part, ...], ...]
    decision: str


@dataclass(frozen=True, slots=True)
class ProposalGroup:
    """Is the proposals of one kind."""

    title: str
    items: tuple[ProposalView, ...]


@dataclass(frozen=True, slots=True)
class ShiftLine:
    """Is an objective that the project would change: its projects before and after, where it is first."""

    thing: Link
    is_prioritised: bool
    is_first: bool
    projects: str
    regions: str


@dataclass(frozen=True, slots=True)
class GainView:
    """Is what the portfolio would gain, and the projects that do the same in the same area already."""

    summary: str
    shifts: tuple[ShiftLine, ...]
    more: str | None
    others: tuple[Others, ...]


@dataclass(frozen=True, slots=True)
class ResultView:
    """Is what came of a check; `gain` is None while nothing is accepted, or the portfolio is gathered."""

    faults: tuple[FaultLine, ...]
    said: tuple[Link, ...]
    hindered: tuple[Link, ...]
    groups: tuple[ProposalGroup, ...]
    found: str
    method: str
    gain: GainView | None
    gain_text: str
    accepted: tuple[ProposalView, ...]
    rejected: tuple[ProposalView, ...]


@dataclass(frozen=True, slots=True)
class CheckView:
    """Is the page: the form with what was typed, and the result of it.

    `named` are the names of areas in the text that are not chosen; `refused` says why there is no memo,
    `facts` are some fields by name as a memo writes them.
    """

    typed: Typed
    areas: tuple[Choice, ...]
    named: str
    programmes: tuple[Choice, ...]
    currencies: tuple[str, ...]
    wrong: Mapping[str, FaultLine]
    result: ResultView | None
    kept: tuple[tuple[str, str], ...]
    problems: tuple[str, ...] = ()
    refused: str = ""
    facts: tuple[tuple[str, str], ...] = ()


def check_view(
    reader: Reader,
    typed: Typed,
    result: ResultView | None = None,
    kept: tuple[tuple[str, str], ...] = (),
    named: Sequence[str] = (),
) -> CheckView:
    """Returns the page; without a result it is the form alone. Areas that are named are offered first."""
    faults = result.faults if result else ()
    return CheckView(
        typed=typed,
        areas=tuple(_areas(reader, typed, named)),
        named=", ".join(reader.link(each).label.text for each in named),
        programmes=tuple(_programmes(reader, typed)),
        currencies=tuple(dict.fromkeys((*CURRENCIES, *([typed.currency] if typed.currency else [])))),
        wrong={each.field: each for each in reversed(faults)},
        result=result,
        kept=kept,
        facts=tuple((name, value) for name, value in _written(reader, typed) if value),
    )


def _written(reader: Reader, typed: Typed) -> Iterator[tuple[str, str]]:
    """Yields fields as people read them; what cannot be read stands as it was typed."""
    words, money = reader.words, money_of(typed)
    yield "organisation", typed.organisation
    yield "amount", words.money(money.value, money.currency) if money else typed.amount
    for name in ("start", "end"):
        text = getattr(typed, name)
        day = as_day(text)
        yield name, words.day(day) if day else text


def result_view(
    reader: Reader,
    typed: Typed,
    faults: Iterable[Fault],
    found: Proposals,
    gain: GainView | None,
    gain_text: str,
) -> ResultView:
    """Returns what came of a check."""
    items = tuple(_proposal(reader, typed, each) for each in found.items)
    named = [
        (kind, tuple(v for v, p in zip(items, found.items, strict=True) if p.kind == kind)) for kind in KINDS
    ]
    words = reader.words
    told = words.count("check.found", len(items)) if items else words(f"check.abstained.{found.abstained}")
    return ResultView(
        faults=tuple(_fault(reader, each) for each in faults),
        said=tuple(map(reader.link, typed.said)),
        hindered=tuple(map(reader.link, typed.hindered)),
        groups=tuple(ProposalGroup(words(f"check.kind.{kind}"), own) for kind, own in named if own),
        found=told,
        method=words("check.method", version=found.version),
        gain=gain,
        gain_text=gain_text,
        accepted=tuple(each for each in items if each.decision == "accept"),
        rejected=tuple(each for each in items if each.decision == "reject"),
    )


def gain_view(reader: Reader, effect: Effect, others: Iterable[Serving]) -> GainView:
    """Returns what the portfolio would gain; what would get its first project comes first."""
    shifts = sorted(effect.shifts, key=lambda each: (each.kind != "covered", not each.is_prioritised))
    first, words = sum(each.kind == "covered" for each in shifts), reader.words
    summary = [
        words.count("check.gain", len(shifts)),
        *([words.count("check.gain-first", first)] if first else []),
    ]
    return GainView(
        summary=" ".join(summary),
        shifts=tuple(_shift(reader, each) for each in shifts[:MOST_SHIFTS]),
        more=words.count("import.more-effects", len(shifts) - MOST_SHIFTS)
        if len(shifts) > MOST_SHIFTS
        else None,
        others=others_of(reader, others),
    )


def snippets_of(texts: Mapping[str, str], words: Iterable[Word]) -> tuple[tuple[Part, ...], ...]:
    """Returns the words of a proposal, marked in what stands around them; those near each other together."""
    found = []
    for name in ("title", "text"):
        spans = sorted((each.start, each.end) for each in words if each.field == name)
        found += [_snippet(texts[name], group) for group in _near(spans)]
    return tuple(found)


def _near(spans: Sequence[tuple[int, int]]) -> Iterator[list[tuple[int, int]]]:
    group: list[tuple[int, int]] = []
    for span in spans:
        if group and span[0] - group[-1][1] > _AROUND:
            yield group
            group = []
        group.append(span)
    if group:
        yield group


def _snippet(text: str, spans: Sequence[tuple[int, int]]) -> tuple[Part, ...]:
    """Returns a piece of a text that begins and ends between words."""
    start, end = max(0, spans[0][0] - _AROUND), min(len(text), spans[-1][1] + _AROUND)
    start = text.find(" ", start, spans[0][0]) + 1 if start else 0
    end = text.rfind(" ", spans[-1][1], end) if end < len(text) and " " in text[spans[-1][1] : end] else end
    parts, at = [Part("… ", marked=False)] if start else [], start
    for first, last in spans:
        parts += [Part(text[at:first], marked=False), Part(text[first:last], marked=True)]
        at = last
    parts += [Part(text[at:end], marked=False), *([Part(" …", marked=False)] if end < len(text) else [])]
    return tuple(part for part in parts if part.text)


def _proposal(reader: Reader, typed: Typed, each: Proposal) -> ProposalView:
    accepted, rejected = each.target in typed.accepted, each.target in typed.rejected
    return ProposalView(
        field=f"on:{each.target}",
        thing=reader.link(each.target),
        kind=each.kind,
        confidence=reader.words.percent(each.confidence),
        snippets=snippets_of({"title": typed.title, "text": typed.text}, each.words),
        decision="accept" if accepted else "reject" if rejected else "",
    )


def _fault(reader: Reader, fault: Fault) -> FaultLine:
    words = reader.words
    text = words(f"check.fault.{fault.key}", **fault.values)
    return FaultLine(fault.place, words(f"check.field.{fault.place}"), text, fault.is_wrong)


def _shift(reader: Reader, shift: Shift) -> ShiftLine:
    number = reader.words.number
    return ShiftLine(
        thing=placed(reader, shift.objective),
        is_prioritised=shift.is_prioritised,
        is_first=shift.kind == "covered",
        projects=f"{number(shift.before.projects)} → {number(shift.after.projects)}",
        regions=", ".join(reader.link(each).label.text for each in shift.won),
    )


def _areas(reader: Reader, typed: Typed, named: Sequence[str]) -> Iterator[Choice]:
    """Yields the regions to choose from; what the text names and what was chosen beside them come first."""
    offered = regions(reader)
    first = [*named, *(each for each in typed.territories if each not in {link.iri for link in offered})]
    for link in (*map(reader.link, first), *(link for link in offered if link.iri not in named)):
        yield Choice(link.iri, link, link.iri in typed.territories)


def _programmes(reader: Reader, typed: Typed) -> Iterator[Choice]:
    from graph.terms import expand

    funders = reader.subjects("rdf:type", expand("eurio:FundingScheme").value)
    for link in sorted_links(reader, {*funders, *([typed.programme] if typed.programme else [])}):
        yield Choice(link.iri, link, link.iri == typed.programme)
