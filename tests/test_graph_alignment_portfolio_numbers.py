"""The exact arithmetic below the portfolio: digits, amounts, and parts that add up."""

from __future__ import annotations

from decimal import Decimal
from fractions import Fraction

import numpy as np

from graph.alignment.portfolio import Sum
from graph.alignment.portfolio.amounts import Amount, Amounts
from graph.alignment.portfolio.digits import cut, joined, multiplied, places_for, product
from graph.alignment.portfolio.figures import shared_out
from graph.alignment.portfolio.frame import natural


def test_amounts_stay_exact_when_they_outgrow_a_double() -> None:
    values = [Decimal("0.1"), Decimal("123456789012345678901.25"), Decimal("3"), Decimal("1e-17")]
    amounts = Amounts()
    amounts.extend([Amount(1, -1, 0, values[0], "a"), Amount(2, 0, 0, values[1], "b")])
    amounts.extend([Amount(3, 0, 0, values[2], "c"), Amount(3, 1, 0, values[2], "c")])
    amounts.extend([Amount(4, 0, 0, values[3], "d")])
    held = joined(amounts.held(5, 1).digits).tolist()
    assert [Fraction(each, 10**amounts.scale) for each in held[1:]] == [Fraction(value) for value in values]
    assert sum(held) == int(sum(map(Fraction, values), Fraction(0)) * 10**amounts.scale)
    one = np.array([True, True, False])
    assert joined(amounts.held(5, 1, one).digits).tolist()[3] == 3 * 10**amounts.scale


def test_digits_multiply_and_join_exactly() -> None:
    numbers = [0, 1, 2**31 - 1, 2**31, 2**52 + 3, 123456789]
    factors = [1, 2**40 + 7, 12252240]
    which = np.array([0, 1, 2, 1, 1, 2])
    found = joined(multiplied((np.array(numbers, float),), factors, which)).tolist()
    assert found == [number * factors[place] for number, place in zip(numbers, which, strict=True)]
    wide = cut(2**100 + 5, places_for([2**100 + 5]))
    assert sum(digit << (31 * place) for place, digit in enumerate(wide)) == 2**100 + 5
    left, right = np.arange(60_000.0).reshape(20, 3000), np.ones((3000, 40))
    assert (product(left, right) == left @ right).all()


def test_rounding_shares_out_what_is_missing() -> None:
    assert shared_out([], 4) == []
    assert shared_out([2, 1, 1], 4) == [1, 0, 0]
    assert sorted(["sdg/10", "sdg/9", "sdg/9.b"], key=natural) == ["sdg/9", "sdg/9.b", "sdg/10"]
    assert Sum("SEK", Decimal(1), Decimal(0), 1) != Sum("SEK", Decimal(1), Decimal(1), 1)
