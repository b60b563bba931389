"""Our loaded store of a size, kept, and its triples in one file for the engines of others."""

from __future__ import annotations

import hashlib
import shutil
from collections.abc import Iterator
from io import BytesIO
from pathlib import Path

from pyoxigraph import RdfFormat, Store

from bench.generate import KEPT, generated, generator_version
from bench.process import ROOT, Figures, measured

_MAKERS = ("graph/loading.py", "graph/derived", "ontology/policy.ttl")


def store_version() -> str:
    """Returns what changes whenever a loaded store would be another one: its generator, or our loading."""
    digest = hashlib.sha256(generator_version().encode())
    for path in sorted(each for name in _MAKERS for each in _files(ROOT / name)):
        digest.update(path.read_bytes())
    return digest.hexdigest()[:8]


def kept(kind: str, projects: int) -> Path:
    """Returns where something made of that many projects is kept, for as long as it would be the same."""
    return KEPT / f"{kind}-{projects}-{store_version()}"


def loaded(projects: int) -> Path:
    """Returns our store with that many projects and the derived graphs, loaded now if it is not there yet."""
    directory = kept("loaded", projects)
    if not directory.exists():
        freshly_loaded(projects)
    return directory


def freshly_loaded(projects: int) -> Figures:
    """Loads our store with that many projects anew; returns the seconds, the quads and the peak memory."""
    directory = kept("loaded", projects)
    part = directory.with_suffix(".part")
    figures = measured("ours", "load_whole", generated(projects), part)
    shutil.rmtree(directory, ignore_errors=True)
    part.rename(directory)
    return figures


def copied(directory: Path, name: str) -> Path:
    """Returns a copy of a store that may be written to."""
    copy = KEPT / name
    shutil.rmtree(copy, ignore_errors=True)
    shutil.copytree(directory, copy)
    return copy


def triples(projects: int) -> Path:
    """Returns all triples of our store, derived ones too, as N-Triples in a folder of their own.

    One graph in place of many is what each of the others answers quickest from.
    """
    folder = kept("triples", projects)
    whole = folder / "graph.nt"
    if not whole.exists():
        folder.mkdir(parents=True, exist_ok=True)
        part = folder / "graph.part"
        with part.open("w", encoding="utf-8") as file:
            file.writelines(_lines(loaded(projects), generated(projects)))
        part.rename(whole)
    return whole


def stated(projects: int) -> Path:
    """Returns the triples that the generated graph states, without derived ones, as N-Triples."""
    path = kept("stated", projects).with_suffix(".nt")
    if not path.exists():
        part = path.with_suffix(".part")
        with generated(projects).open(encoding="utf-8") as quads, part.open("w", encoding="utf-8") as file:
            file.writelines(f"{line.rpartition(' <')[0]} .\n" for line in quads)
        part.rename(path)
    return path


def _lines(directory: Path, source: Path) -> Iterator[str]:
    """Yields the triples of the file that the store was loaded from, then those of the graphs beyond it."""
    known = set()
    with source.open(encoding="utf-8") as quads:
        for line in quads:
            triple, _, graph = line.rpartition(" <")
            known.add(graph)
            yield f"{triple} .\n"
    store = Store.read_only(str(directory / "db"))
    for name in store.named_graphs():
        if f"{name.value}> .\n" not in known:
            dumped = store.dump(from_graph=name, format=RdfFormat.N_TRIPLES)
            yield from (line.decode() for line in BytesIO(dumped or b""))


def _files(path: Path) -> Iterator[Path]:
    if path.is_dir():
        yield from (each for each in path.rglob("*") if each.suffix in (".py", ".rq"))
    else:
        yield path
