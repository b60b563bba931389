"""What the workers of a crew do at a moment, and what has become of their work since the start."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Occupied:
    """Holds numbers of processes by state (`quick`, `slow`, `held`, `idle`) and of jobs by how they ended.

    A job is `answered` (with an error too, where that was told), or ended by `timeout`, `busy`, `died`,
    `abandoned` or `closed`.
    """

    processes: Mapping[str, int]
    ended: Mapping[str, int]
