"""English without labelled reviews to learn from: a list of words and phrases, and what a "not" before them makes of them.

Four points are a hard word, two a soft one. Praise takes two away; denied praise is a hard word, a denied complaint is nothing.
"""

import re
from typing import NamedTuple


MAY, SOUNDS = 2, 4
"""From so many points on a text may be negative, and sounds negative."""
REACH = 3
"""A "not" is about the next so many words of its clause."""


class Heard(NamedTuple):
    """Points of one word or phrase, from `start` to before `end` of the folded text."""

    points: int
    start: int
    end: int


_HARD = """
    abysmal appalling atrocious awful broke broken crap crappy counterfeit dangerous defective disappointed disappointing disappointment
    disgusting dreadful fake faulty fraud fraudulent garbage horrible horrid junk lousy overpriced pathetic ripoff rubbish scam scammed
    scammer shoddy terrible trash unacceptable unusable useless waste wasted worst worthless
    damaged cheated misleading lied horrendous ruined unhappy dissatisfied regret avoid shattered
    """
_SOFT = """
    annoying bad bent blurry broken-down burned burnt chipped complain complaint complaints crack cracked crooked delayed died dirty
    dull faded fails failed failing flimsy frayed itchy jammed late leak leaked leaking leaks missing mold moldy mould mouldy noisy opened
    poor poorly problem problems issue issues refund ripped rude rusty scratch scratched scratches slow smelled smells stain stained stains
    stank stinks stinky stiff stuck tangled tore torn uncomfortable unfortunately unreliable unresponsive used-looking weak wobbly worse
    wrinkled wrong hate hated sadly leaky smelly defect defects
    """
_PRAISE = """
    amazing awesome beautiful beautifully best brilliant comfortable cool delighted delicious excellent exceeded fantastic fast fine fits
    glad good gorgeous great happy helpful impressed ideal love loved lovely loves nice nicely perfect perfectly pleased quality-made quick
    quickly recommend recommended reliable satisfied smooth soft solid stunning sturdy super superb thank thanks well wonderful worth work
    worked working works
    """
_PHRASES = {
    "fell apart": 4, "falls apart": 4, "falling apart": 4, "stopped working": 4, "stops working": 4, "quit working": 4, "money back": 4,
    "never again": 4, "never arrived": 4, "never came": 4, "not as described": 4, "not as pictured": 4, "not what i": 4, "not worth": 4,
    "waste of money": 4, "waste of time": 4, "stay away": 4, "do not buy": 4, "don't buy": 4, "dont buy": 4, "rip off": 4, "ripped off": 4,
    "not arrive": 4, "didn't arrive": 4, "did not fit": 2, "didn't fit": 2, "doesn't fit": 2, "does not fit": 2, "too small": 2,
    "too big": 2, "too large": 2, "too tight": 2, "too short": 2, "too long": 2, "too thin": 2, "wrong size": 2, "wrong color": 4,
    "wrong colour": 4, "wrong item": 4, "sent it back": 4, "sending it back": 4, "send it back": 4, "returning it": 4, "returned it": 4,
    "no response": 4, "no answer": 2, "no reply": 2, "poor quality": 4, "bad quality": 4, "low quality": 4, "cheap quality": 4,
    "looks cheap": 2, "feels cheap": 2, "stopped after": 4, "one star": 4, "zero stars": 4, "no stars": 4, "want a refund": 4,
}  # fmt: skip
_FINE = ("not bad", "no complaints", "no problem", "no issue", "can't complain", "cannot complain", "can't go wrong", "nothing wrong")
_NO = """
    not no never nothing without hardly barely cannot cant dont doesnt didnt isnt wasnt wont wouldnt couldnt nor neither none
    """
_NOT = frozenset(_NO.split())
_POINTS = {**dict.fromkeys(_PRAISE.split(), -2), **dict.fromkeys(_SOFT.split(), 2), **dict.fromkeys(_HARD.split(), 4)}
_WORD = re.compile(r"[a-z]+(?:['-][a-z]+)*")
_CLAUSE = re.compile(r"[^.,;:!?()\n]+|\bbut\b")
_KNOWN = re.compile(r"\b(?:" + "|".join(sorted([*_PHRASES, *_FINE], key=len, reverse=True)) + r")\b")


def heard(text: str) -> list[Heard]:
    """What speaks for or against negative in a folded text, in its order."""
    text = text.replace("’", "'")
    phrases = [Heard(_PHRASES.get(found[0], 0), *found.span()) for found in _KNOWN.finditer(text)]
    # A phrase has said what its words say.
    rest = _KNOWN.sub(lambda found: "." * len(found[0]), text)
    words = [said for clause in _clauses(rest) for said in _of_clause(clause)]
    return sorted((said for said in (*phrases, *words) if said.points), key=lambda said: said.start)


def points(text: str) -> int:
    """All of them together."""
    return sum(said.points for said in heard(text))


def _clauses(text: str) -> list[list[re.Match[str]]]:
    """The words of each clause; "but" begins another one."""
    clauses: list[list[re.Match[str]]] = []
    for part in _CLAUSE.finditer(text):
        clauses.append([])
        for word in _WORD.finditer(text, *part.span()):
            if word[0] in {"but", "however", "although"}:
                clauses.append([])
            clauses[-1].append(word)
    return clauses


def _of_clause(words: list[re.Match[str]]) -> list[Heard]:
    said = []
    denied_at = -REACH - 1
    for number, word in enumerate(words):
        if word[0] in _NOT or word[0].endswith("n't"):
            denied_at = number
            continue
        own = _POINTS.get(word[0], 0)
        if own and number - denied_at <= REACH:
            # "Not good" is a complaint, "never broke" is none; both say it with the word that denies.
            said.append(Heard(4 if own < 0 else 0, words[denied_at].start(), word.end()))
        elif own:
            said.append(Heard(own, *word.span()))
    return said
