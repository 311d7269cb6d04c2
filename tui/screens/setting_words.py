"""What the screen Settings says: what a setting is called, what is wrong with a text for it, what a change does."""

from __future__ import annotations

from core.categories import read_category
from core.errors import DeskError
from core.safe_text import safe_name
from core.settings import DeskSettings, read_setting
from tui.widgets.settings_list import Item

PROOFS = {
    "auto": "the pair until the desk sends mail, then a code",
    "code": "a code that is mailed to them",
    "pair": "the ID and the e-mail are enough",
}


def title_of(item: Item) -> str:
    if item.is_category:
        return f"Name of the category {item.value}" if item.text else "Name of the new category"
    if item.key.startswith("target."):
        return f"Promise for {item.label}, like 4h, or 4h/3d with a solution"
    return item.label.capitalize()


def draft_of(item: Item) -> str:
    """Under which name the draft of this setting is kept."""
    return f"setting {item.key} {item.text}" if item.is_category else f"setting {item.key}"


def fault_in(item: Item, typed: str) -> str:
    """The sentence that says what to mend, or nothing."""
    try:
        if item.is_category:
            read_category(typed)
        else:
            read_setting(DeskSettings, item.key, typed)
    except DeskError as error:
        return error.sentence.removeprefix(f"{item.key}: ")
    return ""


def tidy(typed: str) -> str:
    """A name of a category as the desk keeps it."""
    return " ".join(typed.split())


def said_after(item: Item, typed: str) -> str:
    """What the change does."""
    value = safe_name(read_setting(DeskSettings, item.key, typed))
    if item.is_promise:
        return "Kept. Open tickets get their new deadlines in a moment."
    address = f"Letters come from {value} from now on." if value else "Letters have no address of the desk now."
    believed = f"What {value} says proves who wrote a letter." if value else "Nothing proves who wrote a letter now."
    says = {
        "mail.authserv": believed,
        "desk.name": f"The desk is called {value} now, on every screen and letter.",
        "desk.address": address,
        "desk.contact": "Welcome and the help of everybody say so from now on.",
        "ticket.close_after": f"Resolved tickets close after {value}; those that wait are counted anew.",
    }
    return says.get(item.key, f"Kept: {item.label} {value}.")
