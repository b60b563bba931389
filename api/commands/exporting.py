"""What `export` does for a mapping set of SSSOM."""

from __future__ import annotations

import sys
from pathlib import Path

from api.commands.words import LANG
from graph.export import whole_file
from graph.store import Store

NAME = "sssom"
TSV, TURTLE = ".sssom.tsv", ".sssom.ttl"


def is_set(form: str, output: Path | None) -> bool:
    """Says whether a mapping set is asked for, by the format or by the file's name."""
    return form == NAME or (output is not None and output.name.endswith((TSV, TURTLE)))


def export_set(store: Store, output: Path | None) -> None:
    """Writes the mapping set to a file, which appears whole or not at all, or to standard output."""
    from graph.sssom import records_in_force, write_set_rdf, write_set_tsv

    records = records_in_force(store)
    if output is None:
        write_set_tsv(store, records, sys.stdout.buffer, LANG)
        return
    with whole_file(output) as file:
        if output.name.endswith(TURTLE):
            file.write(write_set_rdf(store, records, "text/turtle", LANG))
        else:
            write_set_tsv(store, records, file, LANG)
