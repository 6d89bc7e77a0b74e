"""`make bench`: everything side by side in one run, printed and written to benchmarks/results.md."""

from __future__ import annotations

import platform
import sys
from datetime import date
from pathlib import Path

from benchmarks import acknowledgement, crowded, fanout, register, season, standings, workbook

RESULTS = Path(__file__).parent / "results.md"
GROUPS = {
    "Standings": standings.main,
    "Standings among many contests": crowded.main,
    "A judge's acknowledgement": acknowledgement.main,
    "Release to every screen": fanout.main,
    "Contest workbook": workbook.main,
    "A season of 94 contests": season.main,
    "A register of 10,000 models": register.main,
}
HEADING = """# What it costs

Written by `make bench` on {day}, Python {python}, two shared cores.
Machines swing by a factor of two: only ratios taken side by side in this one run count.
"""


def main() -> None:
    """Run every group and write the results."""
    lines = [HEADING.format(day=date.today().strftime("%d/%m/%Y"), python=platform.python_version())]  # noqa: DTZ011 - a date for people
    for title, run in GROUPS.items():
        sys.stdout.write(f"== {title}\n")
        lines += [f"\n## {title}\n", "| what | |", "|---|---|"]
        for what, value in run():
            sys.stdout.write(f"   {what}: {value}\n")
            sys.stdout.flush()
            lines.append(f"| {what} | {value} |")
    RESULTS.write_text("\n".join(lines) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
