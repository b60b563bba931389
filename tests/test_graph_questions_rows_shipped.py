"""Questions on projects, goals and coverage, with the rows that what ships must give.

The rows were worked out from the files of data/ alone, by following the statements and the trees, before
they were written down here.
"""

from __future__ import annotations

import pytest

from data import shipped_files
from graph.alignment.chains import Chains
from graph.loading import load_shipped
from graph.repository import Repository
from graph.store import open_store
from graph_facts import BASE
from question_cases import Case, read_cases, rows_of
from small_graph import full, short

EXPECTED = """
projects-serving-goal goal=objective/vastmanland/target-area-2 -> project
    project/tillvaxtverket-2014/20200652
    project/tillvaxtverket-2014/20200663
projects-serving-goal goal=objective/vastmanland/target-area-1 -> project
    project/tillvaxtverket-2014/20200662
projects-serving-goal goal=sdg:9.c -> project
    project/tillvaxtverket-2014/20200248
    project/tillvaxtverket-2014/20200560
    project/tillvaxtverket-2014/20200652
    project/tillvaxtverket-2014/20200663
    project/tillvaxtverket-2014/20200897
    project/tillvaxtverket-2014/20200942
    project/tillvaxtverket-2014/20200971
projects-serving-goal goal=sdg:9.c territory=nuts:SE125 -> project
    project/tillvaxtverket-2014/20200652
    project/tillvaxtverket-2014/20200663
projects-serving-goal goal=sdg:9 territory=nuts:SE331 -> project
    project/tillvaxtverket-2014/20200181
    project/tillvaxtverket-2014/20200248
    project/tillvaxtverket-2014/20200257
    project/tillvaxtverket-2014/20200322
    project/tillvaxtverket-2014/20200560
    project/tillvaxtverket-2014/20200592
    project/tillvaxtverket-2014/20200897
    project/tillvaxtverket-2014/20200923
    project/tillvaxtverket-2014/20200927
    project/tillvaxtverket-2014/20200942
projects-serving-goal goal=sdg:6 -> project
    project/erhvervsstyrelsen-2014/europas-gronne-region-innovative-losning-876a541e
    project/erhvervsstyrelsen-2014/laundry-water-recycling-d963d11c
projects-serving-goal goal=sdg:14 -> project
projects-serving-objective-with-money objective=objective/vastmanland/target-area-2 -> project granted
    project/tillvaxtverket-2014/20200652 | 909999
    project/tillvaxtverket-2014/20200663 | 250001
coverage-of-strategy document=document/vastmanland/rus-2030 -> objective currency projects granted
    objective/vastmanland/dimension-digital | SEK | 1 | 21902413
    objective/vastmanland/dimension-ekologisk | SEK | 2 | 7188895
    objective/vastmanland/dimension-ekonomisk | - | 0 | -
    objective/vastmanland/dimension-social | - | 0 | -
    objective/vastmanland/target-area-1 | SEK | 1 | 6326369
    objective/vastmanland/target-area-2 | SEK | 2 | 1160000
    objective/vastmanland/target-area-3 | SEK | 6 | 59142292
    objective/vastmanland/vision | SEK | 8 | 60302292
objectives-without-project document=document/vastmanland/rus-2030 -> objective
    objective/vastmanland/dimension-ekonomisk
    objective/vastmanland/dimension-social
objectives-without-project document=document/vasterbotten/rus-2020 -> objective
    objective/vasterbotten/direction-1
    objective/vasterbotten/direction-2
    objective/vasterbotten/direction-3
    objective/vasterbotten/overall-1
    objective/vasterbotten/overall-2
objectives-with-one-project document=document/vastmanland/rus-2030 -> objective project
    objective/vastmanland/dimension-digital | project/tillvaxtverket-2014/20200639
    objective/vastmanland/target-area-1 | project/tillvaxtverket-2014/20200662
prioritised-without-project -> objective
goals-without-project-in-region territory=nuts:SE331 -> goal
    sdg:14
    sdg:17
    sdg:2
    sdg:3
    sdg:4
    sdg:6
goals-without-project-in-region territory=nuts:DK05 -> goal
    sdg:11
    sdg:12
    sdg:13
    sdg:14
    sdg:15
    sdg:16
    sdg:17
    sdg:2
    sdg:3
    sdg:5
    sdg:6
    sdg:7
    sdg:9
region-goal-matrix -> region goal projects accepted
    nuts:DK01 | sdg:3 | 1 | 0
    nuts:DK01 | sdg:6 | 2 | 0
    nuts:DK01 | sdg:7 | 2 | 0
    nuts:DK01 | sdg:8 | 2 | 0
    nuts:DK01 | sdg:9 | 3 | 0
    nuts:DK01 | sdg:12 | 2 | 0
    nuts:DK01 | sdg:13 | 3 | 0
    nuts:DK02 | sdg:7 | 1 | 0
    nuts:DK02 | sdg:8 | 1 | 0
    nuts:DK02 | sdg:9 | 2 | 0
    nuts:DK02 | sdg:12 | 1 | 0
    nuts:DK02 | sdg:13 | 1 | 0
    nuts:DK02 | sdg:17 | 1 | 0
    nuts:DK03 | sdg:7 | 1 | 0
    nuts:DK03 | sdg:9 | 1 | 0
    nuts:DK03 | sdg:12 | 1 | 0
    nuts:DK03 | sdg:13 | 1 | 0
    nuts:DK04 | sdg:4 | 1 | 0
    nuts:DK04 | sdg:7 | 1 | 0
    nuts:DK04 | sdg:8 | 1 | 0
    nuts:DK04 | sdg:9 | 1 | 0
    nuts:DK04 | sdg:12 | 1 | 0
    nuts:DK04 | sdg:13 | 1 | 0
    nuts:DK05 | sdg:1 | 1 | 0
    nuts:DK05 | sdg:4 | 2 | 0
    nuts:DK05 | sdg:8 | 1 | 0
    nuts:DK05 | sdg:10 | 1 | 0
    nuts:SE121 | sdg:7 | 4 | 0
    nuts:SE121 | sdg:8 | 2 | 0
    nuts:SE121 | sdg:9 | 6 | 0
    nuts:SE121 | sdg:11 | 2 | 0
    nuts:SE121 | sdg:13 | 4 | 0
    nuts:SE122 | sdg:7 | 4 | 0
    nuts:SE122 | sdg:8 | 3 | 0
    nuts:SE122 | sdg:9 | 7 | 0
    nuts:SE122 | sdg:11 | 2 | 0
    nuts:SE122 | sdg:13 | 4 | 0
    nuts:SE123 | sdg:7 | 4 | 0
    nuts:SE123 | sdg:8 | 2 | 0
    nuts:SE123 | sdg:9 | 6 | 0
    nuts:SE123 | sdg:11 | 2 | 0
    nuts:SE123 | sdg:13 | 4 | 0
    nuts:SE124 | sdg:3 | 1 | 0
    nuts:SE124 | sdg:7 | 4 | 0
    nuts:SE124 | sdg:8 | 5 | 0
    nuts:SE124 | sdg:9 | 9 | 0
    nuts:SE124 | sdg:10 | 1 | 0
    nuts:SE124 | sdg:11 | 3 | 0
    nuts:SE124 | sdg:13 | 4 | 0
    nuts:SE125 | sdg:3 | 1 | 0
    nuts:SE125 | sdg:7 | 4 | 0
    nuts:SE125 | sdg:8 | 6 | 0
    nuts:SE125 | sdg:9 | 10 | 0
    nuts:SE125 | sdg:10 | 1 | 0
    nuts:SE125 | sdg:11 | 3 | 0
    nuts:SE125 | sdg:13 | 4 | 0
    nuts:SE311 | sdg:5 | 1 | 0
    nuts:SE311 | sdg:7 | 3 | 0
    nuts:SE311 | sdg:8 | 7 | 0
    nuts:SE311 | sdg:9 | 11 | 0
    nuts:SE311 | sdg:10 | 2 | 0
    nuts:SE311 | sdg:11 | 2 | 0
    nuts:SE311 | sdg:13 | 3 | 0
    nuts:SE312 | sdg:8 | 1 | 0
    nuts:SE312 | sdg:9 | 1 | 0
    nuts:SE313 | sdg:8 | 1 | 0
    nuts:SE313 | sdg:9 | 1 | 0
    nuts:SE321 | sdg:9 | 1 | 0
    nuts:SE321 | sdg:11 | 1 | 0
    nuts:SE331 | sdg:1 | 1 | 0
    nuts:SE331 | sdg:5 | 2 | 0
    nuts:SE331 | sdg:7 | 2 | 0
    nuts:SE331 | sdg:8 | 4 | 0
    nuts:SE331 | sdg:9 | 10 | 0
    nuts:SE331 | sdg:10 | 3 | 0
    nuts:SE331 | sdg:11 | 4 | 0
    nuts:SE331 | sdg:12 | 2 | 0
    nuts:SE331 | sdg:13 | 2 | 0
    nuts:SE331 | sdg:15 | 1 | 0
    nuts:SE331 | sdg:16 | 1 | 0
    nuts:SE332 | sdg:1 | 1 | 0
    nuts:SE332 | sdg:5 | 2 | 0
    nuts:SE332 | sdg:7 | 2 | 0
    nuts:SE332 | sdg:8 | 2 | 0
    nuts:SE332 | sdg:9 | 5 | 0
    nuts:SE332 | sdg:10 | 3 | 0
    nuts:SE332 | sdg:11 | 1 | 0
    nuts:SE332 | sdg:12 | 2 | 0
    nuts:SE332 | sdg:13 | 2 | 0
    nuts:SE332 | sdg:15 | 1 | 0
    nuts:SE332 | sdg:16 | 1 | 0
region-goal-money territory=nuts:SE125 -> region goal currency projects granted
    nuts:SE125 | sdg:3 | SEK | 1 | 6326369
    nuts:SE125 | sdg:7 | SEK | 4 | 8348895
    nuts:SE125 | sdg:8 | SEK | 6 | 59142292
    nuts:SE125 | sdg:9 | SEK | 10 | 67491187
    nuts:SE125 | sdg:10 | SEK | 1 | 6326369
    nuts:SE125 | sdg:11 | SEK | 3 | 7486369
    nuts:SE125 | sdg:13 | SEK | 4 | 8348895
goal-counts -> goal projects
    sdg:1 | 2
    sdg:2 | 0
    sdg:3 | 2
    sdg:4 | 3
    sdg:5 | 3
    sdg:6 | 2
    sdg:7 | 14
    sdg:8 | 21
    sdg:9 | 37
    sdg:10 | 7
    sdg:11 | 9
    sdg:12 | 7
    sdg:13 | 15
    sdg:14 | 0
    sdg:15 | 1
    sdg:16 | 1
    sdg:17 | 1
project-statements project=project/tillvaxtverket-2014/20200663 -> predicate target author status
    pg:contributesTo | objective/eu-2014/to4 | organisation/se/tillvaxtverket | pg:ProposedStatus
    pg:contributesTo | objective/vastmanland/target-area-2 | agent/policygraph/editors | pg:ProposedStatus
    pg:contributesTo | sdg:7.2 | agent/policygraph/editors | pg:ProposedStatus
evidence-for-chain-hop source=objective/vastmanland/target-area-3 target=sdg:9.5 -> author confidence quote
    agent/policygraph/editors | 0.6 | Ett nyskapande Västmanland genom hållbar tillväxt
organisations-serving-goal goal=sdg:17 -> organisation projects
    organisation/erhvervsstyrelsen-2014/danmarks-tekniske-universitet | 1
    organisation/erhvervsstyrelsen-2014/den-erhvervsdrivende-fond-vaeksthus-sjaelland | 1
alignments-by-author author=organisation/se/region-vastmanland -> source predicate target
    document/vastmanland/rus-2030 | pg:contributesTo | document/agenda2030/agenda
objective-tree document=document/vastmanland/rus-2030 -> objective code kind broader
    objective/vastmanland/dimension-digital | - | pg:Dimension | -
    objective/vastmanland/dimension-ekologisk | - | pg:Dimension | -
    objective/vastmanland/dimension-ekonomisk | - | pg:Dimension | -
    objective/vastmanland/dimension-social | - | pg:Dimension | -
    objective/vastmanland/target-area-1 | 1 | pg:TargetArea | objective/vastmanland/vision
    objective/vastmanland/target-area-2 | 2 | pg:TargetArea | objective/vastmanland/vision
    objective/vastmanland/target-area-3 | 3 | pg:TargetArea | objective/vastmanland/vision
    objective/vastmanland/vision | - | pg:Vision | -
projects-of-programme programme=programme/eu/se-erdf-2014-2020-ovre-norrland -> project granted currency
    project/tillvaxtverket-2014/20200181 | 200000 | SEK
    project/tillvaxtverket-2014/20200248 | 36984059 | SEK
    project/tillvaxtverket-2014/20200257 | 3766698 | SEK
    project/tillvaxtverket-2014/20200322 | 1788190 | SEK
    project/tillvaxtverket-2014/20200560 | 6000000 | SEK
    project/tillvaxtverket-2014/20200592 | 850000 | SEK
    project/tillvaxtverket-2014/20200897 | 6300000 | SEK
    project/tillvaxtverket-2014/20200923 | 10090000 | SEK
    project/tillvaxtverket-2014/20200927 | 12000000 | SEK
    project/tillvaxtverket-2014/20200942 | 5725169 | SEK
money-by-programme -> programme currency projects granted
    programme/eu/dk-erdf-2014-2020 | DKK | 7 | 64283479
    programme/eu/dk-esf-2014-2020 | DKK | 3 | 36677739
    programme/eu/se-erdf-2014-2020-norra-mellansverige | SEK | 11 | 66485613
    programme/eu/se-erdf-2014-2020-ostra-mellansverige | SEK | 9 | 58841187
    programme/eu/se-erdf-2014-2020-ovre-norrland | SEK | 10 | 83704116
projects-of-organisation organisation=organisation/tillvaxtverket-2014/vasteras-kommun -> project role
    project/tillvaxtverket-2014/20201043 | beneficiary
projects-in-territory territory=nuts:SE125 -> project
    project/tillvaxtverket-2014/20200170
    project/tillvaxtverket-2014/20200305
    project/tillvaxtverket-2014/20200336
    project/tillvaxtverket-2014/20200342
    project/tillvaxtverket-2014/20200634
    project/tillvaxtverket-2014/20200639
    project/tillvaxtverket-2014/20200652
    project/tillvaxtverket-2014/20200662
    project/tillvaxtverket-2014/20200663
    project/tillvaxtverket-2014/20201043
programmes-of-territory territory=nuts:SE331 -> programme code area
    programme/eu/interreg-2021-2027-aurora | - | nuts:SE331
    programme/eu/interreg-2021-2027-baltic-sea-region | - | nuts:SE
    programme/eu/interreg-2021-2027-europe | - | nuts:SE
    programme/eu/interreg-2021-2027-northern-periphery-and-arctic | - | nuts:SE331
    programme/eu/interreg-2021-2027-urbact-iv | - | nuts:SE
    programme/eu/se-erdf-2014-2020-nationellt | 2014SE16RFOP009 | nuts:SE
    programme/eu/se-erdf-2014-2020-ovre-norrland | 2014SE16RFOP007 | nuts:SE331
    programme/eu/se-erdf-2021-2027-nationellt | - | nuts:SE
    programme/eu/se-erdf-2021-2027-ovre-norrland | - | nuts:SE331
    programme/eu/se-jtf-2021-2027 | - | nuts:SE
documents-resting-on law=document/se/forordning-2017-583 -> document source
    document/vasterbotten/rus-2020 | document/vasterbotten/s3
    document/vastmanland/rus-2030 | document/vastmanland/s2
documents-resting-on law=document/se/lag-2010-630 -> document source
    document/vasterbotten/rus-2020 | document/vasterbotten/s3
"""

