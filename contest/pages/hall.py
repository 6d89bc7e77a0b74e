"""The hall's pages: released boards for the projector and for phones, without sign-in, cookies or any need of scripts."""

from __future__ import annotations

import gzip
import re
from dataclasses import dataclass
from typing import Any

from flask import Blueprint, Flask, Response, abort, current_app, redirect, render_template, request, url_for
from flask.sessions import NullSession, SessionInterface
from flask.typing import ResponseReturnValue
from werkzeug.datastructures import MultiDict
from werkzeug.exceptions import HTTPException

from contest.shown import Boards, Shown

STALE = 10.0  # seconds without a readable store before the hall calls itself unwell
SMALL = 1000  # bytes below which compressing is not worth the while
HOST = re.compile(r"[A-Za-z0-9.\-]+(:\d+)?|\[[0-9A-Fa-f:]+\](:\d+)?")
MESSAGES = {
    404: ("Không có trang này", "Đề nghị quý vị xem lại địa chỉ, hoặc mở danh sách hội thi."),
    405: ("Trang này chỉ để xem", "Đề nghị quý vị mở lại trang từ danh sách hội thi."),
}
OTHERWISE = ("Chưa hiện được trang", "Đề nghị quý vị tải lại trang sau ít phút.")

blueprint = Blueprint("hall", __name__)


class NoSession(SessionInterface):
    """The null session: nothing is read from a visitor's cookies and none is ever set."""

    def open_session(self, app: Flask, request: Any) -> NullSession:
        """Give an empty session that refuses to be written."""
        return NullSession()

    def save_session(self, app: Flask, session: Any, response: Response) -> None:
        """Set no cookie."""


@blueprint.record_once
def _without_session(state: Any) -> None:
    state.app.session_interface = NoSession()


@blueprint.get("/")
def index() -> ResponseReturnValue:
    """The contests of this hall, or straight to the only one."""
    boards = _boards().all()
    if len(boards) == 1:
        return redirect(url_for("hall.phone", uid=boards[0].released.contest))
    return _page(render_template("hall/index.html", boards=boards))


@blueprint.get("/<uid>")
def phone(uid: str) -> ResponseReturnValue:
    """A contest's board as a plain table, live where scripts run."""
    return _page(render_template("hall/phone.html", shown=_shown(uid)))


@blueprint.get("/<uid>/man-chieu")
def projector(uid: str) -> ResponseReturnValue:
    """A contest's board for the screen of the hall; letters follow ?xa= and ?cao= (metres), ?nen= the ground."""
    shown = _shown(uid)
    return _page(render_template("hall/projector.html", shown=shown, view=projector_view(request.args)))


@blueprint.get("/<uid>/bang")
def fragment(uid: str) -> ResponseReturnValue:
    """The drawing alone, for phones whose sockets fail: they ask every 10 to 15 s and mostly hear 304."""
    return _page(_shown(uid).html)


@blueprint.get("/healthz")
def health() -> ResponseReturnValue:
    """Say whether the released boards were readable within the last ten seconds."""
    age = _boards().age()
    well = age is not None and age < STALE
    text = "ok\n" if well else "chưa đọc được bảng đã công bố\n"
    return Response(text, 200 if well else 503, {"Cache-Control": "no-store"}, mimetype="text/plain")


@blueprint.app_errorhandler(HTTPException)
def refusal(problem: HTTPException) -> ResponseReturnValue:
    """Say in Vietnamese what went wrong and what to do."""
    title, remedy = MESSAGES.get(problem.code or 500, OTHERWISE)
    return render_template("hall/message.html", title=title, remedy=remedy), problem.code or 500


@blueprint.after_app_request
def protect(response: Response) -> Response:
    """Give every answer the same strict headers, and compress what is worth it."""
    # Older Safari does not count ws: as 'self', so the address is spelled out when it is one.
    sockets = f" ws://{request.host} wss://{request.host}" if HOST.fullmatch(request.host) else ""
    response.headers["Content-Security-Policy"] = (
        "default-src 'none'; script-src 'self'; style-src 'self'; font-src 'self'; img-src 'self'; "
        f"connect-src 'self'{sockets}; form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
    )
    response.headers["Referrer-Policy"] = "no-referrer"
    response.headers["X-Content-Type-Options"] = "nosniff"
    response.headers["X-Frame-Options"] = "DENY"
    return _compressed(response)


@dataclass(frozen=True)
class ProjectorView:
    """How large the letters must be: `percent` of the image's height for a small letter, and what was refused."""

    far: float = 15.0  # metres to the farthest viewer
    high: float = 2.0  # metres, the height of the projected image
    theme: str = "light"
    problems: tuple[str, ...] = ()

    @property
    def percent(self) -> float:
        """Give the height of a small letter in percent of the image: farthest viewer / (image height x 200)."""
        return round(min(max(self.far / (self.high * 200) * 100, 1.5), 10.0), 3)


def projector_view(args: MultiDict[str, str]) -> ProjectorView:
    """Read the projector's settings from its address; what is wrong is named and the default stands."""
    problems: list[str] = []
    far = _metres(args, "xa", (2, 150), 15.0, "Khoảng cách người xem xa nhất (xa)", problems)
    high = _metres(args, "cao", (0.3, 20), 2.0, "Chiều cao ảnh chiếu (cao)", problems)
    ground = args.get("nen", "sang")
    if ground not in ("sang", "toi"):
        problems.append("Nền (nen) chỉ nhận “sang” hoặc “toi”. Đang dùng nền sáng.")
    if far / (high * 200) > 0.10:
        least = _comma(round(far / 20, 1))
        problems.append(
            f"Người xem cách {_comma(far)} m thì ảnh chiếu cần cao ít nhất {least} m. Đang dùng cỡ chữ lớn nhất."
        )
    return ProjectorView(far, high, "dark" if ground == "toi" else "light", tuple(problems))


def _metres(
    args: MultiDict[str, str], key: str, between: tuple[float, float], default: float, name: str, problems: list[str]
) -> float:
    text = args.get(key, "").strip()
    if not text:
        return default
    if re.fullmatch(r"[0-9]{1,3}([.,][0-9]{1,2})?", text):
        metres = float(text.replace(",", "."))
        if between[0] <= metres <= between[1]:
            return metres
    low, top = map(_comma, between)
    problems.append(
        f"{name} phải là số mét từ {low} đến {top}, ví dụ {key}={_comma(default)}. Đang dùng {_comma(default)} m."
    )
    return default


def _comma(metres: float) -> str:
    return f"{metres:g}".replace(".", ",")


def _boards() -> Boards:
    boards: Boards = current_app.extensions["boards"]
    return boards


def _shown(uid: str) -> Shown:
    return _boards().get(uid) or abort(404)


def _page(html: str) -> Response:
    response = Response(html, mimetype="text/html", headers={"Cache-Control": "no-cache"})
    response.add_etag(weak=True)
    return response.make_conditional(request)  # type: ignore[return-value]


def _compressed(response: Response) -> Response:
    response.vary.add("Accept-Encoding")
    if (
        response.status_code == 200
        and not response.direct_passthrough
        and request.accept_encodings["gzip"] > 0
        and "Content-Encoding" not in response.headers
        and len(response.get_data()) > SMALL
    ):
        response.set_data(gzip.compress(response.get_data(), 6, mtime=0))
        response.headers["Content-Encoding"] = "gzip"
    return response
