"""Comparisons of documents as HTTP tells them: parameters, JSON, CSV."""
