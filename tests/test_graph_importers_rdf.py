"""RDF files of every syntax, read into one graph, and the faults that they may have."""

from __future__ import annotations

from pathlib import Path

import pytest

from api.wording.messages import text as text_of
from graph.errors import FileProblem
from graph.importers.rdf import read_rdf
from graph.terms import Quad, graph_iri

BASE = "http://example.org/"
GRAPH = graph_iri(BASE, "list", "mine")
SAME = {
    "ttl": "<id/a> <id/p> <id/b> .",
    "trig": "{ <id/a> <id/p> <id/b> . }",
    "nt": f"<{BASE}id/a> <{BASE}id/p> <{BASE}id/b> .\n",
    "nq": f"<{BASE}id/a> <{BASE}id/p> <{BASE}id/b> .\n",
    "rdf": f"""<r:RDF xmlns:r="http://www.w3.org/1999/02/22-rdf-syntax-ns#" xmlns:x="{BASE}id/">
               <r:Description r:about="{BASE}id/a"><x:p r:resource="{BASE}id/b"/></r:Description></r:RDF>""",
    "jsonld": f'{{"@id": "{BASE}id/a", "{BASE}id/p": {{"@id": "{BASE}id/b"}}}}',
}


def _file(folder: Path, name: str, text: str, encoding: str = "utf-8") -> Path:
    path = folder / name
    path.write_text(text, encoding=encoding)
    return path


def _read(path: Path) -> list[Quad]:
    return list(read_rdf(path, BASE, GRAPH))


@pytest.mark.parametrize("extension", SAME)
def test_every_syntax_reads_into_the_graph(tmp_path: Path, extension: str) -> None:
    [quad] = _read(_file(tmp_path, f"one.{extension}", SAME[extension]))
    assert str(quad.subject) == f"<{BASE}id/a>"
    assert quad.graph_name == GRAPH


def test_a_files_own_graph_keeps_its_name(tmp_path: Path) -> None:
    [quad] = _read(_file(tmp_path, "one.trig", "<graph/source/s1> { <id/a> <id/p> <id/b> . }"))
    assert quad.graph_name == graph_iri(BASE, "source", "s1")


@pytest.mark.parametrize("name", ["graph/derived/accepted", "graph/commits", "graph/ontology"])
def test_a_graph_that_only_the_program_writes_is_refused(tmp_path: Path, name: str) -> None:
    with pytest.raises(FileProblem) as caught:
        _read(_file(tmp_path, "one.trig", f"<{name}> {{ <id/a> <id/p> <id/b> . }}"))
    assert caught.value.key == "file-graph-reserved"
    assert caught.value.values["graph"] == BASE + name


def test_blank_nodes_become_iris_the_same_each_time(tmp_path: Path) -> None:
    path = _file(tmp_path, "one.ttl", "<id/a> <id/p> [ <id/q> 1 ] .")
    first, second = _read(path), _read(path)
    assert set(first) == set(second)
    assert all(f"{BASE}.well-known/genid/" in str(quad) for quad in first)


@pytest.mark.parametrize(
    ("name", "content", "key"),
    [
        ("one.ttl", b"<id/a> <id/p> .", "file-syntax"),
        ("one.ttl", "<id/a> <id/p> 'å' .".encode("latin-1"), "file-encoding"),
        ("one.nt", b"<id/a> <id/p> <id/b> .", "file-syntax"),
        ("one.rdf", b"<!DOCTYPE a [<!ENTITY b 'c'>]><a/>", "file-doctype"),
        ("one.xyz", b"", "file-format-unknown"),
    ],
)
def test_a_broken_file_is_refused(tmp_path: Path, name: str, content: bytes, key: str) -> None:
    path = tmp_path / name
    path.write_bytes(content)
    with pytest.raises(FileProblem) as caught:
        _read(path)
    assert caught.value.key == key


def test_broken_syntax_is_told_with_line_and_column(tmp_path: Path) -> None:
    with pytest.raises(FileProblem) as caught:
        _read(_file(tmp_path, "one.ttl", "<id/a> <id/p> <id/b> .\n<id/a> <id/p> ; ."))
    assert caught.value.place is not None
    assert caught.value.place.row == 2
    assert caught.value.place.column is not None


def test_a_missing_file_is_told(tmp_path: Path) -> None:
    with pytest.raises(FileProblem) as caught:
        _read(tmp_path / "none.ttl")
    assert caught.value.key == "file-missing"


REMEDIES = {
    "file-doctype": {"sv": "Ta bort den", "da": "Fjern den", "en": "Remove it"},
    "file-syntax": {"sv": "skriv ut @context", "da": "skriv @context ud", "en": "write @context out"},
}
LAUGHS = "".join(f'<!ENTITY l{n} "{f"&l{n - 1};" * 10}">\n' for n in range(1, 10))
BOMB = f'<?xml version="1.0"?>\n\n<!DOCTYPE r:RDF [\n<!ENTITY l0 "ha">\n{LAUGHS}]>\n<r:RDF>&l9;</r:RDF>'
REMOTE = '{\n "@context": "https://example.org/context.jsonld",\n "@id": "id/a", "name": "x"\n}'
IMPORTED = '{"@context": {"@version": 1.1,\n "@import": "https://example.org/context.jsonld"}, "@id": "id/a"}'


@pytest.mark.parametrize(
    ("name", "text", "row", "key"),
    [
        ("bomb.rdf", BOMB, 3, "file-doctype"),
        ("late.rdf", f"<!--{'x' * 1_100_000}\n-->\n<!DOCTYPE a>\n<a/>", 3, "file-doctype"),
        ("external.rdf", '<!DOCTYPE a SYSTEM "file:///etc/passwd"><a/>', 1, "file-doctype"),
        ("remote.jsonld", REMOTE, 2, "file-syntax"),
        ("imported.jsonld", IMPORTED, 1, "file-syntax"),
    ],
)
@pytest.mark.parametrize("lang", ["sv", "da", "en"])
def test_what_would_reach_out_or_swell_is_refused_with_place_and_remedy(
    tmp_path: Path, name: str, text: str, row: int, key: str, lang: str
) -> None:
    with pytest.raises(FileProblem) as caught:
        _read(_file(tmp_path, name, text))
    error = caught.value
    assert (error.key, error.place and (error.place.file, error.place.row)) == (key, (name, row))
    worded = text_of(f"error.{error.key}", lang, **error.values)
    assert str(row) in worded
    assert REMEDIES[key][lang] in worded
