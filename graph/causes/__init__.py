"""Why something cannot be read, in words of our own: each parser's complaints by key, a table for each."""

from graph.causes.csv import csv_cause
from graph.causes.encodings import likely_encoding
from graph.causes.files import engine_cause, os_cause
from graph.causes.iris import iri_cause
from graph.causes.json import json_cause
from graph.causes.rdf import rdf_cause
from graph.causes.sparql import sparql_cause
from graph.causes.tables import named
from graph.causes.workbooks import workbook_cause

__all__ = [
    "csv_cause",
    "engine_cause",
    "iri_cause",
    "json_cause",
    "likely_encoding",
    "named",
    "os_cause",
    "rdf_cause",
    "sparql_cause",
    "workbook_cause",
]
