"""What the core reads of the graph: every query behind it is a question file, every answer a dataclass."""

from __future__ import annotations

from graph.repository.answers import Answer
from graph.repository.projects import ProjectFilters
from graph.repository.repository import Repository

__all__ = ["Answer", "ProjectFilters", "Repository"]
