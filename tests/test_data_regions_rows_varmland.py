"""Asks the question in each row of what Region Värmland states (s4), and those across all documents."""

from __future__ import annotations

import pytest

from seed_rows import Row, answer, check
from shipped import codes, shipped

S4, SITE = "document/varmland/s4", "document/varmland/web-varmlandsstrategin-2040"
OLD, NEW = "document/varmland/varmlandsstrategin-2014-2020", "document/varmland/varmlandsstrategin-2040"
VASTERBOTTEN, VASTMANLAND = "document/vasterbotten/rus-2020", "document/vastmanland/rus-2030"
DATASET = "dataset/varmland/"

VARMLAND = [
    Row(
        "ready in June 2021, and in time",
        "planned-and-held",
        {"process": "id/process/varmland/varmlandsstrategin-2040"},
        "stated until day late",
        {("I juni 2021", "2021-06-30", "2021-06-02", "false")},
    ),
    Row(
        "what was planned and what was decided, each with its source",
        "decision-dates",
        {"process": "id/process/varmland/varmlandsstrategin-2040"},
        "planned from until source said",
        {
            ("true", "2021-06-01", "2021-06-30", S4, None),
            ("false", "2021-06-02", "2021-06-02", SITE, None),
        },
    ),
    Row(
        "the decision did not slip",
        "decision-dates",
        {"process": "id/process/varmland/varmlandsstrategin-2040"},
        "planned monthsLater",
        {("true", "0"), ("false", "0")},
    ),
    Row(
        "comments by a digital form, and a conference that was broadcast",
        "steps-of-process",
        {"process": "id/process/varmland/varmlandsstrategin-2040", "stage": "pg:ConsultationStage"},
        "activity planned stated description source",
        {
            (
                "activity/varmland/consultation",
                "false",
                "Mellan den 2 september och 18 december",
                "Öppen för alla genom ett digitalt formulär.",
                S4,
            ),
            ("activity/varmland/conference", "false", "Direktsändning från remisskonferensen", None, S4),
        },
    ),
    Row(
        "open for comments on a day, the year inferred",
        "consultations-open",
        {"date": "2020-10-01"},
        "activity document territory inferred",
        {("activity/varmland/consultation", NEW, "nuts:SE311", "true")},
    ),
    Row("closed after 18 December", "consultations-open", {"date": "2020-12-19"}, "activity"),
    Row(
        "anyone may comment",
        "participants",
        {"document": f"id/{NEW}"},
        "party role activity",
        {("role/stakeholder/alla-som-vill", "role/participation/invited", "activity/varmland/consultation")},
    ),
    Row(
        "more than a thousand in the dialogue of the new strategy",
        "lower-bounds",
        {"subject": "id/activity/varmland/dialogue-2019"},
        "least stated source",
        {("1000", "över tusen", S4)},
    ),
    Row(
        "more than a thousand in the making of the old one: another fact",
        "lower-bounds",
        {"subject": "id/activity/varmland/old-making"},
        "least stated source",
        {("1000", "över tusen", S4)},
    ),
    Row(
        "33 goals are claimed, 19 are held",
        "members-known-of-claimed-count",
        {"collection": "id/scheme/varmland/mal"},
        "claimed known missing",
        {("33", "19", "14")},
    ),
    Row(
        "four prioritised areas are claimed, none is known by name",
        "members-known-of-claimed-count",
        {"collection": "id/scheme/varmland/prioriterade-omraden"},
        "claimed known missing",
        {("4", "0", "4")},
    ),
    Row(
        "eight strengths are claimed and held",
        "members-known-of-claimed-count",
        {"collection": "id/scheme/varmland/styrkeomraden"},
        "claimed known missing",
        {("8", "8", "0")},
    ),
    Row(
        "the nineteen goals in order",
        "goals-of-document",
        {"document": f"id/{OLD}", "kind": "pg:SubGoal"},
        "objective number",
        {(f"objective/varmland/goal-{n}", str(n)) for n in range(1, 20)},
    ),
    Row(
        "two of the nineteen name how many: the others only rank or compare",
        "goals-with-numbers",
        {"document": f"id/{OLD}"},
        "objective exactly least stated",
        {
            ("objective/varmland/goal-1", "5000", None, "om 5 000 personer"),
            ("objective/varmland/goal-15", "5000", None, "öka med 5 000"),
        },
    ),
    Row(
        "the page of the 33 goals says both numbers",
        "claims-of",
        {"subject": "id/objective/varmland/goal-15"},
        "property stated source",
        {("pg:quantity", "öka med 5 000", "document/varmland/web-33-mal")},
    ),
    Row(
        "baseline, midterm and two forecasts exist for each goal; no value is known",
        "follow-up-of-goals",
        {"document": f"id/{OLD}"},
        "objective dataset role value",
        {
            (f"objective/varmland/goal-{n}", DATASET + key, role, None)
            for n in range(1, 20)
            for key, role in (
                ("nollmatning", "pg:BaselineRole"),
                ("prognos-1", "pg:ForecastRole"),
                ("halvtid", "pg:MidtermRole"),
                ("prognos-2", "pg:ForecastRole"),
            )
        },
    ),
    Row(
        "a basis for decisions at regional level",
        "normative-force",
        {"document": f"id/{OLD}"},
        "addressee force source",
        {("role/stakeholder/regional-niva", "pg:Governing", S4)},
    ),
    Row(
        "governs the allocation of project funds",
        "funds-governed",
        {"document": f"id/{OLD}"},
        "fund source",
        {("fund/varmland/projektmedel", S4)},
    ),
    Row(
        "the region has the mandate to coordinate, and no law is named",
        "obligations",
        {"organisation": "id/organisation/se/region-varmland"},
        "obligation requires law source",
        {
            ("obligation/varmland/samordna", "role/duty/samordna", None, S4),
            ("obligation/varmland/regeringsuppdrag-rus", "pg:RegionalDevelopmentStrategy", None, S4),
        },
        whole=False,
    ),
    Row(
        "all who live and work there share the responsibility",
        "obligations",
        {"organisation": "id/role/stakeholder/alla-som-lever-och-verkar"},
        "requires source",
        {("role/duty/bidra", S4)},
    ),
    Row(
        "who carries out the strategy",
        "implementers",
        {"document": f"id/{OLD}"},
        "implementer source",
        {
            (f"organisation/se/{key}", S4)
            for key in ("hagfors-kommun", "karlstads-universitet", "roda-korset")
        },
    ),
    Row(
        "a tool in talks with the Government",
        "documents-mentioning",
        {"thing": "id/organisation/se/regeringen"},
        "document inferred",
        {(OLD, "false")},
        whole=False,
    ),
    Row(
        "the visions of both strategies",
        "visions",
        {"territory": "nuts:SE311"},
        "document vision",
        {(OLD, "objective/varmland/vision-2014"), (NEW, "objective/varmland/vision-2040")},
    ),
    Row(
        "four areas of effort until 2040",
        "goals-of-document",
        {"document": f"id/{NEW}", "kind": "pg:TargetArea"},
        "objective number",
        {(f"objective/varmland/target-area-{n}", str(n)) for n in range(1, 5)},
    ),
]

