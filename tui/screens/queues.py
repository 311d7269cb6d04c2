"""Where an operator starts: how deep each queue is and how fast it is answered, who carries what, how the desk is."""

from __future__ import annotations

from dataclasses import dataclass
from time import monotonic
from typing import ClassVar

from textual import on, work
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Horizontal, Vertical
from textual.message import Message
from textual.timer import Timer

from core.errors import DeskError
from core.figures import QueueFigures, Watch
from core.watching import watch
from tui.messages import SettingsChanged, TicketsChanged
from tui.screens.new_ticket import NewTicketScreen
from tui.screens.operator import OperatorScreen
from tui.screens.pace import AGAIN_AFTER, COUNTS_AFTER, FIGURES_AT_MOST_EVERY, REWRITE_AT_MOST_EVERY
from tui.session import Session
from tui.widgets.desk_state import LOWEST_CHART, NARROWEST_CHART, DeskHealth, Loads, TrafficChart
from tui.widgets.drawing import MARGIN
from tui.widgets.hint_line import HintLine
from tui.widgets.inbox_lines import OneLiner
from tui.widgets.keys import ANSWER
from tui.widgets.line import Line
from tui.widgets.places import queue
from tui.widgets.queue_columns import spans_told
from tui.widgets.queue_list import QueueList, QueueTotals
from tui.widgets.rows import Empty, Rows
from tui.widgets.top_bar import TopBar

IDLE, RESTS_AT_MOST = 20, 5.0
"""Counting rests so many times as long as it took, but not longer than these seconds: so it stays small anywhere."""
AROUND_QUEUES = 4
"""Lines of the title, the blank one under it, the rule and the totals."""
STATE_AT_LEAST, CHART_AT_MOST = 5, 20


class QueuesScreen(OperatorScreen):
    """Home of an operator."""

    NAME: ClassVar = "queues"
    CSS_PATH: ClassVar = "../../styles/queues.tcss"
    AUTO_FOCUS = "QueueList"
    HINTS: ClassVar = ("rows.open", "operator.people", "operator.audit", "operator.settings", "operator.inbox")
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("n", "new_ticket", "new ticket", id="ticket.new", show=False, group=ANSWER),
    ]

    @dataclass
    class FiguresCame(Message):
        watch: Watch

    @dataclass
    class FiguresFailed(Message):
        error: DeskError

    def __init__(self, session: Session) -> None:
        super().__init__(session)
        self._watch: Watch | None = None
        self._counting: Timer | None = None
        self._not_before = 0.0
        self._is_stale = False

    def compose(self) -> ComposeResult:
        now = self.session.desk.now
        yield TopBar(self.session.notices.settings.name, "Queues", self.session.who)
        with Vertical(id="queues"):
            yield OneLiner(id="title")
            yield QueueList(now, id="figures")
            yield QueueTotals(now, id="totals")
            with Horizontal(id="state"):
                yield Loads(id="loads")
                yield DeskHealth(id="health")
            yield TrafficChart(lambda: self.session.notices.settings.calendar.zone, id="chart")
        yield HintLine()

    def on_mount(self) -> None:
        self.figures.empty = Empty("There are no queues yet.")
        self.set_interval(REWRITE_AT_MOST_EVERY, self.let_time_pass)
        self.count()

    @property
    def figures(self) -> QueueList:
        return self.query_one(QueueList)

    # Counting

    @work(group="figures", exclusive=True, exit_on_error=False)
    async def count(self) -> None:
        began = monotonic()
        try:
            came = await self.session.desk.read(watch, self.session.desk.now())
        except DeskError as error:
            self.post_message(self.FiguresFailed(error))
        else:
            rest = min((monotonic() - began) * IDLE, RESTS_AT_MOST)
            self._not_before = began + max(FIGURES_AT_MOST_EVERY, rest)
            self.post_message(self.FiguresCame(came))

    @on(TicketsChanged)
    @on(SettingsChanged)
    def count_soon(self) -> None:
        """While something lies over the queues they are left as they are, and counted when they are seen again."""
        if not self.is_current:
            self._is_stale = True
        elif self._counting is None:
            self._counting = self.set_timer(max(COUNTS_AFTER, self._not_before - monotonic()), self.count_again)

    def on_screen_resume(self) -> None:
        if self._is_stale:
            self._is_stale = False
            self.count()

    def count_again(self) -> None:
        self._counting = None
        self.count()

    def let_time_pass(self) -> None:
        """Ages read differently, and at midnight today is another day."""
        self.figures.rewrite_words()
        self.query_one(QueueTotals).draw()
        if self._watch is not None and self.session.desk.now() >= self._watch.days[-1]:
            self.count_soon()

    # Showing

    @on(FiguresCame)
    def show(self, came: FiguresCame) -> None:
        before, self._watch = self._watch, came.watch
        if before is None or before.queues != came.watch.queues:
            self.figures.show(came.watch.queues)
        self.query_one(QueueTotals).show(came.watch.all)
        self.query_one(Loads).show(came.watch.loads)
        self.query_one(DeskHealth).show(came.watch.health)
        self.query_one(TrafficChart).show(came.watch)
        self.share_room()

    def _tell(self, together: QueueFigures) -> None:
        title = Line("Queues", "accent", bold=True).gap(2).add(f"{together.open} active")
        if together.late:
            title.gap(3).add(f"{together.late} late", "late", bold=True)
        title.gap(3).add(spans_told(self.size.width - MARGIN), "muted")
        self.query_one("#title", OneLiner).show(title)

    def on_resize(self) -> None:
        self.call_after_refresh(self.share_room)

    def share_room(self) -> None:
        """The queues first, as far as two thirds; then who carries what, then the chart, where there is room left."""
        if self._watch is None:
            return
        self._tell(self._watch.all.figures)
        whole = self.query_one("#queues").size.height - AROUND_QUEUES
        heads_and_rows = min(len(self._watch.queues) + 1, max(whole * 2 // 3, 3))
        self.figures.styles.height = heads_and_rows
        left = whole - heads_and_rows - 1
        state, chart = self.query_one("#state"), self.query_one(TrafficChart)
        wanted = max(self.query_one(Loads).wanted, STATE_AT_LEAST)
        has_chart = self.size.width >= MARGIN + NARROWEST_CHART and left >= STATE_AT_LEAST + 1 + LOWEST_CHART
        height = min(wanted, left - 1 - LOWEST_CHART if has_chart else left)
        state.display = height >= STATE_AT_LEAST
        state.styles.height = height
        left -= height + 1 if state.display else 0
        chart.display = has_chart
        chart.styles.height = min(left, CHART_AT_MOST)

    @on(FiguresFailed)
    def tell_failure(self, failed: FiguresFailed) -> None:
        """Busy or away: figures are worth asking for again."""
        self.explain(failed.error)
        self.figures.cannot_show(failed.error.sentence)
        self.set_timer(AGAIN_AFTER, self.count)

    @on(Rows.Opened)
    def open_queue(self, opened: Rows.Opened) -> None:
        self.open_inbox(queue(opened.key))

    def action_new_ticket(self) -> None:
        self.app.push_screen(NewTicketScreen(self.session))
