"""Brings the browser's files from the npm registry into static/vendor/ at build time, so that a hall needs no npm."""

from __future__ import annotations

import shutil
import subprocess
import sys
from pathlib import Path
from typing import Any

ROOT = Path(__file__).parent
MODULES = ROOT / "node_modules"
VENDOR = ROOT / "static" / "vendor"

WEIGHTS = (400, 600, 700)
SUBSETS = ("vietnamese", "latin-ext", "latin")
FILES = {
    "socket.io-client/dist/socket.io.esm.min.js": "socket.io.js",
    "idb/build/index.js": "idb.js",
    "lit-html/lit-html.js": "lit-html.js",
    # Be Vietnam Pro has no tabular figures; Inter's tabular ones stand in columns (docs/decisions/0004).
    "@fontsource/inter/files/inter-latin-600-normal.woff2": "fonts/inter-latin-600.woff2",
    "@fontsource/inter/files/inter-latin-400-normal.woff2": "fonts/inter-latin-400.woff2",
} | {
    f"@fontsource/be-vietnam-pro/files/be-vietnam-pro-{subset}-{weight}-normal.woff2": f"fonts/be-vietnam-pro-{subset}-{weight}.woff2"
    for weight in WEIGHTS
    for subset in SUBSETS
}


def build_vendor() -> None:
    """Run `npm ci` and copy the few files that pages load into static/vendor/; raises CalledProcessError when npm fails."""
    npm = shutil.which("npm")
    if npm is None:
        raise SystemExit("Thiếu npm: cài Node.js 20 (gói nodejs, npm) rồi chạy lại. / npm is missing: install Node.js.")
    subprocess.run([npm, "ci", "--silent"], cwd=ROOT, check=True)  # noqa: S603 - a fixed command
    shutil.rmtree(VENDOR, ignore_errors=True)
    for source, target in FILES.items():
        (VENDOR / target).parent.mkdir(parents=True, exist_ok=True)
        shutil.copyfile(MODULES / source, VENDOR / target)


try:
    from hatchling.builders.hooks.plugin.interface import BuildHookInterface
except ImportError:  # run by make, outside a build
    BuildHookInterface = object


class VendorBuildHook(BuildHookInterface):  # type: ignore[misc]
    """Hatchling's build hook: the wheel carries the browser's files."""

    PLUGIN_NAME = "custom"

    def initialize(self, version: str, build_data: dict[str, Any]) -> None:
        """Build static/vendor/ before the files of the wheel are gathered."""
        build_vendor()


if __name__ == "__main__":
    build_vendor()
    sys.stdout.write(f"static/vendor: {sum(1 for f in VENDOR.rglob('*') if f.is_file())} files\n")
