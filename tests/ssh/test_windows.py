"""The app in a window over SSH, as people at the client of OpenSSH meet it."""

from __future__ import annotations

from base64 import b64encode

from core.references import shown
from core.setting_up import change_settings
from tests.ssh.host import PASSWORD, Host


def test_a_customer_with_a_key_is_at_home_at_once(host: Host) -> None:
    host.opens("ann", "VPN refuses my certificate")

    ann = host.window("ann").see("VPN refuses my certificate", "Ann Okafor")
    ann.press("ctrl+q")

    assert ann.ended() == 0


def test_a_guest_presses_enter_opens_a_ticket_and_finds_it_again(host: Host) -> None:
    gina = host.window(None).see("Enter to come in as a guest").press("enter").see("Open a ticket", "Find my ticket")
    gina.press("n").see("kept until you leave").type("Gina Guest").press("tab")
    gina.type("gina@else.example").press("tab").type("Printer burns").press("esc").see("Find my ticket")
    gina.press("n").see("Your draft is here again", "Printer burns").press("tab", "tab")
    gina.press("tab", "tab", "tab").type("Smoke comes out of it.").press("ctrl+s")
    gina.see("Printer burns", "Come back any time")
    reference = next(word for word in gina.text.split() if len(word) == 11 and word[5] == "-")
    assert "ttydesk attach" not in gina.text
    gina.see(f"attach {reference} - --name", "--email gina@else.example < FILE")
    gina.press("ctrl+q")
    assert gina.ended() == 0

    again = host.window(None).see("as a guest").press("enter").see("Find my ticket")
    again.press("f").see("Ticket ID").type(reference).press("tab").type("gina@else.example").press("ctrl+s")
    again.see("Smoke comes out of it.").press("ctrl+q")
    assert again.ended() == 0


def test_an_id_alone_opens_that_ticket_where_there_is_a_terminal(host: Host) -> None:
    id = shown(host.opens("ann", "Straight to it", "Here it stands.").reference)
    for name in ("ann", "maya"):
        window = host.window(name, id.lower(), options=["-t"]).see("Straight to it", "Here it stands.")
        window.press("q").see("q quit" if name == "ann" else "Inbox").press("ctrl+q")
        assert window.ended() == 0

    stranger = host.window("ann", shown(host.opens("ben", "Ben's own").reference), options=["-t"])
    assert stranger.ended() == 3
    assert "There is no such ticket, or it is not yours" in stranger.text


def test_a_guest_with_an_id_is_asked_for_the_email_that_goes_with_it(host: Host) -> None:
    id = shown(host.opens("ben", "By ID and e-mail", "Ben wrote this.").reference)
    guest = host.window(None, id, options=["-t"]).see("as a guest").press("enter").see("Find my ticket", id)
    guest.press("tab").type("ben@acme.example").press("ctrl+s").see("Ben wrote this.").press("ctrl+q")

    assert guest.ended() == 0


def test_a_ticket_tells_the_commands_that_copy_files(host: Host) -> None:
    ticket = host.opens("ann", "Copy the log")
    id, port = shown(ticket.reference), host.port
    (host.folder / "vpn.log").write_text("log")
    assert host.copies("vpn.log", f"HOST:{id}/").status == 0
    for name in ("ann", "maya"):
        window = host.window(name, id, options=["-t"], size=(110, 30)).see("vpn.log").press("f")
        window.see(f"scp -P {port} FILE help@127.0.0.1:{id}/", f"scp -P {port} help@127.0.0.1:{id}/vpn.log .")
        window.press("down", "enter").see("is copied")
        assert b64encode(f"scp -P {port} help@127.0.0.1:{id}/vpn.log .".encode()) in window.wire
        window.press("ctrl+q")
        assert window.ended() == 0


def test_a_new_ticket_tells_how_to_come_back_and_the_desk_may_say_where(own_host: Host) -> None:
    host, olga = own_host, own_host.desk_of("olga")
    host.do(lambda: olga.write(change_settings, {"desk.ssh": "desk.acme.example"}))
    ann = host.window("ann").see("Ann Okafor").press("n").see("What happened").type("No sound")
    ann.press("tab", "tab", "tab").type("None at all.").press("ctrl+s").see("Your ticket ID is")
    id = next(word for word in ann.text.split() if len(word) == 11 and word[5] == "-")

    ann.see(f"ssh -t help@desk.acme.example {id}", f"scp FILE help@desk.acme.example:{id}/").press("ctrl+q")
    assert ann.ended() == 0


