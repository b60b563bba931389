"""Each question on projects, goals and coverage, with the rows that the small graph must give."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from graph.questions import load_questions
from graph.repository import Repository
from graph_facts import PEOPLE, node
from question_cases import Case, grown, read_cases, rows_of, shown
from small_graph import full, small_store

# A question, its values, the columns looked at; below it the rows that are expected, in any order.
EXPECTED = """
projects-serving-goal goal=sdg:9 -> project
    project/x/p1
    project/x/p2
projects-serving-goal goal=sdg:9.5 -> project
    project/x/p1
    project/x/p2
projects-serving-goal goal=sdg:6 -> project
projects-serving-goal goal=sdg:9 territory=nuts:SE125 -> project
    project/x/p2
projects-serving-goal goal=sdg:9 organisation=organisation/x/region -> project
    project/x/p1
projects-serving-goal goal=document/un/agenda programme=programme/eu/north -> project
    project/x/p1
    project/x/p2
projects-serving-goal goal=document/un/agenda territory=nuts:SE125 -> project
    project/x/p2
    project/x/p3
ways-to-goal goal=sdg:9 -> project through target saidBy
    project/x/p1 | objective/x/a1 | sdg:9.5 | agent/x/editors
    project/x/p2 | objective/x/a1 | sdg:9.5 | agent/x/editors
ways-to-goal goal=sdg:9 territory=nuts:SE125 -> project through target saidBy
    project/x/p2 | objective/x/a1 | sdg:9.5 | agent/x/editors
ways-to-goal-counted goal=sdg:9 -> through target projects saidBy
    objective/x/a1 | sdg:9.5 | 2 | agent/x/editors
projects-serving-objective-with-money objective=sdg:9 -> project granted currency
    project/x/p1 | 100.5 | SEK
    project/x/p2 | 20 | SEK
    project/x/p2 | 7 | EUR
projects-serving-objective-with-money objective=document/un/agenda territory=nuts:SE125 -> project granted
    project/x/p2 | 20
    project/x/p2 | 7
    project/x/p3 | -
project-statements project=project/x/p1 -> alignment predicate target status
    alignment/x/p1-6 | pg:hinders | sdg:6 | pg:ProposedStatus
    alignment/x/p1-a1 | pg:contributesTo | objective/x/a1 | pg:AcceptedStatus
project-statements project=project/x/p3 -> alignment status
    alignment/x/p3-6 | pg:WithdrawnStatus
    alignment/x/p3-9.5 | pg:ProposedStatus
    alignment/x/p3-agenda | pg:ProposedStatus
evidence-for-chain-hop source=project/x/p1 target=objective/x/a1 -> said reasoning document quote status
    2016-10-14 | Rent vatten i A1. | document/x/list | rent vatten | pg:AcceptedStatus
evidence-for-chain-hop source=project/x/p2 target=objective/x/b -> alignment said document status
    alignment/x/p2-b | - | - | pg:ContestedStatus
coverage-of-strategy document=document/x/rus -> objective currency projects granted
    objective/x/a | EUR | 1 | 7
    objective/x/a | SEK | 2 | 120.5
    objective/x/a1 | EUR | 1 | 7
    objective/x/a1 | SEK | 2 | 120.5
    objective/x/b | - | 0 | -
objectives-without-project -> objective
    objective/x/b
    sdg:6
    sdg:9.10
objectives-without-project document=document/x/rus -> objective
    objective/x/b
prioritised-without-project -> objective
    objective/x/b
prioritised-without-project document=document/un/agenda -> objective
objectives-without-indicator -> objective
    objective/x/a
    objective/x/a1
    sdg:6
    sdg:9.10
objectives-without-indicator document=document/x/rus -> objective
    objective/x/a
    objective/x/a1
region-goal-matrix -> region goal projects accepted
    nuts:SE125 | sdg:9 | 1 | 0
    nuts:SE331 | sdg:9 | 2 | 1
