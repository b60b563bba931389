"""The ledger as a mapping set: what goes out comes back, and what is wrong is told by row and column."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable
from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from api.shapes import by_shapes
from data import shipped_files
from graph.commits import Writer
from graph.derived import derive
from graph.errors import NotPermitted
from graph.ledger.events import Tool
from graph.ledger.status import standing_of
from graph.loading import load_shipped
from graph.model import Name, Quote
from graph.recording import Agent, Decision, Draft, Proof, Recorder
from graph.sssom import SetImport, import_set, records_in_force, write_set_rdf, write_set_tsv
from graph.sssom.cells import guarded, unguarded
from graph.sssom.slots import COLUMNS
from graph.store import Changes, Store, open_store, parse_rdf
from graph.terms import expand, iri
from graph_facts import BASE, Clock
from small_graph import full, small_store

IMPORTER = Agent(BASE + "id/agent/local/importer", "Importer")
ANNA = Agent(BASE + "id/agent/local/anna", "=Anna")
BO = Agent("https://orcid.org/0000-0001-2345-6789", "Bo")
BOT = Agent(BASE + "id/agent/local/bot", "Bot", is_machine=True)
WHY = Name("Det står i planen.", "sv")
DRAFT = Draft(
    source=full("project/x/p4"),
    target=expand("sdg:6").value,
    strength=2,
    confidence=Decimal("0.70"),
    evidence=(Proof(full("document/x/list"), Quote("rent vatten", "sv", "för ", " i sjön")),),
    reasoning=Name("Vatten.", "sv"),
)


def without_ledger(store: Store) -> Store:
    """Returns a store of the same facts in which nobody has stated anything yet."""
    kept = (
        quad
        for quad in store.quads()
        if not str(quad.graph_name).startswith(
            (f"<{BASE}graph/ledger/", f"<{BASE}graph/derived/", f"<{BASE}graph/commits")
        )
    )
    made = open_store("memory:")
    made.apply(Changes(added=frozenset(kept)), 1)
    made.apply(Changes(added=derive(made)), 2)
    return made


EMPTY = without_ledger(small_store())


def empty() -> Store:
    return without_ledger(EMPTY)


def exported(store: Store, lang: str = "en") -> bytes:
    output = io.BytesIO()
    write_set_tsv(store, records_in_force(store), output, lang)
    return output.getvalue()


def imported(store: Store, content: bytes, *, validate: bool = False) -> SetImport:
    return import_set(
        content, "set.sssom.tsv", Writer(store, by_shapes if validate else None, Clock()), IMPORTER
    )


def rows_of(content: bytes) -> list[dict[str, str]]:
    lines = [line for line in content.decode().splitlines(keepends=True) if not line.startswith("#")]
    return list(csv.DictReader(io.StringIO("".join(lines), newline=""), delimiter="\t"))


def table(rows: Iterable[dict[str, str]], head: str = "") -> bytes:
    text = io.StringIO()
    writer = csv.DictWriter(text, COLUMNS, delimiter="\t", lineterminator="\n", restval="")
    writer.writeheader()
    writer.writerows(rows)
    return (head + text.getvalue()).encode()


ROW = {
    "subject_id": "id/project/x/p4",
    "predicate_id": "pg:contributesTo",
    "object_id": "sdg:6",
    "mapping_justification": "semapv:ManualMappingCuration",
    "confidence": "0.7",
    "pg_strength": "2",
    "pg_evidence": "id/document/x/list",
}


def test_what_goes_out_comes_back_into_an_empty_ledger_and_fits_the_shapes() -> None:
    store, target = empty(), empty()
    writer = Writer(store, by_shapes, Clock())
    name = Recorder(writer, BOT).state(DRAFT)
    Recorder(writer, ANNA).review(Decision(name, Decimal("0.5"), WHY))
    Recorder(writer, BO).review(Decision(name, Decimal(-1), WHY))
    done = imported(target, exported(store), validate=True)
    assert list(records_in_force(target)) == list(records_in_force(store))
    assert (done.rows, done.statements, done.reviews) == (2, 1, 2)
    assert standing_of(target, iri(name)).status == "contested"
    assert len(rows_of(exported(target))) == 2


def test_the_method_of_a_machine_goes_out_and_comes_back() -> None:
    store, target = empty(), empty()
    Recorder(Writer(store, by_shapes, Clock()), BOT).state(replace(DRAFT, tool=Tool("=Reader", "1.0")))
    [row] = rows_of(exported(store))
    assert (row["mapping_tool"], row["mapping_tool_version"]) == ("'=Reader", "1.0")
    imported(target, exported(store))
    assert list(records_in_force(target)) == list(records_in_force(store))


def test_what_ships_comes_back_the_same() -> None:
    store = open_store("memory:")
    load_shipped(store, shipped_files(examples=True))
    records = list(records_in_force(store))
    target = without_ledger(store)
    assert imported(target, exported(store)).statements == len(records) > 100
    assert list(records_in_force(target)) == records


def test_a_machine_brings_in_no_set() -> None:
    store = empty()
    with pytest.raises(NotPermitted, match="set-by-machine"):
        import_set(table([ROW]), "x", Writer(store), BOT)
    assert list(records_in_force(store)) == []


_TEXT = st.text(min_size=1, max_size=20).filter(str.strip)
_NAMES = st.builds(Name, _TEXT, st.sampled_from(["sv", "da", "en"]))
_AROUND = st.text(max_size=10)
_QUOTES = st.builds(Quote, _TEXT, st.sampled_from(["sv", "da", "en"]), _AROUND, _AROUND)
_PROOFS = st.builds(
    Proof, st.sampled_from([full("document/x/list"), full("document/x/rus")]), st.none() | _QUOTES
)
_DRAFTS = st.builds(
    Draft,
    source=st.sampled_from(
        [full(f"project/x/p{number}") for number in range(1, 5)] + [full("objective/x/a")]
    ),
    target=st.sampled_from([expand(name).value for name in ("sdg:6", "sdg:9", "sdg:9.5")]),
    strength=st.integers(1, 3),
    confidence=st.decimals(0, 1, places=2),
    evidence=st.lists(_PROOFS, min_size=1, max_size=2).map(tuple),
    reasoning=st.none() | _NAMES,
    hinders=st.booleans(),
    said=st.none() | st.dates(date(1990, 1, 1), date(2026, 1, 1)),
)
_REVIEWS = st.lists(st.tuples(st.sampled_from([ANNA, BO]), st.decimals(-1, 1, places=1), _NAMES), max_size=3)
_LEDGERS = st.lists(
    st.tuples(st.sampled_from([ANNA, BO, BOT]), _DRAFTS, _REVIEWS),
    min_size=1,
    max_size=4,
    unique_by=lambda each: (each[0].iri, each[1].source, each[1].target, each[1].hinders),
)


@settings(max_examples=60, deadline=None)
@given(_LEDGERS)
def test_any_ledger_comes_back_the_same(
    ledger: list[tuple[Agent, Draft, list[tuple[Agent, Decimal, Name]]]],
) -> None:
    store, target = empty(), empty()
    writer = Writer(store, clock=Clock())
    for author, draft, reviews in ledger:
        name = Recorder(writer, author).state(draft)
        for reviewer, agreement, reason in reviews:
            Recorder(writer, reviewer).review(Decision(name, agreement, reason))
    content = exported(store)
    done = imported(target, content)
    assert list(records_in_force(target)) == list(records_in_force(store))
    assert done.statements == len(ledger)
    assert done.reviews == sum(len(reviews) for _, _, reviews in ledger)
    for record in records_in_force(store):
        ours, theirs = standing_of(store, iri(record.iri)), standing_of(target, iri(record.iri))
        assert (ours.status, ours.score, ours.by_machine) == (theirs.status, theirs.score, theirs.by_machine)
    assert imported(target, content).commit is None
    assert rows_of(exported(target)) == rows_of(content)


@given(st.text(max_size=12))
def test_a_guard_comes_off_as_it_went_on_and_leaves_no_formula(text: str) -> None:
    assert unguarded(guarded(text)) == text
    assert not guarded(text).startswith(("=", "+", "-", "@", "\t", "\r"))


def test_no_cell_of_people_begins_like_a_formula() -> None:
    store = empty()
    writer = Writer(store, clock=Clock())
    name = Recorder(writer, ANNA).state(replace(DRAFT, reasoning=Name('=HYPERLINK("http://x")\n\t=1', "sv")))
    Recorder(writer, ANNA).review(Decision(name, Decimal(-1), Name("@SUM(A1)", "sv")))
    [row] = rows_of(exported(store))
    assert (row["comment"], row["pg_author_name"]) == ('\'=HYPERLINK("http://x") =1', "'=Anna")
    numbers = {"reviewer_agreement"}
    assert not any(
        cell.startswith(("=", "+", "-", "@")) for column, cell in row.items() if column not in numbers
    )
    target = empty()
    imported(target, exported(store))
    [record] = records_in_force(target)
    assert record.reasoning == (Name('=HYPERLINK("http://x")\n\t=1', "sv"),)
    assert any(str(quad.object) == '"=Anna"@und' for quad in target.quads(iri(ANNA.iri)))


def test_the_rdf_says_the_same_in_each_syntax() -> None:
    store = small_store()
    records = list(records_in_force(store))
    found = {
        media_type: set(
            map(str, parse_rdf(write_set_rdf(store, records, media_type), base=BASE, media_type=media_type))
        )
        for media_type in ("text/turtle", "application/n-triples", "application/rdf+xml")
    }
    turtle = found["text/turtle"]
    rows = sum(max(len(record.reviews), 1) for record in records)
    assert len([quad for quad in turtle if "sssom/mappings>" in quad]) == rows
    agreements = [quad for quad in turtle if "reviewer_agreement" in quad]
    assert agreements
    assert all("XMLSchema#double" in quad for quad in agreements)
    assert {len(each) for each in found.values()} == {len(turtle)}


def test_a_set_of_others_needs_no_iris_dates_or_authors() -> None:
    store = empty()
    content = table([ROW], "#curie_map:\n#  goal: http://metadata.un.org/sdg/\n#mapping_date: 2021-05-06\n")
    content = content.replace(b"sdg:6", b"goal:6")
    done = imported(store, content, validate=True)
    [record] = records_in_force(store)
    assert (done.statements, record.author, record.target) == (1, IMPORTER.iri, expand("sdg:6").value)
    assert record.recorded.date() == date(2021, 5, 6)
    assert imported(store, content, validate=True).commit is None
    assert done.commit is not None
    assert (done.commit.agent, done.commit.mapping) == (IMPORTER.iri, "sssom")
    assert done.commit.reason == "Import of set.sssom.tsv by the mapping sssom"


def test_a_status_that_the_ledger_does_not_bear_out_is_told_of() -> None:
    store = empty()
    rows = [
        ROW | {"pg_status": "accepted"},
        ROW | {"object_id": "sdg:9", "pg_status": "accepted"} | REVIEW,
        ROW | {"object_id": "sdg:9.5", "pg_status": "proposed"},
    ]
    done = imported(store, table(rows))

    assert [(each.key, each.place.row, each.place.column, dict(each.values)) for each in done.warnings] == [
        ("status-not-read", 2, "pg_status", {"value": "accepted", "status": "proposed"})
    ]
    changed = exported(store).replace(b"\taccepted", b"\trejected")
    assert {each.place.value for each in imported(store, changed).warnings} == {"rejected"}
    assert imported(store, exported(store)).warnings == ()


REVIEW = {
    "reviewer_id": "https://orcid.org/0000-0001-2345-6789",
    "reviewer_agreement": "1",
    "pg_review_reason": "Ja.",
    "pg_reviewer_name": "Bo",
    "pg_reviewer_kind": "person",
}


def test_what_an_author_says_in_the_same_words_under_another_iri_is_known() -> None:
    """The versions of what a list says are numbered in each store as they came there."""
    store = empty()
    imported(store, table([ROW]))
    [record] = records_in_force(store)
    content = table([ROW | REVIEW | {"pg_alignment": f"{record.iri},2", "pg_status": "accepted"}])
    done = imported(store, content, validate=True)
    assert (done.statements, done.reviews, done.warnings) == (0, 1, ())
    [held] = records_in_force(store)
    assert (held.iri, held.status, len(held.reviews)) == (record.iri, "accepted", 1)
    assert imported(store, content).commit is None
