"""Hardware: printers, laptops, phones, screens, and what hangs on their cables."""

from __future__ import annotations

from core.tickets import Priority
from tui.demo.story import HARDWARE as CATEGORY
from tui.demo.story import Story

HARDWARE = (
    Story(
        "labels",
        CATEGORY,
        Priority.HIGH,
        subjects=(
            "Labels in ward 3 print without the barcode",
            "Label printer in {room} leaves out the barcode",
            "Barcode missing on the labels",
            "Labels come out blank at the bottom",
        ),
        opening=(
            (
                "The label printer in ward 3 prints name and date, but the barcode is missing. The laboratory sends "
                "the samples back."
            ),
            "Since the new roll the label printer in {room} leaves the lower third empty, so the barcode is gone.",
        ),
        question=(
            "Thank you, {first}. Which width stands on the box of the labels, and does the test page show the barcode?",
            "Please press the feed key for five seconds: does the test label have a barcode?",
        ),
        details=(
            "The test page is complete. The box says 57 mm, the old ones were 60. I attached a photo.",
            "The test label has a barcode, the ones from the program have none.",
        ),
        note=(
            "Template is made for 60 mm and cuts the code off. New template is ready on {host}, wants one test print.",
            "Font for the barcode is missing on {asset} since it was set up anew.",
        ),
        solution=(
            "The new labels are narrower, and the template cut the barcode off. The template fits both widths now.",
            "The computer in {room} had lost the barcode font. It is back, and the last label scans.",
        ),
        again=("The barcode is there, but the scanner does not read every one.",),
        mended=("The print was too pale. I set it two steps darker and fifty labels in a row were read.",),
        tags=("printer", "labels"),
        once=True,
        later=("label.png",),
    ),
    Story(
        "card terminal",
        CATEGORY,
        Priority.URGENT,
        subjects=(
            "Card terminal offline at the front desk",
            "Card terminal in {room} says “no host”",
            "Terminal does not take cards",
        ),
        opening=(
            (
                "The card terminal at the front desk is offline since ten minutes, and guests are queueing to check "
                "out. It shows “no host”."
            ),
            "The terminal in {room} says “no host” and takes cash only. We switched it off and on.",
        ),
        question=("We are on it. Is the lamp at its cable green, and is the second terminal online?",),
        details=("Lamp is off. The second one works, the queue is long though.",),
        note=(
            "Port was shut by the switch after a loop. Somebody plugged both ends of a cable into the wall in {room}.",
        ),
        solution=(
            (
                "The terminal is online again: a wrong cable had shut its socket. I made a payment of one cent and "
                "took it back."
            ),
            "The provider had a fault, which ended a few minutes ago. Both terminals take cards.",
        ),
        again=("It is offline again.",),
        mended=("The cable itself was broken. It has a new one, and has been online for three hours.",),
        tags=("terminal",),
        once=True,
    ),
    Story(
        "scanner folder",
        CATEGORY,
        Priority.HIGH,
        subjects=(
            "Scanner saves to the wrong folder",
            "Scans from {room} arrive nowhere",
            "Scans land in the other department",
            "Scanner says “sent”, nothing comes",
        ),
        opening=(
            (
                "The scanner on our floor puts everything into the folder of the other department. There are "
                "contracts among them, so this should stop soon."
            ),
            "What we scan in {room} never arrives. The scanner says “sent”.",
        ),
        question=("Which name do you choose on the scanner's screen, and since when is it so?",),
        details=("I choose “Contracts”, as always. Since {day}, when somebody from outside was at the machine.",),
        note=("Address book was loaded from another machine during maintenance. Backup of the right one exists.",),
        solution=(
            (
                "The scanner has its own address book again. The scans of these days are in your folder, and gone "
                "from the other one."
            ),
            "The password of the scanner had run out. It has a new one, and what it kept was sent over night.",
        ),
        again=("The name is right, but some scans still go astray.", "The old scans came, the new ones do not."),
        mended=(
            "There were two entries with that name. One is left, the right one.",
            "The new password had a sign that the scanner can not type. It has a plainer one now.",
        ),
        tags=("scanner",),
    ),
    Story(
        "docking station",
        CATEGORY,
        Priority.MEDIUM,
        subjects=(
            "Docking station forgets the second screen",
            "Screens swap places every morning",
            "Second screen stays black after the break",
        ),
        opening=(
            (
                "After every break the docking station forgets my second screen. I have to pull the plug and put it "
                "in again, three times a day."
            ),
            "Each morning both screens have changed places, and the windows with them.",
        ),
        question=(
            "Which model is written under the docking station? And does it happen with a colleague's laptop too?",
        ),
        details=("{asset}, a flat black one. With {colleague}'s laptop it is the same.",),
        note=("Firmware {version} cures this. Needs the charger in, ten minutes, no lid closed.",),
        solution=(
            "The docking station has new firmware. It woke up ten times in a row with both screens.",
            "I exchanged the station: yours was of a series with a weak plug.",
        ),
        again=("It was good for three days, now the second screen is black again.",),
        mended=("The cable to the screen was worn. With a new one it stays.",),
        tags=("dock", "screen"),
    ),
    Story(
        "printer stuck",
        CATEGORY,
        Priority.LOW,
        subjects=("Printer queue stuck", "Printer says paper jam, there is none", "Nothing prints in {room}"),
        opening=(
            (
                "Nothing comes out of the printer in the corridor. My computer shows seven waiting pages, and so "
                "does everyone's."
            ),
            "The printer in {room} says “paper jam”. We opened every door and found none.",
        ),
        question=(
            "Is there one document at the top that has no pages or a very large size?",
            "Which of its doors does the small picture on the display point at?",
        ),
        details=("Yes, a picture of 900 MB from {colleague}.", "At the one on the right, where the second tray is."),
        note=(
            "Spooler on {host} choked on one file. Limit per document is missing there.",
            "Third call for this printer since spring. Ask for new rollers.",
        ),
        solution=(
            "One very large picture blocked the queue. I took it out, and the pages of everybody came.",
            "A small piece of paper sat behind the second roller. It prints again.",
        ),
        again=("Stuck again since an hour.", "It says paper jam again, after two days of peace."),
        mended=(
            "The printer now refuses single files over 200 MB and says so, instead of waiting for ever.",
            "The roller itself was worn and pulled two sheets at once. It is a new one now.",
        ),
        tags=("printer",),
    ),
    Story(
        "new laptop",
        CATEGORY,
        Priority.MEDIUM,
        subjects=("New laptop for reception", "Laptop {asset} is five years old", "Lighter laptop for the road"),
        opening=(
            "The laptop at reception takes ten minutes to start. Could we have a new one before the season begins?",
            "My laptop {asset} is five years old and gets loud in every call. Is it due to be exchanged?",
        ),
        question=("It is due. Would you like the same size, or the smaller one with a docking station?",),
        details=("The same size. It never leaves the desk.", "The smaller one, with the docking station."),
        note=("From stock, order {order}. Old one is wiped and goes to the school.",),
        solution=(
            (
                "Your new laptop is at the front desk, with everything from the old one on it. Please bring the old "
                "one back within a week."
            ),
            "{asset} is exchanged, and your files were copied over night.",
        ),
        again=("The printer is missing on the new one.",),
        mended=("The printer is set up. I looked for the other usual ones as well.",),
        tags=("laptop",),
        once=True,
    ),
    Story(
        "battery",
        CATEGORY,
        Priority.MEDIUM,
        subjects=("Battery lasts twenty minutes", "Laptop switches off at 40 %", "Laptop does not charge"),
        opening=(
            "The battery of {asset} lasts twenty minutes at most. I am on the road a lot.",
            "My laptop switches off when the battery still shows 40 %.",
            "The laptop says “plugged in, not charging” whatever charger I take.",
        ),
        question=("Please run the battery report from the start menu and send me its last page.",),
        details=("It says 31 % of the design capacity. Attached.",),
        note=("Under guarantee until the end of the year. Battery is on the shelf.",),
        solution=(
            "A new battery is in, and it lasted the whole working day.",
            "The battery reported more than it had. A new one is in and counts right.",
            "The charging port was loose. It was repaired under guarantee, and the laptop charges with every charger.",
        ),
        again=("Down to an hour again after a week.",),
        mended=("A program kept the fan and the processor busy. It is gone, and the battery lasts seven hours.",),
        tags=("laptop", "battery"),
        later=("battery.csv",),
    ),
    Story(
        "phone moved",
        CATEGORY,
        Priority.LOW,
        subjects=("Phone moved to desk 14", "My phone rings at my old desk", "Extension {ext} moves to {room}"),
        opening=(
            "I moved to desk 14 and took the phone with me, but it shows no line there.",
            "I moved to {room}. Calls to {ext} still ring where I sat before.",
        ),
        question=("Which number stands on the wall socket at the new desk? It begins with a letter.",),
        details=("It says {socket}.",),
        note=("Socket {socket} is not patched. Next round on {day}.",),
        solution=(
            "The socket {socket} is connected, and your phone shows its line.",
            "Extension {ext} rings in {room} now, and nowhere else.",
        ),
        again=("It rings, but the display is dark.",),
        mended=("The socket gave no power. Now it does, and the display is on.",),
        tags=("phone", "move"),
        once=True,
        choices={
            "socket": ("B-14", "C-07", "A-22", "D-31", "B-09"),
        },
    ),
    Story(
        "projector",
        CATEGORY,
        Priority.MEDIUM,
        subjects=(
            "Projector in {room} is green",
            "Screen in {room} says “no signal”",
            "Everything is green on the wall of {room}",
            "큰 화면에 신호가 없습니다 ({room})",
        ),
        opening=(
            "The projector in {room} shows everything in green. We have a presentation there on {day}.",
            "The large screen in {room} says “no signal” with every laptop, with two different cables.",
        ),
        question=("Is there a small box with a blue lamp behind the screen? Which colour has it now?",),
        details=("It blinks red.",),
        note=("Adapter box in {room} is dead. Spare one is in the cupboard on floor {floor}.",),
        solution=(
            "A pin of the cable was bent. A new cable is in, and the colours are right.",
            "The box behind the screen was broken and is exchanged. Laptops and phones both show a picture.",
        ),
        again=("Green again, today after an hour.",),
        mended=("The projector itself is at its end. A new one hangs there since this morning.",),
        tags=("screen", "meeting-room"),
    ),
    Story(
        "keyboard",
        CATEGORY,
        Priority.LOW,
        subjects=("Keyboard types the wrong letters", "Mouse jumps over the screen", "Keys stick after a coffee"),
        opening=(
            "My keyboard types z for y since this morning, and the signs are all elsewhere.",
            "The mouse jumps to a corner every few seconds. New batteries did not help.",
            "I confess: coffee. Four keys stick now.",
        ),
        question=(
            "Is there a short word like EN or DE at the lower right of your screen?",
            "Does it still jump on a sheet of white paper?",
            "It happens to the best. With a cable or without, and which language?",
        ),
        details=(
            "It says DE. Clicking on it helps until the next morning.",
            "On paper it is better, but not gone.",
            "Without a cable, in English. Milk and sugar, if that matters.",
        ),
        note=(
            "Two layouts installed on {asset}, the shortcut switches them.",
            "Receiver sits behind the metal desk. A short cable brings it to the front.",
            "From stock, no order needed.",
        ),
        solution=(
            "There were two keyboard layouts, and a shortcut switched them. Only yours is left.",
            "The receiver was hidden behind metal. It now sits at the front, and the mouse stays where you put it.",
            "A new one lies at the front desk with your name on it.",
        ),
        again=(
            "Since the restart it types the other letters again.",
            "It jumps again.",
            "The new one does not answer.",
        ),
        mended=(
            "The other layout came back with an update. It is gone for good now.",
            "The mouse itself was tired. A new one lies on your desk.",
            "Its batteries were empty from the shelf. With new ones it types.",
        ),
        tags=("keyboard",),
    ),
    Story(
        "second screen",
        CATEGORY,
        Priority.MEDIUM,
        subjects=("Second screen for the triage desk", "A larger screen for {room}"),
        opening=(
            "At the triage desk two people share one screen. Could we have a second one, with a cable of three metres?",
            "For the plans in {room} we need a larger screen, 32 inches if possible.",
        ),
        question=("Gladly. Is there a free socket, and shall it stand or hang?",),
        details=("There is one behind the desk. It should hang, the desk is full.",),
        note=("Ordered as {order}, arrives within the week. House service drills the holes.",),
        solution=(
            "The screen hangs and shows a picture. The cable is long enough to turn it to the window.",
            "The large screen for {room} has come and is set up.",
        ),
        again=("The picture flickers when the lift moves.",),
        mended=("The cable ran beside the lift. A shielded one is in, and the picture is calm.",),
        tags=("screen",),
        once=True,
    ),
)
