"""A cast, a story and a course make a play: a ticket that is told once and stands for any that began when it did."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from core.deadlines import NEVER
from core.entries import Attachment
from core.people import Actor, Person, Via
from core.tickets import Priority, Status, Ticket
from tui.demo.courses import Course, Step
from tui.demo.files import ATTACHMENTS
from tui.demo.story import Story
from tui.demo.telling import SampleEntry, Telling, begun
from tui.demo.wording import ASKED_AGAIN, BEGUN, THANKED, TRY_IT, Values, worded


@dataclass(frozen=True, slots=True)
class Scene:
    """Everything that a play needs. `told_as`: the priority and category that the customer chose at first."""

    story: Story
    nth: int
    subject: int
    course: Course
    times: tuple[int, ...]
    priority: Priority
    customer: Person
    owner: Person
    colleague: Person
    values: Values
    via: Via
    told_as: tuple[Priority, str]
    tags: tuple[str, ...]
    others: tuple[Person, ...] = ()
    phrase: int = 0


@dataclass(frozen=True, slots=True)
class Play:
    """A ticket as it stands `now` milliseconds after its creation, and what was said.

    Nothing changes by itself from `earliest` to `latest`, so it stands the same a little sooner or later.
    """

    ticket: Ticket
    entries: tuple[SampleEntry, ...]
    now: int
    earliest: int
    latest: int


def perform(scene: Scene, now: int | None = None) -> Play:
    """Tell the story; without `now` until nothing is left to happen."""
    stage = _Stage(scene)
    for step, at in zip(scene.course[1:], scene.times[1:], strict=True):
        stage.act(step, at)
    telling = stage.telling
    if now is not None:
        telling.wake(now)
    elif scene.course[-1] is Step.EXPIRE:
        telling.wake(NEVER - 1)
    last = telling.acted_at
    return Play(telling.ticket, tuple(telling.entries), last if now is None else now, last, telling.ticket.wake_at - 1)


class _Stage:
    def __init__(self, scene: Scene) -> None:
        self.scene = scene
        self._customer = Actor(scene.via, scene.customer)
        self._owner = Actor(Via.TUI, scene.owner)
        self._colleague = Actor(Via.TUI, scene.colleague)
        priority, category = scene.told_as
        subject = worded(scene.story.subjects, scene.subject, scene.values)
        blank = begun(subject, category, priority, scene.customer, scene.via, scene.others)
        opening = self._text(scene.story.opening)
        files = () if scene.story.file is None else (ATTACHMENTS[scene.story.file],)
        self.telling = Telling(blank, self._customer, opening, *files)
        self._acts: dict[Step, Callable[[int], None]] = {
            Step.TAKE: self._take,
            Step.NOTE: lambda at: self.telling.note(self._colleague, self._text(scene.story.note), at),
            Step.ASK: lambda at: self._answer(self._text(scene.story.question), at, Status.WAITING),
            Step.PROBE: lambda at: self._answer(self._text(scene.story.question), at),
            Step.DETAILS: self._give_details,
            Step.TELL: lambda at: self._answer(self._phrase(BEGUN), at),
            Step.CHASE: lambda at: self._write(self._phrase(ASKED_AGAIN), at),
            Step.TRY: self._let_try,
            Step.WORKS: lambda at: self._write(self._phrase(THANKED), at),
            Step.HAND: self._hand_over,
            Step.SOLVE: lambda at: self._answer(self._text(scene.story.solution), at, Status.RESOLVED),
            Step.AGAIN: lambda at: self._write(self._text(scene.story.again), at),
            Step.MEND: lambda at: self._answer(self._text(scene.story.mended), at, Status.RESOLVED),
            Step.CONFIRM: lambda at: self.telling.close(self._customer, at),
        }

    def act(self, step: Step, at: int) -> None:
        """Nobody acts where a ticket expires: time does."""
        if step is not Step.EXPIRE:
            self._acts[step](at)

    def _text(self, texts: tuple[str, ...]) -> str:
        return worded(texts, self.scene.nth, self.scene.values)

    def _phrase(self, texts: tuple[str, ...]) -> str:
        agent = self._owner.person.first_name if self._owner.person else ""
        return worded(texts, self.scene.phrase, {**self.scene.values, "agent": agent})

    def _write(self, body: str, at: int, *files: Attachment) -> None:
        self.telling.say(self._customer, body, at, *files)

    def _answer(self, body: str, at: int, then: Status | None = None) -> None:
        self.telling.say(self._owner, body, at, then=then)

    def _give_details(self, at: int) -> None:
        self._write(self._text(self.scene.story.details), at, *(ATTACHMENTS[name] for name in self.scene.story.later))

    def _let_try(self, at: int) -> None:
        self._answer(f"{self._text(self.scene.story.solution)}\n\n{self._phrase(TRY_IT)}", at, Status.WAITING)

    def _take(self, at: int) -> None:
        scene = self.scene
        self.telling.change(
            self._owner,
            at,
            owner=scene.owner,
            category=scene.story.category,
            tags=scene.tags,
            priority=scene.priority,
        )

    def _hand_over(self, at: int) -> None:
        """From here on the colleague is the owner, and answers."""
        self.telling.change(self._owner, at, owner=self.scene.colleague)
        self._owner, self._colleague = self._colleague, self._owner
