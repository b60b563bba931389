"""What to call a value of an indicator, which has no name: what was measured, how much, when and where."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal, InvalidOperation
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from api.pages.reader import Reader

_VALUE, _UNIT = "sdmx-measure:obsValue", "sdmx-attribute:unitMeasure"
_PERIOD, _AREA = "sdmx-dimension:refPeriod", "sdmx-dimension:refArea"


def measured(reader: Reader, subject: str) -> str:
    """Returns what to call an observation, such as "Bredband: 71,5 %, 2024, Dalarnas län"; else nothing."""
    value = reader.value(subject, _VALUE)
    if value is None:
        return ""
    indicator = reader.node(subject, "pg:indicator")
    told = ", ".join(filter(None, _parts(reader, subject, value)))
    return f"{reader.label(indicator).text}: {told}" if indicator else told


def _parts(reader: Reader, subject: str, value: str) -> Iterator[str]:
    unit, period, area = (reader.node(subject, each) for each in (_UNIT, _PERIOD, _AREA))
    measure = reader.label(unit).text if unit else reader.value(subject, _UNIT)
    yield f"{_number(reader, value)} {measure or ''}".strip()
    yield (reader.value(period, "dcat:startDate") if period else reader.value(subject, _PERIOD)) or ""
    yield reader.label(area).text if area else ""


def _number(reader: Reader, value: str) -> str:
    try:
        return reader.words.number(Decimal(value))
    except InvalidOperation:  # what is no number is told as it is written
        return value
