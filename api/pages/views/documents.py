"""The page of a strategy, plan, law or programme: facts, force, what it sets, how far projects reach."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from decimal import Decimal
from urllib.parse import urlencode

from api.iris import trace_url
from api.pages.reader import Label, Link, Reader, number_of, plain
from api.pages.views.claims import Count, Dispute, counts_of, disputes_of
from api.pages.views.comparable import Earlier, comparisons_of
from api.pages.views.facts import Fact, facts, linked, outside, written
from api.pages.views.gaps import Lacking, lacking_of, short, unserved
from api.pages.views.granted import amounts_of, resting, resting_whole
from api.pages.views.hops import HopView, statement_views
from api.pages.views.levels import kind_of, level_name, level_of
from api.pages.views.objectives import code_order, statements_of
from api.pages.views.onward import area_of
from api.pages.views.periods import periods_of
from api.pages.views.served import Served, goals_served, wholes_of
from api.pages.views.since import recent_href
from api.pages.views.timeline import Step, timeline_of
from graph.alignment.portfolio import Figure, Gaps, Granted, Table
from graph.errors import NotFound
from graph.terms import Literal, compact

KINDS = (
    "pg:Vision",
    "pg:GoalImage",
    "pg:Priority",
    "pg:TargetArea",
    "pg:StrategicChoice",
    "pg:SubGoal",
    "pg:SpecificObjective",
    "pg:Measure",
    "pg:LocalTarget",
    "pg:Dimension",
    "pg:Theme",
)


@dataclass(frozen=True, slots=True)
class Force:
    """Is how far a document binds someone, in words, and in the words of the source."""

    addressee: Link
    force: str
    stated: Label | None
    source: Link | None


@dataclass(frozen=True, slots=True)
class Covered:
    """Is one line of a document's tree: an objective at a depth, with projects and money that reach it.

    `code` is that of the objective, with its kind before it where codes of several kinds stand side by side.
    """

    thing: Link
    code: str | None
    kind: str
    depth: int
    prioritised: bool
    count: int
    projects: str
    money: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class DocumentView:
    """Is the page of a document."""

    thing: Link
    kind: str
    description: Label | None
    facts: tuple[Fact, ...]
    forces: tuple[Force, ...]
    tree: tuple[Covered, ...]
    covered: str
    reviewed: str
    goals: tuple[Served, ...]
    wholes: tuple[Link, ...]
    lacks_goals: bool
    counts: tuple[Count, ...]
    statements: tuple[HopView, ...]
    steps: tuple[Step, ...]
    disputes: tuple[Dispute, ...]
    parts: tuple[Link, ...]
    lacking: tuple[Lacking, ...]
    areas: tuple[tuple[Link, str], ...]
    trace_up: str
    trace_down: str
    changes: str
    comparisons: tuple[Earlier, ...]
    flow: str | None


def document_view(
    reader: Reader, iri: str, gaps: Gaps | None = None, reached: Table | None = None
) -> DocumentView:
    """Returns the view of a document; raises NotFound if the graph holds none of that IRI.

    Without `gaps` it does not say what its objectives lack. `reached` is what reaches them; without it that
    is counted from the store, and nothing says how much of it is accepted.
    """
    if reader.node(iri, "eli:work_type") is None and not reader.is_a(iri, "eli:LegalResource"):
        raise NotFound("resource-unknown", iri=iri)
    tree, goals = tree_of(reader, iri, reached), goals_served(reader, iri)
    return DocumentView(
        thing=reader.link(iri),
        kind=kind_of(reader, iri),
        description=reader.text(iri, "dct:description"),
        facts=document_facts(reader, iri),
        trace_up=trace_url(reader.lang, iri),
        trace_down=trace_url(reader.lang, iri, down=True),
        changes=recent_href(reader.lang, of=iri),
        flow=_flow(reader, iri, tree),
        comparisons=comparisons_of(reader, iri) if tree and level_of(reader, iri) != "pg:GlobalLevel" else (),
        forces=tuple(_force(reader, each) for each in reader.subjects("pg:document", iri)),
        tree=tree,
        covered=_covered(reader, tree),
        reviewed=_reviewed(reader, reached.total) if reached and tree else "",
        goals=goals,
        wholes=wholes_of(reader, iri, (line.thing.iri for line in tree)),
        lacks_goals=bool(tree) and not goals and level_of(reader, iri) != "pg:GlobalLevel",
        counts=counts_of(reader, iri),
        statements=statement_views(reader, statements_of(reader, iri)),
        steps=timeline_of(reader, iri),
        disputes=disputes_of(reader, iri),
        parts=tuple(reader.link(each) for each in reader.subjects("eli:is_part_of", iri)),
        lacking=_lacking(reader, gaps, tree, area_of(reader, iri)),
        areas=tuple((area, short(area.iri)) for area in reader.links(iri, "eli:relevant_for")),
    )


def _lacking(
    reader: Reader, gaps: Gaps | None, tree: tuple[Covered, ...], area: Link | None
) -> tuple[Lacking, ...]:
    """Returns what the objectives lack; those that are prioritised and have no project come first."""
    if gaps is None or not tree:
        return ()
    prioritised = [line for line in tree if line.prioritised]
    bare = unserved(reader, (line.thing for line in prioritised if not line.count), area)
    count, all_ = (reader.words.number(len(each)) for each in (bare, prioritised))
    first = (Lacking(reader.words("gaps.prioritised", count=count, all=all_), bare),) if prioritised else ()
    return (*first, *lacking_of(reader, gaps, len(tree), area))


def _flow(reader: Reader, iri: str, tree: tuple[Covered, ...]) -> str | None:
    """Returns the path of what flows through a strategy, or from a programme, None where nothing can."""
    if reader.is_a(iri, "eurio:FundingScheme"):
        return f"/{reader.lang}/flow?{urlencode({'programme': iri})}"
    return f"/{reader.lang}/flow?{urlencode({'document': iri})}" if any(line.count for line in tree) else None


def _covered(reader: Reader, tree: tuple[Covered, ...]) -> str:
    """Returns in words how many objectives projects reach, and why it is none where it is none."""
    reached = sum(1 for line in tree if line.count)
    said = reader.words("document.covered", reached=reached, all=len(tree))
    return said if reached else f"{said} {reader.words('document.uncovered')}"


def _reviewed(reader: Reader, total: Figure) -> str:
    """Returns how much of what reaches the objectives is accepted, each project once."""
    return " ".join(dict.fromkeys((resting(reader, total), resting_whole(reader, total)))).strip()


def document_facts(reader: Reader, iri: str) -> tuple[Fact, ...]:
    """Returns what is known of a document; what is unknown stays absent."""
    level = level_of(reader, iri)
    adopted = reader.day(iri, "eli:date_document")
    return facts(
        linked(reader, "fact.made-by", reader.links(iri, "dct:creator")),
        linked(reader, "fact.responsible", reader.links(iri, "eli:responsibility_of")),
        written(reader, "fact.level", level_name(reader, level) if level else None),
        linked(reader, "fact.territory", reader.links(iri, "eli:relevant_for")),
        Fact(reader.words("fact.period"), tuple(periods_of(reader, iri))),
        written(reader, "fact.adopted", reader.words.day(adopted) if adopted else None),
        linked(reader, "fact.based-on", reader.links(iri, "eli:based_on")),
        linked(reader, "fact.implements", reader.links(iri, "eli:implements")),
        linked(reader, "fact.replaces", reader.links(iri, "dct:replaces")),
        linked(reader, "fact.replaced-by", map(reader.link, reader.subjects("dct:replaces", iri))),
        linked(reader, "fact.document-part-of", reader.links(iri, "eli:is_part_of")),
        linked(reader, "fact.governs", reader.links(iri, "pg:governs")),
        linked(reader, "fact.fund", reader.links(iri, "pg:fund")),
        linked(reader, "fact.coordinated-with", reader.links(iri, "pg:coordinatedWith")),
        linked(reader, "fact.partners", reader.links(iri, "pg:partner")),
        linked(reader, "fact.implementers", reader.links(iri, "pg:implementer")),
        linked(reader, "fact.related", reader.links(iri, "eli:related_to")),
        written(reader, "fact.number", reader.value(iri, "eli:id_local")),
        written(reader, "fact.identifier", reader.value(iri, "dct:identifier")),
        outside(reader, "fact.address", _addresses(reader, iri)),
    )


def tree_of(reader: Reader, document: str, reached: Table | None = None) -> tuple[Covered, ...]:
    """Returns the objectives that a document sets, each beneath the one it belongs to, with its coverage."""
    below = below_of(reader, document)
    if reached is not None:
        coverage = {objective: _figured(reader, each) for objective, each in reached.rows.items()}
    else:
        coverage = _coverage(reader, document) if below else {}
    return tuple(_lines(reader, below, coverage, None, 0))


def below_of(reader: Reader, document: str) -> Mapping[str | None, list[str]]:
    """Returns the objectives that a document sets by what they stand below, None for the top, in order.

    It is read once until the next commit.
    """
    key = ("below", reader.lang, document)
    return reader.repository.reading.remembered(key, lambda: _below(reader, document))


def _below(reader: Reader, document: str) -> Mapping[str | None, list[str]]:
    members = dict.fromkeys(
        objective
        for scheme in reader.subjects("dct:source", document)
        for objective in reader.subjects("skos:inScheme", scheme)
        if reader.is_a(objective, "pg:Objective")
    )
    below: dict[str | None, list[str]] = defaultdict(list)
    for objective in sorted(members, key=lambda iri: _order(reader, iri)):
        broader = (each for each in reader.nodes(objective, "skos:broader") if each in members)
        below[next(broader, None)].append(objective)
    return below


Coverage = dict[str, tuple[int, tuple[str, ...]]]


def _figured(reader: Reader, figure: Figure) -> tuple[int, tuple[str, ...]]:
    money = sorted(figure.money, key=lambda each: each.currency)
    return figure.projects, amounts_of(reader, money, figure.projects)


def _coverage(reader: Reader, document: str) -> Coverage:
    """Returns the projects and money that reach each objective, a project of two currencies counted once."""
    asked = {"document": document}
    money: dict[str, list[Granted]] = defaultdict(list)
    for row in reader.ask("coverage-of-strategy", asked):
        granted, currency = row.get("granted"), plain(row.get("currency"))
        if currency and isinstance(granted, Literal):
            own = Granted(currency, Decimal(granted.value), number_of(row.get("projects")))
            money[plain(row.get("objective"))].append(own)
    counts = {
        plain(row.get("objective")): number_of(row.get("projects"))
        for row in reader.ask("objective-counts", asked)
    }
    return {each: (count, amounts_of(reader, money[each], count)) for each, count in counts.items()}


def _lines(
    reader: Reader, below: Mapping[str | None, list[str]], coverage: Coverage, parent: str | None, depth: int
) -> Iterable[Covered]:
    siblings = [reader.link(each) for each in below.get(parent, ())]
    codes = [link.code for link in siblings if link.code]
    is_mixed = len(set(codes)) < len(codes)
    for link in siblings:
        objective, kind = link.iri, kind_of(reader, link.iri)
        count, money = coverage.get(objective, (0, ()))
        yield Covered(
            thing=link,
            code=f"{kind} {link.code}" if link.code and is_mixed else link.code,
            kind=kind,
            depth=min(depth, 3),
            prioritised=reader.value(objective, "pg:isPrioritised") == "true",
            count=count,
            projects=reader.words.number(count),
            money=money,
        )
        yield from _lines(reader, below, coverage, objective, depth + 1)


def _order(reader: Reader, objective: str) -> tuple[int, bool, list[tuple[int, str]], str]:
    """Returns the place of an objective among its like: visions first, dimensions and themes last."""
    code = reader.value(objective, "skos:notation") or ""
    kinds = {compact(kind) for kind in reader.nodes(objective, "rdf:type")}
    place = next((n for n, kind in enumerate(KINDS) if kind in kinds), len(KINDS))
    return (place, not code, code_order(code), reader.label(objective).text)


def period_of(reader: Reader, document: str) -> str | None:
    """Returns the period of a document in words, None where nobody states one."""
    return next((value.label.text for value in periods_of(reader, document)), None)


def _force(reader: Reader, iri: str) -> Force:
    addressee, force = reader.node(iri, "pg:addressee"), reader.node(iri, "pg:force")
    return Force(
        addressee=reader.link(addressee or iri),
        force=reader.label(force).text if force else "",
        stated=reader.text(iri, "pg:statedAs"),
        source=next(iter(reader.links(iri, "prov:hadPrimarySource")), None),
    )


def _addresses(reader: Reader, iri: str) -> list[str]:
    return [*reader.nodes(iri, "foaf:page"), *reader.nodes(iri, "dct:source")]
