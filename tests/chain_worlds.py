"""Small worlds of statements for hypothesis, and their chains by brute force: every simple path is walked."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from decimal import Decimal
from itertools import combinations
from math import prod

from hypothesis import strategies as st

from graph.alignment.filters import Filters
from graph.derived import derive
from graph.model import Period
from graph.store import Changes, Store, open_store
from graph_facts import BASE, LIST, in_graph
from small_graph import full

PROJECTS = [full("project/w/p"), full("project/w/q")]
OLD, NEW = full("document/w/old"), full("document/w/new")
AGENDA = full("document/w/agenda")
OBJECTIVES = {full("objective/w/a"): OLD, full("objective/w/b"): OLD, full("objective/w/c"): NEW}
GOALS = {"http://metadata.un.org/sdg/1": AGENDA, "http://metadata.un.org/sdg/2": AGENDA}
DOCUMENT_OF = {**OBJECTIVES, **GOALS, OLD: OLD, NEW: NEW, AGENDA: AGENDA}
PERIODS = {OLD: Period(date(2014, 1, 1), date(2020, 12, 31)), NEW: Period(date(2021, 1, 1)), AGENDA: Period()}
COUNCIL = full("organisation/w/council")
FORCES = {OLD: "governing", NEW: "guiding"}
AUTHORS = [full("agent/w/x"), full("agent/w/y"), full("agent/w/machine")]
EARLY, LATE = date(2019, 12, 11), date(2020, 6, 1)
FIRST, LAST = date(2014, 1, 1), date(2021, 12, 31)


@dataclass(frozen=True)
class Event:
    """Is what somebody does to a statement on a day of November 2026."""

    kind: str
    day: int


@dataclass(frozen=True)
class Told:
    """Is one statement with all that filters ask of it; `name` is the end of its IRI."""

    name: str
    source: str
    target: str
    confidence: Decimal
    hinders: bool
    author: str
    said: date | None
    held: tuple[date, date | None] | None
    day: int
    events: tuple[Event, ...]

    def status(self, until: int) -> str:
        kinds = {event.kind for event in self.events if event.day <= until}
        if "withdrawal" in kinds:
            return "withdrawn"
        if {"yes", "no"} <= kinds:
            return "contested"
        return "accepted" if "yes" in kinds else "rejected" if "no" in kinds else "proposed"


@dataclass(frozen=True)
class Step:
    """Is a step of a path by brute force."""

    source: str
    target: str
    hinders: bool
    confidence: Decimal
    name: str | None
    is_dated: bool = True


@dataclass(frozen=True)
class World:
    """Is some statements, and which objective is a part of which."""

    told: tuple[Told, ...]
    part_of: dict[str, str] = field(default_factory=dict)

    def tree(self) -> Iterator[Step]:
        pairs = [*self.part_of.items(), *OBJECTIVES.items(), *GOALS.items()]
        return (Step(source, target, False, Decimal(1), None) for source, target in pairs)


def _told(draw: st.DrawFn, number: int) -> Told:
    either = st.sampled_from
    return Told(
        name=str(number),
        source=draw(either([*PROJECTS, *OBJECTIVES, OLD, NEW, *GOALS])),
        target=draw(either([*OBJECTIVES, OLD, NEW, *GOALS])),
        confidence=Decimal(draw(either(["0.0", "0.3", "0.5", "0.9", "1.0"]))),
        hinders=draw(either([False, False, False, True])),
        author=draw(either([AUTHORS[0], AUTHORS[0], AUTHORS[1], AUTHORS[2]])),
        said=draw(either([None, EARLY, LATE])),
        held=draw(either([None, None, (FIRST, date(2020, 12, 31)), (date(2021, 1, 1), None)])),
        day=draw(either([1, 2, 3])),
        events=tuple(
            draw(
                st.lists(st.builds(Event, either(["yes", "no", "withdrawal"]), either([1, 2, 3])), max_size=2)
            )
        ),
    )


@st.composite
def worlds(draw: st.DrawFn) -> World:
    """Returns worlds of up to fourteen statements; an objective is a part of one before it, or of none."""
    names = list(OBJECTIVES)
    parts = {
        child: draw(st.sampled_from(names[:place]))
        for place, child in enumerate(names)
        if place and draw(st.booleans())
    }
    count = draw(st.integers(0, 14))
    return World(tuple(_told(draw, number) for number in range(count)), parts)


@st.composite
def filters(draw: st.DrawFn, *, apart: bool = False) -> Filters:
    """Returns filters of which none contradicts another; such that put what is undated apart, if `apart`."""
    either = st.sampled_from
    said = draw(either([EARLY, LATE] if apart else [None, None, EARLY, LATE]))
    others = ["include", "exclude", *(["only"] if said is None else ["apart"])]
    undated = draw(either([None, "apart"] if apart else [None, *others]))
    forces = draw(either([frozenset(), frozenset({"governing"}), frozenset({"guiding", "inspiring"})]))
    statuses = draw(either([(), (), ("accepted",), ("proposed", "contested"), ("rejected", "withdrawn")]))
    return Filters(
        statuses=frozenset(statuses),
        machines=draw(st.booleans()) and (not statuses or "proposed" in statuses),
        authors=frozenset(draw(either([(), (), (AUTHORS[0],), (AUTHORS[0], AUTHORS[2])]))),
        confidence=draw(either([Decimal(0), Decimal(0), Decimal("0.25"), Decimal("0.5")])),
        held=draw(either([None, None, FIRST, LAST])),
        said=said,
        undated=undated,
        recorded=draw(either([None, None, *(moment(day) for day in (1, 2))])),
        period=draw(either([None, None, Period(FIRST, date(2014, 12, 31)), Period(date(2021, 1, 1), None)])),
        forces=forces,
        addressee=COUNCIL if forces else draw(either([None, None, COUNCIL])),
    )


def moment(day: int) -> datetime:
    return datetime(2026, 11, day, 12, tzinfo=UTC)


def world_store(world: World) -> Store:
    """Returns a store in memory that holds a world."""
    facts = [
        f"<{AUTHORS[2]}> a prov:SoftwareAgent . <{AUTHORS[0]}> a prov:Agent . <{AUTHORS[1]}> a prov:Agent ."
    ]
    facts += [f"<{COUNCIL}> a org:FormalOrganization ."]
    facts += [f"<{iri}> a pg:Project ." for iri in PROJECTS]
    facts += [_document(document, period) for document, period in PERIODS.items()]
    facts += [
        f"""<{document}#force> a pg:NormativeForce ; pg:document <{document}> ; pg:addressee <{COUNCIL}> ;
        pg:force pg:{force.title()} ."""
        for document, force in FORCES.items()
    ]
    facts += [
        f"<{iri}> a pg:Objective ; skos:inScheme <{of}#scheme> ."
        for iri, of in {**OBJECTIVES, **GOALS}.items()
    ]
    facts += [f"<{iri}> a sdgo:Goal ." for iri in GOALS]
    facts += [f"<{child}> skos:broader <{parent}> ." for child, parent in world.part_of.items()]
    facts += [line for each in world.told for line in _stated(each)]
    store = open_store("memory:", base=BASE)
    store.apply(Changes(added=in_graph(LIST, " ".join(facts))), 1)
    store.apply(Changes(added=derive(store)), 2)
    return store


def _document(document: str, period: Period) -> str:
    ends = [("start", period.start), ("end", period.end)]
    known = "".join(f' ; dcat:{end}Date "{day}"^^xsd:date' for end, day in ends if day)
    of = f"<{document}> dct:temporal <{document}#period> . <{document}#period> a dct:PeriodOfTime{known} ."
    return f"<{document}> a eli:Work . <{document}#scheme> dct:source <{document}> . {of}"


def _stated(each: Told) -> Iterator[str]:
    iri = f"<{BASE}id/alignment/w/{each.name}>"
    yield f"""{iri} a pg:Alignment ; owl:annotatedSource <{each.source}> ; pg:strength 2 ;
        owl:annotatedProperty pg:{"hinders" if each.hinders else "contributesTo"} ;
        owl:annotatedTarget <{each.target}> ; sssom:confidence {each.confidence} ;
        dct:creator <{each.author}> ; dct:created "2026-11-0{each.day}T09:00:00Z"^^xsd:dateTime ."""
    if each.said:
        yield f'{iri} pg:saidAt "{each.said}"^^xsd:date .'
    if each.held:
        start, end = each.held
        known = f' ; dcat:endDate "{end}"^^xsd:date' if end else ""
        period = f"<{BASE}id/period/w/{each.name}>"
        yield f"{iri} dct:temporal {period} . {period} a dct:PeriodOfTime ;"
        yield f'dcat:startDate "{start}"^^xsd:date{known} .'
    yield from (_event(iri, f"{each.name}-{number}", event) for number, event in enumerate(each.events))


def _event(iri: str, name: str, event: Event) -> str:
    at = f'dct:created "2026-11-0{event.day}T10:00:00Z"^^xsd:dateTime'
    if event.kind == "withdrawal":
        return f"<{BASE}id/withdrawal/w/{name}> a pg:Withdrawal ; pg:withdraws {iri} ; {at} ."
    sign = "1.0" if event.kind == "yes" else "-1.0"
    review = f"<{BASE}id/review/w/{name}> a pg:Review ; pg:reviews {iri}"
    return f"{review} ; sssom:reviewer_agreement {sign} ; {at} ."


def admits(told: Told, given: Filters, *, undated: bool) -> bool:
    """Says whether filters let a statement in, clause by clause as the documentation has them."""
    until = given.recorded.day if given.recorded else 9
    status, is_machine = told.status(until), told.author == AUTHORS[2]
    allowed = given.statuses or {"accepted", "proposed"}
    return (
        told.day <= until
        and status in allowed
        and not (status == "proposed" and is_machine and not given.machines)
        and (not given.authors or told.author in given.authors)
        and (given.held is None or told.held is None or _holds(told.held, given.held))
        and (given.said is None or told.said is None or told.said <= given.said)
        and (undated if told.said is None else given.undated != "only")
    )


def _holds(held: tuple[date, date | None], day: date) -> bool:
    return held[0] <= day and (held[1] is None or day <= held[1])


def steps_of(world: World, given: Filters, *, undated: bool) -> list[Step]:
    """Returns the steps that count: of several statements on the same, dated ones first, the surest first."""
    apart = given.undated == "apart" or (given.said is not None and given.undated is None)
    best: dict[tuple[str, str, bool], tuple[tuple[bool, Decimal, str], Step]] = {}
    for told in world.told:
        if told.source == told.target or not admits(told, given, undated=undated):
            continue
        is_dated = told.said is not None or not apart
        rank = (not is_dated, -told.confidence, f"{BASE}id/alignment/w/{told.name}")
        step = Step(told.source, told.target, told.hinders, told.confidence, told.name, is_dated)
        key = (told.source, told.target, told.hinders)
        if key not in best or rank < best[key][0]:
            best[key] = (rank, step)
    trees = {(step.source, step.target): step for step in world.tree()}
    merged = [
        step
        for (source, target, hinders), (_, step) in best.items()
        if hinders or (source, target) not in trees
    ]
    return [*trees.values(), *merged]


def paths(steps: Iterable[Step], start: str, goal: str) -> list[tuple[Step, ...]]:
    """Returns every path from a start to a goal that visits nothing twice."""
    known = list(steps)

    def walk(path: tuple[Step, ...], at: str) -> Iterator[tuple[Step, ...]]:
        if at == goal:
            yield path
            return
        seen = {start, *(step.target for step in path)}
        for step in known:
            if step.source == at and step.target not in seen:
                yield from walk((*path, step), step.target)

    return list(walk((), start))


def chains_by_force(
    world: World, start: str, goal: str, given: Filters, *, undated: bool
) -> list[tuple[Step, ...]]:
    """Returns the paths that filters let through, each judged whole."""
    found = paths(steps_of(world, given, undated=undated), start, goal)
    return [path for path in found if _passes(path, given)]


def _passes(path: tuple[Step, ...], given: Filters) -> bool:
    own = {DOCUMENT_OF.get(path[0].source), DOCUMENT_OF.get(path[-1].target)}
    between = {DOCUMENT_OF[step.target] for step in path} - own
    all_documents = between | {document for document in own if document}
    bound = {document for document, force in FORCES.items() if not given.forces or force in given.forces}
    return (
        prod((step.confidence for step in path), start=Decimal(1)) >= given.confidence
        and (given.addressee is None or (between <= bound and bool(all_documents & bound)))
        and (given.period is None or all(_overlaps(PERIODS[each], given.period) for each in between))
    )


def _overlaps(one: Period, other: Period) -> bool:
    if one.start is None:
        return False
    return (other.end is None or one.start <= other.end) and (
        one.end is None or other.start is None or other.start <= one.end
    )


def most_disjoint_by_force(found: list[tuple[Step, ...]]) -> int:
    """Returns how many of the paths share no hop, by taking and leaving each of them in turn."""
    hops = list({frozenset((step.source, step.target) for step in path) for path in found})

    def most(place: int, used: frozenset[tuple[str, str]]) -> int:
        if place == len(hops):
            return 0
        left = most(place + 1, used)
        taken = 0 if hops[place] & used else 1 + most(place + 1, used | hops[place])
        return max(left, taken)

    return most(0, frozenset())


def fewest_to_cut(steps: Iterable[Step], start: str, goal: str) -> int:
    """Returns how many hops have to go before no serving path is left, by trying every set of them."""
    serving = [step for step in steps if not step.hinders]
    hops = sorted({(step.source, step.target) for path in paths(serving, start, goal) for step in path})
    for size in range(len(hops) + 1):
        for cut in combinations(hops, size):
            left = [step for step in serving if (step.source, step.target) not in cut]
            if not paths(left, start, goal):
                return size
    raise AssertionError("without any hop there is no path")