ACROSS = [
    *(
        Row(
            f"the national strategy names challenge {n}",
            "documents-mentioning",
            {"thing": f"id/scheme/se/utmaning-{n}"},
            "document inferred",
            {("document/se/strategi-2021-2030", "false")},
        )
        for n in (1, 2, 3)
    ),
    Row(
        "in consultation in spring 2020, as it was planned",
        "consultations-open",
        {"date": "2020-04-15"},
        "activity territory planned inferred",
        {("activity/vasterbotten/s3-consultation", "nuts:SE331", "true", "true")},
    ),
    Row(
        "a Danish consultation of which only the year is known is not said to be open on a day",
        "consultations-open",
        {"date": "2023-06-01"},
        "activity",
    ),
    Row(
        "every number that is a lower bound",
        "lower-bounds",
        {},
        "subject stated",
        {
            ("activity/vasterbotten/s1-dialogue", "hundratals"),
            ("activity/varmland/dialogue-2019", "över tusen"),
            ("activity/varmland/old-making", "över tusen"),
            ("objective/danske-regioner/goal-5", "hundredtusindvis"),
        },
    ),
    Row(
        "claims made by more than one source",
        "claims-by-several-sources",
        {},
        "subject property sources",
        {
            ("document/vasterbotten/rus-2014-2020", "dcat:endDate", "2"),
            (VASTERBOTTEN, "dcat:endDate", "2"),
            (VASTERBOTTEN, "dcat:startDate", "3"),
            ("objective/vastmanland/vision", "skos:prefLabel", "2"),
            ("scheme/vastmanland/malomraden", "pg:quantity", "2"),
            ("scheme/varmland/mal", "pg:quantity", "2"),
            ("scheme/varmland/prioriterade-omraden", "pg:quantity", "2"),
            ("scheme/varmland/styrkeomraden", "pg:quantity", "2"),
        },
        whole=False,
    ),
    Row(
        "strategies that reach beyond 2030, and who says so",
        "horizons-passing",
        {"year": "2030"},
        "document end source",
        {
            (NEW, "2040", SITE),
            (VASTERBOTTEN, "2040", "document/vasterbotten/s1"),
            (VASTERBOTTEN, "2040", "document/vasterbotten/s3"),
        },
    ),
    Row(
        "documents that rest on the ordinance of 2017",
        "documents-resting-on",
        {"law": "id/document/se/forordning-2017-583"},
        "document source",
        {(VASTMANLAND, "document/vastmanland/s2"), (VASTERBOTTEN, "document/vasterbotten/s3")},
    ),
    Row(
        "documents that rest on the act of 2010",
        "documents-resting-on",
        {"law": "id/document/se/lag-2010-630"},
        "document source",
        {(VASTERBOTTEN, "document/vasterbotten/s3")},
    ),
    Row(
        "all regions with a strategy lack a baseline, save the old one of Värmland",
        "strategies-without-baseline",
        {"territory": "nuts:SE311"},
        "document",
        {(NEW,)},
    ),
    Row(
        "no baseline in Västerbotten, Västmanland, Dalarna",
        "strategies-without-baseline",
        {},
        "document",
        {(VASTERBOTTEN,), (VASTMANLAND,), ("document/dalarna/dalastrategin-2030",)},
        whole=False,
    ),
    Row(
        "strategies that cover New Year 2021",
        "strategies-in-force",
        {"date": "2021-01-01"},
        "document adopted",
        {(VASTMANLAND, "2020-06-16"), (VASTERBOTTEN, None), ("document/midtjylland/strategi", "2019-10-30")},
        whole=False,
    ),
    Row(
        "Dalarna has three target areas",
        "goals-of-document",
        {"document": "id/document/dalarna/dalastrategin-2030"},
        "objective kind",
        {(f"objective/dalarna/target-area-{n}", "pg:TargetArea") for n in (1, 2, 3)},
    ),
]


