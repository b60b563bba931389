"""Every page of the site, at addresses of the generated graph; a test sees that no route is forgotten."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from urllib.parse import quote

from bench.levels import AREAS, COUNTIES, SUB_GOALS, TARGETS_OF_GOALS
from bench.projects import PROGRAMMES
from graph.questions import Question, load_questions
from graph.terms import DEFAULT_BASE

LANG = "sv"
EMPTY = "empty page"
# Routes of the pages that answer with no page: ways on, files to save, and how far a script's import is.
NO_PAGES = (
    "/",
    "/{lang}/check/draft",
    "/{lang}/import/template/{name}",
    "/{lang}/import/{job}/annotated",
    "/{lang}/import/{job}/progress",
    "/{lang}/sparql.jsonld",
    "/{lang}/sparql.xlsx",
    "/saved/{key}",
    "/saved/{key}/feed",
    "/sign-in/issuer",
    "/{lang}/sign-in/issuer",
)
_WORDS = ("vatten", "energi", "skog", "vård", "kapital", "export", "fiske", "kultur", "bostäder", "forskning")
_PLACES = tuple(f"nuts:{county}" for county in COUNTIES)
_PROJECTS = tuple(range(2, 1000, 7))
_GOALS = tuple(map(str, range(1, len(TARGETS_OF_GOALS) + 1)))
_TARGETS = tuple(f"{goal}.{n}" for n in range(1, 6) for goal in _GOALS)
_STRATEGIES = tuple(county.lower() for county in COUNTIES)
_SUB_GOALS = tuple(f"{key}-{n % AREAS + 1}.{n // AREAS + 1}" for n in range(SUB_GOALS) for key in _STRATEGIES)
_PROGRAMMES = tuple(map(str, range(1, PROGRAMMES + 1)))
_CHECKED = {
    "title": "Bredband och vatten i glesbygd",
    "text": "Projektet bygger fibernät och renar vatten i byarna, för små företag och samhällen.",
    "organisation": "Byalaget",
    "amount": "1 250 000",
    "currency": "SEK",
    "start": "2024-01-01",
    "end": "2025-12-31",
    "territory": "nuts:SE331",
}


@dataclass(frozen=True, slots=True)
class Shown:
    """Is one page with the addresses at which it is asked for in turn, below the language.

    A page of a thing has many, so that what was read for one answer is not all of the next. `{draft}` and
    such stand for what a visitor has made; `fields` are sent by POST.
    """

    name: str
    addresses: tuple[str, ...]
    is_signed_in: bool = False
    fields: Mapping[str, str] | None = None
    status: int = 200

    def path(self, number: int, made: Mapping[str, str]) -> str:
        """Returns the path of the nth asking."""
        address = self.addresses[number % len(self.addresses)]
        for name, value in made.items():
            address = address.replace(f"{{{name}}}", value)
        return f"/{address}" if address.startswith("embed/") else f"/{LANG}/{address}"


def shown_pages() -> list[Shown]:
    """Returns every page, the empty one first: it is the frame of the site around the field of a token."""
    return [
        Shown(EMPTY, ("sign-in",)),
        *_overviews(),
        *_things(),
        *_documents(),
        *_pictures(),
        *_finding(),
        *_for_officers(),
        *_for_those_signed_in(),
    ]


def answer_pages() -> list[Shown]:
    """Returns the page of each question with its answer, by values that the generated graph has."""
    return [Shown(f"answer: {name}", _asked(each)) for name, each in load_questions().items()]


def _overviews() -> Iterator[Shown]:
    yield Shown("overview", ("",))
    yield Shown("overview, money in parts", ("?show=SEK&counting=parts",))
    yield Shown("overview, embedded", (f"embed/{LANG}/matrix",))
    yield Shown("goals", ("goals",))
    yield Shown("coverage", ("coverage",))
    yield Shown("coverage of a region", _each("coverage?region={}", _PLACES))
    yield Shown("coverage of a region by targets", _each("coverage?region={}&rows=targets", _PLACES))
    yield Shown("data", ("data",))
    yield Shown("help", ("help",))
    yield Shown("changes", ("changes",))
    yield Shown("changes of a target", _each("changes?of=sdg:{}", _TARGETS))
    yield Shown("changes since a day", ("changes?since=2020-01-01",))
    yield Shown("changes of a target since a day", _each("changes?since=2020-01-01&of=sdg:{}", _TARGETS))
    yield Shown("changes as Atom", ("changes.atom",))
    yield Shown("changes of a target as Atom", _each("changes.atom?of=sdg:{}", _TARGETS))
    yield Shown("not found", ("nowhere",), status=404)


def _things() -> Iterator[Shown]:
    yield Shown("goal", _each("goals/{}", _GOALS))
    yield Shown("goal in a region", _each("goals/{}?territory={}", _GOALS, _PLACES))
    yield Shown("goal of a programme", _each("goals/{}?programme=id/programme/bench/{}", _GOALS, _PROGRAMMES))
    yield Shown("goal, tenth page", _each("goals/{}?offset=180", _GOALS))
    yield Shown("target", _each("goals/{}", _TARGETS))
    yield Shown("objective", _each("objectives/bench/{}", _SUB_GOALS))
    yield Shown("target area", _each("objectives/bench/{}-1", _STRATEGIES))
    yield Shown("project", _each("projects/bench/{}", _PROJECTS))
    yield Shown("area", _each("resource?iri={}", _PLACES))
    yield Shown("organisation", _each("resource?iri=id/organisation/bench/{}", range(1, 40)))
    yield Shown("statement", _each("resource?iri=id/alignment/bench/{}-1", _PROJECTS))
    yield Shown("author", ("resource?iri=id/agent/bench/analysts",))
    yield Shown("class", ("resource?iri=pg:Project",))


def _documents() -> Iterator[Shown]:
    yield Shown("documents", ("documents",))
    yield Shown("documents of a region", _each("documents?territory={}", _PLACES))
    yield Shown("strategy", _each("documents/bench/{}", _STRATEGIES))
    yield Shown("plan", _each("documents/bench/{:04}", range(1, 200)))
    yield Shown("agenda", ("documents/bench/agenda",))
    yield Shown("programme", _each("programmes/bench/{}", _PROGRAMMES))
    yield Shown("comparison, to choose", _each("compare?first=id/document/bench/{}", _STRATEGIES))
    others = (*_STRATEGIES[1:], _STRATEGIES[0])
    pair = "compare?first=id/document/bench/{}&second=id/document/bench/{}"
    yield Shown("comparison", _each(pair, _STRATEGIES, others))
    former = "compare?first=id/document/bench/{}&revision=1"
    yield Shown("comparison with the former", _each(former, _STRATEGIES))


def _pictures() -> Iterator[Shown]:
    yield Shown("trace, to choose", ("trace",))
    yield Shown("trace of a project", _each("trace?from=id/project/bench/{}", _PROJECTS))
    yield Shown("trace to a goal", _each("trace?from=id/project/bench/{}&goal=sdg:{}", _PROJECTS, _GOALS))
    yield Shown("trace of a strategy", _each("trace?from=id/document/bench/{}", _STRATEGIES))
    yield Shown("trace down from a goal", _each("trace?from=sdg:{}&direction=down", _GOALS))
    yield Shown("trace down to all", _each("trace?from=sdg:{}&direction=down&only=all", _GOALS))
    embedded = f"embed/{LANG}/trace?from=id/project/bench/{{}}"
    yield Shown("trace, embedded", _each(embedded, _PROJECTS))
    yield Shown("flow, to choose", ("flow",))
    yield Shown("flow of a region", _each("flow?region={}", _PLACES))
    money = "flow?document=id/document/bench/{}&show=SEK&counting=parts"
    yield Shown("flow of a strategy, money in parts", _each(money, _STRATEGIES))
    yield Shown("flow of a programme", _each("flow?programme=id/programme/bench/{}", _PROGRAMMES))
    yield Shown("flow, embedded", _each(f"embed/{LANG}/flow?region={{}}", _PLACES))
    yield Shown("map", ("map",))
    yield Shown("map of a goal", _each("map?goal=sdg:{}", _GOALS))
    yield Shown("map, embedded", _each(f"embed/{LANG}/map?goal=sdg:{{}}", _GOALS))
    yield Shown("what if, to choose", ("what-if",))
    yield Shown("what if in a region", _each("what-if?territory={}", _PLACES))
    yield Shown("what if in a strategy", _each("what-if?document=id/document/bench/{}", _STRATEGIES))
    off = "what-if?territory={}&off=id/project/bench/{}"
    yield Shown("what if without a project", _each(off, _PLACES, _PROJECTS))
    whole = "what-if?programme=id/programme/bench/{}&whole=true"
    yield Shown("what if without a programme", _each(whole, _PROGRAMMES))


def _finding() -> Iterator[Shown]:
    yield Shown("search, empty", ("search",))
    yield Shown("search", _each("search?q={}", _WORDS))
    yield Shown("search in a region", _each("search?q={}&territory={}", _WORDS, _PLACES))
    yield Shown("search for nothing", ("search?q=xyzzy",))
    yield Shown("things by what is typed", _each("things?q={}", _WORDS))
    yield Shown("questions", ("questions",))
    forms = tuple(f"questions/{name}" for name, each in load_questions().items() if each.parameters)
    yield Shown("question as a form", forms)
    yield Shown("SPARQL", ("sparql",))
    yield Shown("SPARQL with an answer", tuple(map(_looked_up, _PROJECTS)))


def _for_officers() -> Iterator[Shown]:
    yield Shown("check", ("check",))
    yield Shown("check with what comes of it", ("check",), fields=_CHECKED)
    yield Shown("check as a memo", ("check",), fields=_CHECKED | {"do": "memo"})
    yield Shown("review", ("review",))
    yield Shown("review, contested", ("review?view=contested",))
    yield Shown("review, consensus", ("review?view=consensus",))
    yield Shown("review, page 60", ("review?offset=885",))
    yield Shown("review of an author", ("review?author=id/agent/bench/analysts",))
    yield Shown("review of a target", _each("review?target=sdg:{}", _TARGETS))
    yield Shown("import", ("import",))
    # Apart: of two pages of such different lengths a median is now of the one, now of the other.
    yield Shown("codes of programmes", ("import/codes/projects/programme",))
    yield Shown("codes of goals", ("import/codes/projects/goal",))


def _for_those_signed_in() -> Iterator[Shown]:
    kinds = ("project", "objective", "measure", "observation")
    entered = "enter/project/{entered}"
    outline = _each("documents/bench/{}/outline", _STRATEGIES)
    for name, addresses in (
        ("state", ("state",)),
        ("state what is picked", _each("state?source=id/project/bench/{}&target=sdg:{}", _PROJECTS, _GOALS)),
        ("enter", _each("enter/{}", kinds)),
        ("correct what was entered", (entered,)),
        ("withdraw what was entered", (f"{entered}/withdrawal",)),
        ("outline of a strategy", outline),
        ("outline of a programme", _each("programmes/bench/{}/outline", _PROGRAMMES)),
        ("saved questions", ("saved",)),
        ("saved question", ("saved/{saved}",)),
        ("saved question as Atom", ("saved/{saved}/feed",)),
        ("drafts", ("drafts",)),
        ("draft", ("drafts/{draft}",)),
        ("check of a draft", ("check?draft={draft}",)),
        ("import, previewed", ("import/{job}",)),
        ("check of a row of a list", ("check?job={job}&row=3",)),
        ("import to be taken back", ("import/undo/{undo}",)),
    ):
        yield Shown(name, addresses, is_signed_in=True)


def _looked_up(number: int) -> str:
    """Returns the address of a query for what is said of a project."""
    query = f"SELECT ?what ?value {{ <{DEFAULT_BASE}id/project/bench/{number}> ?what ?value }}"
    return f"sparql?run=1&query={quote(query, safe='')}"


def _asked(question: Question) -> tuple[str, ...]:
    """Returns the addresses of an answer: what has to be given is given, in turn."""
    names = [each.name for each in question.parameters if not each.optional]
    path = f"questions/{question.name}?ask=1"
    given = "".join(f"&{name}={{}}" for name in names)
    return _each(path + given, *map(_values, names)) if names else (path,)


def _values(name: str) -> Sequence[str]:
    """Returns values of a parameter; the generated graph has no processes, persons and laws.

    An answer about something else in their place is as empty.
    """
    named = {
        "document": _each("id/document/bench/{}", _STRATEGIES),
        "first": _each("id/document/bench/{}", _STRATEGIES),
        "territory": _PLACES,
        "goal": _each("sdg:{}", _GOALS),
        "objective": _each("sdg:{}", _GOALS),
        "programme": _each("id/programme/bench/{}", _PROGRAMMES),
        "organisation": _each("id/organisation/bench/{}", range(1, 40)),
        "project": _each("id/project/bench/{}", _PROJECTS),
        "start": _each("id/project/bench/{}", _PROJECTS),
        "source": _each("id/objective/bench/{}", _SUB_GOALS),
        "target": _each("sdg:{}", _TARGETS),
        "alignment": _each("id/alignment/bench/{}-1", _PROJECTS),
        "author": ("id/agent/bench/analysts",),
        "thing": _each("id/objective/bench/{}", _SUB_GOALS),
        "date": ("2024-06-01",),
        "year": ("2030",),
    }
    return named.get(name, ("id/document/bench/agenda",))


def _each(address: str, *values: Iterable[object]) -> tuple[str, ...]:
    """Returns an address for each of the values; where several lists are given, they go round side by side.

    >>> _each("goals/{}?territory={}", (1, 2, 3), ("a", "b"))
    ('goals/1?territory=a', 'goals/2?territory=b', 'goals/3?territory=a')
    """
    lists = [tuple(each) for each in values]
    longest = max(map(len, lists))
    return tuple(address.format(*(each[n % len(each)] for each in lists)) for n in range(longest))
