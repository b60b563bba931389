"""What a search is asked and what it answers: filters, finds with their highlights, facets with counts."""

from __future__ import annotations

from dataclasses import dataclass, fields

from graph.model import Name, Page, Thing


@dataclass(frozen=True, slots=True)
class Filters:
    """Says which finds are wanted: `kind` is one of KINDS, the others but `year` are IRIs.

    `territory` has all within it, `goal` all that reaches it by any chain, `year` falls within the period.
    """

    kind: str | None = None
    territory: str | None = None
    programme: str | None = None
    level: str | None = None
    goal: str | None = None
    year: int | None = None

    def given(self) -> dict[str, str | int]:
        """Returns the filters that are set."""
        pairs = ((each.name, getattr(self, each.name)) for each in fields(self))
        return {name: value for name, value in pairs if value is not None}


@dataclass(frozen=True, slots=True)
class Segment:
    """Is a piece of a text, and whether it is what was searched for."""

    text: str
    match: bool


@dataclass(frozen=True, slots=True)
class Highlight:
    """Is a text of a find, in segments that make it up: a `name`, its `text` or its `code`."""

    field: str
    lang: str
    segments: tuple[Segment, ...]


@dataclass(frozen=True, slots=True)
class Hit:
    """Is one find: the thing, its kind among KINDS, and where it matches."""

    thing: Thing
    group: str
    highlights: tuple[Highlight, ...]


@dataclass(frozen=True, slots=True)
class Value:
    """Is one value of a facet and how many finds have it; `name` is None where the value says it itself."""

    value: str
    count: int
    name: Name | None = None


@dataclass(frozen=True, slots=True)
class Facet:
    """Is one way to narrow a search; its counts let all filters through but its own."""

    name: str
    values: tuple[Value, ...]


@dataclass(frozen=True, slots=True)
class Found:
    """Is a page of finds, the best first, and the facets of all of them."""

    page: Page[Hit]
    facets: tuple[Facet, ...]
