"""The view models of the pages, on what ships and on small graphs, without any HTML."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, date, datetime
from pathlib import Path

import pytest

from api.errors import TooLarge
from api.pages.reader import Label, Reader
from api.pages.views.chains import by_goal
from api.pages.views.contributing import contributors
from api.pages.views.document_list import Wanted, documents_view
from api.pages.views.documents import document_view, tree_of
from api.pages.views.facts import Fact
from api.pages.views.feed import title_of
from api.pages.views.front import front_view
from api.pages.views.homes import placed
from api.pages.views.listing import goal_items
from api.pages.views.matrix import Matrix, matrix
from api.pages.views.narrowing import Narrowed
from api.pages.views.periods import periods_of
from api.pages.views.projects import project_view
from api.pages.views.question_fields import fields_of
from api.pages.views.questions import question_groups
from api.pages.views.resources import resource_view
from api.pages.views.sparql import SparqlView, sparql_view
from api.querying.asking import begun
from api.wording.words import Words
from api_serving import filled_store
from graph.alignment.chains import Chains
from graph.alignment.portfolio import Portfolio
from graph.errors import NotFound, QueryProblem, UpdateRefused
from graph.isolation import QueryPool
from graph.model import Commit
from graph.questions import load_questions
from graph.repository import Repository
from graph.store.oxigraph import OxigraphStore
from graph.terms import DEFAULT_BASE
from pages_serving import PROJECT
from shipped_stores import shipped_store
from small_graph import small_store

RUS = f"{DEFAULT_BASE}id/document/vasterbotten/rus-2020"
PROJECT_IRI = f"{DEFAULT_BASE}id/{PROJECT.replace('projects', 'project')}"
RUS_OF_X = f"{DEFAULT_BASE}id/document/x/rus"
SDG = "http://metadata.un.org/sdg/"


@pytest.fixture(scope="module")
def store(tmp_path_factory: pytest.TempPathFactory) -> Iterator[OxigraphStore]:
    opened = shipped_store(tmp_path_factory.mktemp("views") / "store")
    assert isinstance(opened, OxigraphStore)
    yield opened
    opened.close()


@pytest.fixture(scope="module")
def reader(store: OxigraphStore) -> Reader:
    return Reader(Repository(store), Words("sv"))


def shown(facts: tuple[Fact, ...]) -> dict[str, list[str]]:
    return {fact.name: [value.label.text for value in fact.values] for fact in facts}


def small(path: Path, turtle: str, lang: str = "sv") -> Reader:
    prefixes = """
        @prefix pg: <https://w3id.org/policygraph#> . @prefix skos: <http://www.w3.org/2004/02/skos/core#> .
        @prefix eli: <http://data.europa.eu/eli/ontology#> . @prefix dct: <http://purl.org/dc/terms/> .
        @prefix owl: <http://www.w3.org/2002/07/owl#> . @prefix eurio: <http://data.europa.eu/s66#> .
    """
    return Reader(Repository(filled_store(path, prefixes + turtle)), Words(lang))


def table(reader: Reader, *, whole: bool = False, shows: str = "projects") -> Matrix:
    """Returns the matrix of the front page, gathered now."""
    assert isinstance(reader.store, OxigraphStore)
    return matrix(reader, Portfolio(reader.store).goals_by_region(), whole=whole, shows=shows)


def test_the_front_page_counts_what_is_there(reader: Reader) -> None:
    view = front_view(reader, table(reader))
    figures = {figure.name: figure.number for figure in view.figures}
    assert figures["globala mål"] == "17"
    assert figures["projekt"] == "40"
    assert view.matrix is not None
    assert "godtagit" in view.matrix.reviewed
    assert [way.title for way in view.ways] == ["För strateger", "För forskare", "För handläggare av stöd"]
    assert all(way.links for way in view.ways)
    assert {figure.name: figure.href for figure in view.figures}["globala mål"] == "/sv/goals"


def test_the_matrix_leaves_regions_without_projects_out_unless_asked(reader: Reader) -> None:
    few, all_ = table(reader), table(reader, whole=True)
    assert few.hidden > 0
    assert all_.hidden == 0
    assert len(all_.regions) == 26
    assert [row.number for row in few.rows] == [str(number) for number in range(1, 18)]
    assert all(any(row.cells[index].projects for row in few.rows) for index in range(len(few.regions)))


def test_swedish_counties_come_before_danish_regions(reader: Reader) -> None:
    codes = [(region.code or "")[:2] for region in table(reader, whole=True).regions]
    assert codes == ["SE"] * 21 + ["DK"] * 5


def test_a_cell_says_in_words_what_it_counts_and_leads_to_the_goal_in_the_region(reader: Reader) -> None:
    view = table(reader)
    region = next(index for index, each in enumerate(view.regions) if each.code == "SE331")
    cell = view.rows[8].cells[region]
    assert cell.href == "/sv/goals/9?territory=nuts:SE331"
    assert cell.title.startswith("9 Hållbar industri")
    assert cell.title.endswith(f"Västerbottens län: {cell.projects} projekt")
    assert cell.shade > view.rows[1].cells[region].shade == 0


def test_a_project_shows_its_facts_and_its_chains(reader: Reader) -> None:
    chains = Chains(reader.repository).up(PROJECT_IRI, lang="sv")
    view = project_view(reader, PROJECT_IRI, chains)
    facts = shown(view.facts)
    assert facts["Beviljat stöd"] == ["10\xa0090\xa0000\xa0SEK"]
    assert facts["Period"] == ["september 2016 – december 2019"]
    assert facts["Län och regioner"] == ["Västerbottens län"]
    assert facts["Kommuner"] == sorted(facts["Kommuner"])
    assert [goal.number for goal in view.goals][:2] == ["8", "9"]


def test_each_hop_of_a_chain_has_its_proof(reader: Reader) -> None:
    for goal in by_goal(reader, Chains(reader.repository).up(PROJECT_IRI, lang="sv")):
        chain = goal.first
        assert [card.thing.iri for card in chain.cards][-1] == goal.goal.iri
        assert len(chain.hops) == len(chain.cards) - 1
        assert chain.cards[0].level == "Projekt"
        for hop in chain.hops:
            if hop.proof is not None:
                assert hop.proof.author is not None
                assert hop.proof.grounds
                assert hop.proof.status_text == "förslag"
                assert hop.confidence.endswith("%")


def test_the_weakest_hop_is_named_once(reader: Reader) -> None:
    chains = Chains(reader.repository).up(PROJECT_IRI, f"{SDG}8", lang="sv")
    view = by_goal(reader, chains)[0].first
    assert view.weakest is not None
    assert [hop.is_weakest for hop in view.hops].count(True) == 1


def test_dates_on_which_sources_disagree_stand_side_by_side(reader: Reader) -> None:
    view = document_view(reader, RUS)
    first = view.disputes[0]
    assert first.differ
    assert first.name == "Antagande"
    assert [claim.value.text for claim in first.claims] == ["november", "vintern 2020", "våren 2020"]
    assert all(claim.author and claim.author.label.text == "Region Västerbotten" for claim in first.claims)
    assert "28 september 2018" in [claim.said for claim in first.claims]


def test_planned_and_held_steps_stand_in_order(reader: Reader) -> None:
    steps = document_view(reader, RUS).steps
    assert {step.is_held for step in steps} == {True, False}
    held = next(step for step in steps if step.is_held and step.executed)
    assert held.when == "november 2018 – december 2018"
    assert steps[-1].when is None
    assert steps[-1].stated is not None


def test_an_objective_is_placed_in_its_document_by_the_short_name(reader: Reader) -> None:
    objectives = f"{DEFAULT_BASE}id/objective/"
    names = {
        "http://metadata.un.org/sdg/1.2": "Agenda 2030",
        f"{objectives}eu-2021/rso1.1": "Förordning (EU) 2021/1058",
        f"{objectives}dalarna/theme-1-2": "Uppföljning av Dalastrategin",
        f"{objectives}vastmanland/target-area-1": "Vår strategi för ett livskraftigt Västmanland",
        # Which somebody called the strategy in force before another one replaced it.
        f"{objectives}vasterbotten/choice-2": "RUS 2014–2020 för Västerbottens län",
    }
    links = {iri: placed(reader, iri) for iri in names}
    assert {iri: link.home.text for iri, link in links.items() if link.home} == names
    assert placed(reader, f"{DEFAULT_BASE}id/document/dalarna/dalastrategin-2030").home is None
    chains = by_goal(reader, Chains(reader.repository).up(PROJECT_IRI, lang="sv"))
    assert {goal.first.hops[-1].target.home for goal in chains} - {None} == {Label("Agenda 2030")}


@pytest.mark.parametrize(
    ("reason", "sv", "da"),
    [
        (
            "Import of a b.json by the mapping projects",
            "Inläsning av a b.json med mappningen projects",
            "Indlæsning af a b.json med mappingen projects",
        ),
        ("Decisions on 3 alignments", "Beslut om 3 samband", "Beslutninger om 3 sammenhænge"),
        ("Undo of commit 12", "Ändring 12 togs tillbaka", "Ændring 12 blev taget tilbage"),
        ("Som vi sade", "Som vi sade", "Som vi sade"),
        (" ", "Ändring 7", "Ændring 7"),
    ],
)
def test_why_a_change_was_made_is_said_in_the_readers_language(reason: str, sv: str, da: str) -> None:
    commit = Commit(7, "urn:c", "urn:a", reason, datetime(2026, 1, 1, tzinfo=UTC), "urn:g", 1, 0)
    assert [title_of(Words(lang), commit) for lang in ("sv", "da")] == [sv, da]


def test_what_is_called_by_its_code_alone_says_which_list_has_it(reader: Reader) -> None:
    link = placed(reader, f"{DEFAULT_BASE}id/objective/eu-2021/po6")
    assert (link.code, link.label.text) == (None, "PO6")
    assert link.home == Label("Koder i listor utan känd förordning")


def test_a_period_is_not_said_twice(reader: Reader) -> None:
    document = f"{DEFAULT_BASE}id/document/dalarna/dalastrategin-2030"
    assert [(value.label.text, value.note) for value in periods_of(reader, document)] == [
        ("till och med 2030", None)
    ]


def test_a_strategy_says_whom_it_binds_and_how(reader: Reader) -> None:
    forces = document_view(reader, f"{DEFAULT_BASE}id/document/vastmanland/rus-2030").forces
    binds = {force.addressee.label.text: force.force for force in forces}
    assert binds["Region Västmanland"] == "Styrande"
    assert binds["Kommuner"] == "Vägledande"
    assert binds["Företag"] == "Inspirerande"


def test_a_tree_puts_each_objective_below_its_own_and_says_none_plainly(reader: Reader) -> None:
    tree = document_view(reader, f"{DEFAULT_BASE}id/document/vastmanland/rus-2030").tree
    assert tree[0].kind == "Vision"
    assert [line.depth for line in tree[:4]] == [0, 1, 1, 1]
    assert [line.thing.code for line in tree[1:4]] == ["1", "2", "3"]
    without = [line for line in tree if not line.count]
    assert without
    assert all(line.money == () for line in without)


def test_codes_of_several_kinds_that_stand_side_by_side_say_of_which_kind_they_are(reader: Reader) -> None:
    tree = document_view(reader, f"{DEFAULT_BASE}id/document/vasterbotten/rus-2020").tree
    top = [line for line in tree if not line.depth]
    assert [line.thing.code for line in top if line.thing.code] == ["1", "2", "3", "1", "2"]
    codes = [line.code for line in top if line.code]
    assert len(set(codes)) == len(codes)
    assert all(line.code == f"{line.kind} {line.thing.code}" for line in top if line.code)


def test_a_project_with_two_currencies_counts_once_in_a_tree() -> None:
    reader = Reader(Repository(small_store()), Words("sv"))
    lines = {line.thing.label.text: (line.count, len(line.money)) for line in tree_of(reader, RUS_OF_X)}
    assert lines == {"Område A": (2, 2), "Delmål A1": (2, 2), "Område B": (0, 0)}


def test_numbers_of_a_source_stand_beside_what_is_known(reader: Reader) -> None:
    counts = document_view(reader, f"{DEFAULT_BASE}id/document/varmland/varmlandsstrategin-2014-2020").counts
    goals = next(count for count in counts if count.number == "33")
    assert (goals.known, goals.lacks) == ("19", True)
    assert goals.claims[0].author is not None


def test_what_contributes_to_a_goal_is_ordered_by_level(reader: Reader) -> None:
    levels = [group.level for group in contributors(reader, [f"{SDG}9", f"{SDG}9.5"], Narrowed())]
    assert levels == ["EU-nivå", "Nationell nivå", "Regional nivå"]


def test_goals_and_documents_are_listed(reader: Reader) -> None:
    assert [item.number for item in goal_items(reader)] == [str(number) for number in range(1, 18)]
    everywhere = documents_view(reader, Wanted())
    there = documents_view(reader, Wanted("http://data.europa.eu/nuts/code/SE331"))
    assert 0 < there.total < everywhere.total
    assert there.territory is not None
    titles = [group.title for group in everywhere.groups]
    assert (titles[0], titles[-2:]) == ("Regional nivå", ["EU-nivå", "Global nivå"])
    assert [item.kind for item in everywhere.groups[0].items][:6] == ["Regional utvecklingsstrategi"] * 6
    assert everywhere.groups[-2].items[0].kind == "Program"
    regional = [[place.code or "" for place in item.territories] for item in everywhere.groups[0].items]
    is_danish = [bool(codes) and all(code.startswith("DK") for code in codes) for codes in regional]
    assert is_danish == sorted(is_danish), "what is for areas abroad comes last"


def test_questions_become_forms(reader: Reader) -> None:
    groups = question_groups(reader, load_questions())
    assert sum(len(group.items) for group in groups) == len(load_questions())
    fields = fields_of(reader, load_questions()["projects-serving-goal"], {"goal": "sdg:9"})
    goal = next(field for field in fields if field.name == "goal")
    assert goal.required
    assert [choice.code for choice in goal.choices] == [str(number) for number in range(1, 18)]


def test_sparql_answers_by_the_form_of_the_query(reader: Reader, store: OxigraphStore) -> None:
    with QueryPool(store) as pool:
        assert shown_sparql(reader, pool, "ASK { ?s ?p ?o }").verdict == "Ja, det finns."
        table = shown_sparql(reader, pool, "SELECT ?s WHERE { ?s ?p ?o }").table
        assert table is not None
        assert ([head.name for head in table.columns], len(table.rows), table.more) == (["s"], 5, True)
        built = shown_sparql(reader, pool, "CONSTRUCT { ?s a ?o } WHERE { ?s a ?o }")
        assert built.table is not None
        assert (len(built.table.columns), len(built.table.rows), built.table.more) == (3, 5, True)
        assert [name for name, _ in built.formats] == ["Turtle", "JSON-LD", "N-Triples", "RDF/XML"]
        with pytest.raises(QueryProblem, match="query-malformed"):
            shown_sparql(reader, pool, "SELECT nothing")


def shown_sparql(reader: Reader, pool: QueryPool, query: str) -> SparqlView:
    return sparql_view(reader, query, begun(pool, query, 1000, None), 5)


def test_sparql_refuses_what_is_too_long_or_writes(store: OxigraphStore) -> None:
    with QueryPool(store) as pool:
        for query, error in (("#" * 1001, TooLarge), ("CLEAR ALL", UpdateRefused)):
            with pytest.raises(error):
                begun(pool, query, 1000, None)


def test_anything_else_is_shown_by_the_graph_that_states_it(reader: Reader) -> None:
    view = resource_view(reader, "http://data.europa.eu/nuts/code/SE331")
    assert view.kind == "Område"
    assert [source.name for source in view.sources] == ["graph/source/areas"]
    assert view.elsewhere == "http://data.europa.eu/nuts/code/SE331"
    [within] = [each for each in view.sources[0].statements if each.term == "geo:sfWithin"]
    assert [each.label.text for each in within.values] == ["Övre Norrland", "Norra Sverige", "Sverige"]
    [pointing] = [pointer for pointer in view.pointers if pointer.name == "Här ligger"]
    assert view.thing not in pointing.things
    assert "Vindeln" in [each.label.text for each in pointing.things]


def test_what_the_graph_does_not_hold_is_not_found(reader: Reader) -> None:
    nowhere = f"{DEFAULT_BASE}id/document/no/where"
    for show in (resource_view, document_view):
        with pytest.raises(NotFound):
            show(reader, nowhere)
    with pytest.raises(NotFound):
        project_view(reader, nowhere, ())


def test_labels_fall_back_and_say_their_language(tmp_path: Path) -> None:
    reader = small(
        tmp_path / "store",
        """<id/a/x/1> skos:prefLabel "Vatten"@sv, "Water"@en .
           <id/a/x/2> skos:prefLabel "Water"@en, "Eau"@fr .
           <id/a/x/3> skos:altLabel "Eau"@fr . <id/a/x/4> dct:source <id/a/x/1> .""",
        "da",
    )
    labels = [reader.label(f"{DEFAULT_BASE}id/a/x/{number}") for number in (1, 2, 3, 4)]
    assert [(label.text, label.lang) for label in labels] == [
        ("Vatten", "sv"),
        ("Water", "en"),
        ("Eau", "fr"),
        ("4", None),
    ]


def test_an_amount_without_currency_is_left_out(tmp_path: Path) -> None:
    reader = small(
        tmp_path / "store",
        """<id/project/x/1> a pg:Project ; skos:prefLabel "P"@sv ; eurio:isFundedBy <id/grant/x/1> .
           <id/grant/x/1> eurio:hasFundingAmount <id/amount/x/1>, <id/amount/x/2> .
           <id/amount/x/1> eurio:value 5 . <id/amount/x/2> eurio:value 7 ; eurio:currency "DKK" .""",
    )
    facts = shown(project_view(reader, f"{DEFAULT_BASE}id/project/x/1", ()).facts)
    assert facts["Beviljat stöd"] == ["7\xa0DKK"]


def test_an_empty_graph_has_a_front_page(tmp_path: Path) -> None:
    reader = small(tmp_path / "store", "<id/a/x/1> a pg:Theme .")
    view = front_view(reader, table(reader))
    assert view.matrix is not None
    assert view.matrix.is_empty
    assert [figure.number for figure in view.figures] == ["0"] * 5


def test_a_statement_tells_its_history_and_how_far_reviewers_agree() -> None:
    reader = Reader(Repository(small_store()), Words("sv"))
    view = resource_view(reader, f"{DEFAULT_BASE}id/alignment/x/p2-b")
    told = [(event.kind, event.agreement, event.author and event.author.label.text) for event in view.events]
    assert ("Granskning", "1", "Redaktionen") in told
    assert ("Granskning", "-1", "Kritikern") in [
        (kind, str(agreement).replace("−", "-"), who) for kind, agreement, who in told
    ]
    assert view.hop is not None
    assert view.hop.proof is not None
    assert view.hop.proof.reviews == (
        "1 håller med, 1 håller inte med. Poäng 0 mellan −1 (emot) och 1 (med); "
        "en ensam granskare ger högst 0,5."
    )
    assert resource_view(reader, f"{DEFAULT_BASE}id/project/x/p1").events == ()


@pytest.mark.parametrize(
    ("start", "end", "told"),
    [
        (date(2020, 1, 1), date.max, "2020–9999"),
        (date(2020, 2, 1), date(2020, 2, 29), "February 2020"),
        (date(2021, 2, 1), date(2021, 2, 27), "1 February 2021 – 27 February 2021"),
    ],
)
def test_a_period_is_written_in_whole_units_to_the_last_day_there_is(
    start: date, end: date, told: str
) -> None:
    assert Words("en").period(start, end) == told
