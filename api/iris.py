"""Where the IRIs of the graph lead: to our own description of a resource, and to its page in a language."""

from __future__ import annotations

import re
from urllib.parse import quote, urlencode

from graph.terms import expand
from ontology import PREFIXES

GOALS = PREFIXES["sdg"]
OTHERS = ("sdg", "nuts")
PAGES = {
    "project": "projects",
    "document": "documents",
    "programme": "programmes",
    "objective": "objectives",
}
_CODE = re.compile(r"[0-9]{1,2}(\.[0-9a-z]{1,2})?")


def page_url(iri: str, base: str, lang: str) -> str:
    """Returns the path of the page about a resource.

    >>> page_url("http://metadata.un.org/sdg/9", "http://127.0.0.1:8000/", "sv")
    '/sv/goals/9'
    >>> page_url("http://metadata.un.org/sdg/9.c", "http://127.0.0.1:8000/", "sv")
    '/sv/goals/9.c'
    >>> page_url("http://127.0.0.1:8000/id/project/a/1", "http://127.0.0.1:8000/", "da")
    '/da/projects/a/1'
    >>> page_url("http://data.europa.eu/nuts/code/SE331", "http://127.0.0.1:8000/", "en")
    '/en/resource?iri=http%3A%2F%2Fdata.europa.eu%2Fnuts%2Fcode%2FSE331'
    """
    code = iri.removeprefix(GOALS)
    if code != iri and _CODE.fullmatch(code):
        return f"/{lang}/goals/{code}"
    match iri.removeprefix(f"{base}id/").split("/"):
        case [kind, source, key] if kind in PAGES and iri.startswith(base):
            return f"/{lang}/{PAGES[kind]}/{quote(source)}/{quote(key)}"
    return f"/{lang}/resource?{urlencode({'iri': iri})}"


def trace_url(lang: str, start: str, goal: str | None = None, *, down: bool = False) -> str:
    """Returns the path of the page of chains from something, to a goal, or down from it.

    >>> trace_url("sv", "http://metadata.un.org/sdg/9", down=True)
    '/sv/trace?from=http%3A%2F%2Fmetadata.un.org%2Fsdg%2F9&direction=down'
    """
    given = {"from": start, "goal": goal, "direction": "down" if down else None}
    return f"/{lang}/trace?{urlencode({name: value for name, value in given.items() if value})}"


def address(iri: str, base: str) -> str:
    """Returns where our own server describes a resource: its IRI if it is ours, else /resource.

    >>> address("http://metadata.un.org/sdg/9", "http://127.0.0.1:8000/")
    'http://127.0.0.1:8000/resource?iri=http%3A%2F%2Fmetadata.un.org%2Fsdg%2F9'
    """
    return iri if iri.startswith(base) else f"{base}resource?{urlencode({'iri': iri})}"


def from_base(text: str, base: str) -> str:
    """Returns the full IRI of a path that counts from the base, anything else as it is.

    >>> from_base("id/project/a/1", "http://127.0.0.1:8000/"), from_base("sdg:9", "http://127.0.0.1:8000/")
    ('http://127.0.0.1:8000/id/project/a/1', 'sdg:9')
    """
    return base + text if text.startswith(("id/", "graph/")) else text


def full(text: str, base: str) -> str:
    """Returns the full IRI of what names a thing: itself, a prefixed name, or a path from the base.

    Anything else raises TermInvalid.

    >>> full("sdg:9", "http://127.0.0.1:8000/"), full("id/project/a/1", "http://127.0.0.1:8000/")
    ('http://metadata.un.org/sdg/9', 'http://127.0.0.1:8000/id/project/a/1')
    """
    return expand(from_base(text, base)).value


def item_iri(base: str, kind: str, source: str, key: str) -> str:
    """Returns the IRI of an item of the API: one of ours, or one of others where the source is their prefix.

    >>> item_iri("http://127.0.0.1:8000/", "objective", "sdg", "9.5")
    'http://metadata.un.org/sdg/9.5'
    >>> item_iri("http://127.0.0.1:8000/", "objective", "vasterbotten", "1")
    'http://127.0.0.1:8000/id/objective/vasterbotten/1'
    """
    return PREFIXES[source] + key if source in OTHERS else f"{base}id/{kind}/{source}/{key}"


def as_iri(text: str | None, base: str) -> str | None:
    """Returns the full IRI of a parameter, None where it is not given."""
    return full(text, base) if text else None
