"""Network: the VPN and its certificates."""

from __future__ import annotations

from core.tickets import Priority
from tui.demo.story import NETWORK as CATEGORY
from tui.demo.story import Story

VPN = (
    Story(
        "vpn certificate",
        CATEGORY,
        Priority.HIGH,
        subjects=(
            "VPN refuses my certificate since this morning",
            "Certificate error when I connect from {place}",
            "VPN says my certificate has expired",
        ),
        opening=(
            (
                "Since this morning nobody at the clinic gets into the VPN. The client says:\n"
                "> TLS handshake failed: certificate has expired (code 10)\n"
                "I restarted my laptop and tried the phone hotspot. Same result."
            ),
            (
                "I can not connect from {place} any more. The client stops with:\n"
                "> TLS handshake failed: unable to get local issuer certificate\n"
                "Yesterday evening it still worked on the same laptop, {asset}."
            ),
            (
                "The VPN client on {asset} refuses to connect and shows a certificate error with code 10. "
                "{colleague} sits next to me and has the same."
            ),
        ),
        question=(
            (
                "Thank you, {first}. We found the cause on one of the two gateways and are preparing the fix. Please "
                "send me the client log if you can."
            ),
            (
                "Thank you, {first}. Which gateway does the client show in its status line, gw-1 or gw-2? The log of "
                "one try would help as well."
            ),
        ),
        details=(
            (
                "It is getting worse: now the laptops that still worked at nine are thrown out too. The surgery list "
                "for this afternoon is on the file server, so we need this before 13:00."
            ),
            "It says gw-2. I attached the log of the last three tries.",
            (
                "Client version {version}, gateway gw-2. After the fourth try it connected once and dropped a minute "
                "later."
            ),
        ),
        note=(
            (
                "The intermediate on gw-2 ran out at 06:00. gw-1 is fine, so half of them still get in. The new "
                "chain is on the jump host and needs a maintenance nod."
            ),
            "{asset} still trusts the old root. The new one comes with the next policy run; a manual pull is quicker.",
        ),
        solution=(
            (
                "The new certificate is on both gateways. Please connect once more and tell me which laptops still "
                "fail, if any."
            ),
            (
                "Your laptop did not have the new root certificate yet. I pushed it to {asset}: connect once in the "
                "office or by hotspot, then the VPN works again."
            ),
        ),
        again=(
            "It worked for an hour, now {colleague}'s laptop says expired again.",
            "Same error again today on {asset}.",
        ),
        mended=(
            (
                "{colleague}'s laptop had the old profile; it has the new one now. I call this solved. Thank you for "
                "the quick answers."
            ),
            "The profile on {asset} was a copy of the old one. I replaced it and watched it connect twice.",
        ),
        tags=("vpn", "certificate"),
        once=True,
        later=("vpn-client.log", "screen.png"),
    ),
    Story(
        "vpn client macos",
        CATEGORY,
        Priority.LOW,
        subjects=(
            "Which VPN client for macOS 15?",
            "Does the old VPN client work with macOS 15?",
            "VPN client for my new Mac",
        ),
        opening=(
            (
                "I get a new Mac with macOS 15 next week. Which VPN client shall I install, the old one or the one "
                "that is built in?"
            ),
            "My Mac wants to update to macOS 15. Will the VPN client {version} still work after that?",
        ),
        question=(
            "Good that you ask first. Is it a Mac of ours, with a sticker and a number, or your own?",
            "Which version does the client show under About?",
        ),
        details=("One of yours, {asset}.", "It says {version}, installed two years ago."),
        note=("Macs with a sticker get the profile by themselves; only private ones need the download page.",),
        solution=(
            (
                "Use the built-in one: your Mac fetches the profile by itself at the first start, and “Acme VPN” "
                "appears in the menu bar. The old client is no longer needed."
            ),
            (
                "Version {version} is the last that runs on macOS 15. Update first, then the system; both take ten "
                "minutes."
            ),
        ),
        again=("The profile did not appear, the menu bar stays empty.", "After the update it asks for a licence."),
        mended=(
            "Your Mac was not enrolled yet. I added {asset}; restart it once and the profile is there.",
            "The licence of {asset} was bound to the old system. I renewed it, and it no longer asks.",
        ),
        tags=("vpn", "mac"),
    ),
    Story(
        "vpn password twice",
        CATEGORY,
        Priority.HIGH,
        subjects=("VPN client asks for the password twice", "VPN wants my password again after every break"),
        opening=(
            (
                "Since last week the VPN client asks for my password twice, and sometimes a third time a minute "
                "later. With people waiting at the desk that is a nuisance."
            ),
            (
                "Each time my laptop wakes up the VPN asks for the password again, although I was away for five "
                "minutes only."
            ),
        ),
        question=(
            "Does the second window look the same as the first, or has it a blue head line?",
            "How long is the laptop asleep before it asks, and is it on the charger then?",
        ),
        details=(
            "The second one has a blue head line and shows my name already.",
            "Five minutes are enough. With and without the charger, {asset} does not care.",
        ),
        note=(
            "Two profiles with the same name on {asset}: the old one asks first, fails, then the new one asks.",
            "Session life is five minutes in the old profile, eight hours in the new one.",
        ),
        solution=(
            (
                "There were two profiles with the same name on your laptop, and both asked. The old one is gone: one "
                "password, once a day."
            ),
            "The client forgot you after five minutes. It now remembers for eight hours, as it should.",
        ),
        again=("It asks twice again on {colleague}'s laptop.",),
        mended=("The same double profile was on {colleague}'s laptop. I took it off every machine of your site.",),
        tags=("vpn", "sign-in"),
    ),
    Story(
        "test gateway",
        CATEGORY,
        Priority.MEDIUM,
        subjects=("Certificate for the test gateway", "We need a certificate for {host}"),
        opening=(
            (
                "For the test of the new appointment system we need a certificate for the test gateway. The supplier "
                "asks for it by the end of next week."
            ),
            "Our supplier moves us to {host} and needs a certificate for that name.",
        ),
        question=(
            "Gladly. For which names shall it be valid, and who creates the key: the supplier or we?",
            "Which names shall stand in it, and is {host} reachable from outside?",
        ),
        details=(
            "Only for {host}. The supplier creates the key and sends the request.",
            "{host} and the same with www. You may create the key.",
        ),
        note=("Request is signed for one year; put the renewal into the calendar this time.",),
        solution=(
            "The certificate for {host} is signed and with your supplier. It holds one year and renews by itself.",
            "{host} has its certificate; a browser shows it as valid from inside and outside.",
        ),
        again=("The supplier says the chain is incomplete.",),
        mended=(
            "The intermediate was missing in what I sent. The complete file is with {colleague} and the supplier.",
        ),
        tags=("certificate",),
        later=("request.txt",),
    ),
    Story(
        "tokyo vpn",
        CATEGORY,
        Priority.HIGH,
        subjects=("東京オフィスからVPNにつながらない (VPN from Tokyo)", "VPN 接続が切れる: Tokyo office"),
        opening=(
            (
                "東京オフィスから VPN につながりません。\n"
                "From the Tokyo office the VPN connects and closes after ten seconds. In the hotel it works."
            ),
        ),
        question=("Thank you, {first}. Does the status line say “timeout” or “closed by server” when it ends?",),
        details=("It says timeout, every time after ten seconds. ログを添付します。",),
        note=("The provider in Tokyo drops large packets. A smaller size on our side helps, as it did in {town}.",),
        solution=(
            "We made the packets smaller for your office. Please try again: it stayed up for an hour in our test.",
        ),
        again=("昨日から、また切れます。 Since yesterday it closes again.",),
        mended=("The second gateway still had the old size. Both are the same now.",),
        tags=("vpn", "tokyo"),
        later=("vpn-client.log",),
    ),
)
