"""What the agent's screens share: changing one ticket or many, going to an ID, copying one, opening a new ticket."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, ClassVar, NamedTuple

from textual import on, work
from textual.binding import Binding, BindingType
from textual.message import Message

from core.errors import Conflict, DeskError
from core.people import Person
from core.reading import look_at, staff
from core.references import Reference, read_reference, shown
from core.tickets import Priority, Status, Ticket
from tui.commands import Command
from tui.messages import Left
from tui.screens import wishes
from tui.screens.files import FilesScreen
from tui.screens.wishes import Intent
from tui.session import Session
from tui.widgets.hint_line import HintLine
from tui.widgets.keys import ANSWER, CHANGE, MOVE, VIEW, key_of
from tui.words import plural

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from tui.widgets.pick import Pick


class Target(NamedTuple):
    """A ticket that a key is about to change, as the one who presses it sees it."""

    reference: Reference
    version: int | None = None
    status: Status | None = None
    priority: Priority | None = None
    category: str | None = None
    tags: tuple[str, ...] = ()
    owner: Person | None = None


class AgentScreen(FilesScreen):
    """Says through `targets` which tickets its keys mean."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("t", "take", "take", id="ticket.take", tooltip="take it: it becomes yours", group=CHANGE),
        Binding("a", "assign", "assign", id="ticket.assign", tooltip="assign to a colleague", group=CHANGE),
        Binding("s", "status", "status", id="ticket.status", tooltip="change the status", group=CHANGE),
        Binding("e", "resolve", "resolve", id="ticket.resolve", group=CHANGE),
        Binding("p", "priority", "priority", id="ticket.priority", tooltip="change the priority", group=CHANGE),
        Binding("c", "category", "category", id="ticket.category", tooltip="move to another queue", group=CHANGE),
        Binding("l", "tags", "tags", id="ticket.tags", tooltip="add tags, take tags away", group=CHANGE),
        Binding("n", "new_ticket", "new ticket", id="ticket.new", show=False, group=ANSWER),
        Binding("g", "go_to_id", "go to ID", id="ticket.go_to", tooltip="go to an ID", show=False, group=MOVE),
        Binding("y", "copy_id", "copy ID", id="ticket.copy_id", tooltip="copy the ticket ID", show=False, group=VIEW),
        Binding(
            "escape", "stop", "stop", id="ticket.stop", tooltip="stop the bulk change", priority=True, group=CHANGE
        ),
    ]

    @dataclass
    class Changed(Message):
        """One ticket was changed."""

        intent: Intent
        ticket: Ticket

    @dataclass
    class ChangeRefused(Message):
        error: DeskError

    @dataclass
    class Progress(Message):
        """So many of the marked tickets are through."""

        done: int
        of: int

        def can_replace(self, message: Message) -> bool:
            return isinstance(message, AgentScreen.Progress)

    @dataclass
    class BulkEnded(Message):
        """`refusals` are the sentences of those that could not be changed."""

        done: int
        of: int
        refusals: tuple[str, ...]

    @dataclass
    class StaffCame(Message):
        staff: tuple[Person, ...]

    @dataclass
    class Found(Message):
        """The ticket of a typed ID."""

        reference: Reference

    def __init__(self, session: Session) -> None:
        super().__init__()
        self.session = session
        self._of_many = 0  # how many tickets are being changed at once; 0: nothing runs
        self._stopped = False
        self.together: frozenset[Reference] = frozenset()  # those that were changed at once last
        self._staff_for: list[Target] = []

    # What a screen says of itself

    def targets(self) -> list[Target]:
        """The tickets that a key means: the marked ones, else the one in view."""
        return []

    def has_targets(self) -> bool:
        return bool(self.targets())

    def changed(self, ticket: Ticket) -> None:
        """A ticket was changed here."""

    def done_with_marks(self) -> None:
        """A bulk change has ended."""

    def open_ticket(self, reference: Reference) -> None:
        """Somebody typed the ID of this ticket."""

    @property
    def me(self) -> Person | None:
        return self.session.desk.actor.person

    def say(self, words: str, kind: str = "ok", *, bold: str = "") -> None:
        self.query_one(HintLine).say(words, kind, bold=bold)

    def explain(self, error: DeskError) -> None:
        """A refusal, where one looks for what happened."""
        self.say(error.sentence, "soon" if isinstance(error, Conflict) else "error")

    # Keys

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:  # noqa: ARG002
        if action == "stop":
            return self._of_many > 0
        if action in ("take", "assign", "status", "resolve", "priority", "category", "tags", "copy_id"):
            return self.has_targets()
        return True

    @property
    def idle_keys(self) -> frozenset[str]:
        """Keys that would change nothing about the ticket in view: they are not hinted, and say so when pressed."""
        targets = self.targets() if self.has_targets() else []
        if len(targets) != 1:
            return frozenset()
        idle = {"ticket.take"} if self._is_mine(targets[0]) else set()
        return frozenset(idle | {"ticket.resolve"} if targets[0].status in (Status.RESOLVED, Status.CLOSED) else idle)

    def _is_mine(self, target: Target) -> bool:
        return self.me is not None and target.owner is not None and target.owner.id == self.me.id

    def action_take(self) -> None:
        if "ticket.take" in self.idle_keys:
            self.say("It is yours already.", "here")
        else:
            self.want(wishes.take(), self.targets())

    def action_resolve(self) -> None:
        targets = self.targets()
        if len(targets) == 1 and targets[0].status is Status.RESOLVED:
            self.say("It is resolved already.", "here")
        else:
            self.want(wishes.resolve(), targets)

    def action_status(self) -> None:
        targets = self.targets()
        now = targets[0].status if len(targets) == 1 else None
        picks = wishes.status_picks([target.status for target in targets])
        self._choose("Status", picks, wishes.set_status, targets, chosen=now)

    def action_priority(self) -> None:
        targets = self.targets()
        now = targets[0].priority if len(targets) == 1 else None
        self._choose("Priority", wishes.priority_picks(), wishes.set_priority, targets, chosen=now)

    def action_category(self) -> None:
        targets = self.targets()
        now = targets[0].category if len(targets) == 1 else None
        picks = wishes.category_picks(self.session.notices.categories)
        self._choose("Move to", picks, wishes.set_category, targets, chosen=now, filters=True)

    def action_assign(self) -> None:
        self._staff_for = self.targets()
        self.fetch_staff()

    def action_tags(self) -> None:
        targets = self.targets()
        present = ", ".join(targets[0].tags) if len(targets) == 1 else ""
        hint = f"{f'It has {present}. ' if present else ''}Type vpn to add that tag, -vpn to take it away."

        def typed(text: str | None) -> None:
            if text is not None:
                self.want(wishes.tag(text), targets)

        self._ask(self._title("Tags", targets), hint, wishes.wrong_with_tags, typed)

    def action_new_ticket(self) -> None:
        from tui.screens.new_ticket import NewTicketScreen  # nobody waits for it at the start

        self.app.push_screen(NewTicketScreen(self.session))

    def action_copy_id(self) -> None:
        ids = [shown(target.reference) for target in self.targets()]
        self.app.copy_to_clipboard(" ".join(ids))
        self.say(f"{ids[0]} copied." if len(ids) == 1 else f"{len(ids)} IDs copied.")

    def action_go_to_id(self) -> None:
        def typed(text: str | None) -> None:
            if text is not None:
                self.find(read_reference(text))

        hint = "the whole ID, or the first four letters and more"
        self._ask("Go to ID", hint, _wrong_with_id, typed, placeholder="K7M2Q-9XR4T")

    def action_stop(self) -> None:
        self._stopped = True

    def _title(self, what: str, targets: list[Target]) -> str:
        return what if len(targets) == 1 else f"{what} of {plural(len(targets), 'ticket')}"

    # Nobody waits for panels to be imported at the start

    def _choose(
        self,
        what: str,
        picks: Sequence[Pick[Any]],
        intent_of: Callable[[Any], Intent],
        targets: list[Target],
        **options: Any,
    ) -> None:
        from tui.modals.choose import Choose

        def picked(value: Any) -> None:
            if value is not None:
                self.want(intent_of(value), targets)

        self.app.push_screen(Choose(self._title(what, targets), picks, **options), picked)

    def _ask(
        self,
        title: str,
        hint: str,
        check: Callable[[str], str],
        typed: Callable[[str | None], None],
        placeholder: str = "",
        value: str = "",
    ) -> None:
        from tui.modals.ask import Ask

        self.app.push_screen(Ask(title, value=value, hint=hint, placeholder=placeholder, check=check), typed)

    # Changing

    def want(self, intent: Intent, targets: list[Target]) -> None:
        """Change one ticket at once, several after the figure was confirmed."""
        if len(targets) == 1:
            self.change_one(intent, targets[0])
        elif targets:
            from tui.modals.confirm import Confirm

            def confirmed(yes: bool | None) -> None:
                if yes:
                    self._of_many, self._stopped = len(targets), False
                    self.together = frozenset(target.reference for target in targets)
                    self.refresh_bindings()
                    self.change_many(intent, targets)

            self.app.push_screen(Confirm(intent.question(len(targets))), confirmed)

    @work(group="change", exit_on_error=False)
    async def change_one(self, intent: Intent, target: Target) -> None:
        from core.triage import change  # nobody waits for it at the start

        try:
            ticket = await self.session.desk.write(change, intent.of(target.reference, target.version))
        except DeskError as error:
            self.post_message(self.ChangeRefused(error))
        else:
            self.post_message(self.Changed(intent, ticket))

    @work(group="bulk", exclusive=True, exit_on_error=False)
    async def change_many(self, intent: Intent, targets: list[Target]) -> None:
        """Each ticket in a transaction of its own: what is done stays done when somebody stops it."""
        from core.triage import change

        done, refusals = 0, []
        for target in targets:
            if self._stopped:
                break
            try:
                await self.session.desk.write(change, intent.of(target.reference, None))
                done += 1
            except DeskError as error:
                refusals.append(error.sentence)
            self.post_message(self.Progress(done + len(refusals), len(targets)))
        self.post_message(self.BulkEnded(done, len(targets), tuple(refusals)))

    @on(Progress)
    def tell_progress(self, progress: Progress) -> None:
        if self._of_many:
            self.say(f"{progress.done} of {progress.of}   {key_of(self, 'ticket.stop')} stops", "")

    @on(BulkEnded)
    def tell_end(self, ended: BulkEnded) -> None:
        self._of_many = 0
        self.refresh_bindings()
        self.done_with_marks()
        if ended.refusals:
            could_not = len(ended.refusals)
            self.say(f"{ended.done} of {ended.of} done, {could_not} could not be: {ended.refusals[0]}", "error")
        elif ended.done < ended.of:
            self.say(f"Stopped: {ended.done} of {ended.of} done.", "soon")
        else:
            self.say(f"{plural(ended.done, 'ticket')} changed.")

    @on(Changed)
    def tell_change(self, message: Changed) -> None:
        self.say(wishes.said_after(message.intent, message.ticket))
        self.changed(message.ticket)

    @on(ChangeRefused)
    def tell_refusal(self, refused: ChangeRefused) -> None:
        self.explain(refused.error)
        if isinstance(refused.error, Conflict):
            self.changed(refused.error.ticket)

    @work(group="staff", exclusive=True, exit_on_error=False)
    async def fetch_staff(self) -> None:
        try:
            self.post_message(self.StaffCame(await self.session.desk.read(staff)))
        except DeskError as error:
            self.post_message(self.ChangeRefused(error))

    @on(StaffCame)
    def choose_owner(self, came: StaffCame) -> None:
        targets = self._staff_for
        picks = wishes.owner_picks(came.staff, self.me)
        self._choose("Assign to", picks, lambda owner: wishes.assign(owner.person), targets, filters=True)

    @work(group="find", exclusive=True, exit_on_error=False)
    async def find(self, beginning: Reference) -> None:
        try:
            view = await self.session.desk.read(look_at, beginning, newest=1)
        except DeskError as error:
            self.post_message(self.ChangeRefused(error))
        else:
            self.post_message(self.Found(view.ticket.reference))

    @on(Found)
    def open_found(self, found: Found) -> None:
        self.open_ticket(found.reference)

    # The palette

    def command_line(self, action: str) -> str:
        """The same as a shell command, for the one ticket that is meant."""
        line = _COMMAND_LINES.get(action, "") if self.has_targets() else ""
        return line.format(id=self.targets()[0].reference[:5]) if line else ""

    def commands(self) -> Iterable[Command]:
        yield Command("Sign out", lambda: self.post_message(Left()), where="everywhere")


_COMMAND_LINES = {
    "take": "ttydesk set {id} assignee=me",
    "assign": "ttydesk set {id} assignee=NAME",
    "status": "ttydesk set {id} status=STATUS",
    "resolve": "ttydesk set {id} status=resolved",
    "priority": "ttydesk set {id} priority=PRIORITY",
    "category": "ttydesk set {id} category=NAME",
    "tags": "ttydesk set {id} tag=+NEW,-OLD",
    "write('reply')": "ttydesk reply {id}",
    "write('note')": "ttydesk note {id}",
    "new_ticket": "ttydesk new",
}


def _wrong_with_id(typed: str) -> str:
    try:
        read_reference(typed)
    except DeskError as error:
        return error.sentence
    return ""
