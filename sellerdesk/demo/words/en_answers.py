"""The shop's answers in English, and what comes after a review."""

from sellerdesk.demo.words.forms import Answered


EN_ANSWERED = Answered(
    good=(
        "Thank you, {name}!",
        "That's made our day, {name}.",
        "Hi {name}, thanks for taking the time.",
        "So glad it suits you, {name}.",
        "Thank you for the kind words.",
        "We've read this one out in the packing room, {name}.",
        "Lovely to hear, {name}, thank you.",
    ),
    good_ends=(
        "Enjoy it!",
        "See you again soon.",
        "If you ever need a spare part, message us in the order chat.",
        "All the best from Harbour & Home.",
        "Hope it lasts you for years.",
        "Have a good week.",
        "We'll pass it on to the team.",
    ),
    sorry=(
        "We're sorry, this isn't good enough.",
        "Thank you for telling us. We wish there had been no need.",
        "We're sorry about this, {name}.",
        "Hi {name}, this isn't good enough and we apologise.",
        "Thank you for telling us, {name}, though we wish there had been no need.",
        "{name}, you're right to be annoyed.",
        "Sorry, {name}, that one should never have left us.",
    ),
    bad={
        "goods": (
            "That's a fault. Message us in the order chat and we'll replace it at our cost.",
            "We have pulled the rest of that box from sale. A new one can go out today.",
            "Open a return and we'll approve it the same day.",
            "Your photo has gone to the workshop. Refund or replacement, whichever you prefer.",
            "Could you send a short clip in the order chat? We'll take it from there.",
        ),
        "delivery": (
            "It left us the next morning and then sat in the depot. We're chasing the courier daily.",
            "We have changed couriers for your postcode.",
            "We can't drive the van, but we can keep at them, and we are. Updates come in the order chat.",
            "Our listing now shows honest dates for the season.",
        ),
        "packing": (
            "We now use corner guards and a second box.",
            "If anything is damaged, send a photo in the order chat and we'll replace it.",
            "A second pair of eyes checks every parcel from this week.",
        ),
        "service": (
            "We've read the chat back and the reply was poor. We've talked it through with the team.",
            "Your question slipped past us, which is our fault. Please write again and a manager will answer.",
            "We've looked at your return again and would like to put it right.",
        ),
        "described": (
            "The listing has been corrected, thank you for spotting it.",
            "We sent the wrong model. The right one goes out today and we'll collect the other.",
            "We're taking new photos this week.",
        ),
    },
    bad_ends=(
        "We hope to put it right.",
        "Please give us the chance.",
        "Thank you for your patience.",
        "We'll be in the chat.",
        "Sorry again.",
    ),
    follow_good=(
        "Three months on, still as good.",
        "Update: bought another for my sister.",
        "Four months later and not a mark on it.",
        "Been through a house move and it's fine.",
        "They even checked in to see how it was going.",
    ),
    follow_bad=(
        "Update: it's got worse.",
        "Two weeks and the replacement still hasn't come.",
        "It has now died completely.",
        "The mender says it isn't worth mending.",
        "Gave it a second chance. Shouldn't have.",
    ),
    to_good_follow_up=(
        "Good to hear it's holding up, {name}.",
        "Thank you, updates like this help everyone.",
        "Thanks for coming back to tell us, {name}.",
    ),
    to_bad_follow_up=(
        "Thanks for the update, and sorry. We've written to you in the chat.",
        "Your replacement is packed, the number is in the order chat.",
        "That took far too long, {name}. We'll settle it today, in the order chat.",
    ),
    changed=(
        "Replaced without a quibble, so I've changed this.",
        "Sorted in a day. Fair play.",
        "Money back, no argument. All fine now.",
        "The new one is perfect.",
        "My mistake, I'd put it together wrongly.",
    ),
    of_buyers=(
        "A pleasure to deal with.",
        "Quick, polite, thank you!",
        "Recommended buyer.",
        "Clear about the problem and patient while we fixed it.",
        "A regular, always welcome.",
    ),
    of_bad_buyers=("Returned without the box.", "Asked for money in exchange for stars."),
)
