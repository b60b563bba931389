"""Serves the store of POLICYGRAPH_STORE and prints where; for tests that need a server of its own."""

from __future__ import annotations

import sys

from api.serving.server import serve
from api.settings import Settings
from graph.store import open_store


def say(address: str) -> None:
    sys.stdout.write(f"{address}\n")
    sys.stdout.flush()


if __name__ == "__main__":
    settings = Settings()
    serve(settings, open_store(settings.store), say)
