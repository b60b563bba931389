"""Numbers, strength and confidence as people write them: read, and shown again without loss."""

from __future__ import annotations

from decimal import Context, Decimal, DecimalException

# A confidence may have thirty decimals; the usual context would round them.
_EXACT = Context(prec=60)


def number_of(text: str) -> Decimal | None:
    """Returns a number as people write it, None if it is none, or may be two.

    >>> number_of("1 250 000,50"), number_of("-71.5"), number_of("500.000"), number_of("mycket")
    (Decimal('1250000.50'), Decimal('-71.5'), None, None)
    """
    from graph.importers.tabular_numbers import read_number

    value, other = (read_number(text, "", point) for point in (",", "."))
    return value if value == other else None


def strength_of(text: str) -> int:
    """Returns a strength of 1 to 3; what is none becomes 0, which is refused at its field."""
    return int(text) if text in ("1", "2", "3") else 0


def share_of(text: str) -> Decimal:
    """Returns per cent as a share of 1; what is no number becomes -1, which is refused at its field.

    >>> share_of("82,5 %"), share_of("much")
    (Decimal('0.825'), Decimal('-1'))
    """
    try:
        value = Decimal(text.replace(",", ".").replace("%", "").strip())
        return value.scaleb(-2, _EXACT) if value.is_finite() else Decimal(-1)
    except DecimalException:
        return Decimal(-1)


def percent_of(share: Decimal, lang: str) -> str:
    """Returns a share of 1 as per cent with all its decimals, so that it reads back as it was.

    >>> percent_of(Decimal("0.825"), "sv"), percent_of(Decimal("0.8"), "en")
    ('82,5', '80')
    """
    text = f"{share.scaleb(2, _EXACT):f}"
    text = text.rstrip("0").rstrip(".") if "." in text else text
    return text if lang == "en" else text.replace(".", ",")
