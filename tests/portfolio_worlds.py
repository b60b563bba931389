"""Small worlds of projects, policy and statements: drawn by hypothesis, written as quads, counted by hand."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal

from hypothesis import strategies as st

from graph.commits import Writer
from graph.ledger import review
from graph.ledger.events import Event
from graph.store import Changes, open_store
from graph.terms import Quad
from graph_facts import ALICE, BASE, LEDGER, LIST, PEOPLE, Clock, alignment, in_graph, node, trig

POLICY = """
<graph/source/policy> {
    <id/document/un/agenda> a eli:Work .
    <http://metadata.un.org/sdg> a skos:ConceptScheme ; dct:source <id/document/un/agenda> .
    sdg:9 a pg:Objective, sdgo:Goal ; skos:inScheme <http://metadata.un.org/sdg> .
    sdg:13 a pg:Objective, sdgo:Goal ; skos:inScheme <http://metadata.un.org/sdg> .
    sdg:9.5 a pg:Objective, sdgo:Target ; skos:broader sdg:9 ; skos:inScheme <http://metadata.un.org/sdg> .
    sdg:13.2 a pg:Objective, sdgo:Target ; skos:broader sdg:13 ; skos:inScheme <http://metadata.un.org/sdg> .
    sdg:C1 sdgo:isIndicatorOf sdg:9.5 .
    <id/document/x/rus> a eli:Work ; eli:relevant_for nuts:SE125 .
    <id/document/y/rus> a eli:Work ; eli:relevant_for nuts:SE121, nuts:SE125 .
    <id/document/z/talk> a eli:Work ; eli:work_type pg:DialogueDocument ; eli:relevant_for nuts:SE125 .
    <id/scheme/x/rus> a skos:ConceptScheme ; dct:source <id/document/x/rus> .
    <id/scheme/y/rus> a skos:ConceptScheme ; dct:source <id/document/y/rus> .
    <id/objective/x/a> a pg:Objective ; skos:inScheme <id/scheme/x/rus> ; pg:isPrioritised true .
    <id/objective/x/a1> a pg:Objective ; skos:inScheme <id/scheme/x/rus> ; skos:broader <id/objective/x/a> .
    <id/objective/x/b> a pg:Objective ; skos:inScheme <id/scheme/x/rus> ; pg:measuredBy <id/indicator/x/i> .
    <id/objective/y/c> a pg:Objective ; skos:inScheme <id/scheme/y/rus> ; pg:isPrioritised true .
    <id/indicator/x/i> pg:higherIsBetter true . <id/indicator/y/j> pg:higherIsBetter false .
    <id/period/t/2019> dcat:startDate "2019"^^xsd:gYear .
    nuts:SE a dct:Location ; geo:sfWithin nuts:SE ; pg:level pg:NationalLevel .
    nuts:SE12 a dct:Location ; geo:sfWithin nuts:SE12, nuts:SE .
    nuts:SE125 a dct:Location ; pg:level pg:RegionalLevel ; geo:sfWithin nuts:SE125, nuts:SE12, nuts:SE .
    nuts:SE121 a dct:Location ; pg:level pg:RegionalLevel ; geo:sfWithin nuts:SE121, nuts:SE12, nuts:SE .
    nuts:DK01 a dct:Location ; pg:level pg:RegionalLevel ; geo:sfWithin nuts:DK01 .
    <id/area/se-kommun/1981> a dct:Location ; pg:level pg:MunicipalLevel ;
        geo:sfWithin <id/area/se-kommun/1981>, nuts:SE125, nuts:SE12, nuts:SE .
    <id/programme/t/one> a eurio:FundingScheme, eli:Work ; pg:fund <id/fund/t/erdf> ;
        eli:relevant_for nuts:SE125 .
    <id/programme/t/two> a eurio:FundingScheme, eli:Work ; pg:fund <id/fund/t/esf> .
    <id/fund/t/erdf> a pg:Fund . <id/fund/t/esf> a pg:Fund .
    <id/agent/test/machine> a prov:Agent, prov:SoftwareAgent .
}
"""

GOALS = ("sdg:9", "sdg:13")
DOCUMENTS = {
    "<id/document/un/agenda>": ("sdg:9", "sdg:9.5", "sdg:13", "sdg:13.2"),
    "<id/document/x/rus>": ("<id/objective/x/a>", "<id/objective/x/a1>", "<id/objective/x/b>"),
    "<id/document/y/rus>": ("<id/objective/y/c>",),
    "<id/document/z/talk>": (),
}
PROGRAMMES = ("<id/programme/t/one>", "<id/programme/t/two>")
STEPS = [(own, document) for document, members in DOCUMENTS.items() for own in members] + [
    ("sdg:9.5", "sdg:9"),
    ("sdg:13.2", "sdg:13"),
    ("<id/objective/x/a1>", "<id/objective/x/a>"),
]
NODES = (*(own for members in DOCUMENTS.values() for own in members), *DOCUMENTS, *PROGRAMMES)
REGIONS = {
    "nuts:SE125": {"nuts:SE125"},
    "nuts:SE121": {"nuts:SE121"},
    "nuts:DK01": {"nuts:DK01"},
    "<id/area/se-kommun/1981>": {"nuts:SE125"},
    "nuts:SE12": set(),
}
EVENTS = ("", "yes", "no", "withdrawn", "restored", "superseded")


@dataclass(frozen=True)
class Statement:
    """Is an alignment with what happened to it."""

    source: str
    target: str
    confidence: Decimal
    hinders: bool
    by_machine: bool
    events: frozenset[str]

    @property
    def status(self) -> str:
        """Returns what the events amount to, worked out here and not by the program."""
        if self.events & {"withdrawn", "superseded"}:
            return "gone"
        if {"yes", "no"} <= self.events:
            return "contested"
        if "no" in self.events:
            return "rejected"
        if "yes" in self.events:
            return "accepted"
        return "machine" if self.by_machine else "proposed"


@dataclass(frozen=True)
class Project:
    """Is a project: places, dates, (programme, currency, value) of its grants, organisations, statements."""

    name: str
    places: tuple[str, ...]
    start: str | None
    end: str | None
    grants: tuple[tuple[str, str, Decimal], ...]
    parties: tuple[str, ...]
    statements: tuple[Statement, ...]

    @property
    def iri(self) -> str:
        return BASE + f"id/project/t/{self.name}"

    @property
    def regions(self) -> set[str]:
        return set().union(*(REGIONS[place] for place in self.places))


@dataclass(frozen=True)
class Measured:
    """Is an observation; `period` is as Turtle writes it."""

    indicator: str
    area: str
    period: str
    role: str
    value: Decimal
    unit: str


@dataclass(frozen=True)
class World:
    """Is projects, statements among the policy levels, and observations."""

    projects: tuple[Project, ...]
    links: tuple[Statement, ...]
    observations: tuple[Measured, ...] = ()


_confidences = st.sampled_from([Decimal(text) for text in ("0", "0.2", "0.5", "0.6", "0.9", "1")])
_events = st.frozensets(st.sampled_from(EVENTS[1:]), max_size=2)


def _statements(sources: st.SearchStrategy[str]) -> st.SearchStrategy[Statement]:
    seldom = st.sampled_from([False, False, False, True])
    events = st.just(frozenset()) | _events
    return st.builds(Statement, sources, st.sampled_from(NODES), _confidences, seldom, seldom, events)


def _projects(name: str) -> st.SearchStrategy[Project]:
    values = st.decimals(0, 10_000, places=2)
    grants = st.tuples(st.sampled_from([*PROGRAMMES, ""]), st.sampled_from(["SEK", "DKK"]), values)
    days = st.none() | st.sampled_from(["2014-01-01", "2016-06-30", "2019-12-31"])
    return st.builds(
        Project,
        st.just(name),
        st.lists(st.sampled_from(sorted(REGIONS)), max_size=3, unique=True).map(tuple),
        days,
        days,
        st.lists(grants, max_size=2).map(tuple),
        st.lists(st.sampled_from(["alpha", "beta"]), max_size=2, unique=True).map(tuple),
        st.lists(_statements(st.just(f"<id/project/t/{name}>")), max_size=3).map(tuple),
    )


_PERIODS = ('"2018"^^xsd:gYear', '"2019"^^xsd:gYear', "<id/period/t/2019>", '"2020-06-30"^^xsd:date', "")
_observations = st.builds(
    Measured,
    st.sampled_from(["sdg:C1", "<id/indicator/x/i>", "<id/indicator/y/j>"]),
    st.sampled_from(["nuts:SE125", "nuts:SE121"]),
    st.sampled_from(_PERIODS),
    st.sampled_from(["Baseline", "Midterm", "Actual", "Actual", "Target", "Forecast"]),
    st.sampled_from([Decimal(text) for text in ("1", "1.0", "2.5", "3")]),
    st.sampled_from(["", "<urn:unit:percent>"]),
)


def worlds() -> st.SearchStrategy[World]:
    """Returns worlds of at most five projects, six statements among the policy levels, nine observations."""
    projects = st.sets(st.sampled_from("pqrst")).flatmap(
        lambda names: st.tuples(*(_projects(name) for name in sorted(names)))
    )
    links = st.lists(_statements(st.sampled_from(NODES)), max_size=6).map(tuple)
    return st.builds(World, projects, links, st.lists(_observations, max_size=9).map(tuple))


def list_quads(world: World) -> frozenset[Quad]:
    """Returns what the list of projects states, and the observations."""
    projects = " ".join(_project_text(each) for each in world.projects)
    observations = " ".join(_observation_text(*each) for each in enumerate(world.observations))
    return trig(f"{LIST} {{ {projects} {observations} }}")


def ledger_quads(world: World) -> frozenset[Quad]:
    """Returns the statements on projects and the policy levels, and the events on them."""
    text = " ".join(_statement_text(name, each) for name, each in named_statements(world).items())
    return trig(f"{LEDGER} {{ {text} }}")


def named_statements(world: World) -> dict[str, Statement]:
    """Returns all statements by the last part of their IRIs, `id/alignment/t/...`."""
    own = [each for project in world.projects for each in project.statements]
    numbered: dict[str, Statement] = {}
    for statement in (*own, *world.links):
        key = statement.source.strip("<>").replace("/", "-").replace(":", "-")
        numbered[f"{key}-{sum(1 for name in numbered if name.startswith(key + '-'))}"] = statement
    return numbered


def _project_text(project: Project) -> str:
    subject = f"<id/project/t/{project.name}>"
    text = [f"{subject} a pg:Project ."]
    text += [f"{subject} dct:spatial {place} ." for place in project.places]
    for name, value in (("eurio:startDate", project.start), ("eurio:endDate", project.end)):
        text += [f'{subject} {name} "{value}"^^xsd:date .'] if value else []
    for party in project.parties:
        role = f"<id/role/t/{project.name}-{party}>"
        text.append(f"{subject} eurio:hasInvolvedParty {role} .")
        text.append(f"{role} a eurio:OrganisationRole ; eurio:isRoleOf <id/organisation/t/{party}> .")
    for number, (programme, currency, value) in enumerate(project.grants):
        grant, amount = (f"<id/{kind}/t/{project.name}-{number}>" for kind in ("grant", "amount"))
        text.append(f"{subject} eurio:isFundedBy {grant} . {grant} a eurio:Grant .")
        text += [f"{grant} eurio:hasFundingSchemeProgramme {programme} ."] if programme else []
        text.append(f"{grant} eurio:hasFundingAmount {amount} .")
        text.append(
            f'{amount} a eurio:MonetaryAmount ; eurio:value {value:f} ; eurio:currency "{currency}" .'
        )
    return " ".join(text)


def _observation_text(number: int, each: Measured) -> str:
    period = f"sdmx-dimension:refPeriod {each.period} ;" if each.period else ""
    unit = f"sdmx-attribute:unitMeasure {each.unit} ;" if each.unit else ""
    return f"""<id/observation/t/{number}> a qb:Observation ; pg:indicator {each.indicator} ; {period} {unit}
        sdmx-dimension:refArea {each.area} ; pg:observationRole pg:{each.role}Role ;
        sdmx-measure:obsValue {each.value:f} ."""


def _statement_text(name: str, told: Statement) -> str:
    alignment, review = f"<id/alignment/t/{name}>", "a pg:Review ; pg:reviews"
    author = "<id/agent/test/machine>" if told.by_machine else f"<{ALICE}>"
    said = {
        "yes": f"<id/review/t/{name}-y> {review} {alignment} ; sssom:reviewer_agreement 1.0 .",
        "no": f"<id/review/t/{name}-n> {review} {alignment} ; sssom:reviewer_agreement -0.5 .",
        "withdrawn": f"<id/withdrawal/t/{name}-w> a pg:Withdrawal ; pg:withdraws {alignment} .",
        "restored": f"""<id/withdrawal/t/{name}-r> a pg:Withdrawal ; pg:withdraws {alignment} .
            <id/withdrawal/t/{name}-t> a pg:Withdrawal ; pg:withdraws <id/withdrawal/t/{name}-r> .""",
        "superseded": f"<id/supersession/t/{name}-s> a pg:Supersession ; pg:supersedes {alignment} .",
    }
    return f"""{alignment} a pg:Alignment ; owl:annotatedSource {told.source} ;
        owl:annotatedProperty pg:{"hinders" if told.hinders else "contributesTo"} ;
        owl:annotatedTarget {told.target} ; pg:strength 2 ; sssom:confidence {told.confidence:f} ;
        dct:creator {author} . {" ".join(said[event] for event in told.events)}"""


def chains(world: World, project: Project, statuses: frozenset[str]) -> Iterator[tuple[str, bool, Decimal]]:
    """Yields the end, whether the first hop is accepted, and the confidence of every chain of a project."""
    links = [(each.source, each.target, each.confidence) for each in world.links if counts(each, statuses)]
    hops = [*links, *((source, target, Decimal(1)) for source, target in STEPS)]
    for first in project.statements:
        if counts(first, statuses):
            accepted = first.status == "accepted"
            for end, confidence in walks(first.target, hops, first.confidence, (first.target,)):
                yield end, accepted, confidence


def counts(statement: Statement, statuses: frozenset[str]) -> bool:
    """Says whether a statement is one of those that chains may rest on."""
    return statement.status in statuses and not statement.hinders


def walks(
    node: str, hops: list[tuple[str, str, Decimal]], so_far: Decimal, seen: tuple[str, ...]
) -> Iterator[tuple[str, Decimal]]:
    """Yields every end of the walks from a node, with the confidence of each."""
    yield node, so_far
    for source, target, confidence in hops:
        if source == node and target not in seen:
            yield from walks(target, hops, so_far * confidence, (*seen, target))


PROJECTS = """
<id/project/t/p> a pg:Project ; dct:spatial nuts:SE125, <id/area/se-kommun/1981> ;
    eurio:startDate "2016-01-01"^^xsd:date ; eurio:endDate "2018-12-31"^^xsd:date ;
    eurio:hasInvolvedParty <id/role/t/p> ; eurio:isFundedBy <id/grant/t/p> .
