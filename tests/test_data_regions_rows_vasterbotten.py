"""Asks the question in each row of what Region Västerbotten states in 2018 (s1) and in 2019 (s3)."""

from __future__ import annotations

import pytest

from seed_rows import Row, answer, check

S1, S3, SITE = (f"document/vasterbotten/{key}" for key in ("s1", "s3", "web-rus"))
OLD, NEW = "document/vasterbotten/rus-2014-2020", "document/vasterbotten/rus-2020"
PROCESS = "id/process/vasterbotten/rus-2020"
MEETING = "activity/vasterbotten/meeting-"
THEME = "objective/vasterbotten/theme-"
IMAGE = "objective/vasterbotten/image-"
CHOICE = "objective/vasterbotten/choice-"
DRAFT = "document/vasterbotten/dialogunderlag-2"
REGION = "organisation/se/region-vasterbotten"
DAYS = ("11-07", "11-15", "11-21", "11-22", "11-27", "11-29", "12-05", "12-06", "12-11")
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

PRESS_RELEASE = [
    Row(
        "published at an instant, with its checksum",
        "editions",
        {"document": f"id/{S1}"},
        "version issued checksum",
        {
            (
                "2018-09-28",
                "2018-09-28T13:05:00+02:00",
                "6f615d34e5938e5b16dff2ffa210abb0ef2bd7ff5cc4e9cc36f2239166b1c4d2",
            )
        },
    ),
    Row(
        "the old strategy ends in 2020; only the presentation says that it began in 2014",
        "horizons",
        {"document": f"id/{OLD}"},
        "start end source",
        {(None, "2020", S1), ("2014", "2020", S3)},
    ),
    Row(
        "the new strategy is for twenty years, or for ten, as the source has it",
        "horizons",
        {"document": f"id/{NEW}"},
        "start end years source",
        {("2020", "2040", "20", S1), ("2020", "2040", "20", S3), ("2020", "2030", "10", SITE)},
    ),
    Row(
        "in 2020 two strategies overlap",
        "strategies-in-force",
        {"date": "2020-06-01", "territory": "nuts:SE331"},
        "document start end",
        {(OLD, "2014-01-01", "2020-12-31"), (NEW, "2020-01-01", "2030-12-31")},
    ),
    Row(
        "in 2019 only the old one holds",
        "strategies-in-force",
        {"date": "2019-06-01", "territory": "nuts:SE331"},
        "document",
        {(OLD,)},
    ),
    Row(
        "the new one replaces the old one and overlaps it",
        "succession",
        {"document": f"id/{NEW}"},
        "replaced overlap",
        {(OLD, "true")},
    ),
    Row(
        "what was known in October 2018 of the decision",
        "what-was-known-on",
        {"date": "2018-10-01", "subject": f"id/{NEW}"},
        "property stated source",
        {
            ("eli:date_document", "under våren 2020", S1),
            ("dcat:startDate", "perioden 2020-2040", S1),
            ("dcat:endDate", "perioden 2020-2040", S1),
        },
    ),
    Row(
        "nothing was known before the press release",
        "what-was-known-on",
        {"date": "2018-09-27"},
        "subject",
    ),
    Row(
        "the old strategy was drawn up in 2012 and 2013",
        "steps-of-process",
        {"process": "id/process/vasterbotten/rus-2014-2020"},
        "activity stage planned stated from until source said",
        {
            (
                "activity/vasterbotten/rus-2014-2020-drafting",
                "pg:DraftingStage",
                "false",
                "under 2012-2013",
                "2012-01-01",
                "2013-12-31",
                S1,
                "2018-09-28",
            )
        },
    ),
    Row(
        "the invitations of the week before the press release, and dialogue in autumn",
        "steps-of-process",
        {"process": PROCESS, "stage": "pg:DialogueStage"},
        "activity planned stated from source said",
        {
            ("activity/vasterbotten/s1-invitations", "false", "Under veckan", None, S1, "2018-09-28"),
            ("activity/vasterbotten/s1-dialogue", "true", "Under hösten", None, S1, "2018-09-28"),
        },
        whole=False,
    ),
    Row(
        "what comes in is worked on in 2019",
        "steps-of-process",
        {"process": PROCESS, "stage": "pg:DraftingStage"},
        "activity planned stated from until source",
        {("activity/vasterbotten/s1-processing", "true", "Under 2019", "2019-01-01", "2019-12-31", S1)},
        whole=False,
    ),
    Row(
        "nine dated meetings, their year inferred, and one in spring 2019",
        "meetings-of-process",
        {"process": PROCESS},
        "activity theme from until inferred",
        {
            (f"{MEETING}{n}", THEME + theme, f"2018-{day}", f"2018-{day}", "true")
            for n, (theme, day) in enumerate(zip(THEMES, DAYS, strict=False), 1)
        }
        | {(f"{MEETING}10", f"{THEME}samordnat", "2019-03-01", "2019-05-31", "true")},
    ),
    Row(
        "which dialogue covered mobility, and when",
        "meetings-of-process",
        {"process": PROCESS, "theme": f"id/{THEME}mobilitet"},
        "stated from",
        {("27 november", "2018-11-27")},
    ),
    Row(
        "hundreds took part, not a number",
        "lower-bounds",
        {"subject": "id/activity/vasterbotten/s1-dialogue"},
        "least stated source",
        {("100", "hundratals", S1)},
    ),
    Row(
        "who was invited",
        "participants",
        {"document": f"id/{NEW}"},
        "party role source",
        {
            (f"role/stakeholder/{key}", "role/participation/invited", S1)
            for key in (
                "kommuner",
                "landsting-regioner",
                "naringsliv",
                "civilsamhalle",
                "myndigheter",
                "sakkunniga",
                "beslutsfattare",
            )
        },
    ),
    Row(
        "leading for the region's own work",
        "normative-force",
        {"document": f"id/{NEW}"},
        "addressee force stated",
        {(REGION, "pg:Governing", "ett av de ledande styrdokumenten")},
    ),
    Row(
        "responsible for regional development in the county",
        "obligations",
        {"organisation": f"id/{REGION}"},
        "obligation requires source",
        {("obligation/vasterbotten/ansvar", "role/duty/ta-ansvar", S1)},
        whole=False,
    ),
    Row(
        "fifteen municipalities are claimed",
        "members-known-of-claimed-count",
        {"collection": "id/scheme/vasterbotten/kommuner"},
        "claimed known missing",
        {("15", "15", "0")},
    ),
    Row(
        "the chief of business in 2018",
        "roles-over-time",
        {"person": "id/person/vasterbotten/jonas-lundstrom"},
        "role organisation said",
        {("role/title/chef-naringsliv-samhallsbyggnad", REGION, "2018-09-28")},
    ),
]

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


