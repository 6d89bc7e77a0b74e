"""A contest's people: seats of the panel, their cards and devices, and the accounts with their roles."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from flask import Blueprint, abort, flash, redirect, render_template, request, url_for
from sqlalchemy.orm import Session

from contest import accounts, seating
from contest.access import ROLES, VIEWER, card_pin, card_token, for_organisers, for_roles, may
from contest.db import db
from contest.history import Hand
from contest.keptforms import KeptForm
from contest.offices import reach
from contest.pagekit import Page, by_hand, contest_or_404, form_page, me, prepared, qr, refused_in, settings
from contest.panel import SeatView, seat_views
from contest.peopleforms import SALUTATIONS, AccountForm, AssignForm, SeatForm
from contest.planning import holding, people
from contest.planning.teams import listed
from contest.scorebook.refusals import Refused
from contest.tables.people import Account, Assignment, Seat
from contest.writer import write

blueprint = Blueprint("people", __name__, url_prefix="/hoi-thi/<int:contest_id>")


@blueprint.get("/con-nguoi")
@for_roles("organiser", "secretary", "head_judge", VIEWER)
def index(contest_id: int) -> Page:
    """Show the panel with its devices, and the accounts with their roles."""
    reader = db.session()
    seats, teams = seat_views(reader, contest_id), listed(reader, contest_id)
    pending = seating.pending_devices(reader, contest_id)
    return render_template(
        "people/index.html",
        contest=contest_or_404(contest_id),
        seats=seats,
        devices={seat.id: seating.present_device(reader, seat.id) for seat in seats},
        pending=[(device, next(seat for seat in seats if seat.id == device.seat_id)) for device in pending],
        conflicts=people.same_unit(seats, teams),
        assigned=people.assigned(reader, contest_id),
        by_office=people.by_office(reader, contest_id),
        roles=ROLES,
        organiser=may(contest_id, "organiser"),
        desk=may(contest_id, "organiser", "secretary"),
        maker=me().organiser and may(contest_id, "organiser"),
        prepared=prepared(contest_id),
        once=KeptForm().once.data,  # of the buttons that add and remove a seat
    )


def _do(contest_id: int, work: Callable[[Session], Any], said: str, *, to: str = "people.index") -> Page:
    def run(hand: Hand) -> None:
        work(hand.session)

    try:
        by_hand(run, KeptForm())
    except Refused as refused:
        flash(refused.message, "danger")
    else:
        flash(said, "success")
    return redirect(url_for(to, contest_id=contest_id))


@blueprint.post("/con-nguoi/them-giam-khao")
@for_roles("organiser")
def add_seat(contest_id: int) -> Page:
    """Add the next seat and go to its form."""
    try:
        seat_id = by_hand(lambda hand: people.add_seat(hand.session, contest_id).id, KeptForm())
    except Refused as refused:
        flash(refused.message, "danger")
        return redirect(url_for("people.index", contest_id=contest_id))
    return redirect(url_for("people.seat", contest_id=contest_id, seat_id=seat_id))


@blueprint.post("/con-nguoi/bot-giam-khao")
@for_roles("organiser")
def remove_seat(contest_id: int) -> Page:
    """Remove the last seat."""
    return _do(contest_id, lambda session: people.remove_last_seat(session, contest_id), "Đã bớt một giám khảo.")


@blueprint.route("/con-nguoi/giam-khao/<int:seat_id>", methods=["GET", "POST"])
@for_roles("organiser")
def seat(contest_id: int, seat_id: int) -> Page:
    """Show who sits in a seat, or change it."""
    view = _seat_view(contest_id, seat_id)
    form = SeatForm(data=None if request.method == "POST" else _typed(view))
    form.of(f"seat:{seat_id}")
    if form.validate_on_submit():
        try:
            _save_seat(contest_id, seat_id, form)
        except Refused as refused:
            refused_in(form, refused)
        else:
            flash(f"Đã lưu {view.title}.", "success")
            return redirect(url_for("people.index", contest_id=contest_id))
    return form_page("people/seat.html", form, contest=contest_or_404(contest_id), seat=view, salutations=SALUTATIONS)


def _seat_view(contest_id: int, seat_id: int) -> SeatView:
    people.seat_in(db.session(), contest_id, seat_id)
    return next(view for view in seat_views(db.session(), contest_id) if view.id == seat_id)


def _typed(view: SeatView) -> dict[str, Any]:
    return {
        "name": view.name,
        "salutation": view.salutation,
        "workplace": view.workplace,
        "head": view.head,
        "replaced": "no",
    }


def _save_seat(contest_id: int, seat_id: int, form: SeatForm) -> None:
    holder = people.Holder(
        form.name.data or "",
        form.salutation.data or "",
        form.workplace.data or "",
        head=bool(form.head.data),
        replaced=form.replaced.data == "yes",
    )
    by_hand(lambda hand: people.change_seat(hand, contest_id, seat_id, holder), form)


@blueprint.get("/the")
@for_roles("organiser", "secretary")
def cards(contest_id: int) -> Page:
    """Show the seats' cards to print, all or one (?so=3)."""
    only = request.args.get("so", "")
    reader = db.session()
    shown = []
    for view in seat_views(reader, contest_id):
        card = people.valid_card(reader, view.id)
        if only in {"", str(view.number)}:
            url = f"{settings().address}/g/{card_token(card)}" if card else ""
            shown.append((view, qr(url) if url else "", card_pin(card) if card else ""))
    return render_template(
        "people/cards.html", contest=contest_or_404(contest_id), cards=shown, address=settings().address
    )


