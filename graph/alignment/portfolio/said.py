"""What the portfolio says in answer to a question file that names it: the same rows, in the same order.

Each name here is what the head of a question may have under `portfolio`. A property test holds every such
question against its own SPARQL. Parts alone may differ from that by a cent: they are rounded to add up.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from functools import partial

from graph.alignment.portfolio.answers import Counting, Figure, Filters, Sum
from graph.alignment.portfolio.portfolio import Portfolio
from graph.alignment.portfolio.rows import ROWS
from graph.terms import Literal, NamedNode, Term, decimal, integer, text

Given = Mapping[str, str]
Key = tuple[str, ...]
Said = Iterable[tuple[Key, Figure]]
# Questions order what these columns hold by code, so that sdg:9 comes before sdg:13, and all else by IRI.
_BY_CODE = frozenset(("goal", "target", "to"))


def said(
    portfolio: Portfolio, name: str, given: Given, columns: Sequence[str]
) -> Sequence[tuple[Term | None, ...]]:
    """Returns what the portfolio says under a name, as rows of a question with these columns.

    The first columns are what the figures are of; with a `currency` each has a row for each of its own. What
    is given narrows the answer as the parameters of the question do. Raises InputError for what the portfolio
    does not know, or cannot write.
    """
    if name in ROWS:
        return ROWS[name](portfolio, given)
    cells = sorted(_SAID[name](portfolio, given), key=lambda cell: _order(cell[0], columns))
    return [row for key, figure in cells for row in _rows(key, figure, columns)]


def names() -> frozenset[str]:
    """Returns the names under which something is said."""
    return frozenset((*_SAID, *ROWS))


def _order(key: Key, columns: Sequence[str]) -> list[tuple[int, str]]:
    return [(len(iri) if column in _BY_CODE else 0, iri) for iri, column in zip(key, columns, strict=False)]


def _rows(key: Key, figure: Figure, columns: Sequence[str]) -> Iterator[tuple[Term | None, ...]]:
    things, told = tuple(map(NamedNode, key)), columns[len(key) :]
    if "currency" not in told:
        counts = {"projects": figure.projects, "accepted": figure.accepted}
        yield (*things, *(_count(counts[column]) for column in told))
        return
    for own in figure.money:
        terms = _of_sum(own)
        yield (*things, *(terms[column] for column in told))


def _of_sum(own: Sum) -> Mapping[str, Term]:
    granted = decimal(f"{own.value.normalize():f}")
    return {"currency": text(own.currency), "projects": _count(own.projects), "granted": granted}


def _count(number: int) -> Literal:
    return integer(str(number))


def _goals(portfolio: Portfolio, given: Given) -> Said:
    return _single(portfolio.goals(_within(given)).rows)


def _targets(portfolio: Portfolio, given: Given) -> Said:
    return _single(portfolio.targets(_within(given)).rows)


def _goals_and_targets(portfolio: Portfolio, given: Given) -> Said:
    yield from _goals(portfolio, given)
    yield from _targets(portfolio, given)


def _goals_without_project(portfolio: Portfolio, given: Given) -> Said:
    return (cell for cell in _goals(portfolio, given) if not cell[1].projects)


def _granted(portfolio: Portfolio, _: Given) -> Said:
    return _single(portfolio.granted())


def _regions(portfolio: Portfolio, given: Given, counting: Counting = "full") -> Said:
    rows = portfolio.regions(given.get("goal"), counting=counting).rows
    return (cell for cell in _single(rows) if cell[1].projects)


def _goals_by_region(portfolio: Portfolio, given: Given, counting: Counting = "full") -> Said:
    cells = portfolio.goals_by_region(_within(given), counting=counting).cells.items()
    return (((region, goal), figure) for (goal, region), figure in cells)


def _flow(portfolio: Portfolio, given: Given) -> Said:
    return portfolio.flow(given.get("document"), _within(given)).links.items()


def _without_indicator(portfolio: Portfolio, given: Given) -> Said:
    return _named(portfolio.gaps(given.get("document")).without_indicator)


def _without_project(portfolio: Portfolio, given: Given) -> Said:
    return _named(portfolio.gaps(given.get("document")).without_project)


def _without_money(portfolio: Portfolio, given: Given) -> Said:
    return _named(portfolio.gaps(given.get("document")).without_money)


def _carried_alone(portfolio: Portfolio, given: Given) -> Said:
    alone = portfolio.carried_alone(given.get("document"), _within(given))
    return (((objective, project), Figure()) for objective, project in alone.items())


def _within(given: Given) -> Filters:
    return Filters(region=given.get("territory"), programme=given.get("programme"))


def _single(rows: Mapping[str, Figure]) -> Iterator[tuple[Key, Figure]]:
    return (((row,), figure) for row, figure in rows.items())


def _named(iris: Iterable[str]) -> Iterator[tuple[Key, Figure]]:
    return (((iri,), Figure()) for iri in iris)


_SAID: Mapping[str, Callable[[Portfolio, Given], Said]] = {
    "carried-alone": _carried_alone,
    "flow": _flow,
    "given": _granted,
    "goals": _goals,
    "goals-and-targets": _goals_and_targets,
    "goals-by-region": _goals_by_region,
    "goals-by-region-in-parts": partial(_goals_by_region, counting="parts"),
    "goals-without-project": _goals_without_project,
    "regions": _regions,
    "regions-in-parts": partial(_regions, counting="parts"),
    "targets": _targets,
    "without-indicator": _without_indicator,
    "without-money": _without_money,
    "without-project": _without_project,
}
