"""Search by code and by words over all that has a name, from an index kept beside the store."""

from graph.search.duplicates import Duplicate, likely_duplicates
from graph.search.found import Facet, Filters, Found, Highlight, Hit, Segment, Value
from graph.search.search import Search

__all__ = [
    "Duplicate",
    "Facet",
    "Filters",
    "Found",
    "Highlight",
    "Hit",
    "Search",
    "Segment",
    "Value",
    "likely_duplicates",
]
