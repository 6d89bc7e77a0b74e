"""In whose name and at which level a decision may be taken down: the body's own, and none above or beside it."""

from __future__ import annotations

from datetime import date
from functools import partial
from typing import Any

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from contest.planning import branches, letterheads
from contest.planning.units import add_unit
from contest.recognition import bodies, deciding, listlines, proposing, titles, voting
from contest.scorebook.refusals import Refused
from contest.tables.decisions import Proposal
from contest.tables.places import Letterhead, Level, Unit, UnitKind, UnitSuccession
from contest.writer import Writer
from tests.conftest import both_databases
from tests.contest.province import Province, found
from tests.contest.recognition.deciders import DECIDED, MET, begin, decide, document, fill, met, submitted, whole
from tests.contest.recognition.test_deciding import refusal


def _headed(session: Session, province: Province, where: str, issuer: str) -> None:
    head = Letterhead(unit_id=province.units[where], style="party", upper_body="", issuer=issuer, place="")
    letterheads.put(province.hand(session, "province"), head)


def _level(session: Session, code: str) -> int:
    return session.scalars(select(Level.id).where(Level.code == code)).one()


def _communes(session: Session, province: Province) -> Proposal:
    """Bring a village's model to a list of the commune that was voted on."""
    ids = fill(session, province, [("collective", 1)], unit="village")
    proposal = begin(session, province, unit_id=province.units["commune"])
    hand, reach = province.hand(session, "commune"), province.reach(session, "commune")
    listlines.add(hand, reach, proposal, ids)
    proposing.submit(hand, reach, proposal, "1-TTr", date(2026, 11, 1))
    voting.hold(hand, proposal, voting.Meeting(MET, 10, 9))
    voting.vote_rest(hand, proposal, 9)
    return proposal


@both_databases
def test_a_commune_decides_neither_at_the_province_nor_in_its_name(writer: Writer) -> None:
    province = writer.run(found)

    def go(session: Session) -> None:
        for where, issuer in (("province", "Tỉnh ủy A"), ("neighbour", "Đảng ủy xã C"), ("commune", "Đảng ủy xã B")):
            _headed(session, province, where, issuer)
        proposal, xa = _communes(session, province), _level(session, "xa")

        def rule(issuer: str, level: int | None = xa) -> Any:
            paper = deciding.Paper(document("77-QĐ", DECIDED, issuer), province.units["commune"], level_id=level)
            hand, reach = province.hand(session, "commune"), province.reach(session, "commune")
            return deciding.record(hand, reach, proposal, paper, {proposal.lines[0].id: deciding.Verdict("yes")})

        assert refusal(partial(rule, "Đảng ủy xã B", _level(session, "tinh"))) == ("level_above", "level_id")
        for issuer, code in (
            ("TỈNH A", "issuer_is_other"),
            ("Xã C", "issuer_is_other"),
            ("tỉnh uỷ a", "issuer_of_others"),
            ("Đảng uỷ xã C", "issuer_of_others"),
        ):
            assert refusal(partial(rule, issuer)) == (code, "issuer")
        assert rule("Ủy ban nhân dân xã B").unit_id == province.units["commune"]

    writer.run(go)


@pytest.mark.parametrize("issuer", ["Tỉnh A", "Tỉnh ủy A"])
def test_titles_and_rewards_are_given_in_no_other_units_name(writer: Writer, issuer: str) -> None:
    province = writer.run(found)
    code = {"Tỉnh A": "issuer_is_other", "Tỉnh ủy A": "issuer_of_others"}[issuer]

    def go(session: Session) -> None:
        _headed(session, province, "province", "Tỉnh ủy A")
        hand, reach = province.hand(session, "commune"), province.reach(session, "commune")
        given = titles.Award("Chi bộ dân vận khéo", 2026, province.units["village"], ["Chi bộ thôn 1"])
        paper = document("9-QĐ", DECIDED, issuer)
        commune = province.units["commune"]
        assert refusal(lambda: titles.award(hand, reach, commune, paper, "", given)) == (code, "issuer")
        ids = fill(session, province, [("collective", 1)])
        whole(session, province, ids)
        reward = begin(session, province, "reward")
        submitted(session, province, reward, ids)
        met(session, province, reward)
        mine = province.hand(session, "province"), province.reach(session, "province")
        yes = {reward.lines[0].id: deciding.Verdict("yes")}
        of_commune = deciding.Paper(paper, commune, reward="Giấy khen")
        assert refusal(lambda: deciding.record(*mine, reward, of_commune, yes)) == (code, "issuer")
        of_province = deciding.Paper(paper, province.units["province"], reward="Bằng khen", same_body=True)
        assert deciding.record(*mine, reward, of_province, yes).document.issuer == issuer

    writer.run(go)


@both_databases
def test_a_units_own_bodies_and_names_and_common_names_are_free(writer: Writer) -> None:
    province = writer.run(found)

    def go(session: Session) -> None:
        body, kinds = province.units["province"], {row.code: row for row in session.scalars(select(UnitKind))}
        agency = Unit(name="Ban Dân vận Tỉnh ủy", kind_id=kinds["dang"].id, level_id=kinds["dang"].level_id)
        add_unit(session, agency, body)
        old = add_unit(session, Unit(name="Tỉnh Cũ", kind_id=kinds["tinh"].id))
        add_unit(session, Unit(name="Ban Thường vụ Đảng ủy xã B"))  # only typed for a contest
        session.add(UnitSuccession(old_id=old.id, new_id=body, kind="rename", on=date(2025, 7, 1)))
        session.flush()
        branches.renew(session)
        for where in ("commune", "neighbour"):
            _headed(session, province, where, "Ban Thường vụ")
        _headed(session, province, "commune", "Mặt trận")
        _headed(session, province, "province", "Mặt trận")

        def said(where: str, issuer: str) -> str:
            try:
                bodies.require_issuer(session, province.units[where], issuer)
            except Refused as refused:
                return refused.code
            return ""

        assert [said("province", each) for each in ("Ban Dân vận Tỉnh ủy", "Tỉnh Cũ", "Ban Thường vụ")] == [""] * 3
        assert [said("commune", each) for each in ("Xã B", "Mặt trận", "Ban Thường vụ Đảng ủy xã B")] == [""] * 3
        assert said("neighbour", "Mặt trận") == "issuer_of_others"  # of two, one stands above
        assert said("village", "Ban Thường vụ") == "issuer_of_others"
        assert [said("commune", each) for each in ("Ban Dân vận Tỉnh ủy", "Tỉnh Cũ")] == ["issuer_is_other"] * 2
        assert said("province", "Xã B") == "issuer_is_other"  # an officer above writes for it as its body

    writer.run(go)


def test_a_level_is_asked_of_the_body_alone(writer: Writer) -> None:
    province = writer.run(found)

    def go(session: Session) -> None:
        ids = fill(session, province, [("collective", 1)])
        proposal = begin(session, province)
        submitted(session, province, proposal, ids)
        met(session, province, proposal)
        above = refusal(lambda: decide(session, province, proposal, level_id=_level(session, "trung-uong")))
        assert above == ("level_above", "level_id")
        assert decide(session, province, proposal, level_id=_level(session, "xa"))  # below its own it may

    writer.run(go)
