"""Dumps of the whole dataset, one for each revision that is asked for, each with its checksums."""

from graph.dumps.files import SUFFIX, Dump
from graph.dumps.keeping import Dumps
from graph.dumps.sources import Source, copied

__all__ = ["SUFFIX", "Dump", "Dumps", "Source", "copied"]
