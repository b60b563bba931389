"""Derives the outlines of the regions from Natural Earth; run once, its result is committed.

`python data/outlines/derive.py world_map.gpkg > data/outlines/regions.json` reads the layer
`states_provinces` of the map of the world that QGIS ships: Natural Earth 1:10m, Admin 1, version 4.1.0, which
is in the public domain, simplified by QGIS.
"""

from __future__ import annotations

import json
import math
import sqlite3
import struct
import sys
from collections.abc import Iterator
from itertools import pairwise
from pathlib import Path

NUTS = {
    "Stockholm": "SE110",
    "Uppsala": "SE121",
    "Södermanland": "SE122",
    "Östergötland": "SE123",
    "Orebro": "SE124",
    "Västmanland": "SE125",
    "Jönköping": "SE211",
    "Kronoberg": "SE212",
    "Kalmar": "SE213",
    "Gotland": "SE214",
    "Blekinge": "SE221",
    "Skåne": "SE224",
    "Halland": "SE231",
    "Västra Götaland": "SE232",
    "Värmland": "SE311",
    "Dalarna": "SE312",
    "Gävleborg": "SE313",
    "Västernorrland": "SE321",
    "Jämtland": "SE322",
    "Västerbotten": "SE331",
    "Norrbotten": "SE332",
    "Hovedstaden": "DK01",
    "Sjaælland": "DK02",
    "Syddanmark": "DK03",
    "Midtjylland": "DK04",
    "Nordjylland": "DK05",
}
WIDTH = 480
CENTRE = (math.radians(62), math.radians(16))
LEAST = 3.0  # square pixels: smaller islands are left out
Point = tuple[float, float]


def rings(content: bytes) -> Iterator[list[Point]]:
    """Yields the outer rings of a geometry of GeoPackage: a header, then WKB of polygons in degrees."""
    envelope = (0, 32, 48, 48, 64)[content[3] >> 1 & 7]
    yield from _rings(content, 8 + envelope)[0]


def _rings(content: bytes, at: int) -> tuple[list[list[Point]], int]:
    order = "<" if content[at] else ">"
    kind, count = struct.unpack_from(order + "II", content, at + 1)
    at += 9
    found: list[list[Point]] = []
    for number in range(count):
        if kind % 1000 == 6:
            inner, at = _rings(content, at)
            found += inner
            continue
        (size,) = struct.unpack_from(order + "I", content, at)
        numbers = struct.unpack_from(f"{order}{2 * size}d", content, at + 4)
        at += 4 + 16 * size
        if number == 0:
            found.append(list(zip(numbers[::2], numbers[1::2], strict=True)))
    return found, at


def projected(point: Point) -> Point:
    """Returns a place on the plane by Lambert's azimuthal equal-area projection, in radii of the Earth."""
    longitude, latitude = (math.radians(each) for each in point)
    first, turn = CENTRE[0], longitude - CENTRE[1]
    share = 1 + math.sin(first) * math.sin(latitude) + math.cos(first) * math.cos(latitude) * math.cos(turn)
    scale = math.sqrt(2 / share)
    up = math.cos(first) * math.sin(latitude) - math.sin(first) * math.cos(latitude) * math.cos(turn)
    return scale * math.cos(latitude) * math.sin(turn), -scale * up


def area(ring: list[Point]) -> float:
    """Returns the area within a ring."""
    return abs(sum(x1 * y2 - x2 * y1 for (x1, y1), (x2, y2) in pairwise(ring))) / 2


def path(shapes: list[list[Point]]) -> str:
    """Returns rings as the data of an SVG path, to a tenth of a pixel."""
    return "".join(f"M{'L'.join(f'{x:.1f},{y:.1f}' for x, y in ring[:-1])}Z" for ring in shapes)


def main(file: Path) -> None:
    """Writes the outlines, by NUTS code, and the box around them."""
    query = "SELECT name, geom FROM states_provinces WHERE iso_a2 IN ('SE', 'DK')"
    with sqlite3.connect(file) as base:
        shapes = {
            NUTS[name]: [[*map(projected, ring)] for ring in rings(geom)]
            for name, geom in base.execute(query)
        }
    points = [point for own in shapes.values() for ring in own for point in ring]
    left, top = min(x for x, _ in points), min(y for _, y in points)
    scale = WIDTH / (max(x for x, _ in points) - left)
    placed = {
        code: [[((x - left) * scale + 4, (y - top) * scale + 4) for x, y in ring] for ring in own]
        for code, own in shapes.items()
    }
    height = max(y for own in placed.values() for ring in own for _, y in ring) + 4
    kept = {code: sorted(own, key=area, reverse=True) for code, own in sorted(placed.items())}
    told = {
        code: path([ring for n, ring in enumerate(own) if n == 0 or area(ring) > LEAST])
        for code, own in kept.items()
    }
    json.dump({"width": WIDTH + 8, "height": math.ceil(height), "paths": told}, sys.stdout, indent=0)


if __name__ == "__main__":
    main(Path(sys.argv[1]))
