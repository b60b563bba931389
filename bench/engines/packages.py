"""Puts the engines on the machine where they are missing, from Debian and the Python package index."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

from bench.generate import KEPT
from bench.process import ROOT

OXIGRAPH = "0.5.13"


def debian(program: str, *packages: str) -> None:
    """Installs Debian packages where a program of theirs, or a file, is missing; needs root for that."""
    if shutil.which(program) or Path(program).exists():
        return
    quiet = os.environ | {"DEBIAN_FRONTEND": "noninteractive"}
    print(f"installing {', '.join(packages)}", file=sys.stderr)
    for command in (["update"], ["install", "-y", "--no-install-recommends", *packages]):
        subprocess.run(["apt-get", "-qq", *command], env=quiet, check=True, stdout=sys.stderr)


def oxigraph() -> Path:
    """Returns the program `oxigraph`, installed beside what is generated."""
    folder = KEPT / f"oxigraph-{OXIGRAPH}"
    if not (folder / "bin" / "oxigraph").exists():
        wanted = ["install", "--quiet", "--target", str(folder), f"oxigraph=={OXIGRAPH}"]
        subprocess.run([ROOT / ".uv" / "bin" / "uv", "pip", *wanted], check=True)
    return folder / "bin" / "oxigraph"
