"""Where a letter belongs and whom it speaks for: every way of the desk's decision, one letter each."""

from __future__ import annotations

from dataclasses import replace

import pytest

from core import letter_budget
from core.calendars import DAY, HOUR, MINUTE
from core.entries import Attachment, Entry, InternalEntry, PublicEntry
from core.errors import Refused
from core.incoming import Bounced, Incoming, LetterRead, Machine, Mailbox, Stage
from core.listing import View
from core.people import Sender, Via
from core.references import shown
from core.signing import rotate_key
from core.staffing import disable_person
from core.tickets import Status, Ticket
from tests.core.cast import ANN, BOB, CARL, MAYA, OLGA
from tests.core.desks import Desks
from tests.core.mailbag import ADDRESS, SERVER, WORDS, Mailbag, automatic, letter, passed, proved

STRANGER = "gina@away.example"


@pytest.fixture
def bag(desk: Desks) -> Mailbag:
    return Mailbag(desk)


@pytest.fixture
def ticket(desk: Desks, bag: Mailbag) -> Ticket:
    """Ann's, which Bob has answered and waits for her."""
    opened = desk.of(ANN).opened("Fire")
    desk.of(BOB).replies(opened, "Did you try water?", then=Status.WAITING)
    desk.posted()
    return opened


def newest(desk: Desks, ticket: Ticket) -> Entry:
    """The newest message or note."""
    return next(one for one in reversed(desk.of(MAYA).entries(ticket)) if not one.changes)


def was_held(came: Incoming, why: str) -> bool:
    return came.stage is Stage.HELD and why in came.why


# Answers


def test_who_answers_from_the_address_made_for_them_is_that_person(desk: Desks, bag: Mailbag, ticket: Ticket) -> None:
    came = bag.brings(letter("ANN@acme.example", to=bag.address_for(ANN, ticket)))

    said = newest(desk, ticket)
    assert (came.stage, came.reference, came.why) == (Stage.FILED, ticket.reference, "")
    assert isinstance(said, PublicEntry)
    assert (said.author, said.sender, said.via) == (desk.known(ANN.email), Sender.VERIFIED, Via.MAIL)
    assert (said.body, said.quoted) == (WORDS, "> It burns.")
    assert desk.of(BOB).sees(ticket).status is Status.IN_PROGRESS
    assert desk.told() == {("customer_wrote", "bob")}


def test_so_is_who_answers_a_letter_that_went_to_them(desk: Desks, bag: Mailbag, ticket: Ticket) -> None:
    bag.brings(letter(ANN.email, answers=("<else@where>", bag.letter_to(ANN, ticket))))
    assert newest(desk, ticket).author == desk.known(ANN.email)


def test_an_address_stays_good_when_the_key_that_signed_it_is_retired(
    desk: Desks, bag: Mailbag, ticket: Ticket
) -> None:
    address = bag.address_for(ANN, ticket)
    desk.of(OLGA).does(rotate_key)
    bag.brings(letter(ANN.email, to=address))
    assert newest(desk, ticket).author == desk.known(ANN.email)


def test_a_guest_who_answers_has_proved_their_address(desk: Desks, bag: Mailbag) -> None:
    ticket = desk.guest().opened(name="Gina", email=STRANGER)
    desk.of(BOB).replies(ticket)
    gina = desk.known(STRANGER)
    bag.brings(letter(STRANGER, to=bag.address_for(gina, ticket)))

    assert desk.known(STRANGER).verified
    assert desk.of(BOB).sees(ticket).proved
    assert newest(desk, ticket).sender is Sender.VERIFIED
    assert desk.of(desk.known(STRANGER)).lists(View.NOT_CLOSED) == [ticket.reference]


def test_an_answer_to_a_ticket_that_was_closed_long_ago_opens_another(
    desk: Desks, bag: Mailbag, ticket: Ticket
) -> None:
    address = bag.address_for(ANN, ticket)
    desk.of(ANN).confirms(ticket)
    desk.now += 31 * DAY
    came = bag.brings(letter(ANN.email, to=address))
    assert came.reference not in (None, ticket.reference)
    assert came.reference is not None
    assert desk.of(BOB).looks_at(came.reference).ticket.follows == ticket.reference


