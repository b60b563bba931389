"""Saved questions: kept for everybody to see, asked again at most once for each revision."""

from api.saved.acting import looked_at, removable, remove_saved, save_question

__all__ = ["looked_at", "removable", "remove_saved", "save_question"]
