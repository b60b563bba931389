"""A server that is asked over one connection that stays open."""

from __future__ import annotations

import socket
from http.client import HTTPConnection, HTTPException
from time import monotonic, perf_counter, sleep
from urllib.parse import urlencode

from bench.engines.base import Reply, Unanswered

RESULTS = "application/sparql-results+json"


class Connection:
    """Keeps a connection to a server on this machine; after a failure it opens a new one."""

    def __init__(self, port: int, deadline: float) -> None:
        self._http = HTTPConnection("127.0.0.1", port, timeout=deadline)

    def get(self, path: str, accept: str = "application/json") -> Reply:
        """Returns the body of a page and the seconds until its last byte; raises Unanswered."""
        return self._timed("GET", path, None, {"Accept": accept})

    def post(self, path: str, fields: dict[str, str]) -> Reply:
        """Returns the answer to a query that is sent as a form; raises Unanswered."""
        sent = {"Accept": RESULTS, "Content-Type": "application/x-www-form-urlencoded"}
        return self._timed("POST", path, urlencode(fields), sent)

    def close(self) -> None:
        """Ends the connection."""
        self._http.close()

    def _timed(self, method: str, path: str, body: str | None, headers: dict[str, str]) -> Reply:
        for last in (False, True):
            try:
                return self._once(method, path, body, headers)
            except (OSError, HTTPException) as error:
                self._http.close()
                # A server may have closed the connection while it was idle: then it is asked once more.
                if last or not isinstance(error, ConnectionError):
                    raise Unanswered(f"{type(error).__name__}: {error}") from None
        raise AssertionError("the second time returns or raises")

    def _once(self, method: str, path: str, body: str | None, headers: dict[str, str]) -> Reply:
        start = perf_counter()
        self._http.request(method, path, body, headers)
        response = self._http.getresponse()
        whole = response.read()
        if response.status != 200:
            raise Unanswered(f"{response.status} {whole[:200].decode(errors='replace')}")
        return Reply(perf_counter() - start, whole)


class SparqlServer:
    """Is a SPARQL endpoint as an engine; closing it leaves the process to whoever started it."""

    over_http = True

    def __init__(self, name: str, port: int, path: str, deadline: float) -> None:
        self.name = name
        self.address = f"http://127.0.0.1:{port}{path}"
        self._path = path
        self._connection = Connection(port, deadline)

    def ask(self, query: str) -> Reply:
        """Returns the answer; raises Unanswered."""
        return self._connection.post(self._path, {"query": query})

    def close(self) -> None:
        """Ends the connection."""
        self._connection.close()


def free_port() -> int:
    """Returns a port that nothing listened on a moment ago."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def wait_for(port: int, seconds: float = 120) -> None:
    """Waits until something listens on a port; raises TimeoutError."""
    until = monotonic() + seconds
    while monotonic() < until:
        with socket.socket() as probe:
            if probe.connect_ex(("127.0.0.1", port)) == 0:
                return
        sleep(0.1)
    raise TimeoutError(f"nothing listens on port {port}")