region-goal-money -> region goal currency projects granted
    nuts:SE125 | sdg:9 | EUR | 1 | 7
    nuts:SE125 | sdg:9 | SEK | 1 | 20
    nuts:SE331 | sdg:9 | EUR | 1 | 7
    nuts:SE331 | sdg:9 | SEK | 2 | 120.5
region-goal-money territory=nuts:SE125 -> region goal currency projects granted
    nuts:SE125 | sdg:9 | EUR | 1 | 7
    nuts:SE125 | sdg:9 | SEK | 1 | 20
goal-counts -> goal projects objectives
    sdg:6 | 0 | 0
    sdg:9 | 2 | 2
goals-without-project-in-region territory=nuts:SE331 -> goal
    sdg:6
goals-without-project-in-region territory=area/se-kommun/2480 -> goal
    sdg:6
projects-of-programme programme=programme/eu/north -> project granted currency
    project/x/p1 | 100.5 | SEK
    project/x/p2 | 20 | SEK
projects-of-organisation organisation=organisation/x/region -> project role
    project/x/p1 | partner
organisations-serving-goal goal=sdg:9 -> organisation projects
    organisation/x/region | 1
    organisation/x/umea | 2
organisations-serving-goal goal=sdg:9 territory=nuts:SE125 -> organisation projects
    organisation/x/umea | 1
projects-in-territory territory=area/se-kommun/2480 -> project
    project/x/p1
projects-in-territory territory=nuts:SE -> project
    project/x/p1
    project/x/p2
    project/x/p3
similar-projects project=project/x/p1 -> other shared
    project/x/p2 | 1
similar-projects project=project/x/p4 -> other shared
alignments-by-author author=agent/x/critic -> alignment source predicate target confidence
    alignment/x/p1-6 | project/x/p1 | pg:hinders | sdg:6 | 0.7
unreviewed-alignments author=agent/x/editors -> alignment
    alignment/x/a-9.5
    alignment/x/a1-9
    alignment/x/p2-a1
    alignment/x/p3-agenda
consensus-alignments -> alignment status reviewers score
    alignment/x/p1-a1 | pg:AcceptedStatus | 1 | 0.5
history-of-alignment alignment=alignment/x/p1-a1 -> event kind author agreement
    alignment/x/p1-a1 | pg:Alignment | agent/x/editors | -
    review/x/1 | pg:Review | agent/x/critic | 1
history-of-alignment alignment=alignment/x/p3-6 -> event kind on
    alignment/x/p3-6 | pg:Alignment | -
    withdrawal/x/1 | pg:Withdrawal | alignment/x/p3-6
contested-alignments -> alignment supporter opponent
    alignment/x/p2-b | agent/x/editors | agent/x/critic
goals-of-strategy document=document/x/rus -> goal part target claimed
    document/un/agenda | document/x/rus | document/un/agenda | true
    document/un/agenda | objective/x/a | sdg:9.5 | false
    document/un/agenda | objective/x/a1 | sdg:9 | false
    sdg:9 | objective/x/a | sdg:9.5 | false
    sdg:9 | objective/x/a1 | sdg:9 | false
objective-tree document=document/x/rus -> objective code kind broader prioritised
    objective/x/a | A | pg:TargetArea | - | -
    objective/x/a1 | A1 | pg:SubGoal | objective/x/a | true
    objective/x/b | B | pg:TargetArea | - | true
stated-of thing=project/x/p4 -> property value graph
    rdf:type | pg:Project | graph/list/x
    skos:prefLabel | Utan mål | graph/list/x
project-facts project=project/x/p4 -> property value graph
    rdf:type | pg:Project | graph/list/x
    skos:prefLabel | Utan mål | graph/list/x
money-by-programme -> programme currency projects granted
    programme/eu/north | SEK | 2 | 120.5
programmes-of-territory territory=area/se-kommun/2480 -> programme code area
    programme/eu/north | 2014SE16RFOP007 | nuts:SE331
