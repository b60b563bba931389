"""Comparisons: which objectives answer to which, and what a document was at any earlier revision."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from graph.commits import Writer
from graph.comparison import Comparison, compare, compare_revisions, former, former_states, side_of, state_at
from graph.errors import InputError, NotFound
from graph.store import Changes, Store, open_store
from graph_facts import ALICE, BASE, in_graph, node
from small_graph import small_store

OLD, NEW = f"{BASE}id/document/c/old", f"{BASE}id/document/c/new"
GRAPH = node("graph/source/c")
HEAD = """
<id/document/c/{name}> a eli:Work ; eli:work_type pg:RegionalDevelopmentStrategy ; pg:level pg:RegionalLevel .
<id/scheme/c/{name}> a skos:ConceptScheme ; dct:source <id/document/c/{name}> .
"""
TWO = """
<id/document/c/new> dct:replaces <id/document/c/old> .
<id/objective/c/water> skos:exactMatch <id/objective/c/sea> .
<id/objective/c/later> skos:relatedMatch <id/objective/c/near> .
"""


def objective(name: str, document: str, code: str, said: str, more: str = "") -> str:
    return f"""<id/objective/c/{name}> a pg:Objective, pg:TargetArea ;
        skos:inScheme <id/scheme/c/{document}> ; skos:notation "{code}" ; skos:prefLabel {said} {more} ."""


OLDER = (
    objective("same", "old", "1", "'God hälsa för alla'@sv, 'Good health'@en"),
    objective("words", "old", "2", "'Hållbara transporter i hela länet'@sv", "; pg:isPrioritised true"),
    objective("sea", "old", "3", "'Friskt hav'@sv"),
    objective("near", "old", "4", "'Bredband'@sv"),
    objective("gone", "old", "5", "'Kultur'@sv"),
)
NEWER = (
    objective("alike", "new", "1", "'God hälsa för alla'@sv"),
    objective("reworded", "new", "2", "'Hållbara transporter och resor i länet'@sv"),
    objective("water", "new", "9", "'Rent vatten'@sv"),
    objective("later", "new", "4", "'Digitalisering'@sv"),
    objective("fresh", "new", "6", "'Fred'@sv"),
)


@pytest.fixture(params=["memory", "disk"])
def store(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Store]:
    opened = open_store("memory:" if request.param == "memory" else str(tmp_path / "store"), base=BASE)
    text = "\n".join((HEAD.format(name="old"), HEAD.format(name="new"), *OLDER, *NEWER, TWO))
    Writer(opened).commit(Changes(added=in_graph(GRAPH, text)), agent=ALICE, reason="both")
    yield opened
    opened.close()


def told(found: Comparison) -> dict[str, tuple[str, str, str | None]]:
    """Returns what became of each objective, by the last part of the first side's IRI, else the second's."""
    return {
        (pair.first or pair.second).iri.rpartition("/")[2]: (  # type: ignore[union-attr]
            pair.second.iri.rpartition("/")[2] if pair.second else "",
            pair.change,
            pair.because,
        )
        for pair in found.pairs
    }


def test_objectives_answer_to_each_other_by_statement_name_and_words(store: Store) -> None:
    found = compare(store, OLD, NEW)
    assert told(found) == {
        "same": ("alike", "kept", "name"),
        "words": ("reworded", "reworded", "words"),
        "sea": ("water", "reworded", "statement"),
        "near": ("later", "related", "statement"),
        "gone": ("", "first", None),
        "fresh": ("fresh", "second", None),
    }
    assert found.earlier == "first"
    [pair] = [each for each in found.pairs if each.because == "words"]
    assert pair.share is not None
    assert (0.5 <= pair.share < 1, pair.changes) == (True, ("name", "priority"))


def test_the_other_way_round_tells_the_same(store: Store) -> None:
    one, other = compare(store, OLD, NEW), compare(store, NEW, OLD)
    turned = {"first": "second", "second": "first"}
    swapped = {(p.second, p.first, turned.get(p.change, p.change), p.because) for p in one.pairs}
    assert swapped == {(p.first, p.second, p.change, p.because) for p in other.pairs}
    assert other.earlier == "second"


def test_what_leads_to_a_goal_is_told_by_the_highest_that_does() -> None:
    """In the small graph A serves 9.5, so A1 below it leads there too; B serves nothing."""
    side = side_of(small_store(), f"{BASE}id/document/x/rus")
    short = {
        goal.rpartition("/")[2]: [each.rpartition("/")[2] for each in own]
        for goal, own in side.reached.items()
    }
    assert short == {"9": ["a"], "9.5": ["a"]}
    assert {iri.rpartition("/")[2] for iri, part in side.parts.items() if part.is_prioritised} == {"a1", "b"}


def test_what_cannot_be_compared_is_told(store: Store) -> None:
    with pytest.raises(InputError, match="comparison-of-one"):
        compare(store, OLD, OLD)
    with pytest.raises(NotFound):
        compare(store, OLD, f"{BASE}id/document/c/none")
    with pytest.raises(InputError, match="comparison-unfit"):
        compare_revisions(store, f"{BASE}id/objective/c/same", 1)
    for revision in (0, 2):
        with pytest.raises(InputError, match="revision-unknown"):
            compare_revisions(store, OLD, revision)


def test_a_former_state_shows_what_was_reworded_added_and_removed(store: Store) -> None:
    writer = Writer(store)
    writer.commit(
        Changes(
            removed=in_graph(GRAPH, OLDER[4]) | in_graph(GRAPH, "<id/objective/c/same> skos:notation '1' ."),
            added=in_graph(GRAPH, objective("new", "old", "7", "'Fred'@sv"))
            | in_graph(GRAPH, "<id/objective/c/same> skos:notation '1a' ."),
        ),
        agent=ALICE,
        reason="other objectives",
    )
    writer.commit(Changes(added=in_graph(GRAPH, "<id/x> dct:source <id/y> .")), agent=ALICE, reason="aside")
    writer.commit(
        Changes(
            removed=in_graph(
                GRAPH, "<id/objective/c/words> skos:prefLabel 'Hållbara transporter i hela länet'@sv ."
            ),
            added=in_graph(GRAPH, "<id/objective/c/words> skos:prefLabel 'Tåg'@sv ."),
        ),
        agent=ALICE,
        reason="a better word",
    )
    assert told(compare_revisions(store, OLD, 1)) == {
        "same": ("same", "changed", "identity"),
        "words": ("words", "reworded", "identity"),
        "sea": ("sea", "kept", "identity"),
        "near": ("near", "kept", "identity"),
        "gone": ("", "first", None),
        "new": ("new", "second", None),
    }
    assert {change for _, change, _ in told(compare_revisions(store, OLD, 4)).values()} == {"kept"}
    found = former_states(store, OLD)
    assert [(each.revision, each.commit.reason) for each in found] == [
        (3, "a better word"),
        (1, "other objectives"),
    ]
    assert former_states(store, OLD, limit=1) == found[:1]
    assert former_states(store, NEW) == ()


def test_no_more_of_the_journal_is_read_than_is_allowed(
    store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    writer = Writer(store)
    for said in ("one", "two"):
        changes = Changes(added=in_graph(GRAPH, f"<id/objective/c/same> skos:altLabel '{said}' ."))
        writer.commit(changes, agent=ALICE, reason=said)
    monkeypatch.setattr(former, "MOST_BYTES", store.weight(3))
    assert compare_revisions(store, OLD, 2).revision == 2
    with pytest.raises(InputError, match="revision-too-far") as told_:
        compare_revisions(store, OLD, 1)
    assert told_.value.values["oldest"] == 2
    assert former_states(store, OLD) == ()


NAMES = ("a", "b", "c")
STATED = st.sampled_from(
    [
        *(f"<id/objective/c/{name}> a pg:Objective ." for name in NAMES),
        *(
            f"<id/objective/c/{name}> skos:inScheme <id/scheme/c/{scheme}> ."
            for name in NAMES
            for scheme in "st"
        ),
        *(
            f"<id/objective/c/{name}> skos:prefLabel '{word}'@sv ."
            for name in NAMES
            for word in ("ett", "två")
        ),
        *(f"<id/objective/c/{name}> pg:reaches sdg:9 ." for name in NAMES),
        "<id/objective/c/a> skos:broader <id/objective/c/b> .",
        *(f"<id/scheme/c/{scheme}> dct:source <id/document/c/old> ." for scheme in "st"),
        "<id/other> dct:source <id/document/c/old> .",
        "sdg:9 a sdgo:Goal .",
    ]
)


@given(st.lists(st.sets(STATED, min_size=1, max_size=6), min_size=2, max_size=8))
def test_any_former_state_is_what_was_there_then(states: list[set[str]]) -> None:
    """The graph is set to one state after the other; each is read back from the journal as it was seen.

    That sdg:9 is a goal is no part of the document, so its class is read as it is now.
    """
    store, document = open_store("memory:", base=BASE), f"{BASE}id/document/c/old"
    always = in_graph(GRAPH, "sdg:9 a sdgo:Goal . <id/document/c/old> eli:work_type pg:Strategy .")
    seen, held = {}, frozenset()
    for sequence, state in enumerate(states, 1):
        wanted = always.union(*(in_graph(GRAPH, each) for each in state))
        changes = Changes(removed=held - wanted, added=wanted - held)
        store.apply(changes, sequence, {"agent": ALICE})
        seen[sequence], held = side_of(store, document), wanted
    for revision, side in seen.items():
        assert side_of(state_at(store, document, revision), document) == side
