"""Accounts of the house: list, make and switch off; and everybody's own password and PIN."""

from __future__ import annotations

from flask import Blueprint, abort, flash, redirect, render_template, request, url_for
from flask_login import login_user
from sqlalchemy import or_, select
from wtforms import BooleanField, PasswordField, StringField
from wtforms.validators import EqualTo

from contest import accounts
from contest.access import Staff, for_organisers, secret_matches
from contest.db import db
from contest.extensions import limiter
from contest.forms import BaseForm, Length, Required
from contest.history import Hand
from contest.keptforms import KeptForm
from contest.offices import reach
from contest.pagekit import Page, by_hand, form_page, me, refused_in, settings
from contest.planning import holding, people
from contest.scorebook.refusals import Refused
from contest.tables.people import Account
from contest.writer import write

blueprint = Blueprint("accounts", __name__, url_prefix="/tai-khoan")


class NewAccountForm(KeptForm):
    """A new account of the house."""

    name = StringField("Họ và tên", [Required(), Length(120)])
    username = StringField("Tên đăng nhập", [Required(), Length(60)], description="Chữ không dấu, ví dụ: thuky.huong")
    salutation = StringField("Cách xưng hô", [Length(30)], default="đồng chí")
    organiser = BooleanField("Được lập hội thi và tài khoản")


class PasswordForm(BaseForm):
    """One's own new password, typed twice, after the present one where there is one."""

    current = PasswordField("Mật khẩu đang dùng", [Length(200)])
    password = PasswordField("Mật khẩu mới", [Required(), Length(200)], description="Ít nhất 10 ký tự.")
    again = PasswordField(
        "Nhập lại mật khẩu mới",
        [Required(), EqualTo("password", "Hai lần nhập mật khẩu chưa giống nhau. Đề nghị nhập lại.")],
    )


@blueprint.get("")
@for_organisers
def index() -> Page:
    """List the accounts that the person may manage: every one in the whole house, those of the branch in an office."""
    own = select(Account).where(or_(holding.managed(reach()), Account.id == me().id))
    every = db.session.scalars(own.order_by(Account.active.desc(), Account.name)).all()
    return render_template("people/accounts.html", accounts=every, account=me(), whole=reach().whole)


@blueprint.route("/moi", methods=["GET", "POST"])
@for_organisers
def new() -> Page:
    """Show the form of a new account, or make it and show its one-time link, once."""
    form = NewAccountForm()
    if not reach().whole:  # an account that makes contests and holds no office keeps the whole house
        del form.organiser
    if form.validate_on_submit():
        try:
            account, token = _make(form)
        except Refused as refused:
            refused_in(form, refused)
        else:
            return _secret_page(account, link=token)
    return form_page("people/new_account.html", form)


def _make(form: NewAccountForm) -> tuple[Account, str]:
    username, name = form.username.data or "", form.name.data or ""
    organiser = "organiser" in form and bool(form.organiser.data)
    salutation = form.salutation.data or "đồng chí"

    def make(hand: Hand) -> int:
        made = accounts.create_account(hand.session, username, name, None, organiser=organiser, salutation=salutation)
        return made.id

    return _linked(by_hand(make, form))


def _linked(account_id: int) -> tuple[Account, str]:
    """Give an account that the person may manage with a new one-time link; refuses one that is switched off."""
    account = _managed_or_404(account_id)
    if not account.active:
        raise Refused("no_account")
    return account, write(lambda session: accounts.sign_in_link(session, account_id))


def _secret_page(account: Account, *, link: str = "", pin: str = "", back: str = "accounts.index") -> Page:
    address = f"{settings().address}/vao/{link}" if link else ""
    return render_template("people/secret.html", account=account, link=address, pin=pin, back=url_for(back))


@blueprint.post("/<int:account_id>/lien-ket")
@for_organisers
def new_link(account_id: int) -> Page:
    """Make a one-time sign-in link for an account and show it, once."""
    account, token = _linked(account_id)
    return _secret_page(account, link=token)


def _managed_or_404(account_id: int) -> Account:
    """Give an account that the person may manage, or their own; nobody learns which others there are."""
    if account_id != me().id and not holding.may_manage(db.session(), reach(), account_id):
        abort(404)
    return db.session.get_one(Account, account_id)


@blueprint.post("/<int:account_id>/trang-thai")
@for_organisers
def set_active(account_id: int) -> Page:
    """Switch an account off (signing it out everywhere) or on again."""
    _managed_or_404(account_id)
    active, own = request.form.get("active") == "1", me().id
    try:
        write(lambda session: people.set_active(session, account_id, active, by=own))
    except Refused as refused:
        flash(refused.message, "danger")
    else:
        flash("Đã mở lại tài khoản." if active else "Đã khóa tài khoản và đăng xuất ở mọi nơi.", "success")
    return redirect(url_for("accounts.index"))


@blueprint.route("/cua-toi", methods=["GET", "POST"])
@limiter.limit("10 per minute", methods=["POST"])
def own() -> Page:
    """Show one's own account, or set one's own password; every other sign-in of it ends."""
    account_id, form = me().id, PasswordForm()
    if form.validate_on_submit() and _knows_current(form):
        password = form.password.data or ""
        try:
            write(lambda session: accounts.set_password(session, account_id, password))
        except Refused as refused:
            refused_in(form, refused)
        else:
            db.session.rollback()
            login_user(Staff(db.session.get_one(Account, account_id, populate_existing=True)))
            flash("Đã đổi mật khẩu. Các lần đăng nhập khác đã kết thúc.", "success")
            return redirect(url_for("contests.index"))
    page = render_template("people/own.html", form=form, account=me())
    return (page, 422) if form.errors else page


def _knows_current(form: PasswordForm) -> bool:
    hashed = me().password_hash
    if hashed is None or secret_matches(hashed, form.current.data or ""):
        return True
    form.current.errors = ["Mật khẩu đang dùng không đúng. Đề nghị nhập lại."]
    return False


@blueprint.post("/cua-toi/ma-pin")
def own_pin() -> Page:
    """Make one's own new PIN and show it, once."""
    account = me()
    pin = write(lambda session: accounts.new_pin(session, account.id))
    return _secret_page(account, pin=pin, back="accounts.own")
