"""The frame as JSON and back."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from graph.alignment.portfolio.frame import Frame
from graph.alignment.portfolio.network import Link, Network

_ORDERED = ("goals", "targets", "objectives", "prioritised", "regions")
_SETS = ("measured", "territories", "programmes")
_LISTS = ("indicators", "documents", "relevant", "within", "funds")


def frame_as_json(frame: Frame) -> dict[str, Any]:
    """Returns what `frame_from_json` makes the same frame of."""
    network = frame.network
    told: dict[str, Any] = {name: list(getattr(frame, name)) for name in (*_ORDERED, *_SETS)}
    for name in _LISTS:
        told[name] = {key: list(own) for key, own in getattr(frame, name).items()}
    told["nodes"] = list(network.nodes)
    told["steps"] = network.steps
    told["links"] = [(link.source, link.target, link.status, link.confidence) for link in network.links]
    return told


def frame_from_json(told: Mapping[str, Any]) -> Frame:
    """Returns the frame that was written."""
    steps = tuple((source, target) for source, target in told["steps"])
    links = tuple(Link(*link) for link in told["links"])
    parts: dict[str, Any] = {name: tuple(told[name]) for name in _ORDERED}
    parts |= {name: frozenset(told[name]) for name in _SETS}
    parts |= {name: {key: frozenset(own) for key, own in told[name].items()} for name in _LISTS}
    return Frame(network=Network(frozenset(told["nodes"]), steps, links), **parts)
