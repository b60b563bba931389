"""The page of chains: up from a project, an objective or a document, or down from a goal."""

from __future__ import annotations

from dataclasses import replace
from urllib.parse import urlencode

from fastapi import APIRouter, Response
from fastapi.responses import RedirectResponse

from api.chains.filters import NAMES, read_filters
from api.pages.asked import Asked, Asking
from api.pages.frame import crumb, here
from api.pages.meaning import meant_by
from api.pages.outlets import Formats, Question, downloads
from api.pages.reader import Label
from api.pages.views.between import IRIS, START, WAY, Meant, address_of, between_view
from api.pages.views.trace_form import form_of
from api.pages.views.traces import TraceView, WhyNotView, authors_of, told, why_not_view, with_sources
from api.wording.messages import text
from graph.alignment.chains import Trace
from graph.alignment.filters import Filters
from graph.alignment.whynot import why_not
from graph.errors import InputError
from graph.model import Chain

router = APIRouter(prefix="/{lang:language}")
embedded = APIRouter(prefix="/embed/{lang:language}")

SHOWN = 12
GIVEN = ("from", "goal", "direction", "only", "offset", *NAMES)


@embedded.get("/trace")
@router.get("/trace")
def trace(asking: Asking) -> Response:
    """Shows chains with their proof; filters that cannot be used stay in the form, with what is wrong."""
    given = {name: asking.request.query_params.get(name, "").strip() for name in GIVEN}
    given = {name: value for name, value in given.items() if value}
    meant = _meant(asking)
    given_way = asking.request.query_params.get(WAY, "")
    if given_way or meant[START].typed:
        address = address_of(asking.lang, meant, given_way)
        if address is not None:
            return RedirectResponse(address, 303)
        given = {}
    status, view = 200, _empty(asking, given, meant)
    if "from" in given:
        try:
            view = with_sources(asking.reader, _shown(asking, given, view))
        except InputError as error:
            problem = text(f"error.{error.key}", asking.lang, **error.values)
            status, view = error.status, replace(view, problem=problem)
    way = (crumb(asking.reader, "trace.crumb", "trace"), *((here(Label(view.title)),) if view.start else ()))
    formats = _formats(asking, given) if view.start else ()
    return asking.page(
        "trace.html",
        view.title,
        view,
        section="trace",
        crumbs=way,
        formats=formats,
        questions=_questions(asking, given) if view.start else (),
        embed="trace" if view.start else None,
        status=status,
    )


def _meant(asking: Asked) -> dict[str, Meant]:
    """Returns what was typed as the ends: what the list offered, or the one thing that is called so."""
    params = asking.request.query_params
    return {name: meant_by(asking, params.get(name, ""), params.get(iri, "")) for name, iri in IRIS.items()}


def _empty(asking: Asked, given: dict[str, str], meant: dict[str, Meant]) -> TraceView:
    return TraceView(
        title=asking.words("trace.title"),
        start=None,
        goal=None,
        summary=(),
        problem=None,
        form=form_of(asking.reader, given, None, ()),
        between=between_view(asking.reader, meant, is_open="from" not in given),
        columns=(),
        chains=(),
        undated=(),
        why=None,
        next=None,
        previous=None,
    )


def _shown(asking: Asked, given: dict[str, str], view: TraceView) -> TraceView:
    filters = read_filters(given, asking.base)
    if given.get("direction") == "down":
        return _down(asking, given, filters, view)
    return _up(asking, given, filters, view)


def _up(asking: Asked, given: dict[str, str], filters: Filters, view: TraceView) -> TraceView:
    reader, chains = asking.reader, asking.services.chains
    start, goal = asking.iri(given["from"]), asking.iri(given["goal"]) if "goal" in given else None
    found = chains.trace(start, goal, filters=filters, limit=SHOWN, lang=asking.lang)
    shown, apart = found.chains[: 2 * SHOWN], found.undated[:SHOWN]
    columns, listed = told(reader, shown, "k")
    start_link, goal_link = reader.link(start), reader.link(goal) if goal else None
    ends = {"start": start_link.label.text, "goal": goal_link.label.text if goal_link else ""}
    return replace(
        view,
        title=asking.words("trace.title-to" if goal else "trace.title-up", **ends),
        start=start_link,
        goal=goal_link,
        summary=_summary(asking, found, shown, start, goal, filters),
        form=form_of(reader, given, goal, authors_of((*shown, *apart))),
        columns=columns,
        chains=listed,
        undated=told(reader, apart, "u")[1],
        why=_why(asking, start, goal, filters, shown),
    )


