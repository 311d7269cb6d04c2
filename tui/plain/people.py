"""People of the desk: finding, adding, giving a role or a one-time password, ending access."""

from __future__ import annotations

from core import staffing
from core.people import Person, Role, read_address
from core.safe_text import safe_name
from tui.letter_words import no_letters
from tui.one_time import add_with_password, new_password
from tui.plain.talk import Choice
from tui.plain.ticket_words import who
from tui.plain.visitor import Action, Visitor
from tui.words import plural

PAGE = 10
AT_MOST = 1000
"""As many the desk lists at once; the others are found by their beginning."""
ONE_TIME = "One-time password, valid for three days"


class People:
    """A list of people, ten at a time, and what an operator does with one of them."""

    def __init__(self, visitor: Visitor) -> None:
        self._visitor = visitor
        self._beginning = ""
        self._first = 0

    async def stay(self) -> None:
        """Until somebody goes back."""
        self._beginning, self._first = "", 0
        while True:
            people = await self._visitor.desk.read(staffing.list_people, Role.CUSTOMER, self._beginning)
            some = "the first 1000" if len(people) == AT_MOST else plural(len(people), "person", "people")
            title = f"People whose name or e-mail begins with {self._beginning}, {some}."
            title = title if self._beginning else f"People, {some}."
            await self._visitor.tries(await self._visitor.talk.choose(title, self._choices(people)))

    def _choices(self, people: tuple[Person, ...]) -> list[Choice[Action]]:
        page = people[self._first : self._first + PAGE]
        choices = [Choice(one.email, _person_words(one), self._opener(one)) for one in page]
        if self._first + PAGE < len(people):
            choices.append(Choice("next", f"the next {PAGE}", self._turner(PAGE)))
        if self._first:
            choices.append(Choice("previous", f"the {PAGE} before these", self._turner(-PAGE)))
        return [
            *choices,
            Choice("search", "by the beginning of a name or e-mail", self._search),
            Choice("add", "a person", self._add),
        ]

    def _turner(self, by: int) -> Action:
        async def turn() -> None:
            self._first = max(self._first + by, 0)

        return turn

    async def _search(self) -> None:
        question = "How does the name or e-mail begin? Nothing typed is everybody."
        self._beginning, self._first = await self._visitor.talk.answer(question, str), 0

    async def _add(self) -> None:
        question = "Name and e-mail address, like Ann Okafor <ann@acme.example>?"
        name, email = await self._visitor.talk.answer(question, read_address)
        role = await chosen_role(self._visitor)
        given = new_password()
        hash = await self._visitor.arrival.reception.passwords.hash(given)
        person = await self._visitor.desk.write(add_with_password, name, email, role, hash)
        self._visitor.talk.say(f"{who(person)} is known now, as {person.role.word}.")
        self._visitor.talk.say(f"{ONE_TIME}: {given}")

    def _opener(self, person: Person) -> Action:
        async def open_it() -> None:
            one = OnePerson(self._visitor, person)
            while not await self._visitor.tries(await self._visitor.talk.choose(f"{who(person)}.", one.choices())):
                pass

        return open_it


class OnePerson:
    """What can be done about one of them."""

    def __init__(self, visitor: Visitor, person: Person) -> None:
        self._visitor = visitor
        self._person = person

    def choices(self) -> list[Choice[Action]]:
        if not self._person.active:
            return [Choice("enable", "let them sign in again, with a new password", self._enable)]
        return [
            Choice("role", f"now {self._person.role.word}", self._role),
            Choice("password", "give a one-time password", self._password),
            Choice("disable", "end their access; what they wrote stays", self._disable),
        ]

    async def _role(self) -> None:
        role = await chosen_role(self._visitor)
        changed = await self._visitor.desk.write(staffing.set_role, self._person.email, role)
        self._visitor.talk.say(f"{who(changed)} is {changed.role.word} now.")

    async def _password(self) -> None:
        given = new_password()
        hash = await self._visitor.arrival.reception.passwords.hash(given)
        await self._visitor.desk.write(staffing.give_password, self._person.email, hash)
        self._visitor.talk.say(f"{who(self._person)} has a new password.")
        self._visitor.talk.say(f"{ONE_TIME}: {given}")

    async def _enable(self) -> None:
        await self._visitor.desk.write(staffing.enable_person, self._person.email)
        self._visitor.talk.say(f"{who(self._person)} can sign in again.")
        await self._password()

    async def _disable(self) -> None:
        talk, desk, email = self._visitor.talk, self._visitor.desk, self._person.email
        if not await talk.agrees(f"Shall {who(self._person)} not sign in any more?"):
            return
        await desk.write(staffing.disable_person, email)
        talk.say(f"{who(self._person)} can not sign in any more.")
        held = await desk.read(staffing.tickets_held, email)
        question = f"They have {plural(held, 'ticket')}. Shall colleagues find what they had, as nobody's?"
        if held and await talk.agrees(question):
            while (await desk.write(staffing.hand_back, email)).more:
                pass
            talk.say(f"{plural(held, 'ticket')} with nobody now.")


async def chosen_role(visitor: Visitor) -> Role:
    return await visitor.talk.pick("Which role?", [Choice(role.word, "", role) for role in Role])


def _person_words(person: Person) -> str:
    state = no_letters(person) or ("" if person.verified else "not verified")
    state = state if person.active else "disabled"
    return ", ".join([safe_name(person.name), person.role.word, *([state] if state else [])])