programmes-of-territory territory=nuts:SE -> programme area
    programme/eu/north | nuts:SE331
programmes-of-territory territory=nuts:SE125 -> programme
goal-money -> goal currency projects granted
    sdg:9 | EUR | 1 | 7
    sdg:9 | SEK | 2 | 120.5
target-money -> target currency projects granted
    sdg:9.5 | EUR | 1 | 7
    sdg:9.5 | SEK | 2 | 120.5
target-counts -> target projects
    sdg:9.5 | 2
    sdg:9.10 | 0
objective-counts document=document/x/rus -> objective projects
    objective/x/a | 2
    objective/x/a1 | 2
    objective/x/b | 0
programme-goal-matrix -> programme goal projects
    programme/eu/north | sdg:9 | 2
programme-goal-money -> programme goal currency projects granted
    programme/eu/north | sdg:9 | SEK | 2 | 120.5
objective-goal-matrix document=document/x/rus -> objective goal projects
    objective/x/a | sdg:9 | 2
    objective/x/a1 | sdg:9 | 2
objectives-without-money -> objective
    objective/x/b
    sdg:6
    sdg:9.10
objectives-without-money document=document/x/rus -> objective
    objective/x/b
shared-projects first=document/x/rus second=document/un/agenda -> project
    project/x/p2
    project/x/p1
goals-of-documents document=document/x/rus -> goal part
    sdg:9 | objective/x/a
    sdg:9 | objective/x/a1
    sdg:9.5 | objective/x/a
    sdg:9.5 | objective/x/a1
shared-goals first=document/x/rus second=document/un/agenda -> goal
    sdg:9
objectives-with-one-project document=document/un/agenda -> objective project
organisations-by-objective document=document/x/rus -> objective organisation projects
    objective/x/a | organisation/x/umea | 2
    objective/x/a | organisation/x/region | 1
    objective/x/a1 | organisation/x/umea | 2
    objective/x/a1 | organisation/x/region | 1
projects-near-objective objective=objective/x/a1 territory=nuts:SE331 -> project shared
projects-near-objective objective=objective/x/b territory=nuts:SE331 -> project shared
named-by-strategies territory=nuts:SE331 -> target document part accepted
    sdg:9 | document/x/rus | objective/x/a | false
    sdg:9 | document/x/rus | objective/x/a1 | false
    sdg:9.5 | document/x/rus | objective/x/a | false
named-by-strategies territory=nuts:SE125 -> target document part
funded-in-territory territory=nuts:SE125 -> target currency projects granted
    sdg:9 | EUR | 1 | 7
    sdg:9 | SEK | 1 | 20
    sdg:9.5 | EUR | 1 | 7
    sdg:9.5 | SEK | 1 | 20
moved-in-territory territory=nuts:SE331 -> target indicator
newest-commits -> sequence
region-counts -> region projects
    nuts:SE125 | 1
    nuts:SE331 | 2
region-counts goal=document/un/agenda -> region projects
    nuts:SE125 | 2
    nuts:SE331 | 2
region-money goal=sdg:9 -> region currency projects granted
    nuts:SE125 | EUR | 1 | 7
    nuts:SE125 | SEK | 1 | 20
    nuts:SE331 | EUR | 1 | 7
    nuts:SE331 | SEK | 2 | 120.5
region-parts goal=sdg:9 -> region currency projects granted
    nuts:SE125 | EUR | 1 | 3.5
    nuts:SE125 | SEK | 1 | 10
    nuts:SE331 | EUR | 1 | 3.5
    nuts:SE331 | SEK | 2 | 110.5
region-goal-parts -> region goal currency projects granted
    nuts:SE125 | sdg:9 | EUR | 1 | 3.5
    nuts:SE125 | sdg:9 | SEK | 1 | 10
    nuts:SE331 | sdg:9 | EUR | 1 | 3.5
    nuts:SE331 | sdg:9 | SEK | 2 | 110.5
