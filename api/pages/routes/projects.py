"""The page of a project."""

from __future__ import annotations

from fastapi import APIRouter, Response

from api.pages.asked import Asking
from api.pages.frame import here
from api.pages.outlets import Question, downloads
from api.pages.views.projects import project_view
from graph.errors import NotFound
from graph.register import refuse_withdrawn
from graph.terms import expand

router = APIRouter(prefix="/{lang:language}")

MOST = 100


@router.get("/projects/{source}/{key}")
def project(source: str, key: str, asking: Asking) -> Response:
    """Shows a project with its chains to the goals."""
    iri = expand(f"{asking.base}id/project/{source}/{key}").value
    refuse_withdrawn(asking.services.store, iri)
    if not asking.reader.known(iri):
        raise NotFound("resource-unknown", iri=iri)
    chains = asking.services.chains.up(iri, limit=MOST, lang=asking.lang)
    view = project_view(asking.reader, iri, chains)
    way = (here(view.thing.label),)
    formats = downloads(f"projects/{source}/{key}", {}, asking.lang, turtle=True)
    return asking.page(
        "project.html",
        view.thing.label.text,
        view,
        crumbs=way,
        formats=formats,
        about=iri,
        questions=(Question("project-facts", {"project": iri}),),
    )
