"""Labelled phrases: what each holds (`-` is nothing), and near misses of every kind that sellers really write."""

PHRASES = """
phone|Позвоните нам по номеру +7 495 120-44-10
phone|Звоните: 8 (916) 123-45-67, мы поможем
phone|наш телефон 89161234567
phone|8-916-123-45-67
phone|8.916.123.45.67
phone|8 9 1 6 1 2 3 4 5 6 7
phone|+7(812)3334455
phone|+ 7 916 123 45 67
phone|7 916 123 4567
phone|916 123-45-67
phone|(916)123-45-67
phone|тел. 123-45-67
phone|тел 120 44 10
phone|позвоните 112233
phone|моб. 9161234567
phone|Наберите 64-20-15
phone|номеру телефона 555-01-32
phone|восемь девятьсот шестнадцать сто двадцать три сорок пять шестьдесят семь
phone|+375 29 123-45-67
phone|+998901234567
phone|８９１６１２３４５６７
phone|8\u200b916\u200b1234567
phone|Call us at 1-800-555-0199
phone|Our phone is 555 0132 44
phone|(415) 555-0132
phone|415-555-0132
phone|+44 20 7946 0958
phone|ring us 020 7946
phone|nine one six one two three four five six seven
phone|请拨打 13800138000
phone|138 0013 8000
phone|138-0013-8000
phone|一三八零零一三八零零零
phone|电话：021-58881234
phone|电话０２１－５８８８１２３４
phone|客服热线 400-820-8820
phone|手机号13912345678联系
phone|联系电话 86 138 0013 8000
phone|1 3 8 0 0 1 3 8 0 0 0
email|пишите на shop@mail.ru
email|shop @ mail . ru
email|shop собака mail точка ru
email|shop(собака)mail.ru
email|shop [at] mail.ru
email|harbor.home@yandex.ru
email|Write to help@harbor-home.com
email|help at gmail dot com
email|help (at) harbor (dot) com
email|help at gmail.com
email|ＳＨＯＰ＠ＭＡＩＬ．ＲＵ
email|邮箱 harbor@163.com
email|发邮件到 harbor2025@qq.com
email|harbor艾特qq点com
link|Подробности на https://harbor.ru/guide
link|www.harbor-home.ru
link|Смотрите harbor-home.ru
link|наш сайт магазин.рф
link|harbor точка ru
link|harbor . com
link|See harbor-home.com/care
link|bit.ly/3xyz
link|harbor dot com
link|HTTPS://HARBOR.COM
link|请访问 www.harbor.cn
link|官网 harbor.com.cn
link|harbor点com
link|t.me/harborhome
link|wa.me/79161234567
link|vk.com/harbor
messenger|Напишите нам в WhatsApp
messenger|напишите в ватсап
messenger|в вотсапе ответим быстрее
messenger|есть вацап?
messenger|WhаtsАрр
messenger|Телеграм: @harbor_home
messenger|наш телеграмм
messenger|мы в тг
messenger|пишите в телегу
messenger|тг: harborhome
messenger|Вайбер
messenger|добавьте в скайп
messenger|наш инстаграм
messenger|пишите в директ
messenger|мы в вк
messenger|@harbor_home
messenger|Message us on Telegram
messenger|what's app us
messenger|tg: harborhome
messenger|our WeChat is harbor2025
messenger|insta @harborhome
messenger|DM us on ig
messenger|加微信 harbor2025
messenger|加微 信
messenger|微信号：harbor2025
messenger|加v harbor2025
messenger|+V:harbor2025
messenger|加我薇信
messenger|加微harbor2025
messenger|vx：harbor88
messenger|wx号 harbor88
messenger|QQ：12345678
messenger|q q 123456789
messenger|加QQ群
messenger|加扣扣聊
messenger|关注公众号
messenger|ＱＱ１２３４５６７８
-|Анна, заказ 45678 приедет 24.11, цена 2 490 ₽
-|Заказ №45690 уже передан в доставку
-|Ваш заказ 7730 9182
-|Трек-номер 80098712345678
-|трек RA123456789RU
-|Номер заказа 89161234567
-|заказ № 79161234567 отправлен
-|Отправление 13800138000 в пути
-|Доставим 21.11.2026 с 10:00 до 18:00
-|2026-11-21 08:00
-|Размер 170-92-98 подойдёт
-|Размеры 42 44 46 48 50 52
-|рост 90 92 94 96 98
-|Цена 1 290 000 ₽ вместо 1 490 000 ₽
-|скидка 2 490 ₽
-|Артикул 118 204
-|Штрихкод 4607001771234
-|ИНН 7707083893
-|Габариты 120×60×75 см
-|20–30 минут, 3–5 дней
-|телефон кладите экраном вверх
-|чехол для телефона 6.7 дюйма
-|сумка-мессенджер чёрная
-|Почта России доставит
-|по почте отправим
-|корм для собаки
-|собака грызёт мячик
-|Напишите нам в чат заказа
-|в телеге и тачке
-|Телефон стоит 129 990 ₽
-|手机 129900 元
-|the phone costs $129 990
-|телефон на 256 128 ГБ
-|1 шт. по 2 кг, итого 2.5 кг
-|и т.д. и т.п.
-|Спасибо.Мы ждём вас
-|инструкция в файле guide.pdf
-|Ростест 50-60 Гц, 220-240 В
-|Your order 45678 ships on 24.11
-|order number 4155550132
-|Tracking 9400111899223197428490
-|Order #8005550199
-|The size is 10 x 15 x 20 cm
-|costs $1,290.00 instead of $1,490.00
-|It arrived on 2026-11-21 at 10:30
-|We look at every order
-|5 pcs @ 3.50 each
-|It has a messenger bag pocket
-|Thanks.We will send it
-|a signal line of 20 m
-|use 1.5-2.0 l of water
-|version 1.2.3.4 of the lamp
-|24/7 support in the order chat
-|the e-mail you wrote was read
-|call it a day
-|call back within 30 days
-|订单号 1234567890123456789
-|订单 13800138000 已发货
-|运单号：75412345678901
-|SF1234567890123 已签收
-|快递单号 13912345678
-|价格 168.00 元
-|尺寸 170/92A 可以
-|11月21日 10:00 前送达
-|支持微信支付
-|微信红包不收
-|QQ糖很好吃
-|口感QQ弹弹
-|不要加微波炉
-|添加微量元素
-|请用旺旺联系我们
-|在订单聊天中联系我们
-|货号 400820882012
-|三天后发货，七天无理由退货
-|规格 100 200 300 400 毫升
-|共 12 件，每件 24 包
"""


def phrases() -> list[tuple[str, str]]:
    """(kind or "", text) of every line."""
    lines = [line.split("|", 1) for line in PHRASES.strip().splitlines()]
    return [("" if kind == "-" else kind, text) for kind, text in lines]
