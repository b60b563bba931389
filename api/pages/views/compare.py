"""Two strategies side by side, or one beside what it was, in words."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace

from api.iris import page_url
from api.pages.reader import Label, Link, Reader
from api.pages.views.chains import goal_number
from api.pages.views.comparable import Choice, Earlier, choices_of, earlier_of
from api.pages.views.granted import amounts_of
from api.pages.views.levels import class_name
from graph.alignment.portfolio import Figure, Overlap
from graph.comparison import Comparison, Former, Pair, Part, Side
from graph.model import Name
from graph.repository.facts import best_name
from graph.terms import compact

BOTH, FIRST, SECOND = "both", "first", "second"
Notes = tuple[str | None, str | None]


_OTHER = {FIRST: SECOND, SECOND: FIRST}


@dataclass(frozen=True, slots=True)
class Column:
    """Is the head of one side: its document, and which revision or period it shows.

    `short` stands above each of its cells where the window is narrow.
    """

    thing: Link
    note: str | None
    short: str


@dataclass(frozen=True, slots=True)
class Stated:
    """Is an objective as its side words it; `projects` in words where the graph counts them now."""

    thing: Link
    kind: str
    text: Label | None
    is_prioritised: bool
    projects: str | None


@dataclass(frozen=True, slots=True)
class PairLine:
    """Is an objective and what answers to it, with what became of it in words."""

    first: Stated | None
    second: Stated | None
    change: str
    says: str


@dataclass(frozen=True, slots=True)
class GoalLine:
    """Is a goal or target, and through what each side leads there; `number` is that of its goal."""

    thing: Link
    number: str
    is_target: bool
    first: tuple[Link, ...]
    second: tuple[Link, ...]


@dataclass(frozen=True, slots=True)
class Group:
    """Is the lines that both sides have, or one of them alone, with what they have in common in words.

    `lacks` is the side that has none of them, which is said once for all; None where both have them.
    """

    title: str
    lines: tuple[PairLine, ...] | tuple[GoalLine, ...]
    lacks: str | None = None


@dataclass(frozen=True, slots=True)
class FigureLine:
    """Is one figure of both sides and of what they share; `note` says what may be mistaken in it."""

    name: str
    first: tuple[str, ...]
    second: tuple[str, ...]
    both: tuple[str, ...]
    note: str | None = None


@dataclass(frozen=True, slots=True)
class CompareView:
    """Is the page: without two sides only what one may choose."""

    choices: tuple[Choice, ...]
    first: Link | None
    second: Link | None
    columns: tuple[Column, Column] | None
    summary: tuple[str, ...]
    figures: tuple[FigureLine, ...]
    objectives: tuple[Group, ...]
    change: str
    goals: tuple[Group, ...]
    earlier: tuple[Earlier, ...]
    has_former: bool
    is_former: bool
    gathering: bool


@dataclass(frozen=True, slots=True)
class Counted:
    """Is what the portfolio says of two documents, None while it is gathered."""

    overlap: Overlap | None
    projects: Mapping[str, Figure]
    gathering: bool = False


def choosing_view(
    reader: Reader, first: str | None, second: str | None, former: Sequence[Former]
) -> CompareView:
    """Returns the page on which two documents, or a former state of one, are chosen."""
    return CompareView(
        choices=choices_of(reader, first, second),
        first=reader.link(first) if first else None,
        second=reader.link(second) if second else None,
        columns=None,
        summary=(),
        figures=(),
        objectives=(),
        change="",
        goals=(),
        earlier=earlier_of(reader, first, former) if first else (),
        has_former=bool(former),
        is_former=False,
        gathering=False,
    )


def compare_view(reader: Reader, told: Comparison, counted: Counted, notes: Notes) -> CompareView:
    """Returns the page of a comparison; `notes` say which revision or period each side shows."""
    teller = _Teller(reader, told, counted)
    links = reader.link(told.first.document), reader.link(told.second.document)
    return CompareView(
        choices=choices_of(reader, told.first.document, told.second.document),
        first=links[0],
        second=None if told.revision is not None else links[1],
        columns=teller.columns(links, notes),
        summary=teller.summary(),
        figures=teller.figures(),
        objectives=teller.objectives(),
        change=reader.words(f"compare.change-{teller.is_later}"),
        goals=teller.goals(),
        earlier=(),
        has_former=True,
        is_former=told.revision is not None,
        gathering=counted.gathering,
    )


class _Teller:
    """Words one comparison; names are those that each side has, which a former state no longer shares."""

    def __init__(self, reader: Reader, told: Comparison, counted: Counted) -> None:
        self._reader, self._words = reader, reader.words
        self._told, self._counted = told, counted
        self.is_later = "later" if told.earlier else "beside"
        self._links = self._linked(told.first), self._linked(told.second)
        self._lines = tuple(map(self._goal, told.goals))

    def columns(self, links: tuple[Link, Link], notes: Notes) -> tuple[Column, Column]:
        """Returns the heads of both sides."""
        is_former = self._told.revision is not None
        first, second = (
            (note if is_former else None) or self._words(f"compare.{side}")
            for side, note in zip((FIRST, SECOND), notes, strict=True)
        )
        return Column(links[0], notes[0], first), Column(links[1], notes[1], second)

    def summary(self) -> tuple[str, ...]:
        """Returns the answer in a few sentences: objectives, goals and targets, projects."""
        changes = [pair.change for pair in self._told.pairs]
        both = sum(map(_is_pair, self._told.pairs))
        told = [self._sum("objectives", both, changes.count(FIRST), changes.count(SECOND))]
        for is_target in (False, True):
            sides = [_side(line) for line in self._lines if line.is_target is is_target]
            counts = (sides.count(side) for side in (BOTH, FIRST, SECOND))
            told.append(self._sum("targets" if is_target else "goals", *counts))
        return tuple(told)

    def _sum(self, what: str, both: int, first: int, second: int) -> str:
        number = self._words.number
        key = f"compare.sum-{what}-{self.is_later}" if what == "objectives" else f"compare.sum-{what}"
        return self._words(key, both=number(both), first=number(first), second=number(second))

    def figures(self) -> tuple[FigureLine, ...]:
        """Returns what can be counted on both sides; projects and money where there are two documents."""
        told = self._told
        sides = [[pair.first for pair in told.pairs], [pair.second for pair in told.pairs]]
        first, second = ([part for part in side if part] for side in sides)
        lines = [
            self._figure("objectives", len(first), len(second), sum(map(_is_pair, told.pairs))),
            *self._marked(first, second),
            *(self._reached(is_target) for is_target in (False, True)),
        ]
        return (*lines, *self._shared())

    def _marked(self, first: Sequence[Part], second: Sequence[Part]) -> Iterable[FigureLine]:
        """Yields how many are marked as prioritised, where a side marks any; else nobody said."""
        counts = [_prioritised(side) for side in (first, second, _shared(self._told.pairs))]
        if any(counts):
            note = self._words("compare.figure-prioritised-text")
            yield replace(self._figure("prioritised", *counts), note=note)

    def _figure(self, name: str, *counts: int) -> FigureLine:
        first, second, both = ((self._words.number(count),) for count in counts)
        return FigureLine(self._words(f"compare.figure-{name}"), first, second, both)

    def _reached(self, is_target: bool) -> FigureLine:
        lines = [line for line in self._lines if line.is_target is is_target]
        first, second = (sum(bool(getattr(line, side)) for line in lines) for side in (FIRST, SECOND))
        both = sum(_side(line) == BOTH for line in lines)
        return self._figure("targets" if is_target else "goals", first, second, both)

    def _shared(self) -> Iterable[FigureLine]:
        overlap = self._counted.overlap
        if overlap is None:
            return
        figures = (overlap.first, overlap.second, overlap.both)
        yield self._figure("projects", *(figure.projects for figure in figures))
        yield self._figure("accepted", *(figure.accepted for figure in figures))
        for name, amounts in {"money": self._money, "money-accepted": self._accepted}.items():
            first, second, both = map(amounts, figures)
            yield FigureLine(self._words(f"compare.figure-{name}"), first, second, both)

    def _money(self, figure: Figure) -> tuple[str, ...]:
        return amounts_of(self._reader, figure.money, figure.projects)

    def _accepted(self, figure: Figure) -> tuple[str, ...]:
        """Returns how much of each sum rests on accepted statements."""
        return tuple(self._words.money(each.accepted, each.currency) for each in figure.money if each.value)

    def objectives(self) -> tuple[Group, ...]:
        """Returns the objectives that both sides have, then those of one alone."""
        lines: dict[str, list[PairLine]] = {BOTH: [], FIRST: [], SECOND: []}
        for pair in self._told.pairs:
            lines[pair.change if pair.change in lines else BOTH].append(self._pair(pair))
        return tuple(
            Group(
                self._words(f"compare.{side}-{self.is_later}", count=self._words.number(len(own))),
                tuple(own),
                _OTHER.get(side),
            )
            for side, own in lines.items()
            if own
        )

    def _pair(self, pair: Pair) -> PairLine:
        now = None if self._told.revision is not None else self._counted.projects
        first, second = self._links
        return PairLine(
            first=self._stated(pair.first, first, now) if pair.first else None,
            second=self._stated(pair.second, second, self._counted.projects) if pair.second else None,
            change=pair.change,
            says=self._says(pair),
        )

    def _says(self, pair: Pair) -> str:
        """Returns what became of an objective: what differs, or why two of different documents are a pair."""
        words = self._words
        said = words(f"compare.{pair.change}-tag-{self.is_later}")
        if pair.change == "changed":
            named = ", ".join(words(f"compare.changed-{name}") for name in pair.changes)
            return f"{said}: {named}"
        return said

    def _stated(self, part: Part, links: Mapping[str, Link], projects: Mapping[str, Figure] | None) -> Stated:
        figure = projects.get(part.iri) if projects else None
        return Stated(
            thing=links[part.iri],
            kind=(class_name(self._reader, part.kind) if part.kind else None) or "",
            text=self._best(part.texts),
            is_prioritised=part.is_prioritised,
            projects=self._words.count("count.projects", figure.projects) if figure else None,
        )

    def _linked(self, side: Side) -> Mapping[str, Link]:
        """Returns the objectives of a side by the names that it gives them."""
        return {iri: self._link(part) for iri, part in side.parts.items()}

    def _link(self, part: Part) -> Link:
        label = self._best(part.names) or Label(compact(part.iri))
        href = page_url(part.iri, self._reader.store.base, self._reader.lang)
        return Link(part.iri, label, href, part.code)

    def _best(self, names: Iterable[Name]) -> Label | None:
        best = best_name(names, self._reader.lang)
        if best is None:
            return None
        return Label(best.text, best.lang if best.lang and best.lang != self._reader.lang else None)

    def goals(self) -> tuple[Group, ...]:
        """Returns the goals and targets that both sides lead to, then those of one alone."""
        return tuple(
            Group(
                self._words(f"compare.goals-{side}", count=self._words.number(len(own))),
                own,
                _OTHER.get(side),
            )
            for side in (BOTH, FIRST, SECOND)
            if (own := tuple(line for line in self._lines if _side(line) == side))
        )

    def _goal(self, goal: str) -> GoalLine:
        link = self._reader.link(goal)
        sides = zip((self._told.first, self._told.second), self._links, strict=True)
        first, second = (self._through(side, links, goal) for side, links in sides)
        number = goal_number(goal)
        return GoalLine(
            link, number or (link.code or "").partition(".")[0], "." in (link.code or ""), first, second
        )

    def _through(self, side: Side, links: Mapping[str, Link], goal: str) -> tuple[Link, ...]:
        return tuple(links.get(each) or self._reader.link(each) for each in side.reached.get(goal, ()))


def _is_pair(pair: Pair) -> bool:
    return pair.first is not None and pair.second is not None


def _shared(pairs: Iterable[Pair]) -> list[Part]:
    """Returns the objectives, as the second side has them, of which both sides give theirs priority."""
    both = ((pair.first, pair.second) for pair in pairs)
    return [second for first, second in both if first and second and first.is_prioritised]


def _prioritised(parts: Iterable[Part]) -> int:
    return sum(part.is_prioritised for part in parts)


def _side(line: GoalLine) -> str:
    if line.first and line.second:
        return BOTH
    return FIRST if line.first else SECOND
