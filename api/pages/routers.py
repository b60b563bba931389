"""All pages: the routers of their kinds, and of what leads out of them."""

from __future__ import annotations

from api.pages.routes import (
    about,
    check,
    compare,
    coverage,
    documents,
    drafts,
    entering,
    feeds,
    finding,
    front,
    imports,
    objectives,
    outline,
    pictures,
    projects,
    questions,
    review,
    sessions,
    sparql,
    state,
    traces,
    what_if,
)

_KINDS = (
    front,
    objectives,
    projects,
    documents,
    compare,
    coverage,
    finding,
    questions,
    sparql,
    traces,
    what_if,
    sessions,
    drafts,
    entering,
    outline,
    about,
    imports,
    review,
    check,
    state,
)
PAGES = (
    *(module.router for module in _KINDS),
    feeds.router,
    pictures.router,
    *(module.embedded for module in (front, pictures, traces)),
)
