"""Who works here and who is known: an operator adds people, sets their role, gives first passwords, ends access.

Access that was ended can be given back, and the tickets of whoever leaves can go to nobody.
"""

from __future__ import annotations

import shlex
from collections.abc import Awaitable, Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import ClassVar

from textual import on, work
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Vertical
from textual.message import Message

from core import staffing
from core.errors import DeskError, TryLater
from core.people import Person, Role
from core.safe_text import safe_name
from tui.letter_words import no_letters
from tui.modals.add_person import AddPerson, Newcomer
from tui.modals.choose import Choose, Pick
from tui.modals.confirm import Confirm
from tui.modals.one_time_password import OneTimePassword
from tui.one_time import add_with_password, new_password
from tui.screens.operator import OperatorScreen
from tui.screens.pace import AGAIN_AFTER, REWRITE_AT_MOST_EVERY
from tui.screens.ssh_keys import SshKeysScreen
from tui.session import Session
from tui.widgets.hint_line import HintLine
from tui.widgets.inbox_lines import OneLiner
from tui.widgets.keys import CHANGE, EVERYWHERE, MOVE, key_of
from tui.widgets.line import Line
from tui.widgets.people_list import PeopleList
from tui.widgets.rows import Empty, Rows
from tui.widgets.search_box import SearchBox
from tui.widgets.top_bar import TopBar
from tui.words import count, plural

KNOWN_AT_MOST = 1000
"""How many people the desk gives at once; the search finds the rest."""


