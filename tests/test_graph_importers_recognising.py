"""An unknown list: its mapping is found, or its columns are recognised and a mapping is proposed."""

from __future__ import annotations

import json
from pathlib import Path
from time import process_time
from typing import Any

import pytest

from graph.commits import Writer
from graph.errors import FileProblem
from graph.importers.proposing import proposed_mapping
from graph.importers.recognising import Proposal, recognise
from graph.importers.tabular import import_list, open_list
from graph.importers.tabular_mapping import load_mapping
from graph.importers.tabular_units import without_currency
from graph.importers.templates import template
from graph.store import Store
from graph.terms import expand
from graph.validation import validate_submission
from lists_of_ours import row, shipped_store
from workbooks import xlsx

HEAD = [
    "Dnr",
    "Projekttitel",
    "Sökande",
    "Kommuner",
    "Fr.o.m.",
    "Slut",
    "Beviljat stöd (belopp)",
    "Delmål",
    "Övrigt",
]
ROWS = [
    [
        "2024-17",
        "Bredband i byn",
        "Sala kommun",
        "Sala; Västerås",
        "2024-01-01",
        "2025-12-31",
        "1 250 000",
        "9.c",
        "x",
    ],
    [
        "2024-18",
        "Nya jobb",
        "Region Västmanland",
        "Köping",
        "2024-03-01",
        "2026-02-28",
        "800 000",
        "8.3",
        "y",
    ],
]


@pytest.fixture(scope="module")
def store() -> Store:
    return shipped_store()


def recognised(store: Store, name: str, content: bytes) -> Proposal:
    return recognise(Path(name), content, store)


def columns(proposal: Proposal) -> dict[str, Any]:
    return {seen.heading: (seen.column, seen.how) for seen in proposal.seen}


@pytest.mark.lists
@pytest.mark.parametrize(
    ("file", "mapping"),
    [
        ("projects-se-erdf-2014-2020/sweden_erdf_2014_2020.json", "tillvaxtverket-2014"),
        ("projects-dk-erdf-esf/denmark_erdf_esf_2014_2020.csv", "erhvervsstyrelsen-2014"),
        ("projects-se-interreg-2021-2027/rawdata.json", "interreg-2021"),
        ("kolada-kpi/kolada_values_sample.csv", "kolada-values"),
        ("dalastrategin-indicators/Oversikt.xlsx", "dalastrategin"),
        ("opensdg-format-sample/data_indicator_1-1-1.csv", "opensdg"),
    ],
)
def test_a_list_of_a_known_kind_finds_its_mapping(
    store: Store, lists_dir: Path, file: str, mapping: str
) -> None:
    proposal = recognised(store, Path(file).name, (lists_dir / file).read_bytes())

    assert proposal.fitting[0] == mapping
    assert (proposal.seen, proposal.lacking) == ((), ())


def test_our_own_spreadsheet_is_known_in_each_language(store: Store) -> None:
    for lang in ("sv", "da", "en"):
        assert recognised(store, "a.xlsx", template("projects", lang)).fitting == ("projects",)


@pytest.mark.parametrize(
    ("others", "seen"),
    [
        (
            {"Beviljat stöd": "12500 SEK", "Start": "2026-01-01"},
            {"Beviljat stöd": "amount", "Start": "start"},
        ),
        ({"Bidrar till": "9.4"}, {"Bidrar till": "goal"}),
        ({"Bidrager til": "9.4"}, {"Bidrager til": "goal"}),
        ({"Handläggare": "enhet 2"}, {}),
    ],
)
def test_a_list_like_our_own_under_other_headings_is_not_read_without_them(
    store: Store, others: dict[str, str], seen: dict[str, str]
) -> None:
    """Below the headings that our spreadsheet needs it would fit, and lose what it says in other words."""
    needed = {
        "Projektnummer": "A-1",
        "Projektnamn": "Hamnen",
        "Organisation": "Sala kommun",
        "Områden": "Sala",
    }
    own = needed | others
    proposal = recognised(store, "a.xlsx", xlsx({"A": [list(own), list(own.values())]}))

    assert proposal.fitting == (() if seen else ("projects",))
    assert {each.heading: each.column for each in proposal.seen if each.heading in others} == seen


