"""What a shop can write to a buyer whose order is at risk: one text for each case in three languages, to be changed before it is sent.

They promise nothing that is not known: no day of delivery, no compensation. A greeting goes before them where the buyer's name is known.
"""

from collections.abc import Mapping, Sequence
from typing import Literal, get_args


Case = Literal["note", "ship_soon", "ship_late", "quiet", "late"]
CASES: tuple[Case, ...] = get_args(Case)
LANGUAGES = ("ru", "zh", "en")
USUAL: Mapping[str, str] = {"taobao": "zh", "wildberries": "ru", "standard": "en"}
"""The language of most buyers, by rule profile."""
LONGEST = 4_000

GREETINGS: Mapping[str, tuple[str, str]] = {
    "ru": ("Здравствуйте, {buyer_name}! ", "Здравствуйте! "),
    "zh": ("{buyer_name}您好！", "您好！"),
    "en": ("Hello {buyer_name}, ", "Hello, "),
}
"""With a name, and where none is known."""
LETTERS: Mapping[Case, Mapping[str, str]] = {
    "note": {
        "ru": "мы прочитали ваше пожелание к заказу №{order_no} и учтём его при сборке. Если что-то изменилось, напишите нам сюда.",
        "zh": "您在订单 {order_no} 中的留言我们已经看到，发货时会照办。如有变动，请在这里告诉我们。",
        "en": "we have read your note to order {order_no} and will follow it when we pack. If anything has changed, please tell us here.",
    },
    "ship_soon": {
        "ru": "ваш заказ №{order_no} уже собираем. Как только передадим его в доставку, напишем вам. Спасибо за ожидание!",
        "zh": "您的订单 {order_no} 我们正在打包，发出后会马上告诉您。感谢您的耐心等待！",
        "en": "we are packing your order {order_no} and will tell you as soon as it has left. Thank you for waiting.",
    },
    "ship_late": {
        "ru": "мы не успели отправить заказ №{order_no} в срок и просим за это прощения. Отправим его, как только сможем, и сразу сообщим"
        " вам. Если ждать неудобно, напишите нам: решим, как вам лучше.",
        "zh": "非常抱歉，订单 {order_no} 没有按时发出。我们会尽快发货，并第一时间通知您。如果您不方便等待，请告诉我们，我们一起想办法。",
        "en": "we are sorry: order {order_no} has not left in time. We will ship it as soon as we can and tell you at once. If you would"
        " rather not wait, let us know and we will find a way.",
    },
    "quiet": {
        "ru": "мы видим, что о посылке с заказом №{order_no} давно нет новостей. Мы спросим службу доставки и напишем вам, что узнали.",
        "zh": "我们注意到订单 {order_no} 的包裹发出后一直没有新的物流信息。我们会联系快递核实，有消息马上告诉您。",
        "en": "we see that there has been no news of the parcel of order {order_no} for a while. We will ask the carrier and tell you what"
        " we learn.",
    },
    "late": {
        "ru": "заказ №{order_no} едет к вам дольше обычного, и нам жаль, что вы ждёте. Мы спросим службу доставки, где посылка. Если вы её"
        " уже получили или больше не ждёте, напишите нам, пожалуйста.",
        "zh": "订单 {order_no} 运输时间比平时长，让您久等了，非常抱歉。我们会向快递核实包裹在哪里。"
        "如果您已经收到，或不想再等，请告诉我们。",
        "en": "order {order_no} has been on its way longer than usual, and we are sorry that you are waiting. We will ask the carrier where"
        " it is. If you have it already, or no longer want to wait, please tell us.",
    },
}
TRACKED: Mapping[str, str] = {
    "ru": " Трек-номер: {track_no}.",
    "zh": "运单号：{track_no}。",
    "en": " The tracking number is {track_no}.",
}
"""Added to letters about a parcel whose number is known."""


def case_of(risk: str, *, passed: bool) -> Case:
    """Which letter a risk needs: of shipping there are two, before the deadline and after it."""
    if risk == "ship":
        return "ship_late" if passed else "ship_soon"
    return next(case for case in CASES if case == risk)


def language_of(said: Sequence[str], profile: str) -> str:
    """In which language to write: that of what the buyer said, the first that tells one (`scripts.lang_of`); else of most buyers there."""
    return next((lang for lang in said if lang in LANGUAGES), USUAL.get(profile, "en"))


def letter(case: Case, language: str, *, named: bool, tracked: bool) -> str:
    """The text of a letter with its variables still in braces."""
    text = LETTERS[case][language]
    greeting = GREETINGS[language][0 if named else 1]
    if greeting.endswith("! "):
        text = text[0].upper() + text[1:]
    parcel = TRACKED[language] if tracked and case in {"quiet", "late"} else ""
    return greeting + text + parcel
