"""docs/cli.md names every command with its options and arguments, every global option and every exit code."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import pytest
import typer.main

from api.cli import application
from graph.errors import PolicygraphError

GROUP: Any = typer.main.get_command(application())
COMMANDS = dict(GROUP.commands)


@pytest.fixture(scope="module")
def text(root: Path) -> str:
    return (root / "docs/cli.md").read_text(encoding="utf-8")


def written(parameter: Any) -> set[str]:
    """Returns how a parameter is written on the command line."""
    if parameter.param_type_name == "argument":
        return {(parameter.metavar or parameter.name).upper()}
    return set(parameter.opts)


@pytest.mark.parametrize("name", sorted(COMMANDS))
def test_a_command_is_documented_with_all_that_it_takes(text: str, name: str) -> None:
    [line] = [line for line in text.splitlines() if line.startswith(f"| `{name}` |")]
    taken = set(re.findall(r"`([^`]+)`", line.split("|")[2]))

    assert taken == set().union(*(written(parameter) for parameter in COMMANDS[name].params))


def test_the_commands_without_json_are_named(text: str) -> None:
    without = {
        name for name, command in COMMANDS.items() if all("--json" not in p.opts for p in command.params)
    }
    [line] = [line for line in text.splitlines() if line.startswith("Without `--json` are")]

    assert set(re.findall(r"`([a-z]+)`", line)) == without


def test_every_command_that_is_documented_exists(text: str) -> None:
    section = text.split("## Commands")[1].split("## Exit codes")[0]

    assert set(re.findall(r"^\| `([a-z-]+)` \|", section, re.MULTILINE)) == set(COMMANDS)


def test_the_options_of_all_commands_are_documented(text: str) -> None:
    section = text.split("## For all commands")[1].split("## Commands")[0]
    named = set(re.findall(r"`(-[^`]+)`", section))

    assert set().union(*(written(parameter) for parameter in GROUP.params)) <= named


def test_every_exit_code_is_documented(text: str) -> None:
    kinds = [PolicygraphError, *all_kinds(PolicygraphError)]
    codes = {str(kind.exit_code) for kind in kinds}

    assert codes <= set(re.findall(r"^\| (\d+) \|", text, re.MULTILINE))


def all_kinds(kind: type[PolicygraphError]) -> list[type[PolicygraphError]]:
    found = kind.__subclasses__()
    return [*found, *(deeper for each in found for deeper in all_kinds(each))]


def test_every_command_and_option_has_a_help_text() -> None:
    helps = [command.help for command in COMMANDS.values()]
    helps += [parameter.help for command in COMMANDS.values() for parameter in command.params]

    assert [text for text in helps if not text or text.startswith("cli.")] == []
