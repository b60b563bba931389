"""The package sssom reads what we write; it lives in an environment of its own (decision 0013)."""

from __future__ import annotations

import json
import subprocess
from pathlib import Path

import pytest

from graph.commits import Writer
from graph.model import Name
from graph.recording import Decision, Recorder
from graph.sssom import records_in_force, write_set_rdf
from graph.sssom.slots import EXTENSIONS, curie
from graph_facts import BASE, Clock
from test_graph_sssom import ANNA, BO, DRAFT, WHY, empty, exported

pytestmark = pytest.mark.sssom
READER = Path(__file__).with_name("read_sssom.py")


def test_the_package_reads_both_forms_and_finds_no_fault(root: Path, tmp_path: Path) -> None:
    store = empty()
    writer = Writer(store, clock=Clock())
    odd = Name('Ett "citat"\nmed\tlite av allt; 1|2 #3, åäö æø', "sv")
    name = Recorder(writer, ANNA).state(DRAFT)
    Recorder(writer, BO).review(Decision(name, DRAFT.confidence, odd))
    Recorder(writer, ANNA).review(Decision(name, -DRAFT.confidence, WHY))
    records = list(records_in_force(store))
    (tmp_path / "set.sssom.tsv").write_bytes(exported(store))
    (tmp_path / "set.sssom.ttl").write_bytes(write_set_rdf(store, records, "text/turtle"))
    command = [root / ".sssom/bin/python", "-W", "ignore", READER, "set.sssom.tsv", "set.sssom.ttl"]
    done = subprocess.run(command, cwd=tmp_path, capture_output=True, text=True, check=False, timeout=300)
    assert done.returncode == 0, done.stderr
    told = json.loads(done.stdout)
    [record] = records
    expected = sorted(
        [
            *(
                curie(each, BASE)
                for each in (review.iri, record.source, record.predicate, record.target, record.author)
            ),
            curie(review.reviewer, BASE),
            record.reasoning[0].text,
            float(record.confidence),
            float(review.agreement),
        ]
        for review in record.reviews
    )
    assert told["problems"] == []
    assert told["tsv"] == expected
    assert [[_short(cell) for cell in row] for row in told["rdf"]] == expected
    assert told["extensions"] == [slot.name for slot in EXTENSIONS]


def _short(cell: object) -> object:
    """Returns a cell of the RDF as the TSV has it: RDF has no prefix for the base."""
    return cell.replace(BASE, "here:") if isinstance(cell, str) else cell
