"""Uploaded lists between their preview and the yes: kept on this machine, named by chance, for a day at most."""

from __future__ import annotations

import json
import re
import secrets
import time
from dataclasses import dataclass
from pathlib import Path

_TOKEN = re.compile(r"[0-9a-f]{32}")
_DAY = 24 * 3600


@dataclass(frozen=True)
class Upload:
    """An uploaded file with the name it came under."""

    token: str
    filename: str
    data: bytes


class Uploads:
    """The uploads of a machine, in a folder of its own; each belongs to one contest and one account."""

    def __init__(self, folder: Path) -> None:
        """Use `folder`, made when first needed."""
        self._folder = folder

    def keep(self, contest_id: int, account_id: int, filename: str, data: bytes) -> str:
        """Keep an upload and give its token; uploads older than a day go."""
        self._sweep()
        self._folder.mkdir(parents=True, exist_ok=True)
        token = secrets.token_hex(16)
        owner = {"contest": contest_id, "account": account_id, "filename": filename[:200]}
        (self._folder / f"{token}.json").write_text(json.dumps(owner), encoding="utf-8")
        (self._folder / f"{token}.bin").write_bytes(data)
        return token

    def get(self, token: str, contest_id: int, account_id: int) -> Upload | None:
        """Give an upload to the account that made it for this contest; None when it is gone or another's."""
        if not _TOKEN.fullmatch(token):
            return None
        try:
            owner = json.loads((self._folder / f"{token}.json").read_text(encoding="utf-8"))
            data = (self._folder / f"{token}.bin").read_bytes()
        except OSError:
            return None
        if (owner["contest"], owner["account"]) != (contest_id, account_id):
            return None
        return Upload(token, owner["filename"], data)

    def drop(self, token: str) -> None:
        """Forget an upload."""
        if _TOKEN.fullmatch(token):
            for suffix in (".json", ".bin"):
                (self._folder / f"{token}{suffix}").unlink(missing_ok=True)

    def _sweep(self) -> None:
        if self._folder.is_dir():
            for path in self._folder.iterdir():
                if path.stat().st_mtime < time.time() - _DAY:
                    path.unlink(missing_ok=True)
