"""Batches: quads about new subjects as text and as a store, and the links that their alignments make."""

from __future__ import annotations

import pytest

from graph.derived import new_links
from graph.derived.links import all_links
from graph.store import Batch, Changes, open_store
from graph.terms import Quad, expand


def test_a_batch_is_its_quads_each_once_in_stored_form() -> None:
    lines = (
        '<http://x/a> <http://x/p> "0.40"^^<http://www.w3.org/2001/XMLSchema#decimal> <http://x/g> .\n'
        '<http://x/a> <http://x/p> "0.4"^^<http://www.w3.org/2001/XMLSchema#decimal> <http://x/g> .\n'
    )
    node = expand("http://x/a")
    batch = Batch("http://x/", [node], [node], lines.encode())
    [quad] = batch
    other = Quad(expand("http://x/b"), quad.predicate, node, quad.graph_name)
    lines = batch.told().lines
    batch.put_beside([other])

    assert (len(batch), str(quad.object), list(batch)) == (1, str(quad.object), [quad])
    assert batch.referred == frozenset()
    assert quad in batch
    assert other not in batch
    assert lines == f"{quad} .\n".encode()
    assert set(batch.store.quads()) == {quad, other}


def test_lines_that_are_in_stored_form_remain_as_they_are_but_for_those_that_come_twice() -> None:
    node = expand("http://x/a")
    lines = "".join(f'<http://x/a> <http://x/p> "{word}" <http://x/g> .\n' for word in "cab").encode()

    assert Batch("http://x/", [node], [], lines, is_stored=True).told().lines == lines
    twice = Batch("http://x/", [node], [], lines + lines[: lines.index(b"\n") + 1], is_stored=True)
    assert sorted(twice.told().lines.splitlines()) == sorted(lines.splitlines())


@pytest.mark.parametrize("kind", ["prov:Person", "prov:SoftwareAgent"])
def test_the_links_of_a_batch_are_those_of_all_together(kind: str) -> None:
    known, author = open_store("memory:"), expand("http://x/author")
    told = [Quad(author, expand("rdf:type"), expand(kind), expand("http://x/g"))]
    known.apply(Changes(added=frozenset(told)), 1)
    signs = {"a": "pg:contributesTo", "b": "pg:hinders", "c": "pg:contributesTo"}
    lines = "".join(
        f"<http://x/{name}> {expand(predicate)} {value} <http://x/g> .\n"
        for name, sign in signs.items()
        for predicate, value in (
            ("rdf:type", expand("pg:Alignment")),
            ("owl:annotatedSource", expand(f"http://x/of-{name}")),
            ("owl:annotatedProperty", expand(sign)),
            ("owl:annotatedTarget", expand("sdg:9")),
            ("dct:creator", author if name == "a" else expand("http://x/other")),
        )
    )
    batch = Batch(known.base, map(expand, (f"http://x/{name}" for name in signs)), [], lines.encode())
    links = new_links(known, batch.store)
    batch.put_beside(told)

    assert links == set(all_links(batch.store))
    assert len(links) == (1 if kind == "prov:SoftwareAgent" else 2)
