"""The command `policygraph` from first to last: Ctrl-C leaves no trace while it loads or ends."""

from __future__ import annotations

import signal
import sys

INTERRUPTED = 130


def main() -> None:
    """Loads the command line, which takes a moment, and runs it.

    Before and after it nothing is open that would have to be closed, so the system may end the process at
    once. Python would raise an error in whatever library is just read or let go, and show where.
    """
    former = signal.getsignal(signal.SIGINT)
    # A shell may have it ignored, as for what runs behind it: that stays so.
    outside = signal.SIG_DFL if former is signal.default_int_handler else former
    signal.signal(signal.SIGINT, outside)
    from api.cli import main as run

    try:
        signal.signal(signal.SIGINT, former)
        run()
    except KeyboardInterrupt:
        sys.exit(INTERRUPTED)
    finally:
        signal.signal(signal.SIGINT, outside)
