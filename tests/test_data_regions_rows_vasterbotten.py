"""Asks the question in each row of what Region Västerbotten states in 2018 (s1)."""

from __future__ import annotations

import pytest

from seed_rows import Row, answer, check

S1, S3, SITE = (f"document/vasterbotten/{key}" for key in ("s1", "s3", "web-rus"))
OLD, NEW = "document/vasterbotten/rus-2014-2020", "document/vasterbotten/rus-2020"
PROCESS = "id/process/vasterbotten/rus-2020"
MEETING = "activity/vasterbotten/meeting-"
THEME = "objective/vasterbotten/theme-"
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


@pytest.mark.parametrize("row", PRESS_RELEASE, ids=lambda row: row.says)
def test_row_is_answered(row: Row) -> None:
    check(row)


def test_the_plans_of_all_fifteen_municipalities_are_missing() -> None:
    found = answer("municipal-plans-held", {"territory": "nuts:SE331"}, "municipality document missing")
    codes = (2401, 2403, 2404, 2409, 2417, 2418, 2421, 2422, 2425, 2460, 2462, 2463, 2480, 2481, 2482)
    assert found == {(f"area/se-kommun/{code}", None, "true") for code in codes}


def test_the_old_strategy_names_europe_2020_and_not_the_agenda() -> None:
    found = answer("claimed-or-inferred-goals", {"document": f"id/{OLD}"}, "source target claimed")
    assert {row[:2] for row in found if row[2] == "true"} == {(OLD, "document/eu/europa-2020")}


def test_what_was_known_in_october_2018_rests_on_one_source() -> None:
    found = answer("what-was-known-on", {"date": "2018-10-01"}, "subject source said")
    assert {(source, said) for _, source, said in found} == {(S1, "2018-09-28")}
    assert "activity/vasterbotten/s1-decision" in {subject for subject, _, _ in found}
