"""Why something does not serve a goal: what stands in the way, how far chains reach, which hop is missing."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from graph.alignment.candidates import Missing, nearest
from graph.alignment.chains import Chains
from graph.alignment.filters import ANY, Filters
from graph.alignment.frontier import Frontier, frontier_of, levels
from graph.alignment.paths import Path
from graph.alignment.proving import Proving
from graph.model import Alignment, Chain, Thing
from graph.repository import Repository

SHOWN = 3
_TOGETHER = {"forces": ("forces", "addressee"), "addressee": ("forces", "addressee")}


@dataclass(frozen=True, slots=True)
class Candidate:
    """Is a hop that would make a chain; see `Missing` for why it is near. `neighbours` have that hop."""

    source: Thing
    target: Thing
    because: str
    missing: Missing
    statement: Alignment | None
    neighbours: tuple[Thing, ...]


@dataclass(frozen=True, slots=True)
class WhyNot:
    """Is why there is no serving chain.

    `verdict` is serves (there is one after all), filtered (only filters stand in the way: `in_the_way` names
    those of which each alone does, or all where only together), hinders (the only chains hinder) or missing.
    `chains` serve, now or without the filters; `hindering` do not. `up` are the farthest partial chains
    from the start, `down` those to the goal that the candidates lead into.
    """

    start: Thing
    goal: Thing
    verdict: str
    in_the_way: tuple[str, ...]
    chains: tuple[Chain, ...]
    hindering: tuple[Chain, ...]
    up: tuple[Chain, ...]
    down: tuple[Chain, ...]
    candidates: tuple[Candidate, ...]


def why_not(
    repository: Repository,
    chains: Chains,
    iri: str,
    goal: str,
    *,
    filters: Filters = ANY,
    limit: int = 5,
    lang: str = "en",
) -> WhyNot:
    """Returns why a thing does not serve a goal, with at most `limit` candidates for the missing hop.

    The work depends on the policy levels and the one thing. Raises as `Chains.trace` does.
    """
    start, ends, _ = chains.ends_of(iri, goal)
    (end,) = ends
    found = chains.trace(start, end, filters=filters, limit=SHOWN, lang=lang).chains
    serving = tuple(chain for chain in found if chain.serves)
    filters = chains.checked(filters)
    in_the_way = () if serving else tuple(_lifted(chains, start, end, filters))
    without = chains.up(start, end, limit=SHOWN, lang=lang) if in_the_way else serving
    hindering = tuple(chain for chain in found if not chain.serves)
    things = repository.things((start, end), lang)
    partial = _Partial(repository, chains, start, end, filters, lang)
    up, down, candidates = ((), (), ()) if serving else partial.told(limit)
    return WhyNot(
        start=things[start],
        goal=things[end],
        verdict=_verdict(bool(serving), bool(in_the_way), bool(hindering)),
        in_the_way=in_the_way,
        chains=tuple(chain for chain in without if chain.serves),
        hindering=hindering,
        up=up,
        down=down,
        candidates=candidates,
    )


def _verdict(serves: bool, filtered: bool, hinders: bool) -> str:
    if serves:
        return "serves"
    return "filtered" if filtered else "hinders" if hinders else "missing"


def _lifted(chains: Chains, start: str, goal: str, filters: Filters) -> Iterator[str]:
    """Yields the filters without any one of which there is a serving chain, or all if only without all."""
    if not filters.given:
        return
    alone = [name for name in filters.given if _serves(chains, start, goal, _without(filters, name))]
    if alone or not _serves(chains, start, goal, ANY):
        yield from alone
        return
    yield from filters.given


def _without(filters: Filters, name: str) -> Filters:
    dropped = _TOGETHER.get(name, (name,))
    kept = (each for each in filters.given if each not in dropped)
    return Filters(**{each: getattr(filters, each) for each in kept})


def _serves(chains: Chains, start: str, goal: str, filters: Filters) -> bool:
    return any(chain.serves for chain in chains.up(start, goal, filters=filters, limit=1))


def _as_stated(path: Path) -> Path:
    """Returns a path up to its last statement: that a part belongs to a whole leads nowhere new."""
    while path and path[-1].alignment is None:
        path = path[:-1]
    return path


class _Partial:
    """Tells how far partial chains reach, and what would join them."""

    def __init__(
        self, repository: Repository, chains: Chains, start: str, goal: str, filters: Filters, lang: str
    ) -> None:
        self._repository = repository
        self._start = start
        self._goal = goal
        self._filters = filters
        self._lang = lang
        self._view = chains.view(filters, start, frozenset((goal,)))

    def told(self, limit: int) -> tuple[tuple[Chain, ...], tuple[Chain, ...], tuple[Candidate, ...]]:
        """Returns the partial chains up and down, and the candidates."""
        frontier = frontier_of(self._view, self._start, self._goal)
        missing = nearest(self._repository, frontier, self._filters, self._start, limit, self._lang)
        into = dict.fromkeys(each.target for each in missing if each.target != self._goal)
        onward = [frontier.onward(target) for target in into]
        return self._proved(self._farthest(frontier)), self._proved(onward[:SHOWN]), self._named(missing)

    def _farthest(self, frontier: Frontier) -> list[Path]:
        """Returns the ways to the highest places that statements lead to, the surest first on each level."""
        heights = levels(self._repository)
        stated = {_as_stated(path) for path in frontier.up.values()}
        passed = {path[:end] for path in stated for end in range(len(path))}
        ends = [path for path in stated if path and path not in passed]
        ends.sort(key=lambda path: (-heights.get(path[-1].target, 0), sum(e.cost for e in path), str(path)))
        return ends[:SHOWN]

    def _proved(self, paths: list[Path]) -> tuple[Chain, ...]:
        return Proving(self._repository, self._filters.recorded, self._lang).chains(paths)

    def _named(self, missing: tuple[Missing, ...]) -> tuple[Candidate, ...]:
        near = [one for each in missing if each.because == "neighbours" for one in each.evidence[:SHOWN]]
        things = self._repository.things(
            [*(end for each in missing for end in (each.source, each.target)), *near], self._lang
        )
        stated = self._repository.alignments_by_iri(
            [each.alignment for each in missing if each.alignment], self._lang
        )
        return tuple(
            Candidate(
                source=things[each.source],
                target=things[each.target],
                because=each.because,
                missing=each,
                statement=stated.get(each.alignment or ""),
                neighbours=tuple(things[one] for one in each.evidence[:SHOWN] if one in things),
            )
            for each in missing
        )
