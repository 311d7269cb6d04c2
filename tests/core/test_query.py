"""The query language: what is typed becomes a value, or one sentence that says where it is wrong and what is right."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as some

from core.calendars import DAY, HOUR
from core.durations import LONGEST
from core.query import QueryError, mended, read_query, shorter
from core.query_terms import By, Deadline, Field, Filter, Order, Search, Span, Term, Words
from core.references import ALPHABET, Reference
from core.tickets import Priority, Status

EVERYTHING = (
    "status:open,waiting assignee:me -tag:vpn priority:>=high due:<2h created:>7d from:ann@ category:network id:K7M2"
    ' has:file "exact phrase" cert* -printer sort:-updated'
)


def test_every_part_of_a_query_is_understood() -> None:
    assert read_query(EVERYTHING).terms == (
        Filter(Field.STATUS, (Status.OPEN, Status.WAITING)),
        Filter(Field.ASSIGNEE, ("me",)),
        Filter(Field.TAG, ("vpn",), negated=True),
        Filter(Field.PRIORITY, (Priority.URGENT, Priority.HIGH)),
        Filter(Field.DUE, (Span(True, 2 * HOUR),)),
        Filter(Field.CREATED, (Span(False, 7 * DAY),)),
        Filter(Field.FROM, ("ann@",)),
        Filter(Field.CATEGORY, ("network",)),
        Filter(Field.ID, (Reference("K7M2"),)),
        Filter(Field.HAS, ("file",)),
        Words("exact phrase"),
        Words("cert", beginning=True),
        Words("printer", negated=True),
        Order(By.UPDATED, turned=True),
    )


@pytest.mark.parametrize(
    ("typed", "terms"),
    [
        ("", ()),
        ('x ... - * " " ', (Words("x"),)),
        ("ERR-4821", (Words("ERR-4821"),)),
        ("12:30", (Words("12:30"),)),
        ('"status:open"', (Words("status:open"),)),
        ('say"hello world"', (Words("sayhello world"),)),
        ("Status:OPEN", (Filter(Field.STATUS, (Status.OPEN,)),)),
        ("status:in-progress", (Filter(Field.STATUS, (Status.IN_PROGRESS,)),)),
        ('status:"in progress"', (Filter(Field.STATUS, (Status.IN_PROGRESS,)),)),
        ("priority:<medium", (Filter(Field.PRIORITY, (Priority.LOW,)),)),
        ("priority:<=medium", (Filter(Field.PRIORITY, (Priority.MEDIUM, Priority.LOW)),)),
        ("owner:nobody", (Filter(Field.ASSIGNEE, ("none",)),)),
        ("queue:General", (Filter(Field.CATEGORY, ("general",)),)),
        ('category:"Human Resources",it', (Filter(Field.CATEGORY, ("human resources", "it")),)),
        ("tag:#VPN,,vpn", (Filter(Field.TAG, ("vpn",)),)),
        ("due:late,none", (Filter(Field.DUE, (Deadline.LATE, Deadline.NONE)),)),
        ("updated:>=1d12h", (Filter(Field.UPDATED, (Span(False, 36 * HOUR),)),)),
        ('"cert* "', (Words("cert* "),)),
    ],
)
def test_what_is_typed_becomes_a_value(typed: str, terms: tuple[Term, ...]) -> None:
    assert read_query(typed).terms == terms


@pytest.mark.parametrize(
    ("typed", "says", "wrong"),
    [
        ("status:open prioritty:>=high", "column 13: no field “prioritty”. Did you mean priority?", "prioritty"),
        ("status:opne", "column 8: no status “opne”. Did you mean open?", "opne"),
        ("status:open,xyz", "column 13: no status “xyz”. It is one of open, in_progress,", "xyz"),
        ("http://x", "column 1: no field “http”. Put quotes around what is no field.", "http"),
        ("vpn status:", "column 5: status needs a value, like status:open,waiting.", "status:"),
        (" ... ", "column 1: there is no word to look for. Type one.", " ... "),
        ("x" * 1001, "column 1001: a query has at most 1,000 letters.", "x"),
        ("-vpn", "column 1: a word that is left out needs one to look for.", "-vpn"),
        ("a*", "column 1: a beginning has two letters or more before the *.", "a*"),
        ('vpn "exact', "column 5: the quote that begins here has no end.", '"exact'),
        ("created:7d", "column 9: say < (within) or > (more than) before 7d. Did you mean <7d?", "7d"),
        ("due:<soon", "column 5: “<soon” is no length of time. Write it like due:<2h.", "<soon"),
        ("priority:>urgent", "column 10: no priority is above urgent.", ">urgent"),
        ("id:U", "column 4: an ID has 10 letters and digits", "U"),
        ("sort:-udpated", "column 7: no order “udpated”. Did you mean updated?", "udpated"),
        ("-sort:due", "column 1: the sign stands before the field. Did you mean sort:-due?", "-sort:due"),
        ("sort:due sort:updated", "column 10: there is an order already.", "sort:updated"),
        (
            "status:closed sort:due",
            "column 15: closed tickets are not sorted by due. Did you mean sort:-upd",
            "sort:due",
        ),
        ("category:netwrok", "column 10: no category “netwrok”. Did you mean Network?", "netwrok"),
        ("category:human", 'column 10: no category “human”. Did you mean "Human Resources"?', "human"),
        ('category:"human"', 'column 10: no category “human”. Did you mean "Human Resources"?', '"human"'),
        (" ".join(["x"] * 41), "column 81: a query has at most 40 parts.", "x"),
    ],
)
def test_an_error_names_the_column_and_what_was_meant(typed: str, says: str, wrong: str) -> None:
    with pytest.raises(QueryError) as error:
        read_query(typed, categories=("Network", "Human Resources"))
    assert error.value.sentence.startswith(says)
    assert typed[error.value.start : error.value.end] == wrong


def test_what_was_meant_can_be_taken_at_once() -> None:
    typed = "status:open prioritty:>=high cert*"
    with pytest.raises(QueryError) as error:
        read_query(typed)
    assert mended(typed, error.value) == "status:open priority:>=high cert*"


def test_customers_know_no_tags() -> None:
    with pytest.raises(QueryError, match="no field “tag”"):
        read_query("tag:vpn", staff=False)


@pytest.mark.parametrize(
    ("typed", "left"),
    [
        ("vpn status:open", "vpn"),
        ('vpn "two words" ', "vpn"),
        ("vpn", ""),
        ("", ""),
        ('vpn "no end of it', "vpn"),
    ],
)
def test_the_last_part_is_taken_away_whole(typed: str, left: str) -> None:
    assert shorter(typed) == left


_PIECES = [
    "status:",
    "open",
    "-",
    '"',
    "*",
    ",",
    ":",
    "<",
    ">=",
    "high",
    "due:",
    "sort:",
    "7d",
    " ",
    "id:",
    "tag:",
    "é",
]


@given(some.one_of(some.text(), some.lists(some.sampled_from(_PIECES)).map("".join)))
def test_whatever_is_typed_is_understood_or_told_where_it_is_wrong(typed: str) -> None:
    assert len(shorter(typed)) <= len(typed)
    try:
        search = read_query(typed)
    except QueryError as wrong:
        told_well(typed, wrong)
    else:
        assert read_query(str(search)) == search


def told_well(typed: str, wrong: QueryError) -> None:
    assert 0 <= wrong.start < wrong.end <= max(len(typed), 1)
    assert wrong.sentence.startswith(f"column {wrong.start + 1}: ")
    assert wrong.sentence.endswith((".", "?"))


_TEXT = some.text(some.characters(exclude_characters='"'), min_size=1, max_size=20).filter(
    lambda text: sum(letter.isalnum() for letter in text) > 1
)
_PEOPLE = _TEXT.map(lambda text: text.strip().casefold().strip()).filter(lambda text: text not in ("", "nobody"))
_SPANS = some.builds(Span, some.booleans(), some.integers(0, LONGEST // 1000).map(lambda seconds: seconds * 1000))
_IDS = some.text(ALPHABET, min_size=4, max_size=10).map(Reference)
_VALUES = {
    Field.STATUS: some.sampled_from(Status),
    Field.PRIORITY: some.sampled_from(Priority),
    Field.ASSIGNEE: _PEOPLE,
    Field.FROM: _PEOPLE,
    Field.TAG: some.text("abc-é", min_size=1, max_size=10),
    Field.CATEGORY: _PEOPLE.map(lambda name: " ".join(name.split())),
    Field.ID: _IDS,
    Field.HAS: some.just("file"),
    Field.DUE: some.one_of(_SPANS, some.sampled_from(Deadline)),
    Field.CREATED: _SPANS,
    Field.UPDATED: _SPANS,
}


@some.composite
def searches(draw: some.DrawFn) -> Search:
    """Whatever can be meant."""

    def a_filter(field: Field) -> some.SearchStrategy[Filter]:
        values = some.lists(_VALUES[field], min_size=1, max_size=3, unique=True).map(tuple)
        return some.builds(Filter, some.just(field), values, some.booleans())

    filters = some.sampled_from(Field).flatmap(a_filter)
    words = some.builds(Words, _TEXT, some.booleans(), some.booleans())
    terms: list[Term] = draw(some.lists(some.one_of(filters, words), max_size=8))
    if draw(some.booleans()) and not any(isinstance(one, Filter) and one.field is Field.STATUS for one in terms):
        terms.append(Order(draw(some.sampled_from(By)), draw(some.booleans())))
    search = Search(tuple(terms))
    return Search((*terms, Words("vpn"))) if search.unwanted else search


@given(searches())
def test_a_query_that_is_written_down_reads_as_it_was_meant(search: Search) -> None:
    assert read_query(str(search)) == search