def test_whoever_has_somebody_elses_address_leaves_a_note_as_nobody(desk: Desks, bag: Mailbag, ticket: Ticket) -> None:
    before = desk.of(BOB).sees(ticket)
    bag.brings(letter(STRANGER, to=bag.address_for(ANN, ticket), copies=("mallory@evil.example",)))

    note, after = newest(desk, ticket), desk.of(BOB).sees(ticket)
    assert isinstance(note, InternalEntry)
    assert (note.author, note.sender, note.via) == (None, Sender.UNVERIFIED, Via.MAIL)
    assert note.body == f"From {STRANGER}, who is not on this ticket:\n\n{WORDS}"
    assert (after.status, after.assignee, after.respond_by, after.participants) == (
        before.status,
        before.assignee,
        before.respond_by,
        (),
    )
    assert desk.of(BOB).looks_at(ticket).copies_asked == ()
    assert desk.posted() == []
    assert "burns." not in desk.of(ANN).reads(ticket)[-1]


def test_one_on_the_ticket_may_use_anothers_address_if_they_prove_who_they_are(
    desk: Desks, bag: Mailbag, ticket: Ticket
) -> None:
    desk.copies(ticket, CARL)
    read = letter(CARL.email, to=bag.address_for(ANN, ticket))
    assert was_held(bag.brings(read), "Nothing proves that carl@acme.example wrote it.")
    bag.brings(proved(read))
    assert newest(desk, ticket).author == desk.known(CARL.email)


def test_an_id_in_the_subject_or_a_letter_that_others_know_is_good_for_those_who_prove_who_they_are(
    desk: Desks, bag: Mailbag
) -> None:
    first = bag.brings(proved(letter(ANN.email, message_id="<1@ann>", subject="Fire")))
    assert first.reference is not None
    for read in (letter(ANN.email, answers=("<1@ann>",)), letter(ANN.email, subject=f"[{shown(first.reference)}] x")):
        came = bag.brings(read)
        assert was_held(came, "Nothing proves that ann@acme.example wrote it.")
        assert came.reference == first.reference
        assert bag.brings(proved(read)).stage is Stage.FILED
    assert len(desk.of(ANN).looks_at(first.reference).thread.entries) == 3
    bag.brings(proved(letter(STRANGER, subject=shown(first.reference).lower())))
    assert desk.of(BOB).looks_at(first.reference).thread.entries[-1].author is None


def test_somebody_who_is_no_longer_on_the_ticket_is_a_stranger_there(desk: Desks, bag: Mailbag, ticket: Ticket) -> None:
    desk.copies(ticket, CARL)
    address = bag.address_for(CARL, ticket)
    desk.of(BOB).changes(ticket, remove_copies=(CARL.email,))
    bag.brings(letter(CARL.email, to=address))
    assert newest(desk, ticket).author is None


# Those who work here


def test_a_colleague_answers_by_mail_where_address_and_mail_server_agree(
    desk: Desks, bag: Mailbag, ticket: Ticket
) -> None:
    desk.of(ANN).replies(ticket, "I did.")
    bag.brings(proved(letter(BOB.email, to=bag.address_for(BOB, ticket))))

    said = newest(desk, ticket)
    assert isinstance(said, PublicEntry)
    assert (said.author, said.sender, said.quoted) == (desk.known(BOB.email), Sender.STAFF, "")
    assert ("reply", "ann") in desk.told()


def test_with_a_part_of_that_nobody_answers_for_them(desk: Desks, bag: Mailbag, ticket: Ticket) -> None:
    parts = (
        letter(BOB.email, to=bag.address_for(BOB, ticket)),
        letter(BOB.email, to=bag.address_for(ANN, ticket)),
        letter(BOB.email, subject=shown(ticket.reference)),
    )
    for read in parts:
        assert was_held(bag.brings(read), "Nothing proves that bob@desk.example wrote it.")
    bag.brings(proved(letter(BOB.email, subject=shown(ticket.reference))))
    note = newest(desk, ticket)
    assert (note.author, note.sender) == (None, Sender.UNVERIFIED)
    assert note.body.startswith("From bob@desk.example, a colleague, by mail:")
    assert desk.posted() == []


def test_in_a_ticket_of_their_own_they_are_its_customer(desk: Desks, bag: Mailbag) -> None:
    ticket = desk.of(MAYA).opened()
    bag.brings(letter(MAYA.email, to=bag.address_for(MAYA, ticket)))
    assert (newest(desk, ticket).author, newest(desk, ticket).sender) == (desk.known(MAYA.email), Sender.VERIFIED)
    assert desk.of(BOB).sees(ticket).assignee is None


