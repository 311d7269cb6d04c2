"""Passwords: what is kept of them, and that checking many at once does not stop a desk."""

from __future__ import annotations

import asyncio

import pytest

from core.errors import TryLater
from storage import passwords
from storage.passwords import Argon2Passwords


async def test_a_password_fits_its_hash_only() -> None:
    them = Argon2Passwords()
    kept = await them.hash("correct horse battery")
    assert kept.startswith("$argon2id$v=19$m=19456,t=2,p=1$")
    assert await them.hash("correct horse battery") != kept
    assert await them.fits("correct horse battery", kept)
    assert not await them.fits("correct horse batterz", kept)
    assert not await them.fits("anything", None)
    assert not await them.fits("anything", "no hash at all")
    them.close()


async def test_who_floods_the_sign_in_hears_try_later(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(passwords, "WAITING_AT_MOST", 2)
    them = Argon2Passwords()
    answers = await asyncio.gather(*(them.fits("x", None) for _ in range(4)), return_exceptions=True)
    assert [type(answer) for answer in answers] == [bool, bool, TryLater, TryLater]
    assert await them.fits("x", None) is False
    them.close()
