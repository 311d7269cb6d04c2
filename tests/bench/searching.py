"""Searches of staff and of a customer: the first page of what they find, beside the raw driver doing the same.

What counts is not the ratio but how long people wait, so the limit is what the desk promises over what the driver took.
"""

from __future__ import annotations

import asyncio
from collections.abc import Iterator
from functools import partial

from core.listing import PAGE, Query
from core.query import read_query
from core.reading import page
from tests.bench.data_sets import DataSet
from tests.bench.figures import Figure, beside, medians
from tests.bench.raw import reading

PROMISED = 60.0
"""Milliseconds until the first results stand."""
ROUNDS = 40

OF_STAFF = {
    "search_common": "the",
    "search_word": "certificate",
    "search_words": "vpn certificate",
    "search_prefix": "cert*",
    "search_phrase": '"vpn client"',
    "search_common_phrase": '"end of"',
    "search_without": "vpn -certificate",
    "search_status": "vpn status:open,waiting",
    "search_mine": "vpn assignee:me priority:>=high",
    "search_tag": "certificate tag:vpn",
    "search_sorted": "vpn sort:due",
    "search_fields": "status:open priority:>=high -tag:vpn",
    "search_nothing": "vpn assignee:nobody status:resolved",
}
OF_CUSTOMERS = {"search_own_word": "certificate", "search_own_prefix": "acc*", "search_own_phrase": '"vpn client"'}
NAMES = (*OF_STAFF, *OF_CUSTOMERS)


def figures(data: DataSet) -> Iterator[Figure]:
    with asyncio.Runner() as runner:
        for searches, who in ((OF_STAFF, data.agent), (OF_CUSTOMERS, data.customer)):
            desk = data.desk_of(who)
            for name, typed in searches.items():
                work = partial(desk.read, page, Query(search=read_query(typed)), desk.now(), limit=PAGE)
                floor = runner.run(reading(data.opened, work))
                value, least = runner.run(medians(work, floor, rounds=ROUNDS))
                yield beside(name, data.engine, data.tickets, value, least, round(PROMISED / least, 2))
