"""Jena's SHACL from Debian: a file loaded into memory and validated, in a Java process that times itself."""

from __future__ import annotations

import json
import subprocess
from pathlib import Path

from bench.engines.jena import JARS, MEMORY, class_path
from bench.generate import KEPT
from bench.process import Figures
from shapes import SHAPE_FILES

PROGRAM = Path(__file__).with_name("ShaclPeer.java")


def validated(triples: Path) -> Figures:
    """Returns the seconds of loading N-Triples and of validating them by our shapes, and the results."""
    shapes, built = KEPT / "shapes.ttl", KEPT / "jena-shacl"
    built.mkdir(parents=True, exist_ok=True)
    shapes.write_text("\n".join(path.read_text(encoding="utf-8") for path in SHAPE_FILES), encoding="utf-8")
    path = f"{built}:{class_path()}:{JARS / 'jena-shacl.jar'}"
    subprocess.run(["javac", "-cp", path, "-d", str(built), str(PROGRAM)], check=True)
    command = ["java", MEMORY, "-cp", path, "ShaclPeer", str(shapes), str(triples)]
    done = subprocess.run(command, check=True, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL)
    figures: Figures = json.loads(done.stdout.splitlines()[-1])
    return figures