# Every chain of a project to a goal of the Agenda, as the objectives that it passes.
CHAINS = {
    "20200942": {
        "sdg:9.c > sdg:9",
        "objective/eu-2014/to2 > sdg:9.1 > sdg:9",
        "objective/eu-2014/to2 > sdg:9.c > sdg:9",
        "objective/vasterbotten/choice-6 > sdg:11.2 > sdg:11",
        "objective/vasterbotten/choice-6 > sdg:9.1 > sdg:9",
        "objective/vasterbotten/choice-6 > sdg:9.c > sdg:9",
        "objective/vasterbotten/image-4 > sdg:11.2 > sdg:11",
        "objective/vasterbotten/image-4 > sdg:9.1 > sdg:9",
        "objective/vasterbotten/image-4 > sdg:9.c > sdg:9",
        "objective/vasterbotten/choice-6 > document/vasterbotten/rus-2014-2020 > document/eu/europa-2020",
    },
    "20200663": {
        "sdg:7.2 > sdg:7",
        "objective/eu-2014/to4 > sdg:7.2 > sdg:7",
        "objective/eu-2014/to4 > sdg:7.3 > sdg:7",
        "objective/eu-2014/to4 > sdg:9.4 > sdg:9",
        "objective/eu-2014/to4 > sdg:13.2 > sdg:13",
        "AREA > sdg:9.1 > sdg:9",
        "AREA > sdg:9.c > sdg:9",
        "AREA > sdg:11.2 > sdg:11",
        "AREA > NATIONAL > sdg:9.1 > sdg:9",
        "AREA > NATIONAL > sdg:9.c > sdg:9",
        "AREA > NATIONAL > sdg:11.2 > sdg:11",
        "AREA > NATIONAL > document/se/strategi-2021-2030 > document/agenda2030/agenda",
        "AREA > document/vastmanland/rus-2030 > document/agenda2030/agenda",
        "AREA > objective/vastmanland/vision > document/vastmanland/rus-2030 > document/agenda2030/agenda",
    },
}
SHORT = {
    "objective/vastmanland/target-area-2": "AREA",
    "objective/se/strategi-2021-2030-4": "NATIONAL",
}


