"""The files of dumps: each with what tells of it beside it, both whole or not there."""

from __future__ import annotations

import base64
import json
import os
import shutil
import subprocess
import sys
import tempfile
from dataclasses import asdict, dataclass
from datetime import UTC, datetime
from pathlib import Path

from graph.causes import engine_cause, os_cause
from graph.errors import Cause, StoreProblem
from graph.store.segment import sync_directory
from graph.store.space import unwritten

SUFFIX = ".nq.gz"


@dataclass(frozen=True, slots=True)
class Dump:
    """Is a dump of one revision: `sha256` is that of the compressed file, `content_sha256` of its N-Quads."""

    sequence: int
    made: str
    quads: int
    bytes: int
    sha256: str
    content_bytes: int
    content_sha256: str
    is_led_back: bool = False

    @property
    def file(self) -> str:
        """Returns the name of the file."""
        return f"policygraph-{self.sequence}{SUFFIX}"

    @property
    def digest(self) -> str:
        """Returns the sum of the file as RFC 9530 writes it."""
        return base64.b64encode(bytes.fromhex(self.sha256)).decode()

    @property
    def line(self) -> str:
        """Returns the line by which `sha256sum --check` verifies the file."""
        return f"{self.sha256}  {self.file}\n"


def made_folder(place: str) -> Path:
    """Returns the directory of the dumps of a store, without what an interrupted server left in it."""
    if place == "memory:":
        return Path(tempfile.mkdtemp(prefix="policygraph-dumps-"))
    folder = Path(place).resolve() / "dumps"
    try:
        folder.mkdir(exist_ok=True)
        told = {dump.file for dump in map(read, folder.glob("policygraph-*.json")) if dump is not None}
        untold = (file for file in folder.glob(f"policygraph-*{SUFFIX}") if file.name not in told)
        for left in (*folder.glob("copy-*"), *folder.glob("*.part"), *untold):
            shutil.rmtree(left) if left.is_dir() else left.unlink()
    except OSError as error:
        raise StoreProblem("dump-failed", path=str(folder), why=os_cause(error)) from error
    return folder


def written(copy: Path, sequence: int, folder: Path, *, is_led_back: bool) -> Dump:
    """Returns the dump of a copy, led back to a commit; the file appears whole, then what tells of it."""
    part = folder / f"policygraph-{sequence}{SUFFIX}.part"
    command = [sys.executable, "-m", "graph.store.dumping", str(copy), str(part), str(sequence)]
    try:
        done = subprocess.run(command, capture_output=True, check=True, encoding="utf-8")
        told = json.loads(done.stdout)
        dump = Dump(
            sequence, datetime.now(UTC).isoformat(timespec="seconds"), is_led_back=is_led_back, **told
        )
        part.replace(folder / dump.file)
        _tell(dump, folder)
    except (OSError, subprocess.CalledProcessError) as error:
        part.unlink(missing_ok=True)
        raise unwritten("dump-failed", _cause(error), path=str(folder)) from error
    return dump


def _tell(dump: Dump, folder: Path) -> None:
    """Writes what tells of a dump; it appears whole, even if the power fails."""
    about = folder / f"policygraph-{dump.sequence}.json"
    part = about.with_suffix(".json.part")
    with part.open("wb") as file:
        file.write(json.dumps(asdict(dump)).encode())
        file.flush()
        os.fsync(file.fileno())
    part.replace(about)
    sync_directory(folder)


def _cause(error: OSError | subprocess.CalledProcessError) -> Cause:
    if isinstance(error, OSError):
        return os_cause(error)
    return engine_cause(OSError((error.stderr or "").strip().splitlines()[-1:]))


def read(path: Path) -> Dump | None:
    """Returns the dump that a file tells of, None where there is none or the file is damaged."""
    try:
        return Dump(**json.loads(path.read_bytes()))
    except (FileNotFoundError, ValueError, TypeError):
        return None


def numbers(dumps: tuple[Dump, ...]) -> str:
    """Returns which revisions have dumps, for people."""
    return ", ".join(str(dump.sequence) for dump in dumps) or "-"
