"""SHACL validation: of a graph, of a whole store, or of one submission with the context of its shapes."""

from graph.validation.context import neighbourhood
from graph.validation.engine import shipped_shapes, validate
from graph.validation.submissions import validate_dump, validate_store, validate_submission

__all__ = [
    "neighbourhood",
    "shipped_shapes",
    "validate",
    "validate_dump",
    "validate_store",
    "validate_submission",
]
