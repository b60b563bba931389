"""The filters of chains as texts, the same in addresses of the API and of pages and on the command line."""

from __future__ import annotations

from collections.abc import Mapping

from api.iris import from_base
from graph.alignment.filters import ANY, Filters, day_of, moment_of, number_of, period_of

NAMES = (
    "status",
    "machines",
    "author",
    "confidence",
    "held",
    "said",
    "undated",
    "recorded",
    "period",
    "force",
    "addressee",
)


def read_filters(given: Mapping[str, str | None], base: str) -> Filters:
    """Returns the filters that texts by name stand for; what is empty is not given.

    `status`, `author` and `force` take several values with commas between; `machines` is on unless it is
    `false`. What cannot be used raises InputError.
    """
    texts = {name: value for name, value in given.items() if value and name in NAMES}
    if not texts:
        return ANY
    return Filters(
        statuses=_several(texts.get("status")),
        machines=texts.get("machines", "false").lower() not in ("false", "0"),
        authors=frozenset(from_base(each, base) for each in _several(texts.get("author"))),
        confidence=number_of(texts.get("confidence", "0")),
        held=day_of(texts["held"]) if "held" in texts else None,
        said=day_of(texts["said"]) if "said" in texts else None,
        undated=texts.get("undated"),
        recorded=moment_of(texts["recorded"]) if "recorded" in texts else None,
        period=period_of(texts["period"]) if "period" in texts else None,
        forces=_several(texts.get("force")),
        addressee=from_base(texts["addressee"], base) if "addressee" in texts else None,
    )


def _several(text: str | None) -> frozenset[str]:
    return frozenset(part.strip() for part in (text or "").split(",") if part.strip())
