"""What the engine's parsers of RDF say: Turtle and its kin, RDF/XML and JSON-LD."""

from __future__ import annotations

from graph.causes.iris import IRIS
from graph.causes.tables import Table, named
from graph.errors import Cause

TURTLE: Table = (
    (r"prefix (?P<prefix>\S*:) has not been declared", "rdf-prefix"),
    (r"Line jumps are not allowed", "rdf-string-line"),
    (r"PREFIX keyword", "rdf-prefix-form"),
    (r"dot is expected|followed by a dot", "rdf-dot"),
    (r"not a valid RDF object|object of a triple", "rdf-object"),
    (r"not a valid subject|subject of a triple", "rdf-subject"),
    (r"not a valid predicate|predicate of a triple", "rdf-predicate"),
    (r"not a valid graph name|graph name of a quad", "rdf-graph-name"),
    (r"language (?:code|sub)|subtag", "rdf-language"),
    (r"datatype IRI", "rdf-datatype"),
    (r"should end with a '(?P<bracket>.)'", "rdf-bracket"),
    (r"escape", "rdf-escape"),
    (r"not allowed at the beginning of a prefix", "rdf-start"),
    (r"exponent|decimal|integer", "rdf-number"),
    (r"Unexpected end", "rdf-end"),
)
XML: Table = (
    (r"expected `(?P<expected></[^`]*)`, but `(?P<found></[^`]*)`", "xml-tag"),
    (r"Unknown prefix (?P<prefix>\S+)", "xml-prefix"),
    (r"namespaces are required", "xml-namespace"),
    (r"^(?P<found>.*) is not a valid rdf:(?:ID|nodeID)", "xml-id"),
    (r"unrecognized entity `(?P<found>[^`]*)`", "xml-entity"),
    (r"Unexpected text event: '\s*(?P<found>.*?)\s*'$", "xml-text"),
    (r"(?:element|attribute) (?:tag )?name: (?P<found>\S+)", "xml-name"),
    (r"end of file|not closed|unclosed|missing|Eof", "xml-end"),
    (r"ill-formed|syntax error", "xml-broken"),
)
JSON_LD: Table = (
    (r"remote context|LoadDocumentCallback", "jsonld-remote"),
    (r"Term definition", "jsonld-term"),
    (r"(?P<keyword>@\w+) value .*must be", "jsonld-keyword"),
)


def rdf_cause(words: str, found: str = "") -> Cause:
    """Returns why a text is not RDF; `found` is what stands at the place, with a quote where text was opened.

    >>> rdf_cause("The prefix ex: has not been declared").values
    (('found', ''), ('prefix', 'ex:'))
    """
    if "Unexpected end" in words and found.startswith(("'", '"')):
        return Cause("rdf-string", (("found", found),), words)
    return named((*JSON_LD, *TURTLE, *XML, *IRIS), words, "rdf-other", found=found)
