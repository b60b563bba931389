"""The vocabulary as a page for readers: `python -m ontology.document > docs/vocabulary.md`."""

from __future__ import annotations

import sys
from collections.abc import Iterable, Iterator

from rdflib import OWL, RDF, RDFS, SH, SKOS, Graph, Literal, URIRef
from rdflib.collection import Collection
from rdflib.namespace import DCTERMS
from rdflib.term import Node

from ontology import PG, POLICY_TTL, PREFIXES
from ontology.languages import LANGUAGES
from ontology.namespace import TERMS

_ONTOLOGY = URIRef("https://w3id.org/policygraph")
_INTRODUCTION = """\
<!-- Made by `python -m ontology.document > docs/vocabulary.md`: change ontology/policy.ttl, not this. -->

Our own namespace is `https://w3id.org/policygraph#`, prefix `pg:`. It holds what no published vocabulary
says; all else is reused by its exact IRI. The definitions stand here in English; `ontology/policy.ttl` has
them in Swedish and Danish too. Where several classes are named as domain or range, any one of them will do.
"""


def document(g: Graph) -> str:
    """Returns the whole page, in Markdown, for the graph of policy.ttl."""
    parts = [f"# {_text(g, _ONTOLOGY, DCTERMS.title)}\n", _INTRODUCTION, _reused(g)]
    parts += [_section("Classes", (_class(g, term) for term in _terms(g, RDFS.Class)))]
    parts += [_section("Properties", (_property(g, term) for term in _terms(g, RDF.Property)))]
    parts += [_section("Concept schemes", (_scheme(g, term) for term in _terms(g, SKOS.ConceptScheme)))]
    parts += [_section("Structures", (_entry(g, term) for term in _terms(g, _structure())))]
    return "\n".join(parts)


def _structure() -> URIRef:
    return URIRef(PREFIXES["qb"] + "DataStructureDefinition")


def _terms(g: Graph, kind: URIRef) -> Iterator[URIRef]:
    """Yields our terms of one RDF class, in the order of the namespace."""
    return (PG[name] for name in TERMS if (PG[name], RDF.type, kind) in g)


def _section(title: str, entries: Iterable[str]) -> str:
    return f"## {title}\n\n" + "\n".join(entries)


def _class(g: Graph, term: URIRef) -> str:
    parents = ", ".join(sorted(_name(g, parent) for parent in g.objects(term, RDFS.subClassOf)))
    return _entry(g, term, [f"- Subclass of: {parents}"] if parents else [])


def _property(g: Graph, term: URIRef) -> str:
    domain, range_ = (_name(g, g.value(term, predicate)) for predicate in (RDFS.domain, RDFS.range))
    return _entry(g, term, [f"- Domain: {domain}", f"- Range: {range_}"])


def _entry(g: Graph, term: URIRef, facts: Iterable[str] = ()) -> str:
    """Returns heading, labels, English definition, facts, notes and example of one term."""
    notes = (f"- Note: {note}" for note in sorted(map(str, g.objects(term, SKOS.scopeNote))))
    example = f"- Example: `{_text(g, term, SKOS.example)}`"
    lines = [_labels(g, term), "", _text(g, term, SKOS.definition), "", *facts, *notes, example]
    return f"### {_curie(term)}\n\n" + "\n".join(lines) + "\n"


def _scheme(g: Graph, scheme: URIRef) -> str:
    ours = (PG[name] for name in TERMS if (PG[name], SKOS.inScheme, scheme) in g)
    head = _table_row(["Concept", "Code", "Rank", *LANGUAGES, "Definition", "Example"])
    rows = [head, _table_row(["---"] * 8), *(_concept(g, concept) for concept in ours)]
    return _entry(g, scheme) + "\n" + "\n".join(rows) + "\n"


def _concept(g: Graph, concept: URIRef) -> str:
    code = f"`{_text(g, concept, SKOS.notation)}`"
    labels = [_text(g, concept, SKOS.prefLabel, language) for language in LANGUAGES]
    definition, example = _text(g, concept, SKOS.definition), f"`{_text(g, concept, SKOS.example)}`"
    return _table_row([_curie(concept), code, _text(g, concept, PG.rank), *labels, definition, example])


def _reused(g: Graph) -> str:
    """Returns the table of prefixes that the ontology declares."""
    rows = sorted(_declaration(g, node) for node in g.objects(_ONTOLOGY, SH.declare))
    head = [_table_row(["Prefix", "Namespace", "Vocabulary", "Used for"]), _table_row(["---"] * 4)]
    return "## Prefixes and reused vocabularies\n\n" + "\n".join([*head, *rows]) + "\n"


def _declaration(g: Graph, node: Node) -> str:
    prefix, namespace = _text(g, node, SH.prefix), _text(g, node, SH.namespace)
    return _table_row(
        [f"`{prefix}:`", f"`{namespace}`", _text(g, node, DCTERMS.title), _text(g, node, RDFS.comment)]
    )


def _table_row(cells: Iterable[str]) -> str:
    return "| " + " | ".join(cell.replace("|", "\\|") for cell in cells) + " |"


def _labels(g: Graph, term: URIRef) -> str:
    predicate = RDFS.label if (term, RDFS.label, None) in g else SKOS.prefLabel
    return " · ".join(f"{_text(g, term, predicate, language)} ({language})" for language in LANGUAGES)


def _text(g: Graph, subject: Node, predicate: URIRef, language: str = "en") -> str:
    """Returns the value in one language, or the one without a language, or nothing."""
    fitting = (
        v for v in g.objects(subject, predicate) if isinstance(v, Literal) and v.language in (language, None)
    )
    return str(next(fitting, ""))


def _name(g: Graph, node: Node | None) -> str:
    """Returns the prefixed name of a class, or of each member of a union."""
    members = g.value(node, OWL.unionOf)
    if members is None:
        return _curie(node)
    return ", ".join(_curie(member) for member in Collection(g, members))


def _curie(node: Node | None) -> str:
    fitting = {prefix: iri for prefix, iri in PREFIXES.items() if str(node).startswith(iri)}
    prefix = max(fitting, key=lambda each: len(fitting[each]))
    return f"`{prefix}:{str(node)[len(fitting[prefix]) :]}`"


def main() -> None:
    """Writes the page to standard output, in UTF-8 with line feeds."""
    sys.stdout.buffer.write(document(Graph().parse(POLICY_TTL)).encode())


if __name__ == "__main__":
    main()
