"""The page that shows the API in a browser, from our own files: nothing is fetched from elsewhere."""

from __future__ import annotations

from pathlib import Path

from fastapi import Response
from fastapi.responses import HTMLResponse

from api.pages.render import environment

STATIC = Path(__file__).with_name("static")
_SWAGGER = ("swagger-ui.css", "swagger-ui-bundle.js", "swagger-ui-init.js")


def docs_page() -> Response:
    """Returns the page; where Swagger UI was not built in, it links the OpenAPI document instead."""
    has_swagger = all((STATIC / "dist" / name).is_file() for name in _SWAGGER)
    return HTMLResponse(environment().get_template("api-docs.html").render(has_swagger=has_swagger))
