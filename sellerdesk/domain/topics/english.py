"""The English words of topics. Written folded: lower case, straight apostrophes."""

from sellerdesk.domain.topics import keys
from sellerdesk.domain.topics.words import Topic, vocabulary


TOPICS = {
    keys.SIZE: Topic(
        faults=(
            "too (small|big|large|tight|loose|short|long|wide|narrow)", "run* .. (small|large|big)", "(does|did|do)(n't| not) fit*",
            "wrong size*",
            "size* .. (off|wrong|small*|too)", "(small|larg|bigg)*er than (expected|described|it looks|the picture|stated|advertised)",
            "size down", "size up", "undersized", "oversized", "never fit*", "fits badly", "poor fit",
        ),
        matters=("siz(e|es|ing)", "fit", "fits"),
    ),
    keys.QUALITY: Topic(
        faults=(
            "broke", "fell apart", "falls apart", "falling apart", "stopped working", "(does|did)(n't| not) work*", "not working",
            "never worked", "poor* (quality|made|built|stitched)", "(low|bad|terrible|cheap|awful|shoddy) quality", "defect*", "faulty",
            "ripped", "tore", "seam*", "peel*", "flims*", "cheap* (made|plastic|material)", "feels cheap", "looks cheap", "junk", "leak*",
            "came off", "fell off", "faded", "pill*", "shrank", "shrunk", "rust*", "wore out", "worn out", "won't (charge|turn|hold)*",
            "see-through", "unraveled", "snapped", "wobbl*", "useless", "no effect", "dead battery", "doesn't last",
        ),
        matters=("quality", "material*", "fabric", "stitching", "zip*", "batter*", "build"),
    ),
    keys.NOT_DESCRIBED: Topic(
        faults=(
            "not as (described|pictured|shown|advertised|in)", "not what (was|is) (described|shown|pictured|advertised)",
            "(nothing|not|isn't) .. like .. (picture|photo|image|description)*",
            "(different|differs) .. from .. (picture|photo|description|image)*",
            "mislead*", "false advertis*", "(does|did)(n't| not) match*", "not true to", "description .. (wrong|false|lie|says)*",
            "looks .. different",
        ),
        matters=("description", "as described", "the (photo|picture)*"),
    ),
    keys.DAMAGED: Topic(
        faults=(

            "(arrived|came|received|was|were) .. (broken|cracked|damaged|shattered|dented|scratched|torn|bent|smashed|crushed|stained)",
            "damaged", "cracked", "shattered", "dent*", "scratch*", "chipped", "smashed", "spilled", "stain*", "dirty", "broken", "a hole",
            "holes",
        ),
    ),
    keys.WRONG_ITEM: Topic(
        faults=(
            "wrong (item|product|colour|color|model|order|one|thing)", "(sent|got|received|shipped) .. (different|wrong|another)",
            "not what i ordered", "someone else's order", "instead of .. (one|item|blue|black|red|what)*", "sent me the wrong*", "mixed up",
        ),
    ),
    keys.MISSING: Topic(
        faults=(
            "missing", "incomplete", "not (included|in the box)", "(was|were)(n't| not) included",
            "without (the|a|any|its) (charger|manual|lid|cable|screws|instructions)*",
            "empty (box|package|bottle|bag)", "half (empty|full)", "only .. (one|half) .. (of|arrived|came)", "short of",
            "no (charger|manual|instructions|screws|lid|cable)",
        ),
        matters=("parts",),
    ),
    keys.PACKAGING: Topic(
        faults=(
            "(badly|poorly|barely) (packed|packaged|wrapped)", "(no|without) (packaging|padding|bubble wrap|box)",
            "(crushed|torn|opened|open|damaged) (box|package|packaging)",
            "(box|package|packaging) .. (crushed|torn|open*|damaged|ripped|broken)", "unsealed", "not sealed", "seal .. broken",
        ),
        matters=("packag*", "packing", "wrapping", "the box"),
    ),
    keys.DELIVERY: Topic(
        faults=(
            "(late|slow) (delivery|shipping)", "(delivery|shipping) .. (late|slow|took|forever|delayed)",
            "never (arrived|came|delivered|received)",
            "(arrived|came|delivered) .. late", "took .. (weeks|month*|forever|ages|days)", "(did|has)(n't| not) (arrive|come)*",
            "still waiting",
            "delay*", "lost in (the )?(mail|post|transit)", "courier .. (rude|lost|left|threw|never)",
            "still (haven't|not) (received|arrived)*",
        ),
        matters=("delivery", "shipping", "courier", "shipment"),
    ),
    keys.SERVICE: Topic(
        faults=(
            "rude*", "no (reply|response|answer|refund)", "(refus|ignor)*", "(won't|wouldn't|refused to) (refund|reply|help|answer)",
            "unhelpful",
            "(never|not|didn't|doesn't) (respond|repl|answer)*",
            "(bad|terrible|poor|awful|worst) (service|support|seller|customer service)", "scam*", "rip-off seller",
        ),
        matters=("service", "seller", "support", "refund", "return policy"),
    ),
    keys.PRICE: Topic(
        faults=(
            "overpriced", "too expensive", "not worth .. (money|price|it)", "waste of money", "(n't|not) worth", "rip off", "rip-off",
            "ripoff",
            "cheaper (elsewhere|in)*", "price .. (high|too|doubled|went up)", "for (this|that) price", "money wasted", "wasted .. money",
        ),
        matters=("price*", "expensive"),
    ),
    keys.COLOUR: Topic(
        faults=(
            "(colou?r) .. (off|different|wrong|not|faded|dull|darker|lighter|isn't)", "(different|wrong|dull|faded) (colou?r|shade)*",
            "(darker|lighter) than",
        ),
        matters=("colou?r*", "shade"),
    ),
    keys.SMELL: Topic(
        faults=(
            "stink*", "stench", "stank", "reek*",
            "smell* .. (bad|awful|terrible|horrible|chemical*|plastic|disgusting|weird|strong|like|mold*|funny|off)",
            "(bad|awful|terrible|strong|chemical|horrible|weird|nasty|plastic) (smell|odou?r|scent)", "odou?r",
        ),
        matters=("smell*", "scent"),
    ),
    keys.TASTE: Topic(
        faults=(
            "taste* .. (bad|awful|terrible|horrible|like|bitter|off|weird|disgusting|stale)", "tasteless", "bland", "bitter",
            "(bad|awful|weird|bitter) (taste|aftertaste)",
            "aftertaste", "inedible",
        ),
        matters=("taste*", "flavou?r"),
    ),
    keys.SPOILED: Topic(
        faults=(
            "expired", "out of date", "mou?ld*", "rotten", "stale", "spoiled", "gone off", "went bad", "past .. (date|expiry)", "sour milk",
            "not fresh",
        ),
        matters=("expiry", "best before"),
    ),
    keys.FAKE: Topic(
        faults=("fake*", "counterfeit*", "knock-?off*", "not (original|genuine|authentic)", "replica", "not the real"),
        matters=("authentic*", "genuine"),
    ),
}  # fmt: skip

