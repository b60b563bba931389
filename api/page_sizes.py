"""How long the pages of this server's lists are, as its OpenAPI document says it."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from api.settings import Settings


def usual_size(settings: Settings) -> int:
    """Returns how many items a list holds when the request does not say."""
    return min(settings.page_size, settings.page_size_max)


def tell_page_sizes(document: dict[str, Any], settings: Settings) -> None:
    """Adds to each `limit` of the document the default and the most that the settings say.

    One that has a bound of its own, which is none of the settings', is left as it is.
    """
    for schema in _limits(document):
        whole = next(each for each in (schema, *schema.get("anyOf", ())) if each.get("type") == "integer")
        if "maximum" not in whole:
            whole["maximum"] = settings.page_size_max
            schema["default"] = usual_size(settings)


def _limits(document: dict[str, Any]) -> Iterator[dict[str, Any]]:
    for operations in document["paths"].values():
        for operation in operations.values():
            for parameter in operation.get("parameters", ()):
                if parameter["name"] == "limit":
                    yield parameter["schema"]
