"""The acts of an outline: each is done by the register, like what the forms send."""

from __future__ import annotations

from dataclasses import replace

from api.access import Role, Speaker
from api.pages.asked import Asked
from api.pages.entering.answering import changed_text
from api.pages.entering.fields import OBJECTIVE
from api.pages.entering.placing import control_of
from api.pages.entering.saving import held, may, refuse_foreign, save, withdraw
from api.pages.views.outline import ACTS, TOP, ActForm, Allowed, Tree, add_form, with_choices
from api.register.contents import Content
from api.sessions import Form
from api.wording.messages import text, worded
from graph.errors import NotFound, PolicygraphError, Stale, SubmissionRefused
from graph.model import Name
from graph.register import is_registered, refuse_withdrawn

_ROLES = {"rename": Role.REVIEWER, "withdraw": Role.ADMINISTRATOR}


def allowed_in(asking: Asked, speaker: Speaker, tree: Tree) -> Allowed:
    """Returns what somebody may change in a tree: their own, and by role that of others."""
    services = asking.services
    things = {thing for each in tree.below.values() for thing in each}
    own = [thing for thing in things if is_registered(services.store, thing)]
    return Allowed(
        frozenset(thing for thing in own if may(services, speaker, thing, Role.REVIEWER)),
        frozenset(thing for thing in own if may(services, speaker, thing, Role.ADMINISTRATOR)),
    )


def opened(asking: Asked, speaker: Speaker, tree: Tree, act: str, thing: str) -> ActForm:
    """Returns the form of an act on a thing of the tree.

    What is not in the tree raises NotFound, what somebody may not change Forbidden.
    """
    _refuse_outside(tree, thing)
    if act == "add":
        return add_form(asking.reader, tree, thing)
    content, version = held(asking.services, thing)
    refuse_foreign(asking.services, speaker, thing, _ROLES[act])
    name = _name_in(content, asking.lang)
    form = ActForm(act, thing, name=name, code=content.get("code", ""), version=version)
    return with_choices(asking.reader, tree, form)


def typed(asking: Asked, tree: Tree, form: Form) -> ActForm:
    """Returns an act as it was sent."""
    act = form.value("act")
    sent = ActForm(
        act=act if act in ACTS else ACTS[0],
        thing=form.value("thing"),
        name=form.value("name"),
        code=form.value("code"),
        kind=form.value("kind"),
        scheme=form.value("scheme"),
        reason=form.value("reason"),
        version=form.value("version"),
    )
    return with_choices(asking.reader, tree, sent)


def done(asking: Asked, speaker: Speaker, tree: Tree, act: ActForm) -> str:
    """Does an act; returns the IRI of what was added, renamed or withdrawn.

    It raises what saving does; NotFound or Gone for what is not in the tree, or not any more.
    """
    refuse_withdrawn(asking.services.store, act.thing)
    _refuse_outside(tree, act.thing)
    match act.act:
        case "add":
            content = _added(asking, tree, act)
            return save(asking.services, speaker, OBJECTIVE, content, None, "").iri
        case "rename":
            content, _ = held(asking.services, act.thing)
            renamed = _renamed(content, act, asking.lang)
            return save(asking.services, speaker, OBJECTIVE, renamed, act.thing, act.version).iri
        case _:
            reason = Name(act.reason, asking.lang)
            return withdraw(asking.services, speaker, act.thing, reason, act.version).iri


def refused(asking: Asked, act: ActForm, error: PolicygraphError) -> ActForm:
    """Returns the form of an act that was not done, with why at its fields."""
    if isinstance(error, Stale):
        content, version = held(asking.services, act.thing)
        now = asking.words("outline.now", name=_name_in(content, asking.lang))
        return replace(act, version=version, problem=f"{changed_text(asking, act.thing)} {now}")
    if not isinstance(error, SubmissionRefused):
        key = "outline.exists" if error.key == "entry-exists" else ""
        told = asking.words(key) if key else text(f"error.{error.key}", asking.lang, **error.values)
        return replace(act, problem=told)
    wrong: dict[str, str] = {}
    general: list[str] = []
    for found in error.findings:
        control = control_of(OBJECTIVE, {}, found.place.pointer or "#", asking.lang).partition(".")[0]
        is_open = found.key == "scheme-ambiguous"
        said = asking.words("outline.choose-tree") if is_open else worded(found, asking.lang)
        if control in ("names", "code", "kind", "scheme"):
            wrong.setdefault(control, said)
        else:
            general.append(said)
    return replace(act, wrong=wrong, problem=" ".join(general) or None)


def _added(asking: Asked, tree: Tree, act: ActForm) -> Content:
    place = {"document": tree.document} if act.thing == TOP else {"broader": act.thing}
    content: Content = {"names": _named([], act.name, asking.lang), "kind": act.kind, **place}
    more = {"code": act.code, "scheme": act.scheme if act.thing == TOP else ""}
    return content | {name: value for name, value in more.items() if value}


def _renamed(content: Content, act: ActForm, lang: str) -> Content:
    kept = {name: value for name, value in content.items() if name != "code"}
    named = {"names": _named(content.get("names", []), act.name, lang)}
    return kept | named | ({"code": act.code} if act.code else {})


def _named(names: list[Content], name: str, lang: str) -> list[Content]:
    others = [each for each in names if each["lang"] != lang]
    return [*others, {"text": name, "lang": lang}] if name else others


def _name_in(content: Content, lang: str) -> str:
    return next((str(each["text"]) for each in content.get("names", ()) if each["lang"] == lang), "")


def _refuse_outside(tree: Tree, thing: str) -> None:
    if thing != TOP and not tree.holds(thing):
        raise NotFound("outline-outside", iri=thing, document=tree.document)