<id/role/t/p> eurio:isRoleOf <id/organisation/t/alpha> .
<id/grant/t/p> eurio:hasFundingSchemeProgramme <id/programme/t/one> ; eurio:hasFundingAmount <id/amount/t/p> .
<id/amount/t/p> eurio:value 100 ; eurio:currency "SEK" .
<id/project/t/q> a pg:Project ; dct:spatial nuts:SE125, nuts:SE121, nuts:DK01 ;
    eurio:hasInvolvedParty <id/role/t/q> ; eurio:isFundedBy <id/grant/t/q1>, <id/grant/t/q2> .
<id/role/t/q> eurio:isRoleOf <id/organisation/t/alpha> .
<id/grant/t/q1> eurio:hasFundingSchemeProgramme <id/programme/t/one> ;
    eurio:hasFundingAmount <id/amount/t/q1> .
<id/amount/t/q1> eurio:value 10.5 ; eurio:currency "SEK" .
<id/grant/t/q2> eurio:hasFundingSchemeProgramme <id/programme/t/two> ;
    eurio:hasFundingAmount <id/amount/t/q2> .
<id/amount/t/q2> eurio:value 20 ; eurio:currency "DKK" .
<id/project/t/idle> a pg:Project ; dct:spatial nuts:SE125 .
"""


def small_world() -> Writer:
    """Returns a store with projects p (to 9.5 and, through the objective a1, to 13) and q (to 9 and to b)."""
    writer = Writer(open_store("memory:"), clock=Clock())
    statements = (
        alignment("p1", "<id/project/t/p>", "sdg:9.5")
        | alignment("p2", "<id/project/t/p>", "<id/objective/x/a1>")
        | alignment("q1", "<id/project/t/q>", "sdg:9")
        | alignment("q2", "<id/project/t/q>", "<id/objective/x/b>")
        | alignment("a", "<id/objective/x/a>", "sdg:13.2")
        | alignment("c", "<id/objective/y/c>", "sdg:13")
    )
    quads = trig(POLICY) | in_graph(LIST, PROJECTS) | statements
    writer.commit(Changes(added=quads), agent=ALICE, reason="")
    accepted = review(BASE, node("id/alignment/test/p1"), Decimal(1), Event(PEOPLE, ALICE, Clock()()))
    writer.commit(Changes(added=accepted), agent=ALICE, reason="")
    return writer
