"""Asks the question in each row of what Region Västmanland states (s2)."""

from __future__ import annotations

import pytest

from seed_rows import Row, answer, check

S2 = "document/vastmanland/s2"
RUS = "document/vastmanland/rus-2030"
AGENDA = "document/agenda2030/agenda"
CLASS = "role/stakeholder/"

VASTMANLAND = [
    Row(
        "the horizon is 2030, its start is not stated",
        "horizons",
        {"document": f"id/{RUS}"},
        "start end years source",
        {(None, "2030", None, S2)},
    ),
    Row(
        "the vision",
        "visions",
        {"territory": "nuts:SE125"},
        "document vision",
        {(RUS, "objective/vastmanland/vision")},
    ),
    Row(
        "three forces, eight addressees",
        "normative-force",
        {"document": f"id/{RUS}"},
        "addressee force",
        {
            ("organisation/se/region-vastmanland", "pg:Governing"),
            (CLASS + "kommuner", "pg:Guiding"),
            (CLASS + "lansstyrelsen", "pg:Guiding"),
            (CLASS + "foretag", "pg:Inspiring"),
            (CLASS + "larosaten", "pg:Inspiring"),
            (CLASS + "folkhogskolor", "pg:Inspiring"),
            (CLASS + "kulturinstitutioner", "pg:Inspiring"),
            (CLASS + "civilsamhalle", "pg:Inspiring"),
        },
    ),
    Row(
        "a municipality is guided, not bound",
        "normative-force",
        {"document": f"id/{RUS}", "addressee": f"id/{CLASS}kommuner"},
        "force source",
        {("pg:Guiding", S2)},
    ),
    Row(
        "only the region itself is bound",
        "who-is-bound",
        {"document": f"id/{RUS}"},
        "addressee",
        {("organisation/se/region-vastmanland",)},
    ),
    Row(
        "the strategy governs the state's funds that the region handles",
        "funds-governed",
        {"document": f"id/{RUS}"},
        "fund source",
        {("fund/vastmanland/statliga-regionala-utvecklingsmedel", S2)},
    ),
    Row(
        "three target areas",
        "goals-of-document",
        {"document": f"id/{RUS}", "kind": "pg:TargetArea"},
        "objective number",
        {(f"objective/vastmanland/target-area-{n}", str(n)) for n in (1, 2, 3)},
    ),
    Row(
        "there are sub-goals, some prioritised: how many is not stated, and none is known",
        "members-known-of-claimed-count",
        {"collection": "id/scheme/vastmanland/prioriterade-delmal"},
        "claimed known missing",
        {(None, "0", None)},
    ),
    Row(
        "no prioritised sub-goal is known, so none can lack a project",
        "prioritised-without-project",
        {"document": f"id/{RUS}"},
        "objective",
    ),
    Row(
        "four dimensions",
        "goals-of-document",
        {"document": f"id/{RUS}", "kind": "pg:Dimension"},
        "objective",
        {
            (f"objective/vastmanland/dimension-{key}",)
            for key in ("ekonomisk", "social", "ekologisk", "digital")
        },
    ),
    Row(
        "the page rests the task on the ordinance of 2017",
        "laws-obliging",
        {"law": "id/document/se/forordning-2017-583"},
        "obligation obliged source",
        {("obligation/se/ta-fram-rus", CLASS + "svenska-regioner", S2)},
        whole=False,
    ),
    Row(
        "the quoted duty has no law here",
        "obligations",
        {"organisation": "id/organisation/se/region-vastmanland"},
        "obligation requires law",
        {("obligation/vastmanland/utarbeta-strategi", "role/duty/utarbeta-strategi", None)},
        whole=False,
    ),
    Row(
        "from vision to activities: two steps are empty here",
        "red-thread",
        {"document": f"id/{RUS}"},
        "number kind held",
        {
            ("1", "pg:Vision", "objective/vastmanland/vision"),
            ("2", "pg:ActionPlan", "document/vastmanland/handlingsplaner"),
            ("3", "pg:Measure", None),
            ("4", "pg:Project", None),
        },
    ),
    Row(
        "what recurs, and to whom it is reported",
        "obligations",
        {"organisation": "id/organisation/se/region-vastmanland"},
        "requires recurrence reportsTo source",
        {
            ("role/duty/folja-upp", "pg:Yearly", None, S2),
            ("role/duty/utvardera", None, None, S2),
            ("role/duty/redovisa", "pg:Yearly", "organisation/se/regeringen", S2),
            ("role/duty/redovisa", "pg:Yearly", CLASS + "kommuner", S2),
            ("role/duty/redovisa", "pg:Yearly", CLASS + "andra-intressenter", S2),
            ("role/duty/revidera", "pg:EachMandatePeriod", None, S2),
        },
        whole=False,
    ),
    Row(
        "the follow-up system has four parts",
        "follow-up-system",
        {"document": f"id/{RUS}"},
        "part type",
        {
            ("document/vastmanland/aktivitetsplan", "pg:ActivityPlan"),
            ("document/vastmanland/larandeplan", "pg:LearningPlan"),
            ("document/vastmanland/webbaserat-uppfoljningssystem", "pg:FollowUpSystem"),
            ("document/vastmanland/kommunikationsplan", "pg:CommunicationPlan"),
        },
    ),
    Row(
        "what stands above and below",
        "documents-in-hierarchy",
        {"document": f"id/{RUS}"},
        "direction related level",
        {
            ("above", AGENDA, "pg:GlobalLevel"),
            ("above", "document/se/forordning-2017-583", "pg:NationalLevel"),
            ("below", "document/vastmanland/handlingsplaner", "pg:RegionalLevel"),
        },
    ),
    Row(
        "part of European and national documents, of which none is named",
        "claims-of",
        {"subject": f"id/{RUS}"},
        "property value inferred source",
        {("eli:is_part_of", "scheme/vastmanland/europeiska-och-nationella-dokument", "false", S2)},
        whole=False,
    ),
    Row(
        "seventeen goals are counted, and all are held",
        "members-known-of-claimed-count",
        {"collection": "id/scheme/vastmanland/globala-mal"},
        "claimed known missing",
        {("17", "17", "0")},
    ),
    Row(
        "neighbours in Östra Mellansverige: their strategies are not held",
        "neighbouring-strategies",
        {"territory": "nuts:SE12"},
        "region document",
        {("nuts:SE125", RUS)} | {(f"nuts:SE12{n}", None) for n in (1, 2, 3, 4)},
    ),
    Row(
        "Östra Mellansverige is named; that it is SE12 is ours",
        "documents-mentioning",
        {"thing": "nuts:SE12"},
        "document inferred",
        {(RUS, "true")},
    ),
    Row(
        "arenas of cooperation at five levels",
        "coordinated-with",
        {"document": f"id/{RUS}"},
        "body",
        {(f"{CLASS}arenor-{key}",) for key in ("lokalt", "regionalt", "storregionalt", "nationellt", "eu")},
    ),
    Row(
        "who took part in the dialogue",
        "participants",
        {"document": f"id/{RUS}"},
        "party role",
        {
            (CLASS + key, "role/participation/consulted")
            for key in (
                "kommuner",
                "lansstyrelsen",
                "naringsliv",
                "kulturliv",
                "utbildningsanordnare",
                "civilsamhalle",
            )
        },
        whole=False,
    ),
    Row(
        "the page is undated; its checksum is known",
        "editions",
        {"document": f"id/{S2}"},
        "version issued checksum",
        {(None, None, "255c50b23c4dd3ad3a974d5517f91501d5e06b655d760592a84fbb036b6dc175")},
    ),
    Row(
        "adopted on 16 June 2020, as other pages say",
        "decision-dates",
        {"process": "id/process/vastmanland/rus-2030"},
        "planned from inferred source",
        {("false", "2020-06-16", "false", "document/vastmanland/web-om-strategin")},
    ),
]


@pytest.mark.parametrize("row", VASTMANLAND, ids=lambda row: row.says)
def test_row_is_answered(row: Row) -> None:
    check(row)


def test_vastmanland_claims_the_agenda_as_a_whole() -> None:
    found = answer("claimed-or-inferred-goals", {"document": f"id/{RUS}"}, "source target claimed quote")
    claimed = {(source, target, quote) for source, target, by_itself, quote in found if by_itself == "true"}
    assert claimed == {(RUS, AGENDA, "RUS vilar på hållbarhetsmålen i Agenda 2030")}


def test_each_dimension_is_told_with_the_projects_that_touch_it() -> None:
    found = answer("dimensions-touched", {"document": f"id/{RUS}"}, "dimension project")
    assert found == {
        ("objective/vastmanland/dimension-digital", "project/tillvaxtverket-2014/20200639"),
        ("objective/vastmanland/dimension-ekologisk", "project/tillvaxtverket-2014/20200170"),
        ("objective/vastmanland/dimension-ekologisk", "project/tillvaxtverket-2014/20200342"),
        ("objective/vastmanland/dimension-ekonomisk", None),
        ("objective/vastmanland/dimension-social", None),
    }
