"""SHACL shapes: what a graph must hold before it may be called whole."""

from pathlib import Path

__all__ = ["SHAPE_FILES"]

SHAPE_FILES: tuple[Path, ...] = tuple(sorted(Path(__file__).parent.glob("*.ttl")))
