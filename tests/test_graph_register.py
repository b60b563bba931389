"""The register: what is entered and withdrawn leaves the rest of the graph as it was, whatever it is."""

from __future__ import annotations

from datetime import date, timedelta
from decimal import Decimal

from hypothesis import given, settings
from hypothesis import strategies as st

from graph.commits import Writer
from graph.errors import SubmissionRefused
from graph.model import Name
from graph.recording import Agent
from graph.register import Amount, GrantEntry, Party, ProjectEntry, Register, version_of_entry
from graph.register.faults import placed_at
from graph.store import Store
from graph.terms import expand, iri
from graph.validation import validate_submission
from small_graph import full, small_store

ANNA = Agent("http://127.0.0.1:8000/id/agent/local/anna", "Anna")
STORE = small_store()
WHY = Name("Prov", "sv")
TEXTS = st.text(alphabet='abcåäö …%{}"\\@+=', min_size=1, max_size=20).filter(lambda text: "@" not in text)
NAMES = st.builds(Name, TEXTS.filter(str.strip), st.sampled_from(["sv", "da", "en"]))
DAYS = st.dates(date(1990, 1, 1), date(2060, 1, 1))
AMOUNTS = st.builds(
    Amount, st.decimals(0, 10**12, places=2, allow_nan=False), st.sampled_from(["SEK", "DKK", "kr"])
)
PARTIES = st.one_of(
    st.builds(Party, organisation=st.sampled_from([full("organisation/x/o1"), full("organisation/x/none")])),
    st.builds(Party, name=NAMES),
)


@st.composite
def projects(draw: st.DrawFn) -> ProjectEntry:
    start = draw(st.none() | DAYS)
    return ProjectEntry(
        names=tuple(draw(st.lists(NAMES, max_size=3))),
        identifier=draw(st.none() | st.sampled_from(["1", "2024-17", "Å/Ä"])),
        start=start,
        end=draw(st.none() | (DAYS if start is None else st.just(start + timedelta(days=9)) | DAYS)),
        parties=tuple(draw(st.lists(PARTIES, max_size=3))),
        grants=tuple(draw(st.lists(st.builds(GrantEntry, amount=AMOUNTS), max_size=2))),
        cost=draw(st.none() | AMOUNTS),
    )


def facts(store: Store) -> set[str]:
    """Returns what the store holds apart from ledgers, commits and the heads of registers."""
    apart = ("graph/ledger/", "graph/commits", "graph/derived/")
    found = (quad for quad in store.quads() if not any(each in str(quad.graph_name) for each in apart))
    return {str(quad) for quad in found if "graph/list/" not in str(quad.subject)}


@given(projects(), projects())
@settings(max_examples=60, deadline=None)
def test_what_is_entered_replaced_and_withdrawn_leaves_the_rest_as_it_was(
    first: ProjectEntry, second: ProjectEntry
) -> None:
    register = Register(Writer(STORE, validate_submission), ANNA)
    before, sequence = facts(STORE), STORE.sequence
    refused: SubmissionRefused | None = None
    try:
        made = register.enter(first)
    except SubmissionRefused as error:
        refused = error
    if refused:
        assert all(finding.place.pointer for finding in refused.findings)
        assert (facts(STORE), STORE.sequence) == (before, sequence)
        return
    entered = facts(STORE)
    try:
        changed = register.replace(made.iri, second, made.version)
        register.replace(made.iri, first, changed.version)
    except SubmissionRefused:
        assert version_of_entry(STORE, made.iri) == made.version
    assert facts(STORE) == entered
    register.withdraw(made.iri, WHY)
    assert facts(STORE) == before


def test_amounts_are_kept_to_the_last_decimal() -> None:
    entry = ProjectEntry((Name("A", "sv"),), "exact", cost=Amount(Decimal("0.100000001"), "SEK"))
    made = Register(Writer(STORE, validate_submission), ANNA).enter(entry)
    [value] = STORE.quads(iri(f"{made.iri}#cost"), expand("eurio:value"))

    assert "0.100000001" in str(value.object)


def test_a_place_is_told_to_machines_and_to_people() -> None:
    assert placed_at("#/grants/0/amount", "5").column == "grants.0.amount"
    assert placed_at("#", None).column == ""
