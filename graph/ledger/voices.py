"""Who speaks for or against an alignment: of each reviewer the newest review, and of people alone."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from decimal import ROUND_HALF_EVEN, Decimal

from graph.ledger.words import AGREEMENT, CREATED, CREATOR, REVIEWS, SOFTWARE_AGENT, TYPE, WITHDRAWS
from graph.store.overlay import Readable
from graph.terms import Literal, NamedNode, Subject, Term, Triple

UNDATED = datetime.min.replace(tzinfo=UTC)
_STEP = Decimal("0.0001")


@dataclass(frozen=True, slots=True)
class Voice:
    """Is one review: by whom, how far they agree (-1 to 1), when, and whether a machine gave it."""

    review: str
    reviewer: str
    agreement: Decimal
    at: datetime = UNDATED
    by_machine: bool = False


def voices_of(store: Readable, alignment: Subject) -> tuple[Voice, ...]:
    """Returns the voices that count: of each person their newest review that is not withdrawn."""
    return newest(_reviews(store, alignment))


def newest(reviews: Iterable[Voice]) -> tuple[Voice, ...]:
    """Returns the newest review of each person; what machines say counts for nothing, older ones no more.

    >>> yes, no = Voice("r1", "anna", Decimal(1)), Voice("r2", "anna", Decimal(-1))
    >>> [voice.review for voice in newest([no, yes])]
    ['r2']
    """
    last: dict[str, Voice] = {}
    for each in sorted(reviews, key=lambda voice: (voice.at, voice.review)):
        if not each.by_machine:
            last[each.reviewer] = each
    return tuple(sorted(last.values(), key=lambda voice: voice.reviewer))


def score_of(agreements: Iterable[Decimal]) -> Decimal | None:
    """Returns how far reviewers agree, above -1 and below 1, to four places; None where there are none.

    It is the sum of their agreements over their number and one: as if one more reviewer were undecided, so
    that many who agree weigh more than one who does (decision 0012).

    >>> score_of([Decimal(1)]), score_of([Decimal(1)] * 9), score_of([Decimal(1), Decimal(-1)])
    (Decimal('0.5000'), Decimal('0.9000'), Decimal('0.0000'))
    """
    given = tuple(agreements)
    if not given:
        return None
    return (sum(given, Decimal(0)) / (len(given) + 1)).quantize(_STEP, ROUND_HALF_EVEN)


def moment_of(store: Readable, node: Subject) -> datetime:
    """Returns when something was recorded; a time without a zone is taken as UTC, none as the earliest."""
    return max((_moment(quad.object) for quad in store.quads(node, CREATED)), default=UNDATED)


def author_of(store: Readable, node: Subject) -> str | None:
    """Returns the IRI of who stated or did something, the first where there are several."""
    creators = (quad.object for quad in store.quads(node, CREATOR))
    return min((each.value for each in creators if isinstance(each, NamedNode)), default=None)


def is_machine(store: Readable, agent: NamedNode) -> bool:
    """Says whether the graph knows an agent as a machine."""
    return any(store.quads(agent, TYPE, SOFTWARE_AGENT))


def is_by_machine(store: Readable, node: Subject) -> bool:
    """Says whether a machine stated or did something, be it together with people."""
    creators = (quad.object for quad in store.quads(node, CREATOR))
    return any(is_machine(store, each) for each in creators if isinstance(each, NamedNode))


def _reviews(store: Readable, alignment: Subject) -> Iterator[Voice]:
    for review in {quad.subject for quad in store.quads(predicate=REVIEWS, object_=alignment)}:
        if isinstance(review, Triple) or any(store.quads(predicate=WITHDRAWS, object_=review)):
            continue
        values = (quad.object for quad in store.quads(review, AGREEMENT))
        agreement = min((Decimal(each.value) for each in values if isinstance(each, Literal)), default=None)
        if agreement is not None:
            reviewer = author_of(store, review) or review.value
            machine = is_by_machine(store, review)
            yield Voice(review.value, reviewer, agreement, moment_of(store, review), machine)


def _moment(term: Term) -> datetime:
    try:
        found = datetime.fromisoformat(term.value) if isinstance(term, Literal) else UNDATED
    except ValueError:
        return UNDATED
    return found if found.tzinfo else found.replace(tzinfo=UTC)
