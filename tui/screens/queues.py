"""Where an operator starts: how deep each queue is, what nobody has, what is late."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from textual import on, work
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Vertical
from textual.message import Message
from textual.timer import Timer

from core.errors import DeskError
from core.listing import QueueFigures
from core.reading import queues
from tui.messages import TicketsChanged
from tui.screens.new_ticket import NewTicketScreen
from tui.screens.operator import OperatorScreen
from tui.screens.pace import AGAIN_AFTER, COUNTS_AFTER, REWRITE_AT_MOST_EVERY
from tui.screens.people import PeopleScreen
from tui.session import Session
from tui.widgets.hint_line import HintLine
from tui.widgets.inbox_lines import OneLiner
from tui.widgets.keys import ANSWER
from tui.widgets.line import Line
from tui.widgets.places import queue
from tui.widgets.queue_list import QueueList, QueueTotals, all_queues
from tui.widgets.rows import Empty, Rows
from tui.widgets.top_bar import TopBar


class QueuesScreen(OperatorScreen):
    """Home of an operator."""

    CSS_PATH: ClassVar = "../../styles/queues.tcss"
    AUTO_FOCUS = "QueueList"
    HINTS: ClassVar = ("rows.open", "operator.people", "operator.inbox")
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("n", "new_ticket", "new ticket", id="ticket.new", show=False, group=ANSWER),
    ]

    @dataclass
    class FiguresCame(Message):
        figures: tuple[QueueFigures, ...]

    @dataclass
    class FiguresFailed(Message):
        error: DeskError

    def __init__(self, session: Session) -> None:
        super().__init__(session)
        self._counting: Timer | None = None

    def compose(self) -> ComposeResult:
        now = self.session.desk.now
        yield TopBar(self.session.notices.settings.name, "Queues", self.session.who)
        with Vertical(id="queues"):
            yield OneLiner(id="title")
            yield QueueList(now, id="figures")
            yield QueueTotals(now, id="totals")
        yield HintLine()

    def on_mount(self) -> None:
        self.figures.empty = Empty("There are no queues yet.")
        self.set_interval(REWRITE_AT_MOST_EVERY, self.figures.rewrite_words)
        self.count()

    @property
    def figures(self) -> QueueList:
        return self.query_one(QueueList)

    @work(group="figures", exclusive=True, exit_on_error=False)
    async def count(self) -> None:
        try:
            self.post_message(self.FiguresCame(await self.session.desk.read(queues, self.session.desk.now())))
        except DeskError as error:
            self.post_message(self.FiguresFailed(error))

    @on(FiguresCame)
    def show(self, came: FiguresCame) -> None:
        together = all_queues(came.figures)
        title = Line("Queues", "accent", bold=True).gap(2).add(f"{together.open} active")
        if together.late:
            title.gap(3).add(f"{together.late} late", "late", bold=True)
        title.gap(3).add("what each queue holds now", "muted")
        self.query_one("#title", OneLiner).show(title)
        self.figures.styles.height = len(came.figures) + 1
        self.figures.show(came.figures)
        self.query_one(QueueTotals).show(came.figures)

    @on(FiguresFailed)
    def tell_failure(self, failed: FiguresFailed) -> None:
        """Busy or away: figures are worth asking for again."""
        self.explain(failed.error)
        self.set_timer(AGAIN_AFTER, self.count)

    @on(TicketsChanged)
    def count_soon(self) -> None:
        if self._counting is None:
            self._counting = self.set_timer(COUNTS_AFTER, self.count_again)

    def count_again(self) -> None:
        self._counting = None
        self.count()

    @on(Rows.Opened)
    def open_queue(self, opened: Rows.Opened) -> None:
        self.open_inbox(queue(opened.row.category))

    def action_show_people(self) -> None:
        self.app.push_screen(PeopleScreen(self.session))

    def action_new_ticket(self) -> None:
        self.app.push_screen(NewTicketScreen(self.session))
