"""What ships names nothing of ours that it does not describe."""

from __future__ import annotations

from pyoxigraph import NamedNode

from shipped import BASE, shipped


def test_every_resource_of_ours_that_is_named_is_described() -> None:
    store = shipped()
    described = {quad.subject for quad in store}
    named = {quad.object for quad in store if isinstance(quad.object, NamedNode)}
    own = {node for node in named if node.value.startswith(f"{BASE}id/")}
    assert len(own) > 1000
    assert sorted(node.value for node in own - described) == []
