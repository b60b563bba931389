"""The command line: `policygraph COMMAND`. A failure is one line in the user's language, and an exit code."""

from __future__ import annotations

import os
import sys
import traceback
from importlib.metadata import version
from typing import Annotated

import typer
from typer.exceptions import TyperException

from api.commands.asking import add_commands as add_asking
from api.commands.changing import add_commands as add_changing
from api.commands.checking import add_commands as add_checking
from api.commands.output import note, write_error, write_line
from api.commands.serving import add_commands as add_serving
from api.commands.session import Session, make_settings
from api.commands.words import say
from api.settings import LANGUAGES
from graph.errors import InputError, PolicygraphError, UnknownName

INTERRUPTED = 130
UNEXPECTED = 1

app = typer.Typer(
    name="policygraph",
    help=say("help"),
    no_args_is_help=True,
    rich_markup_mode=None,
    pretty_exceptions_enable=False,
    context_settings={"help_option_names": ["--help", "-h"]},
)
for add_commands in (add_serving, add_changing, add_asking, add_checking):
    add_commands(app)


def _show_version(wanted: bool) -> None:
    if wanted:
        write_line(f"policygraph {version('policygraph')}")
        raise typer.Exit


def _check_language(tag: str | None) -> str | None:
    if tag is not None and tag not in LANGUAGES:
        raise UnknownName("language-unknown", name=tag, known=", ".join(LANGUAGES))
    return tag


@app.callback()
def policygraph(
    context: typer.Context,
    store: Annotated[str | None, typer.Option(help=say("option.store"), show_default=False)] = None,
    base: Annotated[str | None, typer.Option(help=say("option.base"), show_default=False)] = None,
    lang: Annotated[str | None, typer.Option(help=say("option.lang"), callback=_check_language)] = None,
    shows_version: Annotated[
        bool, typer.Option("--version", help=say("option.version"), callback=_show_version, is_eager=True)
    ] = False,
) -> None:
    """Reads the options that all commands share; the language was read before any of them."""
    del lang, shows_version
    context.obj = Session(make_settings(store=store, base=base))


def main() -> None:
    """Runs the command line and exits with its code."""
    sys.exit(run(sys.argv[1:]))


def run(arguments: list[str]) -> int:
    """Returns the exit code of a command; what fails is said in one line, never as a trace."""
    try:
        code = app(arguments, prog_name="policygraph", standalone_mode=False)
        sys.stdout.flush()
    except PolicygraphError as error:
        write_error(error)
        return error.exit_code
    except TyperException as error:
        return _misused(error)
    except (KeyboardInterrupt, typer.Abort):
        return INTERRUPTED
    except BrokenPipeError:
        return _cut_off()
    except Exception as error:
        return _unexpected(error)
    return code if isinstance(code, int) else 0


def _misused(error: TyperException) -> int:
    """Says what is wrong with the words of the command, and where its help is."""
    known = {"NoSuchOption": "option-unknown", "MissingParameter": "argument-missing"}
    context = getattr(error, "ctx", None)
    command = context.command_path if context else "policygraph"
    name = getattr(error, "option_name", None) or getattr(
        getattr(error, "param", None), "human_readable_name", ""
    )
    key = known.get(type(error).__name__, "usage")
    write_error(InputError(key, name=name, command=command, why=error.format_message()))
    return InputError.exit_code


def _cut_off() -> int:
    """Ends quietly when whoever reads our output has gone, as `head` does."""
    os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
    return 0


def _unexpected(error: Exception) -> int:
    if os.environ.get("POLICYGRAPH_LOG_LEVEL") == "debug":
        traceback.print_exception(error)
    note(f"policygraph: {say('unexpected', kind=type(error).__name__, why=str(error))}")
    return UNEXPECTED
