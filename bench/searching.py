"""Search by words, ours and by CONTAINS: the number of finds and twenty of them; ours with facets too."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from functools import partial
from itertools import pairwise
from urllib.parse import quote

from bench.answers import is_count, is_found
from bench.engines.base import Engine
from bench.formulations import Constants, Formulation, Question, best, filled
from bench.over_http import OurHttp
from bench.process import seconds
from bench.report import Line
from bench.subjects import PAGE, Ours
from bench.turns import Measure, p95
from graph.search import Search

# Words of names that stand in them as they are spelt, so that a search by stems finds what CONTAINS finds.
WORDS = str.split(
    "landsbygd kollektivtrafik besöksnäring jämställdhet klimatanpassning bioekonomi vätgas export"
)
# More of them, which are only timed: an engine is seen to answer the first eight as we do.
MORE = str.split(
    "kompetensförsörjning utbildning forskning vatten skog elektrifiering omställning kluster demokrati"
    " hälsa sysselsättning arbetsmarknad bostäder stadsutveckling livsmedel jordbruk fiske kultur testbäddar"
    " nätverk"
)
ROUNDS = ("asked first", "asked again")  # of us what a word finds is kept until the next commit
OTHER = "umeå"
BOUND = 0.05
PATIENCE = 600.0  # the index is built when somebody first searches
Taken = Mapping[str, Sequence[float]]


def searching(ours: Ours, http: OurHttp, engines: Sequence[Engine], floor: float) -> Iterator[Line]:
    """Yields the 95th percentile over the words, by our function and over HTTP, against the engines."""
    search = _search(ours)
    ways = {engine: way for engine in engines if (way := _ways(engine, search))}
    search.close()
    names = {engine.name: f"{engine.name}, CONTAINS ({way[0].name})" for engine, way in ways.items()}
    # One for each of the two ways, so that neither has what the other found; the server has a third.
    plain, faceted = _search(ours), _search(ours)
    http.warm_up([_path(OTHER)])
    rounds = [_taken(plain, faceted, http, ways) for _ in ROUNDS]
    taken = {who: [each for one in rounds for each in one[who]] for who in rounds[0]}
    found = {who: p95(each) for who, each in taken.items()}
    quickest = min(names, key=found.__getitem__)
    server = min((engine.name for engine in ways if engine.over_http), key=found.__getitem__)

    def line(what: str, seconds: float, who: str = quickest, bound: float | None = None) -> Line:
        return Line(what, seconds, names[who], found[who], bound, floor=floor)

    yield line("search, p95", found["ours"], bound=BOUND)
    yield line("search with facets, p95", found["faceted"])
    yield line("search with facets, p95, HTTP", found["http"], server, BOUND)
    for what, one in zip(ROUNDS, rounds, strict=True):
        yield from _by_round(what, one, line)
    for name in names.keys() - {quickest}:
        yield line("search, p95", found["ours"], name)
    plain.close()
    faceted.close()


def _by_round(what: str, taken: Taken, line: Callable[[str, float], Line]) -> Iterator[Line]:
    yield line(f"search, {what}, p95", p95(taken["ours"]))
    yield line(f"search with facets, {what}, p95", p95(taken["faceted"]))
    yield line(f"search with facets, {what}, p95, HTTP", p95(taken["http"]))


def _search(ours: Ours) -> Search:
    """Returns a search whose index is open, and that was asked for none of the words."""
    search = Search(ours.store, ours.repository, PATIENCE)
    search.search(OTHER)
    return search


def questions(search: Search) -> Sequence[Question]:
    """Returns how engines are asked for the number of finds, and for the first of them."""
    totals = [search.search(word).page.total for word in WORDS]
    constants = [_constants(word) for word in WORDS]
    counted = Question("counted", lambda n, rows: is_count(rows, totals[n]), constants)
    return counted, Question("found", lambda n, rows: is_found(rows, WORDS[n], PAGE), constants)


def _ways(engine: Engine, search: Search) -> Sequence[Formulation]:
    found = [best(engine, question) for question in questions(search)]
    return [way for way in found if way] if all(found) else []


def _taken(
    plain: Search, faceted: Search, http: OurHttp, ways: Mapping[Engine, Sequence[Formulation]]
) -> dict[str, list[float]]:
    """Returns the seconds of one asking of each word, by who was asked, taken in turns.

    Everybody is asked for the word before first, which is not measured: it brings back into the processor's
    caches what the others have driven out (decision 0020), and finds nothing of the word that is.
    """
    taken: dict[str, list[float]] = {}
    for before, word in pairwise((OTHER, *WORDS, *MORE)):
        settling, measures = (_measures(plain, faceted, http, ways, each) for each in (before, word))
        for who, measure in measures.items():
            settling[who]()
            taken.setdefault(who, []).append(measure())
    return taken


def _measures(
    plain: Search,
    faceted: Search,
    http: OurHttp,
    ways: Mapping[Engine, Sequence[Formulation]],
    word: str,
) -> dict[str, Measure]:
    ours: dict[str, Measure] = {
        "ours": partial(seconds, plain.search, word, faceted=False),
        "faceted": partial(seconds, faceted.search, word),
        "http": partial(http.seconds, [_path(word)]),
    }
    return ours | {engine.name: partial(_asked, engine, way, word) for engine, way in ways.items()}


def _constants(word: str) -> Constants:
    return {"word": f'"{word}"', "capital": f'"{word.capitalize()}"'}


def _path(word: str) -> str:
    return f"/api/v1/search?q={quote(word)}&limit={PAGE}"


def _asked(engine: Engine, ways: Sequence[Formulation], word: str) -> float:
    return sum(engine.ask(filled(way.text, _constants(word))).seconds for way in ways)
