"""Whose reviews count, the score that they make, the history, and that SPARQL says the same as the core."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from graph.derived import derive
from graph.errors import NotFound
from graph.ledger import restore, review, standing_of, supersede, withdraw
from graph.ledger.events import Event
from graph.ledger.history import history_of, version_of
from graph.ledger.views import VIEWS
from graph.ledger.voices import Voice, newest, score_of
from graph.repository import Repository
from graph.store import Changes, Store, open_store
from graph.terms import Quad
from graph_facts import BASE, PEOPLE, alignment, in_graph, node

START = datetime(2026, 11, 22, 9, 0, tzinfo=UTC)
WHO = {name: f"{BASE}id/agent/test/{name}" for name in ("anna", "bo", "bot")}
AGENTS = in_graph(
    PEOPLE,
    f"<{WHO['anna']}> a prov:Person . <{WHO['bo']}> a prov:Person . <{WHO['bot']}> a prov:SoftwareAgent .",
)
A, B = node("id/alignment/test/a"), node("id/alignment/test/b")
AGREEMENTS = st.decimals(-1, 1, places=2)


def at(minute: int, who: str, reason: str = "därför") -> Event:
    return Event(PEOPLE, WHO[who], START + timedelta(minutes=minute), reason, "sv")


def stored(*parts: frozenset[Quad]) -> Store:
    store = open_store("memory:")
    store.apply(Changes(added=AGENTS.union(alignment("a", "<id/project/p/a>", "sdg:9"), *parts)), 1)
    return store


def subject(quads: frozenset[Quad]) -> str:
    [found] = {quad.subject.value for quad in quads}  # type: ignore[union-attr]
    return found


@given(st.lists(AGREEMENTS, max_size=8), AGREEMENTS)
def test_the_score_lies_between_all_against_and_all_for_and_moves_with_each_voice(
    given_: list[Decimal], other: Decimal
) -> None:
    score = score_of(given_)
    assert (score is None) == (not given_)
    if score is not None:
        assert -1 < score < 1
        assert score == score_of(given_[::-1])
        assert score == -score_of([-each for each in given_])  # type: ignore[operator]
        exact = Fraction(sum(given_, Decimal(0))) / (len(given_) + 1)
        assert abs(Fraction(score) - exact) <= Fraction(1, 20000)
        raised = score_of([*given_, Decimal(1)])
        assert raised is not None
        assert raised >= score
    first, second = score_of([*given_, other]), score_of([*given_, Decimal(1)])
    assert first is not None and second is not None  # noqa: PT018
    assert first <= second


def test_many_who_agree_weigh_more_than_one_and_a_draw_is_nothing() -> None:
    one, three = score_of([Decimal(1)]), score_of([Decimal(1)] * 3)
    assert (one, three, score_of([Decimal(1), Decimal(-1)])) == (Decimal("0.5"), Decimal("0.75"), 0)


@given(st.permutations([("anna", 1, 0), ("anna", -1, 1), ("bo", 1, 2), ("bot", -1, 3)]))
def test_of_each_person_the_newest_review_counts_and_of_machines_none(
    reviews: list[tuple[str, int, int]],
) -> None:
    voices = [
        Voice(f"r{minute}", who, Decimal(value), START + timedelta(minutes=minute), by_machine=who == "bot")
        for who, value, minute in reviews
    ]
    assert [(voice.reviewer, voice.agreement) for voice in newest(voices)] == [("anna", -1), ("bo", 1)]


def test_a_newer_review_replaces_the_older_one_which_stays_in_the_ledger() -> None:
    first, second = (review(BASE, A, Decimal(value), at(value + 2, "anna")) for value in (-1, 1))
    store = stored(first, second)
    standing = standing_of(store, A)
    assert (standing.status, standing.score, standing.supporters) == ("accepted", Decimal("0.5"), 1)
    assert [(each.kind, each.agreement, each.state) for each in history_of(store, A.value)] == [
        ("statement", None, "holds"),
        ("review", Decimal(-1), "replaced"),
        ("review", Decimal(1), "holds"),
    ]


def test_a_withdrawn_review_lets_the_older_one_count_again() -> None:
    no, yes = review(BASE, A, Decimal(-1), at(1, "anna")), review(BASE, A, Decimal(1), at(2, "anna"))
    taken = withdraw(BASE, node(subject(yes).removeprefix(BASE)), at(3, "anna"))
    assert standing_of(stored(no, yes, taken), A).status == "rejected"


def test_the_history_tells_every_event_in_order_with_what_became_of_it() -> None:
    yes = review(BASE, A, Decimal("0.5"), at(1, "bo"))
    taken = withdraw(BASE, node(subject(yes).removeprefix(BASE)), at(2, "bo"))
    gone = withdraw(BASE, A, at(3, "anna"))
    back = restore(BASE, node(subject(gone).removeprefix(BASE)), at(4, "anna"))
    other = alignment("b", "<id/project/p/a>", "sdg:9.5")
    better = supersede(BASE, A, B, at(5, "anna", "tydligare"))
    bots = review(BASE, B, Decimal(1), at(6, "bot"))
    store = stored(yes, taken, gone, back, other, better, bots)
    told = [(each.kind, each.agent.rpartition("/")[2], each.state) for each in history_of(store, A.value)]
    assert told == [
        ("statement", "alice", "holds"),
        ("review", "bo", "withdrawn"),
        ("withdrawal", "bo", "holds"),
        ("withdrawal", "anna", "withdrawn"),
        ("withdrawal", "anna", "holds"),
        ("supersession", "anna", "holds"),
    ]
    last = history_of(store, A.value)[-1]
    assert (last.on, last.by, last.reasons[0].text, last.reasons[0].lang) == (
        A.value,
        B.value,
        "tydligare",
        "sv",
    )
    of_new = [(each.kind, each.by_machine) for each in history_of(store, B.value)]
    assert of_new == [("statement", False), ("supersession", False), ("review", True)]


def test_the_version_changes_with_each_event_and_with_nothing_else() -> None:
    yes = review(BASE, A, Decimal(1), at(1, "bo"))
    plain, other = stored(), stored(alignment("b", "<id/project/p/a>", "sdg:9.5"))
    assert version_of(plain, A.value) == version_of(other, A.value) != version_of(stored(yes), A.value)
    taken = withdraw(BASE, node(subject(yes).removeprefix(BASE)), at(2, "bo"))
    assert len({version_of(store, A.value) for store in (plain, stored(yes), stored(yes, taken))}) == 3
    with pytest.raises(NotFound, match="alignment-unknown"):
        version_of(plain, B.value)


_REVIEWS = st.lists(
    st.tuples(st.sampled_from("ab"), st.sampled_from(tuple(WHO)), st.sampled_from([-1, 0, 1]), st.booleans()),
    max_size=7,
)


@settings(max_examples=40, deadline=None)
@given(_REVIEWS, st.sampled_from(["", "withdrawn", "restored", "superseded"]))
def test_the_questions_say_the_same_as_the_core(reviews: list[tuple[str, str, int, bool]], fate: str) -> None:
    parts = [alignment("b", "<id/project/p/a>", "sdg:9.5")]
    for minute, (name, who, value, is_taken) in enumerate(reviews):
        made = review(BASE, A if name == "a" else B, Decimal(value), at(minute, who))
        parts.append(made)
        if is_taken:
            parts.append(withdraw(BASE, node(subject(made).removeprefix(BASE)), at(minute + 50, who)))
    gone = withdraw(BASE, A, at(90, "anna"))
    fates = {
        "withdrawn": [gone],
        "restored": [gone, restore(BASE, node(subject(gone).removeprefix(BASE)), at(91, "anna"))],
        "superseded": [supersede(BASE, A, B, at(90, "anna"))],
    }
    store = stored(*parts, *fates.get(fate, []))
    store.apply(Changes(added=derive(store)), 2)
    repository = Repository(store)
    standings = {name.value: standing_of(store, name) for name in (A, B)}
    for view, shown in VIEWS.items():
        expected = {name for name, standing in standings.items() if shown(standing)}
        answer = repository.run(f"{view}-alignments")
        column = answer.columns.index("alignment")
        assert {str(row[column])[1:-1] for row in answer.rows} == expected, view
        assert {each.iri for each in repository.alignments(view=view).items} == expected, view
    for row in repository.run("consensus-alignments").rows:
        told = dict(zip(repository.run("consensus-alignments").columns, row, strict=True))
        standing = standings[told["alignment"].value]  # type: ignore[union-attr]
        assert abs(Decimal(told["score"].value) - standing.score) < Decimal("0.0001")  # type: ignore[union-attr,operator]
        assert int(told["reviewers"].value) == len(standing.voices)  # type: ignore[union-attr]
    for name, standing in standings.items():
        found = repository.run("project-statements", {"project": BASE + "id/project/p/a"})
        places = [found.columns.index(column) for column in ("alignment", "status")]
        told = {row[places[0]].value: row[places[1]].value for row in found.rows}  # type: ignore[union-attr]
        assert told[name].endswith(f"#{standing.status.capitalize()}Status")
        listed = [each.iri for each in repository.alignments(status=standing.status).items]
        assert name in listed
        history = repository.run("history-of-alignment", {"alignment": name})
        assert len({str(row[0]) for row in history.rows}) == len(history_of(store, name))


def test_views_are_narrowed_by_the_other_filters() -> None:
    store = stored(
        alignment("b", "<id/project/p/b>", "sdg:9"),
        review(BASE, A, Decimal(1), at(1, "bo")),
        review(BASE, B, Decimal(1), at(1, "bo")),
        alignment("c", "<id/project/p/b>", "sdg:9.5"),
    )
    repository = Repository(store)

    def found(**filters: str) -> list[str]:
        return [each.iri[-1] for each in repository.alignments(**filters).items]

    source = BASE + "id/project/p/b"
    assert found(view="consensus") == ["a", "b"]
    assert found(view="consensus", source=source) == ["b"]
    assert found(view="unreviewed", source=source) == found(status="proposed") == ["c"]
    assert found(view="consensus", status="rejected") == []
    assert [
        repository.alignments(view="consensus", limit=1).next,
        repository.alignments(status="accepted").total,
    ] == [1, 2]
