"""What the vocabulary says of subjects and values of its properties holds in the data."""

from __future__ import annotations

from collections import defaultdict
from pathlib import Path

import pytest
from pyoxigraph import Literal, NamedNode, Store
from rdflib import OWL, RDFS, Graph, URIRef
from rdflib.collection import Collection
from rdflib.term import Node

from graph.importers.un_sdg import read_un_sdg
from ontology import POLICY_TTL, PREFIXES
from shipped import BASE, shipped

G = Graph().parse(POLICY_TTL)
OURS, TYPE = PREFIXES["pg"], PREFIXES["rdf"] + "type"
ANYTHING = str(RDFS.Resource)
# What the published vocabularies say of their own classes.
ABOVE = {
    PREFIXES["eli"] + "LegalResource": {PREFIXES["eli"] + "Work"},
    PREFIXES["org"] + "FormalOrganization": {PREFIXES["org"] + "Organization"},
}
PROPERTIES = sorted({str(each) for each in G.subjects(RDFS.domain)})


@pytest.fixture(scope="module")
def store(lists_dir: Path) -> Store:
    """Returns the vocabulary, what ships, and the UN's own file."""
    found = Store()
    found.load(path=str(POLICY_TTL))
    found.extend(shipped())
    found.extend(read_un_sdg(lists_dir / "un-sdg-kos" / "sdg-kos-2026.ttl", BASE))
    return found


@pytest.fixture(scope="module")
def classes(store: Store) -> dict[str, set[str]]:
    """Returns the classes of each thing, those above them included."""
    found: dict[str, set[str]] = defaultdict(set)
    for quad in store:
        if quad.predicate.value == TYPE:
            found[str(quad.subject)] |= above(quad.object.value)
    return found


def above(name: str) -> set[str]:
    ours = {str(each) for each in G.transitive_objects(URIRef(name), RDFS.subClassOf)}
    return ours.union(*(ABOVE.get(each, set()) for each in ours))


def named(name: str, predicate: URIRef) -> set[str]:
    """Returns the class, or the classes of a union, of which any will do."""
    (node,) = G.objects(URIRef(name), predicate)
    union: Node | None = G.value(node, OWL.unionOf)
    return {str(node)} if union is None else {str(each) for each in Collection(G, union)}


@pytest.mark.parametrize("name", PROPERTIES)
def test_subjects_and_values_are_what_the_vocabulary_says(
    store: Store, classes: dict[str, set[str]], name: str
) -> None:
    domain, values = named(name, RDFS.domain), named(name, RDFS.range)
    wrong = []
    for quad in store.quads_for_pattern(None, NamedNode(name), None, None):
        value = quad.object
        kinds = {value.datatype.value} if isinstance(value, Literal) else classes[str(value)]
        if not ({ANYTHING, *classes[str(quad.subject)]} & domain and {ANYTHING, *kinds} & values):
            wrong.append(str(quad))
    assert wrong == []
