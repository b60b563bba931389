"""`policygraph serve`: fills an empty store once, prints the address, and stops when told to."""

from __future__ import annotations

import os
import socket
import subprocess
from http.client import HTTPConnection
from pathlib import Path
from urllib.parse import urlsplit

import pytest

from command_line import COMMAND, CommandLine, fill
from served import served_once


@pytest.fixture(scope="module")
def store(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("serve") / "store"


def test_the_first_start_fills_the_store_and_the_second_does_not(store: Path) -> None:
    first = served_once(store, "--port", "0")
    second = served_once(store, "--port", "0")
    history = CommandLine(store)("history", "--json").answer

    assert first[0].startswith("Policygraph answers at http://127.0.0.1:")
    assert "was empty: loaded what ships" in first[1]
    assert "was empty" not in second[1]
    assert [commit["sequence"] for commit in history] == [1]


def test_a_port_that_is_taken_is_said_so(tmp_path: Path) -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        done = CommandLine(tmp_path / "other")("serve", "--port", taken.getsockname()[1])

    assert done.code == 6
    assert "--port" in done.err.splitlines()[-1]


def test_a_new_store_whose_addresses_lead_to_another_port_is_said_so(tmp_path: Path) -> None:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = str(free.getsockname()[1])
    here, other, own = f"http://127.0.0.1:{port}/", tmp_path / "other", tmp_path / "own"
    told = [served_once(other, "--port", port)[1] for _ in range(2)]
    assert [f"POLICYGRAPH_BASE={here}" in "".join(err.split()) for err in told] == [True, False]
    assert here in served_once(own, "--port", port, base=here)[0]
    assert (
        "POLICYGRAPH_BASE"
        not in served_once(tmp_path / "behind", "--port", port, base="https://x.example/")[1]
    )


@pytest.mark.lists
def test_the_file_of_the_un_adds_official_texts_to_what_ships(store: Path, lists_dir: Path) -> None:
    run = CommandLine(store)
    done = run("load", lists_dir / "un-sdg-kos/sdg-kos-2026.ttl")
    texts = run(
        "query",
        "SELECT DISTINCT ?lang WHERE { <http://metadata.un.org/sdg/9> "
        "<http://www.w3.org/2004/02/skos/core#definition> ?text . BIND(LANG(?text) AS ?lang) }",
        "--json",
    ).answer["results"]["bindings"]
    again = run("load", lists_dir / "un-sdg-kos/sdg-kos-2026.ttl")

    assert (done.code, again.code) == (0, 0), done.err
    assert "nothing changed" in again.out
    assert {"en", "fr"} <= {row["lang"]["value"] for row in texts}


@pytest.mark.parametrize("log", ["2> >(true)", "2> /dev/full"])
def test_answers_do_not_depend_on_whether_the_log_can_be_written(tmp_path: Path, log: str) -> None:
    kept = {name: value for name, value in os.environ.items() if not name.startswith("POLICYGRAPH_")}
    with subprocess.Popen(
        ["bash", "-c", f'exec "$0" serve --port 0 {log}', COMMAND],
        env=kept | {"POLICYGRAPH_STORE": str(fill(tmp_path / "store")), "PYTHONUNBUFFERED": "1"},
        stdout=subprocess.PIPE,
        encoding="utf-8",
    ) as server:
        try:
            assert server.stdout is not None
            address = urlsplit(server.stdout.readline().split()[-1])
            client = HTTPConnection(address.hostname or "", address.port, timeout=60)
            client.connect()
            client.auto_open = 0  # each answer leaves the connection as it was
            for path in ("/sv/", "/sparql?query=ASK%7B%7D", "/health"):
                client.request("GET", path)
                answer = client.getresponse()
                assert (answer.status, len(answer.read()) > 0) == (200, True)
            client.close()
        finally:
            server.terminate()
