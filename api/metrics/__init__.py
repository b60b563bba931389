"""Figures of the running server, in the text format of Prometheus."""

from api.metrics.counting import Counted, RouteNoted
from api.metrics.tally import Tally

__all__ = ["Counted", "RouteNoted", "Tally"]
