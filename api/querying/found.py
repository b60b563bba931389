"""Which questions have the words that somebody seeks."""

from __future__ import annotations

from graph.questions import Question
from graph.search.words import folded


def says(question: Question, sought: str, lang: str) -> bool:
    """Says whether a question has each word in its name, its title or what describes it, as a part of a word.

    >>> from graph.questions import load_questions
    >>> question = load_questions()["projects-serving-goal"]
    >>> [says(question, sought, "sv") for sought in ("", "MÅL bidrar", "mal projekt", "mål pengar")]
    [True, True, True, False]
    """
    words = folded(sought).split()
    if not words:
        return True
    told = folded(f"{question.name} {question.title[lang]} {question.description.get(lang, '')}")
    return all(word in told for word in words)
