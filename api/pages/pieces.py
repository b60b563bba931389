"""The smallest pieces of the pages as HTML: a name, a link, a link with its code, what a list is chosen from.

A page has hundreds of them, and what a template calls a macro costs several times as much as these.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

from markupsafe import Markup, escape

if TYPE_CHECKING:
    from api.pages.reader import Label, Link


def named(label: Label) -> Markup:
    """Returns a text, with its language where that is not the page's."""
    text = escape(label.text)
    return Markup(f'<span lang="{escape(label.lang)}">{text}</span>') if label.lang else text


def anchor(link: Link) -> Markup:
    """Returns a thing as a link to its page."""
    label = link.label
    lang = f' lang="{escape(label.lang)}"' if label.lang else ""
    return Markup(f'<a href="{escape(link.href)}"{lang}>{escape(label.text)}</a>')


def coded(link: Link) -> Markup:
    """Returns a thing as a link to its page, after its code where it has one."""
    told = anchor(link)
    return Markup(f'<span class="code">{escape(link.code)}</span> {told}') if link.code else told


def options(links: Iterable[Link], chosen: str | None) -> Markup:
    """Returns things to choose one from, each on a line; `chosen` is the IRI of the one that is."""
    return Markup("".join([_option(link, is_chosen=link.iri == chosen) for link in links]))


def _option(link: Link, *, is_chosen: bool) -> str:
    label, selected = link.label, " selected" if is_chosen else ""
    lang = f' lang="{escape(label.lang)}"' if label.lang else ""
    return f'<option value="{escape(link.iri)}"{selected}{lang}>{escape(label.text)}</option>\n'
