"""Runs every check and every test, and says what was left out: this is what `make test` calls."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import tempfile
import time
from pathlib import Path

ROOT = Path(__file__).parent.parent
BIN = Path(sys.executable).parent
UV = ROOT / ".uv" / "bin" / "uv"
SSSOM = "sssom==0.4.21"
DEBIAN_PACKAGES = {"chromium": "/usr/bin/chromium", "strace": "/usr/bin/strace"}


def say(text: str) -> None:
    """Writes a line at once, so that it stands in order with what the commands print."""
    sys.stdout.write(text + "\n")
    sys.stdout.flush()


def run(title: str, *command: str | Path) -> None:
    """Runs one check and stops everything where it fails."""
    say(f"== {title}")
    start = time.monotonic()
    done = subprocess.run([str(part) for part in command], cwd=ROOT, check=False)
    if done.returncode:
        raise SystemExit(f"failed: {title}")
    say(f"   ok, {time.monotonic() - start:.0f} s")


def may_install() -> bool:
    """Tells whether Debian packages can be installed here: as root, on Debian."""
    return os.geteuid() == 0 and shutil.which("apt-get") is not None


def install_debian_packages() -> None:
    """Installs what the browser tests need where allowed; without it they are left out and counted."""
    missing = [package for package, path in DEBIAN_PACKAGES.items() if not Path(path).exists()]
    if not missing:
        return
    if not may_install():
        say(f"== Debian packages missing and not installable here: {', '.join(missing)}")
        return
    quiet = ("-qq", "-o=Dpkg::Use-Pty=0")
    run("Debian package lists", "apt-get", *quiet, "update")
    run(
        f"Debian packages: {', '.join(missing)}",
        "apt-get",
        *quiet,
        "install",
        "-y",
        "--no-install-recommends",
        *missing,
    )


def install_sssom() -> None:
    """Installs the package sssom apart: what comes with it would load itself into our tests."""
    python = ROOT / ".sssom" / "bin" / "python"
    if not python.exists():
        run("environment of sssom", UV, "venv", "--quiet", "--python", sys.executable, ROOT / ".sssom")
        run("sssom installed", UV, "pip", "install", "--quiet", "--python", python, SSSOM)


def smoke_run_wheel() -> None:
    """Builds the wheel, installs it alone in a clean environment, and lets it answer."""
    with tempfile.TemporaryDirectory() as folder:
        run("wheel built", UV, "build", "--quiet", "--wheel", "--out-dir", folder)
        wheel = next(Path(folder).glob("*.whl"))
        clean = Path(folder) / "clean"
        run("clean environment", UV, "venv", "--quiet", "--python", sys.executable, clean)
        run("wheel installed", UV, "pip", "install", "--quiet", "--python", clean / "bin" / "python", wheel)
        run("wheel smoke-run", clean / "bin" / "python", ROOT / "tests" / "smoke_wheel.py", folder)


def main() -> None:
    """Runs the checks from the quickest to the slowest."""
    run("format", BIN / "ruff", "format", "--check", ".")
    run("lint", BIN / "ruff", "check", ".")
    run("types", BIN / "mypy")
    run("import contracts", BIN / "lint-imports", "--no-logo")
    smoke_run_wheel()
    install_debian_packages()
    install_sssom()
    # One more than there are processors: tests wait for servers, browsers and clocks a good deal.
    workers = str((os.cpu_count() or 1) + 1)
    beside = ("-n", workers, "--dist", "loadfile", "--no-loadscope-reorder")  # conftest.py has the order
    run("tests", BIN / "python", "-m", "pytest", *beside, *sys.argv[1:])


if __name__ == "__main__":
    main()
