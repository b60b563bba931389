"""Alignments with what their events amount to, many in a few queries."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from datetime import datetime
from decimal import Decimal
from functools import partial

from graph.ledger import Standing, grader_of, standing_of
from graph.ledger.former import reviewed_before
from graph.ledger.history import history_of
from graph.model import Alignment, Evidence, FormerReview, LedgerEvent, Name, Quote, Thing
from graph.questions import load_lookups
from graph.repository.facts import Facts, best_name, facts_of, shared_things_of
from graph.repository.reading import Reading, text_of
from graph.terms import NamedNode, compact, expand

HINDERS = expand("pg:hinders").value
NOBODY = Thing("", Name(""))


def alignment_iris(
    reading: Reading, filters: Mapping[str, str | None], limit: int, offset: int
) -> tuple[list[str], int]:
    """Returns the IRIs of one page of alignments, and how many there are in all."""
    query = alignments_asked(reading, filters)
    return [text_of(row["alignment"]) for row in reading.page(query, limit, offset)], reading.total(query)


def alignments_asked(reading: Reading, filters: Mapping[str, str | None]) -> str:
    """Returns the query for alignments; an IRI of which the graph holds nothing raises UnknownName.

    One that nothing can be aligned from, or to, raises InputError.
    """
    given = {name: value for name, value in filters.items() if value}
    lookup = "alignments-of" if "source" in given else "alignments-to" if "target" in given else "alignments"
    return reading.filtered(load_lookups()[lookup], given)


def standings_of(reading: Reading, iris: Iterable[str]) -> dict[str, Standing]:
    """Returns where each alignment stands by the events on it that are not withdrawn themselves."""
    return {
        iri: reading.noted(("standing", iri), partial(standing_of, reading.store, NamedNode(iri)))
        for iri in dict.fromkeys(iris)
    }


def alignments_of(reading: Reading, iris: Iterable[str], lang: str) -> dict[str, Alignment]:
    """Returns the alignments by IRI, each with evidence, author and status."""
    wanted = list(dict.fromkeys(iris))
    own, standings = facts_of(reading, wanted), standings_of(reading, wanted)
    evidence = _Evidence(reading, own.nodes(wanted, "pg:evidence"))
    graders = {iri: grader for iri in wanted if iri in own and (grader := _grader(reading, iri))}
    named = {*own.nodes(wanted, "dct:creator"), *evidence.sources, *graders.values()}
    things = shared_things_of(reading, named, lang)
    return {
        iri: replace(
            _alignment(iri, own, standings[iri], tuple(evidence.of(own, iri, things, lang)), things, lang),
            graded_by=things.get(graders.get(iri, "")),
            reviewed_before=None if standings[iri].voices else _reviewed_before(reading, iri),
        )
        for iri in wanted
        if iri in own
    }


def _grader(reading: Reading, iri: str) -> str | None:
    """Returns who set strength and confidence of an alignment where its author did not."""
    found = reading.noted(("grader", iri), partial(grader_of, reading.store, NamedNode(iri)))
    return found.value if found else None


def _reviewed_before(reading: Reading, iri: str) -> FormerReview | None:
    return reading.noted(("former", iri), partial(reviewed_before, reading.store, NamedNode(iri)))


def _tool(iri: str, own: Facts) -> str | None:
    """Returns the method of a machine with its version, None where none is said."""
    told = (own.text(iri, name) for name in ("sssom:mapping_tool", "sssom:mapping_tool_version"))
    return " ".join(filter(None, told)) or None


def _alignment(
    iri: str,
    own: Facts,
    standing: Standing,
    evidence: tuple[Evidence, ...],
    things: Mapping[str, Thing],
    lang: str,
) -> Alignment:
    return Alignment(
        iri=iri,
        source=own.node(iri, "owl:annotatedSource") or "",
        target=own.node(iri, "owl:annotatedTarget") or "",
        hinders=own.node(iri, "owl:annotatedProperty") == HINDERS,
        strength=int(own.number(iri, "pg:strength") or 0),
        confidence=own.number(iri, "sssom:confidence") or Decimal(0),
        status=standing.status,
        author=things.get(own.node(iri, "dct:creator") or "", NOBODY),
        by_machine=standing.by_machine,
        justification=compact(own.node(iri, "sssom:mapping_justification") or ""),
        reasoning=own.name(iri, "rdfs:comment", lang),
        evidence=evidence,
        said=own.day(iri, "pg:saidAt"),
        tool=_tool(iri, own),
        recorded=_instant(own.text(iri, "dct:created")),
        score=standing.score,
        supporters=standing.supporters,
        opponents=standing.opponents,
    )


def _instant(text: str | None) -> datetime | None:
    try:
        return datetime.fromisoformat(text or "")
    except ValueError:
        return None


def events_of(reading: Reading, alignment: str, lang: str) -> tuple[LedgerEvent, ...]:
    """Returns the history of an alignment with the names of who acted; an unknown one raises NotFound."""
    happened = history_of(reading.store, alignment)
    things = shared_things_of(reading, {each.agent for each in happened if each.agent}, lang)
    return tuple(
        LedgerEvent(
            iri=each.iri,
            kind=each.kind,
            on=each.on,
            author=things.get(each.agent, NOBODY),
            by_machine=each.by_machine,
            at=each.at,
            reason=best_name(each.reasons, lang),
            agreement=each.agreement,
            by=each.by,
            state=each.state,
        )
        for each in happened
    )


class _Evidence:
    """Holds annotations, their places and their quotes, three steps of the same lookup."""

    def __init__(self, reading: Reading, annotations: tuple[str, ...]) -> None:
        self._annotations = facts_of(reading, annotations)
        self._places = facts_of(reading, self._annotations.nodes(annotations, "oa:hasTarget"))
        places = self._annotations.nodes(annotations, "oa:hasTarget")
        self._selectors = facts_of(reading, self._places.nodes(places, "oa:hasSelector"))
        self.sources = self._places.nodes(places, "oa:hasSource")

    def of(self, own: Facts, iri: str, things: Mapping[str, Thing], lang: str) -> Iterator[Evidence]:
        """Yields what a statement rests on."""
        for place in self._annotations.nodes(own.nodes(iri, "pg:evidence"), "oa:hasTarget"):
            selectors = self._places.nodes(place, "oa:hasSelector")
            quotes = (self._quote(selector, lang) for selector in selectors)
            source = self._places.node(place, "oa:hasSource")
            yield Evidence(things.get(source or "", NOBODY), next((each for each in quotes if each), None))

    def _quote(self, selector: str, lang: str) -> Quote | None:
        exact = self._selectors.name(selector, "oa:exact", lang)
        around = (self._selectors.text(selector, name) or "" for name in ("oa:prefix", "oa:suffix"))
        return Quote(exact.text, exact.lang, *around) if exact else None
