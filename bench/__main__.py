"""Runs the benchmarks named, or all, and exits with 1 where a bound is missed."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator, Mapping

from bench import alignment, endpoint, importing, load, million, pages
from bench.proposals import report as proposals
from bench.report import Line, exit_code, table

BENCHMARKS: Mapping[str, Callable[[], Iterator[Line]]] = {
    "proposals": proposals.lines,
    "endpoint": endpoint.lines,
    "load": load.lines,
    "alignment": alignment.lines,
    "pages": pages.lines,
    "import": importing.lines,
    "million": million.lines,
}


def main(names: list[str]) -> int:
    """Prints each line as it comes, then the table; returns the exit code, 2 for an unknown benchmark."""
    unknown = [name for name in names if name not in BENCHMARKS]
    if unknown:
        print(f"no benchmark {unknown[0]}; known: {', '.join(BENCHMARKS)}", file=sys.stderr)
        return 2
    lines: list[Line] = []
    for name in names or BENCHMARKS:
        for line in BENCHMARKS[name]():
            lines.append(line)
            print(table([line]).splitlines()[-1], file=sys.stderr, flush=True)
    print(table(lines))
    return exit_code(lines)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
