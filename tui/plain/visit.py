"""One visit, from the opening of the desk to its end: who comes in, where they are at home, how they leave."""

from __future__ import annotations

from core.desk import Desk
from core.errors import DeskError
from core.reading import notices
from core.safe_text import safe_name
from core.soft_state import SoftState
from tui.arrival import Arrival, Arrive
from tui.plain.homes import Home, SignedOut
from tui.plain.talk import Back, Choice, InputEnded, Leave, Talk
from tui.plain.visitor import Visitor
from tui.plain.welcome import Welcome, first_run
from tui.remembered import end_sign_in


async def run_plain(arrive: Arrive, talk: Talk) -> int:
    """The exit status. What refuses the desk comes out of here; drafts are kept whatever ends the visit."""
    arrival, soft = await arrive(), SoftState()
    try:
        await _visit(arrival, talk, soft)
    except (Leave, Back):
        talk.say("Goodbye.")
    except InputEnded as ended:
        talk.say(f"The input ended, and this was still asked: {ended.asked}")
    finally:
        await soft.flush()
        await arrival.close()
    return 0


async def _visit(arrival: Arrival, talk: Talk, soft: SoftState) -> None:
    if arrival.warning:
        talk.say(arrival.warning)
    desk = arrival.desk if arrival.is_set_up else await first_run(talk, arrival)
    while True:
        visitor = await _come_in(desk or arrival.reception.guest(), arrival, talk, soft)
        try:
            if visitor.person is None:
                desk = await Welcome(visitor).stay()
            else:
                await Home(visitor).stay()
        except DeskError as error:  # it may pass
            talk.say(error.sentence)
            await talk.pick("The desk.", [Choice("again", "try it once more", None)])
        except SignedOut:
            await soft.flush()
            await end_sign_in(arrival.memory, arrival.reception)
            talk.say("Signed out.")
            desk = None


async def _come_in(desk: Desk, arrival: Arrival, talk: Talk, soft: SoftState) -> Visitor:
    visitor = Visitor(desk, arrival, await desk.read(notices), soft, talk)
    if (person := visitor.person) is not None:
        talk.say(f"{safe_name(visitor.notices.settings.name)}. You are {safe_name(person.name)}, {person.role.word}.")
    return visitor
