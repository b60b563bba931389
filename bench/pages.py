"""Every page of the site at 100,000 projects, against an empty page and against itself at 1,000."""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import ExitStack
from functools import partial
from statistics import median

from bench.pages_asked import EMPTY, Shown, answer_pages, shown_pages
from bench.report import Line
from bench.stores import copied, loaded
from bench.turns import in_turns
from bench.visits import Visitor, visiting
from bench.weights import weights

PROJECTS = int(os.environ.get("POLICYGRAPH_BENCH_PROJECTS", "100000"))
FEW = 1_000
TIMES_EMPTY, TIMES_FEW = 20.0, 2.0
FIRSTS = 3
HEAVIEST = 300.0  # kB
# Pages whose scripts are an editor of queries, which the bound leaves out.
EDITORS = ("SPARQL", "SPARQL with an answer")
API_DOCS = "/api/docs"  # Swagger UI as it is published, which is not ours either


def lines() -> Iterator[Line]:
    """Yields each measurement as soon as it is made."""
    with ExitStack() as stack:
        few, many = (
            stack.enter_context(visiting(copied(loaded(number), f"pages-{name}")))
            for name, number in (("few", FEW), ("many", PROJECTS))
        )
        pages = Pages(few, many)
        for shown in (*shown_pages(), *answer_pages()):
            yield from pages.later(shown)
        for shown in shown_pages():
            yield from pages.first(shown)
        yield from weighed(many)


class Pages:
    """Asks two servers for the same pages: one of few projects, one of many."""

    def __init__(self, few: Visitor, many: Visitor) -> None:
        self._few, self._many = few, many
        self._asked: dict[tuple[int, str], int] = {}
        self._empty = shown_pages()[0]

    def later(self, shown: Shown) -> Iterator[Line]:
        """Yields how long a page takes of which others were asked for since the last commit."""
        empty = self._empty
        measures = {
            "few": partial(self._work, self._few, shown),
            "many": partial(self._work, self._many, shown),
            "empty": partial(self._work, self._many, empty),
        }
        for measure in measures.values():
            measure()  # what pages of a kind share is read
        found = in_turns(measures)
        ours = found["many"]
        if shown.name != EMPTY:
            yield Line(shown.name, ours, EMPTY, found["empty"], TIMES_EMPTY)
        yield Line(shown.name, ours, f"at {FEW:,} projects", found["few"], TIMES_FEW)

    def first(self, shown: Shown) -> Iterator[Line]:
        """Yields how long the first page after a commit takes, when nothing is remembered."""
        found: dict[str, list[float]] = {"few": [], "many": []}
        for _ in range(FIRSTS):
            for name, visitor in (("few", self._few), ("many", self._many)):
                visitor.commit()
                found[name].append(self._work(visitor, shown))
        few, many = (median(found[name]) for name in ("few", "many"))
        yield Line(f"{shown.name}, first after a commit", many, f"at {FEW:,} projects", few)

    def _work(self, visitor: Visitor, shown: Shown) -> float:
        """Returns the work of the next page of its kind; where there are many it was not asked for before."""
        key = (visitor.process, shown.name)
        number = self._asked[key] = self._asked.get(key, -1) + 1
        return visitor.work(shown, number)


def weighed(visitor: Visitor) -> Iterator[Line]:
    """Yields what the scripts, styles and fonts of pages weigh, in one line for all that weigh the same."""
    pages = {
        each.path(0, visitor.made): each.name
        for each in shown_pages()
        if not each.fields and _is_page(visitor, each)
    }
    alike: dict[tuple[int, bool], list[str]] = {}
    for path, weight in weights(visitor, [*pages, API_DOCS]):
        name = pages.get(path, "documentation of the API")
        alike.setdefault((weight, name in pages.values() and name not in EDITORS), []).append(name)
    for (weight, is_bounded), names in alike.items():
        others = f" and {len(names) - 1} more" if len(names) > 1 else ""
        what = f"scripts, styles, fonts: {names[0]}{others}"
        bound = 1.0 if is_bounded else None
        yield Line(what, weight / 1000, "bound of the issue", HEAVIEST, bound, unit="kB")


def _is_page(visitor: Visitor, shown: Shown) -> bool:
    """Says whether an address answers with HTML, which feeds and what scripts ask for do not."""
    return "text/html" in visitor.page(shown, 0).headers["Content-Type"]
