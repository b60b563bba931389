"""The heads of an answer's columns, in the words of the pages; the command line and the pages share them."""

from __future__ import annotations

from api.wording.messages import messages, text


def column_head(column: str, lang: str, question: str = "") -> str:
    """Returns a column of a question in words; one that nobody has worded is called as the query calls it.

    What a column means in one question only is worded as `pages.column.<question>.<column>`.

    >>> column_head("saidBy", "sv"), column_head("noSuch", "sv")
    ('Vem säger det', 'noSuch')
    >>> column_head("source", "en"), column_head("source", "en", "contested-alignments")
    ('Source', 'From')
    """
    keys = (f"pages.column.{question}.{column}", f"pages.column.{column}")
    return next((text(key, lang) for key in keys if key in messages(lang)), column)
