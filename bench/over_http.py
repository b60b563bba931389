"""Our own server, asked over one connection."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import count, cycle
from statistics import mean
from time import monotonic, sleep

from bench.engines.base import Unanswered
from bench.engines.over_http import Connection
from bench.subjects import UNASKED, chains_path


class OurHttp:
    """Asks our server over one connection; answers of the portfolio and chains are never asked for twice."""

    def __init__(self, address: str) -> None:
        self._connection = Connection(int(address.rstrip("/").rpartition(":")[2]), 600)
        self._zeros = count(1)
        self._unasked = cycle(UNASKED)

    def warm_up(self, paths: Sequence[str]) -> None:
        """Asks until the server answers: the portfolio is built when somebody first asks."""
        for path in paths:
            until = monotonic() + 600
            while not self._is_answered(path):
                if monotonic() > until:
                    raise TimeoutError(path)

    def seconds(self, paths: Sequence[str]) -> float:
        """Returns the mean of the seconds that the answers take, computed anew."""
        return mean(self._connection.get(self._anew(path)).seconds for path in paths)

    def seconds_kept(self, paths: Sequence[str]) -> float:
        """Returns the mean of the seconds that the same answers as before take, which we may have kept."""
        return mean(self._connection.get(path).seconds for path in paths)

    def close(self) -> None:
        """Ends the connection."""
        self._connection.close()

    def _is_answered(self, path: str) -> bool:
        try:
            self._connection.get(path)
        except Unanswered:
            sleep(1)
            return False
        return True

    def _anew(self, path: str) -> str:
        if "/chains?" in path:
            return chains_path(next(self._unasked))
        if "/portfolio/" not in path:
            return path
        least = "0." + "0" * (next(self._zeros) % 5000)
        return f"{path}{'&' if '?' in path else '?'}confidence={least}0"
