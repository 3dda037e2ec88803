"""What is said in chats, questions, claims and at the door in English."""

from sellerdesk.demo.words.forms import Talked


TALKS = {
    "before": (
        (("b", "Hi, is the {product} in stock?"), ("s", "Hello! Yes, it goes out tomorrow morning.")),
        (
            ("b", "Will it get here by Saturday?"),
            ("s", "If you order before 4 pm, it should be with you on Friday."),
            ("b", "Perfect, ordering now"),
        ),
        (("b", "Do you do a discount for two?"), ("s", "Yes, 5% off shows in the basket from two pieces.")),
        (
            ("b", "Could you put a note in? It's a present"),
            ("s", "Of course. Up to sixty characters."),
            ("b", "Happy retirement, you'll hate it. Love, Jo"),
            ("s", "Ha! Written down, and we'll leave the receipt out."),
        ),
        (
            ("b", "Is the colour like the photos?"),
            ("s", "They were taken in daylight. Here is one straight from a phone."),
            ("b", "Lovely, thanks"),
        ),
        (("b", "Do you ship to the Channel Islands?"), ("s", "We do, allow four to six days.")),
    ),
    "late": (
        (
            ("b", "Where is my parcel? No movement since Tuesday"),
            ("s", "It's at the depot in Daventry. We've asked the courier to trace it."),
            ("b", "Any news?"),
            ("s", "Found, it's out for delivery tomorrow."),
            ("b", "It came, thanks for chasing"),
        ),
        (
            ("b", "Tracking says delivered, but I've got nothing"),
            ("s", "We're sorry. The driver's photo shows a blue door, is that yours?"),
            ("b", "Next door's! Got it"),
        ),
        (
            ("b", "I need it for tomorrow"),
            ("s", "It's on the van, stop 41. If it doesn't come by 6 pm, tell us and we'll refund the postage."),
        ),
    ),
    "defect": (
        (
            ("b", "My {product} arrived faulty"),
            ("s", "We're sorry. Could you send a photo?"),
            ("b", "Here you go"),
            ("s", "Thank you. Replacement or refund?"),
            ("b", "Replacement please"),
            ("s", "On its way, no need to send the old one back."),
        ),
        (
            ("g", "brush lamp"),
            ("b", "Can't get it to switch on"),
            ("s", "Hold the button for ten seconds until it blinks twice."),
            ("b", "It lives!"),
        ),
    ),
    "night": (
        (
            ("g", "lamp"),
            ("b", "Can't sleep, browsing lamps. Anyone there?"),
            ("s", "Good morning! We sleep at night, but we're here now. How can we help?"),
        ),
        (
            ("b", "Sorry for the hour. Can I still change the address?"),
            ("s", "Morning! Just in time, it's changed."),
            ("b", "You're stars"),
        ),
    ),
    "threat": (
        (
            ("b", "Refund me today or I'll leave a one star on everything you sell"),
            ("s", "We'd like to help. Please open a return and we'll look at it today. We don't trade refunds for stars."),
        ),
        (("b", "My solicitor will be in touch"), ("s", "We understand. The order number and a photo would help us settle this quickly.")),
    ),
    "praise": (
        (
            ("g", "board"),
            ("b", "No question, just wanted to say the board is beautiful"),
            ("s", "Thank you! We've told the chap who oils them."),
        ),
        (("g", "doll"), ("b", "My daughter adores Varya"), ("s", "Give her a wave from all of us.")),
    ),
    "waiting": (
        (
            ("g", "thermos"),
            ("b", "Does the thermos come with a spare seal?"),
        ),
        (("b", "It says collected by courier on Monday and nothing since. Could you look?"),),
        (
            ("g", "throw"),
            ("b", "Wrong colour in the box. What now?"),
        ),
    ),
}
QUESTIONS = {
    "grinder": (
        ("Fine enough for a moka pot?", "Yes, about six clicks from closed."),
        ("How much does it hold?", "Around 25 grams, two cups' worth."),
        ("Can it do pepper?", "It can, but your coffee will remember."),
    ),
    "doll": (
        ("What age is it for?", "Three and up, because of the buttons."),
        ("How tall is she?", "38 cm with the hair."),
        ("Machine washable?", "Gently, in a bag, at 30."),
    ),
    "brush": (
        ("Is there a plug?", "Just the cable, any phone charger will do."),
        ("Are spare heads easy to get?", "We keep them in stock, three to a pack."),
        ("All right with braces?", "Yes, in gentle mode."),
    ),
    "thermos": (
        ("How long does it keep hot?", "About 60 degrees after twelve hours."),
        ("Will it fit a bike bottle cage?", "No, it's 8.4 cm across."),
        ("Can you buy seals?", "Ask us, the first one is free."),
    ),
    "throw": (
        ("Is it itchy?", "It's fine merino, most people wear it next to the skin."),
        ("What size is it?", "130 by 180 cm without the fringe."),
        ("Can it go in the machine?", "Hand wash only, dry it flat."),
    ),
    "mug": (("Microwave safe?", "Yes, and the dishwasher too."), ("How big?", "380 ml to the brim.")),
    "lamp": (
        ("Which bulb?", "E14 LED, 7 W, included."),
        ("How long is the cable?", "1.8 metres."),
        ("Warm or cool light?", "Warm, 2700 K."),
    ),
    "board": (("What is it finished with?", "Food-safe mineral oil."), ("How heavy?", "2.1 kg, and 28 mm thick.")),
}
EN_TALKED = Talked(
    talks=TALKS,
    closing=("You’re welcome, have a good day!", "Glad it worked out. Write any time."),
    questions=QUESTIONS,
    claims={
        "described": ("Wrong colour.", "A part is missing.", "Smaller than the listing says."),
        "packing": ("Smashed on the way, box crushed.", "Box had been opened."),
        "delivery": ("Came far too late to be of any use.", "Two weeks late, I've bought another."),
        "service": ("A replacement was promised and never sent.",),
    },
    agreed=(
        "Agreed, we'll refund once it is back with us.",
        "Clearly a fault. Send it back at our cost.",
        "Keep it, the refund is on its way.",
    ),
    declined=("The video shows it was dropped, which we can't cover.", "The photos show it has been used, so we can't take it back."),
    partly=("Would 30% back and keeping it suit you?", "We can send the part and refund the postage."),
    refusals={
        "before_shipping": ("Changed my mind", "Ordered twice by mistake", "Wrong address"),
        "in_transit": ("Too slow", "No longer needed"),
        "at_pickup": ("Parcel damaged", "Not as pictured", "Wrong colour"),
        "expired": ("Not collected in time",),
    },
    notes=("Leave with number 12, please", "Gift, no receipt", "Side gate is open"),
    voids=("Marketplace: suspicious trade", "Marketplace: abusive review, trade struck"),
)