def test_a_heading_without_cells_is_not_believed_against_them(store: Store) -> None:
    lines = [
        ["Dnr", "Projekttitel", "Sökande", "Kommun", "Programperiod"],
        ["A-1", "Hamnen", "Hamnen AB", "Sala"],
    ]
    proposal = recognised(store, "a.xlsx", xlsx({"A": lines}))

    assert columns(proposal)["Programperiod"] == ("programme", "name")
    assert proposal.poor == ()


def test_thousands_fit_where_another_amount_tells_them(store: Store) -> None:
    amounts = ("850.000 kr.", "450.000", "1.250.000,50")
    lines = [[*HEAD[:3], "Tilsagn"], *([f"A-{n}", "Havn", "Ærø", each] for n, each in enumerate(amounts))]
    proposal = recognised(store, "a.xlsx", xlsx({"A": lines}))
    assert [each.share for each in proposal.seen if each.heading == "Tilsagn"] == [1.0]


def test_columns_are_recognised_by_heading_and_by_content(store: Store) -> None:
    proposal = recognised(store, "a.xlsx", xlsx({"A": [["Projekt i länet"], HEAD, *ROWS]}))

    assert (proposal.fitting, proposal.lacking, proposal.needed) == ((), ("currency",), ())
    assert columns(proposal) == {
        "Dnr": ("id", "name"),
        "Projekttitel": ("title", "name"),
        "Sökande": ("organisation", "name"),
        "Kommuner": ("areas", "name"),
        "Fr.o.m.": ("start", "content"),
        "Slut": ("end", "name"),
        "Beviljat stöd (belopp)": ("amount", "name"),
        "Delmål": ("goal", "name"),
        "Övrigt": (None, None),
    }


@pytest.mark.parametrize(
    ("headings", "amount", "defaults"),
    [
        (["Stöd (SEK)"], "Stöd (SEK)", {"currency": "SEK"}),
        (["Bevilget tilskud i DKK"], "Bevilget tilskud i DKK", {"currency": "DKK"}),
        (["Beviljat belopp, kronor"], "Beviljat belopp, kronor", {"currency": "SEK"}),
        (["Beviljat belopp (kr)"], "Beviljat belopp (kr)", {}),
        (["Beviljat belopp (SEK)", "Valuta"], "Beviljat belopp (SEK)", {}),
        (["Totalt belopp", "EU-stöd (€)"], "EU-stöd (€)", {"currency": "EUR"}),
        (["Belopp"], "Belopp", {}),
        (["Tilsagnsdato", "Tilsagn (DKK)"], "Tilsagn (DKK)", {"currency": "DKK"}),
        (["EU-støtte"], "EU-støtte", {}),
        (["Beviljat belopp (tkr)"], None, {}),
        (["Beviljat stöd, mnkr"], None, {}),
        (["Tilskud i mio. kr."], None, {}),
        (["EU-bidrag %"], None, {}),
        (["Sökt belopp"], None, {}),
        (["Bevilget beløb (1.000 kr.)"], None, {}),
        (["Belopp i 1000 SEK"], None, {}),
        (["Beviljat stöd (M€)"], None, {}),
        (["Belopp EUR m"], None, {}),
        (["Bidragsandel", "Bidrag (SEK)"], "Bidrag (SEK)", {"currency": "SEK"}),
        (["Bidragsår", "Bevillingsnr", "Bidrag till handel"], "Bidrag till handel", {}),
        (["Utbetalt bidrag"], None, {}),
    ],
)
def test_the_heading_of_amounts_says_their_currency_or_that_they_are_none(
    store: Store, headings: list[str], amount: str | None, defaults: dict[str, str]
) -> None:
    head = [*HEAD[:3], *headings]
    rows = [[*each[:3], *("SEK" if heading == "Valuta" else "5" for heading in headings)] for each in ROWS]
    proposal = recognised(store, "a.xlsx", xlsx({"A": [head, *rows]}))

    assert [each.heading for each in proposal.seen if each.column == "amount"] == [amount] * bool(amount)
    assert proposal.defaults == defaults