@pytest.mark.parametrize("row", VARMLAND + ACROSS, ids=lambda row: row.says)
def test_row_is_answered(row: Row) -> None:
    check(row)


def test_every_inferred_date_has_a_reason_and_a_source() -> None:
    found = answer("inferred-dates", {}, "subject date stated reason source")
    assert len(found) >= 20
    assert all(None not in row for row in found)


def test_the_years_of_nine_meetings_and_of_the_consultation_are_inferred() -> None:
    found = answer("inferred-dates", {}, "subject date")
    assert sum(str(date).startswith("2018-1") for _, date in found) == 9
    assert ("activity/varmland/consultation", "2020-09-02") in found


def test_the_new_strategy_was_not_in_force_before_its_adoption() -> None:
    found = answer("strategies-in-force", {"date": "2021-05-01", "territory": "nuts:SE311"}, "document")
    assert found == set()


def test_disagreements_never_pair_equal_values_or_inferences() -> None:
    found = answer("disagreements", {}, "subject property value otherValue")
    assert len(found) >= 4
    assert all(value != other for _, _, value, other in found)


def test_karlstad_is_to_be_the_seventh_largest_and_not_one_of_seven() -> None:
    found = codes(shipped("regions"), "SELECT ?n { <id/objective/varmland/goal-2> skos:prefLabel ?n }")
    assert found == ["Karlstad som rikets sjunde största lokala arbetsmarknad"]
