"""What the graph speaks of, as frozen dataclasses: no RDF library, no store, no web."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, datetime
from decimal import Decimal
from typing import Generic, TypeVar

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Name:
    """Is a label in one language; `lang` is a BCP 47 tag, empty where the source gives none."""

    text: str
    lang: str = ""


@dataclass(frozen=True, slots=True)
class Quote(Name):
    """Is words of a document, with a few of those right before and after them where they are told."""

    prefix: str = ""
    suffix: str = ""


@dataclass(frozen=True, slots=True)
class Thing:
    """Is anything with an IRI, its best label for the reader, and its code where it has one."""

    iri: str
    name: Name
    code: str | None = None
    kind: str | None = None


@dataclass(frozen=True, slots=True)
class Money:
    """Is an amount in one currency (ISO 4217); amounts of two currencies are never added."""

    value: Decimal
    currency: str


@dataclass(frozen=True, slots=True)
class Period:
    """Is a span of days, either end of which may be unknown."""

    start: date | None = None
    end: date | None = None


@dataclass(frozen=True, slots=True)
class Project:
    """Is a project as its list states it: `money` is the support granted, `cost` all that it costs."""

    thing: Thing
    identifier: str | None
    period: Period
    money: tuple[Money, ...]
    beneficiaries: tuple[Thing, ...]
    territories: tuple[Thing, ...]
    programmes: tuple[Thing, ...]
    source: Thing | None = None
    cost: tuple[Money, ...] = ()


@dataclass(frozen=True, slots=True)
class Objective:
    """Is a goal, target, target area, sub-goal or any other objective of a document."""

    thing: Thing
    level: str | None
    document: Thing | None
    broader: tuple[Thing, ...] = ()
    is_prioritised: bool = False


@dataclass(frozen=True, slots=True)
class Document:
    """Is an agenda, a programme, a strategy, a plan or a law, with its maker, its area and its period."""

    thing: Thing
    level: str | None
    kinds: tuple[str, ...]
    makers: tuple[Thing, ...]
    territories: tuple[Thing, ...]
    period: Period


@dataclass(frozen=True, slots=True)
class Observation:
    """Is a value of an indicator: `role` is baseline, midterm, actual, target or forecast."""

    iri: str
    indicator: Thing | None
    role: str
    value: Decimal | None
    unit: str | None
    period: str | None
    territory: Thing | None
    source: Thing | None = None
    note: Name | None = None


@dataclass(frozen=True, slots=True)
class Organisation:
    """Is an organisation and the territories that it works in."""

    thing: Thing
    territories: tuple[Thing, ...]


@dataclass(frozen=True, slots=True)
class Territory:
    """Is an area: `level` is None for an area without a government, `broader` is the one area above it."""

    thing: Thing
    level: str | None
    broader: Thing | None


@dataclass(frozen=True, slots=True)
class Evidence:
    """Is where a statement rests: a document, and a few of its words where they may be quoted."""

    source: Thing
    quote: Quote | None = None


@dataclass(frozen=True, slots=True)
class FormerReview:
    """Is a former version of a statement, and how many reviewers agreed and disagreed with it."""

    iri: str
    supporters: int
    opponents: int


@dataclass(frozen=True, slots=True)
class Alignment:
    """Is a statement that a source serves, or hinders, a target; strength 1 to 3, confidence 0 to 1.

    `score` says how far its reviewers agree (-1 to 1), None where nobody has reviewed it. `graded_by` is who
    set strength and confidence, None where the author did: many sources tell neither how much nor how surely.
    `reviewed_before` is, of one that nobody has reviewed, the nearest former version that somebody did.
    """

    iri: str
    source: str
    target: str
    hinders: bool
    strength: int
    confidence: Decimal
    status: str
    author: Thing
    by_machine: bool
    justification: str
    reasoning: Name | None
    evidence: tuple[Evidence, ...]
    said: date | None
    recorded: datetime | None
    score: Decimal | None = None
    supporters: int = 0
    opponents: int = 0
    tool: str | None = None
    graded_by: Thing | None = None
    reviewed_before: FormerReview | None = None


@dataclass(frozen=True, slots=True)
class LedgerEvent:
    """Is one event in the history of an alignment: a statement, review, withdrawal or supersession.

    `on` is what it is on, `by` what stands in the place of what was superseded; `state` is "holds",
    "withdrawn", or, of a review, "replaced" by a newer one of the same reviewer.
    """

    iri: str
    kind: str
    on: str
    author: Thing
    by_machine: bool
    at: datetime
    reason: Name | None
    agreement: Decimal | None
    by: str | None
    state: str


@dataclass(frozen=True, slots=True)
class Hop:
    """Is a step of a chain: by an alignment, or upward in an objective's own tree (`alignment` is None)."""

    source: Thing
    target: Thing
    alignment: Alignment | None
    confidence: Decimal


@dataclass(frozen=True, slots=True)
class Chain:
    """Is a path of hops; its confidence is the product of its hops; with a hindering hop it never serves."""

    hops: tuple[Hop, ...]
    confidence: Decimal
    weakest: Hop
    serves: bool


@dataclass(frozen=True, slots=True)
class Commit:
    """Is one change of the graph: who made it, when, from what, how much changed, what the shapes warn of.

    `rows` counts those of the list that was imported, `warned` those of them that something was told of;
    `list_name` is what that list is called, None where it has no name.
    """

    sequence: int
    iri: str
    agent: str
    reason: str
    at: datetime
    graph: str
    added: int
    removed: int
    mapping: str | None = None
    sha256: str | None = None
    rows: int | None = None
    warned: int | None = None
    list_name: str | None = None
    warnings: tuple[Violation, ...] = ()


@dataclass(frozen=True, slots=True)
class Violation:
    """Is one result of SHACL validation, with the shape's message in every language that it has."""

    focus: str
    path: str | None
    value: str | None
    severity: str
    shape: str
    component: str
    messages: tuple[Name, ...]


@dataclass(frozen=True, slots=True)
class ValidationReport:
    """Is what validation found; warnings do not stop a graph from conforming."""

    conforms: bool
    violations: tuple[Violation, ...] = ()
    warnings: tuple[Violation, ...] = ()


@dataclass(frozen=True, slots=True)
class Page(Generic[T]):
    """Is one page of a list: its items, how many there are in all, and the offset of the next page."""

    items: tuple[T, ...]
    total: int
    next: int | None = field(default=None)