class PeopleScreen(OperatorScreen):
    """Staff first, then customers."""

    NAME: ClassVar = "people"
    CSS_PATH: ClassVar = "../../styles/people.tcss"
    AUTO_FOCUS = "PeopleList"
    HINTS: ClassVar = (
        "people.add",
        "people.role",
        "people.password",
        "people.disable",
        "people.enable",
        "people.keys",
        "people.search",
    )
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("n", "add", "add", id="people.add", tooltip="add a person", group=CHANGE),
        Binding("o", "role", "role", id="people.role", tooltip="change their role", group=CHANGE),
        Binding("p", "password", "password", id="people.password", tooltip="give a one-time password", group=CHANGE),
        Binding("d", "disable", "disable", id="people.disable", tooltip="end their access", group=CHANGE),
        Binding("e", "enable", "enable", id="people.enable", tooltip="give their access back", group=CHANGE),
        Binding("s", "keys", "SSH keys", id="people.keys", tooltip="their SSH keys", group=CHANGE),
        Binding("slash", "search", "search", id="people.search", group=MOVE),
        Binding("escape", "everybody", "everybody", id="people.all", group=EVERYWHERE),
    ]

    @dataclass
    class PeopleCame(Message):
        people: tuple[Person, ...]
        signed_in: Mapping[int, int]
        beginning: str

    @dataclass
    class NotRead(Message):
        error: DeskError
        beginning: str

    @dataclass
    class Done(Message):
        """Somebody was changed; `password` is shown once."""

        person: Person
        says: str
        password: str = ""

    @dataclass
    class NotDone(Message):
        error: DeskError

    @dataclass
    class Held(Message):
        """So many tickets somebody has whose access may end."""

        person: Person
        tickets: int

    def __init__(self, session: Session) -> None:
        super().__init__(session)
        self.beginning = ""
        self._title = Line()

    def compose(self) -> ComposeResult:
        yield TopBar(self.session.notices.settings.name, "People", self.session.who)
        with Vertical(id="people"):
            yield OneLiner(id="title")
            yield SearchBox(id="search")
            yield PeopleList(self.session.desk.now, id="everybody")
        yield HintLine()

    def on_mount(self) -> None:
        self.set_interval(REWRITE_AT_MOST_EVERY, self.people.rewrite_words)
        self.fetch("")

    @property
    def people(self) -> PeopleList:
        return self.query_one(PeopleList)

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        if not self.is_mounted:
            return True
        if action == "everybody":
            return bool(self.beginning)
        if action in ("role", "password", "disable", "keys"):
            one = self.people.selected
            return one is not None and one.active
        if action == "enable":
            return self.people.selected is not None and not self.people.selected.active
        return super().check_action(action, parameters)

    def command_line(self, action: str) -> str:
        """The same as a shell command, for the person under the cursor."""
        if action == "add":
            return "ttydesk people add 'NAME <EMAIL>' --role ROLE"
        one = self.people.selected
        if one is not None and action == "keys":
            return f"ttydesk keys list {shlex.quote(one.email)}"
        if one is None or action not in _VERBS:
            return super().command_line(action)
        return f"ttydesk people {_VERBS[action].format(shlex.quote(one.email))}"

    # Reading

    @work(group="people", exclusive=True, exit_on_error=False)
    async def fetch(self, beginning: str) -> None:
        desk = self.session.desk
        try:
            staff = await desk.read(staffing.list_people, Role.AGENT, beginning)
            everybody = await desk.read(staffing.list_people, Role.CUSTOMER, beginning)
            customers = tuple(person for person in everybody if not person.is_staff)
            signed_in = await desk.read(staffing.last_sign_ins, (*staff, *customers))
        except DeskError as error:
            self.post_message(self.NotRead(error, beginning))
        else:
            self.post_message(self.PeopleCame((*staff, *customers), signed_in, beginning))

    @on(PeopleCame)
    def show(self, came: PeopleCame) -> None:
        self.beginning = came.beginning
        search = key_of(self, "people.search")
        self.people.empty = Empty("Nobody begins like that.", f"Press {search} and type less of the name or e-mail.")
        self.people.show_with(came.people, came.signed_in)
        self._title = _title(came.people, came.beginning)
        self.tell_about_one()
        self.query_one(SearchBox).answered(found=bool(came.people))
        self.refresh_bindings()

    @on(Rows.Highlighted)
    def tell_about_one(self) -> None:
        """What the list has no room for: why letters do not reach the person under the cursor."""
        person = self.people.selected
        silent = no_letters(person) if person is not None else ""
        told = Line("People", "accent", bold=True).gap(2).add(silent, "late") if silent else self._title
        self.query_one("#title", OneLiner).show(told)

    @on(NotRead)
    def read_again(self, failed: NotRead) -> None:
        self.explain(failed.error)
        self.people.cannot_show(failed.error.sentence)
        if isinstance(failed.error, TryLater):
            self.set_timer(AGAIN_AFTER, lambda: self.fetch(failed.beginning))

    @on(NotDone)
    def tell_refusal(self, refused: NotDone) -> None:
        self.explain(refused.error)
        self.fetch(self.beginning)

    # Changing

    @work(group="change", exit_on_error=False)
    async def write(self, work: Callable[[], Awaitable[Done]]) -> None:
        try:
            self.post_message(await work())
        except DeskError as error:
            self.post_message(self.NotDone(error))

    @on(Done)
    def tell_done(self, done: Done) -> None:
        self.say(done.says)
        self.fetch(self.beginning)
        if done.password:
            self.app.push_screen(OneTimePassword(done.person, done.password))

    def action_add(self) -> None:
        self.app.push_screen(AddPerson(), self._add)

    def _add(self, newcomer: Newcomer | None) -> None:
        if newcomer is None:
            return

        async def add() -> PeopleScreen.Done:
            given = new_password()
            hash = await self.session.reception.passwords.hash(given)
            person = await self.session.desk.write(
                add_with_password, newcomer.name, newcomer.email, newcomer.role, hash
            )
            return self.Done(person, f"{safe_name(person.name)} is {_a(person.role)} now.", given)

        self.write(add)

    @on(Rows.Opened)
    def action_role(self) -> None:
        person = self.people.selected
        if person is None:
            return
        picks = [Pick(role, role.word, role.word[0], detail=_MAY[role]) for role in Role]

        def chosen(role: Role | None) -> None:
            if role is not None and role is not person.role:
                self.write(lambda: self._set_role(person, role))

        self.app.push_screen(Choose(f"Role of {safe_name(person.name)}", picks, chosen=person.role), chosen)

    async def _set_role(self, person: Person, role: Role) -> Done:
        changed = await self.session.desk.write(staffing.set_role, person.email, role)
        return self.Done(changed, f"{safe_name(changed.name)} is {_a(role)} now.")

    def action_password(self) -> None:
        person = self.people.selected
        if person is None:
            return
        question = f"Give {safe_name(person.name)} a one-time password?"
        detail = "Their present password and every remembered sign-in end with it."

        async def give() -> PeopleScreen.Done:
            given = new_password()
            hash = await self.session.reception.passwords.hash(given)
            changed = await self.session.desk.write(staffing.give_password, person.email, hash)
            return self.Done(changed, f"{safe_name(changed.name)} has a one-time password.", given)

        self._after_question(Confirm(question, detail), give)

    def action_disable(self) -> None:
        if (person := self.people.selected) is not None:
            self.look_what_they_hold(person)

    @work(group="held", exclusive=True, exit_on_error=False)
    async def look_what_they_hold(self, person: Person) -> None:
        try:
            self.post_message(self.Held(person, await self.session.desk.read(staffing.tickets_held, person.email)))
        except DeskError as error:
            self.post_message(self.NotDone(error))

    @on(Held)
    def ask_whether_to_disable(self, held: Held) -> None:
        question = f"End the access of {safe_name(held.person.name)}?"
        if not held.tickets:
            detail = "What they wrote stays."
            self._after_question(Confirm(question, detail), lambda: self._disable(held.person, hand_back=False))
            return
        picks = [
            Pick("", "no, leave it as it is", "n"),
            Pick("hand back", "yes, and give them to nobody", "y", detail="they go to Unassigned"),
            Pick("keep", "yes, and leave them as they are", "l", detail="a colleague may take them"),
        ]

        def chosen(what: str | None) -> None:
            if what:
                self.write(lambda: self._disable(held.person, hand_back=what == "hand back"))

        theirs = plural(held.tickets, "ticket is theirs", "tickets are theirs")
        self.app.push_screen(Choose(f"{question} {theirs}.", picks), chosen)

    async def _disable(self, person: Person, *, hand_back: bool) -> Done:
        desk = self.session.desk
        changed = await desk.write(staffing.disable_person, person.email)
        handed, more = 0, hand_back
        while more:
            some = await desk.write(staffing.hand_back, person.email)
            handed, more = handed + some.tickets, some.more
        says = f"{safe_name(changed.name)} can not sign in any more."
        return self.Done(changed, f"{says} {_handed_back(handed)}" if handed else says)

    def action_enable(self) -> None:
        if (person := self.people.selected) is not None:
            self.write(lambda: self._enable(person))

    async def _enable(self, person: Person) -> Done:
        changed = await self.session.desk.write(staffing.enable_person, person.email)
        key = key_of(self, "people.password")
        return self.Done(changed, f"{safe_name(changed.name)} has access again. {key} gives a password.")

    def action_keys(self) -> None:
        if (person := self.people.selected) is not None:
            self.app.push_screen(SshKeysScreen(self.session, person))

    def _after_question(self, question: Confirm, work: Callable[[], Awaitable[Done]]) -> None:
        def answered(yes: bool | None) -> None:
            if yes:
                self.write(work)

        self.app.push_screen(question, answered)

    # Search

    async def action_search(self) -> None:
        await self.query_one(SearchBox).open(self.beginning)

    @on(SearchBox.Wanted)
    def look_for(self, wanted: SearchBox.Wanted) -> None:
        self.fetch(wanted.words)

    @on(SearchBox.Left)
    def back_to_list(self) -> None:
        self.people.focus()

    @on(SearchBox.GivenUp)
    def action_everybody(self) -> None:
        self.query_one(SearchBox).close()
        self.people.focus()
        if self.beginning:
            self.fetch("")


_VERBS = {"role": "role {} ROLE", "password": "password {}", "disable": "disable {}", "enable": "enable {}"}
_MAY = {
    Role.CUSTOMER: "opens tickets and sees their own",
    Role.AGENT: "answers and changes every ticket",
    Role.OPERATOR: "also manages people and the desk",
}


def _title(people: Sequence[Person], beginning: str) -> Line:
    """How many there are of which kind; who is disabled is counted as such alone."""
    active = [one for one in people if one.active]
    staff = sum(one.is_staff for one in active)
    customers = len(active) - staff
    line = Line("People", "accent", bold=True).gap(2).add(f"{staff} on the desk").gap(3)
    line.add(plural(customers, "customer") if len(people) < KNOWN_AT_MOST else f"{count(1001)} customers", "muted")
    if len(active) < len(people):
        line.gap(3).add(f"{len(people) - len(active)} disabled", "muted")
    return line.gap(3).add(f"beginning with {beginning}", "muted") if beginning else line


def _handed_back(tickets: int) -> str:
    return plural(tickets, "ticket is nobody's now.", "tickets are nobody's now.")


def _a(role: Role) -> str:
    return f"{'a' if role is Role.CUSTOMER else 'an'} {role.word}"
