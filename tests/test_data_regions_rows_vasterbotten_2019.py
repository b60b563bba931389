"""Asks the question in each row of what Region Västerbotten states in 2019 (s3), and on its site."""

from __future__ import annotations

import pytest

from seed_rows import Row, answer, check

S1, S3, SITE = (f"document/vasterbotten/{key}" for key in ("s1", "s3", "web-rus"))
OLD, NEW = "document/vasterbotten/rus-2014-2020", "document/vasterbotten/rus-2020"
PROCESS = "id/process/vasterbotten/rus-2020"
THEME = "objective/vasterbotten/theme-"
IMAGE = "objective/vasterbotten/image-"
CHOICE = "objective/vasterbotten/choice-"
DRAFT = "document/vasterbotten/dialogunderlag-2"
REGION = "organisation/se/region-vasterbotten"
THEMES = (
    "arbetsmarknad",
    "hallbara-samhallen",
    "naringsliv",
    "innovativa-region",
    "mobilitet",
    "fritid",
    "halsa",
    "kulturliv",
    "digitala-region",
    "samordnat",
)
SURVIVES = dict(zip(THEMES, (8, 3, 9, 9, 4, 1, 2, None, 4, None), strict=True))

PRESENTATION = [
    Row(
        "shown on 11 December 2019 to the board of health care",
        "editions",
        {"document": f"id/{S3}"},
        "version stated audience",
        {("2019-12-11", "191211", "organisation/se/halso-och-sjukvardsnamnden-vasterbotten")},
    ),
    Row(
        "the motto of the old strategy",
        "names-of-document",
        {"document": f"id/{OLD}"},
        "property name",
        {
            ("skos:prefLabel", "RUS 2014–2020 för Västerbottens län"),
            ("skos:altLabel", "Från kust till fjäll skapas en hållbar attraktiv region"),
            ("skos:altLabel", "Västerbottens aktuella RUS"),
        },
    ),
    Row(
        "one person, two roles at two times",
        "roles-over-time",
        {"person": "id/person/vasterbotten/niklas-gandal"},
        "role organisation said source",
        {
            ("role/title/utvecklingsplanerare", REGION, "2018-09-28", S1),
            (
                "role/title/strateg-regional-utveckling",
                "organisation/se/regionala-utvecklingsforvaltningen-vasterbotten",
                "2019-12-11",
                S3,
            ),
        },
    ),
    Row(
        "the act, in the words of the presentation",
        "laws-obliging",
        {"law": "id/document/se/lag-2010-630"},
        "obligation stated source",
        {("obligation/se/utarbeta-strategi", "utarbeta och fastställa en strategi", S3)},
        whole=False,
    ),
    Row(
        "the ordinance, in the words of the presentation",
        "laws-obliging",
        {"law": "id/document/se/forordning-2017-583"},
        "obligation stated source",
        {("obligation/se/samlad-strategi", "en samlad och sektorsövergripande strategi", S3)},
        whole=False,
    ),
    Row(
        "beside the strategy: innovation strategy and digital agenda, of which none is held",
        "kinds-of-strategy",
        {"scheme": "id/scheme/vasterbotten/regionala-strategier"},
        "acronym held",
        {("RIS", "0"), ("RDA", "0")},
        whole=False,
    ),
    Row(
        "the strategy governs the financing of projects",
        "funds-governed",
        {"document": f"id/{NEW}"},
        "fund source",
        {("fund/vasterbotten/projektfinansiering", S3)},
    ),
    Row(
        "the old strategy rests on Europe 2020",
        "documents-in-hierarchy",
        {"document": f"id/{OLD}"},
        "direction related level",
        {("above", "document/eu/europa-2020", "pg:EuLevel")},
    ),
    Row(
        "six strategic choices",
        "goals-of-document",
        {"document": f"id/{OLD}", "kind": "pg:StrategicChoice"},
        "objective number",
        {(f"{CHOICE}{n}", str(n)) for n in range(1, 7)},
    ),
    Row(
        "nine goal images belong to a document of the dialogue",
        "goals-of-document",
        {"document": f"id/{DRAFT}", "kind": "pg:GoalImage"},
        "objective number",
        {(f"{IMAGE}{n}", str(n)) for n in range(1, 10)},
    ),
    Row(
        "the adopted strategy has no goal image",
        "goals-of-document",
        {"document": f"id/{NEW}", "kind": "pg:GoalImage"},
        "objective",
    ),
    Row(
        "which image supports goal 5: a draft, not decided",
        "objectives-supporting-goal",
        {"goal": "sdg:5", "document": f"id/{DRAFT}"},
        "objective target type adopted",
        {
            (f"{IMAGE}7", "sdg:5.1", "pg:DialogueDocument", None),
            (f"{IMAGE}7", "sdg:5.5", "pg:DialogueDocument", None),
        },
    ),
    Row(
        "which images support goal 10: drafts, not decided",
        "objectives-supporting-goal",
        {"goal": "sdg:10", "document": f"id/{DRAFT}"},
        "objective target type adopted",
        {
            (f"{IMAGE}1", "sdg:10.2", "pg:DialogueDocument", None),
            (f"{IMAGE}7", "sdg:10.2", "pg:DialogueDocument", None),
            (f"{IMAGE}7", "sdg:10.3", "pg:DialogueDocument", None),
        },
    ),
    Row(
        "which images support goal 12",
        "objectives-supporting-goal",
        {"goal": "sdg:12", "document": f"id/{DRAFT}"},
        "objective",
        {(f"{IMAGE}5",), (f"{IMAGE}6",)},
    ),
    Row(
        "five starting points for the work after 2020",
        "goals-of-document",
        {"document": f"id/{S3}", "kind": "pg:Theme"},
        "objective",
        {(f"objective/vasterbotten/requirement-{n}",) for n in range(1, 6)},
    ),
    Row(
        "two dialogue documents",
        "documents-in-hierarchy",
        {"document": f"id/{DRAFT}"},
        "direction related type",
        {("below", f"{DRAFT}-{n}", "pg:DialogueDocument") for n in (1, 2)},
        whole=False,
    ),
    Row(
        "when it would be decided, who said so and when",
        "decision-dates",
        {"process": PROCESS},
        "planned stated from until inferred source said",
        {
            ("true", "under våren 2020", "2020-03-01", "2020-05-31", "true", S1, "2018-09-28"),
            ("true", "Vintern 2020", "2020-12-01", "2021-02-28", "true", S3, "2019-12-11"),
            ("true", "november", "2020-11-01", "2020-11-30", "true", S3, "2019-12-11"),
        },
    ),
    Row(
        "a year later the decision had slipped by six to nine months",
        "decision-dates",
        {"process": PROCESS},
        "stated source said monthsLater",
        {
            ("under våren 2020", S1, "2018-09-28", "0"),
            ("november", S3, "2019-12-11", "6"),
            ("Vintern 2020", S3, "2019-12-11", "9"),
        },
    ),
    Row(
        "the proposal was planned for spring or autumn",
        "planned-and-held",
        {"process": PROCESS},
        "planned stated until held",
        {("activity/vasterbotten/s3-proposal", "Vår/höst 2020", "2020-11-30", None)},
        whole=False,
    ),
    Row(
        "a process of decision in autumn, before the decision",
        "planned-and-held",
        {"process": PROCESS},
        "planned stated until",
        {("activity/vasterbotten/s3-decision-process", "under hösten", "2020-11-30")},
        whole=False,
    ),
    Row(
        "both dialogues are taken as held, the decision is not known to be",
        "planned-and-held",
        {"process": PROCESS},
        "planned held",
        {
            ("activity/vasterbotten/s3-dialogue-1", "activity/vasterbotten/dialogue-1-held"),
            ("activity/vasterbotten/s3-dialogue-2", "activity/vasterbotten/dialogue-2-held"),
            ("activity/vasterbotten/s3-decision-winter", None),
            ("activity/vasterbotten/s1-decision", None),
        },
        whole=False,
    ),
    Row(
        "three statements of the decision disagree",
        "disagreements",
        {"subject": f"id/{NEW}"},
        "property value source otherValue otherSource",
        {
            ("eli:date_document", "våren 2020", S1, "november", S3),
            ("eli:date_document", "våren 2020", S1, "vintern 2020", S3),
            ("eli:date_document", "november", S3, "vintern 2020", S3),
            ("dcat:endDate", "2040", S1, "2030", SITE),
            ("dcat:endDate", "2040", S3, "2030", SITE),
        },
    ),
    Row(
        "eight of ten themes return, two do not",
        "themes-surviving",
        {"scheme": "id/scheme/vasterbotten/dialog-2018"},
        "concept later",
        {(THEME + key, f"{IMAGE}{n}" if n else None) for key, n in SURVIVES.items()},
    ),
    Row(
        "each of the six choices has a proposal among the images",
        "themes-surviving",
        {"scheme": "id/scheme/vasterbotten/rus-2014-2020"},
        "concept later author",
        {
            (f"{CHOICE}{old}", f"{IMAGE}{new}", "agent/policygraph/editors")
            for old, new in zip(range(1, 7), (1, 9, 5, 8, 9, 4), strict=True)
        },
    ),
]

SITE_ROWS = [
    Row(
        "two overall goals and three directions",
        "goals-of-document",
        {"document": f"id/{NEW}"},
        "objective kind",
        {(f"objective/vasterbotten/overall-{n}", "pg:TargetArea") for n in (1, 2)}
        | {(f"objective/vasterbotten/direction-{n}", "pg:Priority") for n in (1, 2, 3)},
    ),
    Row(
        "six priorities are claimed, none is known by name",
        "members-known-of-claimed-count",
        {"collection": "id/scheme/vasterbotten/rus-2020-prioriteringar"},
        "claimed known missing",
        {("6", "0", "6")},
    ),
]


@pytest.mark.parametrize("row", PRESENTATION + SITE_ROWS, ids=lambda row: row.says)
def test_row_is_answered(row: Row) -> None:
    check(row)


def test_the_new_strategy_claims_no_goal_itself() -> None:
    found = answer("claimed-or-inferred-goals", {"document": f"id/{NEW}"}, "target claimed")
    assert found
    assert {claimed for _, claimed in found} == {"false"}
