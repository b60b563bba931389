"""What to call a value of an indicator, which has no name: of what it is, when, where, and in which role."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from api.pages.reader import Reader

_PERIOD, _AREA = "sdmx-dimension:refPeriod", "sdmx-dimension:refArea"


def measured(reader: Reader, subject: str) -> str:
    """Returns what to call an observation, such as "Bredband: 2024, Dalarnas län, utfall"; else nothing.

    It does not tell the number: an account of changes names things as they are called now, and what was
    corrected since would be told as if it had been so then.
    """
    indicator = reader.node(subject, "pg:indicator")
    if indicator is None or reader.value(subject, "sdmx-measure:obsValue") is None:
        return ""
    return f"{reader.label(indicator).text}: {', '.join(filter(None, _parts(reader, subject)))}"


def _parts(reader: Reader, subject: str) -> Iterator[str]:
    period, area, role = (reader.node(subject, each) for each in (_PERIOD, _AREA, "pg:observationRole"))
    yield (reader.value(period, "dcat:startDate") if period else reader.value(subject, _PERIOD)) or ""
    yield reader.label(area).text if area else ""
    yield reader.label(role).text.lower() if role else ""