def test_what_only_looks_like_a_column_of_ours_is_left_to_who_knows(store: Store) -> None:
    """A day of decision is no last day, a number no name, a count of up to 17 no goal."""
    told = {
        "Organisationsnummer": "556012-5790",
        "Kontakt hos mottagaren": "Kim",
        "Sökandens kommun": "Sala",
        "Beslutsdatum": "2019-11-01",
        "Slutrapport": "2023-01-01",
        "Antal deltagare": "13",
        "Mål: antal nya jobb": "5",
        "Land": "SWE",
        "Sökande": "Sala kommun",
        "Startdatum": "2020-01-01",
        "Slutdatum": "2022-01-01",
    }
    found = columns(recognised(store, "a.xlsx", xlsx({"A": [[*told], *([*told.values()],) * 3]})))

    assert {heading: column for heading, (column, _) in found.items() if column} == {
        "Sökandens kommun": "areas",
        "Sökande": "organisation",
        "Startdatum": "start",
        "Slutdatum": "end",
    }


@pytest.mark.parametrize("heading", ["(" * 20_000 + "x", "Stöd kr" + " " * 20_000 + "x", ", " * 10_000])
def test_a_heading_that_nobody_would_write_takes_no_minute(heading: str) -> None:
    began = process_time()

    assert without_currency(heading) == (" ".join(heading.split()), ())
    assert process_time() - began < 5, "of half a minute"


BODIES = ["Lunds kommun", "Region Dalarna", "Malmö stad", "Falu kommun"]
PLACES = ["Skåne", "Dalarna; Falun", "hela Sverige", "Falu kommun"]


@pytest.mark.parametrize(
    ("head", "cells", "column"),
    [
        ("Aktör", BODIES, "organisation"),
        ("Huvudman", BODIES, "organisation"),
        ("Vem", BODIES, None),  # whether it is who acts or where, nobody can tell
        ("Kommun", BODIES, "areas"),
        ("Plats", PLACES, "areas"),
        ("Var", ["Skåne", "Dalarna; Falun", "Falun"], "areas"),
        ("Benämning", BODIES, "title"),
    ],
)
def test_a_body_is_not_taken_for_its_area_unless_the_heading_says_so(
    store: Store, head: str, cells: list[str], column: str | None
) -> None:
    rows = [["Dnr", head], *([str(number), cell] for number, cell in enumerate(cells, 1))]
    assert columns(recognised(store, "a.xlsx", xlsx({"A": rows})))[head][0] == column


def test_a_heading_is_not_believed_against_its_cells(store: Store) -> None:
    rows = [["Nr", "Namn", "Organisation", "Start"], ["1", "A", "X", "på våren"], ["2", "B", "Y", "snart"]]

    assert columns(recognised(store, "a.xlsx", xlsx({"A": rows})))["Start"] == (None, None)


@pytest.mark.parametrize(
    ("head", "cells", "column"),
    [
        ("Startdatum", ["på våren", "snart"], "start"),
        ("Start", ["våren 2023", "hösten 2024"], "start"),
        ("Projektslut", ["12/24", "dec 2025"], "end"),
        ("Slutsatser", ["Målet för 2020 nåddes inte alls av någon"] * 2, None),
        ("Slut", ["ja", "nej"], None),
        ("Kommun", ["Karlstad med omnejd", "flera"], "areas"),
        ("Insatsområde", ["Miljö", "Arbete"], None),
        ("Valuta", ["svenska kronor", "kronor"], "currency"),
        ("Beviljat belopp", ["ca 2 mkr", "enligt beslut 4"], "amount"),
        ("Bidrag", ["50 %", "40 %"], None),
        ("Mål", ["Fler jobb", "Bättre luft"], None),
    ],
)
def test_a_heading_wins_over_cells_that_are_written_poorly(
    store: Store, head: str, cells: list[str], column: str | None
) -> None:
    rows = [["Dnr", head], *([str(number), cell] for number, cell in enumerate(cells, 1))]
    proposal = recognised(store, "a.xlsx", xlsx({"A": rows}))

    assert columns(proposal)[head][0] == column
    assert proposal.poor == ((head,) if column else ())


@pytest.mark.parametrize(
    ("head", "told"), [("Program", "projects/programme"), ("Mål", "projects/goal"), ("Noteringar", None)]
)
def test_a_column_of_names_that_are_not_known_is_told_of(store: Store, head: str, told: str | None) -> None:
    rows = [["Dnr", head], ["1", "Vårt eget program"], ["2", "Ett annat"]]
    found = recognised(store, "a.xlsx", xlsx({"A": rows})).findings

    assert [(each.key, each.place.column, dict(each.values)["known"]) for each in found] == (
        [("column-unmatched", head, told)] if told else []
    )


