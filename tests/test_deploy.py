"""The files of deploy/: they start what exists, set what is a setting, and agree with the server's limits."""

from __future__ import annotations

import json
import re
import shlex
import shutil
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from http.client import HTTPConnection
from pathlib import Path

import pytest
import yaml

from api.errors import TooLarge, problem_of
from api.settings import Settings

TEMPORARY = ("client_body", "proxy", "fastcgi", "uwsgi", "scgi")
PREFIX = "POLICYGRAPH_"


@pytest.fixture(scope="module")
def deploy(root: Path) -> Path:
    return root / "deploy"


def entries(unit: str, name: str) -> list[str]:
    """Returns the values of a directive, which may stand several times."""
    return re.findall(rf"^{name}=(.*)$", unit, re.MULTILINE)


def settings_named(text: str) -> set[str]:
    return {name.lower() for name in re.findall(rf"{PREFIX}([A-Z_]+)=", text)}


@pytest.mark.parametrize("name", ["policygraph.service", "Containerfile"])
def test_what_is_set_is_a_setting(deploy: Path, name: str) -> None:
    named = settings_named((deploy / name).read_text(encoding="utf-8"))
    assert {"store", "tokens", "backups", "log_format"} <= named
    assert "trusted_proxies" in named or name == "Containerfile", "the proxy's address is not known there"
    assert named <= set(Settings.model_fields)


def test_the_unit_starts_the_server_and_ends_it_gracefully(deploy: Path) -> None:
    unit = (deploy / "policygraph.service").read_text(encoding="utf-8")
    [command] = entries(unit, "ExecStart")
    assert shlex.split(command) == ["/opt/policygraph/.venv/bin/policygraph", "serve"]
    assert entries(unit, "KillSignal") == ["SIGTERM"]
    assert int(entries(unit, "TimeoutStopSec")[0]) > 3
    assert entries(unit, "NoNewPrivileges") == entries(unit, "ProtectHome") == ["yes"]
    assert {"seccomp", "landlock_restrict_self"} <= set(entries(unit, "SystemCallFilter")[0].split())


def test_systemd_takes_the_unit(deploy: Path, tmp_path: Path) -> None:
    program = shutil.which("systemd-analyze")
    if program is None:
        return  # the test above has read it
    unit = (deploy / "policygraph.service").read_text(encoding="utf-8")
    installed = Path(sys.executable).with_name("policygraph")
    copy = tmp_path / "policygraph.service"
    copy.write_text(unit.replace("/opt/policygraph/.venv/bin/policygraph", str(installed)), encoding="utf-8")
    done = subprocess.run([program, "verify", copy], capture_output=True, text=True, check=False)
    complaints = [line for line in done.stderr.splitlines() if "policygraph.service" in line]
    assert complaints == []


def test_the_container_runs_the_server_as_nobody_special(deploy: Path, root: Path) -> None:
    text = (deploy / "Containerfile").read_text(encoding="utf-8")
    assert 'CMD ["/opt/policygraph/.venv/bin/policygraph", "serve"]' in text
    assert re.search(r"^USER 10001$", text, re.MULTILINE)
    assert "STOPSIGNAL SIGTERM" in text
    assert "make install" in text
    assert (root / "Makefile").exists()
    # What is copied lies where it was installed: the environment names its own place.
    assert text.count("/opt/policygraph /opt/policygraph") == 1
    ignored = (deploy / "Containerfile.dockerignore").read_text(encoding="utf-8").split()
    assert {".git", ".venv", "var"} <= set(ignored)


@pytest.mark.parametrize(
    ("name", "limit"), [("Caddyfile", r"max_size (\d+)MB"), ("nginx.conf", r"size (\d+)m;")]
)
def test_the_proxies_agree_with_the_server(deploy: Path, name: str, limit: str) -> None:
    text = (deploy / name).read_text(encoding="utf-8")
    found = re.search(limit, text)
    settings = Settings()
    assert found
    assert settings.import_max_bytes < int(found[1]) * 1_000_000 < 1.2 * settings.import_max_bytes
    assert f"127.0.0.1:{settings.port}" in text
    assert re.search(r"X-Forwarded-For (\{remote_host\}|\$remote_addr)", text), (
        "what a client claims is replaced"
    )
    assert "Strict-Transport-Security" in text
    # What the threat model wants inside is answered by the proxy itself, each by its own path.
    hidden = re.findall(r"location = (/\w+) \{\s+return 404;", text) + re.findall(
        r"(?m)^\t@inside path (.*)$", text
    )
    assert set(" ".join(hidden).split()) == {"/metrics", "/ready"}
    assert "X-Request-ID" in text


