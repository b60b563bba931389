"""What-if: what would fall or be won if projects went, came late or were added; nothing is written."""

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
from graph.alignment.effects.effects import Effects
from graph.alignment.effects.influence import MOST_ORDERS, ORDERS
from graph.alignment.effects.scenario import Delay, NewProject, Scenario, Support

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