def test_a_column_whose_cells_fit_goes_before_one_that_only_says_so(store: Store) -> None:
    rows = [["Dnr", "Startdatum", "Projektstart"], ["1", "snart", "2024-01-01"], ["2", "våren", "2024-02-01"]]

    assert {
        heading: name
        for heading, (name, _) in columns(recognised(store, "a.xlsx", xlsx({"A": rows}))).items()
    } == {
        "Dnr": "id",
        "Startdatum": None,
        "Projektstart": "start",
    }


def test_sheets_with_the_same_headings_are_one_list_and_others_are_told_of(store: Store) -> None:
    head = [*HEAD[:3], "Slutar"]
    sheets = {
        "2024": [HEAD, *ROWS, *ROWS],
        "2023": [["Beviljade"], head, *([*each[:3], "2023-12-31"] for each in ROWS)],
        "Koder": [["Kod", "Text"], ["A", "Ansökt"]],
        "Tomt": [],
    }
    proposal = recognised(store, "a.xlsx", xlsx(sheets))

    assert columns(proposal)["Slutar"] == (None, None), "Slut of the first sheet is that column already"
    assert [(each.key, each.place.sheet, each.values) for each in proposal.findings] == [
        ("sheet-other", "Koder", (("names", "Dnr, Projekttitel, Sökande"),))
    ]


@pytest.mark.parametrize(
    ("amounts", "lacks"),
    [
        (["5 000", "7 000"], True),
        (["5 000 kr", "7 000 kr"], True),  # of Sweden, Denmark or Norway
        (["5 000 SEK", "7 000 kronor"], False),
        (["5 000 SEK", "7 000"], True),
    ],
)
def test_amounts_without_a_currency_are_told_among_what_is_lacking(
    store: Store, amounts: list[str], lacks: bool
) -> None:
    rows = [[*each[:3], amount] for each, amount in zip(ROWS, amounts, strict=True)]
    proposal = recognised(store, "a.xlsx", xlsx({"A": [[*HEAD[:3], "Beviljat belopp"], *rows]}))

    assert proposal.lacking == (("currency",) if lacks else ())


def test_an_unknown_separator_is_told_by_lines_of_one_width(store: Store) -> None:
    text = "Sak;Plats\nEtt, två, tre;Sala\nFyra;Köping\n"

    assert columns(recognised(store, "a.csv", text.encode())) == {
        "Sak": (None, None),
        "Plats": ("areas", "name"),
    }


def test_a_list_without_what_is_needed_says_what_it_lacks(store: Store) -> None:
    proposal = recognised(store, "a.csv", b"Namn;Kommun\nA;Sala\n")

    assert proposal.lacking == proposal.needed == ("id", "organisation")


def test_the_proposed_mapping_imports_the_list_beside_others(store: Store, tmp_path: Path) -> None:
    path, described = tmp_path / "lista.xlsx", tmp_path / "Våra projekt.json"
    path.write_bytes(
        xlsx({"A": [HEAD, *([*each[:6], int(each[6].replace(" ", "")), *each[7:]] for each in ROWS)]})
    )
    proposal = recognised(store, path.name, path.read_bytes())
    described.write_text(proposed_mapping(proposal, described.stem), encoding="utf-8")
    metadata = json.loads(described.read_text(encoding="utf-8"))
    with_currency = [*HEAD, "Valuta"]
    path.write_bytes(xlsx({"A": [with_currency, *([*each, "SEK"] for each in ROWS)]}))
    writer = Writer(store, validate_submission)
    agent = store.base + "id/agent/policygraph/command-line"
    done = import_list(open_list(path, load_mapping(str(described))), writer, agent=agent)

    assert metadata["pg:graph"] == "graph/list/vara-projekt{named}"
    assert (done.rows, done.graph) == (2, f"{store.base}graph/list/vara-projekt")
    project = expand(f"{store.base}id/project/vara-projekt/2024-17")
    assert any(
        quad.object == expand("nuts:SE125") or "1981" in str(quad.object) for quad in store.quads(project)
    )


def test_nothing_is_guessed_of_a_file_without_lines(store: Store) -> None:
    with pytest.raises(FileProblem) as caught:
        recognised(store, "a.xlsx", xlsx({"A": []}))

    assert caught.value.key == "file-empty"


def test_a_list_of_objects_is_recognised_too(store: Store) -> None:
    content = json.dumps([row() | {"extra": "x"}]).encode()

    assert recognised(store, "a.json", content).fitting == ("tillvaxtverket-2014",)
