"""Two strategies side by side, or one beside what it was: what both name, and what one alone does."""

from graph.comparison.comparing import Comparison, SideOf, compare, compare_revisions
from graph.comparison.former import Former, former_states, state_at
from graph.comparison.matching import Pair
from graph.comparison.sides import Part, Side, side_of

__all__ = [
    "Comparison",
    "Former",
    "Pair",
    "Part",
    "Side",
    "SideOf",
    "compare",
    "compare_revisions",
    "former_states",
    "side_of",
    "state_at",
]
