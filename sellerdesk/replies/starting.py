"""A first set of templates, put in on request: ours, in three languages, to be changed at will."""

from django.utils.translation import gettext as _

from sellerdesk.replies.judging import Wanted


def starters() -> list[Wanted]:
    """The set, with names and folders in the reader's language. All are shared."""
    delivery, defects, thanks = _("Delivery"), _("Defects and returns"), _("Thanks")
    return [
        Wanted(name=_("Late delivery"), shortcut="late", folder=delivery, texts=_LATE),
        Wanted(name=_("Parcel is on its way"), shortcut="track", folder=delivery, place="chat", texts=_TRACK),
        Wanted(name=_("Parcel waits at the pick-up point"), shortcut="pickup", folder=delivery, place="chat", texts=_PICKUP),
        Wanted(name=_("Broken on arrival"), shortcut="broken", folder=defects, texts=_BROKEN),
        Wanted(name=_("Please send a photo"), shortcut="photo", folder=defects, place="chat", texts=_PHOTO),
        Wanted(name=_("Replacement or refund?"), shortcut="choose", folder=defects, place="chat", texts=_CHOOSE),
        Wanted(name=_("Thanks for a good review"), shortcut="thanks", folder=thanks, texts=_THANKS),
        Wanted(name=_("Closing words"), shortcut="bye", folder=thanks, texts=_BYE),
    ]


_LATE = {
    "ru": "Здравствуйте, {buyer_name}! Спасибо, что написали нам. Понимаем, как важно получить заказ вовремя, и просим прощения за"
    " ожидание.\n\nМы проверим, где сейчас заказ №{order_no}, и сообщим вам срок. Если появятся вопросы, будем рады помочь. Хорошего дня!",
    "zh": "{buyer_name}您好，感谢您的耐心等待。非常抱歉让您久等了。\n\n"
    "订单 {order_no} 我们马上为您核实物流，并告知您到货时间。有任何问题欢迎随时联系我们，祝您生活愉快！",
    "en": "Hello {buyer_name}, thank you for writing. We understand how much you want your order on time, and we are sorry for the wait."
    "\n\nWe will check where order {order_no} is now and tell you when it arrives. If you have any questions, we are happy to help.",
}
_TRACK = {
    "ru": "{buyer_name}, спасибо за вопрос! Заказ №{order_no} уже отправлен, трек-номер: {track_no}. Ждём его у вас {eta}. Хорошего дня!",
    "zh": "{buyer_name}您好，谢谢您的咨询！订单 {order_no} 已经发出，运单号：{track_no}，预计 {eta} 送达。祝您生活愉快！",
    "en": "Thank you for asking, {buyer_name}. Order {order_no} is on its way, its tracking number is {track_no}. It will be with you on"
    " {eta}. Have a nice day!",
}
_PICKUP = {
    "ru": "{buyer_name}, добрый день! Заказ №{order_no} ждёт вас в пункте выдачи. Осмотрите его, пожалуйста, при получении. Если что-то не"
    " так, напишите нам сюда, и мы всё решим. Приятных покупок!",
    "zh": "{buyer_name}您好，订单 {order_no} 已到达取件点，请您取件时当面检查。如有问题请在这里告诉我们，我们会尽快处理。祝您购物愉快！",
    "en": "Hello {buyer_name}, order {order_no} waits for you at the pick-up point. Please look at it before you take it home. If anything"
    " is wrong, let us know here and we will resolve it.",
}
_BROKEN = {
    "ru": "Здравствуйте, {buyer_name}! Спасибо, что рассказали об этом. Нам очень жаль, что товар «{product}» пришёл повреждённым."
    "\n\nМы бесплатно отправим замену или вернём деньги, как вам удобнее. Напишите нам в чат заказа. Будем рады помочь!",
    "zh": "{buyer_name}您好，感谢您的反馈。非常抱歉您收到的“{product}”有破损。\n\n"
    "我们可以为您免费补发或退款，请在订单聊天中告诉我们您的选择。祝您生活愉快！",
    "en": "Hello {buyer_name}, thank you for telling us. We are very sorry that your “{product}” arrived damaged."
    "\n\nWe will send a replacement free of charge or refund you, as you prefer. Message us in the order chat. We are happy to help!",
}
_PHOTO = {
    "ru": "{buyer_name}, спасибо за сообщение, и простите за неудобства. Пришлите, пожалуйста, фото: всего товара и места, где он"
    " повреждён. Сразу проверим и предложим решение. Будем рады помочь!",
    "zh": "{buyer_name}您好，谢谢您的反馈，给您带来不便非常抱歉。麻烦您发两张照片：一张整体，一张问题处。我们核实后马上为您处理，请放心！",
    "en": "Thank you for writing, {buyer_name}, and sorry for the inconvenience. Please send us two photos: the whole item, and the place"
    " where it is damaged. We will check at once and offer a solution. Happy to help!",
}
_CHOOSE = {
    "ru": "{buyer_name}, спасибо за фото, теперь всё понятно, и нам очень жаль. Отправим новый товар бесплатно или вернём деньги за заказ"
    " №{order_no}. Что вам удобнее? Будем рады помочь!",
    "zh": "{buyer_name}您好，感谢您的照片，我们很抱歉。我们可以为您免费补发，"
    "也可以为订单 {order_no} 退款，您希望怎么处理呢？期待您的回复！",
    "en": "Thank you for the photos, {buyer_name}. We are sorry. We can send a new one free of charge or refund order {order_no}."
    " Which do you prefer? Let us know.",
}
_THANKS = {
    "ru": "{buyer_name}, спасибо за тёплый отзыв! Очень рады, что «{product}» вам нравится. Если понадобится помощь, можно написать нам в"
    " чат заказа. Хорошего дня!",
    "zh": "{buyer_name}您好，感谢您的好评！很高兴您喜欢“{product}”。如有需要可以随时在订单聊天中找我们，祝您生活愉快！",
    "en": "Thank you for your kind review, {buyer_name}! We are glad that you like your “{product}”. If you need anything, try us in the"
    " order chat. Have a lovely day!",
}
_BYE = {
    "ru": "Если останутся вопросы, обращайтесь. Хорошего дня!",
    "zh": "如有其他问题，欢迎随时联系我们。祝您生活愉快！",
    "en": "If you have any more questions, let us know. Have a nice day!",
}
