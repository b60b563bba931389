"""Reading of RDF: every syntax, blank nodes, and what is wrong with broken files."""

from __future__ import annotations

from pathlib import Path

import pytest

from graph.errors import Cause, FileProblem
from graph.store import open_store, parse_rdf
from graph.store.syntax import _MEBIBYTE
from graph.terms import BlankNode, NamedNode, Quad

BASE = "http://a.example/"
GRAPH = NamedNode(BASE + "graph/x")
RDF_XML = (
    '<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#" xmlns:e="http://a.example/">'
    '<rdf:Description rdf:about="s"><e:p>o</e:p></rdf:Description></rdf:RDF>'
)


def read(text: str | bytes, syntax: str = "text/turtle", graph: NamedNode | None = GRAPH) -> list[Quad]:
    source = text.encode() if isinstance(text, str) else text
    return list(parse_rdf(source, base=BASE, media_type=syntax, graph=graph))


def problem(text: str | bytes, syntax: str = "text/turtle") -> FileProblem:
    with pytest.raises(FileProblem) as caught:
        read(text, syntax)
    return caught.value


@pytest.mark.parametrize(
    ("text", "syntax"),
    [
        ("<s> <p> 'o' .", "text/turtle"),
        ("{ <s> <p> 'o' }", ".trig"),
        ('<http://a.example/s> <http://a.example/p> "o" .', "nt"),
        ('<http://a.example/s> <http://a.example/p> "o" .', "application/n-quads"),
        ('{"@id": "s", "http://a.example/p": "o"}', "jsonld"),
        (RDF_XML, "application/rdf+xml; charset=utf-8"),
    ],
)
def test_every_syntax_gives_the_same_quad_in_the_graph_that_is_asked_for(text: str, syntax: str) -> None:
    [quad] = read(text, syntax)
    assert (quad.subject, quad.object.value, quad.graph_name) == (NamedNode(BASE + "s"), "o", GRAPH)


def test_a_files_own_graphs_keep_their_names() -> None:
    [quad] = read("<graph/y> { <s> <p> <o> }", ".trig")
    assert quad.graph_name == NamedNode(BASE + "graph/y")


def test_blank_nodes_become_the_same_iris_each_time() -> None:
    text = "<s> <p> [ <q> _:x ] . _:x <q> ( 1 2 ) . <s> <t> <<( _:x <p> <o> )>> ."
    quads = read(text)
    assert quads == read(text)
    nodes = {quad.subject for quad in quads} | {quad.object for quad in quads}
    assert not any(isinstance(node, BlankNode) for node in nodes)
    assert "_:" not in "".join(map(str, quads))
    assert sum("/.well-known/genid/" in str(node) for node in nodes) >= 4


def test_blank_nodes_of_two_graphs_stay_apart() -> None:
    one, two = read("[] <p> 1 ."), read("[] <p> 1 .", graph=NamedNode(BASE + "graph/y"))
    assert one[0].subject != two[0].subject


def test_broken_turtle_says_line_column_and_why(tmp_path: Path) -> None:
    file = tmp_path / "broken.ttl"
    file.write_text("<s> <p> 'o' .\n<s> <p q> 'o' .")
    with pytest.raises(FileProblem) as caught:
        list(parse_rdf(file, base=BASE))
    found = caught.value
    assert (found.key, found.values["line"], found.values["column"]) == ("file-syntax", 2, 5)
    assert found.place is not None
    assert (found.place.file, found.place.row) == ("broken.ttl", 2)
    assert "Invalid IRI" in str(found.values["why"])


def test_wrong_encodings_are_told_with_the_byte_and_its_line() -> None:
    for text, byte, likely in (
        ("<s> <p>\n 'å' .".encode("latin-1"), "0xE5", "Windows-1252"),
        ("<s>".encode("utf-16"), "0xFF", "UTF-16"),
        ("<s>".encode("utf-16-le"), "0x00", "UTF-16"),
    ):
        found = problem(text)
        assert (found.key, found.values["byte"]) == ("file-encoding", byte)
        assert found.values["likely"] == likely
    assert problem("<s> <p>\n 'å' .".encode("latin-1")).values["line"] == 2


def test_a_document_type_is_refused_before_it_is_parsed() -> None:
    bomb = '<!DOCTYPE x [<!ENTITY a "aaaa">]>' + RDF_XML
    assert problem(bomb, "application/rdf+xml").key == "file-doctype"


@pytest.mark.parametrize(
    ("text", "kind", "sign", "place"),
    [
        ("<s> <p> 'good' .\n<s> <p> 'b\x0bd' .", "turtle", "U+000B", (2, 11)),
        ("<s> <p> 'å\\u00e5' .\n<s> <p> 'b\\U00000000d' .", "turtle", "U+0000", (2, 11)),
        ("<s> <p> 'b\\fd' .", "turtle", "U+000C", (1, 11)),
        ("<s> <p> <<( <s> <p> 'b\uffffd' )>> .", "turtle", "U+FFFF", (1, 23)),
        ('{"@id": "s",\n "http://a.example/p": "b\\u001Fd"}', "jsonld", "U+001F", (2, 26)),
    ],
)
def test_text_that_xml_cannot_hold_is_refused_with_its_place(
    text: str, kind: str, sign: str, place: tuple[int, int]
) -> None:
    media_type = "text/turtle" if kind == "turtle" else kind
    found = problem(text, media_type)
    assert (found.key, found.values["sign"]) == ("file-illegible", sign)
    assert (found.values["line"], found.values["column"]) == place
    assert list(parse_rdf(text.encode(), base=BASE, media_type=media_type, takes_all=True))


