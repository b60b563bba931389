"""Virtuoso 7 from Debian, filled by its own bulk loader and asked over its SPARQL endpoint."""

from __future__ import annotations

import shutil
import subprocess
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from pathlib import Path
from string import Template

from bench.engines import packages
from bench.engines.over_http import SparqlServer, free_port, wait_for

INI = Path(__file__).with_name("virtuoso.ini")
PAGE = 8192
PARTS, LOADERS = 8, 2


@contextmanager
def virtuoso(triples: Path, folder: Path, deadline: int, memory: int) -> Iterator[SparqlServer]:
    """Loads the triples into the folder if it holds none yet; serves them with `memory` bytes of buffers."""
    packages.debian("virtuoso-t", "virtuoso-opensource-7-bin")
    if not folder.exists():
        part = folder.with_suffix(".part")
        shutil.rmtree(part, ignore_errors=True)
        with _running(part, deadline, memory) as (port, _):
            _load(port, triples, part)
        part.rename(folder)
    with _running(folder, deadline, memory) as (_, http):
        server = SparqlServer("Virtuoso 7", http, "/sparql", deadline + 10)
        try:
            yield server
        finally:
            server.close()


@contextmanager
def _running(folder: Path, deadline: int, memory: int) -> Iterator[tuple[int, int]]:
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "virtuoso.lck").unlink(missing_ok=True)
    port, http = free_port(), free_port()
    ini, buffers = folder / "virtuoso.ini", memory // PAGE
    told = {"port": port, "http": http, "buffers": buffers, "dirty": buffers * 3 // 4, "deadline": deadline}
    text = Template(INI.read_text(encoding="utf-8"))
    ini.write_text(text.substitute(told, folder=folder), encoding="utf-8")
    command = ["virtuoso-t", "+foreground", "+configfile", str(ini)]
    with subprocess.Popen(
        command, cwd=folder, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
    ) as process:
        wait_for(http)
        try:
            yield port, http
        finally:
            process.terminate()


def _load(port: int, triples: Path, folder: Path) -> None:
    """Runs the bulk loader and a checkpoint; raises RuntimeError where a part was not taken whole.

    A loader takes a file at a time and a thread, so the triples are cut into parts, and two loaders run.
    """
    parts = folder / "parts"
    parts.mkdir()
    cut = ["split", f"--number=l/{PARTS}", "--additional-suffix=.nt", str(triples), f"{parts}/part-"]
    subprocess.run(cut, check=True)
    _told(port, f"ld_dir('{parts}', '%.nt', 'urn:bench')")
    with ThreadPoolExecutor(LOADERS) as loaders:
        list(loaders.map(lambda _: _told(port, "rdf_loader_run()"), range(LOADERS)))
    _told(port, "checkpoint")
    refused = "select 'refused', ll_error from DB.DBA.load_list where ll_state <> 2 or ll_error is not null"
    if "0 Rows." not in (told := _told(port, refused)):
        raise RuntimeError(f"Virtuoso did not load {triples}: {told}")
    shutil.rmtree(parts)


def _told(port: int, step: str) -> str:
    command = ["isql-vt", f"127.0.0.1:{port}", "dba", "dba", f"exec={step};"]
    return subprocess.run(command, check=True, capture_output=True, text=True).stdout
