"""rdflib-endpoint from the Python package index, in an environment of its own, over the triples in memory."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from bench.engines.over_http import free_port, wait_for
from bench.generate import KEPT
from bench.process import ROOT

RDFLIB_ENDPOINT = "0.6.3"
# The triples in rdflib's quickest store, served as the package's command line serves them.
_PROGRAM = """
import sys
import uvicorn
from rdflib import Graph
from rdflib_endpoint import SparqlEndpoint
graph = Graph(store="SimpleMemory")
graph.parse(sys.argv[1], format="nt")
app = SparqlEndpoint(graph=graph, path="/")
uvicorn.run(app, host="127.0.0.1", port=int(sys.argv[2]), log_level="error", access_log=False)
"""


@contextmanager
def rdflib_endpoint(triples: Path) -> Iterator[str]:
    """Serves the triples; yields the address of the endpoint."""
    port = free_port()
    command = [str(_python()), "-c", _PROGRAM, str(triples), str(port)]
    with subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL) as process:
        try:
            wait_for(port, 600)
            yield f"http://127.0.0.1:{port}/"
        finally:
            process.terminate()


def _python() -> Path:
    """Returns the interpreter of its environment, made now if it is not there yet."""
    folder = KEPT / f"rdflib-endpoint-{RDFLIB_ENDPOINT}"
    python = folder / "bin" / "python"
    if not python.exists():
        uv = str(ROOT / ".uv" / "bin" / "uv")
        subprocess.run([uv, "venv", "--quiet", "--python", sys.executable, str(folder)], check=True)
        wanted = ["pip", "install", "--quiet", "--python", str(python)]
        subprocess.run([uv, *wanted, f"rdflib-endpoint=={RDFLIB_ENDPOINT}", "uvicorn"], check=True)
    return python