@pytest.mark.parametrize("row", PRESS_RELEASE + PRESENTATION + SITE_ROWS, ids=lambda row: row.says)
def test_row_is_answered(row: Row) -> None:
    check(row)


def test_the_plans_of_all_fifteen_municipalities_are_missing() -> None:
    found = answer("municipal-plans-held", {"territory": "nuts:SE331"}, "municipality document missing")
    codes = (2401, 2403, 2404, 2409, 2417, 2418, 2421, 2422, 2425, 2460, 2462, 2463, 2480, 2481, 2482)
    assert found == {(f"area/se-kommun/{code}", None, "true") for code in codes}


def test_the_old_strategy_names_europe_2020_and_not_the_agenda() -> None:
    found = answer("claimed-or-inferred-goals", {"document": f"id/{OLD}"}, "source target claimed")
    assert {row[:2] for row in found if row[2] == "true"} == {(OLD, "document/eu/europa-2020")}


def test_the_new_strategy_claims_no_goal_itself() -> None:
    found = answer("claimed-or-inferred-goals", {"document": f"id/{NEW}"}, "target claimed")
    assert found
    assert {claimed for _, claimed in found} == {"false"}


def test_what_was_known_in_october_2018_rests_on_one_source() -> None:
    found = answer("what-was-known-on", {"date": "2018-10-01"}, "subject source said")
    assert {(source, said) for _, source, said in found} == {(S1, "2018-09-28")}
    assert "activity/vasterbotten/s1-decision" in {subject for subject, _, _ in found}
