"""The benchmark of pages: it forgets no route, its addresses answer, and work and weight are measured."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from urllib.parse import urlsplit

import pytest
from fastapi.routing import APIRoute
from starlette.routing import Match

from api.pages.routers import PAGES
from bench import pages as bench
from bench.generate import write_graph
from bench.levels import COUNTIES
from bench.ours import load_whole
from bench.pages_asked import EMPTY, NO_PAGES, Shown, answer_pages, shown_pages
from bench.report import Line
from bench.server import clock_of
from bench.visits import Visitor, WrongPageError, visiting
from bench.weights import weights
from graph.questions import load_questions

ROUTES = [each for router in PAGES for each in router.routes if isinstance(each, APIRoute)]
MADE = {"entered": "by-x/1", "draft": "d1", "job": "j1", "saved": "s1", "undo": "2"}
# Works for a twentieth of a second, and waits for a line.
SPIN = """
import time
print(1, flush=True)
until = time.process_time() + 0.05
while time.process_time() < until:
    pass
input()
"""


@pytest.fixture(scope="module")
def visitor(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Visitor]:
    folder = tmp_path_factory.mktemp("pages")
    write_graph(folder / "graph.nq", 60, municipalities=len(COUNTIES))
    load_whole(str(folder / "graph.nq"), str(folder / "store"))
    with visiting(folder / "store") as opened:
        yield opened


def route_of(shown: Shown) -> APIRoute:
    """Returns the route that answers the first address of a page."""
    method = "POST" if shown.fields else "GET"
    path = urlsplit(shown.path(0, MADE)).path
    scope = {"type": "http", "method": method, "path": path, "root_path": "", "headers": []}
    return next(each for each in ROUTES if each.matches(scope)[0] is Match.FULL)


def test_no_route_of_the_pages_is_forgotten() -> None:
    asked = {route_of(each).path_format for each in (*shown_pages(), *answer_pages()) if each.status == 200}
    shown = {each.path_format for each in ROUTES if "GET" in each.methods}
    assert asked | set(NO_PAGES) == shown
    assert not asked & set(NO_PAGES)


def test_every_question_is_asked_with_all_that_it_needs() -> None:
    pages = {each.name: each for each in answer_pages()}
    assert set(pages) == {f"answer: {name}" for name in load_questions()}
    for name, question in load_questions().items():
        address = pages[f"answer: {name}"].addresses[0]
        assert all(f"&{each.name}=" in address for each in question.parameters if not each.optional)


def test_names_and_addresses_are_told_apart() -> None:
    pages = (*shown_pages(), *answer_pages())
    assert len({each.name for each in pages}) == len(pages)
    for each in pages:
        assert len(set(each.addresses)) == len(each.addresses)
    assert pages[0].name == EMPTY


def test_every_page_answers(visitor: Visitor) -> None:
    for each in (*shown_pages(), *answer_pages()):
        assert visitor.page(each, 0).status_code == each.status


def test_what_is_no_page_is_refused(visitor: Visitor) -> None:
    with pytest.raises(WrongPageError, match="answered 404"):
        visitor.page(Shown("x", ("goals/18",)), 0)
    with pytest.raises(WrongPageError, match="answered 401"):
        visitor.page(Shown("x", ("drafts",)), 0)


def test_a_page_is_work_and_a_commit_is_one(visitor: Visitor) -> None:
    before = sequence(visitor)
    visitor.commit()
    assert sequence(visitor) == before + 1
    assert visitor.work(shown_pages()[0], 0) > 0


def sequence(visitor: Visitor) -> int:
    return int(visitor.http.get("/ready").json()["commit"])


def test_the_clock_of_a_process_is_that_of_its_children_too() -> None:
    starts = f"import subprocess, sys; subprocess.run([sys.executable, '-c', {SPIN!r}])"
    with subprocess.Popen([sys.executable, "-c", starts], stdin=-1, stdout=-1, text=True) as process:
        assert process.stdout is not None
        assert process.stdin is not None
        process.stdout.readline()
        before = clock_of(process.pid)
        while clock_of(process.pid) < before + 0.04:
            assert process.poll() is None
        process.communicate("\n", timeout=60)
    assert clock_of(process.pid) == 0


@pytest.mark.browser
def test_a_browser_loads_scripts_styles_and_fonts(visitor: Visitor) -> None:
    (_, empty), (_, editor), (_, drafts) = weights(visitor, ["/sv/sign-in", "/sv/sparql", "/sv/drafts"])
    own = sum(len(visitor.http.get(f"/static/dist/{name}").content) for name in ("app.js", "pages.css"))
    assert own < empty < 1000 * bench.HEAVIEST < editor
    assert own < drafts < 1000 * bench.HEAVIEST


@dataclass
class Steady:
    """Takes a visitor's place: every page is the same work."""

    process: int
    seconds: float
    asked: list[int]
    commits: int = 0

    def work(self, shown: Shown, number: int) -> float:
        self.asked.append(number)
        return 0.001 if shown.name == EMPTY else self.seconds

    def commit(self) -> None:
        self.commits += 1


def test_a_page_has_a_line_for_each_bound_and_one_for_the_first_after_a_commit() -> None:
    few, many = Steady(1, 0.004, []), Steady(2, 0.010, [])
    pages = bench.Pages(few, many)  # type: ignore[arg-type]
    goal = next(each for each in shown_pages() if each.name == "goal")
    assert list(pages.later(goal)) == [
        Line("goal", 0.010, EMPTY, 0.001, 20.0),
        Line("goal", 0.010, "at 1,000 projects", 0.004, 2.0),
    ]
    assert few.asked == list(range(15))  # each is another one, the first as well as the second of a turn
    assert list(pages.first(goal)) == [Line("goal, first after a commit", 0.010, "at 1,000 projects", 0.004)]
    assert (few.commits, many.commits) == (3, 3)
    assert few.asked == list(range(18))
