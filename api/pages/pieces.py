"""The smallest pieces of the pages as HTML: a name, a link, a link with its code.

A page has hundreds of them, and what a template calls a macro costs several times as much as these.
"""

from __future__ import annotations

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
