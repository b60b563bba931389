"""Writes an answer as JSON; things listed by thousands from the text that was made of each once."""

from __future__ import annotations

from collections.abc import Iterable, MutableMapping

from api.portfolio.schemas import GapsModel
from api.schemas import Model, ThingModel

_LISTS = ("without_project", "without_money", "without_indicator")
Texts = MutableMapping[str, bytes]


def json_of(told: Model, texts: Texts) -> bytes:
    """Returns the answer as JSON; `texts` are those of things by IRI, and what is new is added to them."""
    return _gaps(told, texts) if isinstance(told, GapsModel) else told.model_dump_json().encode()


def _gaps(told: GapsModel, texts: Texts) -> bytes:
    lists = (b'"%s":[%s]' % (name.encode(), _things(getattr(told, name), texts)) for name in _LISTS)
    rest = told.model_dump_json(exclude=set(_LISTS)).encode()
    return b"".join((rest[:-1], b",", b",".join(lists), b"}"))


def _things(things: Iterable[ThingModel], texts: Texts) -> bytes:
    return b",".join(texts.get(each.iri) or _text(each, texts) for each in things)


def _text(thing: ThingModel, texts: Texts) -> bytes:
    return texts.setdefault(thing.iri, thing.model_dump_json().encode())
