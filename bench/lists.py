"""What is measured of our own with lists and shapes: previews, commits, submissions, and whole graphs."""

from __future__ import annotations

from pathlib import Path
from statistics import median
from time import perf_counter, process_time

from rdflib import Graph

from bench.process import Figures, answer, peak_memory
from bench.submissions import submission
from graph.alignment.portfolio import Portfolio
from graph.commits import Writer
from graph.importers.preview import preview_list
from graph.importers.tabular import import_list, open_list
from graph.importers.tabular_mapping import load_mapping
from graph.model import ValidationReport
from graph.repository import Repository
from graph.search import Search
from graph.store import open_store
from graph.validation import validate, validate_store, validate_submission

AGENT = "id/agent/policygraph/command-line"
SUBMISSIONS = 15
PATIENCE = 3600.0
MAPPING = "projects"


def rehearse(directory: str, file: str) -> Figures:
    """Returns the work of previewing a list, from its bytes to what it would do, beside a built portfolio."""
    store = open_store(directory, create=False)
    writer, portfolio = Writer(store, validate_submission), Portfolio(store)
    start = process_time()
    opened = open_list(Path(file), load_mapping(MAPPING))
    preview = preview_list(opened, writer, agent=store.base + AGENT, portfolio=portfolio)
    taken = process_time() - start
    figures = {"work": taken, "rows": float(preview.rows), "refused": float(len(preview.refusals))}
    store.close()
    return figures | {"peak": peak_memory()}


def commit(directory: str, file: str) -> Figures:
    """Returns the work of importing a list: validated, committed, text index and portfolio moved on."""
    store = open_store(directory, create=False)
    writer, portfolio = Writer(store, validate_submission), Portfolio(store)
    search = Search(store, Repository(store), patience=PATIENCE)
    search.search("")
    start = process_time()
    opened = open_list(Path(file), load_mapping(MAPPING))
    done = import_list(opened, writer, agent=store.base + AGENT)
    portfolio.catch_up()
    search.search("")
    taken = process_time() - start
    figures = {
        "work": taken,
        "rows": float(done.rows),
        "quads": float(done.commit.added if done.commit else 0),
    }
    search.close()
    store.close()
    return figures | {"peak": peak_memory()}


def submit(directory: str) -> Figures:
    """Returns the median work of validating one submission."""
    store = open_store(directory, create=False)
    taken = []
    for number in range(1, SUBMISSIONS + 1):
        added = submission(store, number, number).added
        start = process_time()
        validate_submission(store, added)
        taken.append(process_time() - start)
    store.close()
    return {"work": median(taken[1:])}


def whole(directory: str) -> Figures:
    """Returns the seconds, the work and the number of results of validating a whole store."""
    store = open_store(directory, create=False)
    start, begun = perf_counter(), process_time()
    report = validate_store(store)
    figures = {"seconds": perf_counter() - start, "work": process_time() - begun, "results": _results(report)}
    store.close()
    return figures | {"peak": peak_memory()}


def pyshacl_alone(file: str) -> Figures:
    """Returns the seconds, the work and the number of results of pySHACL on all triples of a file."""
    g = Graph()
    g.parse(file, format="nt")
    start, begun = perf_counter(), process_time()
    report = validate(g)
    return {"seconds": perf_counter() - start, "work": process_time() - begun, "results": _results(report)}


def _results(report: ValidationReport) -> float:
    return float(len(report.violations) + len(report.warnings))


if __name__ == "__main__":
    answer({f.__name__: f for f in (rehearse, commit, submit, whole, pyshacl_alone)})
