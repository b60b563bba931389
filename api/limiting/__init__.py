"""How much one client may ask: who that is behind proxies, how often, for how long a query may compute."""

from api.limiting.middleware import RateLimits, count
from api.limiting.proxies import ClientAddress
from api.limiting.rates import Budget, Rates, query_budget
from api.limiting.turns import Turns

__all__ = ["Budget", "ClientAddress", "RateLimits", "Rates", "Turns", "count", "query_budget"]
