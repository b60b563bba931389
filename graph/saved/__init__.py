"""Saved questions: public, each by somebody, with what came into its answer and what went out of it."""

from graph.saved.answers import LONGEST, MOST_BYTES, MOST_ROWS, Told, Turn, told_of
from graph.saved.keeping import MOST, Saved, Saves

__all__ = ["LONGEST", "MOST", "MOST_BYTES", "MOST_ROWS", "Saved", "Saves", "Told", "Turn", "told_of"]
