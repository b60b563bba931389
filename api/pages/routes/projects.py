"""The page of a project."""

from __future__ import annotations

from fastapi import APIRouter, Response

from api.pages.asked import Asking
from api.pages.frame import data_formats, here
from api.pages.views.projects import project_view
from graph.errors import NotFound
from graph.terms import expand

router = APIRouter(prefix="/{lang:language}")

MOST = 100


@router.get("/projects/{source}/{key}")
def project(source: str, key: str, asking: Asking) -> Response:
    """Shows a project with its chains to the goals."""
    iri = expand(f"{asking.base}id/project/{source}/{key}").value
    if not asking.reader.known(iri):
        raise NotFound("resource-unknown", iri=iri)
    chains = asking.services.chains.up(iri, limit=MOST, lang=asking.lang)
    view = project_view(asking.reader, iri, chains)
    way = (here(view.thing.label),)
    return asking.page("project.html", view.thing.label.text, view, crumbs=way, formats=data_formats(iri))
