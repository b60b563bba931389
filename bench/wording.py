"""Invented Swedish titles, so that names have the length and the letters of real ones."""

from __future__ import annotations

from random import Random

_NOUNS = str.split(
    "hållbar utveckling|kompetensförsörjning|innovation|fossilfri energi|cirkulär ekonomi|digitalisering"
    "|landsbygd|kollektivtrafik|infrastruktur|besöksnäring|integration|jämställdhet|utbildning|forskning"
    "|klimatanpassning|vatten|biologisk mångfald|skog|bioekonomi|vätgas|elektrifiering|omställning|industri"
    "|kluster|samverkan|demokrati|hälsa|vård|sysselsättning|arbetsmarknad|bostäder|stadsutveckling|livsmedel|jordbruk|fiske"
    "|kultur|öppna data|testbäddar|nätverk|export|kapital|rådgivning|mentorer|socialt företagande",
    "|",
)
_PLACES = str.split(
    "i regionen för små företag|med fokus på unga|längs kusten|i inlandet|i glesbygd|genom samverkan"
    "|i offentlig sektor|över gränsen|för framtiden|i praktiken",
    "|",
)


def title(random: Random) -> str:
    """Returns a title of some five words."""
    return f"{random.choice(_NOUNS).capitalize()} och {random.choice(_NOUNS)} {random.choice(_PLACES)}"
