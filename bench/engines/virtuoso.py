"""Virtuoso 7 from Debian, filled by its own bulk loader and asked over its SPARQL endpoint."""

from __future__ import annotations

import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from string import Template

from bench.engines import packages
from bench.engines.over_http import SparqlServer, free_port, wait_for

INI = Path(__file__).with_name("virtuoso.ini")
PAGE = 8192


@contextmanager
def virtuoso(triples: Path, folder: Path, deadline: int, memory: int) -> Iterator[SparqlServer]:
    """Loads the triples into the folder if it holds none yet; serves them with `memory` bytes of buffers."""
    packages.debian("virtuoso-t", "virtuoso-opensource-7-bin")
    if not folder.exists():
        part = folder.with_suffix(".part")
        with _running(triples, part, deadline, memory) as (port, _):
            _load(port, triples)
        part.rename(folder)
    with _running(triples, folder, deadline, memory) as (_, http):
        server = SparqlServer("Virtuoso 7", http, "/sparql", deadline + 10)
        try:
            yield server
        finally:
            server.close()


@contextmanager
def _running(triples: Path, folder: Path, deadline: int, memory: int) -> Iterator[tuple[int, int]]:
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "virtuoso.lck").unlink(missing_ok=True)
    port, http = free_port(), free_port()
    ini, buffers = folder / "virtuoso.ini", memory // PAGE
    told = {"port": port, "http": http, "buffers": buffers, "dirty": buffers * 3 // 4, "deadline": deadline}
    text = Template(INI.read_text(encoding="utf-8"))
    ini.write_text(text.substitute(told, folder=folder, data=triples.parent), encoding="utf-8")
    command = ["virtuoso-t", "+foreground", "+configfile", str(ini)]
    with subprocess.Popen(
        command, cwd=folder, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
    ) as process:
        wait_for(http)
        try:
            yield port, http
        finally:
            process.terminate()


def _load(port: int, triples: Path) -> None:
    """Runs the bulk loader and a checkpoint; raises RuntimeError where a file was not taken whole."""
    steps = (
        f"ld_dir('{triples.parent}', '{triples.name}', 'urn:bench')",
        "rdf_loader_run()",
        "checkpoint",
        "select 'refused', ll_error from DB.DBA.load_list where ll_state <> 2 or ll_error is not null",
    )
    command = ["isql-vt", f"127.0.0.1:{port}", "dba", "dba", f"exec={'; '.join(steps)};"]
    done = subprocess.run(command, check=True, capture_output=True, text=True)
    if "0 Rows." not in done.stdout:
        raise RuntimeError(f"Virtuoso did not load {triples}: {done.stdout}{done.stderr}")
