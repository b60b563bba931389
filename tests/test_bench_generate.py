"""The generated graph: the same on every run, in the pattern of our shapes, and served by our own reading."""

from __future__ import annotations

from pathlib import Path

import pytest
from pyoxigraph import RdfFormat, Store
from rdflib import Graph

from bench.generate import generated, generator_version, write_graph
from bench.levels import COUNTIES, TARGETS_OF_GOALS
from bench.ours import GOALS, PROJECTS
from bench.peers import asked, chains_of
from graph.alignment.chains import Chains
from graph.commits import Writer
from graph.loading import load_shipped
from graph.repository import ProjectFilters, Repository
from graph.store import open_store
from graph.validation import validate
from ontology import PREFIXES

P = 50
HEAD = "\n".join(f"PREFIX {prefix}: <{namespace}>" for prefix, namespace in PREFIXES.items())


@pytest.fixture(scope="module")
def file(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("bench") / "graph.nq"
    write_graph(path, P, municipalities=len(COUNTIES))
    return path


@pytest.fixture(scope="module")
def loaded(file: Path) -> Repository:
    store = open_store("memory:")
    load_shipped(Writer(store), [file])
    return Repository(store)


def graph_of(repository: Repository) -> Graph:
    """Returns all triples of the store as one rdflib graph, derived ones too."""
    g = Graph()
    text = "\n".join(f"{quad.triple} ." for quad in repository.store.quads())
    return g.parse(data=text, format="nt")


def count(file: Path, pattern: str) -> int:
    store = Store()
    store.bulk_load(path=file, format=RdfFormat.N_QUADS)
    query = f"{HEAD} SELECT (COUNT(DISTINCT ?x) AS ?n) WHERE {{ {pattern} }}"
    return int(next(iter(store.query(query, use_default_graph_as_union=True)))["n"].value)


def test_the_same_graph_is_written_on_every_run(file: Path, tmp_path: Path) -> None:
    written = write_graph(tmp_path / "again.nq", P, municipalities=len(COUNTIES))
    again = (tmp_path / "again.nq").read_bytes()
    assert again == file.read_bytes()
    assert written == again.count(b"\n") == len(set(again.splitlines()))


def test_more_projects_leave_the_first_ones_what_they_are(file: Path, tmp_path: Path) -> None:
    write_graph(tmp_path / "more.nq", 3 * P, municipalities=len(COUNTIES))
    own = {line for line in file.read_text().splitlines() if "annotatedTarget" in line}
    assert own <= set((tmp_path / "more.nq").read_text().splitlines())


@pytest.mark.parametrize(
    ("kind", "expected"),
    [
        ("sdgo:Goal", 17),
        ("sdgo:Target", sum(TARGETS_OF_GOALS)),
        ("pg:SpecificObjective", 30),
        ("pg:Priority", 40),
        ("pg:TargetArea", 21 * 4),
        ("pg:SubGoal", 21 * 15),
        ("pg:Measure", 21 * 10),
        ("pg:Project", P),
        ("eurio:Grant", P),
    ],
)
def test_every_level_is_there(file: Path, kind: str, expected: int) -> None:
    assert count(file, f"?x a {kind}") == expected


def test_every_alignment_rests_on_a_document(file: Path) -> None:
    rests = "?x a pg:Alignment ; pg:evidence/oa:hasTarget/oa:hasSource ?document . ?document a eli:Work"
    assert count(file, rests) == count(file, "?x a pg:Alignment") > P


def test_the_graph_conforms_to_our_shapes(loaded: Repository) -> None:
    report = validate(graph_of(loaded))
    assert report.violations == ()
    assert {warning.shape.partition("#")[2] for warning in report.warnings} == {"AlignmentQuality-reasoning"}


def test_our_loading_derives_what_projects_serve(loaded: Repository) -> None:
    totals = [loaded.projects(ProjectFilters(goal=goal)).total for goal in GOALS]
    assert all(0 <= total <= P for total in totals)
    assert max(totals) > P / 10


def test_rdflib_finds_the_same_projects_and_chains(loaded: Repository) -> None:
    g, goal = graph_of(loaded), GOALS[7]
    (row,) = g.query(asked("total", "goal", goal))
    assert int(row[0]) == loaded.projects(ProjectFilters(goal=goal)).total
    theirs = chains_of(g, asked("hops", "project", PROJECTS[0]))
    routes = {tuple(str(hop["target"]) for hop in path) for path in theirs}
    ours = Chains(loaded).up(PROJECTS[0])
    assert {tuple(hop.target.iri for hop in chain.hops) for chain in ours} == routes != set()


def test_a_generated_file_is_kept(tmp_path: Path) -> None:
    path = generated(1, tmp_path)
    made = path.stat().st_mtime_ns
    assert generated(1, tmp_path).stat().st_mtime_ns == made
    assert path.name == f"projects-1-{generator_version()}.nq"
    assert [each.name for each in tmp_path.iterdir()] == [path.name]
