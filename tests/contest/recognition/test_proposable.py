"""A list beside the appraisal: filters by what it says, a reason where people choose otherwise, the order of points."""

from __future__ import annotations

from fractions import Fraction

from sqlalchemy.orm import Session

from contest.recognition import appraising, listlines, proposable
from contest.recognition.lists import Filter
from contest.recognition.proposable import candidates
from contest.tables.recognition import Registration
from contest.writer import Writer
from tests.conftest import both_databases
from tests.contest.province import found
from tests.contest.recognition.cast import Stage, give, mark, received, shut, staged
from tests.contest.recognition.deciders import begin
from tests.contest.recognition.test_deciding import refusal


def _appraised(session: Session, stage: Stage, name: str, marks: tuple[str, str]) -> int:
    """Register a model, let the team mark it all alike, and close its appraisal."""
    row = received(session, stage.province, name=name)
    give(session, stage.province, stage.team, [row.id])
    file = appraising.file_of(session, row.id)
    assert file is not None
    own = Stage(stage.province, row.id, file.appraisal.id, stage.team, stage.members)
    for member in range(len(stage.members)):
        mark(session, own, member, marks)
    shut(session, own)
    return row.id


@both_databases
def test_a_list_is_drawn_up_beside_the_appraisal(writer: Writer) -> None:
    """30 + 50 = 80 reaches 75; 30 + 40 = 70 does not; the stage's own is not closed, one more has no appraisal."""
    stage = writer.run(staged)

    def go(session: Session) -> None:
        province = stage.province
        good = _appraised(session, stage, "Đạt", ("30", "50"))
        below = _appraised(session, stage, "Chưa đạt", ("30", "40"))
        best = _appraised(session, stage, "Đạt cao", ("39", "59"))
        bare = received(session, province, name="Chưa thẩm định").id
        proposal = begin(session, province)
        hand, reach = province.hand(session, "province"), province.reach(session, "province")

        def found(appraisal: str) -> list[int]:
            rows = session.scalars(candidates(session, reach, proposal, Filter(), appraisal)).unique()
            return [row.id for row in rows]

        assert {key: found(key) for key in ("", "dat", "chua-dat", "chua", "la")} == {
            "": [stage.registration, good, below, best, bare],
            "dat": [good, best],
            "chua-dat": [below],
            "chua": [stage.registration, bare],
            "la": [stage.registration, good, below, best, bare],
        }
        every = [good, below, stage.registration, bare]
        assert refusal(lambda: listlines.add(hand, reach, proposal, every)) == ("against_appraisal", "reason")
        assert listlines.add(hand, reach, proposal, [*every, best], "Mô hình đầu tiên của xã") == 5
        reasons = {line.registration_id: line.reason for line in proposal.lines}
        assert {key for key, reason in reasons.items() if reason} == {below}
        listlines.arrange(hand, proposal, "diem")
        names = [session.get_one(Registration, line.registration_id).name for line in proposal.lines]
        assert names == ["Đạt cao", "Đạt", "Chưa đạt", "Chưa thẩm định", "Tuyến đường hoa"]
        line = next(line for line in proposal.lines if line.registration_id == below)
        assert refusal(lambda: listlines.change(hand, proposal, line, " ", 1)) == ("needs_reason", "reason")
        shown = {each.registration.id: each.appraisal for each in listlines.shown(session, proposal, proposal.lines)}
        assert (shown[best] or (None, False))[:2] == (Fraction(98), True)
        assert shown[bare] is None

    writer.run(go)


def test_a_list_says_which_step_its_models_must_have_passed(writer: Writer) -> None:
    province = writer.run(found)

    def said(session: Session) -> dict[tuple[str, int], str]:
        wanted = [("recognise", 1), ("recognise", 2), ("reward", 2), ("renew", 1), ("withdraw", 1)]
        return {each: proposable.asked(session, begin(session, province, *each)) for each in wanted}

    assert writer.run(said) == {
        ("recognise", 1): "đã tiếp nhận trong đợt và chưa được công nhận",
        ("recognise", 2): "đã được công nhận ở bước “Công nhận”",
        ("reward", 2): "đã được công nhận ở bước “Tiêu biểu”",
        ("renew", 1): "công nhận từ năm trước mà năm 2026 không đăng ký lại; mô hình duy trì đã đăng ký trong đợt thì "
        "công nhận ở bước “Công nhận”",
        ("withdraw", 1): "đang được công nhận",
    }
