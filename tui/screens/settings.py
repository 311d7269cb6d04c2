"""What holds for the whole desk, set by an operator: one setting at a time, with what it means before it is kept."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, replace
from functools import partial
from typing import ClassVar

from textual import on, work
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Container, Vertical
from textual.message import Message
from textual.widgets import Static

from core.categories import add_category, move_category, remove_category, rename_category
from core.drafting import draft
from core.errors import DeskError
from core.reading import Notices, notices
from core.safe_text import safe_name
from core.setting_up import change_settings
from core.settings import CATEGORIES, DeskSettings, keys_of
from tui.messages import SettingsChanged
from tui.modals.choose import Choose, Pick
from tui.modals.confirm import Confirm
from tui.modals.edit_setting import EditSetting
from tui.screens.operator import OperatorScreen
from tui.screens.pace import PREVIEW_AFTER
from tui.screens.setting_words import PROOFS, draft_of, fault_in, said_after, tidy, title_of
from tui.session import Session
from tui.widgets.hint_line import HintLine
from tui.widgets.inbox_lines import OneLiner
from tui.widgets.keys import CHANGE
from tui.widgets.line import Line, lines
from tui.widgets.promise_preview import preview
from tui.widgets.rows import Rows
from tui.widgets.settings_list import Item, SettingsList, items
from tui.widgets.top_bar import TopBar


class SettingsScreen(OperatorScreen):
    """The list of all that is set; beside or below it, what the one under the cursor does."""

    NAME: ClassVar = "settings"
    CSS_PATH: ClassVar = "../../styles/settings.tcss"
    AUTO_FOCUS = "SettingsList"
    HINTS: ClassVar = ("settings.change", "settings.add", "settings.down", "settings.up", "settings.remove")
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("n", "add", "new category", id="settings.add", tooltip="add a category", group=CHANGE),
        Binding("J", "move(1)", "move", id="settings.down", tooltip="move the category down, up", group=CHANGE),
        Binding("K", "move(-1)", "move", id="settings.up", tooltip="move the category down, up", group=CHANGE),
        Binding("d", "remove", "remove", id="settings.remove", tooltip="remove the category", group=CHANGE),
    ]

    @dataclass
    class Kept(Message):
        """What holds now, after a change of one's own. `panel` is where it was typed, `selects` the row to go to."""

        notices: Notices
        says: str
        panel: EditSetting | None
        selects: str

    @dataclass
    class NotKept(Message):
        error: DeskError
        panel: EditSetting | None

    @dataclass
    class DraftCame(Message):
        item: Item
        typed: str

    @dataclass
    class Previewed(Message):
        told: list[Line]
        settings: DeskSettings
        panel: EditSetting | None = None
        typed: str = ""

    def __init__(self, session: Session) -> None:
        super().__init__(session)
        self.notices = session.notices

    def compose(self) -> ComposeResult:
        yield TopBar(self.session.notices.settings.name, "Settings", self.session.who)
        with Container(id="settings"):
            with Vertical(id="left"):
                yield OneLiner(id="title")
                yield SettingsList(id="list")
            with Vertical(id="about"):
                yield Static(id="says")
                yield Static(id="meaning")
        yield HintLine()

    def on_mount(self) -> None:
        title = Line("Settings", "accent", bold=True).gap(2).add("what holds for the whole desk", "muted")
        self.query_one("#title", OneLiner).show(title)
        self.show(self.notices)

    @property
    def list(self) -> SettingsList:
        return self.query_one(SettingsList)

    @property
    def selected(self) -> Item | None:
        return self.list.selected if self.is_mounted else None

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        if action in ("move", "remove"):
            return self.selected is not None and self.selected.is_category
        return super().check_action(action, parameters)

    # Showing

    def show(self, now: Notices) -> None:
        self.notices = now
        self.list.show(list(items(now)))
        self.tell_about(self.selected)

    @on(SettingsChanged)
    def follow(self, changed: SettingsChanged) -> None:
        self.show(changed.now)

    def on_screen_resume(self) -> None:
        self.tell_about(self.selected)

    @on(Rows.Highlighted)
    def tell_selected(self) -> None:
        self.tell_about(self.selected)
        self.refresh_bindings()

    def tell_about(self, item: Item | None) -> None:
        """What the setting does; for a promise, by when tickets are answered."""
        if item is None:
            return
        self.query_one("#says", Static).update(lines([Line(item.name, bold=True), Line(item.says, "muted")]))
        self.query_one("#meaning").display = item.is_promise
        if item.is_promise:
            self.work_out(self.notices.settings)

    @work(group="preview", exclusive=True, exit_on_error=False)
    async def work_out(self, settings: DeskSettings, panel: EditSetting | None = None, typed: str = "") -> None:
        if panel is not None:
            await asyncio.sleep(PREVIEW_AFTER)  # until the fingers rest
        told = await asyncio.to_thread(preview, settings, self.session.desk.now())
        self.post_message(self.Previewed(told, settings, panel, typed))

    @on(Previewed)
    def show_preview(self, worked_out: Previewed) -> None:
        if worked_out.panel is not None:
            worked_out.panel.show_preview(worked_out.typed, worked_out.told)
        elif worked_out.settings == self.notices.settings:
            self.query_one("#meaning", Static).update(lines(worked_out.told))

    # Changing

    @on(Rows.Opened)
    def change(self) -> None:
        item = self.selected
        if item is None:
            return
        if item.key == "lookup.proof":
            picks = [Pick(word, word, word[0], detail=means) for word, means in PROOFS.items()]
            self.app.push_screen(Choose("What guests prove", picks, chosen=item.text), partial(self._chosen, item))
        else:
            self.look_for_draft(item)

    def _chosen(self, item: Item, word: str | None) -> None:
        if word is not None and word != item.text:
            self._keep(item, None, word)

    def action_add(self) -> None:
        self.look_for_draft(Item(CATEGORIES, "", "new category", "", "", "Tickets can be put into it at once."))

    @work(group="draft", exclusive=True, exit_on_error=False)
    async def look_for_draft(self, item: Item) -> None:
        """What was typed for this setting and neither kept nor given up: a lost connection, a window that closed."""
        try:
            typed = await self.session.desk.read(draft, draft_of(item))
        except DeskError:
            typed = None  # it can be changed without
        self.post_message(self.DraftCame(item, typed or ""))

    @on(DraftCame)
    def open_panel(self, came: DraftCame) -> None:
        item = came.item
        if not self.is_current:
            return
        says = item.says
        if came.typed and came.typed != item.text:
            kept = safe_name(item.text).rstrip(".") or "nothing"
            says = f"This is what you typed last; it is not kept yet. Until now: {kept}."
        self.app.push_screen(
            EditSetting(
                title_of(item),
                value=item.text,
                typed=came.typed,
                says=says,
                check=partial(fault_in, item),
                changed=partial(self._typed, item),
                save=partial(self._keep, item),
            )
        )

    def _typed(self, item: Item, panel: EditSetting, typed: str) -> None:
        """Kept as a draft, and shown as what it would mean."""
        self.session.keep_draft(draft_of(item), "" if typed == item.text else typed)
        if not item.is_promise:
            return
        if fault_in(item, typed):
            panel.show_preview(typed, [])
        else:
            field, key = keys_of(DeskSettings)[item.key]
            self.work_out(replace(self.notices.settings, **{field: key.read(typed)}), panel, typed)

    def _keep(self, item: Item, panel: EditSetting | None, typed: str) -> None:
        desk = self.session.desk
        if item.is_category and not item.text:
            says = f"{safe_name(tidy(typed))} is a category now."
            self.write(lambda: desk.write(add_category, typed), says, item, panel, typed)
        elif item.is_category:
            says = f"{item.value} is called {safe_name(tidy(typed))} now; its tickets stay in it."
            self.write(lambda: desk.write(rename_category, item.text, typed), says, item, panel, typed)
        else:
            work = partial(desk.write, change_settings, {item.key: typed})
            self.write(work, said_after(item, typed), item, panel, typed)

    def action_move(self, by: int) -> None:
        if (item := self.selected) is not None:
            work = partial(self.session.desk.write, move_category, item.text, by)
            self.write(work, f"{item.value} has moved.", item, None, item.text)

    def action_remove(self) -> None:
        item = self.selected
        if item is None:
            return

        def answered(yes: bool | None) -> None:
            if yes:
                work = partial(self.session.desk.write, remove_category, item.text)
                self.write(work, f"{item.value} is gone.", item, None, item.text)

        question = Confirm(f"Remove the category {item.value}?", "Only one without tickets can go.")
        self.app.push_screen(question, answered)

    @work(group="change", exit_on_error=False)
    async def write(
        self,
        work: Callable[[], Awaitable[object]],
        says: str,
        item: Item,
        panel: EditSetting | None,
        typed: str,
    ) -> None:
        try:
            await work()
            now = await self.session.desk.read(notices)
        except DeskError as error:
            self.post_message(self.NotKept(error, panel))
            return
        self.session.keep_draft(draft_of(item), "")
        self.post_message(self.Kept(now, says, panel, f"{item.key}\n{tidy(typed)}" if item.is_category else item.key))

    @on(Kept)
    def tell_kept(self, kept: Kept) -> None:
        if kept.panel is not None:
            kept.panel.kept()
        self.show(kept.notices)
        self.list.select(kept.selects)
        self.say(kept.says)

    @on(NotKept)
    def tell_refusal(self, refused: NotKept) -> None:
        if refused.panel is not None:
            refused.panel.refuse(refused.error.sentence)
        else:
            self.explain(refused.error)

    # The palette

    def command_line(self, action: str) -> str:
        item = self.selected
        if action == "open" and item is not None:
            return f"ttydesk settings set {item.key}={'NAMES' if item.is_category else 'VALUE'}"
        return super().command_line(action)
