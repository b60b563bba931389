"""What people judged and a list says otherwise: it leads to the version that was judged, and is told."""

from __future__ import annotations

from decimal import Decimal

import pytest

from graph.alignment.portfolio import Portfolio
from graph.importers.losing import left_by_undoing
from graph.importers.preview import preview_list
from graph.ledger.words import ALIGNMENT, TYPE
from graph.model import Alignment, FormerReview, Name
from graph.recording import Correction, Decision, Draft, Proof, Recorder
from graph.register import Register
from graph.register.entries import Party, ProjectEntry
from graph.repository import Repository
from graph.terms import expand, graph_iri
from graph_facts import BASE
from ledger_reading import Ledger
from test_graph_importers_histories import PEOPLE, Lists, Row, of_what_ships, project

__all__ = ["of_what_ships"]
WHY = Name("Så är det.", "sv")


def stated(lists: Lists) -> str:
    """Returns the first statement of the list."""
    ledger = graph_iri(BASE, "ledger", "projects_a")
    return min(quad.subject.value for quad in lists.writer.store.quads(None, TYPE, ALIGNMENT, ledger))


def read(lists: Lists, name: str) -> Alignment:
    """Returns a statement as the repository tells it, which is as its events have it."""
    told = Repository(lists.writer.store).alignment(name, "sv")
    assert told.reviewed_before == Ledger(lists.writer.store, "sv").alignment(name).reviewed_before
    return told


def judge(lists: Lists, name: str, agreement: int) -> None:
    Recorder(lists.writer, PEOPLE[1]).review(Decision(name, Decimal(agreement), WHY))


def warned(lists: Lists, rows: list[Row]) -> dict[str, dict[str, str]]:
    """Returns what bringing the list with these rows warns of, which a preview says too."""
    file, portfolio = lists.opened("a", rows), Portfolio(lists.writer.store)
    preview = preview_list(file, lists.writer, agent=PEOPLE[0].iri, portfolio=portfolio)
    done = lists.bring("a", rows)
    before, after = (
        {each.key: dict(each.values) for each in found} for found in (preview.warnings, done.warnings)
    )
    assert before == after
    return after


def told(lists: Lists, reason: str) -> dict[str, dict[str, str]]:
    """Returns what bringing the list for another reason warns of."""
    return warned(lists, [project(1, "9", reason), project(2, "13.2")])


def test_a_statement_that_changed_leads_to_the_version_that_was_reviewed(lists: Lists) -> None:
    assert told(lists, "Därför.") == {}
    name = stated(lists)
    judge(lists, name, 1)
    assert told(lists, "Annars.") == {"list-reviewed-anew": {"count": "1", "names": "p1 Namn 1"}}
    new = read(lists, f"{name},2")
    assert (new.status, new.reviewed_before) == ("proposed", FormerReview(name, 1, 0))
    assert told(lists, "Ännu en.") == {}, "nobody had judged what is replaced"
    assert read(lists, f"{name},3").reviewed_before == FormerReview(name, 1, 0)
    judge(lists, f"{name},3", 1)
    assert read(lists, f"{name},3").reviewed_before is None
    assert read(lists, name).reviewed_before is None


def test_a_version_whose_coming_was_undone_leads_nowhere(lists: Lists) -> None:
    told(lists, "Därför.")
    name = stated(lists)
    judge(lists, name, 1)
    told(lists, "Annars.")
    lists.undo(PEOPLE[0])

    assert read(lists, name).status == "accepted"
    assert read(lists, f"{name},2").reviewed_before is None


def test_a_version_that_was_undone_comes_back_with_what_was_judged_of_it(lists: Lists) -> None:
    told(lists, "Därför.")
    name = stated(lists)
    judge(lists, name, 1)
    told(lists, "Annars.")
    judge(lists, f"{name},2", -1)
    changed = lists.writer.store.sequence - 1
    lists.writer.undo(changed, PEOPLE[0].iri, "ångrat")
    assert read(lists, name).status == "accepted"
    assert told(lists, "Annars.") == {}
    assert [read(lists, each).status for each in (name, f"{name},2")] == ["superseded", "rejected"]
    assert told(lists, "Därför.") == {"list-refused-anew": {"count": "1", "names": "p1 Namn 1"}}
    assert read(lists, f"{name},3").status == "proposed"


@pytest.mark.parametrize("how", ["rejected", "withdrawn"])
def test_what_people_turned_down_counts_again_only_with_a_warning(lists: Lists, how: str) -> None:
    told(lists, "Därför.")
    name = stated(lists)
    if how == "rejected":
        judge(lists, name, -1)
    else:
        Recorder(lists.writer, PEOPLE[1]).withdraw(name, WHY)
    assert told(lists, "Därför.") == {}
    assert not serves(lists)
    assert told(lists, "Annars.") == {"list-refused-anew": {"count": "1", "names": "p1 Namn 1"}}
    assert serves(lists)


