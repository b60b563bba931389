"""What is loaded before the first answer is a budget: libraries that few requests need wait for those."""

from __future__ import annotations

import json
import subprocess
import sys
from importlib import import_module

import pytest
import typer

from api.commands.known import MODULES
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
import api.cli, api.serving.server
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


def loaded(words: str, *names: str) -> list[str]:
    """Returns which of some modules the commands among the words bring into a process of their own."""
    asked = f"api.cli.application({words.split()}); print(*{set(names)} & sys.modules.keys())"
    code = f"import sys, api.cli; {asked}"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, encoding="utf-8", check=True)
    return done.stdout.split()


def test_a_command_needs_no_web_framework() -> None:
    assert loaded("", "fastapi", "starlette", "uvicorn") == []


def test_a_command_brings_what_it_needs_alone() -> None:
    others = ("api.commands.importing", "graph.importers.preview", "graph.proposals", "structlog")
    assert loaded("--store x query SELECT", "api.commands.querying", *others) == ["api.commands.querying"]


@pytest.mark.parametrize("module", MODULES)
def test_a_module_has_the_commands_that_are_said_to_be_its(module: str) -> None:
    app = typer.Typer()
    import_module(f"api.commands.{module}").add_commands(app)
    names = [
        command.name or (command.callback.__name__ if command.callback else "")
        for command in app.registered_commands
    ]
    assert tuple(names) == MODULES[module]


def test_the_terms_of_the_ledger_are_those_of_the_ontology() -> None:
    terms = (value.value for value in vars(words).values() if isinstance(value, NamedNode))
    own = {term.removeprefix(PREFIXES["pg"]) for term in terms if term.startswith(PREFIXES["pg"])}
    assert len(own) > 15
    assert own <= set(TERMS)
    assert str(PG.Alignment) == words.ALIGNMENT.value
