"""Search by a word, ours and by CONTAINS: the number of finds and twenty of them; ours with facets too."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from functools import partial
from urllib.parse import quote

from bench.answers import is_count, is_found
from bench.engines.base import Engine
from bench.formulations import Formulation, Question, best
from bench.over_http import OurHttp
from bench.process import seconds
from bench.report import Line
from bench.subjects import PAGE, Ours
from bench.turns import Measure, p95, samples
from graph.search import Search

# Words of names that stand in them as they are spelt, so that a search by stems finds what CONTAINS finds.
WORDS = str.split(
    "landsbygd kollektivtrafik besöksnäring jämställdhet klimatanpassning bioekonomi vätgas export"
)
ROUNDS = 7
BOUND = 0.05
PATIENCE = 600.0  # the index is built when somebody first searches


def searching(ours: Ours, http: OurHttp, engines: Sequence[Engine], floor: float) -> Iterator[Line]:
    """Yields the 95th percentile over the words, by our function and over HTTP, against the engines."""
    search = Search(ours.store, ours.repository, PATIENCE)
    http.warm_up([_path(WORDS[0])])
    ways = {engine: way for engine in engines if (way := _ways(engine, search))}
    names = {engine.name: f"{engine.name}, CONTAINS ({way[0].name})" for engine, way in ways.items()}
    found = {who: p95(taken) for who, taken in _taken(search, http, ways).items()}
    quickest = min(names, key=found.__getitem__)
    server = min((engine.name for engine in ways if engine.over_http), key=found.__getitem__)
    yield Line("search, p95", found["ours"], names[quickest], found[quickest], BOUND, floor=floor)
    yield Line("search with facets, p95", found["faceted"], names[quickest], found[quickest], floor=floor)
    yield Line(
        "search with facets, p95, HTTP", found["http"], names[server], found[server], BOUND, floor=floor
    )
    for name in names.keys() - {quickest}:
        yield Line("search, p95", found["ours"], names[name], found[name], floor=floor)
    search.close()


def questions(search: Search) -> Sequence[Question]:
    """Returns how engines are asked for the number of finds, and for the first of them."""
    totals = [search.search(word).page.total for word in WORDS]
    constants = [{"word": f'"{word}"', "capital": f'"{word.capitalize()}"'} for word in WORDS]
    counted = Question("counted", lambda n, rows: is_count(rows, totals[n]), constants)
    return counted, Question("found", lambda n, rows: is_found(rows, WORDS[n], PAGE), constants)


def _ways(engine: Engine, search: Search) -> Sequence[Formulation]:
    found = [best(engine, question) for question in questions(search)]
    return [way for way in found if way] if all(found) else []


def _taken(
    search: Search, http: OurHttp, ways: Mapping[Engine, Sequence[Formulation]]
) -> dict[str, list[float]]:
    """Returns the seconds of each asking of each word, by who was asked, taken in turns."""
    taken: dict[str, list[float]] = {}
    for number, word in enumerate(WORDS):
        measures: dict[str, Measure] = {
            "ours": partial(seconds, search.search, word, faceted=False),
            "faceted": partial(seconds, search.search, word),
        }
        measures["http"] = partial(http.seconds, [_path(word)])
        measures |= {engine.name: partial(_asked, engine, way, number) for engine, way in ways.items()}
        for who, each in samples(measures, ROUNDS).items():
            taken.setdefault(who, []).extend(each)
    return taken


def _path(word: str) -> str:
    return f"/api/v1/search?q={quote(word)}&limit={PAGE}"


def _asked(engine: Engine, ways: Sequence[Formulation], number: int) -> float:
    return sum(engine.ask(way.texts()[number]).seconds for way in ways)
