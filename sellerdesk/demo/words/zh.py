"""Chinese, whole."""

from sellerdesk.demo.words import zh_blame as blame, zh_praise as praise
from sellerdesk.demo.words.forms import Judged, Language, Peopled
from sellerdesk.demo.words.zh_answers import ZH_ANSWERED
from sellerdesk.demo.words.zh_talk import ZH_TALKED


PEOPLE = Peopled(
    men=("伟", "浩然", "子轩", "航", "志强", "文博", "宇", "俊杰", "明", "天宇", "建国", "家豪", "鹏", "思远", "一鸣", "磊"),
    women=(
        "思",
        "小雨",
        "婷",
        "佳怡",
        "雅琴",
        "梦瑶",
        "静",
        "晓燕",
        "欣然",
        "丽华",
        "诗涵",
        "倩",
        "若溪",
        "雪",
        "玉兰",
        "可心",
        "敏",
        "嘉宁",
    ),
    surnames=tuple((name, name) for name in "王李张刘陈杨赵黄周吴徐孙胡朱高林何郭马罗梁宋郑谢韩唐冯于董萧程曹袁邓许傅沈曾彭吕"),
    regions=(
        "浙江杭州",
        "上海",
        "江苏苏州",
        "广东广州",
        "北京",
        "四川成都",
        "湖北武汉",
        "福建厦门",
        "山东青岛",
        "辽宁沈阳",
        "新疆乌鲁木齐",
        "云南昆明",
    ),
    couriers=("中通快递", "圆通速递", "顺丰速运"),
    warehouses=("义乌仓", "华东仓", "广州仓"),
)
ZH = Language(
    code="zh",
    joint="",
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
        crisis=blame.CRISIS,
    ),
    answered=ZH_ANSWERED,
    talked=ZH_TALKED,
)
