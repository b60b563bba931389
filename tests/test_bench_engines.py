"""The engines' adapters without the engines: a child that answers by lines, a server, turns and figures."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from string import Template
from threading import Thread
from urllib.parse import parse_qs

import pytest

from bench.engines.base import Unanswered
from bench.engines.child import Library
from bench.engines.over_http import SparqlServer, free_port, wait_for
from bench.engines.rdflib_memory import rdflib_memory
from bench.engines.virtuoso import INI
from bench.formulations import filled
from bench.over_http import OurHttp
from bench.report import Line, table
from bench.turns import in_turns, p95, samples

TRIPLES = '<urn:a> <urn:p> "x" .\n<urn:b> <urn:p> "y" .\n'
ROWS = b'{"results": {"bindings": [{"x": {"type": "uri", "value": "urn:a"}}]}}'


class Endpoint(BaseHTTPRequestHandler):
    """Answers one row, refuses a query of another word, and is not ready for the first page."""

    protocol_version = "HTTP/1.1"
    paths: list[str]

    def do_POST(self) -> None:
        text = parse_qs(self.rfile.read(int(self.headers["Content-Length"])).decode())["query"][0]
        self._send(400 if "refuse" in text else 200, ROWS)

    def do_GET(self) -> None:
        self.paths.append(self.path)
        self._send(503 if len(self.paths) == 1 else 200, b"{}")

    def log_message(self, *_: object) -> None:
        """Keeps quiet."""

    def _send(self, status: int, body: bytes) -> None:
        self.send_response(status)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)


@contextmanager
def endpoint() -> Iterator[tuple[int, list[str]]]:
    handler = type("Handler", (Endpoint,), {"paths": []})
    with ThreadingHTTPServer(("127.0.0.1", 0), handler) as server:
        thread = Thread(target=server.serve_forever, daemon=True)
        thread.start()
        wait_for(server.server_port)
        yield server.server_port, handler.paths  # type: ignore[attr-defined]
        server.shutdown()
        thread.join()


def test_a_server_is_asked_by_a_form_and_timed() -> None:
    with endpoint() as (port, _):
        server = SparqlServer("peer", port, "/sparql", 10)
        reply = server.ask("SELECT ?x { ?x ?p ?o }")
        assert reply.rows() == [{"x": "urn:a"}]
        assert 0 < reply.seconds < 10
        with pytest.raises(Unanswered, match="400"):
            server.ask("refuse")
        server.close()


def test_a_server_that_nobody_runs_does_not_answer() -> None:
    with pytest.raises(Unanswered, match="ConnectionRefusedError"):
        SparqlServer("peer", free_port(), "/sparql", 1).ask("SELECT ?x { ?x ?p ?o }")
    with pytest.raises(TimeoutError):
        wait_for(free_port(), 0.2)


def test_our_server_is_warmed_up_and_never_asked_the_same_of_the_portfolio(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr("bench.over_http.sleep", lambda _: None)
    with endpoint() as (port, paths):
        http = OurHttp(f"http://127.0.0.1:{port}/")
        http.warm_up(["/api/v1/portfolio/goals"])
        http.seconds(["/api/v1/portfolio/goals", "/api/v1/portfolio/gaps?region=nuts:SE1"])
        http.seconds(["/api/v1/portfolio/goals", "/api/v1/projects?goal=sdg:9"])
        http.seconds_kept(["/api/v1/portfolio/goals"])
        http.close()
    assert paths[:2] == ["/api/v1/portfolio/goals"] * 2
    assert paths[2:] == [
        "/api/v1/portfolio/goals?confidence=0.00",
        "/api/v1/portfolio/gaps?region=nuts:SE1&confidence=0.000",
        "/api/v1/portfolio/goals?confidence=0.0000",
        "/api/v1/projects?goal=sdg:9",
        "/api/v1/portfolio/goals",
    ]


def test_rdflib_answers_in_a_process_of_its_own(tmp_path: Path) -> None:
    triples = tmp_path / "graph.nt"
    triples.write_text(TRIPLES, encoding="utf-8")
    with rdflib_memory(triples, 30) as engine:
        assert engine.name.startswith("rdflib 7")
        rows = engine.ask("SELECT ?s ?o { ?s <urn:p> ?o } ORDER BY ?s").rows()
        assert rows == [{"s": "urn:a", "o": "x"}, {"s": "urn:b", "o": "y"}]


def test_rdflib_stops_at_the_deadline_and_goes_on(tmp_path: Path) -> None:
    triples = tmp_path / "graph.nt"
    triples.write_text("".join(f"<urn:{n}> <urn:p> <urn:{n}> .\n" for n in range(300)), encoding="utf-8")
    with rdflib_memory(triples, 1) as engine:
        with pytest.raises(Unanswered, match="no answer within 1 seconds"):
            engine.ask("SELECT (COUNT(*) AS ?n) { ?a ?p ?b . ?c ?q ?d . ?e ?r ?f }")
        assert len(engine.ask("SELECT ?s { ?s <urn:p> <urn:7> }").rows()) == 1


def test_a_library_that_fails_says_why() -> None:
    script = (
        "print('ready', flush=True); input(); print('-1 3', flush=True); print('why', end='', flush=True)"
    )
    engine = Library("child", [sys.executable, "-c", script])
    with pytest.raises(Unanswered, match="why"):
        engine.ask("SELECT ?x { ?x ?p ?o }")
    engine.close()


def test_a_library_that_does_not_start_is_told() -> None:
    with pytest.raises(RuntimeError, match="child did not start"):
        Library("child", [sys.executable, "-c", "print('no')"])


def test_virtuoso_is_told_its_memory_and_cuts_no_answer() -> None:
    told = {"folder": "/d", "port": 1, "http": 2, "buffers": 3, "dirty": 2, "deadline": 30}
    text = Template(INI.read_text(encoding="utf-8")).substitute(told)
    assert "NumberOfBuffers = 3" in text
    assert "DirsAllowed = /d\n" in text
    assert "ResultSetMaxRows = 1000000000" in text


def test_constants_stand_where_their_names_stood() -> None:
    assert filled("{ $a ?b $ab }", {"a": "<urn:1>", "ab": "<urn:2>"}) == "{ <urn:1> ?b <urn:2> }"
    with pytest.raises(KeyError):
        filled("{ $a ?b ?c }", {})


def test_measures_take_turns_brief_ones_twice_and_long_ones_fewer() -> None:
    order: list[str] = []

    def measure(name: str, value: float) -> float:
        order.append(name)
        return value

    found = samples({"quick": lambda: measure("q", 0.1), "long": lambda: measure("l", 3.0)}, rounds=5)
    assert {name: len(each) for name, each in found.items()} == {"quick": 5, "long": 3}
    assert "".join(order) == "qqlqqlqqlqqqq"
    values = iter([5.0, 1.0, 3.0])
    assert in_turns({"one": lambda: next(values)}, rounds=3) == {"one": 3.0}
    values = iter([0.2, 0.1, 0.1, 0.3, 0.2, 0.4])
    assert in_turns({"one": lambda: next(values)}, rounds=3) == {"one": 0.3}


def test_the_95th_percentile_lies_between_the_last_values() -> None:
    assert p95([*range(1, 20), 100]) == pytest.approx(23.05)


def test_the_table_shows_the_floor_where_one_was_measured() -> None:
    line = Line("matrix", 0.002, "peer", 0.1, 0.1, floor=0.0001)
    head, first, second = table([line, Line("load", 1.0, "peer", 2.0)]).splitlines()
    assert head.split()[-3:] == ["floor", "of", "floor"]
    assert first.split()[-4:] == ["ok", "0.0001", "s", "20"]
    assert second.endswith("-")