@blueprint.post("/con-nguoi/giam-khao/<int:seat_id>/the-moi")
@for_roles("organiser", "secretary")
def new_card(contest_id: int, seat_id: int) -> Page:
    """Revoke a seat's card and issue another; its devices are released at once."""

    def change(session: Session) -> Seat:
        found = people.seat_in(session, contest_id, seat_id)
        people.issue_card(session, seat_id)
        return found

    number = write(change).number
    flash(f"Thẻ cũ của Giám khảo số {number} đã hết hiệu lực. Đề nghị in thẻ mới dưới đây.", "success")
    return redirect(url_for("people.cards", contest_id=contest_id, so=number))


@blueprint.post("/con-nguoi/may/<int:device_id>/cho-phep")
@for_roles("organiser", "secretary")
def approve(contest_id: int, device_id: int) -> Page:
    """Let a device that waits take over its seat."""
    said = "Máy mới đã được dùng để chấm; máy trước chỉ còn để xem."
    return _do(contest_id, lambda session: seating.approve_device(session, device_id, contest_id), said)


@blueprint.post("/con-nguoi/may/<int:device_id>/ngat")
@for_roles("organiser", "secretary")
def release(contest_id: int, device_id: int) -> Page:
    """Release a device, bound or waiting."""
    said = "Đã ngắt máy. Máy khác quét thẻ thì cần mã PIN hoặc được cho phép ở đây."
    return _do(contest_id, lambda session: seating.release_device(session, device_id, contest_id), said)


@blueprint.route("/con-nguoi/tai-khoan-moi", methods=["GET", "POST"])
@for_organisers
@for_roles("organiser")
def new_account(contest_id: int) -> Page:
    """Show the form of a new account, or make it and show its one-time link, once."""
    form = AccountForm()
    if form.validate_on_submit():
        try:
            account, token = _make_account(contest_id, form)
        except Refused as refused:
            refused_in(form, refused)
        else:
            return _secret_page(contest_id, account, link=token)
    return form_page("people/account.html", form, contest=contest_or_404(contest_id), salutations=SALUTATIONS)


def _make_account(contest_id: int, form: AccountForm) -> tuple[Account, str]:
    username, name, role = form.username.data or "", form.name.data or "", str(form.role.data)
    salutation = form.salutation.data or "đồng chí"

    links: list[str] = []

    def make(hand: Hand) -> int:
        account = accounts.create_account(hand.session, username, name, None, salutation=salutation)
        people.assign(hand.session, contest_id, account.id, role)
        links.append(accounts.sign_in_link(hand.session, account.id))
        return account.id

    account_id = by_hand(make, form)
    if links:
        return db.session.get_one(Account, account_id), links[0]
    account = _managed(account_id)  # sent twice: the link of the first answer was seen by nobody
    return account, write(lambda session: accounts.sign_in_link(session, account_id))


def _secret_page(contest_id: int, account: Account, *, link: str = "", pin: str = "") -> Page:
    return render_template(
        "people/secret.html",
        contest=contest_or_404(contest_id),
        account=account,
        link=f"{settings().address}/vao/{link}" if link else "",
        pin=pin,
        back=url_for("people.index", contest_id=contest_id),
    )


@blueprint.route("/con-nguoi/phan-cong", methods=["GET", "POST"])
@for_roles("organiser")
def assign(contest_id: int) -> Page:
    """Show the form that gives an existing account a role, or give it."""
    form = AssignForm()
    form.offer_accounts()
    if form.validate_on_submit():
        account_id, role = int(form.account.data), str(form.role.data)
        try:
            by_hand(lambda hand: people.assign(hand.session, contest_id, account_id, role), form)
        except Refused as refused:
            refused_in(form, refused)
        else:
            flash("Đã phân công.", "success")
            return redirect(url_for("people.index", contest_id=contest_id))
    return form_page("people/assign.html", form, contest=contest_or_404(contest_id))


@blueprint.post("/con-nguoi/phan-cong/<int:assignment_id>/bo")
@for_roles("organiser")
def unassign(contest_id: int, assignment_id: int) -> Page:
    """Take a role away."""
    return _do(contest_id, lambda session: people.unassign(session, contest_id, assignment_id), "Đã bỏ phân công.")


def _assigned(contest_id: int, assignment_id: int) -> Account:
    """Give the account of an assignment here."""
    found = db.session.get(Assignment, assignment_id)
    if found is None or found.contest_id != contest_id:
        raise Refused("no_assignment")
    return _managed(found.account_id)


def _managed(account_id: int) -> Account:
    """Give an account; 403 where it reaches beyond what the person may give."""
    if not holding.may_manage(db.session(), reach(), account_id):
        abort(403)
    return db.session.get_one(Account, account_id)


@blueprint.post("/con-nguoi/phan-cong/<int:assignment_id>/lien-ket")
@for_organisers
@for_roles("organiser")
def new_link(contest_id: int, assignment_id: int) -> Page:
    """Make a one-time sign-in link for an account and show it, once."""
    account = _assigned(contest_id, assignment_id)
    return _secret_page(contest_id, account, link=write(lambda session: accounts.sign_in_link(session, account.id)))


@blueprint.post("/con-nguoi/phan-cong/<int:assignment_id>/ma-pin")
@for_organisers
@for_roles("organiser")
def new_pin(contest_id: int, assignment_id: int) -> Page:
    """Make a new PIN for an account and show it, once."""
    account = _assigned(contest_id, assignment_id)
    return _secret_page(contest_id, account, pin=write(lambda session: accounts.new_pin(session, account.id)))
