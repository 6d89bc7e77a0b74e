"""The command line speaks Vietnamese: every sentence of click that its user may meet is in the catalogue."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path

import click
import pytest
from click.testing import CliRunner

from contest.cli import chamkheo
from contest.messages.commandline import CLICK

# What only a programmer of commands meets, or what no command of ours does: editors, shells, dates, consoles.
UNMET = {
    "d",
    "{editor}: Editing failed",
    "{editor}: Editing failed: {e}",
    "Couldn't detect Bash version, shell completion is not supported.",
    "Shell completion is not supported for Bash versions older than 4.4.",
    "Press any key to continue...",
    "Unknown color {colour!r}",
    "DeprecationWarning: The command {name!r} is deprecated.{extra_message}",
    "DeprecationWarning: The {param_type} {name!r} is deprecated.{extra_message}",
    "Value must be an iterable.",
    "Could not determine name for option with declarations {decls!r}",
    "No options defined but a name was passed ({name}). Did you mean to declare an argument instead? "
    "Did you mean to pass '--{name}'?",
    "Arguments take exactly one parameter declaration, got {length}: {decls}.",
    "Name '{name}' defined twice",
    "Boolean option {decl!r} cannot use the same flag for true/false.",
    "Invalid start character for option ({option})",
    "Choice({choices})",
    "{value!r} does not match the format {format}.",
    "{value!r} does not match the formats {formats}.",
    "{len_type} values are required, but {len_value} was given.",
    "{len_type} values are required, but {len_value} were given.",
    "{value!r} is not a valid UUID.",
    "Windows error: {error}",
    "Unknown standard stream '{name}'",
}
SENTENCES_OF = {"_": 1, "ngettext": 2}


def sentences() -> Iterator[str]:
    """Give every sentence that click says through gettext."""
    for path in Path(click.__file__).parent.glob("*.py"):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Call) and isinstance(node.func, ast.Name):
                for said in node.args[: SENTENCES_OF.get(node.func.id, 0)]:
                    if isinstance(said, ast.Constant):
                        yield str(said.value)


def test_every_sentence_is_in_the_catalogue() -> None:
    assert set(CLICK) - {"required"} == set(sentences()) - UNMET


def test_a_translation_keeps_what_is_filled_in() -> None:
    names = (
        "{message}",
        "{command}",
        "{option}",
        "{param_hint}",
        "{name",
        "{filename",
        "{value",
        "{choices}",
        "{args}",
    )
    assert {
        english for english, said in CLICK.items() for name in names if (name in english) != (name in said)
    } == set()


ASKED: dict[str, tuple[tuple[str, ...], tuple[str, ...]]] = {
    "help": (
        ("--help",),
        ("Cách dùng: chamkheo [TÙY CHỌN] LỆNH", "Tùy chọn:", "Các lệnh:", "-h, --help  Hiện hướng dẫn này."),
    ),
    "help of a command": (("recount", "--help"), ("Cách dùng: chamkheo recount [TÙY CHỌN] CONTEST_OR_FILE", "--json")),
    "no argument": (
        ("recount",),
        ("Lỗi: Còn thiếu tham số 'CONTEST_OR_FILE'.", "Xem hướng dẫn: chamkheo recount --help"),
    ),
    "no such command": (("recont",), ("Lỗi: Không có lệnh 'recont'.",)),
    "no such option": (("recount", "--jsn", "1"), ("Lỗi: Không có tùy chọn '--jsn'. Có phải '--json' không?",)),
    "a word for a number": (
        ("verify", "--contest", "x"),
        ("Lỗi: Giá trị của '--contest' không hợp lệ: 'x' không phải là số",),
    ),
    "a file that is not there": (("verify", "/khong/co"), ("Tệp '/khong/co' không có.",)),
    "too much": (("rules", "a", "b"), ("Lỗi: Thừa tham số (b).",)),
}
ENGLISH = ("Usage", "Options", "Commands", "Error", "Missing", "No such", "Try ", "Show this", "does not exist", "Got ")


@pytest.mark.parametrize("asked", ASKED)
def test_the_command_answers_in_vietnamese(asked: str) -> None:
    arguments, told = ASKED[asked]
    shown = CliRunner().invoke(chamkheo, arguments, prog_name="chamkheo").output
    assert [sentence for sentence in told if sentence not in shown] == [], shown
    assert [word for word in ENGLISH if word in shown] == []
