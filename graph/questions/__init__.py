"""Every SPARQL question as one file: title and parameters in its head, then the query itself."""

from __future__ import annotations

from graph.questions.binder import bind
from graph.questions.reader import Parameter, Question, load_lookups, load_questions, read_question

__all__ = ["Parameter", "Question", "bind", "load_lookups", "load_questions", "read_question"]
