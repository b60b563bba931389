"""RDF files that are made to harm who reads them, by name."""

from __future__ import annotations

from collections.abc import Mapping

from hostile_files import READ, Hostile, laughs

RDF_XML = (
    b'<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#" xmlns:a="http://e.org/">%s</rdf:RDF>'
)

RDF: Mapping[str, Hostile] = {
    "billion laughs": Hostile(
        "a.rdf",
        lambda _, n: f"<?xml version='1.0'?>{laughs(30 * n)}<rdf:RDF>&l9;</rdf:RDF>".encode(),
        ("file-doctype",),
    ),
    "laughs in small letters": Hostile(
        "a.rdf", lambda _, n: f"{laughs(30 * n, 'doctype')}<a>&l9;</a>".encode(), ("file-doctype",)
    ),
    "external entity": Hostile(
        "a.rdf", lambda _, n: b'<!DOCTYPE x [<!ENTITY e SYSTEM "CANARY">]><a>&e;</a>' * n, ("file-doctype",)
    ),
    "external document type": Hostile(
        "a.rdf", lambda _, n: b'<!DOCTYPE x SYSTEM "CANARY"><a/>' * n, ("file-doctype",)
    ),
    "deep RDF/XML": Hostile(
        "a.rdf",
        lambda _, n: RDF_XML % (b"<a:a>" * 1_000_000 * n),
        is_endless=True,
    ),
    "a prefix in RDF/XML": Hostile(
        "a.rdf",
        lambda _, n: (
            b'<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#" xmlns:a="http://e.org/%s/">%s</rdf:RDF>'
            % (b"x" * 1_000_000, b"<a:b><a:c>1</a:c></a:b>" * 2_000 * n)
        ),
        ("file-answer-too-large", "file-memory", "file-failed"),
    ),
    "remote context": Hostile(
        "a.jsonld",
        lambda _, n: b'{"@context": "CANARY", "@id": "x:y", "name": "z"}' + b" " * n,
        ("file-syntax", "file-content"),
    ),
    "remote import": Hostile(
        "a.jsonld",
        lambda _, n: b'{"@context": {"@import": "CANARY"}, "@id": "x:y", "name": "z"}' + b" " * n,
        ("file-syntax", "file-content"),
    ),
    "context of a file": Hostile(
        "a.jsonld",
        lambda _, n: b'{"@context": "file:///etc/passwd", "@id": "x:y"}' + b" " * n,
        ("file-syntax", "file-content"),
    ),
    "deep JSON-LD": Hostile(
        "a.jsonld",
        lambda _, n: b'{"a:b":' * 300_000 * n,
        ("file-syntax", "file-content", "file-failed"),
    ),
    "deep lists": Hostile(
        "a.ttl",
        lambda _, n: b"<a:a> <a:b> " + b"(" * 3_000_000 * n,
        is_endless=True,
    ),
    "deep blank nodes": Hostile(
        "a.ttl",
        lambda _, n: b"<a:a> <a:b> " + b"[ <a:b> " * 50_000 * n,
        ("file-syntax",),
    ),
    "deep triple terms": Hostile(
        "a.nt",
        lambda _, n: (
            b"<a:a> <a:b> " + b"<<( <a:a> <a:b> " * 2_000 * n + b"<a:c>" + b" )>>" * 2_000 * n + b" .\n"
        ),
        ("file-too-deep", "file-failed"),
    ),
    "a prefix as a bomb": Hostile(
        "a.ttl",
        lambda _, n: (
            b"@prefix a: <http://e.org/" + b"x" * 1_000_000 + b"> . " + b"a:a a:b a:c . " * 5_000 * n
        ),
        ("file-answer-too-large",),
    ),
    "a huge literal": Hostile(
        "a.ttl",
        lambda _, n: b'<a:a> <a:b> "' + b"x" * 20_000_000 * n + b'" .',
        (READ, "file-answer-too-large", "file-memory"),
    ),
    "a text that never ends": Hostile(
        "a.ttl", lambda _, n: b'<a:a> <a:b> """' + b"x\n" * 5_000_000 * n, ("file-syntax",)
    ),
    "an IRI that never ends": Hostile(
        "a.nt", lambda _, n: b"<http://e.org/" + b"x" * 10_000_000 * n, ("file-syntax",)
    ),
    "broken UTF-8": Hostile(
        "a.ttl",
        lambda r, n: b'<a:a> <a:b> "\xff\xfe' + r.randbytes(20 * n) + b'" .',
        ("file-encoding", "file-syntax"),
    ),
    "zeros": Hostile("a.ttl", lambda _, n: b"<a:a> <a:b> <a:\0> ." * n, ("file-encoding",)),
    "UTF-16": Hostile(
        "a.ttl", lambda _, n: ("<a:a> <a:b> <a:c> .\n" * n).encode("utf-16"), ("file-encoding",)
    ),
    "odd schemes": Hostile(
        "a.ttl",
        lambda _, n: (
            b"<javascript:alert(1)> <data:text/html,x> <file:///etc/passwd> . <a:a> <a:b> <CANARY> ." * n
        ),
        (READ,),
    ),
    "IRIs that are none": Hostile(
        "a.ttl", lambda _, n: b"<a:a> <a:b> <http://[::1%zone]:x/ {}> ." * n, ("file-syntax",)
    ),
    "a graph of ours": Hostile(
        "a.nq",
        lambda _, n: b"<a:a> <a:b> <a:c> <http://example.org/graph/commits> .\n" * n,
        ("file-graph-reserved",),
    ),
    "noise": Hostile("a.trig", lambda r, n: r.randbytes(100_000 * n), ("file-encoding", "file-syntax")),
}
