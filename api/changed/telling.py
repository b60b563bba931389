"""Words an account of changes: who, why, what, with the names that the graph still holds."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import islice

from api.changed.asking import Span
from api.changed.schemas import ChangeModel, ChangesModel, DoneSumModel, UnreadModel
from api.pages.reader import Label, Reader
from api.schemas import NameModel, ThingModel
from api.wording.reasons import worded_reason
from graph.model import Commit
from graph.since import Account, Act

MOST_NAMED = 5


def told_changes(
    reader: Reader, found: Account, span: Span, about: tuple[str | None, str | None], bounds: tuple[int, int]
) -> ChangesModel:
    """Returns an account as JSON shows it; `about` is thing and area, `bounds` limit and offset."""
    limit, offset = bounds
    total = sum(len(act.sums) for act in found.acts)
    rows = islice(_rows(found), offset, offset + limit)
    of, territory = (_thing(reader, each) if each else None for each in about)
    return ChangesModel(
        of=of,
        territory=territory,
        since=span.since,
        until=span.until,
        sequence=found.sequence,
        commits=len(found.acts),
        sums=[DoneSumModel(kind=kind, gone=gone, count=n) for (kind, gone), n in found.sums.items()],
        unread=[_unread(reader, commit) for commit in found.unread],
        reached=found.reached.at if found.reached else None,
        filled=found.filling.at if found.filling else None,
        items=[_change(reader, *row) for row in rows],
        total=total,
        next=str(offset + limit) if offset + limit < total else None,
    )


def named_of(reader: Reader, act: Act, kind: str, gone: bool, most: int = MOST_NAMED) -> list[str]:
    """Returns the first things of a kind of act that the graph still holds: what is gone has no name."""
    things = (
        thing
        for part in act.parts
        if (part.sign.kind, part.sign.is_gone) == (kind, gone)
        for thing in part.things
    )
    return list(islice((each for each in dict.fromkeys(things) if reader.known(each)), most))


def reasons_of(reader: Reader, act: Act, kind: str, gone: bool) -> list[Label]:
    """Returns why reviews, withdrawals and supersessions of a kind were made, each reason once.

    What the commit as a whole was made for is not said again.
    """
    events = (
        event
        for part in act.parts
        if (part.sign.kind, part.sign.is_gone) == (kind, gone)
        for event in part.events
    )
    found = (reader.text(event, "rdfs:comment") for event in events)
    told = dict.fromkeys(each for each in found if each and each.text != act.commit.reason)
    return [worded_label(reader, each) for each in islice(told, MOST_NAMED)]


def worded_label(reader: Reader, reason: Label) -> Label:
    """Returns a reason of the program's own in the reader's language, any other as it stands.

    What a list or an undoing did to a statement has the reason of its commit.
    """
    said = worded_reason(reason.text, reader.lang)
    return reason if said == reason.text else Label(said)


def _rows(found: Account) -> Iterator[tuple[Act, str, bool, int]]:
    for act in found.acts:
        yield from ((act, kind, gone, count) for (kind, gone), count in act.sums.items())


def _change(reader: Reader, act: Act, kind: str, gone: bool, count: int) -> ChangeModel:
    commit = act.commit
    return ChangeModel(
        iri=commit.iri,
        sequence=commit.sequence,
        at=commit.at,
        agent=_thing(reader, commit.agent) if commit.agent else None,
        reason=worded_reason(commit.reason, reader.lang),
        kind=kind,
        gone=gone,
        count=count,
        things=[_thing(reader, each) for each in named_of(reader, act, kind, gone)],
        because=[each.text for each in reasons_of(reader, act, kind, gone)],
    )


def _unread(reader: Reader, commit: Commit) -> UnreadModel:
    reason = worded_reason(commit.reason, reader.lang)
    return UnreadModel(iri=commit.iri, sequence=commit.sequence, at=commit.at, reason=reason)


def _thing(reader: Reader, iri: str) -> ThingModel:
    link = reader.link(iri)
    name = NameModel(text=link.label.text, lang=link.label.lang or reader.lang)
    return ThingModel(iri=iri, name=name, code=link.code, kind=None)
