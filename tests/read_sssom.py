"""Reads a mapping set by the package sssom, in the environment that has it, and says what it found as JSON.

Arguments: the TSV, the Turtle. Called by test_graph_sssom_package.py; nothing of ours is imported here.
"""

import json
import sys

from sssom.parsers import parse_sssom_rdf, parse_sssom_table
from sssom.validators import DEFAULT_VALIDATION_TYPES, validate

COLUMNS = ("record_id", "subject_id", "predicate_id", "object_id", "author_id", "reviewer_id", "comment")
NUMBERS = ("confidence", "reviewer_agreement")


def told(document):
    """Returns the rows of a set as the package has them."""
    frame = document.df
    rows = [
        [str(row[name]) if name in frame and row[name] == row[name] else "" for name in COLUMNS]
        + [
            float(row[name]) if name in frame and row[name] == row[name] and row[name] != "" else None
            for name in NUMBERS
        ]
        for _, row in frame.iterrows()
    ]
    return sorted(rows, key=lambda row: row[0])


table = parse_sssom_table(sys.argv[1])
reports = validate(table, DEFAULT_VALIDATION_TYPES, fail_on_error=False)
problems = [result.message for report in reports.values() for result in report.results]
slots = [each["slot_name"] for each in table.metadata["extension_definitions"]]
answer = {
    "tsv": told(table),
    "rdf": told(parse_sssom_rdf(sys.argv[2])),
    "problems": problems,
    "extensions": slots,
}
sys.stdout.write(json.dumps(answer))
