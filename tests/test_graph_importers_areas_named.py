"""Municipalities, counties and larger parts of a country that a running text names."""

from __future__ import annotations

import pytest

from graph.importers.areas_named import AreasNamed
from lists_of_ours import shipped_store


@pytest.fixture(scope="module")
def areas() -> AreasNamed:
    return AreasNamed(shipped_store())


@pytest.mark.parametrize(
    ("text", "codes"),
    [
        ("Projektet sker i Karlstad och Hammarö kommun, med Region Värmland.", "1780 1761 SE311"),
        ("Karlstad växer. Västra Götaland och Upplands Väsby, Malmö stad.", "1780 SE232 0114 1280"),
        ("I Torsby och i Torsby kommun igen", "1737"),
        ("Uppsala och Uppsala län", "0380 SE121"),
        ("Aarhus Kommune og Region Midtjylland", "0751 DK04"),
        (
            "I Östra Mellansverige och Småland med öarna. Projekt på Fyn, i Vest- og Sydsjælland.",
            "SE12 SE21 DK031 DK022",
        ),
        (
            "Region Östergötlands strategi, Nordjyllands virksomheder, Norra Mellansveriges skog",
            "SE123 DK05 SE31",
        ),
        (
            "Karlstads näringsliv, Hammarö kommuns vatten, Aalborg Kommunes havn, Värmlands läns museum",
            "1780 1761 0851 SE311",
        ),
        (
            "Karlstads universitet, Uppsala universitet och Högskolan. Borås stads energi i Mönsterås",
            "1490 0861",
        ),
        ("Sveriges och Danmarks stöd i Sverige. Norra Sverige", "SE3"),
        ("karlstad skrivs med stort", ""),
        ("Vara med! Mark och vatten. Lunds universitet och Anna Berg. Sverige", ""),
        ("", ""),
    ],
)
def test_areas_are_found_by_what_people_call_them(areas: AreasNamed, text: str, codes: str) -> None:
    assert [each.rpartition("/")[2] for each in areas.of(text)] == codes.split()
