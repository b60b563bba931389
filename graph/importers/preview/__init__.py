"""What an import would do, told before it is done: findings by cell, projects, chains, the portfolio."""

from graph.importers.preview.model import STATES, Effect, Preview, Previewed, Way
from graph.importers.preview.previewing import preview_list

__all__ = ["STATES", "Effect", "Preview", "Previewed", "Way", "preview_list"]