WORDS = vocabulary(
    TOPICS,
    script="[a-z]{2}",
    ends=r"[.!?…;,\n:()]+|(?<!\w)(?:but|though|although|however|yet)(?!\w)|[\U0001F300-\U0001FAFF]| [-–—] ",
    negated=r"(?:(?<!\w)(?:not|no|never|without|nor|hardly|zero)|n't)[ \-]+(?:(?:a|an|any|the|at|all|so|too|very|really|that|single|"
    r"is|was|be|been|get|got|have|bad|strong)[ \-]+){0,3}",
    praise=(
        "good", "great", "excellent", "perfect*", "love*", "nice*", "fine", "happy", "like it", "likes it", "recommend*", "fast", "quick*",
        "amazing", "best", "beautiful*",
        "well", "comfortable", "as expected", "satisf*", "lovely", "delicious", "fresh", "polite", "helpful", "okay", "ok", "true to size",
        "fair", "pleasant",
        "worth", "intact", "solid", "sturdy", "correct", "right", "pleased",
    ),
    blame=(
        "bad*", "terrible", "awful", "horrible", "poor*", "worst", "worse", "disappoint*", "hate*", "problem*", "issue*", "complain*",
        "disgust*", "cheap",
        "ugly", "weird", "annoy*", "unhappy", "could be better", "so-so", "mediocre", "let down", "wrong", "too", "off", "dislike*",
        "lacking", "nasty", "joke",
    ),
    spaces=True,
)  # fmt: skip
