"""The outline of a strategy's tree, for those who may change it."""

from __future__ import annotations

from typing import Annotated
from urllib.parse import urlencode

from fastapi import APIRouter, Depends, Query, Response
from fastapi.responses import RedirectResponse

from api.access import Role, Speaker
from api.pages.asked import Asked, Asking
from api.pages.entering.outlining import allowed_in, done, opened, refused, typed
from api.pages.frame import crumb, here, thing_crumb
from api.pages.reader import Label
from api.pages.views.documents import below_of
from api.pages.views.outline import ACTS, TOP, ActForm, Tree, anchor_of, outline_view
from api.sessions import Form, posted
from graph.errors import NotFound, PolicygraphError
from graph.terms import expand

router = APIRouter(prefix="/{lang:language}")

Sent = Annotated[Form, Depends(posted(Role.CONTRIBUTOR))]
Iri = Annotated[str, Query(max_length=2000)]


@router.get("/documents/{source}/{key}/outline")
def outline(
    source: str, key: str, asking: Asking, add: Iri = "", rename: Iri = "", withdraw: Iri = "", done: Iri = ""
) -> Response:
    """Shows the tree of a document, and the form of the act that the address names."""
    return _shown(asking, f"document/{source}/{key}", (add, rename, withdraw), done)


@router.get("/programmes/{source}/{key}/outline")
def outline_of_programme(
    source: str, key: str, asking: Asking, add: Iri = "", rename: Iri = "", withdraw: Iri = "", done: Iri = ""
) -> Response:
    """Shows the tree of a programme."""
    return _shown(asking, f"programme/{source}/{key}", (add, rename, withdraw), done)


@router.post("/documents/{source}/{key}/outline")
def changed(source: str, key: str, asking: Asking, form: Sent) -> Response:
    """Does an act on the tree; where it cannot be done, the outline comes back with what was typed."""
    return _sent(asking, f"document/{source}/{key}", form)


@router.post("/programmes/{source}/{key}/outline")
def changed_of_programme(source: str, key: str, asking: Asking, form: Sent) -> Response:
    """Does an act on the tree of a programme."""
    return _sent(asking, f"programme/{source}/{key}", form)


def _shown(asking: Asked, path: str, named: tuple[str, ...], was_done: str) -> Response:
    speaker, tree = asking.needs(Role.CONTRIBUTOR), _tree(asking, path)
    act, thing = next(((act, thing) for act, thing in zip(ACTS, named, strict=True) if thing), ("", ""))
    thing = thing if thing in ("", TOP) else asking.iri(thing)
    form = opened(asking, speaker, tree, act, thing) if act else None
    notice = asking.words(f"outline.done-{was_done}") if was_done in ACTS else None
    return _page(asking, speaker, tree, form, notice)


def _sent(asking: Asked, path: str, form: Form) -> Response:
    tree = _tree(asking, path)
    act = typed(asking, tree, form)
    try:
        thing = done(asking, form.speaker, tree, act)
    except PolicygraphError as error:
        return _page(asking, form.speaker, tree, refused(asking, act, error), status=error.status)
    return RedirectResponse(_after(asking, tree.document, act, thing), 303)


def _after(asking: Asked, document: str, act: ActForm, thing: str) -> str:
    """Returns where one goes on to: where something was added, one more can be."""
    path = f"{asking.reader.link(document).href}/outline"
    if act.act == "add":
        return f"{path}?{urlencode({'add': act.thing, 'done': act.act})}#act"
    return f"{path}?{urlencode({'done': act.act})}#{anchor_of(thing) if act.act == 'rename' else 'main'}"


def _tree(asking: Asked, path: str) -> Tree:
    """Returns the tree of a document, read once for the request; raises NotFound for what is none."""
    iri = expand(f"{asking.base}id/{path}").value
    if asking.reader.node(iri, "eli:work_type") is None:
        raise NotFound("resource-unknown", iri=iri)
    return Tree(iri, below_of(asking.reader, iri))


def _page(
    asking: Asked,
    speaker: Speaker,
    tree: Tree,
    form: ActForm | None,
    notice: str | None = None,
    status: int = 200,
) -> Response:
    allowed = allowed_in(asking, speaker, tree)
    view = outline_view(asking.reader, tree, allowed, form, notice)
    title = asking.words("outline.title")
    way = (crumb(asking.reader, "nav.documents", "documents"), thing_crumb(view.document), here(Label(title)))
    shown = f"{title}: {view.document.label.text}"
    return asking.page("outline.html", shown, view, section="documents", crumbs=way, status=status)
