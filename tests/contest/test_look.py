"""The staff's frame, forms, states and papers: drawn without inline code, every sign there, every error tied to its field."""

import re
from collections.abc import Iterator
from pathlib import Path
from types import SimpleNamespace

import pytest
from flask import Flask, flash, render_template, render_template_string
from flask_bootstrap import Bootstrap5
from flask_wtf import CSRFProtect
from werkzeug.datastructures import MultiDict
from wtforms import BooleanField, PasswordField, RadioField, StringField, TextAreaField

from contest.forms import BaseForm, DayField, Required
from contest.messages.pages import PAGE_ERRORS
from contest.web import STATIC, make_app

TEMPLATES = Path(__file__).parents[2] / "templates"
CONTEST = SimpleNamespace(name="Hội thi “Dân vận khéo” <xã> Sơn Hòa", invented=True)
USER = SimpleNamespace(is_authenticated=True, account=SimpleNamespace(name="Nguyễn Thị Hường"))


class Sample(BaseForm):
    """One field of each look."""

    name = StringField("Tên đội", [Required()], description="Ghi như trên giấy tờ.")
    secret = PasswordField("Mật khẩu", [Required()])
    day = DayField("Ngày thi", [Required()])
    note = TextAreaField("Ghi chú")
    release = RadioField("Công bố", [Required()], choices=["sau", "cuối"])  # type: ignore[list-item]
    checked = BooleanField("Đã đối chiếu", [Required()])


@pytest.fixture
def app() -> Iterator[Flask]:
    app = make_app("look")
    app.config.update(SECRET_KEY="for the test", BOOTSTRAP_SERVE_LOCAL=True, WTF_CSRF_ENABLED=False)
    Bootstrap5(app)
    CSRFProtect(app)
    app.add_url_rule("/dang-xuat", "signin.sign_out", lambda: "", methods=["POST"])
    app.add_url_rule("/tai-khoan/cua-toi", "accounts.own", lambda: "")
    with app.test_request_context(method="POST"):
        yield app


def assert_clean(html: str) -> None:
    """Nothing that the policy 'self' forbids, nothing of another host, no id twice, every described-by there."""
    assert not re.search(r"\sstyle=|<style|\son[a-z]+=|javascript:|https?://(?!www\.w3\.org)", html)
    assert all("src=" in tag for tag in re.findall(r"<script[^>]*>", html))
    ids = re.findall(r'\sid="([^"]+)"', html)
    assert len(ids) == len(set(ids))
    assert set(" ".join(re.findall(r'aria-describedby="([^"]+)"', html)).split()) <= set(ids)
    assert set(re.findall(r'<label[^>]*\sfor="([^"]+)"', html)) <= set(ids)
    assert '<html lang="vi"' in html


def test_the_frame_names_product_contest_person_and_says_what_happened(app: Flask) -> None:
    flash("Đã lưu 8 đội <thi>.", "success")
    page = '{% extends "base.html" %}{% block content %}<h1>Đội</h1>{% endblock %}{% block side %}Bên{% endblock %}'
    html = render_template_string(page, contest=CONTEST, current_user=USER)
    assert_clean(html)
    for text in (
        "Chấm Khéo",
        "&lt;xã&gt; Sơn Hòa",
        "số liệu minh họa",
        "Nguyễn Thị Hường",
        "Đăng xuất",
        "&lt;thi&gt;.",
    ):
        assert text in html
    assert html.index('href="#noi-dung"') < html.index("<header")
    assert 'aria-live="polite"' in html
    assert 'class="side"' in html


