"""Fields of a form: labels, bars, and the sentence under what has to be mended."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import pytest
from textual import on
from textual.app import App
from textual.events import Paste
from textual.widget import Widget

from tests.tui.stage import Parts, Stage, line_with, lines_of, until
from tui.glyphs import PLAIN
from tui.widgets.button import Button
from tui.widgets.choice import Choice, Option
from tui.widgets.form import Field, complain_all
from tui.widgets.one_line import OneLine
from tui.widgets.text_box import Area, TextBox

PRIORITIES = (
    Option("low", "low", "low", ("general questions", "48 hours")),
    Option("high", "high", "high", ("your service is affected", "4 hours")),
)
ASKS = "Say in a few words what is wrong."


class Form(Parts):
    def __init__(self, *parts: Widget) -> None:
        super().__init__(*parts)
        self.heard: list[tuple[str, object]] = []

    @on(Field.Changed)
    @on(Field.Submitted)
    @on(Choice.Changed)
    def hear(self, message: Field.Changed | Field.Submitted | Choice.Changed) -> None:
        self.heard.append((type(message).__name__, message.value))

    @on(Button.Pressed)
    def hear_button(self) -> None:
        self.heard.append(("Pressed", None))


def form(*parts: Widget) -> tuple[App[Any], Form]:
    screen = Form(*parts)
    return Stage(lambda: screen), screen


async def test_a_field_tells_what_is_typed() -> None:
    app, screen = form(Field("Subject", hint="a few words"))
    async with app.run_test(size=(80, 24)) as pilot:
        assert lines_of(app)[0] == "Subject   a few words"
        await pilot.press("h", "i", "enter")
        assert screen.heard == [("Changed", "h"), ("Changed", "hi"), ("Submitted", "hi")]
        assert lines_of(app)[1].startswith("▌ hi")


async def test_a_complaint_stands_under_its_field_and_goes_when_one_types() -> None:
    subject, body = Field("Subject"), Area("What happened")
    app, _ = form(subject, body)
    async with app.run_test(size=(80, 24)) as pilot:
        body.take_focus()
        assert complain_all([(subject, ASKS), (body, "")]) == 1
        await until(pilot, lambda: subject.input.has_focus)
        await until(pilot, lambda: lines_of(app)[2] == f"✗ {ASKS}")
        assert subject.has_class("-wrong")
        await pilot.press("V")
        await until(pilot, lambda: not line_with(app, ASKS))
        assert not subject.has_class("-wrong")


async def test_nothing_to_mend_leaves_the_focus_where_it_is() -> None:
    subject, body = Field("Subject"), Area("What happened")
    app, _ = form(subject, body)
    async with app.run_test(size=(80, 24)) as pilot:
        body.take_focus()
        assert complain_all([(subject, ""), (body, "")]) == 0
        await pilot.pause()
        assert body.box.has_focus


async def test_a_label_and_a_complaint_are_shown_as_they_are_written() -> None:
    subject = Field("[b]Subject[/nope]", hint="\x1b[31m")
    app, _ = form(subject)
    async with app.run_test(size=(80, 24)) as pilot:
        subject.complain("[/] is no \x1b name")
        await pilot.pause()
        assert lines_of(app)[0] == "[b]Subject[/nope]   ^[[31m"
        assert line_with(app, "✗") == "✗ [/] is no ^[ name"


async def test_tab_walks_through_a_form_and_out_of_its_text() -> None:
    subject = Field("Subject")
    category = Choice("Category", [Option("a", "A"), Option("b", "B")], value="a", across=True)
    body, send = Area("What happened"), Button("Send ticket")
    app, _ = form(subject, category, body, send)
    async with app.run_test(size=(80, 24)) as pilot:
        walked = []
        for _ in range(4):
            walked.append(app.focused)
            await pilot.press("tab")
        assert walked == [subject.input, category.radio, body.box, send]
        assert app.focused is subject.input


async def test_a_click_on_a_label_is_one_on_what_it_names() -> None:
    category = Choice("Category", [Option("a", "A"), Option("b", "B")], value="a", across=True)
    body, subject = Area("What happened"), Field("Subject")
    app, _ = form(subject, category, body)
    async with app.run_test(size=(80, 24)) as pilot:
        for part, meant in ((body, body.box), (category, category.radio), (subject, subject.input)):
            await pilot.click(part.query_one(".label"), offset=(2, 0))
            await pilot.pause()
            assert app.focused is meant


async def test_nothing_in_a_form_blinks() -> None:
    app, screen = form(Field("Subject"), Area("What happened"))
    async with app.run_test(size=(80, 24)):
        assert not screen.query_one(OneLine).cursor_blink
        assert not screen.query_one(TextBox).cursor_blink
        assert app.animation_level == "none"


async def test_the_function_keys_of_a_text_belong_to_its_screen() -> None:
    app, screen = form(Area("What happened", text="one\ntwo"))
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.press("f6", "f7")
        assert screen.query_one(TextBox).selected_text == ""
        await pilot.press("down", "X")
        assert screen.query_one(Area).text == "one\nXtwo"


async def test_a_field_takes_what_it_has_room_for_and_tells_what_it_left_out() -> None:
    app, screen = form(Field("Subject", max_length=5))
    async with app.run_test(size=(80, 24)) as pilot:
        app.post_message(Paste("ab\r\ncd"))
        await until(pilot, lambda: screen.query_one(Field).value == "ab cd")
        assert not line_with(app, "left out")
        app.post_message(Paste("x" * 100_000))
        await until(pilot, lambda: line_with(app, "Only 5 letters fit here: the end of what was pasted is left out."))
        assert screen.query_one(Field).value == "ab cd"
        await pilot.press("backspace")
        await until(pilot, lambda: not line_with(app, "left out"))


async def test_a_choice_in_rows_has_columns_and_their_heads() -> None:
    app, screen = form(Choice("Priority", PRIORITIES, value="high", heads=("", "first answer within")))
    async with app.run_test(size=(80, 24)) as pilot:
        assert lines_of(app)[:3] == [
            "Priority                                  first answer within",
            "○ ↓ low    general questions           48 hours".replace("           48", "          48"),
            "◉ ↑ high   your service is affected    4 hours",
        ] or lines_of(app)[2].startswith("◉ ↑ high   your service is affected")
        await pilot.press("up")
        assert screen.heard == [("Changed", "low")]
        await pilot.press("up", "k")
        assert screen.query_one(Choice).value == "low"


async def test_a_choice_across_wraps_where_there_is_no_room() -> None:
    app, screen = form(
        Choice(
            "Category",
            [Option(name, name) for name in ("Network", "Accounts", "Billing")],
            value="Network",
            across=True,
        )
    )
    async with app.run_test(size=(28, 24)) as pilot:
        assert lines_of(app)[1:3] == ["◉ Network   ○ Accounts", "○ Billing"]
        await pilot.press("right", "l", "l")
        assert screen.query_one(Choice).value == "Billing"
        await pilot.click("Radio", offset=(14, 0))
        assert screen.query_one(Choice).value == "Accounts"
        await pilot.click("Radio", offset=(20, 1))
        assert screen.query_one(Choice).value == "Accounts"


async def test_a_narrow_choice_says_under_its_options_what_has_no_room_beside_them() -> None:
    app, screen = form(Choice("Priority", PRIORITIES, value="high", heads=("", "first answer within, by the day")))
    async with app.run_test(size=(36, 24)) as pilot:
        assert lines_of(app)[:5] == [
            "Priority",
            "○ ↓ low    48 hours",
            "    general questions",
            "◉ ↑ high   4 hours",
            "    your service is affected",
        ]
        await pilot.click("Radio", offset=(6, 1))
        assert screen.query_one(Choice).value == "low"


@pytest.mark.parametrize("key", ["enter", "space"])
async def test_the_button_sends(key: str) -> None:
    app, screen = form(Button("Send ticket"))
    async with app.run_test(size=(80, 24)) as pilot:
        assert lines_of(app)[0] == "›Send ticket"
        await pilot.press(key)
        await pilot.click(Button)
        assert screen.heard == [("Pressed", None)] * 2


async def test_plain_signs_are_used_in_forms_too() -> None:
    parts: Sequence[Widget] = (Field("Subject"), Choice("Priority", PRIORITIES, value="high"))
    app = Stage(lambda: Parts(*parts), glyphs=PLAIN)
    async with app.run_test(size=(80, 24)):
        assert lines_of(app)[1].startswith("|")
        assert line_with(app, "@ ^ high")
        assert all(line.isascii() for line in lines_of(app))
