"""Signing in and out."""

from __future__ import annotations

from urllib.parse import urlsplit

from flask import Blueprint, Response, flash, redirect, render_template, request, session, url_for
from flask_login import current_user, login_user, logout_user
from sqlalchemy import select
from werkzeug.wrappers import Response as Redirect
from wtforms import PasswordField, StringField
from wtforms.validators import InputRequired

from contest import accounts
from contest.access import Staff, secret_matches
from contest.db import db
from contest.extensions import limiter
from contest.forms import BaseForm
from contest.tables.people import Account
from contest.writer import write

blueprint = Blueprint("signin", __name__)
Page = str | Response | Redirect


class SignInForm(BaseForm):
    """Username and password."""

    username = StringField("Tên đăng nhập", [InputRequired("Đề nghị nhập tên đăng nhập.")])
    password = PasswordField("Mật khẩu", [InputRequired("Đề nghị nhập mật khẩu.")])


def _failed(answer: Response) -> bool:
    """Say whether somebody was not let in: only those tries count, since a whole office sits behind one address."""
    return answer.status_code != 302


def _next() -> str:
    target = request.args.get("next", "")
    try:
        elsewhere = bool(urlsplit(target).netloc)
    except ValueError:  # “//[” is the beginning of no address
        elsewhere = True
    local = target.startswith("/") and not target.startswith(("//", "/\\")) and not elsewhere
    return target if local else url_for("contests.index")


@blueprint.route("/dang-nhap", methods=["GET", "POST"])
@limiter.limit("10 per minute", methods=["POST"], deduct_when=_failed)
def sign_in() -> Page:
    """Show the sign-in page, or sign in."""
    if current_user.is_authenticated:
        return redirect(_next())
    form = SignInForm()
    if form.validate_on_submit():
        username, password = form.username.data or "", form.password.data or ""
        query = select(Account).where(Account.username == username.lower(), Account.active.is_(True))
        account = db.session.scalars(query).first()
        if secret_matches(account.password_hash if account else None, password) and account is not None:
            _enter(account)
            return redirect(_next())
        flash("Tên đăng nhập hoặc mật khẩu không đúng. Đề nghị kiểm tra rồi nhập lại.", "danger")
    return render_template("signin/sign_in.html", form=form)


@blueprint.route("/vao/<token>", methods=["GET", "POST"])
@limiter.limit("20 per minute", methods=["POST"], deduct_when=_failed)
def by_link(token: str) -> Page:
    """Sign in by a link that works once; the person presses a button, so that a preview does not use it up."""
    if request.method == "GET":
        return render_template("signin/by_link.html")
    _enter(write(lambda changing: accounts.use_link(changing, token)))
    return redirect(url_for("contests.index"))


def _enter(account: Account) -> None:
    session.clear()
    session.permanent = True
    login_user(Staff(account))


@blueprint.post("/dang-xuat")
def sign_out() -> Page:
    """Sign out of this browser."""
    logout_user()
    session.clear()
    flash("Đã đăng xuất.", "success")
    return redirect(url_for("signin.sign_in"))
