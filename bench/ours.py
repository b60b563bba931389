"""What is measured of our own: loading, pages of projects and chains."""

from __future__ import annotations

import shutil
from pathlib import Path
from statistics import mean
from time import perf_counter, process_time

from bench.process import Figures, answer, cpu_seconds, peak_memory
from data import shipped_files
from graph.alignment.chains import Chains
from graph.commits import Writer
from graph.loading import load_shipped
from graph.model import Page, Project
from graph.repository import ProjectFilters, Repository
from graph.store import Store, open_store
from graph.terms import DEFAULT_BASE
from graph.updating import sum_of

GOALS = tuple(f"http://metadata.un.org/sdg/{goal}" for goal in range(1, 18))
PROJECTS = tuple(f"{DEFAULT_BASE}id/project/bench/{number}" for number in range(1, 1000, 50))
UNASKED = tuple(f"{DEFAULT_BASE}id/project/bench/{number}" for number in range(2, 1000, 7))
TIMES = 7


def load_file(file: str, directory: str) -> Figures:
    """Loads a file into a new store on disk, up to its first commit, without derived graphs."""
    shutil.rmtree(directory, ignore_errors=True)
    start = perf_counter()
    store = open_store(directory)
    store.bulk_load([Path(file)], 1)
    taken = perf_counter() - start
    store.close()
    return {"seconds": taken, "work": process_time()}


def load_whole(file: str, directory: str) -> Figures:
    """Loads a file into a new store on disk as `make serve` loads what ships, derived graphs included."""
    shutil.rmtree(directory, ignore_errors=True)
    start = perf_counter()
    store = open_store(directory)
    load_shipped(Writer(store), [Path(file)], sum_of(shipped_files(examples=True)))
    taken = perf_counter() - start
    figures = {"seconds": taken, "work": process_time(), "quads": store.size(), "peak": peak_memory()}
    store.close()
    return figures


def read(directory: str) -> Figures:
    """Returns the work of a page of a goal, first and later, and of the chains of a project, in seconds."""
    store = open_store(directory, create=False)
    repository = Repository(store)
    chains = Chains(repository)
    figures = {
        "first chains": cpu_seconds(chains.up, PROJECTS[0]),
        "cold page": mean(cpu_seconds(_new_page, store, goal, times=3) for goal in GOALS),
        "warm page": mean(cpu_seconds(_page, repository, goal, times=TIMES) for goal in GOALS),
        "chains": mean(cpu_seconds(chains.up, project, times=1) for project in UNASKED),
        "chains again": mean(cpu_seconds(chains.up, project, times=TIMES) for project in PROJECTS),
    }
    store.close()
    return figures


def sequence(directory: str) -> Figures:
    """Returns the number of the last commit of a store."""
    store = open_store(directory, create=False)
    figures: Figures = {"sequence": store.sequence}
    store.close()
    return figures


def _page(repository: Repository, goal: str) -> Page[Project]:
    return repository.projects(ProjectFilters(goal=goal), limit=20)


def _new_page(store: Store, goal: str) -> Page[Project]:
    return _page(Repository(store), goal)


if __name__ == "__main__":
    answer({"load_file": load_file, "load_whole": load_whole, "read": read, "sequence": sequence})
