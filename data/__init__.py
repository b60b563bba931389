"""What ships: facts written down by us, each with its source (SOURCES.md)."""

from pathlib import Path

__all__ = ["OUTLINES", "shipped_files"]

_ROOT = Path(__file__).parent
OUTLINES = _ROOT / "outlines" / "regions.json"
"""Is the file of the regions' outlines: SVG paths by NUTS code, and the box around them."""


def shipped_files(*, examples: bool) -> tuple[Path, ...]:
    """Returns the RDF files that ship, sorted by path; those below data/examples/ only when asked for."""
    found = (path for path in _ROOT.rglob("*") if path.suffix in {".ttl", ".trig"})
    return tuple(
        sorted(path for path in found if examples or "examples" not in path.relative_to(_ROOT).parts)
    )
