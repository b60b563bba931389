"""Domain reads over a store on disk: projects, objectives, documents and the rest, a page at a time."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, date, datetime
from decimal import Decimal
from pathlib import Path

import pytest

from graph.errors import InputError, NotFound, TermInvalid, UnknownName
from graph.model import Money, Name, Page, Period, Quote, Thing
from graph.repository import ProjectFilters, Repository
from graph.store import Changes, Store
from graph.store.base import UNION, Row, Scope
from graph_facts import BASE, LIST, in_graph, node
from small_graph import full, short, small_store

P1, P2 = full("project/x/p1"), full("project/x/p2")
RUS = full("document/x/rus")


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    made = small_store(str(tmp_path / "store"))
    yield made
    made.close()


@pytest.fixture
def repository(store: Store) -> Repository:
    return Repository(store)


class Counting:
    """Is a store that counts the queries it passes on."""

    def __init__(self, store: Store) -> None:
        self._store = store
        self.asked = 0
        self.base = store.base
        self.quads, self.ask, self.construct = store.quads, store.ask, store.construct

    @property
    def sequence(self) -> int:
        return self._store.sequence

    def select(self, query: str, scope: Scope = UNION) -> Iterator[Row]:
        self.asked += 1
        return self._store.select(query, scope)


def names(page: Page[object]) -> list[str]:
    return [short(getattr(item, "thing", item).iri) for item in page.items]  # type: ignore[attr-defined]


def test_a_project_has_what_its_list_states(repository: Repository) -> None:
    project = repository.project(P1, "sv")
    assert project.thing == Thing(P1, Name("Vatten i Umeå", "sv"), "20200001", "pg:Project")
    assert project.identifier == "20200001"
    assert project.period == Period(date(2017, 1, 2), date(2020, 4, 30))
    assert project.money == (Money(Decimal("100.5"), "SEK"),)
    assert project.cost == (Money(Decimal("300"), "SEK"),)
    assert [short(each.iri) for each in project.beneficiaries] == ["organisation/x/umea"]
    assert [each.code for each in project.territories] == ["2480", "SE331"]
    assert [each.code for each in project.programmes] == ["2014SE16RFOP007"]
    assert project.source is not None
    assert project.source.name == Name("Listan", "sv")


def test_what_is_not_stated_of_a_project_stays_unknown(repository: Repository) -> None:
    project = repository.project(full("project/x/p4"))
    assert (project.identifier, project.period, project.money) == (None, Period(), ())
    assert (project.beneficiaries, project.territories, project.programmes) == ((), (), ())
    assert project.source is None


def test_grants_are_summed_in_each_currency_and_never_across(repository: Repository) -> None:
    assert repository.project(P2).money == (Money(Decimal("7"), "EUR"), Money(Decimal("20"), "SEK"))


def test_an_amount_without_currency_or_number_is_unknown_not_zero(store: Store) -> None:
    odd = """<id/project/x/p4> eurio:isFundedBy <id/grant/x/p4> . <id/grant/x/p4> eurio:hasFundingAmount
        <id/amount/x/p4>, <id/amount/x/p4-b> . <id/amount/x/p4> eurio:value 5.0 .
        <id/amount/x/p4-b> eurio:value "many" ; eurio:currency "SEK" ."""
    store.apply(Changes(added=in_graph(LIST, odd)), 3)
    assert Repository(store).project(full("project/x/p4")).money == ()


@pytest.mark.parametrize(
    ("filters", "expected"),
    [
        ({}, "p1 p2 p3 p4"),
        ({"goal": "sdg:9"}, "p1 p2"),
        ({"goal": "sdg:9", "territory": "nuts:SE125"}, "p2"),
        ({"goal": "sdg:9", "organisation": full("organisation/x/region")}, "p1"),
        ({"territory": "nuts:SE125"}, "p2 p3"),
        ({"territory": "nuts:SE331", "organisation": full("organisation/x/region")}, "p1"),
        ({"programme": full("programme/eu/north")}, "p1 p2"),
        ({"programme": full("programme/eu/north"), "territory": "nuts:SE125"}, "p2"),
        ({"organisation": full("organisation/x/umea")}, "p1 p2"),
        ({"organisation": full("organisation/x/region"), "territory": "nuts:SE125"}, ""),
    ],
)
def test_projects_by_any_filters(repository: Repository, filters: dict[str, str], expected: str) -> None:
    page = repository.projects(ProjectFilters(**filters))
    assert sorted(names(page)) == [f"project/x/{name}" for name in expected.split()]
    assert (page.total, page.next) == (len(expected.split()), None)


@pytest.mark.parametrize(
    "filters",
    [{"territory": "nuts:DK01"}, {"goal": "sdg:99"}, {"programme": full("programme/eu/south")}],
)
def test_what_the_graph_does_not_know_is_no_empty_answer(
    repository: Repository, filters: dict[str, str]
) -> None:
    with pytest.raises(UnknownName, match="iri-unknown"):
        repository.projects(ProjectFilters(**filters))


@pytest.mark.parametrize(
    ("read", "filters", "key"),
    [
        ("projects", {"goal": full("organisation/x/region")}, "goal"),
        ("projects", {"organisation": "sdg:9"}, "organisation"),
        ("projects", {"programme": full("document/x/rus")}, "programme"),
        ("projects", {"territory": full("project/x/p1"), "goal": "sdg:9"}, "territory"),
        ("objectives", {"document": "nuts:SE331"}, "document"),
        ("objectives", {"level": "sdg:9"}, "level"),
        ("objectives", {"kind": "sdg:9"}, "kind"),
        ("documents", {"kind": "nuts:SE331"}, "kind"),
        ("organisations", {"kind": full("project/x/p1")}, "kind"),
        ("documents", {"territory": "sdg:9"}, "territory"),
        ("organisations", {"territory": "sdg:9"}, "territory"),
        ("territories", {"within": "sdg:9"}, "territory"),
        ("observations", {"indicator": "sdg:9"}, "indicator"),
        ("alignments", {"source": "nuts:SE331"}, "aligned"),
        ("alignments", {"target": full("project/x/p1")}, "goal"),
        ("alignments", {"target": "nuts:SE331", "status": "accepted"}, "goal"),
        ("alignments", {"author": "nuts:SE331"}, "author"),
        ("alignments", {"author": full("project/x/p1"), "view": "unreviewed"}, "author"),
    ],
)
def test_a_filter_of_another_kind_is_no_empty_answer(
    repository: Repository, read: str, filters: dict[str, str], key: str
) -> None:
    given = ProjectFilters(**filters) if read == "projects" else None
    with pytest.raises(InputError, match=f"filter-unfit-{key}"):
        repository.projects(given) if given else getattr(repository, read)(**filters)


def test_neither_is_the_answer_to_a_question(repository: Repository) -> None:
    for name, values, key in (
        ("projects-serving-goal", {"goal": "nuts:SE331"}, "goal"),
        ("projects-in-territory", {"territory": ["nuts:SE331", "sdg:9"]}, "territory"),
    ):
        with pytest.raises(InputError, match=f"filter-unfit-{key}"):
            repository.run(name, values)


def test_projects_serve_documents_too(repository: Repository) -> None:
    assert repository.projects(ProjectFilters(goal=full("document/x/rus"))).total > 0


def test_a_question_of_something_unknown_is_refused(repository: Repository) -> None:
    with pytest.raises(UnknownName, match="name=goal, value=sdg:99"):
        repository.run("projects-serving-goal", {"goal": "sdg:99"})
    with pytest.raises(UnknownName, match="name=level"):
        repository.documents(level="pg:Nope")


def test_pages_of_projects_meet_without_gap_or_overlap(repository: Repository) -> None:
    pages = [repository.projects(limit=1, offset=offset) for offset in range(4)]
    assert sorted(name for page in pages for name in names(page)) == [f"project/x/p{n}" for n in range(1, 5)]
    assert [(page.total, page.next) for page in pages] == [(4, 1), (4, 2), (4, 3), (4, None)]
    assert repository.projects(limit=5, offset=9) == Page((), 4, None)


def test_a_page_takes_as_many_queries_for_one_project_as_for_four(store: Store) -> None:
    one, four = Counting(store), Counting(store)
    Repository(one).projects(limit=1)
    Repository(four).projects(limit=4)
    assert one.asked == four.asked <= 7


def test_the_total_is_counted_once_until_the_next_commit(store: Store) -> None:
    counting = Counting(store)
    repository = Repository(counting)
    assert repository.projects(limit=1).total == 4
    asked = counting.asked
    assert repository.projects(limit=1).total == 4
    assert counting.asked == 2 * asked - 1
    store.apply(Changes(added=in_graph(LIST, "<id/project/x/p5> a pg:Project .")), 3)
    assert repository.projects(limit=1).total == 5


@pytest.mark.parametrize(("limit", "offset"), [(0, 0), (-1, 0), (10_001, 0), (1, -1)])
def test_a_page_out_of_range_is_refused(repository: Repository, limit: int, offset: int) -> None:
    for read in (repository.projects, repository.objectives, repository.alignments):
        with pytest.raises(InputError, match="page-invalid"):
            read(limit=limit, offset=offset)


def test_an_objective_knows_its_document_level_and_parent(repository: Repository) -> None:
    objective = repository.objective(full("objective/x/a1"), "da")
    assert objective.thing == Thing(full("objective/x/a1"), Name("Delmål A1", "sv"), "A1", "pg:SubGoal")
    assert (objective.level, objective.is_prioritised) == ("pg:RegionalLevel", True)
    assert objective.document is not None
    assert short(objective.document.iri) == "document/x/rus"
    assert [short(each.iri) for each in objective.broader] == ["objective/x/a"]


def test_objectives_are_sorted_as_people_count(repository: Repository) -> None:
    page = repository.objectives(level="pg:GlobalLevel")
    assert [objective.thing.code for objective in page.items] == ["6", "9", "9.5", "9.10"]
    assert names(repository.objectives(kind="sdgo:Goal")) == ["sdg:6", "sdg:9"]
    assert names(repository.objectives(document=RUS, limit=2)) == ["objective/x/a", "objective/x/a1"]
    assert repository.objectives(document=RUS, limit=2).next == 2


def test_documents_by_level_type_and_territory(repository: Repository) -> None:
    assert names(repository.documents(kind="pg:RegionalDevelopmentStrategy")) == ["document/x/rus"]
    assert names(repository.documents(level="pg:EuLevel")) == ["programme/eu/north"]
    assert names(repository.documents(territory="nuts:SE331")) == ["document/x/rus", "programme/eu/north"]
    assert names(repository.documents(territory="nuts:SE125")) == []
    assert repository.documents().total == 4


def test_a_document_keeps_an_unknown_end_unknown(repository: Repository) -> None:
    document = repository.document(RUS)
    assert document.period == Period(date(2020, 1, 1), None)
    assert document.kinds == ("pg:RegionalDevelopmentStrategy",)
    assert [short(each.iri) for each in document.makers] == ["organisation/x/region"]
    assert [each.code for each in document.territories] == ["SE331"]


def test_organisations_and_territories(repository: Repository) -> None:
    assert names(repository.organisations()) == ["organisation/x/region", "organisation/x/umea"]
    assert names(repository.organisations(territory="nuts:SE331")) == ["organisation/x/region"]
    assert [each.code for each in repository.organisation(full("organisation/x/region")).territories] == [
        "SE331"
    ]
    assert names(repository.territories(level="pg:RegionalLevel")) == ["nuts:SE125", "nuts:SE331"]
    assert names(repository.territories(within="nuts:SE331")) == ["nuts:SE331", "area/se-kommun/2480"][::-1]
    territory = repository.territory(full("area/se-kommun/2480"))
    assert territory.broader is not None
    assert (territory.level, territory.broader.code) == ("pg:MunicipalLevel", "SE331")


def test_an_alignment_carries_evidence_author_and_times(repository: Repository) -> None:
    alignment = repository.alignment(full("alignment/x/p1-a1"), "sv")
    assert (alignment.source, alignment.target) == (P1, full("objective/x/a1"))
    assert (alignment.strength, alignment.confidence) == (2, Decimal("0.8"))
    assert (alignment.status, alignment.hinders, alignment.by_machine) == ("accepted", False, False)
    assert alignment.author.name == Name("Redaktionen", "sv")
    assert alignment.justification == "semapv:ManualMappingCuration"
    assert alignment.reasoning == Name("Rent vatten i A1.", "sv")
    assert alignment.said == date(2016, 10, 14)
    assert alignment.recorded == datetime(2026, 11, 22, 9, tzinfo=UTC)
    (evidence,) = alignment.evidence
    assert (evidence.source.name.text, evidence.quote) == ("Listan", Quote("rent vatten", "sv"))


@pytest.mark.parametrize(
    ("name", "status", "by_machine"),
    [("p2-b", "contested", False), ("p3-6", "withdrawn", False), ("p3-9.5", "proposed", True)],
)
def test_the_status_follows_from_the_events(
    repository: Repository, name: str, status: str, by_machine: bool
) -> None:
    alignment = repository.alignment(full(f"alignment/x/{name}"))
    assert (alignment.status, alignment.by_machine) == (status, by_machine)


def test_the_ledger_and_the_repository_agree_on_every_alignment(store: Store) -> None:
    from ledger_reading import Ledger

    ours = {each.iri: each for each in Repository(store).alignments(lang="sv").items}
    theirs = {each.iri: each for each in Ledger(store, "sv").alignments()}
    assert ours.keys() == theirs.keys()
    for iri, alignment in theirs.items():
        assert (ours[iri].status, ours[iri].by_machine) == (alignment.status, alignment.by_machine)
        assert (ours[iri].confidence, ours[iri].said) == (alignment.confidence, alignment.said)
        assert ours[iri].author.iri == alignment.author.iri


def test_alignments_by_source_target_and_author(repository: Repository) -> None:
    of_p1 = repository.alignments(source=P1)
    assert sorted(short(each.iri) for each in of_p1.items) == ["alignment/x/p1-6", "alignment/x/p1-a1"]
    assert [short(each.iri) for each in repository.alignments(source=P1, target="sdg:6").items] == [
        "alignment/x/p1-6"
    ]
    assert repository.alignments(target="sdg:6").total == 2
    assert repository.alignments(author=full("agent/x/bot")).total == 1
    assert repository.alignments(target="sdg:6", author=full("agent/x/bot")).total == 0
    assert repository.alignments(limit=1).next == 1


def test_what_serves_a_target_leaves_out_what_is_not_admitted(repository: Repository) -> None:
    def serving(target: str) -> list[str]:
        return sorted(short(each.iri) for each in repository.serving(target).items)

    assert serving("sdg:9.5") == ["alignment/x/a-9.5"]
    assert serving("sdg:6") == []
    assert serving(full("objective/x/a1")) == ["alignment/x/p1-a1", "alignment/x/p2-a1"]
    assert serving(full("objective/x/b")) == []


def test_names_fall_back_from_the_readers_language_to_swedish_english_any(repository: Repository) -> None:
    def name(iri: str, lang: str) -> str:
        return next(iter(repository.things([iri], lang).values())).name.text

    six = "http://metadata.un.org/sdg/6"
    assert [name(six, lang) for lang in ("sv", "da", "en", "fi")] == [
        "Rent vatten",
        "Rent vand",
        "Clean water",
        "Rent vatten",
    ]
    assert name("http://metadata.un.org/sdg/9.10", "sv") == "Øl på Ærø"
    assert name("http://metadata.un.org/sdg/99", "sv") == "sdg:99"


def test_a_resource_is_described_by_what_each_graph_states(repository: Repository) -> None:
    quads = list(repository.describe(P1))
    assert {short(str(getattr(quad.graph_name, "value", ""))) for quad in quads} == {
        "graph/list/x",
        "graph/derived/accepted",
    }


@pytest.mark.parametrize(
    "read", ["project", "objective", "document", "organisation", "territory", "alignment", "describe"]
)
def test_what_the_graph_does_not_hold_is_not_found(repository: Repository, read: str) -> None:
    with pytest.raises(NotFound) as raised:
        getattr(repository, read)(BASE + "id/project/x/none")
    assert raised.value.key == "resource-unknown"
    with pytest.raises(TermInvalid):
        getattr(repository, read)("no iri at all")


def test_an_answer_is_paged_named_and_shows_its_query(repository: Repository) -> None:
    answer = repository.run("projects-serving-goal", {"goal": "sdg:9"}, lang="sv", limit=1)
    assert (answer.columns, len(answer.rows), answer.next) == (("project",), 1, 1)
    rest = repository.run("projects-serving-goal", {"goal": "sdg:9"}, limit=1, offset=1)
    assert (len(rest.rows), rest.next) == (1, None)
    assert {*answer.things, *rest.things} == {P1, P2}
    assert "VALUES ?goal { <http://metadata.un.org/sdg/9> }" in answer.query
    assert len(list(repository.store.select(answer.query))) == 2


def test_a_cell_that_is_unknown_is_none(repository: Repository) -> None:
    answer = repository.run("coverage-of-strategy", {"document": RUS})
    assert None in {row[answer.columns.index("currency")] for row in answer.rows}


def test_an_unknown_question_is_refused_with_the_known_ones(repository: Repository) -> None:
    with pytest.raises(UnknownName) as raised:
        repository.run("what-is-love")
    assert raised.value.key == "question-unknown"
    assert "projects-serving-goal" in str(raised.value.values["known"])


def test_a_class_of_a_more_telling_kind_names_the_thing(repository: Repository) -> None:
    things = repository.things([full("programme/eu/north"), full("document/x/rus"), str(node("id/x").value)])
    assert [thing.kind for thing in things.values()] == ["eurio:FundingScheme", "eli:Work", None]
