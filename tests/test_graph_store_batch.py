"""Batches: quads about new subjects as text and as a store, and the links that their alignments make."""

from __future__ import annotations

import pytest

from graph.derived import new_links
from graph.derived.links import all_links
from graph.store import Batch, Changes, open_store
from graph.store.gradual import Gradual
from graph.store.told import Told
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


def test_lines_that_are_in_stored_form_remain_as_they_are() -> None:
    node = expand("http://x/a")
    lines = "".join(f'<http://x/a> <http://x/p> "{word}" <http://x/g> .\n' for word in "cab").encode()

    assert Batch("http://x/", [node], [], lines, is_stored=True).told().lines == lines


RUNS = [
    *(
        f"<http://x/{name}> {expand('rdf:type')} <http://x/{kind}> <http://x/g> .\n"
        for name, kind in ("aC", "aD")
    ),
    '<http://x/a> <http://x/p> "1" <http://x/g> .\n<http://x/b> <http://x/p> "2" <http://x/g> .\n',
    "<http://x/a> <http://x/q> <http://x/b> <http://x/h> .\n",
]


@pytest.mark.parametrize(
    "pattern",
    [
        "?a a <http://x/C>",
        "?a a <http://x/C>, <http://x/D>",
        "?a a ?any",
        "?a <http://x/p> ?b",
        "?a x:q/x:p ?b",
        "?a ^x:q ?b . ?b a x:C",
        "?a !<http://x/p> ?b",
        "?a !(a|x:p) ?b",
        '?a ?p "2"',
        '<http://x/a> ?p "1"',
        "?b x:p '1' ; ?p ?c",
        "GRAPH ?g { ?a x:q ?b } # a comment that isn't closed",
    ],
)
def test_a_store_that_takes_up_what_it_is_asked_of_answers_as_one_of_all(pattern: str) -> None:
    lines = "".join(RUNS).encode()
    query = f"PREFIX x: <http://x/> SELECT * WHERE {{ {pattern}\n}}"
    asked = Gradual("http://x/", Told(lines, [len(run) for run in RUNS]))
    whole = Gradual("http://x/", Told(lines))
    found = sorted(map(str, asked.select(query)))

    assert found == sorted(map(str, whole.select(query)))
    assert found
    assert asked.graphs() == whole.graphs()
    assert asked.classes() == whole.classes()
    assert set(asked.quads(expand("http://x/a"))) == set(whole.quads(expand("http://x/a")))


def test_of_what_nobody_asks_a_store_takes_up_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    taken = list[bytes]()
    asked = Gradual("http://x/", Told("".join(RUNS).encode(), [len(run) for run in RUNS]))
    monkeypatch.setattr(Gradual, "take", lambda _, lines: taken.append(lines))
    monkeypatch.setattr("graph.store.gradual.OxigraphStore.take", lambda _, lines: taken.append(lines))

    assert {*asked.quads(None, expand("http://x/r"))} == {
        *asked.quads(None, expand("rdf:type"), expand("http://x/E"))
    }
    assert taken == []
    list(asked.quads(None, expand("rdf:type"), expand("http://x/C")))
    assert taken == [RUNS[0].encode()]


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
