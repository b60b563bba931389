"""Alignments by their status or in a view of the ledger, a page at a time."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from graph.ledger import Standing
from graph.ledger.views import shows
from graph.questions import load_lookups
from graph.repository.alignments import alignments_asked, standings_of
from graph.repository.facts import facts_of
from graph.repository.reading import Reading, text_of

Filters = Mapping[str, str | None]
UNJUDGED = Standing("proposed", by_machine=False)
_PROPERTIES = {"source": "owl:annotatedSource", "target": "owl:annotatedTarget", "author": "dct:creator"}


def iris_in_view(reading: Reading, filters: Filters, status: str | None, view: str | None) -> Sequence[str]:
    """Returns the IRIs of all alignments of a status, in a view, or both, in a steady order.

    Few alignments have events on them, so those are looked at first; an alignment without any is proposed.
    """
    judged = reading.remembered(("judged alignments",), lambda: _judged(reading))
    if not shows(UNJUDGED, status, view):
        found = [each for each, standing in judged.items() if shows(standing, status, view)]
        return _filtered(reading, found, filters)
    asked = tuple(sorted((name, value) for name, value in filters.items() if value))
    every = reading.remembered(("alignments", asked), lambda: _every(reading, filters))
    return [each for each in every if shows(judged.get(each, UNJUDGED), status, view)]


def _judged(reading: Reading) -> dict[str, Standing]:
    rows = reading.page(reading.bound(load_lookups()["judged-alignments"], {}), None)
    return standings_of(reading, sorted(text_of(row["alignment"]) for row in rows))


def _every(reading: Reading, filters: Filters) -> tuple[str, ...]:
    rows = reading.page(alignments_asked(reading, filters), None)
    return tuple(sorted(text_of(row["alignment"]) for row in rows))


def _filtered(reading: Reading, iris: Sequence[str], filters: Filters) -> list[str]:
    given = {_PROPERTIES[name]: value for name, value in filters.items() if value}
    if not given:
        return list(iris)
    alignments_asked(reading, filters)  # what is not known at all is refused, as everywhere
    own = facts_of(reading, iris)
    return [each for each in iris if all(value in own.nodes([each], name) for name, value in given.items())]
