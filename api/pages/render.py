"""Turns a view model and its frame into a page. Templates loop and choose; they compute nothing."""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING

from fastapi.responses import HTMLResponse

from api.pages.frame import Frame
from api.wording.words import Words

if TYPE_CHECKING:
    from jinja2 import Environment


@cache
def environment() -> Environment:
    """Returns the templates; a name that a view model lacks fails instead of showing nothing."""
    from jinja2 import Environment, PackageLoader, StrictUndefined, select_autoescape

    return Environment(
        loader=PackageLoader("api.pages"),
        autoescape=select_autoescape(),
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )


def page(template: str, frame: Frame, view: object, status: int = 200) -> HTMLResponse:
    """Returns the page in the language of its frame."""
    text = environment().get_template(template).render(frame=frame, view=view, t=Words(frame.lang))
    headers = {"Content-Language": frame.lang, "Vary": "Cookie"}
    if frame.visitor is not None:
        headers["Cache-Control"] = "private, no-store"
    return HTMLResponse(text, status, headers=headers)