@contextmanager
def nginx_of(program: str, deploy: Path, folder: Path) -> Iterator[int]:
    """Runs nginx with the file of deploy/, without its certificate; gives its port."""
    with socket.create_server(("127.0.0.1", 0)) as taken, socket.create_server(("127.0.0.1", 0)) as other:
        ports = [each.getsockname()[1] for each in (taken, other)]
    text = re.sub(r"(?m)^ *(ssl_|http2 ).*$", "", (deploy / "nginx.conf").read_text(encoding="utf-8"))
    text = text.replace("listen 80;", f"listen 127.0.0.1:{ports[0]};")
    text = text.replace("listen 443 ssl;", f"listen 127.0.0.1:{ports[1]};")
    kept = "".join(f"{each}_temp_path {folder};" for each in TEMPORARY)
    around = f"daemon off; master_process off; pid {folder}/pid; error_log stderr; events {{}}"
    (folder / "nginx.conf").write_text(f"{around} http {{ access_log off; {kept}\n{text}}}", encoding="utf-8")
    begun = [program, "-p", folder, "-c", folder / "nginx.conf", "-e", "stderr"]
    with subprocess.Popen(begun, stderr=subprocess.PIPE) as process:
        try:
            while not (folder / "pid").exists() and process.poll() is None:
                time.sleep(0.01)  # it listens by then
            yield ports[1]
        finally:
            process.terminate()


def test_nginx_refuses_what_is_too_long_as_the_server_does(deploy: Path, tmp_path: Path) -> None:
    program = shutil.which("nginx")
    if program is None:
        return
    with nginx_of(program, deploy, tmp_path) as port:
        connection = HTTPConnection("127.0.0.1", port, timeout=20)
        connection.putrequest("POST", "/api/v1/imports")
        connection.putheader("Content-Length", "70000000")
        connection.endheaders()  # and no body: it is not waited for
        answer = connection.getresponse()
        told = json.loads(answer.read())
    assert (answer.status, answer.headers["content-type"]) == (413, "application/problem+json")
    assert "max-age" in answer.headers["strict-transport-security"]
    ours = problem_of(TooLarge("body-too-large", most=66 << 20), "en", "/", "", told["request_id"])
    assert told.items() <= ours.model_dump().items()
    assert (len(told), len(told["request_id"])) == (5, 32)


def test_nginx_names_the_port_where_forms_are_shown(deploy: Path) -> None:
    # `$host` has none: on another port than 443 the address of a form would not be that of its page.
    assert re.search(
        r"proxy_set_header Host \$http_host;", (deploy / "nginx.conf").read_text(encoding="utf-8")
    )


def test_prometheus_reads_what_there_is(deploy: Path) -> None:
    [job] = yaml.safe_load((deploy / "prometheus.yml").read_text(encoding="utf-8"))["scrape_configs"]
    assert job["metrics_path"] == "/metrics"
    assert job["static_configs"][0]["targets"] == [f"127.0.0.1:{Settings().port}"]
    assert job["authorization"]["type"] == "Bearer"


def test_the_page_about_running_names_each_file(deploy: Path, root: Path) -> None:
    page = (root / "docs/running.md").read_text(encoding="utf-8")
    files = {path.name for path in deploy.iterdir()} - {"Containerfile.dockerignore"}
    assert {name for name in files if name not in page} == set()


def test_dependencies_have_reasons_and_are_locked(root: Path) -> None:
    text = (root / "pyproject.toml").read_text(encoding="utf-8")
    listed = re.search(r"^dependencies = \[\n(.*?)^\]", text, re.MULTILINE | re.DOTALL)
    assert listed
    assert [line for line in listed[1].splitlines() if "#" not in line] == []
    locked = (root / "uv.lock").read_text(encoding="utf-8")
    names = re.findall(r'"([a-z0-9-]+)>=', listed[1])
    assert [name for name in names if f'name = "{name}"' not in locked] == []
