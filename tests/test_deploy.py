"""The files of deploy/: they start what exists, set what is a setting, and agree with the server's limits."""

from __future__ import annotations

import re
import shlex
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
import yaml

from api.settings import Settings

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
