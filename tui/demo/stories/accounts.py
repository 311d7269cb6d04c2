"""Accounts: people who come, go, forget, move, and what they may open."""

from __future__ import annotations

from core.tickets import Priority
from tui.demo.story import ACCOUNTS as CATEGORY
from tui.demo.story import Story

ACCOUNTS = (
    Story(
        "shared mailbox",
        CATEGORY,
        Priority.HIGH,
        subjects=(
            "Shared mailbox vanished after the move",
            "Shared mailbox “{mailbox}” is empty",
            "The mailbox of our team is gone",
            "I no longer see the mailbox “{mailbox}”",
        ),
        opening=(
            (
                "Since our team moved to the new building the shared mailbox “bookings” is gone from my list. Guests "
                "write to it, and nobody reads it now."
            ),
            "The mailbox “{mailbox}” shows no letters since {day}. {colleague} sees all of them.",
        ),
        question=(
            "Thank you, {first}. Does it show up when you open your mail in the browser instead of the program?",
            "Who else reads this mailbox? Then I compare what they may see with what you may see.",
        ),
        details=(
            "In the browser it is not there either. Before the move I had it, together with {colleague}.",
            "{colleague} and two others. All of them have it.",
        ),
        note=(
            (
                "The move script put the whole team into the new group but left the mailbox with the old one. Three "
                "more teams may have the same."
            ),
            "Cache on {asset} is damaged; the mailbox itself is whole.",
        ),
        solution=(
            (
                "Your team has the mailbox again: it still belonged to the old group. Nothing was lost, the letters "
                "of these days are all there."
            ),
            "The copy on your computer was damaged. I had it built anew; after the next start everything is there.",
        ),
        again=("I see it, but I can not answer from it.",),
        mended=("Reading and answering are two rights, and the second was missing. You have both now.",),
        tags=("mail", "move"),
        once=True,
        choices={
            "mailbox": ("bookings", "info", "orders", "reception", "jobs", "accounts"),
        },
    ),
    Story(
        "two-factor code",
        CATEGORY,
        Priority.HIGH,
        subjects=("Two-factor code never arrives", "New phone, no sign-in code", "No code on my phone when I sign in"),
        opening=(
            (
                "I sign in, the page says that a code was sent to my phone, and nothing comes. I waited half an "
                "hour. 我在新加坡出差。 I am travelling and can not work."
            ),
            "I have a new phone since {day} and the sign-in still asks the old one for the code.",
        ),
        question=(
            "Thank you, {first}. Do the last two digits that the page shows belong to your present number?",
            "To be sure that it is you: may I ring you on extension {ext}, or at the number we have?",
        ),
        details=("No, they are from my old number, which I gave back.", "Yes, ring me, I am here until five."),
        note=("Checked by phone that it is {first}. Number changed, old sessions ended.",),
        solution=(
            "Your new number is in place, and the old one is gone. The next code comes to the phone in your hand.",
            "You can use the app for codes now: scan the picture that appears at your next sign-in, once.",
        ),
        again=("The code arrives, but the page says it is wrong.",),
        mended=("The clock of the phone was four minutes behind. Set to automatic, the codes are accepted.",),
        tags=("sign-in", "phone"),
        once=True,
    ),
    Story(
        "new starter",
        CATEGORY,
        Priority.MEDIUM,
        subjects=(
            "New starter on Monday: laptop, badge, account",
            "New starter on {day}: {colleague_full}",
            "New starter: what do you need from me?",
            "Account and mailbox for {colleague_full}",
        ),
        opening=(
            (
                "On Monday our new colleague starts in the registry. She needs a laptop, a badge for the staff door "
                "and an account with mail. Her manager is me."
            ),
            "{colleague_full} starts on {day} in {room}. Please prepare account, mail and the same folders as I have.",
        ),
        question=(
            "Welcome to her. Which folders and programs shall she have: the same as somebody in your team?",
            "Gladly. Laptop or a fixed computer, and from when exactly?",
        ),
        details=(
            "The same as {colleague}, without the archive. I attached the form with her name and start date.",
            "A laptop, from eight o'clock on {day}. The form is attached.",
        ),
        note=(
            "Laptop {asset} is set aside in the store room. Badge needs a photo on the first day.",
            "Account from {day}, licence from the pool. Form checked with personnel.",
        ),
        solution=(
            (
                "All is ready: the laptop {asset} lies at the front desk, the first password is in a sealed letter "
                "with it, and the badge is made on the first morning."
            ),
            "Account and mailbox are ready. {colleague} signs in with the letter that I left at your reception.",
        ),
        again=("She can sign in, but the folder of our team is missing.",),
        mended=("The folder is there now; a new sign-in shows it.",),
        tags=("starter",),
        once=True,
        later=("starters.csv",),
    ),
    Story(
        "reset in spam",
        CATEGORY,
        Priority.MEDIUM,
        subjects=("Password reset letter lands in spam", "Your letters are always in the junk folder"),
        opening=(
            (
                "When somebody here forgets a password, your letter with the link lands in spam, and the link runs "
                "out before they find it. This is the third time this month."
            ),
            "All letters from your portal are in my junk folder, whatever I mark.",
        ),
        question=("Could you forward one of them as an attachment? Then I see why the filter doubts it.",),
        details=("I attached the last one.",),
        note=(
            "The new sending host is missing in the SPF record. Changed in {order}, waits for the cache to run out.",
        ),
        solution=(
            (
                "The filter did not know our new mail server. It is in the list since {day}, and reset letters "
                "arrive in the inbox."
            ),
        ),
        again=("It was better for a week, and today one was in spam again.",),
        mended=("That one came from the old server, which I have now switched off.",),
        tags=("mail", "password"),
        later=("letter.eml",),
    ),
    Story(
        "folder access",
        CATEGORY,
        Priority.MEDIUM,
        subjects=(
            "Access to the finance folder for Karin",
            "Access to the folder {folder}",
            "I can read {folder}, but not save",
        ),
        opening=(
            (
                "I take over the month-end from next week and need the finance folder, to read and to write. My "
                "manager agrees, she reads this too."
            ),
            "Please give me access to {folder}. I work with {colleague} on it from {day}.",
            "I can open {folder} and read everything, but saving is refused since {day}.",
        ),
        question=(
            "Gladly, once the owner of the folder agrees: that is {colleague}. Shall I ask, or will you?",
            "Only this folder, or also those under it? Two of them are closed even to your team.",
        ),
        details=("{colleague} says yes and answers you as well.", "Only {folder} itself, please."),
        note=("Owner agreed by phone. Through the group, not by name, so that it ends when she moves on.",),
        solution=(
            "You may read and write there now. Sign out and in once, then the folder appears.",
            "You and {colleague} can open {folder} now, to read and to write.",
            "Saving works now: your group had been given reading only.",
        ),
        again=("I see the folder, but it asks for a password.",),
        mended=(
            "Your computer still showed the old rights. After a restart it opens without asking; I tried it with you.",
        ),
        tags=("access",),
        once=True,
        choices={
            "folder": ("Projects/2025", "Contracts", "Tenders", "Month-end", "Photos", "Personnel forms"),
        },
    ),
    Story(
        "calendar hour",
        CATEGORY,
        Priority.MEDIUM,
        subjects=("Calendar shows meetings one hour late", "Meetings stand at the wrong hour since I travelled"),
        opening=(
            (
                "All meetings in my calendar stand one hour too late, on the computer and on the phone. In the "
                "invitations the time is right."
            ),
            "Since I came back from {town} every meeting is shown an hour off.",
        ),
        question=("Is it so for meetings that you make yourself as well, or only for those of others?",),
        details=("Only for those of others. My own are right.",),
        note=("Mailbox has the time zone of the last trip. Known: the phone sets it, nobody resets it.",),
        solution=(
            "Your mailbox still lived in another time zone. It is home again, and so are the meetings.",
            (
                "The time zone of your calendar was set to {town}. I set it back, and it follows your computer from "
                "now on."
            ),
        ),
        again=("On the phone they are still an hour late.",),
        mended=("The phone needed to fetch the calendar anew. It did, and both agree.",),
        tags=("calendar",),
        file="screen.png",
    ),
    Story(
        "rename share",
        CATEGORY,
        Priority.LOW,
        subjects=("Please rename our project share", "Rename the share {old} to {new}"),
        opening=(
            (
                "Our project has a new name, so the share should too: from “Bridge North” to “Riverside”. It is not "
                "urgent."
            ),
            "Please rename the share {old} to {new} when it suits you.",
        ),
        question=("Links to the old name stop working then. Shall the old name stay for a month beside the new one?",),
        details=("Yes, a month is good. I tell the others.",),
        note=("Alias for four weeks, then it goes. Nightly copy job points to the path, changed too.",),
        solution=(
            "The share has its new name. The old one still leads there for four weeks.",
            "Done: {new}. Shortcuts on the desktops were changed over night.",
        ),
        again=("The scanner still writes to the old name.",),
        mended=("The scanner has the new name as well now. Thank you for finding it.",),
        tags=("share",),
        once=True,
        choices={
            "old": ("Hall-4", "Spring-campaign", "Moves"),
            "new": ("Workshop", "Campaigns", "Building"),
        },
    ),
    Story(
        "locked out",
        CATEGORY,
        Priority.HIGH,
        subjects=("Locked out after the holiday", "Account locked, again", "My password is not accepted any more"),
        opening=(
            (
                "I am back from two weeks off and my account is locked. The page says “too many tries”, but I tried "
                "twice only."
            ),
            "My account is locked every morning since {day}. I unlock it by phone and the next day it is locked again.",
        ),
        question=(
            "Do you have a phone or tablet that still uses the old password for your mail?",
            "Did you change your password shortly before? Something that still has the old one may be trying.",
        ),
        details=("Yes, the old tablet in {room}. I had forgotten it.", "I changed it on {day}, on the computer only."),
        note=("Wrong tries come from {ip}, a tablet, every ten minutes. Not an attack.",),
        solution=(
            (
                "The tablet kept trying the old password and locked you out. It has the new one now, and your "
                "account is open."
            ),
            "Your account is open. You can unlock it by yourself on the sign-in page from now on, with the code.",
        ),
        again=("Locked again this morning.",),
        mended=("The second one was the mail program at home. Since you changed it there were no wrong tries.",),
        tags=("sign-in", "password"),
    ),
    Story(
        "leaver",
        CATEGORY,
        Priority.MEDIUM,
        subjects=("Leaver on {day}: {colleague_full}", "Please close the account of {colleague_full}"),
        opening=(
            (
                "{colleague_full} leaves us on {day}. Please close the account that evening and forward the mail to "
                "me for a month."
            ),
            "Please end the access of {colleague_full} from {day}. The laptop {asset} comes back to you.",
        ),
        question=("Shall an automatic answer say who takes over? And what happens to the files on the laptop?",),
        details=("Yes, it should name me. The files are on the share already.",),
        note=("Set for {day}, 18:00. Forwarding ends by itself after 30 days, as the works council wants it.",),
        solution=(
            "The account was closed on {day} at six. Letters come to you for a month, then the sender is told.",
            "All access is ended, and {asset} is back in the store room.",
        ),
        again=("The badge still opens the door.",),
        mended=("The badge is off now as well. It was on another list.",),
        tags=("leaver",),
    ),
    Story(
        "licence",
        CATEGORY,
        Priority.MEDIUM,
        subjects=("Licence for {program} ran out", "“Trial has ended”, says {program}"),
        opening=(
            (
                "The licence of {program} has run out, and it only opens files for reading. I need it for a drawing "
                "due on {day}."
            ),
            "Since this morning {program} starts with “trial has ended”. I have used it for years.",
        ),
        question=("Does the window show a number at the bottom? And which version is it?",),
        details=("Version {version}, number {order}. I attached the picture.",),
        note=("Pool of {program} is full: {count} in use by people who left. Freed them.",),
        solution=(
            "Your licence is renewed for a year. Close {program} and open it again.",
            "All licences were taken by people who have left. One of them is yours now.",
        ),
        again=("It runs, but prints “not licensed” on every page.",),
        mended=("That came from an old setting on {asset}. Gone; the next page is clean.",),
        tags=("licence",),
        later=("screen.png",),
        choices={
            "program": ("the drawing program", "the PDF editor", "the project planner", "the statistics package"),
        },
    ),
    Story(
        "mailing list",
        CATEGORY,
        Priority.LOW,
        subjects=("Add {count} people to the list “{list}”", "Who is on the list “{list}”?"),
        opening=(
            "Please add {colleague} and the others from the attached file to the list “{list}”.",
            "I would like to know who gets the letters to “{list}”, and to take the leavers off.",
        ),
        question=("Gladly. May everybody write to the list, or only its members?",),
        details=("Only members, please.",),
        note=("List had an open sender setting, hence the spam last month.",),
        solution=(
            "They are on the list now. Its members stand in the address book under its name, so that you can check.",
            "Members may write, others are asked to wait for a nod from you.",
        ),
        again=("{colleague} still gets nothing.",),
        mended=("There was a typing error in that address. Now it arrives, I asked.",),
        tags=("mail", "list"),
        file="starters.csv",
        choices={
            "list": ("all-hands", "night-shift", "newsletter", "first-aid"),
        },
    ),
    Story(
        "wrong name",
        CATEGORY,
        Priority.LOW,
        subjects=("My name changed: mail and account", "Name is misspelt in the address book"),
        opening=(
            (
                "I married last month. Could my name in mail and account follow? The old address should still work "
                "for a while."
            ),
            "My name in the address book is spelt with one letter too many, and every letter repeats it.",
        ),
        question=("Congratulations. How shall it be written, and from which day?",),
        details=("As in my signature here, from the first of next month.",),
        note=("Old address stays as an alias for a year.",),
        solution=(
            "Your name is right everywhere: mail, account, phone book. The old address still reaches you.",
            "The spelling is corrected. Phones show it after their next restart.",
        ),
        again=("The phone in {room} still shows the old name.",),
        mended=("That phone kept its own list. It has the new one now.",),
        tags=("name",),
    ),
)
