"""What-if: what would fall or be won if projects went, came late or were added; nothing is written."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from graph.alignment.effects.answers import (
    Bearer,
    Chosen,
    Effect,
    Pathway,
    Ripple,
    Shift,
    SinglePoint,
    SinglePoints,
    SmallestSet,
    Step,
    Window,
)
from graph.alignment.effects.scenario import MOST_ORDERS, ORDERS, Delay, NewProject, Scenario, Support

if TYPE_CHECKING:
    from graph.alignment.effects.effects import Effects

__all__ = [
    "MOST_ORDERS",
    "ORDERS",
    "Bearer",
    "Chosen",
    "Delay",
    "Effect",
    "Effects",
    "NewProject",
    "Pathway",
    "Ripple",
    "Scenario",
    "Shift",
    "SinglePoint",
    "SinglePoints",
    "SmallestSet",
    "Step",
    "Support",
    "Window",
]


def __getattr__(name: str) -> Any:
    """Imports what answers when it is first named: numpy would make every start slower."""
    if name != "Effects":
        raise AttributeError(name)
    from graph.alignment.effects.effects import Effects

    return Effects
