"""One statement as a reader sees it: who says what of what, when, on what grounds, and how sure they are."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal

from api.iris import page_url
from api.pages.reader import Label, Link, Reader
from api.pages.views.homes import placed
from graph.model import Alignment, Evidence, FormerReview, Hop, Name
from graph.repository.quoting import in_own_text


@dataclass(frozen=True, slots=True)
class Ground:
    """Is a place that a statement rests on, with a few of its words where they may be quoted."""

    source: Link
    quote: Label | None
    before: str = ""
    after: str = ""


@dataclass(frozen=True, slots=True)
class Former:
    """Is the page of a former version of a statement, and how it was judged, in words."""

    href: str
    told: str


@dataclass(frozen=True, slots=True)
class Proof:
    """Is what stands behind a statement. Words are the reader's; `status` is a word of the ledger.

    `grader` is who set strength and confidence, None where the author did. `former` is the version that was
    reviewed in the place of this one.
    """

    href: str
    status: str
    status_text: str
    strength: str
    justification: str
    author: Link | None
    by_machine: bool
    said: str | None
    recorded: str | None
    reasoning: Label | None
    grounds: tuple[Ground, ...]
    reviews: str | None = None
    grader: Link | None = None
    former: Former | None = None


@dataclass(frozen=True, slots=True)
class HopView:
    """Is one step from a source to a target; a step upward in a document's own tree needs no proof."""

    source: Link
    target: Link
    hinders: bool
    verb: str
    confidence: str
    proof: Proof | None
    is_weakest: bool = False


def hop_view(reader: Reader, hop: Hop, *, is_weakest: bool = False) -> HopView:
    """Returns a hop of a chain in words."""
    source, target = reader.link(hop.source.iri), placed(reader, hop.target.iri)
    return _view(reader, source, target, hop.alignment, hop.confidence, is_weakest)


def statement_views(reader: Reader, alignments: Iterable[str]) -> tuple[HopView, ...]:
    """Returns alignments in words, in the order given; what the graph does not hold is left out."""
    wanted = list(dict.fromkeys(alignments))
    found = reader.repository.alignments_by_iri(wanted, reader.lang)
    return tuple(_statement(reader, found[each]) for each in wanted if each in found)


def _statement(reader: Reader, read: Alignment) -> HopView:
    source, target = reader.link(read.source), placed(reader, read.target)
    return _view(reader, source, target, read, read.confidence, is_weakest=False)


def _view(
    reader: Reader,
    source: Link,
    target: Link,
    alignment: Alignment | None,
    confidence: Decimal,
    is_weakest: bool,
) -> HopView:
    hinders = alignment is not None and alignment.hinders
    key = "tree" if alignment is None else "hinders" if hinders else "contributes"
    return HopView(
        source=source,
        target=target,
        hinders=hinders,
        verb=reader.words(f"hop.{key}"),
        confidence=reader.words.percent(confidence),
        proof=_proof(reader, alignment) if alignment else None,
        is_weakest=is_weakest,
    )


def _proof(reader: Reader, alignment: Alignment) -> Proof:
    words = reader.words
    return Proof(
        href=page_url(alignment.iri, reader.store.base, reader.lang),
        status=alignment.status,
        status_text=words(f"status.{alignment.status}"),
        strength=words(f"strength.{alignment.strength}"),
        justification=_justification(reader, alignment.justification),
        author=reader.link(alignment.author.iri) if alignment.author.iri else None,
        by_machine=alignment.by_machine,
        said=words.day(alignment.said) if alignment.said else None,
        recorded=words.moment(alignment.recorded) if alignment.recorded else None,
        reasoning=_named(reader, alignment.reasoning),
        grounds=tuple(_ground(reader, alignment, each) for each in alignment.evidence if each.source.iri),
        reviews=_reviews(reader, alignment),
        grader=reader.link(alignment.graded_by.iri) if alignment.graded_by else None,
        former=_former(reader, alignment.reviewed_before),
    )


def _reviews(reader: Reader, alignment: Alignment) -> str | None:
    """Returns how many reviewers agree and disagree, and the score; None where nobody has reviewed it."""
    if alignment.score is None:
        return None
    return reader.words(
        "proof.reviewed",
        supporters=alignment.supporters,
        opponents=alignment.opponents,
        score=reader.words.number(alignment.score),
    )


def _former(reader: Reader, former: FormerReview | None) -> Former | None:
    if former is None:
        return None
    told = reader.words("proof.former-told", supporters=former.supporters, opponents=former.opponents)
    return Former(page_url(former.iri, reader.store.base, reader.lang), told)


def _ground(reader: Reader, alignment: Alignment, evidence: Evidence) -> Ground:
    """Returns the place; what is quoted of the source's own text stands among the words around it."""
    link, quote = reader.link(evidence.source.iri), evidence.quote
    if quote is None:
        return Ground(link, None)
    if evidence.source.iri == alignment.source:
        quote = in_own_text(reader.repository.reading, alignment.source, quote)
    return Ground(link, _named(reader, quote), quote.prefix, quote.suffix)


def _named(reader: Reader, name: Name | None) -> Label | None:
    if name is None:
        return None
    return Label(name.text, name.lang if name.lang and name.lang != reader.lang else None)


def _justification(reader: Reader, name: str) -> str:
    """Returns the justification in plain words; one that the pages have no words for keeps its own name."""
    key = f"justification.{name.removeprefix('semapv:')}"
    return reader.words(key) if reader.words.has(key) else name