# New tickets


def test_a_letter_that_belongs_nowhere_opens_a_ticket(desk: Desks, bag: Mailbag) -> None:
    came = bag.brings(letter(STRANGER, subject="  Printer\r\nis on fire "))
    assert came.reference is not None
    view = desk.of(BOB).looks_at(came.reference)
    assert (view.ticket.subject, view.ticket.source, view.ticket.proved) == ("Printer is on fire", "mail", False)
    assert view.ticket.requester.email == STRANGER
    assert not view.ticket.requester.verified
    assert view.thread.entries[0].sender is Sender.UNVERIFIED
    assert ("acknowledgement", "gina") in desk.told()


def test_one_that_the_mail_server_vouches_for_is_that_persons(desk: Desks, bag: Mailbag) -> None:
    guest = desk.guest().opened(name="Gina", email=STRANGER)
    came = bag.brings(proved(letter(STRANGER)))
    assert came.reference is not None
    assert desk.known(STRANGER).verified
    assert set(desk.of(desk.known(STRANGER)).lists()) == {guest.reference, came.reference}
    assert desk.of(BOB).looks_at(came.reference).thread.entries[0].sender is Sender.VERIFIED
    fresh = bag.brings(proved(letter("new@away.example", text="\n")))
    assert fresh.reference is not None
    assert desk.of(BOB).looks_at(fresh.reference).thread.entries[0].body == "(no text)"


@pytest.mark.parametrize(
    ("said", "is_proved"),
    [
        ([passed(SERVER, "acme.example")], True),
        ([passed(SERVER.upper(), "acme.example", "dkim")], True),
        ([passed("another.example", "evil.example"), passed(SERVER, "acme.example")], True),
        ([passed(SERVER, "acme.example", "spf")], False),
        ([passed("mx.evil.example", "acme.example")], False),
        ([passed(SERVER, "acme.example", result="fail"), passed(SERVER, "acme.example")], False),
        ([passed(SERVER, "evil.example", "dkim"), passed(SERVER, "acme.example", "dkim")], False),
        ([passed(SERVER, "example", "dkim")], False),
        ([passed(SERVER, "me.example", "dkim")], False),
        ([passed(SERVER, "mail.acme.example", "dkim")], False),
        ([passed(SERVER, "example", "dmarc")], False),
        ([], False),
    ],
)
def test_only_what_the_desks_own_server_wrote_last_proves_who_wrote(
    desk: Desks, bag: Mailbag, said: list[object], is_proved: bool
) -> None:
    ticket = desk.of(ANN).opened()
    came = bag.brings(letter(ANN.email, subject=shown(ticket.reference), authentication=tuple(said)))
    assert (came.stage is Stage.FILED) is is_proved


def test_a_letter_of_somebody_who_is_disabled_or_of_nobody_is_held(desk: Desks, bag: Mailbag, ticket: Ticket) -> None:
    address = bag.address_for(ANN, ticket)
    desk.of(OLGA).does(disable_person, ANN.email)
    assert was_held(bag.brings(letter(ANN.email, to=address)), "Ann Okafor is disabled.")
    assert was_held(bag.brings(proved(letter(ANN.email))), "Ann Okafor is disabled.")
    for author in (None, Mailbox("Ann", "ann at acme"), Mailbox("", "")):
        assert was_held(bag.brings(replace(letter(None, to=address), author=author)), "who wrote it")


# What it brings along


def test_what_lets_one_person_answer_is_read_by_nobody_else(desk: Desks, bag: Mailbag, ticket: Ticket) -> None:
    address = bag.address_for(ANN, ticket)
    forged = address.replace("+0", "+1")
    text = f"See <mailto:{address.replace('+', '%2B')}>, {address.upper()} and {forged}"
    bag.brings(letter(ANN.email, text, to=address, quoted=f"> To: {address}\x00\ud800"))
    said = newest(desk, ticket)
    assert said.body == f"See <mailto:{ADDRESS}>, {ADDRESS.upper()} and {forged}"
    assert said.quoted == f"> To: {ADDRESS}" + "\ufffd" * 4


