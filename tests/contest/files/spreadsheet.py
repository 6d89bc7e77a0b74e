"""LibreOffice as the judge of our workbooks: recalculates every formula, whatever result we stored beside it."""

from __future__ import annotations

import atexit
import functools
import io
import re
import shutil
import subprocess
import tempfile
import zipfile
from collections.abc import Mapping
from pathlib import Path

from openpyxl import Workbook, load_workbook

RECALCULATE = """<?xml version="1.0" encoding="UTF-8"?>
<oor:items xmlns:oor="http://openoffice.org/2001/registry">
<item oor:path="/org.openoffice.Office.Calc/Formula/Load"><prop oor:name="OOXMLRecalcMode" oor:op="fuse"><value>0</value></prop></item>
</oor:items>"""


def without_results(content: bytes) -> bytes:
    """Give the workbook with a wrong result stored in every formula cell, so that only a recalculation can be right."""
    stream = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(content)) as old, zipfile.ZipFile(stream, "w") as new:
        for item in old.infolist():
            body = old.read(item)
            if item.filename.startswith("xl/worksheets/sheet"):
                body = re.sub(rb'( t="str")?><f>([^<]*)</f><v>[^<]*</v>', rb"><f>\2</f><v>-777</v>", body)
            new.writestr(item, body)
    return stream.getvalue()


@functools.cache
def _profile() -> Path:
    """Give the folder of LibreOffice's settings, one for a whole run: filling a new one takes seconds."""
    folder = Path(tempfile.mkdtemp(prefix="chamkheo-office-"))
    atexit.register(shutil.rmtree, folder, ignore_errors=True)
    (folder / "user").mkdir()
    (folder / "user" / "registrymodifications.xcu").write_text(RECALCULATE, encoding="utf-8")
    return folder


def recalculated(books: Mapping[str, bytes], folder: Path) -> dict[str, Workbook]:
    """Give each workbook (name → bytes) as LibreOffice recalculates it; values only."""
    source, target = folder / "in", folder / "out"
    for each in (source, target):
        each.mkdir(parents=True, exist_ok=True)
    for name, content in books.items():
        (source / f"{name}.xlsx").write_bytes(without_results(content))
    program = shutil.which("soffice") or shutil.which("libreoffice")
    assert program, "LibreOffice is missing: deploy/test-packages.sh installs it"
    subprocess.run(
        [program, f"-env:UserInstallation={_profile().as_uri()}", "--headless", "--norestore", "--convert-to",
         "xlsx:Calc MS Excel 2007 XML",
         "--outdir", str(target), *(str(source / f"{name}.xlsx") for name in books)],
        check=True, capture_output=True, timeout=300,
    )  # fmt: skip
    return {name: load_workbook(target / f"{name}.xlsx", data_only=True) for name in books}
