"""What a buyer's message complains of: what is told, not what is asked."""

import pytest

from chat.domain.complaining import complains_of


@pytest.mark.parametrize(
    ("text", "topics"),
    [
        ("Маломерит на размер", {"size"}),
        ("Размер маломерит?", set()),
        ("Скажите, он маломерит, или в размер?", set()),
        ("Если маломерит, можно вернуть?", set()),
        ("боюсь что маломерит", set()),
        ("Пришёл рваный, как вернуть?", {"damaged"}),
        ("Почему пришло не то?", {"wrong_item"}),
        ("Какой размер взять на рост 176", set()),
        ("It runs small, can I exchange it?", {"size"}),
        ("Is it true to size or does it run small?", set()),
        ("Does not fit. What now?", {"size"}),
        ("what about the delivery", set()),
        ("收到就坏了，怎么办？", {"damaged", "quality"}),
        ("有坏的吗", set()),
        ("会生锈不", set()),
        ("十号就下的单怎么现在还没发货啊", {"delivery"}),
        ("全棉会掉毛吗是的我想给小孩用的", set()),
        ("为什么有运费", set()),
        ("邮政太慢，给你补差价", {"delivery"}),
        ("生产日期什么时候的", set()),
        ("[erased]", set()),
        ("", set()),
    ],
)
def test_what_a_message_complains_of(text: str, topics: set[str]) -> None:
    assert complains_of(text) == topics
