"""A sign-in is remembered by the keyring of the system, where that works; where it does not, nothing breaks."""

from __future__ import annotations

import keyring.core
import keyring.errors
import pytest

from tui.remembered import NOT_KEPT, Keyring


class Drawer:
    """A keyring that keeps what it is given, for one test."""

    def __init__(self) -> None:
        self.kept: dict[str, str] = {}

    def get_password(self, service: str, username: str) -> str | None:
        return self.kept.get(f"{service}/{username}")

    def set_password(self, service: str, username: str, password: str) -> None:
        self.kept[f"{service}/{username}"] = password

    def delete_password(self, service: str, username: str) -> None:
        if self.kept.pop(f"{service}/{username}", None) is None:
            raise keyring.errors.PasswordDeleteError("not found")


class Broken:
    """Raises what keyrings have been seen to raise."""

    def __init__(self, error: Exception) -> None:
        self._error = error

    def get_password(self, *_: str) -> str:
        raise self._error

    set_password = delete_password = get_password


def use(monkeypatch: pytest.MonkeyPatch, backend: object) -> None:
    monkeypatch.setattr("keyring.core._keyring_backend", backend)


async def test_a_token_is_kept_for_each_desk_and_dropped(monkeypatch: pytest.MonkeyPatch) -> None:
    drawer = Drawer()
    use(monkeypatch, drawer)

    assert await Keyring("one").keep("secret") is None
    assert await Keyring("two").token() is None
    assert await Keyring("one").token() == "secret"
    assert drawer.kept == {"ttydesk/one": "secret"}
    await Keyring("one").drop()
    await Keyring("one").drop()
    assert await Keyring("one").token() is None


@pytest.mark.parametrize(
    "error",
    [
        keyring.errors.NoKeyringError("none"),
        keyring.errors.KeyringLocked("locked"),
        keyring.errors.InitError("D-Bus"),
        ModuleNotFoundError("a backend that is not there"),
        RuntimeError("something of its own"),
        OSError(5, "no bus"),
    ],
)
async def test_whatever_a_keyring_raises_the_desk_just_asks_again(
    monkeypatch: pytest.MonkeyPatch, error: Exception
) -> None:
    use(monkeypatch, Broken(error))

    assert await Keyring("one").token() is None
    assert await Keyring("one").keep("secret") == NOT_KEPT
    await Keyring("one").drop()


@pytest.mark.parametrize("name", ["null", "fail"])
async def test_a_keyring_that_keeps_nothing_is_told(monkeypatch: pytest.MonkeyPatch, name: str) -> None:
    use(monkeypatch, keyring.core.load_keyring(f"keyring.backends.{name}.Keyring"))

    assert await Keyring("one").keep("secret") == NOT_KEPT
    assert await Keyring("one").token() is None


async def test_a_backend_that_can_not_be_imported_is_no_reason_to_end(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("keyring.core._keyring_backend", None)
    monkeypatch.setenv("PYTHON_KEYRING_BACKEND", "no_such_module.Keyring")

    assert await Keyring("one").token() is None
    assert await Keyring("one").keep("secret") == NOT_KEPT
