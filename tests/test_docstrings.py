"""Every example in a docstring is true."""

from __future__ import annotations

import doctest
from importlib import import_module
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent
ROOMS = ("ontology", "shapes", "data", "graph", "api", "bench")


def modules() -> list[str]:
    """Returns the names of the modules that show examples."""
    paths = (path for room in ROOMS for path in sorted((ROOT / room).rglob("*.py")))
    shown = (path for path in paths if ">>> " in path.read_text(encoding="utf-8"))
    return [".".join(path.relative_to(ROOT).with_suffix("").parts) for path in shown]


@pytest.mark.parametrize("name", modules())
def test_the_examples_of_a_module_are_true(name: str) -> None:
    done = doctest.testmod(import_module(name.removesuffix(".__init__")))
    assert done.attempted
    assert done.failed == 0
