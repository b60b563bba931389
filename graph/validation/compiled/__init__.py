"""SHACL compiled to SPARQL: queries find the nodes at fault in a whole store, pySHACL says what is wrong."""

from graph.validation.compiled.building import Apart, Hierarchy
from graph.validation.compiled.checks import Check, Compiled, compiled
from graph.validation.compiled.faults import Faults, faults_in, found_by
from graph.validation.compiled.narrowing import narrowed, untold
from graph.validation.compiled.stated import Stated

__all__ = [
    "Apart",
    "Check",
    "Compiled",
    "Faults",
    "Hierarchy",
    "Stated",
    "compiled",
    "faults_in",
    "found_by",
    "narrowed",
    "untold",
]
