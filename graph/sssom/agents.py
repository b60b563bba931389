"""The kinds of agents that a mapping set tells apart, so that no machine comes back as a person."""

from __future__ import annotations

from graph.ledger.words import SOFTWARE_AGENT, TYPE
from graph.store.overlay import Readable
from graph.terms import expand, iri

PERSON, MACHINE, ORGANISATION = "person", "machine", "organisation"
KINDS = (PERSON, MACHINE, ORGANISATION)
_ORGANISATIONS = tuple(
    expand(name) for name in ("prov:Organization", "org:FormalOrganization", "m8g:PublicOrganisation")
)


def kind_of(store: Readable, agent: str) -> str | None:
    """Returns the kind of an agent, None for one that the graph does not know."""
    types = {quad.object for quad in store.quads(iri(agent), TYPE)}
    if not types:
        return None
    if SOFTWARE_AGENT in types:
        return MACHINE
    return ORGANISATION if types.intersection(_ORGANISATIONS) else PERSON
