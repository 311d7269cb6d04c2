"""Network: Wi-Fi, shares, calls, names, ports."""

from __future__ import annotations

from core.tickets import Priority
from tui.demo.story import NETWORK as CATEGORY
from tui.demo.story import Story

NETWORK = (
    Story(
        "wifi drops",
        CATEGORY,
        Priority.MEDIUM,
        subjects=(
            "Wi-Fi drops in the east stairwell",
            "Wi-Fi drops every few minutes in {room}",
            "Weak Wi-Fi in {room} since the walls were moved",
        ),
        opening=(
            (
                "Whenever I walk from the second to the third floor with the tablet, the Wi-Fi drops in the east "
                "stairwell and does not come back until I am at my desk."
            ),
            (
                "In {room} the Wi-Fi drops every few minutes. At my desk the same laptop is fine. {colleague} sees "
                "it too, with another model."
            ),
            "Since the new walls in {room} the connection is slow and drops during calls.",
        ),
        question=(
            "Thank you, {first}. Does it reconnect by itself after a while, or only when you switch Wi-Fi off and on?",
            (
                "Thank you. Could you note the time of two or three drops? Then I find them in the log of the access "
                "point."
            ),
        ),
        details=(
            "Only when I switch it off and on. On the phone it comes back by itself.",
            (
                "Drops today at about twenty past and again ten minutes later, both in {room}. I attached what the "
                "signal app shows."
            ),
        ),
        note=(
            (
                "AP on floor {floor} east hangs on channel 36 with the neighbour. Roaming threshold is the factory "
                "value there."
            ),
            "The access point next to {room} restarts under load. Firmware {version} mentions exactly this.",
        ),
        solution=(
            (
                "The access point there shared its channel with the neighbours. It has one of its own now, and hands "
                "you over earlier when you walk."
            ),
            "The access point near {room} got new firmware and no longer restarts. I watched it for a day: no drops.",
        ),
        again=("The drops are back in {room}, less often than before.",),
        mended=(
            (
                "We moved the access point by four metres, now {room} has full signal in every corner. Please tell "
                "us if not."
            ),
        ),
        tags=("wifi",),
        later=("wifi-survey.csv",),
    ),
    Story(
        "call without sound",
        CATEGORY,
        Priority.HIGH,
        subjects=(
            "Teams call has no sound on the conference phone",
            "No sound in calls since the update",
            "They hear us, we do not hear them: calls in {room}",
        ),
        opening=(
            (
                "In the large meeting room we see the others but hear nothing. The conference phone shows the call "
                "as active. The board meets there this afternoon."
            ),
            "Since the update on {day} I hear nothing in calls. The test tone plays, the call itself is silent.",
            "In {room} the others hear us well, we do not hear them at all.",
        ),
        question=(
            "Thank you, {first}. Does a call from a laptop in the same room have sound, without the conference phone?",
            "Is the small speaker sign in the call crossed out, and which device stands under Audio settings?",
        ),
        details=(
            "From the laptop alone it works. As soon as we use the conference phone it is silent.",
            "It says “{device}”. I can choose another, but it jumps back.",
        ),
        note=(
            (
                "Voice traffic from that subnet is tagged wrong since the switch was replaced: packets arrive, in "
                "one direction."
            ),
            "The update set the default device to the screen's loudspeaker. There is a policy for that now.",
        ),
        solution=(
            (
                "The switch in that room did not let voice through in both directions. It does now: I made a test "
                "call with sound both ways."
            ),
            "The update had chosen the wrong loudspeaker. It is set to “{device}” again and stays there.",
        ),
        again=("It is silent again, this time after twenty minutes of a good call.",),
        mended=(
            "A second port had the old setting. I checked all of them in {room}, and a call of an hour stayed clear.",
        ),
        tags=("calls",),
        choices={
            "device": ("Jabra Speak", "Poly Trio", "built-in speakers", "USB headset"),
        },
    ),
    Story(
        "guest wifi",
        CATEGORY,
        Priority.LOW,
        subjects=(
            "Guest Wi-Fi for visitors on {day}",
            "Café Wi-Fi ☕ asks guests for a password",
            "Guest Wi-Fi for the visiting surgeons",
        ),
        opening=(
            "On {day} we have {count} visitors in {room}. Can they get Wi-Fi for the day?",
            "Visitors in {room} see the guest network but never get the page with the code.",
        ),
        question=(
            "One code for all of them, or one for each with their name?",
            "Which phones are they, old or new ones, and does a page appear when they open any address?",
        ),
        details=("One for all is enough. They leave at five.", "Mostly new ones. Nothing appears, only a white page."),
        note=(
            "Event code, valid one day, on the guest VLAN only.",
            "New phones hide their address by default and are taken for strangers at every step.",
        ),
        solution=(
            "The code for your visitors is {code}. It works on {day} until 18:00, for up to 40 devices.",
            "The page with the code was hidden by a setting of new phones. It appears now as soon as one joins.",
        ),
        again=("The code says “not valid yet”.", "On one tablet the page still does not come."),
        mended=(
            "It was set for the next day. Now it works at once, sorry for that.",
            "That tablet had a fixed address from another house. Now the page comes there too.",
        ),
        tags=("wifi", "guests"),
        choices={
            "code": ("amber-field-20", "quiet-river-7", "green-lamp-31", "north-pier-4"),
        },
    ),
    Story(
        "slow file server",
        CATEGORY,
        Priority.MEDIUM,
        subjects=(
            "File server is slow from the branch in {town}",
            "Opening a drawing takes minutes",
            "Copying to the project share crawls",
        ),
        opening=(
            "From the branch in {town} every file takes half a minute to open. E-mail and web are as fast as always.",
            "Opening a drawing from {host} takes three minutes since {day}. Saving is slow as well.",
        ),
        question=(
            "Thank you, {first}. Is it slow all day, or mostly in the morning? And with small files too?",
            "Could you copy one file of about 100 MB and tell me how long it took?",
        ),
        details=(
            "Mostly between nine and eleven. Small files are slow as well.",
            "100 MB took four minutes. I attached what the copy window showed.",
        ),
        note=(
            "The line to {town} is full from nine to eleven: the photo archive syncs at that time.",
            "Scan on access was switched on for the whole volume of {host}. That explains the three minutes.",
        ),
        solution=(
            (
                "A backup ran over your line every morning. It runs at night now, and files open as fast as in the "
                "main office."
            ),
            "The virus scanner read every drawing twice. It reads them once now; the same file opens in four seconds.",
        ),
        again=("Today it is slow again, since about ten.",),
        mended=(
            "Somebody had started the backup by hand. It has a limit now, so that it can not fill your line again.",
        ),
        tags=("share", "slow"),
        later=("screen.png",),
    ),
    Story(
        "name not found",
        CATEGORY,
        Priority.MEDIUM,
        subjects=("{host} does not open, its number does", "Intranet not found from {town}"),
        opening=(
            "{host} does not open in any browser since {day}. With the number {ip} it does.",
            "In {town} the intranet is “not found”. The rest of the web works.",
        ),
        question=("Please open a command window, type `nslookup {host}` and send me what it prints.",),
        details=(("It says:\n> *** can't find {host}: Non-existent domain\nI attached all of it."),),
        note=("Zone was edited by hand and the serial not raised, so the second server still has the old copy.",),
        solution=(
            "One of our two name servers had an old list. Both know {host} again.",
            "Your branch asked a server that we switched off on {day}. It now asks the right one.",
        ),
        again=("It works on my laptop, but not on the one in {room}.",),
        mended=("That one had the old server typed in by hand. It gets it by itself now, like the others.",),
        tags=("dns",),
        later=("ipconfig.txt",),
    ),
    Story(
        "open a port",
        CATEGORY,
        Priority.MEDIUM,
        subjects=("Port for the new supplier, please", "Till software can not reach {host}"),
        opening=(
            "Our supplier has to reach {host} on port {port} for the nightly orders. They write that it is closed.",
            "The new till software talks to {host} on port {port} and gets no answer.",
        ),
        question=("From which address do they come, and who on their side can I ring while we test?",),
        details=("From {ip}, and the person is on extension {ext}. They are there until four.",),
        note=("Allowed from one address only, with an end date in a year. Asked for in change {order}.",),
        solution=(
            (
                "Port {port} on {host} is open for {ip} and nobody else. The supplier saw an answer while we were on "
                "the phone."
            ),
            "Port {port} on {host} is open for the tills and nobody else. The first orders came through at once.",
        ),
        again=("They changed their address and are locked out again.",),
        mended=("Their new address is in place and the old one is gone.",),
        tags=("firewall",),
        choices={
            "port": ("8443", "5432", "22022", "9100", "993"),
        },
    ),
    Story(
        "floor offline",
        CATEGORY,
        Priority.URGENT,
        subjects=(
            "No network on floor {floor}",
            "Phones and computers in {room} are dead",
            "Whole corridor is offline",
        ),
        opening=(
            "On floor {floor} nothing works: no phones, no computers, since ten minutes.",
            "All computers in {room} lost the network at the same moment. The lamps at the wall socket are off.",
        ),
        question=("We see it. Did the lights flicker, or did somebody work at the cabinet in the corridor?",),
        details=("An electrician was at the cabinet just before. He has left.",),
        note=("Switch on floor {floor} has no power. {colleague} lets me into the cabinet.",),
        solution=(
            (
                "The switch for floor {floor} had lost its power and is back. Everything should be online; restart a "
                "phone that still shows nothing."
            ),
        ),
        again=("It was off again for two minutes.",),
        mended=("The plug of the switch was loose. It has a lock now, and the cabinet a sign.",),
        tags=("outage",),
    ),
    Story(
        "backup report",
        CATEGORY,
        Priority.MEDIUM,
        subjects=("Backup report shows one red line", "Last night's backup did not finish"),
        opening=(
            (
                "The backup report has one red line since {day}: {host}, “skipped, files in use”. Is something "
                "missing now?"
            ),
            "The report says that the backup of {host} did not finish. Shall I do something?",
        ),
        question=(
            "Nothing is lost. Which program is open on {host} at night? The report names a file that is in use.",
        ),
        details=("The accounting program stays open over night because of a long report.",),
        note=("Snapshot was off on that volume. With it on, open files are no matter.",),
        solution=(
            "The backup now takes open files as well. Last night's report is green from top to bottom.",
            "I ran it once by hand and it finished. From tonight it starts after the accounting report, not during it.",
        ),
        again=("Red again last night.",),
        mended=("The disk was full to the last percent. It has room for a year now, and the report says so in words.",),
        tags=("backup",),
        file="report.csv",
    ),
)
