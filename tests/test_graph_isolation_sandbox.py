"""What a confined process cannot do, each tried in a process of its own."""

from __future__ import annotations

import platform
import subprocess
import sys
from pathlib import Path

import pytest

from graph.isolation import available, landlock

SETUP = """
import ctypes, mmap, os, signal, socket, subprocess, sys, threading
from pathlib import Path
from graph.isolation.sandbox import Processor, confine
confine(512 << 20, [Path({readable!r})])
"""
DENIED = {
    "a socket": "socket.socket()",
    "a socket of the machine": "socket.socket(socket.AF_UNIX)",
    "a pair of sockets": "socket.socketpair()",
    "another program": "os.execv('/bin/true', ['true'])",
    "another program by spawn": "os.posix_spawn('/bin/true', ['true'], {{}})",
    "another program by subprocess": "subprocess.run(['/bin/true'])",
    "another process": "os.fork()",
    "a signal to its parent": "os.kill(os.getppid(), 0)",
    "a new file": "open({readable!r} + '/new', 'w')",
    "a change of a file": "open({readable!r} + '/file', 'r+')",
    "a longer file": "open({readable!r} + '/file', 'a')",
    "an emptied file": "os.truncate({readable!r} + '/file', 0)",
    "a new name": "os.rename({readable!r} + '/file', {readable!r} + '/other')",
    "a link": "os.link({readable!r} + '/file', {readable!r} + '/other')",
    "a symbolic link": "os.symlink('/etc', {readable!r} + '/other')",
    "a removed file": "os.unlink({readable!r} + '/file')",
    "a removed directory": "os.rmdir({readable!r})",
    "a new directory": "os.mkdir({readable!r} + '/new')",
    "other rights": "os.chmod({readable!r} + '/file', 0o777)",
    "another owner": "os.chown({readable!r} + '/file', 0, 0)",
    "another user": "os.setuid(1)",
    "another root": "os.chroot({readable!r})",
    "limits of its parent": "__import__('resource').prlimit(os.getppid(), 7, (9, 9))",
}
pytestmark = pytest.mark.usefixtures("confinement")


@pytest.fixture
def confinement() -> None:
    assert available(), "these tests hold where the platform filters system calls"


@pytest.fixture
def readable(tmp_path: Path) -> Path:
    directory = tmp_path / "readable"
    directory.mkdir()
    (directory / "file").write_text("readable")
    (tmp_path / "secret").write_text("secret")
    return directory


def confined(readable: Path, code: str) -> subprocess.CompletedProcess[str]:
    """Runs code in a process that may read one directory."""
    text = (SETUP + code).format(readable=str(readable))
    return subprocess.run(
        [sys.executable, "-c", text], capture_output=True, text=True, timeout=60, check=False
    )


@pytest.mark.parametrize("name", DENIED)
def test_what_is_denied(readable: Path, name: str) -> None:
    ended = confined(readable, f"try: {DENIED[name]}\nexcept PermissionError: print('denied')")
    assert (ended.stdout, ended.stderr, ended.returncode) == ("denied\n", "", 0)
    assert [entry.name for entry in readable.iterdir()] == ["file"]
    assert (readable / "file").read_text() == "readable"


def test_its_own_directory_can_be_read(readable: Path) -> None:
    assert confined(readable, "print(open({readable!r} + '/file').read())").stdout == "readable\n"


@pytest.mark.parametrize("path", ["/../secret", "/../../../../../../../../etc/passwd"])
def test_nothing_else_can_be_read(readable: Path, path: str) -> None:
    assert landlock.version() > 0
    ended = confined(
        readable, f"try: open({{readable!r}} + {path!r})\nexcept PermissionError: print('denied')"
    )
    assert ended.stdout == "denied\n"


def test_threads_are_allowed_since_the_engine_has_some(readable: Path) -> None:
    code = "thread = threading.Thread(target=print, args=('ran',)); thread.start(); thread.join()"
    assert confined(readable, code).stdout == "ran\n"


def test_memory_beyond_the_limit_is_not_given(readable: Path) -> None:
    assert confined(readable, "bytearray(600 << 20)").stderr.strip().endswith("MemoryError")


def test_the_processor_is_taken_away_after_its_time(readable: Path) -> None:
    ended = confined(readable, "Processor().allow(0)\nwhile True: pass")
    assert ended.returncode == -24  # SIGXCPU


def test_system_calls_of_another_architecture_end_the_process(readable: Path) -> None:
    number = 0x40000000 + 39  # getpid by the x32 interface
    ended = confined(readable, f"ctypes.CDLL(None).syscall(ctypes.c_long({number})); print('alive')")
    assert ended.stdout == ("" if platform.machine() == "x86_64" else "alive\n")


def test_confinement_cannot_be_undone(readable: Path) -> None:
    code = "confine(4 << 30, [Path('/')])"
    ended = confined(
        readable, f"try: {code}\nexcept (OSError, ValueError): pass\nprint(open('/etc/passwd').read())"
    )
    assert ended.returncode != 0
