"""The areas that a text names: what is proposed beside what it may serve."""

from __future__ import annotations

from api.services import Services


def areas_named(services: Services, text: str) -> tuple[str, ...]:
    """Returns the IRIs of the municipalities, counties and larger parts of a country that a text names.

    They are in its order. Their names are read once, and remembered until the next commit.
    """
    from graph.importers.areas_named import AreasNamed

    reading = services.repository.reading
    return reading.remembered("areas-named", lambda: AreasNamed(services.store)).of(text)
