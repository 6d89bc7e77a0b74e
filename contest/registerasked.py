"""What the address asks of the register: the search and the filters of its list, the same for the page and for its workbook."""

from __future__ import annotations

from flask import request

from contest.access import row_number
from contest.recognition.lists import Filter


def asked() -> Filter:
    """Give the filter that the address names."""
    args = request.args
    return Filter(
        typed=args.get("tim", ""),
        campaign_id=row_number(args.get("dot", "")),
        unit_id=row_number(args.get("don-vi", "")),
        domain_id=row_number(args.get("linh-vuc", "")),
        owner_type=args.get("chu-the", ""),
        status_kind=args.get("loai", ""),
        state=args.get("buoc", ""),
        cited=args.get("dan-chung", ""),
    )