def test_files_and_what_could_not_be_read_come_along(desk: Desks, bag: Mailbag, ticket: Ticket) -> None:
    file = desk.of(ANN).file("fire.jpg")
    read = letter(ANN.email, to=bag.address_for(ANN, ticket), attachments=(file,), unread="It was cut.")
    bag.brings(read)
    said = newest(desk, ticket)
    assert (said.body, said.attachments) == (f"{WORDS}\n\nIt was cut.", (file,))


def test_people_whom_the_desk_knows_are_copied_in_by_who_proves_who_they_are(desk: Desks, bag: Mailbag) -> None:
    copies = (CARL.email, MAYA.email, STRANGER, ADDRESS, f"help+x@{ADDRESS.partition('@')[2]}", ANN.email, "no address")
    came = bag.brings(proved(letter(ANN.email, copies=copies)))
    assert came.reference is not None
    view = desk.of(BOB).looks_at(came.reference)
    assert [person.email for person in view.ticket.participants] == [CARL.email, MAYA.email]
    assert [one.email for one in view.copies_asked] == [STRANGER]
    assert desk.of(ANN).looks_at(came.reference).copies_asked == ()

    changed = desk.of(BOB).changes(view.ticket, add_copies=(STRANGER,), remove_copies=(MAYA.email,))
    assert [person.email for person in changed.participants] == [CARL.email, STRANGER]
    assert desk.of(BOB).looks_at(came.reference).copies_asked == ()


def test_others_only_ask_for_copies_and_one_who_works_here_decides(desk: Desks, bag: Mailbag, ticket: Ticket) -> None:
    bag.brings(letter(ANN.email, to=bag.address_for(ANN, ticket), copies=(CARL.email, STRANGER)))
    assert [one.email for one in desk.of(BOB).looks_at(ticket).copies_asked] == [CARL.email, STRANGER]
    assert desk.of(BOB).sees(ticket).participants == ()

    desk.of(BOB).changes(ticket, remove_copies=(STRANGER,))
    assert [one.email for one in desk.of(BOB).looks_at(ticket).copies_asked] == [CARL.email]
    with pytest.raises(Refused):
        desk.of(ANN).changes(ticket, add_copies=(CARL.email,))
    desk.of(OLGA).does(disable_person, CARL.email)
    with pytest.raises(Refused, match="Carl Novak is disabled"):
        desk.of(BOB).changes(ticket, add_copies=(CARL.email,))


def test_one_letter_asks_for_twenty_copies_at_most(desk: Desks, bag: Mailbag) -> None:
    came = bag.brings(letter(STRANGER, copies=tuple(f"p{nth}@away.example" for nth in range(30))))
    assert came.reference is not None
    assert len(desk.of(BOB).looks_at(came.reference).copies_asked) == 20


# Machines


def test_what_a_machine_writes_is_a_note_that_moves_nothing(desk: Desks, bag: Mailbag, ticket: Ticket) -> None:
    before = desk.of(BOB).sees(ticket)
    for read in (
        automatic(ANN.email, to=bag.address_for(ANN, ticket)),
        automatic(STRANGER, answers=(bag.letter_to(ANN, ticket),)),
        letter(None, "Gone.", machine=Machine.BOUNCE, to=bag.address_for(ANN, ticket)),
    ):
        assert bag.brings(read).stage is Stage.FILED
        note = newest(desk, ticket)
        assert isinstance(note, InternalEntry)
        assert (note.author, note.sender) == (None, Sender.DESK)
    after = desk.of(BOB).sees(ticket)
    assert replace(after, version=0, updated_at=0) == replace(before, version=0, updated_at=0)
    assert desk.posted() == []
    assert desk.of(BOB).reads(ticket)[-3] == "Automatic reply from ann@acme.example:\n\nI am away."


def test_without_a_ticket_it_is_held(desk: Desks, bag: Mailbag, ticket: Ticket) -> None:
    for machine, why in (
        (Machine.AUTO_REPLY, "It is an automatic reply"),
        (Machine.LIST, "It is a mailing list"),
        (Machine.BOUNCE, "It is a delivery report"),
    ):
        assert was_held(bag.brings(letter(STRANGER, machine=machine)), why)
    assert bag.brings(automatic(ANN.email, subject=shown(ticket.reference))).reference == ticket.reference
    assert desk.of(BOB).lists() == [ticket.reference]


def test_a_list_in_front_of_the_desk_swallows_no_answer(desk: Desks, bag: Mailbag, ticket: Ticket) -> None:
    bag.brings(letter(ANN.email, to=bag.address_for(ANN, ticket), machine=Machine.LIST))
    assert newest(desk, ticket).author == desk.known(ANN.email)


