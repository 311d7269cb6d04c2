"""What Acme Support promises, and how it is reached."""

from __future__ import annotations

from core.settings import DeskSettings, read_settings

NAME = "Acme Support"

TEXTS = {
    "desk.name": NAME,
    "desk.address": "help@acme.example",
    "desk.contact": "People answer here day and night. Phone 555 0100.",
    "target.urgent": "1h/6h",
    "target.high": "4h/2d",
}
"""Settings in their stored form. Answers are promised around the clock, so that some are late at any hour."""

SETTINGS = read_settings(DeskSettings, TEXTS)