@pytest.fixture(scope="module")
def repository() -> Repository:
    store = open_store("memory:", base=BASE)
    load_shipped(store, shipped_files(examples=False))
    return Repository(store)


@pytest.mark.parametrize(
    "case", read_cases(EXPECTED), ids=lambda case: f"{case.name} {' '.join(case.values.values())}"
)
def test_a_question_gives_the_rows_expected(repository: Repository, case: Case) -> None:
    assert rows_of(repository, case.name, case.values, case.columns) == case.rows


STARTS = """
PREFIX pg: <https://w3id.org/policygraph#> PREFIX skos: <http://www.w3.org/2004/02/skos/core#>
PREFIX dct: <http://purl.org/dc/terms/> PREFIX eli: <http://data.europa.eu/eli/ontology#>
SELECT DISTINCT ?thing WHERE {
  { ?thing a pg:Project } UNION { ?thing eli:work_type pg:RegionalDevelopmentStrategy }
  UNION {
    ?scheme dct:source ?rus . ?rus eli:work_type pg:RegionalDevelopmentStrategy .
    ?thing skos:inScheme ?scheme ; a pg:Objective
  }
}
"""


@pytest.mark.parametrize("project", CHAINS)
def test_all_chains_of_a_project_are_found_and_no_other(repository: Repository, project: str) -> None:
    chains = Chains(repository).up(full(f"project/tillvaxtverket-2014/{project}"))
    steps = [[short(hop.target.iri) for hop in chain.hops] for chain in chains]
    found = [" > ".join(SHORT.get(step, step) for step in each) for each in steps]
    assert len(found) == len(set(found))
    assert set(found) == CHAINS[project]


def steps_of(repository: Repository, start: str, goal: str) -> set[tuple[str, str]] | None:
    """Returns the steps of all chains that serve, None where there are more chains than were looked for."""
    trace = Chains(repository).trace(start, goal or None)
    hops = [hop for chain in trace.chains if chain.serves for hop in chain.hops]
    return None if trace.more else {(hop.source.iri, hop.target.iri) for hop in hops}


@pytest.mark.parametrize("goal", ["", "sdg:9", "sdg:13.2", "document/agenda2030/agenda"])
def test_steps_are_those_of_all_chains(repository: Repository, goal: str) -> None:
    """From every project, and from the objectives and documents of three strategies."""
    starts = [
        short(row["thing"].value)  # type: ignore[union-attr]
        for row in repository.store.select(STARTS)
    ]
    compared = 0
    for start in starts:
        end = full(goal) if goal else ""
        chains = None if full(start) == end else steps_of(repository, full(start), end)
        if chains is not None:
            answer = repository.run("steps-between", {"start": full(start), "goal": end})
            told = {(str(row[0].value), str(row[2].value)) for row in answer.rows}  # type: ignore[union-attr]
            assert told == chains, start
            compared += bool(chains)
    assert compared > (10 if goal != "sdg:13.2" else 0)
