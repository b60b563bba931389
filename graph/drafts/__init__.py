"""Private drafts: submissions that are not in the graph, each seen by its owner and by reviewers."""

from graph.drafts.keeping import Draft, Drafts

__all__ = ["Draft", "Drafts"]
