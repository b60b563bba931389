"""Every SPARQL question as one file: title and parameters in its head, then the query itself."""

from __future__ import annotations

from graph.questions.binder import at_base, bind, count_of, page_of
from graph.questions.reader import Parameter, Question, load_lookups, load_questions, read_question

__all__ = [
    "Parameter",
    "Question",
    "at_base",
    "bind",
    "count_of",
    "load_lookups",
    "load_questions",
    "page_of",
    "read_question",
]