programme-goal-matrix territory=nuts:SE125 -> programme goal projects
    programme/eu/north | sdg:9 | 1
programme-goal-money territory=nuts:SE125 programme=programme/eu/north -> goal currency projects granted
    sdg:9 | SEK | 1 | 20
flow-of-strategy document=document/x/rus -> from to projects
    objective/x/a | sdg:9 | 2
    programme/eu/north | objective/x/a | 2
flow-of-strategy document=document/x/rus territory=nuts:SE125 -> from to projects
    objective/x/a | sdg:9 | 1
    programme/eu/north | objective/x/a | 1
flow-of-strategy-money document=document/x/rus -> from to currency projects granted
    objective/x/a | sdg:9 | EUR | 1 | 7
    objective/x/a | sdg:9 | SEK | 2 | 120.5
    programme/eu/north | objective/x/a | SEK | 2 | 120.5
flow-of-strategy-money document=document/x/rus programme=programme/eu/north -> from to projects granted
    objective/x/a | sdg:9 | 2 | 120.5
    programme/eu/north | objective/x/a | 2 | 120.5
steps-between start=project/x/p1 -> source step target
    document/x/rus | pg:contributesTo | document/un/agenda
    objective/x/a | dct:source | document/x/rus
    objective/x/a | pg:contributesTo | sdg:9.5
    objective/x/a1 | dct:source | document/x/rus
    objective/x/a1 | pg:contributesTo | sdg:9
    objective/x/a1 | skos:broader | objective/x/a
    project/x/p1 | pg:contributesTo | objective/x/a1
    sdg:9.5 | skos:broader | sdg:9
steps-between start=project/x/p1 goal=sdg:9.5 -> source step target
    objective/x/a | pg:contributesTo | sdg:9.5
    objective/x/a1 | skos:broader | objective/x/a
    project/x/p1 | pg:contributesTo | objective/x/a1
steps-between start=project/x/p3 goal=document/un/agenda -> source step target
    project/x/p3 | pg:contributesTo | document/un/agenda
steps-between start=objective/x/a1 goal=sdg:9 -> source step target
    objective/x/a | pg:contributesTo | sdg:9.5
    objective/x/a1 | pg:contributesTo | sdg:9
    objective/x/a1 | skos:broader | objective/x/a
    sdg:9.5 | skos:broader | sdg:9
policy-serving-goal goal=sdg:9 -> objective
    objective/x/a
    objective/x/a1
policy-serving-goal goal=document/un/agenda -> objective
    document/x/rus
    objective/x/a
    objective/x/a1
    objective/x/b
objectives-with-one-project document=document/un/agenda territory=nuts:SE125 -> objective project
    sdg:9 | project/x/p2
    sdg:9.5 | project/x/p2
objectives-with-one-project territory=nuts:SE125 -> objective project
    objective/x/a | project/x/p2
    objective/x/a1 | project/x/p2
    sdg:9 | project/x/p2
    sdg:9.5 | project/x/p2
