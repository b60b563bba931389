"""The command line: `policygraph COMMAND`. A failure is one line in the user's language, and an exit code."""

from __future__ import annotations

import os
import re
import sys
import traceback
from collections.abc import Sequence
from importlib.metadata import version
from typing import Annotated, Any

import typer
from typer.core import TyperGroup
from typer.exceptions import TyperException

from api.commands.known import NAMES, add_commands
from api.commands.output import note, prepare_streams, silence_streams, write_error, write_line
from api.commands.session import Session, make_settings
from api.commands.words import say
from api.entry import INTERRUPTED
from graph.causes import os_cause
from graph.errors import InputError, PolicygraphError, UnknownName
from ontology.languages import LANGUAGES

UNREAD = 141
UNEXPECTED = 1


class Commands(TyperGroup):
    """Is the group of all commands; one that does not exist is an error of ours, with the known ones."""

    def get_command(self, ctx: Any, cmd_name: str) -> Any:
        """Returns the command, or raises UnknownName."""
        found = super().get_command(ctx, cmd_name)
        if found is None:
            raise UnknownName("command-unknown", name=cmd_name, known=", ".join(NAMES))
        return found


def _show_version(wanted: bool) -> None:
    if wanted:
        write_line(f"policygraph {version('policygraph')}")
        raise typer.Exit


def _check_language(tag: str | None) -> str | None:
    if tag is not None and tag not in LANGUAGES:
        raise UnknownName("language-unknown", name=tag, known=", ".join(LANGUAGES))
    return tag


def policygraph(
    context: typer.Context,
    store: Annotated[str | None, typer.Option(help=say("option.store"), show_default=False)] = None,
    base: Annotated[str | None, typer.Option(help=say("option.base"), show_default=False)] = None,
    lang: Annotated[str | None, typer.Option(help=say("option.lang"), callback=_check_language)] = None,
    settings: Annotated[list[str] | None, typer.Option("--set", help=say("option.set"))] = None,
    shows_version: Annotated[
        bool, typer.Option("--version", help=say("option.version"), callback=_show_version, is_eager=True)
    ] = False,
) -> None:
    """Reads the options that all commands share; the language was read before any of them."""
    del lang, shows_version
    if context.invoked_subcommand is None:
        sys.stdout.write(context.get_help() + "\n")
        raise typer.Exit
    given = {name: value for name, value in (("store", store), ("base", base)) if value is not None}
    context.obj = Session(make_settings(**(_named(settings or []) | given)))


def application(words: Sequence[str] = ()) -> typer.Typer:
    """Returns the command line with the commands that are among the words; with all of them, if none is."""
    app = typer.Typer(
        name="policygraph",
        help=say("help"),
        cls=Commands,
        invoke_without_command=True,
        rich_markup_mode=None,
        pretty_exceptions_enable=False,
        context_settings={"help_option_names": ["--help", "-h"]},
    )
    app.callback()(policygraph)
    add_commands(app, words)
    return app


def _named(settings: list[str]) -> dict[str, str | None]:
    """Returns the settings that were given as NAME=VALUE."""
    for each in settings:
        if "=" not in each:
            raise InputError("setting-unnamed", value=each)
    return {name.replace("-", "_"): value for name, value in (each.split("=", 1) for each in settings)}


def main() -> None:
    """Runs the command line and exits with its code."""
    prepare_streams()
    sys.exit(run(sys.argv[1:]))


def run(arguments: list[str]) -> int:
    """Returns the exit code of a command; what fails is said in one line, never as a trace."""
    try:
        return _done(arguments)
    except BrokenPipeError:
        return _cut_off()
    except SystemExit as error:
        # The libraries that write for us make an end of their own of a pipe that nobody reads any more.
        if isinstance(error.__context__, BrokenPipeError):
            return _cut_off()
        raise


def _done(arguments: list[str]) -> int:
    try:
        code = application(arguments)(arguments, prog_name="policygraph", standalone_mode=False)
        sys.stdout.flush()
    except PolicygraphError as error:
        write_error(error)
        _tell_parser(error)
        return error.exit_code
    except TyperException as error:
        return _misused(error)
    except (KeyboardInterrupt, typer.Abort):
        return INTERRUPTED
    except BrokenPipeError:
        raise
    except OSError as error:
        return _refused(error)
    except UnicodeEncodeError as error:
        return _unexpected(error) if all(map(_is_text, arguments)) else _unreadable(arguments)
    except Exception as error:
        return _unexpected(error)
    return code if isinstance(code, int) else 0


def _misused(error: TyperException) -> int:
    """Says what is wrong with the words of the command, and where its help is."""
    known = {
        "NoSuchOption": "option-unknown",
        "MissingParameter": "argument-missing",
        "BadParameter": "argument-invalid",
        "BadOptionUsage": "option-empty",
    }
    context = getattr(error, "ctx", None)
    command = context.command_path if context else "policygraph"
    name = getattr(error, "option_name", None) or _parameter(getattr(error, "param", None))
    extra = re.search(r"extra argument\S* \((.*)\)", error.format_message())
    key = "argument-extra" if extra else known.get(type(error).__name__, "usage")
    write_error(InputError(key, name=extra[1] if extra else name, command=command))
    return InputError.exit_code


def _parameter(parameter: Any) -> str:
    """Returns how a parameter is written: an option by its flag, an argument by its name in capitals."""
    flags = [flag for flag in getattr(parameter, "opts", ()) if flag.startswith("--")]
    shown = getattr(parameter, "metavar", None) or getattr(parameter, "name", "")
    return flags[0] if flags else str(shown).upper()


def _cut_off() -> int:
    """Ends quietly when whoever reads our output has gone, as `head` does; the code is that of other tools.

    It is not that of success: who asks whether all is well must not take half an answer for a yes.
    """
    silence_streams()
    return UNREAD


def _refused(error: OSError) -> int:
    """Says which file, or that the answer, the system did not take, and why."""
    _trace(error)
    key = "refused-file" if error.filename else "refused-answer"
    note(f"policygraph: {say(key, path=error.filename, why=os_cause(error))}")
    return UNEXPECTED


def _unreadable(arguments: list[str]) -> int:
    """Says which argument holds bytes that are no text; those that name files may."""
    found = next(each for each in arguments if not _is_text(each))
    write_error(InputError("argument-undecodable", name=found))
    return InputError.exit_code


def _is_text(argument: str) -> bool:
    return not any("\ud800" <= char <= "\udfff" for char in argument)


def _tell_parser(error: PolicygraphError) -> None:
    """Writes a parser's own words for whoever looks for faults."""
    if error.parser and _is_debugging():
        note(say("parser", words=" ".join(error.parser.split())))


def _is_debugging() -> bool:
    return os.environ.get("POLICYGRAPH_LOG_LEVEL") == "debug"


def _unexpected(error: Exception) -> int:
    _trace(error)
    note(f"policygraph: {say('unexpected', kind=type(error).__name__, why=str(error))}")
    return UNEXPECTED


def _trace(error: Exception) -> None:
    """Writes where a failure came from for whoever looks for faults."""
    if _is_debugging():
        traceback.print_exception(error)
