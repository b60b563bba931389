"""How far two readers agree beyond chance: Cohen's kappa for each goal, and over all decisions together."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from bench.proposals.labels import GOALS, Labelled


@dataclass(frozen=True, slots=True)
class Agreement:
    """Is how often each of two readers, and both, gave a label to `texts` texts; kappa is -1 to 1."""

    label: str
    texts: int
    first: int
    second: int
    both: int

    @property
    def kappa(self) -> float:
        """Returns Cohen's kappa (1960): agreement beyond chance; 1 where neither ever said yes."""
        neither = self.texts - self.first - self.second + self.both
        seen = (self.both + neither) / self.texts
        said = self.first * self.second + (self.texts - self.first) * (self.texts - self.second)
        chance = said / self.texts**2
        return 1.0 if chance == 1 else (seen - chance) / (1 - chance)


def by_goal(items: Sequence[Labelled]) -> list[Agreement]:
    """Returns the agreement on each goal."""
    return [
        _of(goal, ((goal in each.first.goals, goal in each.second.goals) for each in items)) for goal in GOALS
    ]


def overall(items: Sequence[Labelled]) -> Agreement:
    """Returns the agreement over all pairs of a text and a goal."""
    return _of(
        "all",
        ((goal in each.first.goals, goal in each.second.goals) for each in items for goal in GOALS),
    )


def same_goals(items: Sequence[Labelled]) -> float:
    """Returns the share of texts to which both gave exactly the same goals."""
    return sum(each.first.goals == each.second.goals for each in items) / len(items)


def _of(label: str, pairs: Iterable[tuple[bool, bool]]) -> Agreement:
    told = list(pairs)
    first, second = (sum(side) for side in zip(*told, strict=True))
    return Agreement(label, len(told), first, second, sum(a and b for a, b in told))
