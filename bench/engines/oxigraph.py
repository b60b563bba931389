"""`oxigraph serve`, the server of the library that we embed."""

from __future__ import annotations

import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from bench.engines import packages
from bench.engines.over_http import SparqlServer, free_port, wait_for

_PATIENCE = 60


@contextmanager
def oxigraph(triples: Path, folder: Path, deadline: int | None) -> Iterator[SparqlServer]:
    """Loads the triples into the folder if it holds none yet, optimised, and serves them.

    With a deadline each query leaves a thread that sleeps until then: after thousands there are no more to
    be had, and it answers 500 or ends.
    """
    program = packages.oxigraph()
    if not folder.exists():
        part = folder.with_suffix(".part")
        for command in (["load", "-l", str(part), "-f", str(triples)], ["optimize", "-l", str(part)]):
            subprocess.run([str(program), *command], check=True, capture_output=True)
        part.rename(folder)
    port = free_port()
    bound = ["--bind", f"127.0.0.1:{port}", *(() if deadline is None else ("--timeout-s", str(deadline)))]
    serve = [str(program), "serve-read-only", "--location", str(folder), *bound]
    with subprocess.Popen(serve, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL) as process:
        wait_for(port)
        server = SparqlServer(
            f"oxigraph serve {packages.OXIGRAPH}", port, "/query", (deadline or _PATIENCE) + 10
        )
        try:
            yield server
        finally:
            server.close()
            process.terminate()
