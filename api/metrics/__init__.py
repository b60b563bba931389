"""Figures of the running server, in the text format of Prometheus."""

from api.metrics.counting import Counted, RouteNoted, note_route
from api.metrics.tally import Tally

__all__ = ["Counted", "RouteNoted", "Tally", "note_route"]
