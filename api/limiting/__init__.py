"""How much one client may ask: who that is behind proxies, how often, for how long a query may compute."""

from api.limiting.middleware import RateLimits
from api.limiting.proxies import ClientAddress
from api.limiting.rates import Rates, query_budget

__all__ = ["ClientAddress", "RateLimits", "Rates", "query_budget"]
