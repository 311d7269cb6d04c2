"""SSH keys in the app: one's own, and for operators those of others."""

from __future__ import annotations

from core import ssh_keys
from core.public_key import read_public_key
from tests.tui.office import Office, hint, seen, until, window_on, words_on
from tui.screens.people import PeopleScreen
from tui.screens.ssh_keys import SshKeysScreen

LAPTOP = "ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIEmF9bmx2Y1Qk3J1rj4VwHh1m6B3i3X1bR8f0g8c4l9K maya@laptop"


async def test_somebody_pastes_a_key_and_revokes_it(office: Office) -> None:
    async with window_on(office, office.maya, SshKeysScreen) as pilot:
        await seen(pilot, "No key yet.")
        await pilot.press("n")
        await seen(pilot, "The public key, one line")
        await pilot.press(*"nonsense", "enter")
        await seen(pilot, "ends in .pub")
        for _ in "nonsense":
            await pilot.press("backspace")
        await pilot.press(*LAPTOP.replace(" ", "\t").replace("\t", " "), "enter")
        await seen(pilot, "maya@laptop")
        assert "lets in now" in hint(pilot.app)
        assert len(await office.maya.read(ssh_keys.keys_of)) == 1

        await pilot.press("d")
        await seen(pilot, "Revoke maya@laptop?")
        await pilot.press("y")
        await seen(pilot, "No key yet.")
        assert await office.maya.read(ssh_keys.keys_of) == ()


async def test_an_operator_sees_the_keys_of_somebody_else(office: Office) -> None:
    await office.maya.write(ssh_keys.add_key, read_public_key(LAPTOP))
    async with window_on(office, office.olga, PeopleScreen) as pilot:
        await seen(pilot, "Maya Lind")
        pilot.app.screen.query_one("PeopleList").select("maya@acme.example")  # type: ignore[attr-defined]
        await pilot.press("s")
        await seen(pilot, "SSH keys of Maya Lind")
        await seen(pilot, "maya@laptop")
        await pilot.press("escape")
        await until(pilot, lambda: isinstance(pilot.app.screen, PeopleScreen))


async def test_a_key_that_somebody_else_has_is_refused_in_words(office: Office) -> None:
    await office.jonas.write(ssh_keys.add_key, read_public_key(LAPTOP))
    async with window_on(office, office.maya, SshKeysScreen) as pilot:
        await seen(pilot, "No key yet.")
        pilot.app.screen.change(lambda: pilot.app.screen._keep(read_public_key(LAPTOP)))  # type: ignore[attr-defined]
        await seen(pilot, "Somebody else has this key already")
        assert "maya@laptop" not in words_on(pilot.app)
