"""The language that the command line speaks: one for the whole process, known before any command is read."""

from __future__ import annotations

import os
import sys
from collections.abc import Mapping, Sequence
from itertools import pairwise

from api.wording.messages import plural, text
from ontology.languages import LANGUAGES

FALLBACK = "en"
_VARIABLES = ("POLICYGRAPH_LANG", "LC_ALL", "LC_MESSAGES", "LANG")


def spoken(arguments: Sequence[str], environment: Mapping[str, str]) -> str:
    """Returns the language of `--lang`, else of the first variable that is set and names one that we speak.

    >>> spoken(["--lang", "da"], {"LANG": "sv_SE.UTF-8"}), spoken([], {"LANG": "sv_SE.UTF-8"}), spoken([], {})
    ('da', 'sv', 'en')
    """
    asked = [following for word, following in pairwise(arguments) if word == "--lang"]
    joined = [word.removeprefix("--lang=") for word in arguments if word.startswith("--lang=")]
    stated = (*asked, *joined, *(environment.get(name, "") for name in _VARIABLES))
    return next((tag[:2].lower() for tag in stated if tag[:2].lower() in LANGUAGES), FALLBACK)


LANG = spoken(sys.argv[1:], os.environ)


def say(key: str, **values: object) -> str:
    """Returns what the command line says under `cli.<key>`, in the language of the process."""
    return text(f"cli.{key}", LANG, **values)


def say_count(key: str, count: int, **values: object) -> str:
    """Returns the form of `cli.<key>` that fits the count."""
    return plural(f"cli.{key}", count, LANG, **values)


def say_error(key: str, **values: object) -> str:
    """Returns the message of an error, in the language of the process."""
    return text(f"error.{key}", LANG, **values)
