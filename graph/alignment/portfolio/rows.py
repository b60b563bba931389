"""What the portfolio says in answer to questions whose rows are in an order, or a layout, of their own."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping

from graph.alignment.portfolio.portfolio import Portfolio
from graph.terms import NamedNode, Term, decimal, integer, text

Given = Mapping[str, str]
Row = tuple[Term | None, ...]


def _coverage(portfolio: Portfolio, given: Given) -> Iterator[Row]:
    """Yields objective, currency, projects and granted; what is not known of money has no currency."""
    document = given["document"]
    figures, unknown = portfolio.objectives(document).rows, portfolio.unknown_money(document)
    for objective in sorted(figures):
        own = figures[objective]
        if unknown[objective] or not own.projects:
            yield NamedNode(objective), None, _count(unknown[objective]), None
        for each in own.money:
            granted = decimal(f"{each.value.normalize():f}")
            yield NamedNode(objective), text(each.currency), _count(each.projects), granted


def _shared(portfolio: Portfolio, given: Given) -> Iterator[Row]:
    """Yields the projects that reach both of two documents."""
    both = portfolio.reaching_all((given["first"], given["second"]))
    return ((NamedNode(project),) for project in sorted(both))


def _similar(portfolio: Portfolio, given: Given) -> Iterator[Row]:
    """Yields other projects and how many objectives they have in common with one, those with most first."""
    found = portfolio.similar(given["project"])
    for other in sorted(found, key=lambda each: (-found[each], each)):
        yield NamedNode(other), _count(found[other])


def _ways(portfolio: Portfolio, given: Given) -> Iterator[Row]:
    """Yields what projects serve, the part of the goal that it leads to, how many do, and who says so."""
    found = portfolio.ways(given["goal"], given.get("territory"))
    for way in sorted(found, key=lambda each: (-found[each], each.part or "", each.through, each.author)):
        part = NamedNode(way.part) if way.part else None
        yield NamedNode(way.through), part, _count(found[way]), NamedNode(way.author)


def _count(number: int) -> Term:
    return integer(str(number))


ROWS: Mapping[str, Callable[[Portfolio, Given], Iterator[Row]]] = {
    "coverage": _coverage,
    "shared": _shared,
    "similar": _similar,
    "ways": _ways,
}
