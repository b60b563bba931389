"""Alignments by their status or in a view of the ledger, a page at a time."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from itertools import islice

from graph.ledger import Standing
from graph.ledger.views import check_together, shows
from graph.ledger.words import ALIGNMENT, REVIEWS, SUPERSEDES, TYPE, WITHDRAWS
from graph.repository.alignments import alignments_asked, standings_of
from graph.repository.facts import facts_of
from graph.repository.reading import Reading, text_of
from graph.terms import NamedNode

Filters = Mapping[str, str | None]
UNJUDGED = Standing("proposed", by_machine=False)
_PROPERTIES = {"source": "owl:annotatedSource", "target": "owl:annotatedTarget", "author": "dct:creator"}


def iris_in_view(reading: Reading, filters: Filters, status: str | None, view: str | None) -> Sequence[str]:
    """Returns the IRIs of all alignments of a status, in a view, or both, in a steady order."""
    found, _ = page_in_view(reading, filters, status, view, None, 0)
    return sorted(found)


def page_in_view(
    reading: Reading, filters: Filters, status: str | None, view: str | None, limit: int | None, offset: int
) -> tuple[list[str], int]:
    """Returns a page of the alignments of a status, in a view, or both, and how many there are in all.

    Few alignments have events on them, so those are looked at first; one without any is proposed. A status
    that no alignment of a view can have raises InputError.
    """
    check_together(status, view)
    end = None if limit is None else offset + limit
    judged = reading.remembered(("judged alignments",), lambda: _judged(reading))
    fitting = {each: shows(standing, status, view) for each, standing in judged.items()}
    if not shows(UNJUDGED, status, view):
        found = _filtered(reading, [each for each, is_shown in fitting.items() if is_shown], filters)
        return found[offset:end], len(found)
    query = alignments_asked(reading, filters)
    hidden = set(_filtered(reading, [each for each, is_shown in fitting.items() if not is_shown], filters))
    every = (text_of(row["alignment"]) for row in reading.page(query, None))
    shown = (each for each in every if each not in hidden)
    return list(islice(shown, offset, end)), reading.total(query) - len(hidden)


def _judged(reading: Reading) -> dict[str, Standing]:
    """Returns where the alignments stand that have events on them; a query would pass over all others."""
    store = reading.store
    events = (quad for kind in (REVIEWS, WITHDRAWS, SUPERSEDES) for quad in store.quads(None, kind))
    things = {quad.object for quad in events if isinstance(quad.object, NamedNode)}
    judged = sorted(node.value for node in things if any(store.quads(node, TYPE, ALIGNMENT)))
    return standings_of(reading, judged)


def _filtered(reading: Reading, iris: Sequence[str], filters: Filters) -> list[str]:
    given = {_PROPERTIES[name]: value for name, value in filters.items() if value}
    if not given:
        return list(iris)
    alignments_asked(reading, filters)  # what is not known at all is refused, as everywhere
    own = facts_of(reading, iris)
    return [each for each in iris if all(value in own.nodes([each], name) for name, value in given.items())]