def _why(
    asking: Asked, start: str, goal: str | None, filters: Filters, shown: tuple[Chain, ...]
) -> WhyNotView | None:
    """Returns why there is no serving chain, where a goal is named and there is none."""
    if goal is None or any(chain.serves for chain in shown):
        return None
    services = asking.services
    found = why_not(services.repository, services.chains, start, goal, filters=filters, lang=asking.lang)
    return why_not_view(asking.reader, found)


def _summary(
    asking: Asked, found: Trace, shown: tuple[Chain, ...], start: str, goal: str | None, filters: Filters
) -> tuple[str, ...]:
    """Returns how many chains serve and hinder, and how many of those that serve share no hop."""
    words = asking.words
    serving = sum(chain.serves for chain in shown)
    told = [words.count("trace.serving", serving) if serving else words("trace.none")]
    if len(shown) > serving:
        told.append(words.count("trace.hindering", len(shown) - serving))
    if serving == 1 and not found.more:
        told.append(words("trace.alone"))
    elif goal and serving:
        independent = asking.services.chains.independent(start, goal, filters=filters)
        told += [words.count("trace.independent", independent)] if independent else []
    told += _surest(asking, shown)
    return (*told, *([words("trace.more")] if found.more else []))


def _surest(asking: Asked, shown: tuple[Chain, ...]) -> list[str]:
    """Returns how sure the surest chain is, and how many of its statements somebody accepted; () for none."""
    surest = next((chain for chain in shown if chain.serves), None)
    stated = [hop.alignment for hop in surest.hops if hop.alignment] if surest else []
    if surest is None or not stated:
        return []
    words, accepted = asking.words, sum(each.status == "accepted" for each in stated)
    sure = words.percent(surest.confidence)
    return [words.count("trace.surest", len(stated), percent=sure, accepted=words.number(accepted))]


def _down(asking: Asked, given: dict[str, str], filters: Filters, view: TraceView) -> TraceView:
    reader, goal = asking.reader, asking.iri(given["from"])
    offset = int(given["offset"]) if given.get("offset", "").isdecimal() else 0
    only = None if given.get("only") == "all" else given.get("only", "projects")
    found = asking.services.chains.down(
        goal, filters=filters, only=only, limit=SHOWN, offset=offset, lang=asking.lang
    )
    if offset and not found.chains:  # it has no page there: that says nothing about the goal
        return _down(asking, given | {"offset": ""}, filters, view)
    columns, listed = told(reader, found.chains, "k")
    link = reader.link(goal)
    return replace(
        view,
        title=asking.words("trace.title-down", goal=_coded(link.code, link.label.text)),
        start=link,
        summary=(
            asking.words("trace.summary-down" if listed else "trace.none-down"),
            *_place(asking, offset, len(listed), is_last=found.next is None),
        ),
        form=form_of(reader, given, None, authors_of(found.chains)),
        columns=columns,
        chains=listed,
        next=_page(given, found.next),
        previous=_page(given, max(0, offset - SHOWN)) if offset else None,
    )


def _place(asking: Asked, offset: int, count: int, *, is_last: bool) -> tuple[str, ...]:
    """Returns which part a page shows, for paper too, which has no next page; () where it is the whole."""
    if not count or (is_last and not offset):
        return ()
    number, key = asking.words.number, f"trace.shown{'-last' if is_last else ''}"
    return (asking.words(key, first=number(offset + 1), last=number(offset + count)),)


def _coded(code: str | None, name: str) -> str:
    return f"{code} {name}" if code else name


def _page(given: dict[str, str], offset: int | None) -> str | None:
    """Returns the address of another page of the way down."""
    if offset is None:
        return None
    kept = {name: value for name, value in given.items() if name != "offset"}
    return f"?{urlencode(kept | ({'offset': str(offset)} if offset else {}))}"


def _questions(asking: Asked, given: dict[str, str]) -> tuple[Question, ...]:
    """Returns what says the same, without the filters: what leads to a goal, or the steps of all chains."""
    start = asking.iri(given["from"])
    differs = "sparql.differs-filters" if any(name in given for name in NAMES) else None
    if given.get("direction") != "down":
        goal = asking.iri(given["goal"]) if "goal" in given else ""
        differs = differs or "sparql.differs-chains"
        return (Question("steps-between", {"start": start, "goal": goal}, differs),)
    names = {"projects": "projects-serving-goal", "objectives": "policy-serving-goal"}
    only = given.get("only", "projects")
    asked = names.values() if only == "all" else [names[only]]
    return tuple(Question(name, {"goal": start}, differs or "sparql.differs-down") for name in asked)


def _formats(asking: Asked, given: dict[str, str]) -> Formats:
    # The page shows projects unless it is told otherwise, the API everything.
    only = given.get("only", "projects") if given.get("direction") == "down" else "all"
    kept = {name: value for name, value in given.items() if name != "only"}
    kept |= {"only": only} if only != "all" else {}
    return downloads("chains", kept, asking.lang, turtle=True)
