"""The projects of the generated graph, in lists of their programmes, and what they contribute to."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from random import Random

from bench.levels import AGENT, COUNTIES, OFFICE, POLICY, Levels, evidence
from bench.nquads import Output, kinds, own, term, words
from bench.wording import title

PROGRAMMES = 8
SECOND_ALIGNMENT = 0.1
WITH_PROJECTS = 11  # of the 15 sub-goals of a county, so that strategies have gaps

_FIRST_DAY = date(2014, 1, 1)
_PROJECT = """\
{p} {type} {Project} {g} .
{p} {prefLabel} "{name}"@sv {g} .
{p} {identifier} "{number}" {g} .
{p} {startDate} "{start}"^^{date} {g} .
{p} {endDate} "{end}"^^{date} {g} .
{p} {spatial} {place} {g} .
{p} {hasInvolvedParty} {role} {g} .
{p} {isFundedBy} {grant} {g} .
{role} {type} {OrganisationRole} {g} .
{role} {roleLabel} "beneficiary" {g} .
{role} {isRoleOf} {organisation} {g} .
{grant} {type} {Grant} {g} .
{grant} {hasFundingSchemeProgramme} {programme} {g} .
{grant} {hasFundingAmount} {amount} {g} .
{amount} {type} {MonetaryAmount} {g} .
{amount} {value} "{money}"^^{decimal} {g} .
{amount} {currency} "SEK" {g} .
"""
_ALIGNMENT = """\
{a} {type} {Alignment} {g} .
{a} {annotatedSource} {p} {g} .
{a} {annotatedProperty} {contributesTo} {g} .
{a} {annotatedTarget} {target} {g} .
{a} {strength} "{strong}"^^{integer} {g} .
{a} {confidence} "0.{sure}"^^{decimal} {g} .
{a} {mapping_justification} {ManualMappingCuration} {g} .
{a} {creator} {agent} {g} .
{a} {created} "2026-11-22T09:00:00Z"^^{dateTime} {g} .
{a} {evidence} {rests_on} {g} .
"""
_NAMES = """
rdf:type pg:Project skos:prefLabel dct:identifier eurio:startDate eurio:endDate xsd:date dct:spatial
eurio:hasInvolvedParty eurio:isFundedBy eurio:OrganisationRole eurio:roleLabel eurio:isRoleOf
eurio:Grant eurio:hasFundingSchemeProgramme eurio:hasFundingAmount eurio:MonetaryAmount eurio:value
xsd:decimal eurio:currency pg:Alignment owl:annotatedSource owl:annotatedProperty pg:contributesTo
owl:annotatedTarget pg:strength xsd:integer sssom:confidence sssom:mapping_justification
semapv:ManualMappingCuration dct:creator dct:created xsd:dateTime pg:evidence
"""


@dataclass(frozen=True, slots=True)
class Listing:
    """Is one programme with the graphs of its list of projects, and the evidence that the list is."""

    programme: str
    graph: str
    ledger: str
    rests_on: str


def write_projects(out: Output, levels: Levels, count: int) -> None:
    """Writes organisations, programmes and that many projects; the first ones are the same for any count."""
    random = Random(4711)
    organisations = [_organisation(out, number) for number in range(1, 201 + count // 40)]
    listings = [_listing(out, number) for number in range(1, PROGRAMMES + 1)]
    vocabulary = {name.partition(":")[2]: term(name) for name in _NAMES.split()}
    project, alignment = (_filled(text, vocabulary) for text in (_PROJECT, _ALIGNMENT))
    for number in range(1, count + 1):
        county = COUNTIES[int(len(COUNTIES) * random.random() ** 1.3)]
        facts = _facts(random, number, listings, organisations, levels.municipalities[county])
        out.raw(project.format_map(facts))
        for nth, target in enumerate(_targets(random, levels.sub_goals[county]), 1):
            out.raw(alignment.format_map(_statement(random, facts, nth, target)))


def _filled(text: str, vocabulary: dict[str, str]) -> str:
    """Returns the template with the vocabulary set in and all other places left open."""
    places = {"agent": AGENT} | vocabulary
    for name, value in places.items():
        text = text.replace(f"{{{name}}}", value)
    return text


def _organisation(out: Output, number: int) -> str:
    node = own(f"id/organisation/bench/{number}")
    name = ("skos:prefLabel", words(f"Organisation {number} AB"))
    out.about(POLICY, node, *kinds("org:FormalOrganization"), name)
    return node


def _listing(out: Output, number: int) -> Listing:
    graph, ledger = own(f"graph/list/bench-{number}"), own(f"graph/ledger/bench-{number}")
    programme, paper = own(f"id/programme/bench/{number}"), own(f"id/document/bench/list-{number}")
    made = (("pg:level", term("pg:EuLevel")), ("dct:creator", OFFICE))
    for node, name, kind, classes in (
        (programme, f"Program {number}", "pg:Programme", ("eurio:FundingScheme", "eli:Work")),
        (paper, f"Projekt i program {number}", "pg:ProjectList", ("eli:Work",)),
    ):
        called = (("skos:prefLabel", words(name)), ("eli:work_type", term(kind)))
        out.about(graph, node, *kinds(*classes), *called, *made)
    out.about(graph, graph, *kinds("pg:ListGraph"), ("prov:hadPrimarySource", paper))
    out.about(ledger, ledger, *kinds("pg:LedgerGraph"))
    return Listing(programme, graph, ledger, evidence(out, ledger, f"list-{number}", paper))


def _facts(
    random: Random, number: int, listings: list[Listing], organisations: list[str], places: list[str]
) -> dict[str, str]:
    listing = random.choice(listings)
    start = _FIRST_DAY + timedelta(random.randint(0, 4000))
    end = start + timedelta(random.randint(90, 1400))
    kinds_of = {kind: own(f"id/{kind}/bench/{number}") for kind in ("role", "grant", "amount")}
    return kinds_of | {
        "p": own(f"id/project/bench/{number}"),
        "g": listing.graph,
        "ledger": listing.ledger,
        "rests_on": listing.rests_on,
        "programme": listing.programme,
        "name": title(random),
        "number": f"{number}",
        "start": start.isoformat(),
        "end": end.isoformat(),
        "place": random.choice(places),
        "organisation": organisations[int(random.random() * len(organisations))],
        "money": f"{random.randint(50, 60000) * 1000}",
    }


def _targets(random: Random, sub_goals: list[str]) -> list[str]:
    return random.sample(sub_goals[:WITH_PROJECTS], 2 if random.random() < SECOND_ALIGNMENT else 1)


def _statement(random: Random, facts: dict[str, str], nth: int, target: str) -> dict[str, str]:
    return {
        "a": own(f"id/alignment/bench/{facts['number']}-{nth}"),
        "p": facts["p"],
        "g": facts["ledger"],
        "rests_on": facts["rests_on"],
        "target": target,
        "strong": str(random.randint(1, 3)),
        "sure": str(random.randint(3, 9)),
    }
