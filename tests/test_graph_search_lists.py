"""Search over real lists in Swedish and Danish with what ships: what must stand first, or be found at all."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from data import shipped_files
from graph.importers.tabular_mapping import load_mapping
from graph.importers.tabular_read import read_bytes, read_list
from graph.importers.tabular_rows import RowChecker
from graph.repository import Repository
from graph.search import Hit, Search, likely_duplicates
from graph.store import Changes, Store, open_store
from list_importing import list_quads

pytestmark = pytest.mark.lists

LISTS = {
    "tillvaxtverket-2014": "projects-se-erdf-2014-2020/sweden_erdf_2014_2020.json",
    "erhvervsstyrelsen-2014": "projects-dk-erdf-esf/denmark_erdf_esf_2014_2020.csv",
    "interreg-2021": "projects-se-interreg-2021-2027/rawdata.json",
    "kolada-kpi": "kolada-kpi/kolada_kpi.csv",
}
# What is searched for, and how the first find begins: its code, or its name in Swedish where there is one.
FIRST = (
    # codes, and codes behind a word
    ("13.2", "13.2"), ("9", "9"), ("17.18", "17.18"), ("mål 13", "13"), ("Mål 7", "7"),
    ("verdensmål 6", "6"), ("goal 5", "5"), ("SDG 14", "14"), ("delmål 8.6", "8.6"), ("target 6.a", "6.a"),
    ("SE331", "SE331"), ("se125", "SE125"), ("DK01", "DK01"), ("nuts:SE311", "SE311"),
    ("RSO1.1", "RSO1.1"), ("rso2.5", "RSO2.5"), ("TO3", "TO3"), ("20200940", "20200940"),
    ("2014SE16RFOP004", "2014SE16RFOP004"), ("N00945", "N00945"), ("n00945", "N00945"),
    ("U11404", "U11404"), ("nyckeltal N00945", "N00945"),
    # a code as the Union's programmes write it out
    ("SO 1.1", "RSO1.1"), ("so1.1", "RSO1.1"), ("Specifikt mål 1.1", "RSO1.1"),
    ("specifikt mål 2.5.", "RSO2.5"),
    ("specifikke mål 1.1", "RSO1.1"), ("specifikt mål RSO 1.1", "RSO1.1"), ("särskilt mål 8.1", "JSO8.1"),
    ("Specific objective: 1.1", "RSO1.1"), ("interregspecifikt mål 6.6", "ISO6.6"), ("SO 6.6", "ISO6.6"),
    ("politiskt mål 2", "PO2"), ("politisk mål 2", "PO2"), ("policy objective 2", "PO2"), ("PO 2", "PO2"),
    ("tematiskt mål 3", "TO3"), ("tematisk mål 3", "TO3"), ("thematic objective 3", "TO3"),
    ("globalt mål 5", "5"), ("globala målen 5", "5"), ("hållbarhetsmål 5", "5"),
    ("globalt delmål 8.6", "8.6"),
    # a code that is being typed
    ("2020094", "20200940"), ("N009", "N00900"), ("RSO1.", "RSO1.1"), ("2014SE16RFOP", "2014SE16RFOP004"),
    # whole names
    ("Arjeplog", "Arjeplog"), ("Umeå kommun", "Umeå kommun"), ("Västerbottens län", "Västerbottens län"),
    ("Sjælland", "Sjælland"), ("Boost Nordic Biogas", "Boost Nordic Biogas"),
    ("Jämställdhet", "Jämställdhet"), ("Region Västerbotten", "Region Västerbotten"),
    ("Tillväxtverket", "Tillväxtverket"),
    # without Nordic letters, and with those of the neighbour
    ("umea kommun", "Umeå kommun"), ("vasterbottens lan", "Västerbottens län"), ("sjaelland", "Sjælland"),
    ("sjalland", "Sjælland"), ("själland", "Sjælland"), ("aeroe", "Ærø"), ("aero", "Ærø"),
    ("Ålborg", "Aalborg"), ("Aalborg", "Aalborg"), ("JAMSTALLDHET", "Jämställdhet"),
    ("koebenhavn", "København"), ("kobenhavn", "København"),
    # inflected, in Swedish, Danish and English
    ("klimatförändring", "Bekämpa klimatförändringarna"), ("kommuner umeå", "Umeå kommun"),
    ("arjeplogs", "Arjeplogs kommun"), ("bekämpning av klimatförändringen", None), ("virksomhed", None),
    ("vattnets", "Rent vatten och sanitet för alla"), ("vattnet", "Rent vatten och sanitet för alla"),
    ("grønne omstillinger", None), ("oceans", None), ("cities", "Hållbara städer och samhällen"),
    # a goal whose name holds the word in a compound, before what has the word alone
    ("klimat", "Bekämpa klimatförändringarna"), ("klima", "Bekämpa klimatförändringarna"),
    # names in another language than the reader's
    ("clean water", "Rent vatten och sanitet för alla"), ("rent vand", "Rent vatten och sanitet för alla"),
    ("ligestilling", "Jämställdhet"), ("climate action", None),
    # the beginning of what is being typed
    ("vatt", "Rent vatten och sanitet för alla"), ("jämställdh", "Jämställdhet"),
    ("Region Västerb", "Region Västerbotten"), ("arjep", "Arjeplog"),
    ("ortsammanbind", "Ortsammanbindande nät Arjeplogs kommun"), ("uddann", None),
    # several words, in any order, and from texts
    ("arjeplog nät", "Ortsammanbindande nät Arjeplogs kommun"), ("biogas nordic", "Boost Nordic Biogas"),
    ("värmland verksamt digitalisering", "Verksamt Värmland"),
    ("bredband 100 Mbit/s", "Tillgång till fast bredband"),
    ("marknadsmässiga förutsättningar bredbandsinfrastruktur", None),
    # parts of compounds
    ("småföretag finansiering", "Småföretags tillgång"), ("effektivisering", None),
    ("personalkostnad", None),
)  # fmt: skip
FOUND = (
    ("bekämpning av klimatförändringen", 0), ("virksomhed", 90), ("grønne omstillinger", 2),
    ("climate action", 1), ("uddann", 30), ("effektivisering", 12), ("oceans", 2),
    ("marknadsmässiga förutsättningar bredbandsinfrastruktur", 3), ("personalkostnad", 12), ("vätgas", 5),
    ("vatgas", 5), ("hydrogen", 2), ("iværksætter", 12), ("ivaerksaetter", 12), ("skola", 500),
    ("forskola", 150), ("samisk", 3), ("xyzzyx", 0),
)  # fmt: skip


@pytest.fixture(scope="module")
def store(lists_dir: Path) -> Store:
    """Returns a store in memory with what ships and the four lists, as their mappings read them."""
    opened = open_store("memory:")
    opened.bulk_load(shipped_files(examples=False), 1)
    for name, path in LISTS.items():
        mapping, file = load_mapping(name), lists_dir / path
        rows = RowChecker(mapping, opened, file.name).check(read_list(file, read_bytes(file), mapping)).rows
        quads = frozenset(
            quad for quad in list_quads(mapping, rows, opened.base) if not any(opened.quads(*quad))
        )
        opened.apply(Changes(added=quads), opened.sequence + 1)
    return opened


@pytest.fixture(scope="module")
def search(store: Store) -> Iterator[Search]:
    opened = Search(store, Repository(store), patience=600)
    yield opened
    opened.close()


def called(hit: Hit) -> tuple[str | None, str]:
    return hit.thing.code, hit.thing.name.text


def test_there_are_enough_queries() -> None:
    assert len({text for text, _ in FIRST}) >= 60


@pytest.mark.parametrize(("text", "first"), [pair for pair in FIRST if pair[1]], ids=lambda part: str(part))
def test_what_must_stand_first_does(search: Search, text: str, first: str) -> None:
    page = search.search(text, lang="sv", limit=3, faceted=False).page
    told = [called(hit) for hit in page.items]
    assert told, text
    code, name = told[0]
    assert code == first or name.startswith(first), told


@pytest.mark.parametrize(("text", "least"), FOUND)
def test_as_many_are_found_as_there_are(search: Search, text: str, least: int) -> None:
    total = search.search(text, lang="da", limit=1, faceted=False).page.total
    assert total >= least
    assert least or total == 0


def test_exact_spelling_stands_before_the_neighbours(search: Search) -> None:
    names = [
        hit.thing.name.text for hit in search.search("grön", limit=200, lang="sv", faceted=False).page.items
    ]
    exact = [place for place, name in enumerate(names) if "grön" in name.lower().split()]
    other = [place for place, name in enumerate(names) if "grøn" in name.lower().split()]
    assert exact
    assert other
    assert max(exact) < min(other)


@pytest.mark.parametrize("text", ["klimat", "energi", "hälsa", "vatten", "uddannelse", "industri", "land"])
def test_goals_that_are_named_so_stand_before_all_but_codes_and_whole_names(
    search: Search, text: str
) -> None:
    hits = search.search(text, lang="sv", limit=200, faceted=False).page.items
    is_goal = [hit.group == "goal" and _is_named(hit) for hit in hits]
    assert any(is_goal)
    before = hits[: max(place for place, each in enumerate(is_goal) if each)]
    others = [hit for hit, each in zip(before, is_goal, strict=False) if not each]
    whole = [hit for hit in others if len([each for each in hit.highlights[-1].segments if each.text]) == 1]
    assert whole == others


def _is_named(hit: Hit) -> bool:
    return any(each.match for told in hit.highlights if told.field == "name" for each in told.segments)


def test_every_find_shows_why(search: Search) -> None:
    for text, _ in FIRST:
        for hit in search.search(text, lang="sv", limit=10, faceted=False).page.items:
            if ":" not in text:
                marked = [each for highlight in hit.highlights for each in highlight.segments if each.match]
                assert marked, (text, called(hit))


def test_the_same_organisation_in_two_spellings_is_proposed_as_one(store: Store) -> None:
    repository = Repository(store)
    page = likely_duplicates(repository, lang="sv", limit=1000)
    pairs = {(pair.first.name.text, pair.second.name.text, pair.reason) for pair in page.items}
    assert ("LTU Business AB", "LTU Business AB", "name") in pairs
    assert ("Länsstyrelsen I Dalarnas Län", "Länsstyrelsen i Dalarnas län", "name") in pairs
    names = {frozenset((pair.first.name.text, pair.second.name.text)) for pair in page.items}
    assert frozenset(("Region Västerbotten", "Region Norrbotten")) not in names
    assert frozenset(("Umeå kommun", "Luleå kommun")) not in names
    assert page.total > 50