objectives-with-one-project -> objective project
"""


CASES = read_cases(EXPECTED)


@pytest.fixture(scope="module")
def repository() -> Repository:
    return Repository(small_store())


@pytest.mark.parametrize("case", CASES, ids=lambda case: f"{case.name} {' '.join(case.values.values())}")
def test_a_question_gives_the_rows_expected(repository: Repository, case: Case) -> None:
    assert rows_of(repository, case.name, case.values, case.columns) == case.rows


def test_the_graphs_are_listed_with_their_kind_and_source(repository: Repository) -> None:
    rows = rows_of(repository, "graphs-and-sources", {}, ("graph", "kind", "source"))
    assert ("graph/source/rus", "pg:SourceGraph", "document/x/rus") in rows
    assert ("graph/ledger/x", "pg:LedgerGraph", "-") in rows
    assert ("graph/derived/reaches", "pg:DerivedGraph", "-") in rows


def test_things_are_found_by_what_their_names_and_codes_hold(repository: Repository) -> None:
    by_text = {
        text: {
            (shown(row["thing"]), shown(row["name"]))
            for row in repository.reading.rows("things-named", {"text": text})
        }
        for text in ("FORSK", "9.5", "xyzzy")
    }
    assert by_text == {
        "FORSK": {("project/x/p2", "Forskning i norr"), ("sdg:9.5", "Forskning")},
        "9.5": {("sdg:9.5", "9.5")},
        "xyzzy": set(),
    }


def test_the_terms_are_counted(repository: Repository) -> None:
    rows = rows_of(repository, "terms-used", {}, ("term", "use", "times"))
    assert ("pg:Project", "class", "4") in rows
    assert ("eurio:isFundedBy", "property", "3") in rows


def test_a_withdrawn_withdrawal_and_a_withdrawn_review_count_no_more() -> None:
    repository = grown(
        PEOPLE,
        """<id/withdrawal/x/2> a pg:Withdrawal ; pg:withdraws <id/withdrawal/x/1> .
        <id/withdrawal/x/3> a pg:Withdrawal ; pg:withdraws <id/review/x/3> .
        <id/withdrawal/x/4> a pg:Withdrawal ; pg:withdraws <id/review/x/1> .""",
    )
    projects = [{"project": full(f"project/x/{name}")} for name in ("p1", "p2", "p3")]
    columns = ("alignment", "status")
    rows = {row for each in projects for row in rows_of(repository, "project-statements", each, columns)}
    assert ("alignment/x/p3-6", "pg:ProposedStatus") in rows
    assert ("alignment/x/p2-b", "pg:AcceptedStatus") in rows
    assert ("alignment/x/p1-a1", "pg:ProposedStatus") in rows
    assert repository.run("contested-alignments").rows == ()


def test_projects_near_an_objective_share_its_goals_and_do_not_reach_it() -> None:
    repository = grown(
        node("graph/list/y"),
        """<id/objective/x/c> pg:reaches sdg:9, sdg:6, <id/document/un/agenda> . sdg:6 a sdgo:Goal .
        <id/project/x/p2> pg:contributesTo <id/objective/x/c> . <id/project/x/p3> pg:contributesTo sdg:9 .
        <id/project/x/p3> dct:spatial nuts:SE331 . <id/project/x/p4> dct:spatial nuts:SE331 .
        <id/objective/x/c> pg:reaches <id/objective/x/c> . sdg:6 pg:reaches sdg:6 .
        <id/project/x/p1> pg:contributesTo sdg:6 .""",
    )
    near = {"objective": full("objective/x/c"), "territory": full("nuts:SE331")}
    rows = rows_of(repository, "projects-near-objective", near, ("project", "shared"))
    assert rows == (("project/x/p1", "2"), ("project/x/p3", "1"))


def test_a_fact_that_two_graphs_state_counts_once() -> None:
    """The union graph of the engine gives such a triple twice."""
    repository = grown(
        node("graph/list/y"),
        """<id/project/x/p1> a pg:Project ; dct:spatial nuts:SE331 ; eurio:isFundedBy <id/grant/x/p1> ;
            eurio:hasInvolvedParty <id/role/x/p1> .
        <id/grant/x/p1> eurio:hasFundingAmount <id/amount/x/p1> .
        <id/amount/x/p1> eurio:value 100.50 ; eurio:currency "SEK" .
        sdg:9 a sdgo:Goal, pg:Objective .""",
    )
    for case in CASES:
        assert rows_of(repository, case.name, case.values, case.columns) == case.rows, case.name


def test_every_question_has_rows_expected_somewhere(root: Path) -> None:
    """Those on regional documents are asked on what ships, with the rows of the seeds."""
    tables = (*root.glob("tests/test_graph_questions_*.py"), *root.glob("tests/test_data_regions_rows_*.py"))
    words = {word for path in tables for word in re.findall(r"[a-z0-9-]+", path.read_text(encoding="utf-8"))}
    assert [name for name in load_questions() if name not in words] == []
