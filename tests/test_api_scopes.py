"""Every operation that writes, or shows what is not public, refuses whoever has too low a role."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from fastapi.routing import APIRoute

from api.access.roles import TITLES
from api.pages.routers import PAGES
from api_serving import Client, client_of
from graph.store import open_store
from holders import bearer, token_file
from signed_in import Visit

PUBLIC = {"POST /sparql", "POST /api/v1/proposals", "POST /api/v1/effects"}
"""What is sent there is answered, and nothing of it is kept."""
REVIEWERS = {
    "POST /api/v1/organisations/duplicates",
    "POST /api/v1/alignments/decisions",
    "POST /api/v1/alignments/{source}/{key}/reviews",
}
ADMINISTRATORS = {
    "POST /api/v1/alignments.sssom",
    "POST /api/v1/imports/rdf",
    "POST /api/v1/backups",
    "GET /api/v1/backups",
    "GET /api/v1/audit",
}
READERS = {"GET /metrics"}
PUBLIC_FORMS = {"/sv/sign-in", "/sv/check"}
READERS_FORMS = {"/sv/sign-out"}
REVIEWERS_FORMS = {"/sv/review"}
SIGNED_IN = {
    "/sv/drafts",
    "/sv/drafts/{key}",
    "/sv/enter/{kind}",
    "/sv/enter/{kind}/{source}/{key}",
    "/sv/enter/{kind}/{source}/{key}/withdrawal",
    "/sv/import/undo/{sequence}",
    "/sv/import/{job}",
    "/sv/import/{job}/progress",
    "/sv/import/{job}/annotated",
    "/sv/documents/{source}/{key}/outline",
    "/sv/programmes/{source}/{key}/outline",
}
"""Pages that are for contributors."""
FILLED = {"source": "by-test-contributor", "key": "p1", "job": "1", "draft": "0" * 16, "kind": "project"}
FILLED |= {"code": "6", "name": "goal-counts", "sequence": "1", "mapping": "projects", "column": "goal"}


@pytest.fixture(scope="module")
def client(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Client]:
    folder: Path = tmp_path_factory.mktemp("scopes")
    store = open_store(str(folder / "store"), base="http://127.0.0.1:8000/")
    with client_of(store, tokens=str(token_file(folder)), writes_per_minute=0) as opened:
        yield opened
    store.close()


def filled(path: str) -> str:
    return re.sub(r"\{(\w+)\}", lambda found: FILLED[found[1]], path)


def operations(client: Client) -> dict[str, dict[str, Any]]:
    """Returns every operation that writes, or asks who speaks, by method and path."""
    paths = client.get("/api/v1/openapi.json").json()["paths"]
    each = {f"{m.upper()} {path}": told for path, methods in paths.items() for m, told in methods.items()}
    return {name: told for name, told in each.items() if not name.startswith("GET ") or told.get("security")}


def least(name: str) -> str:
    """Returns the lowest role that an operation takes."""
    if name in ADMINISTRATORS:
        return "administrator"
    return "reviewer" if name in REVIEWERS else "contributor"


def test_each_operation_that_writes_says_who_may(client: Client) -> None:
    """A new one is for contributors, or stands in one of the tables above."""
    told = operations(client)
    assert {name for name, operation in told.items() if not operation.get("security")} == PUBLIC
    assert set(told) >= REVIEWERS | ADMINISTRATORS


def test_each_operation_refuses_every_role_below_its_own(client: Client) -> None:
    for name in sorted(set(operations(client)) - PUBLIC):
        method, path = name.split(" ")
        address = filled(path)
        assert client.request(method, address).status_code == 401, name
        assert client.request(method, address, headers=bearer("nobody")).status_code == 401, name
        enough = TITLES.index(least(name))
        for place, role in enumerate(TITLES):
            status = client.request(method, address, headers=bearer(role)).status_code
            assert (status == 403) is (place < enough), (name, role, status)
            assert status != 401, (name, role)


def test_figures_are_for_readers(client: Client) -> None:
    for name in READERS:
        method, path = name.split(" ")
        assert client.request(method, path).status_code == 401
        assert client.request(method, path, headers=bearer("Reader")).status_code == 200


def page_routes(method: str) -> set[str]:
    routes = [each for router in PAGES for each in router.routes if isinstance(each, APIRoute)]
    return {each.path.replace("{lang:language}", "sv") for each in routes if method in each.methods}


def test_each_form_refuses_every_role_below_its_own(client: Client) -> None:
    forms = page_routes("POST") - PUBLIC_FORMS
    assert len(forms) > 10
    visits = {role: Visit(client, role.capitalize()) for role in TITLES}
    csrf = {role: {"csrf": visit.csrf()} for role, visit in visits.items()}
    for path in sorted(forms):
        assert Visit(client).post(filled(path), {}).status_code == 401, path
        if path in READERS_FORMS:
            continue
        enough = 2 if path in REVIEWERS_FORMS else 1
        for role in TITLES[:enough]:
            assert visits[role].post(filled(path), csrf[role]).status_code == 403, (path, role)
        role = TITLES[enough]
        assert visits[role].post(filled(path), csrf[role]).status_code not in (401, 403), (path, role)


def test_each_page_that_is_not_public_leads_to_the_sign_in(client: Client) -> None:
    pages = page_routes("GET")
    assert pages >= SIGNED_IN
    reader = Visit(client, "Reader")
    for path in sorted(pages):
        is_closed = path in SIGNED_IN
        assert (Visit(client).get(filled(path)).status_code == 401) is is_closed, path
        assert (reader.get(filled(path)).status_code == 403) is is_closed, path
