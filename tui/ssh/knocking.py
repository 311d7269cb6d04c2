"""Letting somebody in who has no key here: the questions of keyboard-interactive, one after the other.

An empty answer to the first is a guest; one in place of the password asks for a code by mail, where the desk sends
mail. After a password or a code the key that was offered can be remembered.
"""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Sequence
from typing import TypeAlias

from core import signing_in
from core.desk import Desk
from core.errors import DeskError, NotUnderstood, SignInNeeded
from core.reception import Reception
from core.safe_text import safe_line
from tui.arrival import KeyOffer
from tui.promised import OR_BY_CODE, code_is_coming

Question: TypeAlias = tuple[str, str, str, list[tuple[str, bool]]]
"""As asyncssh takes it: a title, a sentence, a language, and what is asked, with whether the answer is shown."""

HIDDEN, SHOWN = False, True
CHOOSES = 3
"""How often somebody may choose a password that does not do."""
TYPES = 3
"""How often somebody may type the code that was sent, before it is asked who they are again."""


class Knock:
    """One conversation at the door. `desk` is there once somebody may come in, `by` says how they proved who they are.

    `waits` is called when a code is on its way: that takes longer than to type a password.
    """

    def __init__(
        self, reception: Reception, name: str, offer: KeyOffer | None, waits: Callable[[], None] = lambda: None
    ) -> None:
        self.desk: Desk | None = None
        self.by = "guest"
        self._waits = waits
        self._has_mail = False
        self._typed = 0
        self._reception = reception
        self._name = safe_line(name)
        self._offer = offer
        self._email = self._password = ""
        self._chosen_badly = 0
        self._next: Callable[[Sequence[str]], Awaitable[Question | bool]] = self._who

    def first(self) -> Question:
        return _asks([("E-mail, or Enter to come in as a guest: ", SHOWN)], self._name)

    async def answered(self, answers: Sequence[str]) -> Question | bool:
        """The next question; True once they may come in, False when they may not."""
        try:
            return await self._next(answers)
        except DeskError as error:
            self._next = self._is_told
            return _asks([], error.sentence)

    async def _is_told(self, _answers: Sequence[str]) -> bool:
        return False

    async def _who(self, answers: Sequence[str]) -> Question | bool:
        self._email = "".join(answers).strip()
        if not self._email:
            self.desk = self._reception.guest()
            return True
        self._has_mail = await self._reception.mails_codes()
        self._next = self._with_password
        return _asks([(f"{OR_BY_CODE if self._has_mail else 'Password'}: ", HIDDEN)])

    async def _with_password(self, answers: Sequence[str]) -> Question | bool:
        if self._has_mail and not "".join(answers):
            return await self._mail_code()
        self.by = "password"
        signed = await self._reception.sign_in(self._email, "".join(answers))
        if signed.must_choose:
            return self._has_to_choose(signed.desk, "That was a one-time password. Choose your own now.")
        return self._come_in(signed.desk)

    async def _mail_code(self) -> Question:
        await self._reception.ask_for_code(self._email)
        self._waits()
        self._next = self._with_code
        return _asks([("Code: ", SHOWN)], code_is_coming(self._email))

    async def _with_code(self, answers: Sequence[str]) -> Question | bool:
        self.by = "code"
        try:
            desk = await self._reception.sign_in_by_code(self._email, "".join(answers))
        except SignInNeeded as error:
            self._typed += 1
            if self._typed >= TYPES:
                raise
            return _asks([("Code: ", SHOWN)], error.sentence)
        return self._come_in(desk)

    def _has_to_choose(self, desk: Desk, why: str) -> Question:
        async def chooses(answers: Sequence[str]) -> Question | bool:
            typed, again = (*answers, "", "")[:2]
            try:
                signing_in.read_password(typed)
            except NotUnderstood as error:
                return self._chose_badly(desk, error.sentence)
            if typed != again:
                return self._chose_badly(desk, "The two are not the same.")
            await self._reception.choose_password(desk, typed)
            return self._come_in(desk)

        self._next = chooses
        return _asks([("New password: ", HIDDEN), ("Once more: ", HIDDEN)], why)

    def _chose_badly(self, desk: Desk, why: str) -> Question | bool:
        self._chosen_badly += 1
        return False if self._chosen_badly >= CHOOSES else self._has_to_choose(desk, why)

    def _come_in(self, desk: Desk) -> Question | bool:
        if self._offer is None:
            self.desk = desk
            return True
        offer = self._offer

        async def remembers(answers: Sequence[str]) -> Question | bool:
            if "".join(answers).strip().lower() in ("y", "yes"):
                await offer.remember(desk)
            self.desk = desk
            return True

        self._next = remembers
        return _asks([(f"{offer.question}, so that it lets you in next time? [y/N] ", SHOWN)])


def _asks(questions: list[tuple[str, bool]], says: str = "") -> Question:
    return "", says, "en", questions
