"""Every way of asking an engine says what our functions say, on a small generated graph."""

from __future__ import annotations

from collections.abc import Iterator
from io import BytesIO
from pathlib import Path

import pyoxigraph as ox
import pytest

from bench.engines.base import Engine, Reply, Unanswered
from bench.floor import edge_pass
from bench.formulations import QUESTIONS, Question, best
from bench.generate import write_graph
from bench.searching import questions
from bench.subjects import Ours
from bench.submissions import submission
from graph.commits import Writer
from graph.loading import load_shipped
from graph.search import Search
from graph.store import open_store
from graph.terms import expand

P = 200


class Library:
    """Is the library that we embed, as an engine over the triples of a store in one graph."""

    name, over_http = "pyoxigraph", False

    def __init__(self, directory: Path) -> None:
        self._store = ox.Store()
        quads = ox.Store.read_only(str(directory / "db"))
        self._store.extend(ox.Quad(quad.subject, quad.predicate, quad.object) for quad in quads)

    def ask(self, query: str) -> Reply:
        output = BytesIO()
        found = self._store.query(query)
        assert isinstance(found, ox.QuerySolutions)
        found.serialize(output, ox.QueryResultsFormat.JSON)
        return Reply(0.001, output.getvalue())

    def close(self) -> None:
        """Has nothing to end."""


@pytest.fixture(scope="module")
def directory(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("bench")
    write_graph(folder / "graph.nq", P, municipalities=21)
    store = open_store(str(folder / "store"))
    load_shipped(Writer(store), [folder / "graph.nq"])
    store.close()
    return folder / "store"


@pytest.fixture(scope="module")
def engine(directory: Path) -> Engine:
    return Library(directory)


@pytest.fixture(scope="module")
def ours(directory: Path, engine: Engine) -> Iterator[Ours]:
    assert engine.name
    ours = Ours(directory)
    yield ours
    ours.store.close()


@pytest.fixture(scope="module")
def asked(ours: Ours) -> dict[str, Question]:
    search = Search(ours.store, ours.repository, patience=60)
    every = (*(question for subject in ours.subjects() for question in subject.questions), *questions(search))
    search.close()
    return {question.folder: question for question in every}


WAYS = [
    (path.parent.name, path.stem) for path in sorted(QUESTIONS.glob("*/*.rq")) if path.parent.name != "edges"
]


@pytest.mark.parametrize(("folder", "name"), WAYS)
def test_each_formulation_says_what_we_say(
    folder: str, name: str, asked: dict[str, Question], engine: Engine
) -> None:
    question = asked[folder]
    [texts] = [way.texts() for way in question.ways() if way.name == name]
    for number, text in enumerate(texts):
        assert question.agrees(number, engine.ask(text).rows())
    assert len(texts) == len(question.constants)


@pytest.mark.parametrize("folder", sorted({folder for folder, _ in WAYS}))
def test_half_of_an_answer_is_not_ours(folder: str, asked: dict[str, Question], engine: Engine) -> None:
    question = asked[folder]
    rows = engine.ask(next(question.ways()).texts()[0]).rows()
    assert not question.agrees(0, [{**row, "projects": "0", "things": "0"} for row in rows[::2]])


class Slow(Library):
    """Does not answer to some ways of asking."""

    name = "slow"

    def ask(self, query: str) -> Reply:
        if "COUNT(*)" in query:
            raise Unanswered("too late")
        return super().ask(query)


def test_the_best_formulation_is_the_quickest_that_answers_as_we_do(
    directory: Path, asked: dict[str, Question], capsys: pytest.CaptureFixture[str]
) -> None:
    slow, total = Slow(directory), asked["total"]
    assert getattr(best(slow, total), "name", None) in ("plain", "subselect")
    assert best(slow, asked["goals"]) is None
    told = capsys.readouterr().err
    assert "slow: total/counted: too late" in told
    assert "slow: goals/distinct-first: too late" in told


def test_where_we_are_never_asked_the_same_twice_the_engines_are_not_either(
    directory: Path, asked: dict[str, Question]
) -> None:
    seen: list[str] = []

    class Noting(Library):
        def ask(self, query: str) -> Reply:
            seen.append(query)
            return super().ask(query)

    engine, question = Noting(directory), asked["chains"]
    for way in question.ways():
        way.seconds(engine)
    assert len(set(seen)) == len(seen) == len(question.constants) * len(list(question.ways()))
    assert not set(seen) & {text for way in question.ways() for text in way.texts()}


def test_who_answers_otherwise_has_no_formulation(
    directory: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    question = Question("total", lambda _, rows: len(rows) == 2, [{"goal": "<http://metadata.un.org/sdg/9>"}])
    assert best(Slow(directory), question) is None
    assert "slow: total/plain: another answer than ours" in capsys.readouterr().err


def test_a_body_that_holds_no_rows_is_no_answer() -> None:
    with pytest.raises(Unanswered, match="Virtuoso 37000 Error"):
        Reply(0.1, b"Virtuoso 37000 Error SP030").rows()


def test_a_submission_is_a_project_like_another_and_moves_the_portfolio_on(ours: Ours) -> None:
    before = ours.portfolio.goals().total
    changes = submission(ours.store, 1, 7)
    iris = {str(quad.subject) for quad in changes.added}
    assert f"<{ours.store.base}id/project/bench/new-7>" in iris
    assert not any(iri.endswith("bench/1>") for iri in iris)
    Writer(ours.store).commit(changes, agent=ours.store.base + "id/agent/bench/analysts", reason="test")
    ours.portfolio.catch_up()
    assert ours.portfolio.goals().total.projects == before.projects + 1


def test_a_pass_over_the_edges_takes_time(ours: Ours) -> None:
    assert edge_pass(ours.portfolio) > 0


def test_the_queries_that_read_the_edges_read_each_of_them(ours: Ours) -> None:
    edges = {(str(quad.subject)) for quad in ours.store.quads(None, expand("owl:annotatedSource"))}
    for name in ("held", "pairs"):
        text = (QUESTIONS / "edges" / f"{name}.rq").read_text(encoding="utf-8")
        rows = list(ours.store.select(text))
        assert {str(row["alignment"]) for row in rows} < edges
        assert len(rows) == len({row["alignment"] for row in rows}) >= P
