"""The screens that are looked at as whole pictures: who sits there, what they press, how large their terminal is."""

from __future__ import annotations

from tests.tui.gallery import Scene

LARGE, MIDDLE, SMALL, TINY = (160, 50), (120, 36), (80, 24), (60, 20)
VPN, TYPED = "VPN refuses my certificate", tuple("Hello Ann,")
REPLY, NOTE = ("enter", "r", *TYPED), ("enter", "i", *"Gateway two is up.")
RESOLVED = ("j", "j", "j", "j", "enter")
CONFIRMED = ("n", *"Printer eats paper", "tab", "tab", "tab", *"It jams.", "ctrl+s")

SCENES = [
    Scene("inbox-160x50", "agent", (), VPN, LARGE),
    Scene("inbox-120x36", "agent", (), VPN, MIDDLE),
    Scene("inbox-80x24", "agent", (), VPN, SMALL),
    Scene("inbox-60x20", "agent", (), VPN, TINY),
    Scene("ticket-reply", "agent", REPLY, "draft saved", MIDDLE),
    Scene("ticket-note", "agent", NOTE, "draft saved", MIDDLE),
    Scene("ticket-80x24", "agent", REPLY, "draft saved", SMALL),
    Scene("ticket-60x20", "agent", REPLY, "draft saved", TINY),
    Scene(
        "conflict",
        "agent",
        (*REPLY, "ctrl+s"),
        "Changed while you typed",
        MIDDLE,
        also="draft saved",
        meanwhile="It works again.",
    ),
    Scene("help", "agent", ("question_mark",), "Keys of the list", MIDDLE),
    Scene("palette", "agent", ("ctrl+p", *"assi"), "also as a command", MIDDLE),
    Scene("status", "agent", ("s",), "someone is working on it", SMALL),
    Scene("empty-search", "agent", ("slash", *"certxyz", "enter"), "No ticket matches", SMALL),
    Scene("my-tickets", "customer", (), "The clock is paused", SMALL),
    Scene("customer-ticket-waiting", "customer", ("enter",), "Reply to", SMALL),
    Scene("customer-ticket-resolved", "customer", RESOLVED, "Is it solved?", SMALL),
    Scene("new-ticket", "customer", ("n", "ctrl+s"), "2 things to fix", MIDDLE),
    Scene("confirmation", "customer", CONFIRMED, "We have it", SMALL),
    Scene("welcome", "", (), "Open a ticket", SMALL),
    Scene("sign-in", "", ("s",), "Stay signed in", SMALL),
    Scene("find-ticket", "", ("f",), "Ticket ID", SMALL),
    Scene("mail", "operator", ("3",), "3 held", MIDDLE, letters=True),
    Scene("held-letter", "operator", ("3", "j", "enter", "h"), "h hides", SMALL, letters=True),
    Scene("too-small", "agent", (), "Make the window larger", (39, 12)),
]
"""In the colours of a dark terminal; the name of each is that of its picture."""

IN_OTHER_COLOURS = [
    Scene("inbox-light", "agent", (), VPN, MIDDLE, "light"),
    Scene("ticket-note-light", "agent", NOTE, "draft saved", MIDDLE, "light"),
    Scene("inbox-contrast", "agent", (), VPN, MIDDLE, "contrast"),
    Scene("inbox-mono", "agent", (), VPN, MIDDLE, "mono"),
    Scene("inbox-plain", "agent", (), VPN, SMALL, "plain"),
    Scene("ticket-plain", "agent", REPLY, "draft saved", SMALL, "plain"),
]