def test_what_people_corrected_counts_beside_the_correction_only_with_a_warning(lists: Lists) -> None:
    told(lists, "Därför.")
    name, people = stated(lists), Recorder(lists.writer, PEOPLE[1])
    better = people.supersede(Correction(name, contributing(1), WHY))
    assert told(lists, "Därför.") == {}
    assert told(lists, "Annars.") == {"list-corrected-anew": {"count": "1", "names": "p1 Namn 1"}}
    assert {read(lists, each).status for each in (better, f"{name},2")} == {"proposed"}
    people.withdraw(better, WHY)
    assert told(lists, "Ännu en.") == {}


def test_a_correction_that_holds_no_more_is_nobodys_judgement(lists: Lists) -> None:
    told(lists, "Därför.")
    people = Recorder(lists.writer, PEOPLE[1])
    people.withdraw(people.supersede(Correction(stated(lists), contributing(1), WHY)), WHY)
    assert told(lists, "Annars.") == {}


def test_what_a_list_itself_took_away_and_says_otherwise_is_nobodys_judgement(lists: Lists) -> None:
    told(lists, "Därför.")
    lists.bring("a", [project(2, "13.2")])

    assert told(lists, "Annars.") == {}
    assert serves(lists)


def test_what_others_state_of_what_a_list_takes_away_is_told_before_and_after(lists: Lists) -> None:
    rows = [project(number, "9") for number in (1, 2, 3)]
    lists.bring("a", rows)
    anna, bertil = (Recorder(lists.writer, who) for who in PEOPLE)
    first, second = (anna.state(contributing(number)) for number in (1, 2))
    bertil.withdraw(first, WHY)
    assert warned(lists, rows[2:]) == {"list-strands": {"count": "1", "names": "p2 Namn 2"}}
    assert read(lists, second).status == "proposed", "what others say outlives it"


def test_what_names_an_organisation_that_a_list_takes_away_is_told_before_and_after(lists: Lists) -> None:
    """A project that was entered singly has a party of the list, which spells it otherwise now."""
    rows = [project(1, "9"), (*project(2, "9")[:2], "Bolaget AB", *project(2, "9")[3:])]
    lists.bring("a", rows[:1])
    party = Party(organisation=f"{BASE}id/organisation/projects_a/bolaget")
    mine = ProjectEntry(names=(Name("Mitt", "sv"),), identifier="2024-17", parties=(party,))
    Register(lists.writer, PEOPLE[1]).enter(mine)
    assert warned(lists, rows[1:]) == {"list-named": {"count": "1", "names": "Bolaget"}}
    lists.undo(PEOPLE[0])
    assert {each.key for each in lists.bring("a", rows).warnings} == set()


def test_what_others_say_of_what_an_undoing_takes_away_is_told_beforehand(lists: Lists) -> None:
    assert [*left_by_undoing(1, lists.writer.store)] == []
    lists.bring("a", [project(number, "9") for number in (1, 2)])
    brought = lists.writer.store.sequence
    assert [*left_by_undoing(brought, lists.writer.store)] == []
    anna, bertil = (Recorder(lists.writer, who) for who in PEOPLE)
    first, _ = (anna.state(contributing(number)) for number in (1, 2))
    bertil.withdraw(first, WHY)
    party = Party(organisation=f"{BASE}id/organisation/projects_a/bolaget")
    Register(lists.writer, PEOPLE[1]).enter(
        ProjectEntry(names=(Name("Mitt", "sv"),), identifier="2024-17", parties=(party,))
    )
    told = {each.key: dict(each.values) for each in left_by_undoing(brought, lists.writer.store)}
    assert told["list-strands"] == {"count": "1", "names": "p2 Namn 2"}
    assert told.keys() == {"list-strands", "list-named"}
    lists.bring("a", [project(number, "9.5") for number in (1, 2, 3)])
    grown = lists.writer.store.sequence
    assert [*left_by_undoing(grown, lists.writer.store)] == [], "what the list said before stays"


def contributing(number: int) -> Draft:
    """Returns what a person may state of a project of the list."""
    source, rests_on = f"{BASE}id/project/projects_a/p{number}", f"{BASE}id/document/vasterbotten/rus-2020"
    goal = expand("sdg:13").value
    return Draft(source, goal, 2, Decimal(1), evidence=(Proof(rests_on, None),), reasoning=WHY)


def serves(lists: Lists) -> bool:
    """Says whether the first project counts for the goal that its row names."""
    links = lists.writer.store.quads(None, expand("pg:contributesTo"), expand("sdg:9"))
    return any(quad.subject.value.endswith("projects_a/p1") for quad in links)
