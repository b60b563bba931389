"""Questions whose answers come with what a graph comes to hold, or in pages."""

from __future__ import annotations

from graph.repository import Repository
from graph_facts import PEOPLE
from question_cases import grown, shown
from small_graph import full, short, small_store


def test_a_municipal_plan_is_missing_until_it_is_held() -> None:
    plan = (
        "<id/document/umea/plan> eli:work_type pg:MunicipalPlan ; eli:relevant_for <id/area/se-kommun/2480> ."
    )
    values = {"territory": full("nuts:SE331")}
    for repository, missing in ((Repository(small_store()), "true"), (grown(PEOPLE, plan), "false")):
        answer = repository.run("municipal-plans-held", values)
        [row] = answer.rows
        assert short(shown(row[answer.columns.index("municipality")])) == "area/se-kommun/2480"
        assert shown(row[answer.columns.index("missing")]) == missing


def test_rows_that_are_counted_alike_stand_in_one_order_so_that_no_page_loses_any() -> None:
    repository = Repository(small_store())
    whole = repository.run("terms-used", {}, limit=1000).rows
    for _ in range(8):
        pages = [repository.run("terms-used", {}, limit=9, offset=n).rows for n in range(0, len(whole), 9)]
        assert [row for page in pages for row in page] == list(whole)
