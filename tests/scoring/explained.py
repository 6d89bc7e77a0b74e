"""What a case's teams are told of their points and places; `python -m tests.scoring.explained` writes it anew to be looked through.

Each case folder that has an `explained.txt` gets it anew; a case named on the command line gets its first.
"""

import sys
from collections.abc import Sequence


def main(names: Sequence[str] = ()) -> None:
    """Write the papers of every case that keeps them, and of the cases named."""
    from tests.contest.test_explained import CASES, EXPLAINED, paper_of

    for case in CASES:
        if case in EXPLAINED or case.name in names:
            (case / "explained.txt").write_text(paper_of(case), encoding="utf-8")


if __name__ == "__main__":
    main(sys.argv[1:])