def test_a_refused_form_ties_every_error_to_its_field(app: Flask) -> None:
    form = Sample(MultiDict({"day": "31/11/2026"}))
    assert not form.validate()
    page = '{% extends "base.html" %}{% from "_forms.html" import field, problems, submit, csrf, post_button %}'
    page += (
        "{% block content %}<form>{{ csrf() }}{{ problems(form) }}{% for each in form %}{{ field(each) }}{% endfor %}"
    )
    page += '{{ submit("Lưu", "Chưa lưu được: thiếu đội.") }}</form>'
    page += '{{ post_button("/khoa", "Khóa", {"team": 12}) }}{% endblock %}'
    html = render_template_string(page, form=form)
    assert_clean(html)
    wrong = ["name", "secret", "day", "checked"]
    assert [name for name in wrong if f'id="{name}-error"' in html] == wrong
    assert html.count('aria-invalid="true"') == len(wrong)
    assert re.findall(r'<a href="#([^"]+)"', html)[:5] == ["name", "secret", "day", "release", "checked"]
    assert 'value="31/11/2026"' in html
    assert 'type="number"' not in html
    assert re.search(r"<button[^>]*disabled>Lưu</button>\s*<p class=\"press-why\">Chưa lưu được: thiếu đội.</p>", html)
    assert '<input type="hidden" name="team" value="12">' in html


def test_every_state_has_its_sign_and_word(app: Flask) -> None:
    page = '{% extends "base.html" %}{% import "_states.html" as s %}{% block content %}'
    page += (
        "{% for key in s.STATES %}{{ s.chip(key) }}{% endfor %}{{ s.progress(5, 8, 'đội đã khóa') }}{{ s.loading() }}"
    )
    page += "{{ s.offline(hidden=true) }}{{ s.error('Không đọc được', 'vì sao', 'làm gì') }}{{ s.empty('Chưa có') }}"
    html = render_template_string(page + "{% endblock %}")
    assert_clean(html)
    assert html.count('class="chip ') == 19
    assert 'role="status" hidden' in html


def test_every_sign_that_templates_name_is_drawn() -> None:
    drawn = set(re.findall(r'<symbol id="([^"]+)"', (STATIC / "icons.svg").read_text()))
    named: set[str] = set()
    for path in TEMPLATES.rglob("*.html"):
        named |= set(re.findall(r'icon\("([a-z-]+)"', path.read_text()))
    states = re.findall(r'": \("([a-z-]+)", "', (TEMPLATES / "_states.html").read_text())
    assert (named | set(states)) - drawn == set()


@pytest.mark.parametrize("key", PAGE_ERRORS)
def test_error_pages_stand_without_database_or_session(app: Flask, key: str) -> None:
    title, remedy = PAGE_ERRORS[key]
    html = render_template(
        "errors/error.html", code=int(key) if key.isdigit() else 409, title=title, message="", remedy=remedy, contest=1
    )
    assert_clean(html)
    assert f">{title}</h1>" in html
    assert remedy in html


@pytest.mark.parametrize(
    ("kind", "right"),
    [
        ("party", "ĐẢNG CỘNG SẢN VIỆT NAM"),
        ("state", "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM"),
        ("front", "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM"),
    ],
)
def test_papers_carry_their_letterhead_signatures_and_the_line_of_the_log(app: Flask, kind: str, right: str) -> None:
    page = '{% extends "paper.html" %}{% from "_papers.html" import letterhead, heading, signatures, foot %}'
    page += '{% block papers %}<article class="paper">{{ letterhead(head) }}{{ heading("Biên bản", "tổng hợp điểm") }}'
    page += '{{ signatures([{"post": "Trưởng ban"}]) }}{{ foot(214, "8f2a", "14:32 ngày 22/11/2026") }}</article>{% endblock %}'
    head = {"kind": kind, "issuer": "Ban <Tổ> chức", "number": "Số 01-BB/BTC", "place": "Sơn Hòa", "day": "ngày 22"}
    html = render_template_string(page, head=head)
    assert_clean(html)
    for text in (right, "Ban &lt;Tổ&gt; chức", "Số 01-BB/BTC", "Sơn Hòa, ngày 22", "214 sự kiện", "8f2a", "Trưởng ban"):
        assert text in html
