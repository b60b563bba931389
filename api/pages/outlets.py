"""The ways out of a page: the same as data, in SPARQL, cited, embedded, and as a feed of its changes."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from html import escape
from urllib.parse import urlencode

from fastapi import Request

from api.errors import NotAcceptable
from api.formats.negotiation import CSV, HTML, JSON, JSONLD, TURTLE, XLSX, Format, choose
from api.pages.citing import BIBTEX, CSL_JSON, Citation
from api.pages.reader import Reader
from api.wording.words import Words
from graph.questions import load_lookups, load_questions
from graph.repository.reading import Values

Formats = tuple[tuple[str, str], ...]
EMBED = "/embed"
_NAMED: Mapping[str, Format] = {
    "CSV": CSV,
    "XLSX": XLSX,
    "JSON": JSON,
    "JSON-LD": JSONLD,
    "Turtle": TURTLE,
}


@dataclass(frozen=True, slots=True)
class Question:
    """Is the question that says the same as a page, with its values.

    `differs` is the message that tells how its answer differs from the page, where it does.
    """

    name: str
    values: Values
    differs: str | None = None


@dataclass(frozen=True, slots=True)
class Outlets:
    """Is the ways out of one page; `data` is what it shows, `thing` what is stated of what it is about.

    `sparql` are the questions that say the same, `differs` tells how their answers differ from the page;
    `changes` is the page of what its feed tells.
    """

    data: Formats
    thing: Formats
    sparql: Formats
    differs: tuple[str, ...]
    feed: str
    changes: str
    embed: str | None
    citation: Citation | None

    @property
    def tables(self) -> tuple[tuple[str, Formats], ...]:
        """Returns what it shows as data by what each file holds, in order; the page itself has no name.

        >>> Outlets((("CSV", "/a"), ("Luckor CSV", "/b")), (), (), (), "", "", None, None).tables
        (('', (('CSV', '/a'),)), ('Luckor', (('CSV', '/b'),)))
        """
        found: dict[str, list[tuple[str, str]]] = {}
        for name, href in self.data:
            what, _, form = name.rpartition(" ")
            found.setdefault(what, []).append((form, href))
        return tuple((what, tuple(each)) for what, each in found.items())

    @property
    def snippet(self) -> str:
        """Returns the HTML with which another site shows the view."""
        if self.embed is None or self.citation is None:
            return ""
        source = self.citation.base.rstrip("/") + self.embed
        told = f'src="{escape(source)}" title="{escape(self.citation.title)}"'
        return f'<iframe {told} width="100%" height="640" loading="lazy"></iframe>'

    def address(self, accept: str | None) -> str | None:
        """Returns where that is which an Accept header prefers to the page, None for the page itself."""
        places = {_NAMED[name]: href for name, href in (*self.thing, *self.data) if name in _NAMED}
        places |= dict.fromkeys((BIBTEX, CSL_JSON), "") if self.citation else {}
        try:
            wanted = choose(accept, (HTML, *places))
        except NotAcceptable:
            return None
        if wanted in (BIBTEX, CSL_JSON) and self.citation:
            return self.citation.bibtex_href if wanted is BIBTEX else self.citation.csl_href
        return places.get(wanted)


def downloads(path: str, values: Mapping[str, str | None], lang: str, *, turtle: bool = False) -> Formats:
    """Returns the addresses of a list of the API in each form; values that are empty are left out.

    >>> downloads("matrix", {"goal": None}, "sv")[1]
    ('XLSX', '/api/v1/matrix.xlsx?lang=sv')
    """
    query = urlencode({name: value for name, value in values.items() if value} | {"lang": lang})
    names = [name for name in _NAMED if turtle or name != "Turtle"]
    return tuple((name, f"/api/v1/{path}.{_NAMED[name].suffix}?{query}") for name in names)


def stated(thing: str, lang: str) -> Formats:
    """Returns what is stated of a thing as tables; as JSON and RDF the thing itself is offered."""
    listed = downloads("questions/stated-of/answer", {"thing": thing}, lang)
    return tuple(each for each in listed if each[0] in ("CSV", "XLSX"))


def sparql_of(reader: Reader, questions: Sequence[Question]) -> Formats:
    """Returns the SPARQL page with each question in it, its values bound; of several each is named."""
    label = reader.words("questions.open-sparql")
    return tuple(
        (label if len(questions) == 1 else f"{label}: {_title(each, reader.lang)}", _open(reader, each))
        for each in questions
    )


def differences(words: Words, questions: Sequence[Question]) -> tuple[str, ...]:
    """Returns in words how the answers of questions differ from their page, each difference once."""
    return tuple(dict.fromkeys(words(each.differs) for each in questions if each.differs))


def _open(reader: Reader, question: Question) -> str:
    values = {name: value for name, value in question.values.items() if value}
    file = load_questions().get(question.name) or load_lookups()[question.name]
    query = reader.repository.reading.bound(file, values)
    return f"/{reader.lang}/sparql?{urlencode({'query': query})}"


def _title(question: Question, lang: str) -> str:
    return load_questions()[question.name].title[lang]


def feed_of(lang: str, thing: str | None) -> str:
    """Returns the address of the feed of changes, of a thing or of the whole."""
    return f"/{lang}/changes.atom" + (f"?{urlencode({'of': thing})}" if thing else "")


def changes_of(lang: str, thing: str | None) -> str:
    """Returns the address of the page that tells the same as the feed."""
    return f"/{lang}/changes" + (f"?{urlencode({'of': thing})}" if thing else "")


def embed_of(request: Request, name: str | None) -> str | None:
    """Returns the path under which other sites may show the view of that name, with the same filters."""
    if name is None:
        return None
    lang = request.path_params["lang"]
    query = f"?{request.url.query}" if request.url.query else ""
    return f"{EMBED}/{lang}/{name}{query}"
