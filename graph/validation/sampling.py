"""Checks put to a sample of a batch: where all its things must fare alike, a few of each make tell of all."""

from __future__ import annotations

import re
from collections.abc import Callable

from graph.ledger.words import TYPE
from graph.store import Batch, Sample
from graph.validation.compiled import Check, Stated, found_by

_IRI = re.compile(r"<[^<>\s]*>")
# What looks into names or tells one from another; of a focus node, and of any value.
_BY_NAME = re.compile(r"\b(?:STR|sameTerm)\(")
_BY_OWN_NAME = re.compile(r"\b(?:STR|sameTerm)\([^()]*\?this\b")


def spared(batch: Batch) -> Callable[[Check], bool]:
    """Returns what says of a check that it surely finds no thing of the batch.

    It finds none in the sample, and cannot tell other things from these. What is known of others must be
    beside the batch.
    """
    if batch.sample is None:
        return lambda _check: False
    sample, stated, is_own = batch.sample, Stated(batch.sampled), batch.subjects.__contains__
    return lambda check: is_blind(check, sample) and not any(map(is_own, found_by(stated, check)))


def is_blind(check: Check, sample: Sample) -> bool:
    """Says whether a check cannot tell things of which one is like the other as the sample has it.

    What is a query in the shapes already is taken for one that can, and so is what looks back from a value,
    or at anything that is stated. None is blind where like things are of unlike classes.
    """
    is_query_of_shapes, takes_several_steps = check.query.startswith("PREFIX"), bool(check.mentions)
    if is_query_of_shapes or takes_several_steps or check.target.nodes or str(TYPE) in sample.varied:
        return False
    if check.shows_missing:  # it sees that there is a value, not which
        return True
    read = set(_IRI.findall(check.query))
    if not read.isdisjoint(sample.varied) or _BY_OWN_NAME.search(check.query):
        return False
    return read.isdisjoint(sample.linking) or not _BY_NAME.search(check.query)
