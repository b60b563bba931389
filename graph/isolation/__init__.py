"""Where strangers' queries run: worker processes that can harm nobody but themselves."""

from __future__ import annotations

from graph.isolation.limits import Limits
from graph.isolation.pool import Answer, QueryPool
from graph.isolation.sandbox import available

__all__ = ["Answer", "Limits", "QueryPool", "available"]
