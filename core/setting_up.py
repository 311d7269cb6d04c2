"""The first run, and what an operator sets later; what a person sets for themself."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from core.digests import plan_anew, plan_digest
from core.errors import NotUnderstood, Refused, SignInNeeded
from core.occasion import Occasion
from core.own_keys import OwnKeys, show_kept
from core.people import Actor, Person, Role, read_email, read_name
from core.permission import Verb, permit
from core.settings import CATEGORIES, FIRST_CATEGORY, DeskSettings, PersonalSettings, read_setting, same_promises
from core.store import Credential, Transaction
from core.tickets import TAG_AT_MOST


def is_set_up(tx: Transaction, _actor: Actor) -> bool:
    """Whether the desk has its first operator."""
    return bool(tx.people(at_least=Role.OPERATOR, limit=1))


def set_up(
    tx: Transaction, actor: Actor, occasion: Occasion, desk: str, name: str, email: str, hash: str | None
) -> Person:
    """Name the desk, make its first category and its first operator. Raises Refused when that was done before."""
    from core.signing import signing_key  # a desk is set up once, and opened often

    if is_set_up(tx, actor):
        raise Refused("This desk has an operator already. Sign in, or give another database.")
    name, email = read_name(name), read_email(email)
    tx.change_settings({"desk.name": read_setting(DeskSettings, "desk.name", desk)})
    tx.set_categories((FIRST_CATEGORY,))
    operator = tx.add_person(email, name, Role.OPERATOR, verified=True, at=occasion.at)
    if hash is not None:
        tx.set_credential(operator, Credential(hash))
    signing_key(tx, occasion)
    tx.record(replace(actor, person=operator), occasion.at, "desk set up", desk)
    return operator


def change_settings(tx: Transaction, actor: Actor, occasion: Occasion, typed: Mapping[str, str]) -> DeskSettings:
    """Check and keep settings of the desk. Raises NotUnderstood with the key that is wrong; then nothing changes."""
    permit(actor, Verb.SET)
    categories = {key: text for key, text in typed.items() if key == CATEGORIES}
    texts = {key: read_setting(DeskSettings, key, text) for key, text in typed.items() if key != CATEGORIES}
    for text in categories.values():
        tx.set_categories(read_categories(text))
    before = tx.settings()
    tx.change_settings(texts)
    if not same_promises(before, tx.settings()):
        tx.look_again(occasion.at)
    if before.calendar.zone != tx.settings().calendar.zone:
        plan_anew(tx, occasion.at)
    for key, text in (texts | categories).items():
        tx.record(actor, occasion.at, "setting changed", f"{key}={text}")
    return tx.settings()


def settings_of_desk(tx: Transaction, actor: Actor) -> DeskSettings:
    permit(actor, Verb.SEE_SETTINGS)
    return tx.settings()


def change_mine(tx: Transaction, actor: Actor, occasion: Occasion, typed: Mapping[str, str]) -> PersonalSettings:
    person = _somebody(actor)
    tx.change_personal_settings(person, {key: read_setting(PersonalSettings, key, text) for key, text in typed.items()})
    if "digest" in typed:
        plan_digest(tx, actor, person, occasion.at)
    return tx.personal_settings(person)


def keep_keys(tx: Transaction, actor: Actor, _occasion: Occasion, own: OwnKeys) -> PersonalSettings:
    """Keep somebody's own keys, checked before: none to have the desk's again."""
    person = _somebody(actor)
    tx.change_personal_settings(person, {"keys": show_kept(own)})
    return tx.personal_settings(person)


def mine(tx: Transaction, actor: Actor) -> PersonalSettings:
    """What this person set for themself; a guest has the defaults."""
    return PersonalSettings() if actor.person is None else tx.personal_settings(actor.person)


def _somebody(actor: Actor) -> Person:
    if actor.person is None or actor.only is not None:
        raise SignInNeeded("Sign in to keep settings of your own.")
    return actor.person


def read_categories(typed: str) -> tuple[str, ...]:
    """Names between commas. Raises NotUnderstood."""
    names = tuple(dict.fromkeys(" ".join(name.split()) for name in typed.split(",") if name.strip()))
    if not names:
        raise NotUnderstood("A desk has at least one category, like General.", field=CATEGORIES)
    if len({name.casefold() for name in names}) < len(names):
        raise NotUnderstood("Two categories have the same name.", field=CATEGORIES)
    if any(len(name) > TAG_AT_MOST for name in names):
        raise NotUnderstood(f"A category has at most {TAG_AT_MOST} characters.", field=CATEGORIES)
    return names
