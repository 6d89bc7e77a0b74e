"""The forms of a contest's people: who sits in a seat, a new account, a role for one that exists."""

from __future__ import annotations

from sqlalchemy import or_, select
from wtforms import BooleanField, RadioField, SelectField, StringField

from contest.access import ROLES
from contest.db import db
from contest.forms import Length, Required
from contest.keptforms import KeptForm
from contest.offices import reach
from contest.pagekit import choices, me
from contest.planning import holding
from contest.tables.people import Account

SALUTATIONS = ("đồng chí", "ông", "bà", "thầy", "cô", "anh", "chị")


class SeatForm(KeptForm):
    """Who sits in a seat."""

    name = StringField("Họ và tên", [Required(), Length(120)])
    salutation = StringField("Cách xưng hô", [Length(30)], render_kw={"list": "xung-ho"})
    workplace = StringField(
        "Đơn vị công tác", [Length(200)], description="Để nhắc khi giám khảo cùng đơn vị với một đội thi."
    )
    head = BooleanField("Là Trưởng Ban Giám khảo")
    replaced = RadioField(
        "Việc sửa này là",
        choices=choices(
            [
                ("no", "Sửa thông tin của cùng một người"),
                ("yes", "Người khác thay từ bây giờ: thẻ và máy chấm cũ hết hiệu lực, in thẻ mới"),
            ]
        ),
        default="no",
    )


class AccountForm(KeptForm):
    """A new account with its role in this contest."""

    name = StringField("Họ và tên", [Required(), Length(120)])
    username = StringField("Tên đăng nhập", [Required(), Length(60)], description="Chữ không dấu, ví dụ: thuky.huong")
    salutation = StringField("Cách xưng hô", [Length(30)], default="đồng chí", render_kw={"list": "xung-ho"})
    role = SelectField("Vai trò", [Required()], choices=choices([("", "Đề nghị chọn"), *ROLES.items()]))


class AssignForm(KeptForm):
    """A role for an account that exists."""

    account = SelectField("Tài khoản", [Required()])
    role = SelectField("Vai trò", [Required()], choices=choices([("", "Đề nghị chọn"), *ROLES.items()]))
    BRANCH = "Tài khoản của đơn vị đồng chí và bên dưới. Người của đơn vị khác: đề nghị cấp trên phân công."

    def offer_accounts(self) -> None:
        """List the accounts that may sign in; to an office those of its branch alone, and its people's own."""
        mine = reach()
        active = select(Account).where(Account.active.is_(True)).order_by(Account.name)
        if mine.any:
            active = active.where(or_(holding.managed(mine), Account.id == me().id))
            self.account.description = "" if mine.whole else self.BRANCH
        named = [(str(account.id), f"{account.name} ({account.username})") for account in db.session.scalars(active)]
        self.account.choices = choices([("", "Đề nghị chọn"), *named])
