"""Other: questions, badges, rooms, wishes, and letters that smell."""

from __future__ import annotations

from core.tickets import Priority
from tui.demo.story import OTHER as CATEGORY
from tui.demo.story import Story

OTHER = (
    Story(
        "large printer",
        CATEGORY,
        Priority.LOW,
        subjects=("How do I book the large printer?", "Posters for the open day: who prints them?"),
        opening=(
            "I need four posters for the open day. How do I book the large printer, and who pays for the paper?",
            "Who prints posters of one metre here, and how long does it take?",
        ),
        question=("When do you need them, and are the files ready as PDF?",),
        details=("By {day}. The files are ready.",),
        note=("Paper for the wide one is down to one roll. Ordered with {order}.",),
        solution=(
            "You find it in the calendar as a room, “Large printer”. Book an hour; the paper is charged to your team.",
            "Your posters are printed and lie at the front desk, rolled up.",
        ),
        again=("The room does not show up in my calendar.",),
        mended=("Your team was not allowed to book it. Now it is.",),
        tags=("question",),
    ),
    Story(
        "old badge",
        CATEGORY,
        Priority.LOW,
        subjects=("Old badge still opens the side door", "Lost badge", "My badge opens nothing since {day}"),
        opening=(
            (
                "I found my old badge in a drawer and tried it: it still opens the side door. I thought it had been "
                "blocked."
            ),
            "I lost my badge, probably in {town}. Please block it.",
            "My badge opens no door since {day}. The lamp blinks red.",
        ),
        question=("Thank you for telling us. Which number is printed on its back?",),
        details=(
            "{badge}. I have it here in an envelope for you.",
            "I wrote it down somewhere: {badge}.",
            "{badge}, and my photo is on the front.",
        ),
        note=(
            "The side door keeps its own list and was off line since {day}. All blocked badges worked there.",
            "Blocked {badge} at once, no door was opened with it since yesterday.",
            "End date of {badge} was the end of the old contract.",
        ),
        solution=(
            "The side door had not heard of blocked badges for a while. It has now, and yours is refused there too.",
            "The badge {badge} is blocked. A new one with your photo lies at the front desk.",
            "Your badge {badge} had run out with the old contract. It opens all your doors again.",
        ),
        again=(
            "It still opens, I tried again.",
            "I found it again. Can it be revived?",
            "The side door still blinks red.",
        ),
        mended=(
            "The lock needed a new battery before it took the list. We tried with your old badge: closed.",
            "A blocked one stays blocked. Keep the new one, and throw the old one in our box.",
            "The side door fetches its list once a day. It has it now.",
        ),
        tags=("badge",),
        choices={
            "badge": ("10422", "10871", "11035", "11260", "10093"),
        },
    ),
    Story(
        "dark theme",
        CATEGORY,
        Priority.LOW,
        subjects=("Request: dark theme for the intranet", "Larger letters on the intranet, please"),
        opening=(
            "On night shift the white intranet is very bright. Could it have a dark theme?",
            "Could the letters on the intranet be larger, or follow the setting of the browser?",
        ),
        question=("A good wish. Which pages do you use most at night?",),
        details=("The duty roster and the phone list.",),
        note=("Theme exists in the new version; needs a look at the roster page, its colours are fixed.",),
        solution=(
            (
                "The roster and the phone list follow your system now: dark when it is dark. The rest comes with the "
                "next version."
            ),
            "The intranet takes the letter size of your browser from today.",
        ),
        again=("The phone list is dark grey on black.",),
        mended=("It is readable now, with enough contrast on every page.",),
        tags=("wish",),
    ),
    Story(
        "badge name",
        CATEGORY,
        Priority.LOW,
        subjects=("Wrong name on my badge", "Photo on my badge is somebody else"),
        opening=(
            "My new badge has the first and last name swapped. Visitors now call me by the wrong one.",
            "The photo on my badge shows {colleague}. We both find it funny, the door does not.",
        ),
        question=(
            "That should not be. Shall I print it as it stands in the address book?",
            "That should not be. Do you have the other badge, with your face?",
        ),
        details=("Yes, as there.", "Yes, {colleague} wears me."),
        note=(
            "Import had the columns swapped for {count} people. Printing the others as well.",
            "Two photos swapped on the day of {day}. Only these two, checked.",
        ),
        solution=(
            "A corrected badge lies at the front desk. Please leave the old one there.",
            "Both badges are printed anew, each with its own face.",
        ),
        again=("The new one does not open the garage.",),
        mended=("The garage was missing in its list. It opens now.",),
        tags=("badge",),
    ),
    Story(
        "course",
        CATEGORY,
        Priority.LOW,
        subjects=("Is there a course for the new time sheet?", "Who explains the new phone system?"),
        opening=(
            "Is there a course for the new time sheet? Half of {room} guesses.",
            "Can somebody explain the new phones to us? We are {count} people.",
        ),
        question=("There is a short one each month, or I come by for half an hour. What suits you?",),
        details=("If you could come by, on {day} best.",),
        note=("Half an hour in {room}, bring the leaflets.",),
        solution=(
            "It was nice with you. The leaflet lies in the kitchen, and the two open questions are answered in it.",
            "The next course is on {day} in {room}. I put the {count} of you on the list.",
        ),
        again=("{colleague} could not come. Is there another date?",),
        mended=("The next one is in two weeks, and {colleague} has a place.",),
        tags=("training", "question"),
    ),
    Story(
        "strange letter",
        CATEGORY,
        Priority.HIGH,
        subjects=(
            "Strange letter asks for my password",
            "Clicked on a link, was that wrong?",
            "Is this letter from you?",
        ),
        opening=(
            "I got a letter that says my mailbox is full and asks for my password. I did not answer. Is it from you?",
            "I clicked on a link in a letter about a parcel, and a page asked me to sign in. I stopped there.",
        ),
        question=("You did right to ask. Please send it to me as an attachment, and do not open the link again.",),
        details=("Attached. {colleague} has the same one.",),
        note=("Sent to {count} people here. Blocked the sender and the page, nobody signed in according to the log.",),
        solution=(
            (
                "It is not from us. The sender is blocked, and the letter is taken out of all mailboxes here. Thank "
                "you for asking first."
            ),
            (
                "Nothing happened to your account: no sign-in but your own. I ended all sessions to be safe; please "
                "sign in anew."
            ),
        ),
        again=("A similar one came today, from another address.",),
        mended=("That one is blocked as well, and the filter now knows the kind.",),
        tags=("phishing",),
        later=("letter.eml",),
    ),
    Story(
        "room booked",
        CATEGORY,
        Priority.LOW,
        subjects=("Always booked, always empty: {room}", "Room display shows the wrong meeting"),
        opening=(
            "In the calendar {room} is booked the whole of {day}, and nobody is ever there. Whose meeting is it?",
            "The display at the door of {room} shows yesterday's meetings.",
        ),
        question=(
            "The series belongs to somebody who left. Shall I end it, or does your team take it over?",
            "Is there a small cloud with a line through it in the corner of the display?",
        ),
        details=("End it, please. Nobody here knows it.", "Yes, a crossed-out cloud."),
        note=(
            "Series without an owner: {count} more of them, cleaning up at the end of the month.",
            "Display lost its sign-in with the last password change. The others on floor {floor} too.",
        ),
        solution=(
            "The series is ended, and {room} is free on {day}s.",
            "The display had lost the network. It shows today again.",
        ),
        again=("It is booked again.", "It stopped again, at ten this time."),
        mended=(
            "A second series did that, from the same person. Both are gone.",
            "Its cable was under a chair. It has another way now.",
        ),
        tags=("meeting-room",),
    ),
    Story(
        "old phones",
        CATEGORY,
        Priority.LOW,
        subjects=("Where do old phones go?", "A box of old chargers: to you?"),
        opening=(
            "We found {count} old phones in a cupboard. Where do they go, and what about what is on them?",
            "There is a box of old chargers in {room}. Do you want it?",
        ),
        question=(
            "To us, please. Do any of them still switch on?",
            "We do. Are there laptop chargers among them, or only small ones?",
        ),
        details=("Two of them. The others are dark.", "About a dozen for laptops, the rest are small."),
        note=("Wipe, list, then to the recycler on {day}.", "Laptop chargers go to the loan shelf."),
        solution=(
            "We fetched the box. What was on the phones is wiped, and you have a list of their numbers for your files.",
            "Thank you, we could use half of them at once.",
        ),
        again=("We found another box.",),
        mended=("Fetched as well. You keep a tidy house now.",),
        tags=("recycling",),
    ),
)
