"""Exact arithmetic on arrays of amounts, each given in digits of 31 bits as doubles."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np

from graph.alignment.portfolio.numbers import Array

BITS = 31
EXACT = 2**53
_MASK = (1 << BITS) - 1
_ONE_THREAD = 200_000
Digits = tuple[Array, ...]


def joined(digits: Sequence[Array]) -> Array:
    """Returns whole numbers: 64 bits wide where one digit holds them, Python's own otherwise."""
    if len(digits) == 1:
        return digits[0].astype(np.int64)
    shifted = [_as_objects(digit) << (BITS * place) for place, digit in enumerate(digits)]
    whole: Array = np.add.reduce(shifted)
    return whole


def product(left: Array, right: Array) -> Array:
    """Returns the matrix product, made of products so small that numpy's library starts no threads.

    Its threads wait for each other in a loop: on a machine that has other work, tens of milliseconds.
    """
    step = max(1, _ONE_THREAD // max(1, left.shape[0] * right.shape[1]))
    whole = np.zeros((left.shape[0], right.shape[1]))
    for start in range(0, left.shape[1], step):
        whole += left[:, start : start + step] @ right[start : start + step]
    return whole


def cut(number: int, places: int) -> list[int]:
    """Returns the digits of a number; the last one holds the rest, and the sign."""
    lower = [number >> (BITS * place) & _MASK for place in range(places - 1)]
    return [*lower, number >> (BITS * (places - 1))]


def places_for(numbers: Sequence[int]) -> int:
    """Returns how many digits these numbers need."""
    return max(1, -(-max((number.bit_length() for number in numbers), default=0) // BITS))


def multiplied(digits: Digits, factors: Sequence[int], which: Array) -> Digits:
    """Returns digits of each amount times the factor that `which` picks for it."""
    wide = places_for(factors)
    table = np.array([cut(factor, wide) for factor in factors], np.int64).reshape(-1, wide)
    parts = _narrow(digits)
    found: list[Any] = [np.zeros(len(which), np.int64) for _ in range(len(parts) + wide)]
    for i, part in enumerate(parts):
        for j in range(wide):
            product = part * table[which, j]
            found[i + j] += product & _MASK
            found[i + j + 1] += product >> BITS
    return tuple(each.astype(np.float64) for each in found)


def _narrow(digits: Digits) -> list[Array]:
    """Returns digits of 31 bits; a lone digit may be wider, up to 53 bits."""
    whole = [digit.astype(np.int64) for digit in digits]
    return [whole[0] & _MASK, whole[0] >> BITS] if len(whole) == 1 else whole


def _as_objects(digit: Array) -> Array:
    return digit.astype(np.int64).astype(object)
