"""The SSH keys of somebody: one's own, or for operators anybody's. They let in over SSH without a password."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from typing import ClassVar

from textual import on, work
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Vertical
from textual.message import Message

from core import ssh_keys
from core.errors import DeskError
from core.people import Person
from core.public_key import PublicKey, read_public_key
from core.safe_text import safe_name
from core.ssh_keys import SshKey
from tui.modals.ask import Ask
from tui.modals.confirm import Confirm
from tui.screens.desk_screen import DeskScreen
from tui.session import Session
from tui.widgets.hint_line import HintLine
from tui.widgets.inbox_lines import OneLiner
from tui.widgets.keys import CHANGE, EVERYWHERE, key_of
from tui.widgets.line import Line
from tui.widgets.rows import Empty
from tui.widgets.ssh_key_list import SshKeyList
from tui.widgets.top_bar import TopBar
from tui.words import plural


class SshKeysScreen(DeskScreen):
    """`whose` is None for one's own."""

    CSS_PATH: ClassVar = "../../styles/ssh_keys.tcss"
    AUTO_FOCUS = "SshKeyList"
    HINTS: ClassVar = ("ssh_keys.add", "ssh_keys.revoke")
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("n", "add", "add", id="ssh_keys.add", tooltip="add a key", group=CHANGE),
        Binding("d", "revoke", "revoke", id="ssh_keys.revoke", tooltip="take the key away", group=CHANGE),
        Binding("escape,q", "back", "back", id="ssh_keys.back", group=EVERYWHERE),
    ]

    @dataclass
    class KeysCame(Message):
        """`says` is what was done before."""

        keys: tuple[SshKey, ...]
        says: str = ""

    @dataclass
    class NotDone(Message):
        error: DeskError

    def __init__(self, session: Session, whose: Person | None = None) -> None:
        super().__init__()
        self.session = session
        self.whose = whose

    def compose(self) -> ComposeResult:
        yield TopBar(self.session.notices.settings.name, "SSH keys", self.session.who)
        with Vertical(id="ssh-keys"):
            yield OneLiner(id="title")
            yield SshKeyList(self.session.desk.now, id="keys")
        yield HintLine()

    def on_mount(self) -> None:
        self.change()

    @property
    def keys(self) -> SshKeyList:
        return self.query_one(SshKeyList)

    @property
    def _email(self) -> str | None:
        return None if self.whose is None else self.whose.email

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:  # noqa: ARG002
        return self.keys.selected is not None if action == "revoke" and self.is_mounted else True

    def command_line(self, action: str) -> str:
        """The same as a shell command."""
        person = self.whose or self.session.desk.actor.person
        if person is None or action not in ("add", "revoke"):
            return ""
        return f"ttydesk keys {action} {person.email} {'FILE' if action == 'add' else 'FINGERPRINT'}"

    @work(group="keys", exit_on_error=False)
    async def change(self, work: Callable[[], Awaitable[str]] | None = None) -> None:
        """Do something, and read what there is then."""
        try:
            says = "" if work is None else await work()
            self.post_message(self.KeysCame(await self.session.desk.read(ssh_keys.keys_of, self._email), says))
        except DeskError as error:
            self.post_message(self.NotDone(error))

    @on(KeysCame)
    def show(self, came: KeysCame) -> None:
        add = key_of(self, "ssh_keys.add")
        self.keys.empty = Empty("No key yet.", f"Press {add} and paste the line of a file that ends in .pub.")
        self.keys.show(came.keys)
        self.query_one("#title", OneLiner).show(self._title(len(came.keys)))
        if came.says:
            self.query_one(HintLine).say(came.says, "ok")
        self.refresh_bindings()

    @on(NotDone)
    def explain(self, refused: NotDone) -> None:
        self.query_one(HintLine).say(refused.error.sentence, "error")
        self.keys.cannot_show(refused.error.sentence)

    def _title(self, keys: int) -> Line:
        whose = "Your SSH keys" if self.whose is None else f"SSH keys of {safe_name(self.whose.name)}"
        line = Line(whose, "accent", bold=True).gap(2).add(plural(keys, "key"))
        return line.gap(3).add("each lets in without a password", "muted")

    def action_add(self) -> None:
        hint = "What `cat ~/.ssh/id_ed25519.pub` prints; the file without .pub is for its owner alone."
        self.app.push_screen(Ask("The public key, one line", hint=hint, check=_wrong_with_key), self._add)

    def _add(self, typed: str | None) -> None:
        if typed is not None:
            key = read_public_key(typed)
            self.change(lambda: self._keep(key))

    async def _keep(self, key: PublicKey) -> str:
        added = await self.session.desk.write(ssh_keys.add_key, key, self._email)
        return f"{added.fingerprint} lets in now."

    def action_revoke(self) -> None:
        key = self.keys.selected
        if key is None:
            return

        def answered(yes: bool | None) -> None:
            if yes:
                self.change(lambda: self._revoke(key))

        detail = "Whoever is there by it is sent out at once."
        self.app.push_screen(Confirm(f"Revoke {safe_name(key.key.comment) or key.fingerprint}?", detail), answered)

    async def _revoke(self, key: SshKey) -> str:
        await self.session.desk.write(ssh_keys.revoke_key, key.fingerprint, self._email)
        return f"{key.fingerprint} lets nobody in any more."

    def action_back(self) -> None:
        self.dismiss()


def _wrong_with_key(typed: str) -> str:
    try:
        read_public_key(typed)
    except DeskError as error:
        return error.sentence
    return ""
