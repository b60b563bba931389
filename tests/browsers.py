"""Where Debian's Chromium lies. The one without windows does the same work in half the time of the other."""

from __future__ import annotations

from pathlib import Path

PLACES = ("/usr/bin/chromium-headless-shell", "/usr/bin/chromium", "/usr/bin/chromium-browser")


def place() -> str | None:
    """Returns where it lies, or None where this machine has none."""
    return next((path for path in PLACES if Path(path).exists()), None)
