"""Whether the rows of an engine say the same as our own answers."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Collection, Iterator, Mapping
from decimal import Decimal

from bench.engines.base import Rows
from graph.alignment.portfolio import Figure, Gaps, Grid, Table
from graph.model import Chain, Project

Route = tuple[str, ...]


def is_matrix(rows: Rows, grid: Grid) -> bool:
    """Says whether the rows count the projects of each goal and region as the grid does."""
    counts = {(row["goal"], row["region"]): int(row["projects"]) for row in rows}
    return counts == {cell: figure.projects for cell, figure in grid.cells.items()}


def is_table(rows: Rows, table: Table) -> bool:
    """Says whether the rows give the projects and the money of each goal as the table does."""
    sums = {row["goal"]: (int(row["projects"]), Decimal(row["money"])) for row in rows}
    return sums == {goal: _counted(figure) for goal, figure in table.rows.items() if figure.projects}


def is_list(rows: Rows, size: int, project_of: Callable[[str], Project]) -> bool:
    """Says whether the rows are so many different projects, with the facts that we hold of each."""
    different = {row["project"] for row in rows}
    return len(rows) == len(different) == size and all(
        _facts(row) == _told(project_of(row["project"])) for row in rows
    )


def is_gaps(rows: Rows, gaps: Gaps) -> bool:
    """Says whether the rows are the objectives without a project."""
    return sorted(row["objective"] for row in rows) == sorted(gaps.without_project)


def is_chains(rows: Rows, chains: Collection[Chain], start: str, ends: Collection[str]) -> bool:
    """Says whether the hops in the rows make the same chains, and prove ours by the same statements."""
    ours = {tuple(hop.target.iri for hop in chain.hops) for chain in chains}
    return routes(rows, start, ends) == ours and _proofs(chains) <= {_proof(row) for row in rows}


def routes(rows: Rows, start: str, ends: Collection[str]) -> set[Route]:
    """Returns every simple path from the start to an end, as what it comes to, hop by hop."""
    onward: dict[str, set[str]] = defaultdict(set)
    for row in rows:
        onward[row.get("source", start)].add(row["target"])
    return set(_routes(onward, (start,), ends))


def _routes(onward: Mapping[str, set[str]], path: Route, ends: Collection[str]) -> Iterator[Route]:
    if path[-1] in ends:
        yield path[1:]
    for target in onward.get(path[-1], set()).difference(path):
        yield from _routes(onward, (*path, target), ends)


def _proofs(chains: Collection[Chain]) -> set[tuple[str, ...]]:
    stated = {hop.alignment for chain in chains for hop in chain.hops if hop.alignment}
    return {
        (each.iri, each.target, each.author.name.text, str(each.strength), evidence.source.name.text)
        for each in stated
        for evidence in each.evidence
    }


def _proof(row: Mapping[str, str]) -> tuple[str, ...]:
    return tuple(row.get(name, "") for name in ("alignment", "target", "author", "strength", "document"))


def _counted(figure: Figure) -> tuple[int, Decimal]:
    return figure.projects, sum((each.value for each in figure.money), Decimal(0))


def _facts(row: Mapping[str, str]) -> tuple[str, ...]:
    names = ("name", "identifier", "start", "end", "area", "beneficiary", "fund", "currency")
    return (*(row.get(name, "") for name in names), str(Decimal(row["value"]).normalize()))


def _told(project: Project) -> tuple[str, ...]:
    (money,) = project.money
    named = (*project.territories[:1], *project.beneficiaries[:1], *project.programmes[:1])
    period = (str(project.period.start), str(project.period.end))
    texts = (project.thing.name.text, project.identifier or "", *period, *(each.name.text for each in named))
    return (*texts, money.currency, str(money.value.normalize()))


def is_count(rows: Rows, total: int) -> bool:
    """Says whether the one row counts as many things as we find."""
    return [int(row["things"]) for row in rows] == [total]


def is_found(rows: Rows, word: str, size: int) -> bool:
    """Says whether the rows are so many different things whose names hold the word."""
    different = {row["thing"] for row in rows}
    return len(rows) == len(different) == size and all(word in row["name"].casefold() for row in rows)
