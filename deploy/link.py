"""Makes the tree importable from its own .venv and installs the `chamkheo` command, without building anything."""

from __future__ import annotations

import stat
import sys
import sysconfig
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
COMMAND = f"#!{sys.executable}\nimport sys\n\nfrom wsgi import cli\n\nsys.exit(cli())\n"


def main() -> None:
    """Write chamkheo.pth and bin/chamkheo; both hold this tree's own path, so they stay out of git."""
    Path(sysconfig.get_paths()["purelib"], "chamkheo.pth").write_text(f"{ROOT}\n", encoding="utf-8")
    command = Path(sysconfig.get_paths()["scripts"], "chamkheo")
    command.write_text(COMMAND, encoding="utf-8")
    command.chmod(command.stat().st_mode | stat.S_IXUSR | stat.S_IXGRP | stat.S_IXOTH)


if __name__ == "__main__":
    main()