def test_a_letter_of_this_desk_that_comes_back_is_put_aside(desk: Desks, bag: Mailbag, ticket: Ticket) -> None:
    ours = bag.letter_to(ANN, ticket)
    came = bag.brings(letter(ADDRESS, message_id=ours, machine=Machine.AUTO_REPLY))
    assert (came.stage, came.reference) == (Stage.DISCARDED, None)
    for read in (letter(ADDRESS), letter(ADDRESS.replace("@", "+x@")), letter(ANN.email, message_id=ours)):
        assert was_held(bag.brings(read), "It says that it is a letter of this desk")


def bounce(email: str, message_id: str, answer: str = "550 no such user", *, for_good: bool = True) -> LetterRead:
    report = Bounced(email, message_id, answer, for_good)
    return letter("mailer-daemon@mx.example", "It bounced.", machine=Machine.BOUNCE, bounced=(report,))


def test_who_has_a_ticket_hears_once_that_letters_do_not_arrive(desk: Desks, bag: Mailbag, ticket: Ticket) -> None:
    ours = bag.letter_to(ANN, ticket)
    bag.brings(bounce(ANN.email, ours, "451 busy", for_good=False))
    bag.brings(bounce("ann@forwarded.example", ours))
    assert (desk.known(ANN.email).undeliverable, desk.posted()) == ("", [])

    for _ in range(2):
        bag.brings(bounce(ANN.email, ours))
    assert desk.known(ANN.email).undeliverable == "550 no such user"
    assert desk.told() == {("undelivered", "bob")}
    assert desk.of(BOB).reads(ticket)[-4:] == [
        "A letter to ann@acme.example is delayed: 451 busy",
        "A letter to ann@forwarded.example could not be delivered: 550 no such user",
        *["A letter to ann@acme.example could not be delivered: 550 no such user"] * 2,
    ]

    bag.brings(letter(ANN.email, to=bag.address_for(ANN, ticket)))
    assert desk.known(ANN.email).undeliverable == ""


def test_nobody_reads_in_a_report_what_lets_its_author_answer(desk: Desks, bag: Mailbag, ticket: Ticket) -> None:
    answer = f"550 write to {bag.address_for(ANN, ticket)}"
    bag.brings(bounce(ANN.email, bag.letter_to(ANN, ticket), answer))
    assert desk.known(ANN.email).undeliverable == f"550 write to {ADDRESS}"
    said = newest(desk, ticket).body
    assert said == f"A letter to ann@acme.example could not be delivered: 550 write to {ADDRESS}"


def test_a_report_of_a_letter_to_who_works_here_is_told_to_nobody(desk: Desks, bag: Mailbag, ticket: Ticket) -> None:
    desk.of(ANN).replies(ticket)
    desk.posted()
    bag.brings(bounce(BOB.email, bag.letter_to(BOB, ticket)))
    assert desk.known(BOB.email).undeliverable == "550 no such user"
    assert desk.posted() == []


# How many


