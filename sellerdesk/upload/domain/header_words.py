"""What people and marketplaces call the columns of their exports: English, Russian, Chinese."""

from collections.abc import Mapping


def _words(text: str) -> tuple[str, ...]:
    return tuple(word.strip() for word in text.split(","))


ID_OF: Mapping[str, tuple[str, ...]] = {
    "order": _words("order id, order number, order no, order, номер заказа, id заказа, заказ, 订单编号, 订单号, 订单id"),
    "review": _words("review id, review number, номер отзыва, id отзыва, отзыв, 评价编号, 评价id, 评论id"),
    "product": _words(
        "product id, item id, listing id, nm id, sku id, код товара, id товара, номенклатура, артикул wb, 商品id, "
        "宝贝id, 商品编号, product, товар, 商品"
    ),
    "question": _words("question id, номер вопроса, id вопроса, 问题id, 问题编号"),
    "message": _words("message id, id сообщения, номер сообщения, 消息id"),
    "claim": _words("claim id, return id, refund id, номер возврата, id возврата, номер заявки, id заявки, 退款编号, 售后编号, 售后单号"),
    "conversation": _words("conversation id, chat id, dialog id, conversation, id чата, номер чата, id диалога, чат, диалог, 会话id, 会话"),
}
"""Record type (or what another record names) -> what its id is called."""


WORDS: Mapping[str, tuple[str, ...]] = {
    "at": _words(
        "at, date, time, datetime, created, created at, timestamp, дата, время, дата и время, дата создания, 时间, 日期, "
        "创建时间, review date, дата отзыва, 评价时间, 评论时间, order date, дата заказа, 下单时间, 订单创建时间, "
        "成交时间, message time, 发送时间, 提问时间, 申请时间"
    ),
    "text": _words(
        "text, comment, review, review text, message, content, body, текст, комментарий, текст отзыва, отзыв, сообщение, "
        "содержание, 内容, 评价内容, 评论内容, 评论, 评价, 消息内容, question, вопрос, 问题"
    ),
    "stars": _words("stars, rating, score, star rating, оценка, звезды, рейтинг, количество звезд, 星级, 评分, 打分"),
    "score": _words("score, stars, rating, оценка, балл, 评分, 打分"),
    "verdict": _words("verdict, result, type, тип отзыва, тип, 评价结果, 评价类型, 好中差评"),
    "buyer.id": _words(
        "buyer id, customer id, buyer, customer, id покупателя, покупатель, клиент, id клиента, 买家id, 买家, 用户id, 买家会员名, 会员名"
    ),
    "buyer.name": _words("buyer name, customer name, name, имя, имя покупателя, фио, 买家昵称, 昵称, 买家姓名, 收货人姓名"),
    "title": _words("title, name, product name, название, наименование, заголовок, 标题, 商品名称, 宝贝标题, 商品标题"),
    "article": _words("article, sku, vendor code, article number, артикул, артикул продавца, 货号, 商家编码"),
    "category": _words("category, категория, предмет, 类目, 分类, 商品类目"),
    "price.amount": _words("price, amount, цена, стоимость, 价格, 单价, 售价"),
    "price.currency": _words("currency, валюта, 币种, 货币"),
    "cost.amount": _words("cost, cost price, себестоимость, закупочная цена, 成本, 成本价"),
    "pros": _words("pros, advantages, достоинства, плюсы, 优点"),
    "cons": _words("cons, disadvantages, недостатки, минусы, 缺点"),
    "photos": _words("photos, images, фото, фотографии, изображения, 图片, 照片, 晒图"),
    "anonymous": _words("anonymous, анонимно, анонимный, 匿名, 是否匿名"),
    "author": _words("author, side, автор, сторона, 评价方, 作者"),
    "status": _words("status, state, статус, состояние, статус заказа, 状态, 订单状态, 交易状态"),
    "completed_at": _words(
        "completed at, completed, completion date, дата завершения, дата выполнения, 完成时间, 交易成功时间, 确认收货时间, 成功时间"
    ),
    "shipped_at": _words("shipped at, ship date, дата отгрузки, дата отправки, 发货时间"),
    "delivered_at": _words("delivered at, delivery date, дата доставки, дата вручения, 签收时间"),
    "ship_by": _words("ship by, отгрузить до, 最晚发货时间"),
    "updated_at": _words("updated at, updated, modified, дата изменения, обновлен, 更新时间, 修改时间"),
    "lines.product": _words(
        "product id, item id, sku, product, nm id, артикул wb, код товара, id товара, товар, номенклатура, 商品id, 宝贝id, 商品编号, 商品"
    ),
    "lines.quantity": _words("quantity, qty, amount, count, количество, кол-во, 数量, 购买数量, 件数"),
    "lines.price.amount": _words("price, item price, unit price, цена, 单价, 价格"),
    "lines.price.currency": _words("currency, валюта, 币种, 货币"),
    "lines.id": _words("line id, order item id, item no, номер строки, позиция, 子订单编号, 子订单号"),
    "line": _words("line id, order item id, номер строки, позиция, 子订单编号, 子订单号"),
    "courier": _words("courier, carrier, delivery service, служба доставки, перевозчик, 快递公司, 物流公司"),
    "tracking": _words("tracking, tracking number, трек номер, трек, номер отправления, 快递单号, 物流单号, 运单号"),
    "region": _words("region, регион, область, город, 地区, 省份, 城市"),
    "warehouse": _words("warehouse, склад, 仓库"),
    "note": _words("note, примечание, 备注"),
    "scores.described": _words("described, as described, соответствие описанию, описание, 描述相符, 宝贝与描述相符, 描述"),
    "scores.service": _words("service, обслуживание, сервис, 服务态度, 卖家的服务态度, 服务"),
    "scores.dispatch": _words("dispatch, shipping speed, скорость отправки, отправка, 发货速度, 卖家的发货速度, 发货"),
    "scores.logistics": _words("logistics, delivery, доставка, логистика, 物流服务, 物流速度, 物流"),
    "sender": _words("sender, from, отправитель, от кого, 发送者, 发送方"),
    "reason.text": _words("reason, comment, причина, причина возврата, причина отказа, 原因, 退款原因, 退货原因"),
    "reason.code": _words("reason code, код причины, 原因代码"),
    "wants": _words("wants, type, тип, тип заявки, что хочет, 售后类型, 退款类型"),
    "amount.amount": _words("amount, refund amount, сумма, сумма возврата, 金额, 退款金额"),
    "amount.currency": _words("currency, валюта, 币种, 货币"),
    "due_at": _words("due, deadline, due at, срок, ответить до, 截止时间, 处理期限"),
    "stage": _words("stage, этап, 阶段"),
    "agent": _words("agent, operator, оператор, сотрудник, 客服, 客服账号"),
    "reason": _words("reason, причина, 原因"),
    "mean": _words("mean, average, среднее, среднее значение, 均值, 平均分, 同行平均"),
    "dimension": _words("dimension, показатель, 指标, 维度"),
}
"""Path -> what the field is called, in any record type."""
