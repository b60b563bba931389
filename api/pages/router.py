"""All pages as one router."""

from __future__ import annotations

from fastapi import APIRouter

from api.pages.routes import (
    about,
    check,
    coverage,
    documents,
    drafts,
    feeds,
    finding,
    front,
    imports,
    objectives,
    pictures,
    projects,
    questions,
    review,
    sessions,
    state,
    traces,
    what_if,
)

router = APIRouter(include_in_schema=False)
for module in (
    front,
    objectives,
    projects,
    documents,
    coverage,
    finding,
    questions,
    traces,
    what_if,
    sessions,
    drafts,
    about,
    imports,
    review,
    check,
    state,
):
    router.include_router(module.router)
for outlet in (feeds.router, pictures.router, *(each.embedded for each in (front, pictures, traces))):
    router.include_router(outlet)
