"""`make soak`: many random contests through both engines, on every core; a disagreement is shrunk and written as files."""

from __future__ import annotations

import os
import sys
from concurrent.futures import ProcessPoolExecutor
from pathlib import Path

from tests.soak.making import contest
from tests.soak.running import disagreement, shrunk, write

CONTESTS = int(os.environ.get("SOAK", "10000"))
FIRST = int(os.environ.get("SOAK_FIRST", "0"))
FOLDER = Path(os.environ.get("SOAK_FOLDER", "build/soak"))
CHUNK = 250


def differing(seeds: range) -> list[int]:
    """Give the seeds on which the engines do not agree."""
    return [seed for seed in seeds if disagreement(contest(seed))]


def main() -> int:
    """Run the soak and give its exit code."""
    last = FIRST + CONTESTS
    chunks = [range(start, min(start + CHUNK, last)) for start in range(FIRST, last, CHUNK)]
    wrong: list[int] = []
    with ProcessPoolExecutor(os.cpu_count()) as pool:
        for chunk, found in zip(chunks, pool.map(differing, chunks), strict=True):
            wrong += found
            print(f"\r{chunk.stop - FIRST:,} / {CONTESTS:,} contests, {len(wrong)} on which the engines differ", end="")
    print()
    for seed in wrong[:5]:
        made = shrunk(contest(seed))
        write(made, FOLDER / str(seed))
        print(f"seed {seed}: {FOLDER / str(seed)}")
        for each in disagreement(made):
            print(f"  {each}")
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main())
