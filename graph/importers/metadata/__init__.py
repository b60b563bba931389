"""What a mapping may say, property by property, and what is wrong where it says something else."""

from graph.importers.metadata.form import faults_of
from graph.importers.metadata.names import CALLED, KEY, NAMED, ROW, VARIABLE

__all__ = ["CALLED", "KEY", "NAMED", "ROW", "VARIABLE", "faults_of"]
