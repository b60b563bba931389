"""What is loaded before the first answer is a budget: libraries that few requests need wait for those."""

from __future__ import annotations

import json
import subprocess
import sys

import pytest

from graph.ledger import words
from graph.terms import NamedNode
from ontology import PG, PREFIXES
from ontology.namespace import TERMS

HEAVY = (
    "cryptography",
    "html5rdf",
    "jinja2",
    "jwt",
    "limits",
    "networkx",
    "numpy",
    "openpyxl",
    "owlrl",
    "pandas",
    "pyshacl",
    "python_calamine",
    "rdflib",
    "scipy",
    "sqlite3",
    "graph.validation",
)
START = """
import asyncio, json, sys
import api.cli, api.server
from api.app import create_app
from api.settings import Settings

app = create_app(Settings(store="memory:"))
path = "/api/v1/projects"
scope = {"type": "http", "method": "GET", "path": path, "query_string": b"limit=1", "headers": []}
sent = []

async def receive():
    return {"type": "http.request", "body": b""}

async def send(message):
    sent.append(message)

asyncio.run(app(scope, receive, send))
app.state.services.close()
json.dump([sent[0]["status"], sorted(set(sys.modules) & set(json.loads(sys.argv[1])))], sys.stderr)
"""


@pytest.fixture(scope="module")
def started() -> tuple[int, set[str]]:
    """Returns the status of the first answer of a fresh process, and which heavy libraries it has loaded."""
    done = subprocess.run(
        [sys.executable, "-c", START, json.dumps(HEAVY)], capture_output=True, encoding="utf-8", check=False
    )
    status, loaded = json.loads(done.stderr.splitlines()[-1])
    return status, set(loaded)


def test_the_first_answer_needs_no_heavy_library(started: tuple[int, set[str]]) -> None:
    status, loaded = started
    assert status == 200
    assert loaded == set()


def test_a_command_needs_no_web_framework() -> None:
    code = "import sys, api.cli; print({'fastapi', 'starlette', 'uvicorn'} & sys.modules.keys() or 'none')"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, encoding="utf-8", check=True)
    assert done.stdout.strip() == "none"


def test_the_terms_of_the_ledger_are_those_of_the_ontology() -> None:
    terms = (value.value for value in vars(words).values() if isinstance(value, NamedNode))
    own = {term.removeprefix(PREFIXES["pg"]) for term in terms if term.startswith(PREFIXES["pg"])}
    assert len(own) > 15
    assert own <= set(TERMS)
    assert str(PG.Alignment) == words.ALIGNMENT.value
