"""What docs/http.md says of days and times in SPARQL is what the engine does."""

from __future__ import annotations

from pathlib import Path

import pytest
from pyoxigraph import Store

from ontology import PREFIXES

TOLD = (Path(__file__).parent.parent / "docs" / "http.md").read_text("utf-8")
DATE = f"<{PREFIXES['xsd']}date>"
DAY = f"BIND('2020-02-29'^^{DATE} AS ?start) BIND('2021-03-28'^^{DATE} AS ?end)"


@pytest.mark.parametrize(
    ("expression", "value"),
    [
        ("?start <= NOW()", None),
        ("?start <= xsd:date(NOW())", "true"),
        ("?end - ?start", "P393D"),
        ("xsd:date(NOW()) - ?start", None),
        ('?end - "P1Y"^^xsd:yearMonthDuration', "2020-03-28"),
        ('?end - "-P1Y"^^xsd:yearMonthDuration', "2022-03-28"),
    ],
)
def test_an_expression_of_days_comes_to_what_is_told(expression: str, value: str | None) -> None:
    [[found]] = Store().query(f"PREFIX xsd: <{PREFIXES['xsd']}> SELECT ({expression} AS ?x) {{ {DAY} }}")
    assert (found.value if found else None) == value
    assert value is None or f"`{expression}`" in TOLD


def test_the_days_since_a_day_are_a_duration() -> None:
    since = "STRDT(SUBSTR(STR(NOW()), 1, 10), xsd:date) - ?start"
    assert f"`{since}`" in TOLD
    [[found]] = Store().query(f"PREFIX xsd: <{PREFIXES['xsd']}> SELECT ({since} AS ?x) {{ {DAY} }}")
    assert found.datatype.value == PREFIXES["xsd"] + "dayTimeDuration"
