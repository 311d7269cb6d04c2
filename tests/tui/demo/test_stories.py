"""The stories: enough of them, complete, and never with a place left unfilled."""

from __future__ import annotations

import re
from collections import Counter

import pytest

from core.entries import read_body
from core.safe_text import safe
from core.tickets import read_subject, read_tag
from tests.tui.demo.samples import tickets_of
from tui.demo.casting import subjects_of
from tui.demo.draws import Draw
from tui.demo.files import ATTACHMENTS
from tui.demo.people import ANN
from tui.demo.stories import NAMED, STORIES
from tui.demo.story import CATEGORIES, Story
from tui.demo.wording import ASKED_AGAIN, BEGUN, THANKED, TRY_IT, values_of

PLACE = re.compile(r"\{[a-z_]*\}")


def test_there_are_more_than_fifty_stories_in_five_categories() -> None:
    assert len(STORIES) == len(NAMED) > 50
    assert set(Counter(story.category for story in STORIES)) == set(CATEGORIES)


@pytest.mark.parametrize("story", STORIES, ids=lambda story: str(story.name))
def test_every_text_of_a_story_can_be_told(story: Story) -> None:
    values = {**values_of(story, ANN, Draw(1)), "agent": "Maya"}
    for subject in story.subjects:
        filled = subject.format_map(values)
        assert read_subject(filled) == filled
    for part in (story.opening, story.question, story.details, story.note, story.solution, story.again, story.mended):
        assert part
        for text in part:
            filled = text.format_map(values)
            assert read_body(filled) == filled == safe(filled)
    assert all(read_tag(tag) == tag for tag in story.tags)
    assert story.tags


@pytest.mark.parametrize("story", STORIES, ids=lambda story: str(story.name))
def test_every_opening_has_a_subject_and_no_file_comes_twice(story: Story) -> None:
    assert all(subjects_of(story, nth) for nth in range(len(story.opening)))
    assert len(story.opening) > story.once
    files = [*([story.file] if story.file else []), *story.later]
    assert len(set(files)) == len(files)
    assert set(files) <= set(ATTACHMENTS)


def test_phrases_that_fit_every_story_can_be_told() -> None:
    values = {**values_of(STORIES[0], ANN, Draw(1)), "agent": "Maya"}
    for phrase in (*BEGUN, *ASKED_AGAIN, *TRY_IT, *THANKED):
        filled = phrase.format_map(values)
        assert read_body(filled) == filled == safe(filled)


def test_no_place_is_left_open_in_what_was_told() -> None:
    for one in tickets_of(500):
        assert not PLACE.search(one.ticket.subject)
        assert not any(PLACE.search(entry.body) for entry in one.entries)


def test_subjects_differ_and_some_are_written_in_other_scripts() -> None:
    subjects = Counter(one.ticket.subject for one in tickets_of(500))
    assert len(subjects) > 200
    assert any(letter > "\u2e80" for subject in subjects for letter in subject)
