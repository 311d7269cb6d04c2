"""What customers write to Acme Support, by category: many people tell each story, with their own details."""

from __future__ import annotations

from tui.demo.stories.accounts import ACCOUNTS
from tui.demo.stories.billing import BILLING
from tui.demo.stories.hardware import HARDWARE
from tui.demo.stories.network import NETWORK
from tui.demo.stories.other import OTHER
from tui.demo.stories.vpn import VPN
from tui.demo.story import Story

STORIES: tuple[Story, ...] = VPN + NETWORK + ACCOUNTS + HARDWARE + BILLING + OTHER

NAMED: dict[str, Story] = {story.name: story for story in STORIES}
