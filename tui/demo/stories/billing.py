"""Billing: invoices, reminders, seats, refunds."""

from __future__ import annotations

from core.tickets import Priority
from tui.demo.story import BILLING as CATEGORY
from tui.demo.story import Story

BILLING = (
    Story(
        "payroll export",
        CATEGORY,
        Priority.HIGH,
        subjects=(
            "Payroll export stops at employee 412",
            "Payroll export ends with line {line}",
            "Export for the tax office is incomplete",
        ),
        opening=(
            (
                "The payroll export stops at employee 412 of 530, with no message at all. The bank takes the file "
                "until this evening."
            ),
            "The export has {line} lines, it should be twice as many. I attached what came out.",
        ),
        question=(
            (
                "Thank you, {first}. Is there something unusual about the next one in the list, an umlaut or a "
                "missing date?"
            ),
            "Did the export of last month run through? Then I compare the two.",
        ),
        details=("Number 413 has a name with an apostrophe and started on {day}.", "Last month was complete."),
        note=(
            (
                "The apostrophe ends the text field. Known in {version}, corrected in the next one; a setting helps "
                "until then."
            ),
        ),
        solution=(
            "The apostrophe in one name ended the export. It is read as a letter now: the file has all 530 lines.",
            "The export had a limit that nobody knew of. It is gone, and the new file is in your folder.",
        ),
        again=("The bank refuses the file: wrong number of lines in the head.",),
        mended=("The head counted the lines before the correction. Now both agree, and the bank took it.",),
        tags=("payroll", "export"),
        once=True,
        file="payroll-export.csv",
        choices={
            "line": ("128", "256", "300", "412", "1,024"),
        },
    ),
    Story(
        "charged twice",
        CATEGORY,
        Priority.MEDIUM,
        subjects=("Invoice 20418 charged twice", "Invoice {invoice} charged twice", "Double charge of {amount}"),
        opening=(
            "Invoice 20418 was taken from our account twice, on the first and on the third. Please send one back.",
            "You took {amount} twice for invoice {invoice}. I attached the statement.",
        ),
        question=("I am sorry for that. Does the second one carry the same invoice number on your statement?",),
        details=("Yes, the same number and the same amount. The statement is attached.",),
        note=("Second run of the debit file after a time-out. {count} customers affected, bank is told.",),
        solution=(
            (
                "It was our mistake: a debit file went out twice. The second amount is on its way back and should "
                "arrive within three working days."
            ),
            "{amount} went back to you today. The invoice itself is paid and settled.",
        ),
        again=("Nothing has arrived yet.",),
        mended=("The bank had an old account of yours. I sent it once more to the right one, and they confirmed it.",),
        tags=("invoice", "refund"),
        once=True,
        later=("statement.csv",),
    ),
    Story(
        "old address",
        CATEGORY,
        Priority.LOW,
        subjects=(
            "Invoice went to our old address",
            "请把发票寄到新地址 (new address for invoices)",
            "Where do I send our new address?",
            "New address for our invoices",
        ),
        opening=(
            (
                "The last two invoices went to the building that we left in spring. Please send them to the clinic "
                "from now on."
            ),
            "We moved to {town}. Please send invoices there, the first time for invoice {invoice}.",
        ),
        question=("Gladly. Is only the address new, or the name on the invoice as well?",),
        details=("Only the address. It stands in my signature.",),
        note=("Address changed for invoices only; deliveries still go to the old place until the end of the month.",),
        solution=(
            "The new address is in place. The two invoices come once more, to the right door.",
            "Done, invoice {invoice} goes to {town}.",
        ),
        again=("The newest one went to the old address again.",),
        mended=("It had been printed the day before the change. You get a copy by mail today.",),
        tags=("invoice", "address"),
        once=True,
    ),
    Story(
        "vat number",
        CATEGORY,
        Priority.LOW,
        subjects=("VAT number missing on invoice {invoice}", "Our auditor wants the VAT number on it"),
        opening=(
            "On invoice {invoice} our VAT number is missing, and the auditor asks for it.",
            "Could you put our VAT number on all invoices of this year?",
        ),
        question=("Please write me the number, so that there is no mistake. From which invoice on?",),
        details=("It is in the attached form. From invoice {invoice} on.",),
        note=("Number checked against the register, it belongs to {org}.",),
        solution=("Invoice {invoice} is in your mail anew, with the number. Future ones carry it by themselves.",),
        again=("The number is there, with two digits swapped.",),
        mended=("Corrected, and read back to {colleague} by phone this time.",),
        tags=("invoice", "tax"),
        later=("request.txt",),
    ),
    Story(
        "reminder",
        CATEGORY,
        Priority.MEDIUM,
        subjects=("Reminder for an invoice that we paid", "Second reminder for invoice {invoice}"),
        opening=(
            "We got a reminder for invoice {invoice}, which we paid on {day}. Please check.",
            (
                "This is the second reminder for invoice {invoice}. The first time I wrote that it was paid, and "
                "nobody answered."
            ),
        ),
        question=("Which text did you write on the transfer? Then I find where it went.",),
        details=("“{org} {order}”, the order number instead of the invoice.",),
        note=("Payment was booked on another customer with a similar number. Moved.",),
        solution=(
            "Your payment is found: it had been booked to somebody else. The reminder is void, and there is no fee.",
            (
                "You are right, it was paid. I took the invoice out of the reminder run and am sorry for the second "
                "letter."
            ),
        ),
        again=("Today a third one came.",),
        mended=("It was printed before the correction. I checked that nothing is open in your name.",),
        tags=("invoice", "reminder"),
        file="statement.csv",
    ),
    Story(
        "seats",
        CATEGORY,
        Priority.LOW,
        subjects=("We pay for 14 seats and use 11", "Three more seats, please", "Fewer seats from next month"),
        opening=(
            "Our invoice counts 14 seats, but only eleven people work with it. Can we have fewer from next month?",
            "Please add three seats from the first. Does the price for each change?",
        ),
        question=(
            "Which accounts shall go? Your list names the last sign-in of each.",
            "Gladly. For whom shall they be, and do they start on the same day?",
        ),
        details=(
            "The three that nobody used since spring.",
            "For {colleague} and two who start with her on the first.",
        ),
        note=(
            "Contract allows it at the end of a quarter; sales agrees to do it now.",
            "Price per seat is the same up to twenty.",
        ),
        solution=(
            (
                "From the first you pay for eleven. The three accounts are closed, their files are in the folder of "
                "your team."
            ),
            "The three seats are there. The price for each stays as it is up to twenty.",
        ),
        again=("The new invoice still counts 14.", "The invoice counts six more instead of three."),
        mended=(
            "You get the difference back with the next one: {amount}.",
            "They had been booked twice. The corrected invoice is in your mail.",
        ),
        tags=("contract",),
        file="seats.csv",
    ),
    Story(
        "order number",
        CATEGORY,
        Priority.LOW,
        subjects=("Please put our order number on invoices", "Invoice {invoice} without {order}"),
        opening=(
            "Our purchasing only pays invoices that carry an order number. For invoice {invoice} it is {order}.",
            "Invoice {invoice} came back to me because {order} is not on it.",
        ),
        question=("One number for the whole year, or a new one for each order?",),
        details=("One for the year, {order}.",),
        note=("Field exists, was empty. Set for all contracts of {org}.",),
        solution=("{order} stands on all your invoices from now on, and invoice {invoice} is in your mail with it.",),
        again=("It stands there, but cut off after six signs.",),
        mended=("The field was too short on paper. The whole number is printed now.",),
        tags=("invoice",),
    ),
    Story(
        "refund training",
        CATEGORY,
        Priority.MEDIUM,
        subjects=("Refund for the cancelled training", "Training on {day} did not take place"),
        opening=(
            "The training on {day} was cancelled by you, and we had paid {amount}. When do we get it back?",
            "Nobody came to the training on {day}. We would like our money back, or another date.",
        ),
        question=("I am sorry. Would you rather have the money or a place on the next date?",),
        details=("The money, please. The people have learnt it meanwhile.",),
        note=("Trainer was ill, customers told by letter. {org} was not on the list.",),
        solution=("{amount} is on its way to you. The next training is free for two of you, should you like to come.",),
        again=("It was the amount without tax.",),
        mended=("The tax follows today, with a note that explains both.",),
        tags=("refund", "training"),
    ),
    Story(
        "bank account",
        CATEGORY,
        Priority.MEDIUM,
        subjects=("New bank account for direct debit", "We changed our bank"),
        opening=(
            "From the first we have a new bank account. Where do I sign that you may collect from it?",
            "Please collect invoice {invoice} from our new account. The old one closes on {day}.",
        ),
        question=(
            "Thank you. For your safety we do not take account numbers by letter: may {colleague} ring you on {ext}?",
        ),
        details=("Yes, any time before noon.",),
        note=("Rang the number in the contract, not the one in the letter. Genuine.",),
        solution=("The new account is in place, confirmed by phone. Invoice {invoice} is the first to use it.",),
        again=("You still took it from the old one.",),
        mended=("That run had started already. It came back, and I collected it from the new one without a fee.",),
        tags=("bank",),
    ),
)