def test_text_that_only_looks_so_is_taken() -> None:
    quads = read("# a comment with \x0b in it\n<s> <p> 'a\\\\u000B', 'tab\\there', '\\u00e5\ufffd' .")
    assert {quad.object.value for quad in quads} == {"a\\u000B", "tab\there", "å\ufffd"}


def test_a_sign_is_seen_where_two_pieces_of_a_long_file_meet(tmp_path: Path) -> None:
    begin = b"<s> <p> 'b"
    file = tmp_path / "long.ttl"
    file.write_bytes(begin + b"x" * (_MEBIBYTE - len(begin) - 1) + b"\\u000Bd' .")
    with pytest.raises(FileProblem, match="file-illegible"):
        list(parse_rdf(file, base=BASE))


def test_a_remote_context_is_never_fetched() -> None:
    found = problem('{"@context": "http://127.0.0.1:9/c", "a": 1}', "jsonld")
    assert found.key == "file-syntax"


GOOD = '{"@id": "s", "http://a.example/p": "o"}'


@pytest.mark.parametrize(
    ("node", "place", "value", "cause"),
    [
        ('{"@id": "x/b ad", "http://a.example/p": "o"}', (2, 10), f"{BASE}x/b ad", "iri-space"),
        ('{"@id": "s", "http://a.example/p":\n{"@id": "../b<"}}', (3, 9), f"{BASE}b<", "iri-character"),
        ('{"@id": "s", "@type": "http://a.example/%zz"}', (2, 24), f"{BASE}%zz", "iri-percent"),
        ('{"@id": "s", "http://a.example/p q": 1}', (2, 15), f"{BASE}p q", "iri-space"),
        (
            '{"@context": {"e": "http://a.example/e/"}, "@id": "s", "@type": "e:b ad"}',
            (2, 66),
            f"{BASE}e/b ad",
            "iri-space",
        ),
        (
            '{"@context": {"@vocab": "http://a.example/v v/"}, "@id": "s", "p": 1}',
            (2, 26),
            f"{BASE}v v/p",
            "iri-space",
        ),
        (
            '{"@id": "s", "http://a.example/p": {"@value": 1, "@type": "http://b c"}}',
            (2, 60),
            "http://b c",
            "iri-space",
        ),
        (
            '{"@id": "a b", "@graph": [{"@id": "s", "http://a.example/p": 1}]}',
            (2, 10),
            f"{BASE}a b",
            "iri-space",
        ),
        (
            '{"@id": "s", "http://a.example/p": {"@value": "o", "@language": "s v"}}',
            (2, 66),
            "s v",
            "rdf-language",
        ),
        ('{"@id": "_:a b", "http://a.example/p": 1}', (2, 10), "a b", "rdf-other"),
    ],
)
def test_what_json_ld_would_leave_out_is_refused_with_its_place(
    node: str, place: tuple[int, int], value: str, cause: str
) -> None:
    found = problem(f"[{GOOD},\n {node}]", "jsonld")
    assert found.key == "file-syntax"
    assert (found.values["line"], found.values["column"]) == place
    assert found.place is not None
    assert (found.place.row, found.place.value) == (place[0], value)
    assert isinstance(why := found.values["why"], Cause)
    assert why.key == cause


def test_keys_that_no_context_knows_are_left_out_of_json_ld_as_its_standard_says() -> None:
    [quad] = read(
        '{"@id": "s", "http://a.example/p": "o", "note": {"@id": "t", "http://a.example/p": 1}}', "jsonld"
    )
    assert quad.object.value == "o"


def test_missing_files_and_unknown_formats_are_named(tmp_path: Path) -> None:
    with pytest.raises(FileProblem, match=r"file-missing.*none\.ttl"):
        list(parse_rdf(tmp_path / "none.ttl", base=BASE))
    with pytest.raises(FileProblem, match="file-unreadable"):
        list(parse_rdf(tmp_path, base=BASE, media_type="ttl"))
    (tmp_path / "x.doc").write_text("")
    with pytest.raises(FileProblem, match="file-format-unknown"):
        list(parse_rdf(tmp_path / "x.doc", base=BASE))


@pytest.mark.parametrize("text", [b"<s> <p q> 1 .", b"<s> <p> '\xe5' .", b"<s> <p> [ <q> "])
def test_bulk_load_of_a_broken_file_says_the_same(tmp_path: Path, text: bytes) -> None:
    file = tmp_path / "broken.ttl"
    file.write_bytes(text)
    expected = problem(text)
    with pytest.raises(FileProblem) as caught:
        open_store("memory:", base=BASE).bulk_load([file], 1)
    assert (caught.value.key, caught.value.values["line"]) == (expected.key, expected.values["line"])


def test_bulk_load_of_json_ld_leaves_nothing_of_a_file_with_an_ill_iri(tmp_path: Path) -> None:
    file = tmp_path / "mixed.jsonld"
    file.write_text(f'[{GOOD}, {{"@id": "b ad", "http://a.example/p": "o"}}]')
    store = open_store("memory:", base=BASE)
    with pytest.raises(FileProblem, match="file-syntax"):
        store.bulk_load([file], 1)
    assert store.size() == 0
