"""A thing of the register read back as an entry: entered again it changes nothing, and JSON says the same."""

from __future__ import annotations

import json
from collections.abc import Iterator
from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from api.register.bodies import ObjectiveBody, ObservationBody, ProjectBody
from api.register.contents import content_of
from graph.commits import Writer
from graph.errors import NotFound
from graph.model import Name
from graph.recording import Agent
from graph.register import (
    Amount,
    Entry,
    GrantEntry,
    Implementer,
    ObjectiveEntry,
    ObservationEntry,
    Party,
    ProjectEntry,
    Register,
    entry_of,
)
from graph.register.entries import KINDS, ROLES
from graph.store import Changes, Store, open_store, parse_rdf
from graph.terms import DEFAULT_BASE, iri

BASE = DEFAULT_BASE
DOCUMENT, ABOVE, PLACE = f"{BASE}id/document/x/plan", f"{BASE}id/objective/x/1", f"{BASE}id/place/x/1"
ORGANISATION, INDICATOR = f"{BASE}id/organisation/x/1", f"{BASE}id/indicator/x/1"
KNOWN = """
@base <http://127.0.0.1:8000/> .
@prefix pg: <https://w3id.org/policygraph#> . @prefix skos: <http://www.w3.org/2004/02/skos/core#> .
@prefix dct: <http://purl.org/dc/terms/> . @prefix eli: <http://data.europa.eu/eli/ontology#> .
<id/document/x/plan> a eli:Work ; pg:level pg:RegionalLevel ; skos:prefLabel "Plan"@sv .
<id/scheme/x/plan> a skos:ConceptScheme ; dct:source <id/document/x/plan> .
<id/objective/x/1> a pg:Objective ; skos:inScheme <id/scheme/x/plan> ; pg:level pg:RegionalLevel .
<id/place/x/1> a dct:Location . <id/organisation/x/1> a dct:Agent . <id/indicator/x/1> a pg:Indicator .
"""
WORDS = st.text(st.characters(codec="utf-8", exclude_categories=("Cc", "Cs", "Zl", "Zp", "Zs")), min_size=1)
NAMES = st.dictionaries(st.sampled_from(("sv", "da", "en", "nb")), WORDS, max_size=3).map(
    lambda texts: tuple(Name(text, lang) for lang, text in sorted(texts.items()))
)
SOME = NAMES.filter(bool)
NUMBERS = st.decimals(0, 10**12, places=2)
AMOUNTS = st.builds(Amount, NUMBERS, st.sampled_from(("SEK", "DKK")))
DAYS = st.none() | st.dates(date(1990, 1, 1), date(2060, 1, 1))
PARTIES = st.builds(Party, WORDS, st.just(ORGANISATION), st.none())
GRANTS = st.builds(GrantEntry, st.none() | st.just(DOCUMENT), st.none() | AMOUNTS)
PROJECTS = st.builds(
    ProjectEntry,
    names=SOME,
    identifier=st.none() | WORDS,
    descriptions=NAMES,
    start=DAYS,
    end=DAYS,
    territories=st.sampled_from(((), (PLACE,))),
    parties=st.lists(PARTIES, max_size=11).map(tuple),
    grants=st.lists(GRANTS, max_size=3).map(tuple),
    cost=st.none() | AMOUNTS,
    source=st.none() | st.just(DOCUMENT),
)
OBJECTIVES = st.builds(
    ObjectiveEntry,
    objective_kind=st.sampled_from(KINDS),
    names=SOME,
    document=st.just(DOCUMENT),
    broader=st.none(),
    code_text=st.none() | WORDS,
    definitions=NAMES,
    is_prioritised=st.none() | st.booleans(),
    indicators=st.sampled_from(((), (INDICATOR,))),
    start=DAYS,
    end=DAYS,
    implementers=st.sampled_from(((), (Implementer(ORGANISATION),))),
) | st.builds(
    ObjectiveEntry,
    objective_kind=st.sampled_from(KINDS),
    names=SOME,
    document=st.none(),
    broader=st.just(ABOVE),
)
OBSERVATIONS = st.builds(
    ObservationEntry,
    indicator=st.just(INDICATOR),
    role=st.sampled_from(ROLES),
    value=NUMBERS,
    period=st.sampled_from(("2024", "2024-06", "2024-06-30")),
    territory=st.none() | st.just(PLACE),
    unit=st.none() | WORDS,
    said=DAYS,
    source=st.none() | st.just(DOCUMENT),
    notes=NAMES,
)


@pytest.fixture(scope="module")
def store(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Store]:
    opened = open_store(str(tmp_path_factory.mktemp("reading") / "store"), base=BASE)
    graph = iri(f"{BASE}graph/source/test")
    opened.bulk_add(parse_rdf(KNOWN.encode(), base=BASE, media_type="text/turtle", graph=graph))
    yield opened
    opened.close()


@pytest.fixture(scope="module")
def register(store: Store) -> Register:
    return Register(Writer(store), Agent(f"{BASE}id/agent/test/anna", "Anna"))


@settings(max_examples=25, deadline=None)
@given(entry=PROJECTS | OBJECTIVES | OBSERVATIONS)
def test_what_is_entered_is_read_back_and_changes_nothing(
    store: Store, register: Register, entry: Entry
) -> None:
    name = f"{BASE}id/{entry.kind}/{register.source}/one"
    register.replace(name, entry)
    read = entry_of(store, name)
    assert register.replace(name, read).commit is None
    body = {"project": ProjectBody, "objective": ObjectiveBody, "observation": ObservationBody}[entry.kind]
    sent = body.model_validate_json(json.dumps(content_of(read)), context={"base": BASE})
    assert register.replace(name, sent.entry()).commit is None


def test_a_new_organisation_is_one_that_the_graph_knows_afterwards(store: Store, register: Register) -> None:
    party = Party("partner", name=Name("Byalaget", "sv"))
    kept = register.enter(ProjectEntry(names=(Name("Bron", "sv"),), identifier="bron", parties=(party,)))
    read = entry_of(store, kept.iri)
    assert isinstance(read, ProjectEntry)
    assert read.parties == (Party("partner", f"{BASE}id/organisation/{register.source}/byalaget"),)
    assert register.replace(kept.iri, read).commit is None


def test_parts_that_a_file_brought_under_other_iris_are_read(store: Store, register: Register) -> None:
    party = Party("partner", ORGANISATION)
    kept = register.enter(ProjectEntry(names=(Name("Dammen", "sv"),), identifier="dammen", parties=(party,)))
    told = f"""@prefix eurio: <http://data.europa.eu/s66#> .
        <{kept.iri}> eurio:hasInvolvedParty [
            a eurio:OrganisationRole ; eurio:roleLabel "owner" ; eurio:isRoleOf <{ORGANISATION}> ] ."""
    graph = iri(f"{BASE}graph/list/{register.source}")
    brought = parse_rdf(told.encode(), base=BASE, media_type="text/turtle", graph=graph)
    Writer(store).commit(Changes(added=frozenset(brought)), agent=f"{BASE}id/agent/test/anna", reason="x")
    read = entry_of(store, kept.iri)
    assert isinstance(read, ProjectEntry)
    assert sorted(each.role for each in read.parties) == ["owner", "partner"]


@pytest.mark.parametrize("name", [ABOVE, f"{BASE}id/project/by-test-anna/nothing", "http://other.example/1"])
def test_what_was_not_entered_singly_is_not_read(store: Store, name: str) -> None:
    with pytest.raises(NotFound):
        entry_of(store, name)
