"""wrk from Debian: asks a server over a number of connections as quickly as it answers."""

from __future__ import annotations

import os
import re
import subprocess
from collections.abc import Sequence
from pathlib import Path
from tempfile import TemporaryDirectory
from urllib.parse import urlencode
from urllib.request import urlopen

from bench.engines import packages
from bench.engines.base import Unanswered
from bench.engines.over_http import RESULTS

SCRIPT = Path(__file__).with_name("wrk.lua")
SECONDS = 3
_PATIENCE = 60
_RATE = re.compile(r"^Requests/sec:\s+([\d.]+)", re.MULTILINE)
_FAILED = re.compile(r"^\s*(?:Non-2xx or 3xx responses|Socket errors):.*", re.MULTILINE)


def seconds_each(address: str, queries: Sequence[str], connections: int) -> float:
    """Returns the seconds that an answer takes while that many connections ask the queries in turn.

    Raises Unanswered where one was refused or cut off. The first is asked beforehand: it may start a worker.
    """
    packages.debian("wrk", "wrk")
    with urlopen(f"{address}?{urlencode({'query': queries[0]})}", timeout=_PATIENCE) as first:
        first.read()
    with TemporaryDirectory() as folder:
        paths = Path(folder) / "paths"
        told = (f"/{address.split('/', 3)[3]}?{urlencode({'query': query})}\n" for query in queries)
        paths.write_text("".join(told), encoding="ascii")
        command = ["wrk", "--threads", "1", "--connections", str(connections), "--duration", f"{SECONDS}s"]
        command += ["--header", f"Accept: {RESULTS}", "--script", str(SCRIPT), address]
        given = os.environ | {"PATHS": str(paths)}
        done = subprocess.run(command, env=given, check=True, capture_output=True, text=True)
    return 1 / rate_in(done.stdout)


def rate_in(report: str) -> float:
    """Returns the answers a second that wrk reports; raises Unanswered.

    >>> rate_in("  80 requests in 2.00s, 17.58KB read\\nRequests/sec:     40.00\\n")
    40.0
    """
    if failed := _FAILED.search(report):
        raise Unanswered(failed[0].strip())
    found = _RATE.search(report)
    if not found or not float(found[1]):
        raise Unanswered(report)
    return float(found[1])
