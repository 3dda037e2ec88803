"""English, whole."""

from sellerdesk.demo.words import en_blame as blame, en_praise as praise
from sellerdesk.demo.words.en_answers import EN_ANSWERED
from sellerdesk.demo.words.en_talk import EN_TALKED
from sellerdesk.demo.words.forms import Judged, Language, Peopled


PEOPLE = Peopled(
    men=(
        "Tom",
        "James",
        "Oliver",
        "Harry",
        "Callum",
        "Rhys",
        "Imran",
        "David",
        "Peter",
        "Sanjay",
        "Owen",
        "George",
        "Ewan",
        "Martin",
        "Colin",
        "Leo",
    ),
    women=(
        *("Emma", "Sophie", "Grace", "Hannah", "Megan", "Aisha", "Charlotte", "Rachel", "Fiona", "Priya", "Alice", "Jo", "Ruth", "Isla"),
        *("Bethan", "Margaret", "Zoe", "Kirsty"),
    ),
    surnames=tuple(
        (name, name)
        for name in (
            *("Baker", "Hughes", "Patel", "Wright", "Murray", "Ellis", "Shaw", "Khan", "Barlow", "Reid", "Fletcher", "Price", "Ward"),
            *("Osborne", "Quinn", "Lowe", "Marsh", "Holt", "Ashby", "Crane", "Doyle", "Pike", "Sutton", "Tully", "Vance", "Yates"),
        )
    ),
    regions=(
        "London",
        "Manchester",
        "Scottish Borders",
        "Cornwall",
        "Kent",
        "Norfolk",
        "Cardiff",
        "Belfast",
        "Leeds",
        "Highland",
        "Devon",
        "Bristol",
    ),
    couriers=("Royal Mail", "Evri", "DPD"),
    warehouses=("Daventry", "Doncaster"),
)
EN = Language(
    code="en",
    joint=" ",
    people=PEOPLE,
    judged=Judged(
        openers=praise.OPENERS,
        goods=praise.GOODS,
        aspects=praise.ASPECTS,
        uses=praise.USES,
        gifts=praise.GIFTS,
        closers=praise.CLOSERS,
        short=praise.SHORT,
        bad_openers=blame.BAD_OPENERS,
        bad_goods=blame.BAD_GOODS,
        bad_aspects=blame.BAD_ASPECTS,
        bad_closers=blame.BAD_CLOSERS,
        short_bad=blame.SHORT_BAD,
        mixed=blame.MIXED,
        threats=blame.THREATS,
        titles=blame.TITLES,
        bad_titles=blame.BAD_TITLES,
    ),
    answered=EN_ANSWERED,
    talked=EN_TALKED,
)
