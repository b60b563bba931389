"""The newest commits, of the whole graph or of a thing: the API, the pages and the feeds tell the same."""

from __future__ import annotations

from api.services import Services
from graph.commits import newest_changes
from graph.model import Commit

MOST = 50


def newest(services: Services, thing: str | None) -> tuple[Commit, ...]:
    """Returns the newest commits, looked up once until the next one; those of one thing where it is named."""
    reading = services.repository.reading
    return reading.remembered(("changes", thing), lambda: newest_changes(services.store, MOST, thing))
