"""The `chamkheo` commands that need no sockets."""

from __future__ import annotations

import errno
import sys
from pathlib import Path
from typing import Any

import click
from sqlalchemy.exc import ArgumentError, OperationalError

from contest import accounts, schema
from contest import backup as backups
from contest import restore as restoring
from contest import verify as verifying
from contest.chain import short
from contest.commandline import speak_vietnamese
from contest.config import Settings, SettingsError
from contest.db import now
from contest.files.explainfiles import explain_command
from contest.files.rulebookfiles import diff
from contest.files.rulesfile import rules
from contest.files.scorefiles import score
from contest.messages.commandline import KINDS, OPTIONS, SUBCOMMAND
from contest.messages.scorebook import CHANGED
from contest.recountcli import export_log, recount_command
from contest.reportcli import report_command
from contest.scorebook.refusals import Refused
from contest.writer import Writer, WriterTaken

SERVING = "Chấm Khéo đang chạy (chamkheo serve) nên lệnh này không ghi được. Đề nghị dừng máy chủ rồi chạy lại."
NO_DATABASE = (
    "Không mở được cơ sở dữ liệu ({reason}). "
    "Đề nghị kiểm tra CHAMKHEO_DATABASE_URL, quyền ghi thư mục, và máy chủ PostgreSQL (nếu dùng) đã chạy chưa."
)
NO_FILE = "Không đọc hoặc không ghi được {path}: {reason}. Đề nghị chọn nơi khác rồi chạy lại."
REASONS = {
    errno.EACCES: "không có quyền",
    errno.EPERM: "không có quyền",
    errno.EROFS: "ổ đĩa chỉ cho đọc",
    errno.ENOENT: "không có tệp hoặc thư mục này",
    errno.EEXIST: "đã có một tệp trùng tên",
    errno.ENOTDIR: "đường dẫn đi qua một tệp, không phải thư mục",
    errno.EISDIR: "đây là một thư mục",
    errno.ENOSPC: "ổ đĩa đã đầy",
    errno.ENAMETOOLONG: "tên dài quá",
}


speak_vietnamese()


class Commands(click.Group):
    """A group that speaks Vietnamese and whose commands answer a refusal in one line and exit with 1."""

    def add_command(self, cmd: click.Command, name: str | None = None) -> None:
        """Take a command in, its usage line in Vietnamese."""
        cmd.options_metavar = OPTIONS
        for option in cmd.params:
            if isinstance(option, click.Option) and not option.is_flag and option.metavar is None:
                option.metavar = KINDS.get(option.type.name)
        super().add_command(cmd, name)

    def invoke(self, context: click.Context) -> Any:
        """Run a command; a refusal is told, never a traceback."""
        try:
            return super().invoke(context)
        except Refused as refused:
            raise click.ClickException(refused.message) from None
        except WriterTaken:
            raise click.ClickException(SERVING) from None
        except SettingsError as wrong:
            raise click.ClickException(str(wrong)) from None
        except (OperationalError, ArgumentError) as wrong:
            reason = str(wrong.orig if isinstance(wrong, OperationalError) else wrong)
            raise click.ClickException(NO_DATABASE.format(reason=" ".join(reason.split())[:200])) from None
        except OSError as wrong:
            if wrong.errno == errno.EPIPE:
                raise  # click ends quietly when the reader of our output is gone
            reason = REASONS.get(wrong.errno or 0, wrong.strerror or str(wrong))
            raise click.ClickException(NO_FILE.format(path=wrong.filename or "tệp", reason=reason)) from None


@click.group(
    cls=Commands,
    options_metavar=OPTIONS,
    subcommand_metavar=SUBCOMMAND,
    context_settings={"help_option_names": ["-h", "--help"]},
)
def chamkheo() -> None:
    """Chấm Khéo: chấm điểm và bảng điểm trực tiếp cho Hội thi “Dân vận khéo”."""


for command in (score, rules, diff, explain_command, recount_command, export_log, report_command):
    chamkheo.add_command(command)