def test_who_invents_ever_new_authors_opens_so_many_tickets_and_takes_nothing_from_those_who_are_proved(
    desk: Desks, bag: Mailbag, ticket: Ticket, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(letter_budget, "NEW_FROM_ALL", 3)
    for nth in range(3):
        assert bag.brings(letter(f"p{nth}@away.example")).stage is Stage.FILED
    refused = letter("q@away.example")
    held = bag.brings(refused)

    assert was_held(held, "Too many letters came for new tickets")
    assert bag.brings(proved(letter(STRANGER))).stage is Stage.FILED
    assert bag.brings(letter(ANN.email, to=bag.address_for(ANN, ticket))).reference == ticket.reference
    assert bag.lets_in(held, refused, None).requester.email == "q@away.example"
    desk.now += HOUR
    assert bag.brings(letter("r@away.example")).stage is Stage.FILED


def test_of_one_sender_or_in_one_ticket_more_than_so_many_an_hour_are_held(
    desk: Desks, bag: Mailbag, ticket: Ticket
) -> None:
    address = bag.address_for(ANN, ticket)
    for nth in range(20):
        assert bag.brings(letter(STRANGER, f"{nth}", to=address)).stage is Stage.FILED
    assert was_held(bag.brings(letter(STRANGER, to=address)), "Too many letters came from this address: 20")
    for nth in range(10):
        assert bag.brings(letter(f"p{nth}@away.example", to=address)).stage is Stage.FILED
    assert was_held(bag.brings(letter("q@away.example", to=address)), "Too many letters came in this ticket: 30")

    assert bag.brings(letter(ANN.email, to=address)).stage is Stage.FILED
    desk.now += HOUR
    assert bag.brings(letter(STRANGER, to=address)).stage is Stage.FILED


def test_the_same_words_again_and_again_are_a_machines(desk: Desks, bag: Mailbag, ticket: Ticket) -> None:
    address = bag.address_for(ANN, ticket)
    authors = []
    for _ in range(4):
        bag.brings(letter(ANN.email, "Thank you for your mail.", to=address))
        authors.append(newest(desk, ticket).sender)
        desk.now += 20 * MINUTE
    assert authors == [Sender.VERIFIED, Sender.VERIFIED, Sender.DESK, Sender.DESK]
    assert newest(desk, ticket).body.startswith("The same letter from ann@acme.example again:")


def test_figures_make_other_words_of_a_short_answer_and_not_of_a_robots(
    desk: Desks, bag: Mailbag, ticket: Ticket
) -> None:
    address = bag.address_for(ANN, ticket)
    for text, authors in (
        ("It is number {}.", {Sender.VERIFIED}),
        ("Thank you for your letter.  It has the number {} with us.", {Sender.VERIFIED, Sender.DESK}),
    ):
        found = set()
        for nth in range(4):
            bag.brings(letter(ANN.email, text.format(nth), to=address))
            found.add(newest(desk, ticket).sender)
        assert found == authors


def test_a_colleagues_robot_that_hides_what_it_is_falls_silent_too(desk: Desks, bag: Mailbag, ticket: Ticket) -> None:
    address = bag.address_for(BOB, ticket)
    for _ in range(4):
        bag.brings(proved(letter(BOB.email, "I am away.", to=address)))
    assert [entry.sender for entry in desk.of(BOB).entries(ticket) if entry.body.endswith("away.")] == [
        *[Sender.STAFF] * 2,
        *[Sender.DESK] * 2,
    ]


# An operator decides


def test_an_operator_lets_a_letter_in_as_unverified(desk: Desks, bag: Mailbag, ticket: Ticket) -> None:
    read = letter(ANN.email, subject=shown(ticket.reference))
    came = bag.brings(read)
    bag.lets_in(came, read, came.reference)
    said = newest(desk, ticket)
    assert isinstance(said, PublicEntry)
    assert (said.author, said.sender) == (desk.known(ANN.email), Sender.UNVERIFIED)
    assert desk.of(BOB).sees(ticket).status is Status.IN_PROGRESS


def test_somebody_elses_becomes_a_note_and_a_machines_too(desk: Desks, bag: Mailbag, ticket: Ticket) -> None:
    read = letter(BOB.email, to=bag.address_for(BOB, ticket))
    bag.lets_in(bag.brings(read), read, ticket.reference)
    assert newest(desk, ticket).body == f"From bob@desk.example, let in by an operator:\n\n{WORDS}"
    assert newest(desk, ticket).sender is Sender.UNVERIFIED
    read = automatic(ANN.email)
    bag.lets_in(bag.brings(read), read, ticket.reference)
    assert newest(desk, ticket).sender is Sender.DESK
    assert desk.of(ANN).reads(ticket)[-1] == "Did you try water?"


def test_a_held_letter_can_become_a_ticket_if_it_names_somebody(desk: Desks, bag: Mailbag) -> None:
    read = automatic(ANN.email)
    opened = bag.lets_in(bag.brings(read), read, None)
    assert desk.of(BOB).sees(opened).proved is False
    assert desk.of(BOB).entries(opened)[0].sender is Sender.UNVERIFIED
    nobody = letter(None)
    with pytest.raises(Refused, match="It does not say in a way that can be read who wrote it"):
        bag.lets_in(bag.brings(nobody), nobody, None)


def test_a_letter_carries_twenty_files_at_most(desk: Desks, bag: Mailbag) -> None:
    files = tuple(Attachment(f"{nth}.txt", 1, "text/plain", "0" * 64) for nth in range(25))
    came = bag.brings(letter(STRANGER, attachments=files))
    assert came.reference is not None
    assert len(desk.of(BOB).looks_at(came.reference).thread.entries[0].attachments) == 20
