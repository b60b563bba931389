"""Goals by regions: the view that people land on."""

from __future__ import annotations

from graph.model import Cell, Matrix
from graph.questions import load_questions
from graph.repository.facts import things_of
from graph.repository.lists import listed
from graph.repository.reading import Reading, text_of

Cells = dict[tuple[str, str], Cell]


def matrix_of(reading: Reading, lang: str) -> Matrix:
    """Returns how many projects of each region serve each global goal; counted once after each commit."""
    cells = reading.remembered("region-goal-matrix", lambda: _cells(reading))
    goals = listed(reading, "objectives", {"kind": "sdgo:Goal"})
    regions = listed(reading, "territories", {"level": "pg:RegionalLevel"})
    things = things_of(reading, [*goals, *regions], lang)
    return Matrix(
        goals=tuple(things[goal] for goal in goals),
        regions=tuple(things[region] for region in regions),
        cells=cells,
    )


def _cells(reading: Reading) -> Cells:
    query = reading.bound(load_questions()["region-goal-matrix"], {})
    return {
        (text_of(row["goal"]), text_of(row["region"])): Cell(
            projects=int(text_of(row["projects"])), accepted=int(text_of(row["accepted"]))
        )
        for row in reading.page(query, None)
    }
