"""Asks the question in each row of what Danske Regioner states (s0)."""

from __future__ import annotations

import pytest

from seed_rows import Row, answer, check

S0 = "document/danske-regioner/s0"
AGENDA = "document/agenda2030/agenda"
CLASS = "role/stakeholder/"
BODIES = ("organisation/dk/danmarks-erhvervsfremmebestyrelse", "organisation/dk/tvaerkommunale-erhvervshuse")
GOAL = "objective/danske-regioner/goal-"
DANISH = [
    ("nuts:DK01", "organisation/dk/region-hovedstaden", "document/hovedstaden/strategi"),
    ("nuts:DK02", "organisation/dk/region-sjaelland", "document/sjaelland/strategi"),
    ("nuts:DK03", "organisation/dk/region-syddanmark", "document/syddanmark/strategi"),
    ("nuts:DK04", "organisation/dk/region-midtjylland", "document/midtjylland/strategi"),
    ("nuts:DK05", "organisation/dk/region-nordjylland", "document/nordjylland/strategi"),
]

DENMARK = [
    Row(
        "each Danish region makes a strategy, and which we hold",
        "neighbouring-strategies",
        {"territory": "nuts:DK"},
        "region organisation document",
        set(DANISH),
    ),
    Row(
        "the regions as a class make one; no law is named and no number of regions",
        "obligations",
        {"organisation": "id/role/stakeholder/danska-regioner"},
        "requires law source",
        {("pg:RegionalDevelopmentStrategy", None, S0)},
    ),
    Row(
        "town and country in balance, in the words of the page",
        "documents-mentioning",
        {"thing": "id/objective/danske-regioner/purpose-balance"},
        "document quote inferred",
        {(S0, "en region i balance, hvor by og land bindes sammen", "false")},
    ),
    Row(
        "a visionary direction that rests on analysis",
        "documents-mentioning",
        {"thing": "id/objective/danske-regioner/purpose-direction"},
        "document quote inferred",
        {(S0, "fælles, visionær og analysebaseret retning", "false")},
    ),
    Row(
        "silos are to be broken",
        "documents-mentioning",
        {"thing": "id/objective/danske-regioner/purpose-silos"},
        "document quote inferred",
        {(S0, "Den nedbryder siloer", "false")},
    ),
    Row(
        "the goals of the Agenda as a whole by 2030",
        "claims-of",
        {"subject": f"id/{AGENDA}"},
        "property value stated source",
        {("pg:deadline", "2030", "inden 2030", S0)},
        whole=False,
    ),
    Row(
        "the ten goals in order",
        "goals-of-document",
        {"document": f"id/{S0}", "kind": "pg:SubGoal"},
        "objective number",
        {(f"{GOAL}{n}", str(n)) for n in range(1, 11)},
    ),
    Row(
        "one goal carries a number, and only a lower bound",
        "goals-with-numbers",
        {"document": f"id/{S0}"},
        "objective exactly least stated",
        {(f"{GOAL}5", None, "100000", "hundredtusindvis")},
    ),
    Row(
        "who is expected to contribute",
        "participants",
        {"document": f"id/{S0}"},
        "party role",
        {
            (CLASS + key, "pg:partner")
            for key in (
                "uddannelsessteder",
                "kommuner",
                "civilsamhalle",
                "trafikselskaber",
                "kulturinstitutioner",
                "arbejdsmarkedsorganisationer",
            )
        }
        | {
            *((body, "pg:coordinatedWith") for body in BODIES),
        },
    ),
    Row(
        "the bodies that the tenth goal is coordinated with",
        "coordinated-with",
        {"document": f"id/{S0}"},
        "subject body",
        {(subject, body) for subject in (S0, f"{GOAL}10") for body in BODIES},
    ),
    Row(
        "news that touch goal 6: undated, and the link is ours",
        "documents-mentioning",
        {"thing": f"id/{GOAL}6"},
        "document type issued inferred",
        {
            (f"document/danske-regioner/news-{key}", "pg:NewsItem", None, "true")
            for key in ("jordforurening", "arealplan", "planloven")
        },
    ),
    Row(
        "the fourth item is on education, and an organisation of schools speaks with the regions",
        "documents-mentioning",
        {"thing": f"id/{GOAL}1"},
        "document type author issued inferred",
        {
            ("document/danske-regioner/news-uddannelse", "pg:NewsItem", author, None, "true")
            for author in (
                "organisation/dk/danske-regioner",
                "organisation/dk/danske-erhvervsskoler-og-gymnasier-lederne",
            )
        },
    ),
    Row(
        "the chairman of a committee, at an unknown date",
        "roles-over-time",
        {"person": "id/person/danske-regioner/heino-knudsen"},
        "role said source",
        {("role/title/miljoudvalgsformand", None, S0)},
    ),
    Row(
        "none of the ten goals has an indicator",
        "objectives-without-indicator",
        {"document": f"id/{S0}"},
        "objective",
        {(f"{GOAL}{n}",) for n in range(1, 11)},
        whole=False,
    ),
    Row(
        "no baseline and no forecast is named",
        "follow-up-of-goals",
        {"document": f"id/{S0}"},
        "objective dataset role",
    ),
    Row("no money is named", "funds-governed", {"document": f"id/{S0}"}, "fund"),
]


@pytest.mark.parametrize("row", DENMARK, ids=lambda row: row.says)
def test_row_is_answered(row: Row) -> None:
    check(row)


def test_denmark_claims_the_agenda_and_no_goal() -> None:
    found = answer("claimed-or-inferred-goals", {"document": f"id/{S0}"}, "source target claimed author")
    claimed = {(source, target) for source, target, by_itself, _ in found if by_itself == "true"}
    assert claimed == {(S0, AGENDA), (f"{GOAL}4", AGENDA)}
    proposed = {author for _, _, by_itself, author in found if by_itself == "false"}
    assert proposed == {"agent/policygraph/editors"}


def test_each_danish_goal_has_a_proposal_with_evidence() -> None:
    found = answer("claimed-or-inferred-goals", {"document": f"id/{S0}"}, "source target quote reason")
    proposals = [row for row in found if str(row[1]).startswith("sdg:")]
    assert {row[0] for row in proposals} == {f"{GOAL}{n}" for n in range(1, 11)}
    assert all(quote and reason for _, _, quote, reason in proposals)
