"""Jena's ARQ over TDB2 from Debian, in a Java process that times each query inside."""

from __future__ import annotations

import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from zipfile import ZipFile

from bench.engines import packages
from bench.engines.child import Library
from bench.generate import KEPT

PROGRAM = Path(__file__).with_name("Peer.java")
JARS = Path("/usr/share/java")
_OURS = "arq base cmds core dboe-base dboe-index dboe-storage dboe-trans-data dboe-transaction iri tdb2"
_THEIRS = (
    "slf4j-api slf4j-nop commons-lang3 commons-cli commons-codec commons-compress commons-csv commons-io "
    "thrift protobuf gson dexx.collection guava jsonld-java titanium-json-ld"
)
_MISPLACED = "org/apache/jena/ext/"
MEMORY = "-Xmx3g"


@contextmanager
def jena(triples: Path, folder: Path, deadline: int) -> Iterator[Library]:
    """Loads the triples into the folder if it holds none yet, and opens them in a Java process."""
    java = ["java", MEMORY, "-cp", class_path()]
    if not folder.exists():
        part = folder.with_suffix(".part")
        load = [*java, "tdb2.tdbloader", "--loader=phased", "--loc", str(part), str(triples)]
        subprocess.run(load, check=True, capture_output=True)
        part.rename(folder)
    engine = Library("Jena TDB2 4.5", [*java, "Peer", str(folder), str(deadline)])
    try:
        yield engine
    finally:
        engine.close()


def class_path() -> str:
    """Returns the jars, our program compiled, and the texts that Debian's Jena looks for in another place.

    It installs Jena and a compiler of Java where they are missing.

    Debian moves Xerces' classes out of Jena's own package, but not their message files, without which Jena
    does not start.
    """
    packages.debian(str(JARS / "jena-tdb2.jar"), "libapache-jena-java", "libcommons-lang3-java")
    packages.debian("javac", "default-jdk-headless")
    built = KEPT / "jena-classes"
    if not (built / "Peer.class").exists():
        with ZipFile(JARS / "jena-core.jar") as jar:
            for name in (each for each in jar.namelist() if each.endswith(".properties")):
                if name.startswith(_MISPLACED):
                    place = built / name.removeprefix(_MISPLACED)
                    place.parent.mkdir(parents=True, exist_ok=True)
                    place.write_bytes(jar.read(name))
        subprocess.run(["javac", "-cp", _jars(), "-d", str(built), str(PROGRAM)], check=True)
    return f"{built}:{_jars()}"


def _jars() -> str:
    names = (*(f"jena-{name}" for name in _OURS.split()), *_THEIRS.split())
    return ":".join(str(JARS / f"{name}.jar") for name in names)
