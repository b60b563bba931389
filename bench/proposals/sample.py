"""The labelled sample: drawn by a seed in proportion to the classes of the lists, split by hash."""

from __future__ import annotations

import csv
import json
import os
import random
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path

SEED = 4
SIZES = {"tillvaxtverket-2014": 220, "erhvervsstyrelsen-2014": 96, "interreg-2021": 40}
_FEWEST_WORDS = 4
_DEV_SHARE = 45
_TITLE, _START = "Projektitel / Operation name", "Startdato / Operation start date"
_PARTNER, _AXIS = "Kontraktansvarlig partner / Beneficiary name", "Prioritetsakse / Priority axis"


@dataclass(frozen=True, slots=True)
class Row:
    """Is a project of a list: its text, the class that it is drawn by, and what the list says it serves.

    `lang` is empty where the titles of a list are in several languages.
    """

    list: str
    id: str
    lang: str
    title: str
    text: str
    stratum: str
    own: str = ""
    areas: tuple[str, ...] = ()

    @property
    def is_dev(self) -> bool:
        """Says whether the text may be looked at while lexicons and curves are made."""
        return int(sha256(f"split:{self.id}".encode()).hexdigest(), 16) % 100 < _DEV_SHARE


def lists() -> Path:
    """Returns where the lists by others lie."""
    root = Path(__file__).parents[2]
    return Path(os.environ.get("POLICYGRAPH_TEST_DATA", root.parent / "shared" / "data"))


def rows() -> list[Row]:
    """Returns the projects of all three lists that have a text, or a title of some words."""
    return [*_swedish(), *_danish(), *_interreg()]


def drawn() -> list[Row]:
    """Returns the sample."""
    found = rows()
    return [
        row
        for name, size in SIZES.items()
        for row in _stratified([each for each in found if each.list == name], size)
    ]


def _stratified(found: list[Row], size: int) -> list[Row]:
    """Returns rows of each class in proportion, at least one, in an order that a seed gives."""
    by_class: dict[str, list[Row]] = {}
    for row in sorted(found, key=lambda row: row.id):
        by_class.setdefault(row.stratum, []).append(row)
    source = random.Random(SEED)
    taken: list[Row] = []
    for _, members in sorted(by_class.items()):
        wanted = max(1, round(size * len(members) / len(found)))
        taken += source.sample(members, min(wanted, len(members)))
    source.shuffle(taken)
    return taken


def _swedish() -> Iterator[Row]:
    told = json.loads((lists() / "projects-se-erdf-2014-2020/sweden_erdf_2014_2020.json").read_text("utf-8"))
    for each in told:
        name, text = each["projektnamn"], each["projektbeskrivning"]
        areas, own = tuple(each["län"].split(", ")), each["tematiskt_mål"]
        yield Row("tillvaxtverket-2014", each["ärende-id"], "sv", name, text, own, own, areas)


def _danish() -> Iterator[Row]:
    path = lists() / "projects-dk-erdf-esf/denmark_erdf_esf_2014_2020.csv"
    with path.open(encoding="utf-8-sig", newline="") as file:
        for each in csv.DictReader(file):
            text = each["Projektbeskrivelse"]
            key = digest(each[_TITLE], each[_START], each[_PARTNER], text)
            yield Row(
                "erhvervsstyrelsen-2014", key, "da", each[_TITLE].strip(), text, each[_AXIS].split(".")[0]
            )


def _interreg() -> Iterator[Row]:
    """Yields the projects, of which several rows tell; they have titles and no text."""
    told = json.loads((lists() / "projects-se-interreg-2021-2027/rawdata.json").read_text("utf-8"))
    first: dict[tuple[str, str], str] = {}
    for each in told:
        if each["projektnamn"] and len(each["projektnamn"].split()) >= _FEWEST_WORDS:
            first.setdefault((each["program"], each["projektnamn"]), each["specifiktmal"] or "")
    for (programme, title), objective in first.items():
        yield Row("interreg-2021", digest(programme, title), "", title, "", objective[:4], objective)


def digest(*parts: str) -> str:
    """Returns what stands for a row that has no number of its own."""
    return sha256("|".join(parts).encode()).hexdigest()[:16]


def texts_of(ids: Iterable[str]) -> dict[str, Row]:
    """Returns the rows with these identifiers."""
    wanted = set(ids)
    return {row.id: row for row in rows() if row.id in wanted}