@chamkheo.command("create-user")
@click.argument("username")
@click.option("--name", prompt="Họ và tên", help="Họ và tên.")
@click.option("--organiser/--no-organiser", default=True, help="Được lập hội thi và tài khoản.")
@click.option("--password-stdin", is_flag=True, help="Đọc mật khẩu từ đầu vào thay vì cấp liên kết vào một lần.")
def create_user(username: str, name: str, organiser: bool, password_stdin: bool) -> None:
    """Tạo tài khoản và in liên kết vào một lần (hoặc đặt mật khẩu)."""
    settings = Settings.from_env()
    password = sys.stdin.readline().rstrip("\n") if password_stdin else None
    schema.upgrade(settings.database_url)
    writer = Writer(settings.database_url)
    try:
        account_id = writer.run(
            lambda session: accounts.create_account(session, username, name, password, organiser=organiser).id
        )
        token = None if password else writer.run(lambda session: accounts.sign_in_link(session, account_id))
    finally:
        writer.close()
    click.echo(f"Đã tạo tài khoản {username}.")
    if token:
        click.echo(f"Liên kết vào một lần (hiệu lực 3 ngày): {settings.address}/vao/{token}")


@chamkheo.command()
@click.argument("target", required=False, type=click.Path(path_type=Path))
def backup(target: Path | None) -> None:
    """Sao lưu cơ sở dữ liệu vào TARGET (mặc định: thư mục backups), kể cả khi máy chủ đang chạy."""
    settings = Settings.from_env()
    path = target or backups.timed_name(settings.instance / "backups", now())
    backups.backup(settings.database_url, path)
    click.echo(f"Đã sao lưu và kiểm tra: {path}")


@chamkheo.command()
@click.argument("source", type=click.Path(path_type=Path))
@click.option("--reason", prompt="Lý do khôi phục", help="Lý do, ghi vào nhật ký của mọi hội thi.")
@click.option("--yes", is_flag=True, help="Không hỏi lại.")
def restore(source: Path, reason: str, yes: bool) -> None:
    """Khôi phục cơ sở dữ liệu từ bản sao SOURCE; bản hiện có được giữ bên cạnh."""
    settings = Settings.from_env()
    if not yes:
        click.confirm(f"Thay dữ liệu hiện có bằng {source}?", abort=True)
    generation = restoring.restore(settings.database_url, source, reason)
    click.echo(f"Đã khôi phục. Thế hệ dữ liệu: {generation}. Máy chấm sẽ tự gửi lại các phiếu còn giữ.")


@chamkheo.command()
@click.argument("file", required=False, type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option("--contest", "contest_id", type=int, help="Chỉ kiểm tra hội thi có số này.")
@click.option("--against", nargs=2, type=(str, int), metavar="MÃ SỐ", help="Mã đầu và số sự kiện in trên biên bản.")
def verify(file: Path | None, contest_id: int | None, against: tuple[str, int] | None) -> None:
    """Kiểm tra chuỗi nhật ký của dữ liệu đang dùng, hoặc của FILE (một bản sao lưu)."""
    url = f"sqlite:///{file.absolute().as_posix()}" if file else Settings.from_env().database_url
    verdicts = verifying.verify(url, contest_id)
    for verdict in verdicts:
        state = _state(verdict)
        click.echo(
            f"{verdict.contest_id}. {verdict.name}: {state} · {verdict.head.count} sự kiện · mã đầu {short(verdict.head.hash)}"
        )
    if not verdicts:
        raise click.ClickException("Không có hội thi nào để kiểm tra.")
    if any(verdict.faults or verdict.changed for verdict in verdicts):
        raise click.ClickException("Nhật ký và dữ liệu không khớp: dữ liệu đã bị sửa ngoài chương trình.")
    if against:
        _check_printed(verdicts, *against)


def _state(verdict: verifying.Verdict) -> str:
    if verdict.faults:
        return f"SAI từ sự kiện {verdict.faults[0].seq}"
    return f"SAI: {'; '.join(CHANGED[each] for each in verdict.changed)}" if verdict.changed else "ĐÚNG"


def _check_printed(verdicts: list[verifying.Verdict], printed: str, count: int) -> None:
    found = [verdict for verdict in verdicts if verdict.had(printed, count)]
    if not found:
        raise click.ClickException("Không hội thi nào có mã đầu này ở số sự kiện đã in: giấy và dữ liệu KHÔNG khớp.")
    later = found[0].head.count - count
    click.echo(f"Mã in trên giấy khớp với {found[0].name}; sau đó có thêm {later} sự kiện.")
