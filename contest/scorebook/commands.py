"""A score sheet as it travels: the submit command made strict, and the answer that it is given."""

from __future__ import annotations

import hashlib
from dataclasses import asdict, dataclass
from typing import Annotated, Any

from pydantic import BaseModel, ConfigDict, Field, StringConstraints, ValidationError, field_validator

from contest import chain
from contest.scorebook.refusals import Refused
from contest.text import nfc

PROTOCOL = 1
MARK_LIMIT = 10**12
REMARK_LENGTH = 1000
_ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"  # Crockford's: no I, L, O, U to misread

Key = Annotated[str, StringConstraints(min_length=1, max_length=60, pattern=r"^[A-Za-z0-9_.-]+$")]
Mark = Annotated[int, Field(ge=0, le=MARK_LIMIT)]


class SheetCommand(BaseModel):
    """A judge's score sheet as sent (protocol.md 2); marks are whole thousandths of a point."""

    model_config = ConfigDict(extra="forbid", strict=True, frozen=True)

    protocol: int
    command_id: Annotated[str, StringConstraints(pattern=r"^[0-9a-f]{32}$")]
    sheet: Annotated[str, StringConstraints(pattern=r"^[A-Za-z0-9_.-]{1,60}/[0-9]{1,9}$")]
    base_version: Annotated[int, Field(ge=0, le=MARK_LIMIT)]
    marks: Annotated[dict[Key, Mark], Field(max_length=100)]
    remark: Annotated[str, StringConstraints(max_length=REMARK_LENGTH)] = ""
    rulebook_version: int
    device: Annotated[str, StringConstraints(min_length=1, max_length=64)]
    device_seq: Annotated[int, Field(ge=0, le=MARK_LIMIT)]
    device_time: Annotated[str, StringConstraints(max_length=40)]

    @field_validator("remark")
    @classmethod
    def _normal(cls, remark: str) -> str:
        return nfc(remark)

    @property
    def part(self) -> str:
        """Give the key of the sheet's part."""
        return self.sheet.split("/")[0]

    @property
    def team_id(self) -> int:
        """Give the id of the sheet's team."""
        return int(self.sheet.split("/")[1])

    @property
    def content(self) -> list[object]:
        """Give what the receipt stands for."""
        return [self.command_id, self.sheet, self.marks, self.remark]


def parse_command(raw: object) -> SheetCommand:
    """Make a sent body strict; refuses (`bad_command`, with the field) anything that is not one."""
    try:
        return SheetCommand.model_validate(raw)
    except ValidationError as error:
        where = error.errors()[0]["loc"]
        field = str(where[0]) if where else "phiếu"
        raise Refused("bad_command", field=field, name=field) from None


def digest(value: object) -> str:
    """Give the SHA-256 of a value's canonical JSON."""
    return hashlib.sha256(chain.canonical(value).encode()).hexdigest()


def receipt(content: object) -> str:
    """Give the short code XXXX-XXXX of a command's content: the same after a restore (protocol.md 8)."""
    number = int(digest(content)[:10], 16)
    code = "".join(_ALPHABET[number >> shift & 31] for shift in range(35, -1, -5))
    return f"{code[:4]}-{code[4:]}"


@dataclass(frozen=True)
class Answer:
    """What a command is answered; every command is."""

    status: str
    message: str = ""
    field: str | None = None
    version: int | None = None
    receipt: str | None = None
    generation: int | None = None
    received_at: str | None = None
    current: dict[str, Any] | None = None
    why: str | None = None  # of a sheet that was kept as late: the code of what made it so

    def body(self) -> dict[str, Any]:
        """Give the answer as JSON-able data."""
        return asdict(self)
