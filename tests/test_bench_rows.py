"""The lists of the benchmark of imports: our own format, and the same rows mapped by its peer."""

from __future__ import annotations

from itertools import islice
from pathlib import Path

from rdflib import Graph, URIRef

from bench.engines.morph import mapping
from bench.rows import HEADINGS, rows_of, write_csv
from graph.importers.tabular import open_list
from graph.importers.tabular_mapping import load_mapping

RR = "http://www.w3.org/ns/r2rml#"


def test_rows_are_the_same_whatever_their_number() -> None:
    few, many = list(rows_of(3)), list(islice(rows_of(1_000), 3))
    assert [row[:5] + row[6:] for row in few] == [row[:5] + row[6:] for row in many]
    assert len({row[0] for row in rows_of(200)}) == 200


def test_our_mapping_knows_every_column(tmp_path: Path) -> None:
    write_csv(tmp_path / "rows.csv", HEADINGS, rows_of(20), ";")
    opened = open_list(tmp_path / "rows.csv", load_mapping("projects"))
    assert len(opened.raw.rows) == 20
    assert opened.raw.headings == HEADINGS


def test_the_peer_states_as_much_of_a_row_as_we_do(tmp_path: Path) -> None:
    g = Graph().parse(data=mapping(tmp_path / "rows.csv"), format="turtle")
    maps = set(g.subjects(URIRef(RR + "subjectMap")))
    assert len(maps) == 9
    assert len(list(g.objects(None, URIRef(RR + "predicateObjectMap")))) == 39
    assert len(set(g.objects(None, URIRef(RR + "predicate")))) > 25
