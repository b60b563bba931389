"""What is wrong in a mapping set is told by row and column, and nothing of the set is written."""

from __future__ import annotations

from pathlib import Path

import pytest

from graph.commits import Writer
from graph.errors import FileProblem, SubmissionRefused
from graph.recording import Recorder
from graph.sssom import records_in_force
from graph_facts import Clock
from test_graph_sssom import IMPORTER, REVIEW, ROW, WHY, empty, imported, table

# Each line holds the former one nine times over: with a library that unfolds them, memory is full at once.
MERGED = b"#a0: &a0 {x: y}\n" + b"".join(
    b"#a%d: &a%d {<<: [%s]}\n" % (n, n, b", ".join([b"*a%d" % (n - 1)] * 9)) for n in range(1, 12)
)


@pytest.mark.parametrize(
    ("changes", "column", "key"),
    [
        ({"subject_id": "id/project/x/nothing"}, "subject_id", "named-unknown"),
        ({"object_id": "sdg:99"}, "object_id", "named-unknown"),
        ({"object_id": "nowhere:6"}, "object_id", "prefix-unknown"),
        ({"object_id": ""}, "object_id", "cell-empty"),
        ({"subject_id": "sdg:6"}, "object_id", "aligned-with-itself"),
        ({"predicate_id": "skos:exactMatch"}, "predicate_id", "predicate-unknown"),
        ({"confidence": "1.2"}, "confidence", "confidence-range"),
        ({"confidence": "-0.1"}, "confidence", "confidence-range"),
        ({"confidence": ""}, "confidence", "decimal-invalid"),
        ({"confidence": "high"}, "confidence", "decimal-invalid"),
        ({"pg_strength": "4"}, "pg_strength", "strength-range"),
        ({"pg_strength": "2.5"}, "pg_strength", "integer-invalid"),
        ({"pg_evidence": ""}, "pg_evidence", "evidence-missing"),
        ({"pg_evidence": "id/document/x/nothing"}, "pg_evidence", "named-unknown"),
        ({"pg_evidence": '[{"quote": "x"}]'}, "pg_evidence", "cell-not-json"),
        ({"pg_evidence": "[" * 100_000}, "pg_evidence", "cell-not-json"),
        ({"pg_reasoning": '["x"]'}, "pg_reasoning", "cell-not-json"),
        ({"pg_reasoning": '[{"text": "x", "lang": "på svenska"}]'}, "pg_reasoning", "language-invalid"),
        ({"pg_said": "2020-02-30"}, "pg_said", "date-invalid"),
        ({"pg_said": "2999-01-01"}, "pg_said", "said-later"),
        ({"pg_recorded": "yesterday"}, "pg_recorded", "moment-invalid"),
        ({"pg_status": "withdrawn"}, "pg_status", "row-not-in-force"),
        ({"pg_alignment": "sdg:9"}, "pg_alignment", "record-taken"),
        ({"author_id": "id/agent/local/nobody"}, "author_id", "agent-unknown"),
        ({"author_id": "id/agent/a|id/agent/b"}, "author_id", "agent-several"),
        (
            {"author_id": "id/agent/a", "pg_author_name": "A", "pg_author_kind": "cat"},
            "pg_author_kind",
            "agent-kind-unknown",
        ),
        (
            {"author_id": "id/organisation/x/region", "pg_author_kind": "machine"},
            "pg_author_kind",
            "agent-kind-differs",
        ),
        (REVIEW | {"reviewer_agreement": "1.5"}, "reviewer_agreement", "agreement-range"),
        (REVIEW | {"reviewer_agreement": ""}, "reviewer_agreement", "decimal-invalid"),
        (REVIEW | {"reviewer_id": ""}, "reviewer_id", "cell-empty"),
        (REVIEW | {"pg_review_reason": ""}, "pg_review_reason", "reason-missing"),
        (REVIEW | {"pg_reviewer_kind": "machine"}, "reviewer_id", "review-by-machine"),
        (REVIEW | {"record_id": "id/project/x/p1"}, "record_id", "record-taken"),
    ],
)
def test_what_is_wrong_is_told_by_row_and_column_and_nothing_is_written(
    changes: dict[str, str], column: str, key: str
) -> None:
    store = empty()
    before = set(map(str, store.quads()))
    good = ROW | {"object_id": "sdg:9"}
    with pytest.raises(SubmissionRefused) as caught:
        imported(store, table([good, ROW | changes]))
    assert [(each.place.row, each.place.column, each.key) for each in caught.value.findings] == [
        (3, column, key)
    ]
    assert set(map(str, store.quads())) == before


def test_a_row_that_says_otherwise_than_the_graph_or_the_row_before_is_refused() -> None:
    store = empty()
    imported(store, table([ROW]))
    [record] = records_in_force(store)
    own = ROW | {"pg_alignment": record.iri}
    for rows, key in (
        ([own | {"pg_strength": "3"}], "record-differs"),
        ([ROW | {"object_id": "sdg:9"}, ROW | {"object_id": "sdg:9", "confidence": "0.1"}], "row-differs"),
        ([ROW | {"pg_alignment": "urn:other", "pg_strength": "3"}], "stated-already"),
        (
            [
                ROW | {"object_id": "sdg:9", "pg_alignment": "urn:a"},
                ROW | {"object_id": "sdg:9", "pg_alignment": "urn:b"},
            ],
            "stated-already",
        ),
    ):
        with pytest.raises(SubmissionRefused) as caught:
            imported(store, table(rows))
        assert [each.key for each in caught.value.findings] == [key]
    Recorder(Writer(store, clock=Clock()), IMPORTER).withdraw(record.iri, WHY)
    with pytest.raises(SubmissionRefused) as caught:
        imported(store, table([own | REVIEW]))
    assert [each.key for each in caught.value.findings] == ["alignment-not-in-force"]


@pytest.mark.parametrize(
    ("content", "key"),
    [
        (b"", "set-columns-missing"),
        (b"subject_id\tobject_id\n", "set-columns-missing"),
        (table([]), "set-empty"),
        (table([ROW]).replace(b"comment", b"subject_id"), "set-columns-twice"),
        (table([ROW]) + b"a\t" * 40 + b"\n", "set-row-broken"),
        (table([ROW]) + b'"open\n', "set-row-broken"),
        (b"#a: [\n" + table([ROW]), "set-header-broken"),
        (b"#- a\n" + table([ROW]), "set-header-broken"),
        (b"#curie_map: x\n" + table([ROW]), "set-header-broken"),
        (b"#" + b"[" * 15_000 + b"\n" + table([ROW]), "set-header-broken"),
        (b"#" + b"a" * 200_000 + b"\n" + table([ROW]), "set-header-broken"),
        (MERGED + table([ROW]), "set-header-broken"),
        (b"#!!python/object/apply:os.system [id]\n" + table([ROW]), "set-header-broken"),
        (table([ROW]).replace(b"p4", b"\xff"), "set-not-utf8"),
        (Path(__file__).read_bytes(), "set-columns-missing"),
    ],
)
def test_what_is_no_mapping_set_is_refused(content: bytes, key: str) -> None:
    with pytest.raises(FileProblem) as caught:
        imported(empty(), content)
    assert caught.value.key == key