def test_a_password_lets_in_and_a_wrong_one_does_not(host: Host) -> None:
    ben = host.window(None).see("E-mail").type("ben@acme.example\r").see("Password").type("wrong one, sorry\r")
    ben.see("do not belong together")
    ben.until(lambda: ben.text.count("E-mail, or Enter") == 2, "the first question again")
    ben.type("ben@acme.example\r")
    ben.until(lambda: ben.text.count("Password:") == 2, "the second question")
    ben.type(PASSWORD + "\r").see("Ben Carter")
    ben.press("ctrl+q")

    assert ben.ended() == 0


def test_what_was_typed_before_the_window_stands_is_not_lost(host: Host) -> None:
    maya = host.window("maya")
    maya.type("g")
    maya.see("Go to ID").press("esc").press("ctrl+q")

    assert maya.ended() == 0


def test_a_window_takes_every_size_that_it_is_given(host: Host) -> None:
    ann = host.window("ann", size=(120, 36)).see("Ann Okafor")
    ann.resize(80, 24).see("Ann Okafor").resize(60, 20).see("Ann").resize(130, 40).see("Ann Okafor")
    ann.press("ctrl+q")

    assert ann.ended() == 0


def test_two_windows_share_nothing(host: Host) -> None:
    first, second = host.window("maya").see("Maya Lind"), host.window("ann").see("Ann Okafor")
    first.press(",").see("Your settings")
    before = second.settle().text
    first.press("right").settle()

    assert second.settle().text == before
    first.press("esc").settle().press("ctrl+q")
    second.press("ctrl+q")
    assert (first.ended(), second.ended()) == (0, 0)


def test_each_sees_what_the_other_does_at_once(host: Host) -> None:
    maya = host.window("maya").see("Inbox")
    host.opens("ann", "Scanner saves wrong")
    maya.press("7").see("Scanner saves")
    ann = host.window("ann").see("Scanner saves")
    ann.click("Scanner saves", twice=True).see("It does not work.")
    maya.click("Scanner saves", twice=True).see("It does not work.").press("r").see("Reply to Ann")
    maya.type("Which folder is it?").press("ctrl+s")

    ann.see("Which folder is it?")
    for window in (maya, ann):
        window.press("ctrl+q")
        assert window.ended() == 0


def test_a_draft_survives_a_killed_client(host: Host) -> None:
    host.opens("ann", "Docking station forgets")
    windows = host.windows
    maya = host.window("maya", size=(120, 36)).see("Inbox").press("7").see("Docking station")
    maya.click("Docking station", twice=True).see("It does not work.").press("r").see("Reply to Ann")
    maya.type("Before the line was cut")
    maya.see("Before the line was cut").kill()
    host.until(lambda: host.windows == windows, "the window to be gone")

    again = host.window("maya", size=(120, 36)).see("Inbox").press("7").see("Docking station")
    again.click("Docking station", twice=True).see("It does not work.").press("r").see("Before the line was cut")
    again.press("ctrl+q")
    assert again.ended() == 0


def test_nothing_of_the_server_is_offered(host: Host) -> None:
    maya = host.window("maya", size=(120, 36)).see("Inbox").press("n").see("What happened")
    assert "attaches a log" not in maya.text
    assert "f6" not in maya.text
    maya.press("f6").settle()
    assert "Attach" not in maya.text
    maya.press("esc").see("Inbox").press("ctrl+p").settle().type("screenshot").see("No command")
    maya.press("esc").press("ctrl+q")

    assert maya.ended() == 0


def test_copying_goes_to_the_terminal_of_whoever_asks(host: Host) -> None:
    host.opens("ann", "Wi-Fi drops in the stairwell")
    maya = host.window("maya", size=(120, 36)).see("Inbox").press("7").see("Wi-Fi drops")
    assert b"\x1b]52;" not in maya.wire
    maya.press("y").see("copied")

    assert b"\x1b]52;c;" in maya.wire
    maya.press("ctrl+q")
    assert maya.ended() == 0


def test_without_a_terminal_it_says_what_to_do(host: Host) -> None:
    ran = host.run(key="ann")

    assert (ran.status, ran.out) == (2, "")
    assert "needs a terminal" in ran.err


def test_a_terminal_of_lines_is_told_so(host: Host) -> None:
    dumb = host.window("ann", kind="dumb")

    assert dumb.ended() == 2
    assert "shows lines only" in dumb.text
