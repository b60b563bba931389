"""Questions that name who says what: what is withdrawn, rejected or only a machine's counts for nothing."""

from __future__ import annotations

import pytest

from graph.repository import Repository
from graph.store import Changes
from graph_facts import PEOPLE, in_graph
from small_graph import full, short, small_store

CRITIC = "dct:creator <id/agent/x/critic>"
# Who states each, and what happened to it.
HAPPENED = {
    "plain": "",
    "withdrawn": "<id/withdrawal/t/1> pg:withdraws {it} .",
    "restored": "<id/withdrawal/t/2> pg:withdraws {it} . "
    "<id/withdrawal/t/3> pg:withdraws <id/withdrawal/t/2> .",
    "superseded": "<id/supersession/t/1> pg:supersedes {it} .",
    "revived": "<id/supersession/t/2> pg:supersedes {it} . "
    "<id/withdrawal/t/4> pg:withdraws <id/supersession/t/2> .",
    "rejected": "<id/review/t/1> pg:reviews {it} ; sssom:reviewer_agreement -1.0 ; {by} .",
    "forgiven": "<id/review/t/2> pg:reviews {it} ; sssom:reviewer_agreement -1.0 ; {by} ;"
    ' dct:created "2026-01-01T09:00:00Z"^^xsd:dateTime . '
    "<id/review/t/3> pg:reviews {it} ; sssom:reviewer_agreement 1.0 ; {by} ;"
    ' dct:created "2026-01-02T09:00:00Z"^^xsd:dateTime .',
    "machine": "<id/agent/x/machine> a prov:SoftwareAgent .",
    "heeded": "<id/agent/x/heeded> a prov:SoftwareAgent . "
    "<id/review/t/4> pg:reviews {it} ; sssom:reviewer_agreement 1.0 ; {by} .",
}
COUNTED = {"plain", "restored", "revived", "forgiven", "heeded"}


def repository(source: str, target: str, more: str = "") -> Repository:
    """Returns the small graph with one statement by each, of which each comes to something else."""
    stated = "\n".join(
        f"<id/alignment/t/{who}> a pg:Alignment ; owl:annotatedSource {source.format(who=who)} ;"
        f" owl:annotatedProperty pg:contributesTo ; owl:annotatedTarget {target} ; pg:strength 2 ;"
        f" sssom:confidence 0.5 ; dct:creator <id/agent/x/{who}> . "
        + happened.format(it=f"<id/alignment/t/{who}>", by=CRITIC)
        for who, happened in HAPPENED.items()
    )
    store = small_store()
    store.apply(Changes(added=in_graph(PEOPLE, stated + more)), 3)
    return Repository(store)


def column(asked: Repository, question: str, name: str, **values: str) -> list[str]:
    answer = asked.run(question, {key: full(value) for key, value in values.items()})
    cells = (row[answer.columns.index(name)] for row in answer.rows)
    return [short(str(getattr(cell, "value", ""))) for cell in cells]


def authors(told: list[str]) -> set[str]:
    return {name.removeprefix("agent/x/") for name in told} & set(HAPPENED)


@pytest.mark.parametrize(
    ("question", "source", "target", "name", "values"),
    [
        ("objectives-supporting-goal", "<id/objective/x/a>", "sdg:9.5", "author", {"goal": "sdg:9"}),
        (
            "claimed-or-inferred-goals",
            "<id/objective/x/a>",
            "sdg:9.5",
            "author",
            {"document": "document/x/rus"},
        ),
        ("ways-to-goal", "<id/project/x/p1>", "<id/objective/x/a1>", "saidBy", {"goal": "sdg:9"}),
        ("ways-to-goal-counted", "<id/project/x/p1>", "<id/objective/x/a1>", "saidBy", {"goal": "sdg:9"}),
    ],
)
def test_only_what_counts_is_named(
    question: str, source: str, target: str, name: str, values: dict[str, str]
) -> None:
    assert authors(column(repository(source, target), question, name, **values)) == COUNTED


def test_a_dimension_is_touched_only_by_what_counts() -> None:
    more = "<id/objective/x/d> a pg:Objective, pg:Dimension ; skos:inScheme <id/scheme/x/rus> . "
    more += "".join(f"<id/project/t/{who}> a pg:Project . " for who in HAPPENED)
    asked = repository("<id/project/t/{who}>", "<id/objective/x/d>", more)
    found = column(asked, "dimensions-touched", "project", document="document/x/rus")
    assert {each.removeprefix("project/t/") for each in found} == COUNTED


def test_what_hinders_is_no_goal_that_a_document_serves() -> None:
    hinders = (
        "<id/alignment/t/h> a pg:Alignment ; owl:annotatedSource <id/objective/x/b> ; owl:annotatedProperty"
        " pg:hinders ; owl:annotatedTarget sdg:6 ; pg:strength 2 ; sssom:confidence 0.5 ;"
        " dct:creator <id/agent/x/editors> ."
    )
    asked = repository("<id/objective/x/a>", "sdg:9.5", hinders)
    assert "sdg:6" not in column(asked, "claimed-or-inferred-goals", "target", document="document/x/rus")
