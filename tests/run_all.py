"""Runs every check and every test, and says what was left out: this is what `make test` calls."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import tempfile
import time
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import browsers

ROOT = Path(__file__).parent.parent
BIN = Path(sys.executable).parent
UV = ROOT / ".uv" / "bin" / "uv"
SSSOM = "sssom==0.4.21"
PYTEST = (BIN / "python", "-m", "pytest")
# pytest keeps what it has compiled, unless told not to write it: one worker compiles for all.
COMPILING = {name: value for name, value in os.environ.items() if name != "PYTHONDONTWRITEBYTECODE"}
DEBIAN_PACKAGES = {"chromium-headless-shell": browsers.PLACES, "strace": ("/usr/bin/strace",)}


def say(text: str) -> None:
    """Writes a line at once, so that it stands in order with what the commands print."""
    sys.stdout.write(text + "\n")
    sys.stdout.flush()


def run(title: str, *command: str | Path) -> None:
    """Runs one check, shows what it wrote when it has ended, and stops everything where it fails."""
    start = time.monotonic()
    done = subprocess.run(
        [str(part) for part in command],
        cwd=ROOT,
        check=False,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        encoding="utf-8",
    )
    written = done.stdout.strip()
    say("\n".join(filter(None, (f"== {title}", written, f"   {time.monotonic() - start:.0f} s"))))
    if done.returncode:
        raise SystemExit(f"failed: {title}")


def run_tests(*options: str) -> None:
    """Runs pytest on as many workers as suit the machine; what it writes is seen as it goes."""
    # One more than there are processors: tests wait for servers, browsers and clocks a good deal.
    workers = str((os.cpu_count() or 1) + 1)
    beside = ("-n", workers, "--dist", "loadfile", "--no-loadscope-reorder")  # conftest.py has the order
    say("== tests")
    if subprocess.run([*PYTEST, *beside, *options], cwd=ROOT, check=False, env=COMPILING).returncode:
        raise SystemExit("failed: tests")


def may_install() -> bool:
    """Tells whether Debian packages can be installed here: as root, on Debian."""
    return os.geteuid() == 0 and shutil.which("apt-get") is not None


def install_debian_packages() -> None:
    """Installs what the browser tests need where allowed; without it they are left out and counted."""
    missing = [name for name, places in DEBIAN_PACKAGES.items() if not any(map(os.path.exists, places))]
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


def install_all() -> None:
    """Installs what the tests need beside the Python packages of the project."""
    install_debian_packages()
    install_sssom()


def check_types() -> None:
    """Checks the types of everything."""
    run("types", BIN / "mypy")


def smoke_run_wheel() -> None:
    """Builds the wheel, installs it alone in a clean environment, and lets it answer."""
    with tempfile.TemporaryDirectory() as folder:
        run("wheel built", UV, "build", "--quiet", "--wheel", "--out-dir", folder)
        wheel = next(Path(folder).glob("*.whl"))
        clean = Path(folder) / "clean"
        run("clean environment", UV, "venv", "--quiet", "--python", sys.executable, clean)
        run("wheel installed", UV, "pip", "install", "--quiet", "--python", clean / "bin" / "python", wheel)
        run("wheel smoke-run", clean / "bin" / "python", ROOT / "tests" / "smoke_wheel.py", folder)


def compile_tests() -> None:
    """Reads all tests once: else each worker would compile all of them anew before its first one."""
    alone = COMPILING | {"CI": ""}  # what some tests need may still be on its way
    subprocess.run([*PYTEST, "--collect-only", "-qq"], cwd=ROOT, check=False, env=alone, capture_output=True)


def main() -> None:
    """Runs the checks that take no time, then, side by side, all that use one processor, then the tests."""
    run("format", BIN / "ruff", "format", "--check", ".")
    run("lint", BIN / "ruff", "check", ".")
    run("import contracts", BIN / "lint-imports", "--no-logo")
    with ThreadPoolExecutor() as lanes:
        begun = [lanes.submit(check) for check in (check_types, smoke_run_wheel, install_all, compile_tests)]
        for each in begun:
            each.result()
    run_tests(*sys.argv[1:])


if __name__ == "__main__":
    main()
