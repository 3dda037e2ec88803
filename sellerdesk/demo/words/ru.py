"""Russian, whole."""

from sellerdesk.demo.words import ru_blame as blame, ru_praise as praise
from sellerdesk.demo.words.forms import Judged, Language, Peopled
from sellerdesk.demo.words.ru_answers import RU_ANSWERED
from sellerdesk.demo.words.ru_talk import RU_TALKED


PEOPLE = Peopled(
    men=(
        *("Алексей", "Дмитрий", "Сергей", "Андрей", "Максим", "Иван", "Михаил", "Артём", "Николай", "Егор", "Павел", "Роман"),
        *("Владимир", "Тимур", "Руслан", "Илья", "Константин", "Степан", "Глеб", "Марат"),
    ),
    women=(
        *("Анна", "Мария", "Елена", "Ольга", "Наталья", "Екатерина", "Ирина", "Татьяна", "Светлана", "Юлия", "Марина", "Дарья"),
        *("Алина", "Ксения", "Полина", "Вера", "Надежда", "Людмила", "Гульнара", "Вероника", "Софья", "Лариса", "Евгения", "Карина"),
    ),
    surnames=(
        *(("Соловьёв", "Соловьёва"), ("Поляков", "Полякова"), ("Белов", "Белова"), ("Кириллов", "Кириллова"), ("Гусев", "Гусева")),
        *(("Тарасов", "Тарасова"), ("Жуков", "Жукова"), ("Осипов", "Осипова"), ("Мельник", "Мельник"), ("Ким", "Ким")),
        *(("Лебедев", "Лебедева"), ("Сафин", "Сафина"), ("Крылов", "Крылова"), ("Рябов", "Рябова"), ("Дорохов", "Дорохова")),
        *(("Панин", "Панина"), ("Шевчук", "Шевчук"), ("Ильин", "Ильина"), ("Носков", "Носкова"), ("Зимин", "Зимина")),
    ),
    regions=(
        *("Москва", "Санкт-Петербург", "Московская область", "Краснодарский край", "Татарстан", "Свердловская область"),
        *("Новосибирская область", "Самарская область", "Ростовская область", "Башкортостан", "Приморский край", "Тверская область"),
    ),
    couriers=("WB Доставка", "СДЭК", "Почта России"),
    warehouses=("Коледино", "Казань", "Екатеринбург"),
)
RU = Language(
    code="ru",
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
        batch=blame.BATCH,
        batch_follow_ups=blame.BATCH_FOLLOW_UPS,
    ),
    answered=RU_ANSWERED,
    talked=RU_TALKED,
)
