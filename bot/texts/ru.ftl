# Русские тексты. К читателю обращаемся на «вы»; если подстановке нужен падеж, фраза строится иначе.

locale = ru_KZ
language-name = Русский
year-only = { $year } г.

## Знакомство

start =
    Здравствуйте! Этот бот рассказывает о внешней политике Казахстана: короткие обзоры на казахском и русском языках.

    Выберите тему кнопкой ниже или просто напишите, о чём хотите узнать: <i>Китай</i>, <i>вода</i>, <i>ЕС</i>. Можно и спросить: <i>сколько зерна экспортируем в Китай?</i>

    Последние обзоры – /latest, все команды – /help.
bot-description =
    Короткие и точные обзоры внешней политики Казахстана – на казахском и русском языках. Выберите страну, международный формат или направление либо просто напишите: «Китай», «вода», «C5+1». У каждого обзора указан источник.
bot-short-description = Обзоры внешней политики Казахстана – на казахском и русском языках.

## Справка

help-title = Бот понимает такие команды
help-for-everyone = Читателю
help-start = знакомство, язык и темы
help-help = все команды
help-lang = сменить язык
help-topics = все темы
help-search = поиск по обзорам
help-latest = последние обзоры
help-digest = предпросмотр дайджеста
help-subscribe = подписаться на дайджест
help-unsubscribe = отписаться
help-settings = настройки
help-timezone = часовой пояс
help-pause = приостановить дайджест и рассылки
help-resume = закончить паузу
help-privacy = какие данные хранятся
help-forget = удалить всё, что хранится
help-latest-more = Десять последних обзоров: <code>/latest 10</code>.
group-countries = Страны и форматы
group-subjects = Направления
help-topic-more =
    Команда темы открывает самый новый обзор. Третий по новизне – <code>/{ $example } 3</code>, весь список – <code>/{ $example } all</code>. Обзор с известным номером – <code>/b12</code>.
hint-words =
    Тему можно назвать и просто словом в любой форме: <i>китайский</i>, <i>с США</i>, <i>воду</i>. Другие слова и вопросы бот ищет в обзорах.

    В любом чате наберите <code>@{ $bot } Китай</code> и выберите обзор, чтобы отправить его собеседникам.

## Язык

lang-choose = На каком языке вам удобнее читать?
lang-set = Язык изменён: теперь бот отвечает по-русски.
lang-set-channel = Язык канала: { $language }.
lang-unknown = Такого языка пока нет. Выберите один из этих:
lang-offer = Отвечать по-русски? Нажмите кнопку «{ language-name }».
lang-already = Бот уже отвечает по-русски. Сменить язык можно кнопкой.
lang-admins-only = Язык группы могут менять только её администраторы.

## Темы и обзоры

topics-title = Темы
topics-hint = В скобках – сколько обзоров.
topic-empty = По теме «{ $topic }» обзоров пока нет. Другие темы – /topics.
topic-too-far =
    { $count ->
        [one] В этой теме всего { $count } обзор.
        [few] В этой теме всего { $count } обзора.
        [many] В этой теме всего { $count } обзоров.
       *[other] В этой теме всего { $count } обзора.
    } Весь список – <code>/{ $slug } all</code>.
store-empty = Пока нет ни одного обзора. Загляните, пожалуйста, позже.
topic-wrong = После команды темы пишут порядковый номер обзора (1 – самый новый), например: <code>/{ $slug } 3</code>. Весь список – <code>/{ $slug } all</code>. Искать в теме: <code>/search #{ $slug } слово</code>.
topic-no-place = Счёт начинается с единицы: 1 – самый новый обзор темы. Весь список – <code>/{ $slug } all</code>.
latest-wrong = Число обзоров должно быть от 1 до { $most }, например: <code>/latest 10</code>.
briefing-missing = Обзора с таким номером нет. Последние обзоры – /latest.
briefing-archived = Этот обзор убран в архив. Последние обзоры – /latest.
no-further = Дальше обзоров нет.
latest-title = Последние обзоры
list-title = { $topic }: все обзоры
date-unknown = дата неизвестна
list-range = { $places } из { $total }

card-expert = эксперт: { $name }
card-language-note = Русского текста у этого обзора пока нет, поэтому показан текст на другом языке.
card-source = Открыть источник

button-older = ← Раньше
button-newer = Позже →
button-previous-page = ← Назад
button-next-page = Дальше →
button-share = Поделиться
button-topics = Все темы

## Дайджест

digest-title = Дайджест · { $date }
digest-count =
    { $count ->
        [one] { $count } обзор
        [few] { $count } обзора
        [many] { $count } обзоров
       *[other] { $count } обзора
    }
digest-language-note = русского текста пока нет
alert-title = Срочно
button-read = Читать полностью

## Подписка

subscribed = Подписка сохранена.
unsubscribed = Вы отписались, дайджест больше не придёт. Подписаться снова – /subscribe.
unsubscribed-last = Последняя тема убрана, поэтому подписка отменена. Подписаться снова – /subscribe.
topics-dropped = Эти темы убраны из подписки.
topics-not-held = Этих тем в подписке нет.
not-subscribed = Подписки нет. Подписаться на дайджест – /subscribe.
already-subscribed = Эта тема уже есть в подписке. Настройки – /settings.
settings-admins-only = Подписку и настройки группы могут менять только её администраторы.
digest-empty = Новых обзоров для дайджеста пока нет.
digest-sample = Это образец дайджеста: подписки пока нет. Подписаться – /subscribe.
paused = Дайджест приостановлен.
pause-what = До конца паузы не придут и срочные сообщения, и рассылки редакции. Обзоры этих дней, в том числе срочные, войдут в первый дайджест после паузы; рассылки не повторяются.
pause-wrong = Число дней должно быть от 1 до 365, например: <code>/pause 7</code> или <code>/pause 2 недели</code>.
paused-broadcasts = Рассылки редакции приостановлены.
pause-what-broadcasts = Подписки нет, и дайджест не приходит; до конца паузы не придут и рассылки. Пропущенные рассылки не повторяются.
resumed = Дайджест снова будет приходить.
resumed-broadcasts = Пауза закончена: рассылки редакции снова будут приходить.
not-paused = Паузы сейчас нет.

plan-topics = Темы: { $topics }
plan-all-topics = все
plan-other-topics = { "" } и ещё { $count }
plan-days = Дни: { $days }
plan-daily = ежедневно
plan-weekdays = по будням
plan-times = Время: { $times } ({ $city })
plan-quiet = Тихие часы: { $hours }
plan-quiet-none = Тихие часы: не заданы
plan-urgent-on = Срочные сообщения: включены
plan-urgent-off = Срочные сообщения: выключены
plan-next = Следующий дайджест: <b>{ $moment }</b> ({ $city })
plan-paused = Пауза закончится: { $date }
plan-none = Подписки нет, дайджест не приходит.
plan-broadcasts = Рассылки редакции приходят и без подписки. Приостановить их – /pause.
zone-now = Часовой пояс: { $city } (<code>{ $zone }</code>). Сейчас там { $time }.
zone-unknown = Часовой пояс не найден: { $word }.
zone-offset = Здесь сейчас { $offset }. Выберите город:
zone-near = Может быть, один из этих?
zone-example = Напишите его по образцу <code>/timezone Europe/Berlin</code> или выберите ниже.

wish-unknown = Непонятное слово: «{ $word }».
wish-example-subscribe = Напишите темы (все – /topics), дни и время, например: <code>/subscribe Китай, вода по будням 08:30</code>.
wish-example-unsubscribe = Напишите темы (все – /topics), например: <code>/unsubscribe Китай, вода</code>.
wish-near = Может быть, вы имели в виду: { $words }.
wish-time = Такого времени нет: «{ $word }». Укажите время от 00:00 до 23:59, например 08:30.
wish-hour = Слово «{ $word }» не называет точного времени. Добавьте час, например: <code>/subscribe 08:30</code>.
wish-hourly = Дайджест приходит не чаще шести раз в день: назовите нужные часы, например <code>/subscribe 09:00 13:00 18:00</code>.
wish-times = Дайджест приходит не чаще шести раз в день: уберите лишнее время.
wish-day = Назовите и день недели, например: <code>/subscribe weekly пн,чт 09:00</code>.
wish-contrary = Слова противоречат друг другу: «{ $word }». Оставьте что-нибудь одно.
wish-length = Сообщение слишком длинное.

channel-title = Канал: { $channel }
channel-in-private = Подписку и настройки канала можно менять только в личном чате с ботом.
channel-unknown = Такой канал не найден: { $channel }.
channel-without-bot = Бот не может публиковать сообщения в этом канале: { $channel }. Сделайте его администратором с таким правом и попробуйте снова.
channel-not-yours = Подписку и настройки этого канала могут менять только его администраторы: { $channel }.

panel-title = Дайджест и настройки
panel-main = То же можно сделать командой: <code>/subscribe Китай, вода по будням 08:30</code>.
panel-topics = По каким темам присылать?
panel-days = В какие дни присылать?
panel-times = Во сколько присылать? Другое время можно написать: <code>/subscribe 07:45, 18:30</code>.
panel-zone = Другой пояс можно написать: <code>/timezone Europe/Berlin</code>.
panel-quiet = Срочное сообщение, вышедшее в тихие часы, придёт сразу после них.
panel-pause = На сколько приостановить? { pause-what } Число дней можно написать: <code>/pause 14</code>.
panel-pause-broadcasts = На сколько приостановить? { pause-what-broadcasts } Число дней можно написать: <code>/pause 14</code>.
panel-lang = На каком языке боту писать?
panel-last-topic = Хотя бы одна тема должна остаться. Отписаться – /unsubscribe.
panel-last-day = Хотя бы один день должен остаться. Отписаться – /unsubscribe.
panel-last-time = Хотя бы одно время должно остаться. Отписаться – /unsubscribe.

button-subscribe = 🔔 Подписаться
button-unsubscribe = 🔕 Отписаться
button-undo = ↩️ Отменить
button-settings = ⚙️ Настройки
button-panel-topics = 📚 Темы
button-panel-days = 📅 Дни
button-panel-times = 🕘 Время
button-panel-zone = 🌍 Часовой пояс
button-panel-quiet = 🌙 Тихие часы
button-panel-lang = 🗣 Язык
button-urgent-on = 🚨 Включить срочные
button-urgent-off = 🚨 Выключить срочные
button-pause = ⏸ Приостановить
pause-days =
    { $count ->
        [one] { $count } день
        [few] { $count } дня
        [many] { $count } дней
       *[other] { $count } дня
    }
button-resume = ▶️ Возобновить
button-all-topics = Все темы
button-daily = Ежедневно
button-weekdays = По будням
button-quiet-off = Без тихих часов
button-back = ← Назад
button-forget = Да, удалить
button-keep = Нет, оставить

## В группе

group-welcome =
    Здравствуйте! Этот бот рассказывает о внешней политике Казахстана: короткие обзоры на казахском и русском языках.

    В группе он отвечает только на команды: темы – /topics, последние обзоры – /latest, поиск – /search, все команды – /help.

    Администраторы группы могут подписать её на дайджест – /subscribe, выбрать язык – /lang, остальные настройки – /settings.

## Приватность

privacy =
    <b>Что бот хранит об этом чате</b>

    Имени, имени пользователя, телефона и вашей переписки бот <b>не хранит</b>. Он хранит только то, без чего не может работать.

    <b>Чат</b> – чтобы отвечать и присылать дайджест: его номер в Telegram (<code>{ $number }</code>), вид (личный чат, группа или канал), язык и то, выбрали ли вы его сами, метка последнего меню команд, которое получил чат, и время первого знакомства с ботом.

    <b>Подписка</b> – чтобы дайджест приходил вовремя и один раз, а пауза и тихие часы действовали и без него: номер темы форума, включена ли подписка, выбранные темы, дни, время, часовой пояс, начало и конец тихих часов, включены ли срочные сообщения, до какого дня пауза, время следующего дайджеста, порядковый номер последней публикации, вошедшей в дайджест, и номера тех, которые с ним не пришли: их принесёт срочное сообщение или следующий дайджест.

    <b>Отправленные дайджесты, срочные сообщения, исправления и рассылки</b> – чтобы ничего не отправить дважды и чтобы отправленное можно было исправить: что, в какой чат, в какую тему форума и к какому сроку отправлялось, срочно ли, состояние отправки, время, раньше которого она не начнётся, до какого времени её выполняет бот, число попыток, число попыток с неизвестным исходом, вид ошибки, номера сообщений, какую отправку исправляет эта, и время завершения.

    <b>Поиск</b>: запрос, по которому ничего не нашлось, – год, без сведений о том, кто искал.

    <b>О сотрудниках редакции</b>: номер в Telegram, роль, кем и когда она дана, журнал действий с обзорами и незаконченный черновик. Роль и журнал остаются и после /forget. Если командой или кнопкой редакции пытался воспользоваться кто-то без роли, в журнале остаётся номер в Telegram, что это было и когда; /forget удаляет и это.

    { $count ->
        [one] Сведения о чате и подписке хранятся до команды /forget, об отправке – { $count } день.
        [few] Сведения о чате и подписке хранятся до команды /forget, об отправке – { $count } дня.
        [many] Сведения о чате и подписке хранятся до команды /forget, об отправке – { $count } дней.
       *[other] Сведения о чате и подписке хранятся до команды /forget, об отправке – { $count } дня.
    } Удалить всё сразу – /forget.
forget-ask = Будет удалено всё, что хранится об этом чате: язык, подписка с настройками, сведения об отправленных дайджестах. Вернуть это нельзя. Удалить?
forget-not-staff = Сведения о работе в редакции (роль и журнал действий) остаются.
forget-kept = Ничего не удалено.
forgotten-channel = Всё, что хранилось об этом канале, удалено: ни дайджест, ни срочные сообщения туда больше не придут.
forgotten = Всё, что хранилось об этом чате, удалено. Если вы снова напишете боту, всё начнётся сначала.

## Непонятные сообщения

unknown-command = Такой команды нет. Все команды – /help, темы – /topics.
staff-in-private = Команды редакции работают только в личном чате с ботом.
not-text = Этот бот понимает только текст. Напишите название темы или выберите её из списка:
button-outdated = Эта кнопка устарела. Откройте список тем заново: /topics
failure = Простите, при подготовке ответа произошла ошибка. Попробуйте ещё раз чуть позже.

## Исправления, рассылки, отправленное

card-corrected = исправлено { $date }: { $reason }
digest-corrected = исправлено: { $reason }
correction-title = Исправление
correction-outdated = Эта часть обзора исправлена. Верный текст – выше.
correction-one-language = Строка есть не на всех языках, не хватает: { $language }. Читающие на этом языке увидят её на другом. Чтобы дать обе строки, напишите <code>/correct { $number }</code>, а ниже – <code>kk: …</code> и <code>ru: …</code>.
correction-published =
    Исправление к обзору /b{ $number } опубликовано. { $count ->
        [0] Читателям этот обзор не отправлялся.
        [one] Исправляется { $count } отправленное сообщение.
        [few] Исправляются { $count } отправленных сообщения.
        [many] Исправляются { $count } отправленных сообщений.
       *[other] Исправляется { $count } отправленного сообщения.
    }

    Ход отправки – <code>/sent { $edition }</code>.
desk-error-correction-empty = Напишите, что исправлено: без этого читатели не поймут, в чём дело.
desk-error-correction-long = Строка об исправлении слишком длинная: знаков в ней { $count }, а можно не больше { $limit }.

broadcast-usage = Напишите язык чатов и текст, например: <code>/broadcast ru Завтра в 10:00 – прямой эфир</code>. Вместо <code>ru</code> может стоять <code>kk</code> или <code>all</code> – чаты на всех языках.
broadcast-everybody = любой
broadcast-ask =
    <b>Так рассылку увидят читатели.</b>

    Язык чатов: { $language }. { $count ->
        [one] Её получит { $count } чат.
        [few] Её получат { $count } чата.
        [many] Её получат { $count } чатов.
       *[other] Её получат { $count } чата.
    } Чаты на паузе её не получат. Номер рассылки – { $edition }.
broadcast-sent =
    Рассылка отправляется. Язык чатов: { $language }. { $count ->
        [one] Её получит { $count } чат.
        [few] Её получат { $count } чата.
        [many] Её получат { $count } чатов.
       *[other] Её получат { $count } чата.
    }

    Ход отправки – <code>/sent { $edition }</code>.
broadcast-cancelled = Рассылка отменена, никто её не получит.
broadcast-withdrawn =
    { $count ->
        [1] Рассылка отменена, никто её не получит.
       *[other] Неотправленные рассылки отменены ({ $count }), никто их не получит.
    }
broadcast-before = Эта рассылка уже была отправлена.
desk-error-broadcast-long = Рассылка должна уместиться в одно сообщение: в ней может быть не больше { $limit } знаков. Сократите текст и отправьте команду ещё раз.
desk-error-broadcast-gone = Эта рассылка отменена. Чтобы отправить её, начните заново: /broadcast.
button-broadcast = Отправить
button-broadcast-cancel = Не отправлять

sent-follow = Ход отправки – <code>/sent { $edition }</code>.
sent-title = Последние отправки
sent-none = Пока ничего не отправлялось.
sent-unknown = Отправки с таким номером нет. Последние отправки – /sent.
sent-digest = Дайджест № { $edition }
sent-alert = Срочное сообщение № { $edition }
sent-correction = Исправление № { $edition }
sent-broadcast = Рассылка № { $edition }
sent-short = ждут: { $waiting }, отправлено: { $sent }, не удалось: { $failed }, некому: { $gone }, могли прийти дважды: { $unknown }
sent-numbers =
    Ждут отправки: { $waiting }
    Отправлено: { $sent }
    Не удалось: { $failed }
    Некому доставить: { $gone }
    Могли прийти дважды: { $unknown }
sent-spreading = Список получателей ещё составляется, числа вырастут.
sent-begins = Отправка начинается: составляется список получателей.
sent-nobody = Получателей не нашлось.
sent-errors = Что помешало:
sent-retried = Неудачные отправки повторяются.
sent-nothing-failed = Неудачных отправок больше нет.
sent-error-blocked = бот заблокирован
sent-error-deactivated = учётная запись или группа удалена
sent-error-kicked = бот удалён из чата
sent-error-not-member = бота нет в чате
sent-error-not-started = человек не начинал разговор с ботом
sent-error-is-bot = это бот
sent-error-deleted = чат удалён
sent-error-chat-not-found = чат не найден
sent-error-forbidden = чат закрыт для бота
sent-error-no-rights = у бота нет права писать в чат
sent-error-topic-closed = тема форума закрыта
sent-error-topic-deleted = тема форума удалена
sent-error-thread-not-found = тема форума не найдена
sent-error-migrated = группа всё время меняет номер
sent-error-ended = подписка закончилась
sent-error-forgotten = чат удалил свои данные
sent-error-withdrawn = обзор снят с публикации
sent-error-unwanted = чат на паузе или без срочных сообщений
sent-error-not-sent = исправлять нечего: обзор не дошёл
button-sent = Ход отправки
button-sent-refresh = Обновить
button-sent-list = Все отправки
button-sent-retry = 🔁 Повторить неудачные отправки

help-correct = опубликовать исправление
help-broadcast = сделать рассылку
help-sent = ход и итоги отправок

## Поиск

search-title = Что найти?
search-hint =
    Слова можно писать в любой форме, по-русски или по-казахски, а можно задать вопрос:
    <code>/search экспорт зерна в Китай</code>
    <code>/search сколько инвестиций США с 1993 года?</code>

    Уточнить поиск: <code>"Средний коридор"</code> – именно это сочетание, <code>-газ</code> – без этого слова, <code>#вода</code> – только по этой теме, <code>сентябрь 2025</code> – только за это время.
search-empty = В этом сообщении нечего искать. Назовите тему или задайте вопрос.
search-count =
    { $count ->
        [one] { $count } обзор
        [few] { $count } обзора
        [many] { $count } обзоров
       *[other] { $count } обзора
    }
search-count-more =
    { $count ->
        [one] больше { $count } обзора
       *[other] больше { $count } обзоров
    }
search-corrected = Возможно, вы искали «{ $query }»?
search-unquoted = Точно такого сочетания не нашлось, поэтому поиск выполнен без кавычек.
search-unknown-topic =
    { $count ->
        [one] Такой темы нет: { $names }.
       *[other] Таких тем нет: { $names }.
    }
search-partial = Обзора со всеми этими словами нет. Вот обзоры с некоторыми из них:
search-untimed = Обзоров за это время нет. Вот обзоры с этими словами:
search-answer = Ответ из обзора:
search-no-answer = Прямого ответа на этот вопрос не нашлось. Вот что есть об этом в обзорах:
search-nothing = По запросу «{ $query }» ничего не нашлось. Посмотрите эти темы:
inline-nothing = Ничего не нашлось. Открыть бота

## Редакция: карточка обзора, публикация, проверка

help-drafts = что ждёт публикации
help-card = обзор глазами редактора
help-publish = опубликовать сразу или ко времени
help-edit = изменить обзор
help-archive = убрать обзор в архив
help-restore = вернуть обзор из архива
help-history = кто и что делал с обзором

desk-state-draft = 📝 <b>Черновик № { $number }</b>
desk-state-review = 👀 <b>Обзор № { $number } на проверке</b>
desk-state-scheduled = ⏰ <b>Обзор № { $number } ждёт своего времени</b>
desk-state-published = ✅ <b>Обзор № { $number } опубликован</b>
desk-state-archived = 🗄 <b>Обзор № { $number } в архиве</b>
desk-goes-out = Выйдет: <b>{ $moment }</b> ({ $city })
desk-wished-at = Автор просит опубликовать: { $moment } ({ $city })
desk-went-out = Вышел: { $moment } ({ $city })
desk-urgent = 🚨 Срочно
desk-missing = ⚠️ Не хватает: { $what }
desk-missing-text = текст (хотя бы на одном языке)
desk-missing-language = текст ({ $language })
desk-missing-source = источник
desk-missing-date = дата
desk-undated = Без даты обзор стоит в конце списка темы.
desk-machine = 🤖 Составлено автоматически и не проверено: { $languages }
desk-review-waits = Ждёт решения другого сотрудника редакции.

desk-published = Опубликовано.
desk-scheduled = Публикация назначена.
desk-submitted = Отправлено на проверку.
desk-already = Этот обзор уже опубликован.
desk-already-ordinary = Срочно он уже не разойдётся: подписчики получают его в дайджесте. Сообщить о нём сейчас всем чатам можно рассылкой, например: <code>/broadcast all Важно: … /b{ $number }</code>
desk-review-asked = Черновик ждёт вашей проверки. Автор: { $name }.
desk-review-reached =
    { $count ->
        [one] Сообщение получил { $count } коллега.
        [few] Сообщение получили { $count } коллеги.
        [many] Сообщение получили { $count } коллег.
       *[other] Сообщение получили { $count } коллеги.
    }
desk-review-nobody = Никому сообщить не удалось. Выпускающего редактора назначает владелец командой /grant; черновик виден всей редакции в /drafts.
desk-approved = Ваш черновик одобрен. Кто одобрил: { $name }.
desk-sent-back = Черновик возвращён. Причина сообщена автору.
desk-sent-back-untold = Черновик возвращён. Сообщить автору не удалось; причина сохранена в истории обзора.
desk-sent-back-to-you =
    ↩️ <b>Черновик № { $number } вернули на доработку</b>
    { $title }

    Кто вернул: { $name }
    Причина: { $reason }
desk-when = Когда опубликовать? Выберите время или напишите своё, например: <code>2026-11-23 09:00</code>
desk-when-urgent = Когда опубликовать обзор как срочный? Выберите время или напишите своё, например: <code>2026-11-23 09:00</code>
desk-discard-ask = Удалить этот черновик? Вернуть его будет нельзя.
desk-discarded = Черновик № { $number } удалён.
desk-overtaken = Тем временем обзор изменил другой сотрудник ({ $name }), поэтому ваше действие не выполнено. Ниже – нынешний вид обзора.
desk-overtaken-again = Чтобы всё же сохранить свой вариант, пришлите ответ ещё раз; оставить как есть – /cancel.
desk-question-dropped = Вопрос о другом обзоре снят: то, что вы теперь напишете, ответом на него не станет.
desk-choose-field = Что изменить?
desk-saved = Изменение сохранено.
desk-saved-sent =
    { $count ->
        [one] В { $count } отправленном сообщении остался прежний текст.
       *[other] В { $count } отправленных сообщениях остался прежний текст.
    } Чтобы обновить и его, нажмите «🔧 Опубликовать исправление».
desk-saved-language = Изменение сохранено. Первая строка стала заголовком, остальное – текстом.
desk-saved-over = Изменение сохранено. До этого обзор изменил и ваш коллега; прежний вариант – /history { $number }
desk-changed-published =
    ✏️ <b>Коллега изменил опубликованный обзор № { $number }</b>
    { $title }

desk-ask-title = Напишите новый заголовок обзора № { $number } ({ $language }).
desk-ask-text = Напишите новый текст обзора № { $number } ({ $language }). Абзацы разделяйте пустой строкой, цифры и подробности пишите каждую с новой строки, начиная с <code>- </code>
desk-ask-language = Напишите заголовок обзора № { $number } ({ $language }). Можно прислать сразу всё: первая строка – заголовок, дальше текст.
desk-ask-body = Теперь напишите текст обзора № { $number } ({ $language }). Абзацы разделяйте пустой строкой, цифры и подробности пишите каждую с новой строки, начиная с <code>- </code>
desk-ask-source = Напишите источник обзора № { $number }: <code>BAQ.KZ | 2025-09-05 | https://baq.kz/…</code>. Дату и адрес можно опустить. Убрать источник – <code>-</code>
desk-ask-topics = Темы обзора № { $number }: выберите их, начиная с главной, или напишите через запятую.
desk-ask-date = Напишите дату обзора № { $number }: <code>2025-09-05</code>, <code>2025-09</code> или <code>2025</code>; <code>-</code>, если она неизвестна.
desk-ask-moment = Когда опубликовать обзор № { $number }? Например: <code>2026-11-23 09:00</code>
desk-ask-urgent = Когда опубликовать обзор № { $number } как срочный? Например: <code>2026-11-23 09:00</code>
desk-ask-reason = Почему черновик № { $number } возвращается? Причину увидит автор.
desk-ask-correct = Что исправлено в обзоре № { $number }? Напишите одной строкой, её увидят читатели. На двух языках – двумя строками: <code>kk: …</code> и <code>ru: …</code>. Сам текст обзора эта строка не меняет: сначала исправьте его кнопкой «✏️ Изменить».

desk-shelf-waiting-empty = Ничего не ждёт. Начать обзор – /add.
desk-shelf-waiting =
    { $count ->
        [one] Ждёт { $count } обзор
        [few] Ждут { $count } обзора
        [many] Ждут { $count } обзоров
       *[other] Ждут { $count } обзора
    }
desk-waits-draft = 📝 черновик
desk-waits-review = 👀 на проверке
desk-waits-scheduled = ⏰ ждёт своего времени
desk-waits-until = ⏰ { $moment }
desk-waits-out = ✅ { $moment }
desk-waits-published = ✅ опубликован
desk-waits-archived = 🗄 в архиве
desk-shelf-published = Опубликованные обзоры: { $count }
desk-shelf-published-empty = Опубликованных обзоров пока нет.
desk-shelf-archived = Обзоры в архиве: { $count }
desk-shelf-archived-empty = В архиве ничего нет.
desk-which = Выберите обзор кнопкой или напишите его номер после команды, например: <code>{ $example }</code>

desk-history = История обзора № { $number }
desk-by-nobody = бот
desk-by-you = вы
desk-by-number = сотрудник { $number }
desk-did-draft = создание черновика
desk-did-edit = правка
desk-did-confirm = подтверждение автоматического текста
desk-did-submit = отправка на проверку
desk-did-approve = одобрение
desk-did-send-back = возврат на доработку
desk-did-schedule = назначение времени публикации
desk-did-scheduled-for = назначено время публикации: { $moment }
desk-did-withdraw = возврат в черновики
desk-did-publish = публикация
desk-did-correct = исправление
desk-did-archive = перенос в архив
desk-did-restore = возврат из архива
desk-did-discard = удаление черновика
desk-did-import = загрузка из файла
desk-did-file = обновление из файла
desk-field-title = Заголовок
desk-field-text = Текст
desk-field-expert = Эксперт
desk-field-topics = Темы
desk-field-date = Дата
desk-field-source = Источник

button-desk-publish = ✅ Опубликовать
button-desk-urgent = 🚨 Срочно
button-desk-submit = 📨 На проверку
button-desk-submit-urgent = 🚨 На проверку (срочный)
button-desk-when = 🕘 Назначить время
button-desk-withdraw = ↩️ В черновики
button-desk-approve = ✅ Одобрить
button-desk-send-back = ↩️ Вернуть
button-desk-edit = ✏️ Изменить
desk-key-language = ➕ { $language }
button-desk-confirm = ☑️ Текст проверен
button-desk-history = 📜 История
button-desk-discard = 🗑 Удалить
button-desk-discard-surely = Да, удалить
button-desk-keep = Нет, оставить
button-desk-correct = 🔧 Опубликовать исправление
button-desk-archive = 🗄 В архив
button-desk-restore = ♻️ Вернуть из архива
button-desk-waiting = 📝 Ждут
button-desk-published = ✅ Опубликованные
button-desk-archived = 🗄 Архив
desk-key-title = Заголовок · { $language }
desk-key-text = Текст · { $language }
button-desk-topics = Темы
button-desk-date = Дата
button-desk-source = Источник
button-desk-as-urgent = 🚨 Как срочный
button-desk-not-urgent = Не срочный
button-desk-other-moment = Другое время
button-desk-leave = Отмена
desk-key-open = Открыть № { $number }

desk-error-overtaken = Тем временем обзор изменил другой сотрудник, поэтому ваше действие не выполнено. Повторите его, если оно ещё нужно.
desk-error-missing = Обзора № { $number } нет. Что ждёт публикации – /drafts.
desk-error-archived = Обзор № { $number } в архиве. Сначала верните его: /restore { $number }
desk-error-no-text = У обзора № { $number } ещё нет ни одного текста, публиковать нечего. Добавить текст – /edit { $number }
desk-error-unconfirmed = Текст обзора № { $number } составлен автоматически. Прочитайте его и нажмите «☑️ Текст проверен» или исправьте, после этого публикуйте.
desk-error-not-in-review = Обзор № { $number } не на проверке. Как он выглядит сейчас – /card { $number }
desk-error-not-yours-to-approve = Обзор № { $number } может одобрить только другой сотрудник: выпускающий редактор или владелец.
desk-error-was-published = Обзор № { $number } уже выходил, удалить его нельзя. Убрать в архив – /archive { $number }
desk-error-not-published = Обзор № { $number } не опубликован. Как он выглядит сейчас – /card { $number }
desk-error-not-archived = Обзор № { $number } не в архиве. Как он выглядит сейчас – /card { $number }
desk-error-reason-empty = Напишите причину возврата: без неё автор не поймёт, что исправить.
desk-error-reason-long = Причина возврата слишком длинная: знаков в ней { $count }, а можно не больше { $limit }.
desk-error-key-taken = Ключ «{ $word }» уже занят: он у обзора № { $number }.
desk-error-title-below = Заголовок пишут со второй строки, в первой – только темы, а за ними язык: <code>/add china ru</code>.
desk-error-title-empty = Заголовка нет: напишите его отдельной строкой.
desk-error-title-long = Заголовок слишком длинный: знаков в нём { $count }, а можно не больше { $limit }.
desk-error-text-empty = Текста обзора нет: нужен хотя бы один абзац.
desk-error-text-long = Текст слишком длинный: знаков в нём { $count }, а можно не больше { $limit }.
desk-error-expert-long = Имя эксперта слишком длинное: можно не больше { $limit } знаков.
desk-error-source-empty = Назовите источник, например: <code>BAQ.KZ | 2025-09-05 | https://baq.kz/…</code>
desk-error-source-long = Название источника слишком длинное: можно не больше { $limit } знаков.
desk-error-source-form = В источнике непонятна часть «{ $word }». Образец: <code>BAQ.KZ | 2025-09-05 | https://baq.kz/…</code>
desk-error-address = Адрес источника «{ $word }» должен начинаться с http:// или https://.
desk-error-date = Такой даты нет: «{ $word }». Образцы: <code>2025-09-05</code>, <code>2025-09</code>, <code>2025</code>.
desk-error-unknown-topic = Такой темы нет: «{ $word }». Все темы – /topics.
desk-error-unknown-topic-near = Такой темы нет: «{ $word }». Может быть, вы имели в виду: { $near }.
desk-error-unknown-topic-choose = Такой темы нет: «{ $word }». Выберите темы ниже или напишите иначе.
desk-error-topics-none = Назовите хотя бы одну тему. Все темы – /topics.
desk-error-topics-none-choose = Выберите хотя бы одну тему.
desk-error-moment-form = Непонятно время «{ $word }». Образец: <code>2026-11-23 09:00</code>.
desk-error-moment-date = Такой даты нет: «{ $word }». Образец: <code>2026-11-23 09:00</code>.
desk-error-moment-past = Это время уже прошло: «{ $word }». Назовите время, которое ещё впереди.
desk-error-moment-skipped = Такого времени не бывает: «{ $word }» попадает на перевод часов. Назовите другое.
desk-error-moment-far = Публикацию можно назначить не дальше чем на год вперёд, а это позже: «{ $word }».
desk-error-form = Команда непонятна. Напишите её с номером обзора, например: <code>{ $example }</code>
desk-error-field = Такого поля нет: «{ $word }». Есть title, text, source, topics, date, например: <code>{ $example }</code>
desk-error-language = Такого языка нет: «{ $word }». Есть kk и ru.
desk-error-broadcast-language = Такого языка нет: «{ $word }». Есть kk, ru и all – чаты на всех языках.
desk-error-language-new = У обзора № { $number } ещё нет текста на этом языке. Пришлите одним сообщением и заголовок, и текст: первая строка – заголовок (не длиннее { $limit } знаков), ниже – текст.
desk-error-language-there = У обзора № { $number } уже есть текст на этом языке. Изменить его – /edit { $number }
desk-error-answer-not-text = Ответьте, пожалуйста, текстом. Оставить всё как есть – /cancel.

## Редакция: люди, темы, числа, выгрузка

help-for-staff = Редакции
help-for-owners = Владельцу
help-staff = кто в редакции
help-grant = дать роль
help-revoke = снять роль
help-topic = темы: добавить, переименовать, скрыть
help-stats = чаты, подписчики, отправка, поиск
help-export = все опубликованные обзоры одним файлом

role-owner = владелец
role-editor = редактор
role-reviewer = выпускающий редактор
staff-title = Редакция
staff-by-settings = владелец, указан в настройках бота (<code>OWNER_IDS</code>)
staff-since = { $role }. Роль дана: { $since }, кто дал: { $by }
staff-no-role = роли нет
staff-hint =
    <b>Редактор</b> пишет и публикует обзоры, <b>выпускающий редактор</b> ещё и одобряет чужие черновики, <b>владелец</b> решает, кто в редакции. Если включено <code>REVIEW_REQUIRED</code>, каждый черновик одобряет другой сотрудник.

    Дать роль – <code>/grant 104 editor</code> (или <code>reviewer</code>, <code>owner</code>), снять – <code>/revoke 104</code>. Здесь 104 – номер человека в Telegram; свой номер каждый видит в ответе на /privacy.
staff-as-before = Эта роль уже дана.
staff-told = Роль дана. Бот написал этому человеку, команды редакции появились в его меню.
staff-not-told = Роль дана, но написать этому человеку бот пока не может. Пусть он откроет бота и нажмёт «Запустить».
staff-revoked = Роль снята.
staff-revoked-told = Роль снята. Бот написал этому человеку, команд редакции в его меню больше нет.
staff-you-owner = Вы теперь владелец этого бота: вам доступно всё, включая состав редакции. Команды – /help.
staff-you-editor = Вы теперь редактор этого бота: можете писать обзоры и готовить их к публикации. Команды – /help.
staff-you-reviewer = Вы теперь выпускающий редактор этого бота: можете писать обзоры и одобрять чужие черновики. Команды – /help.
staff-you-none = Вы больше не в редакции этого бота. Читать обзоры и дайджест можно по-прежнему: /topics.
button-staff-grant = Назначить: { $role }
button-staff-revoke = Снять роль
button-staff-list = ← Вся редакция

topic-help =
    <b>Темы: { $count }</b>
    Выберите тему, чтобы скрыть её, показать или переставить. 🚫 – скрыта от читателей.

    Новая тема – одной строкой. Части разделяет «|»: команда, эмодзи, название по-казахски, название по-русски, другие названия через запятую. Например:
    <code>/topic add africa | 🌍 | Африка | Африка | Нигерия, ЮАР</code>

    Переименовать: <code>/topic rename africa | Африка | Африка</code>
    Скрыть, показать: <code>/topic hide africa</code>, <code>/topic show africa</code>
topic-page =
    Команда: /{ $slug }
    Раздел: { $shelf }
    Обзоров: { $count }
topic-aliases = Другие названия: { $aliases }
topic-is-hidden = 🚫 Скрыта от читателей.
topic-rename-hint = Переименовать: <code>/topic rename { $slug } | { $names }</code>
topic-done-add = Тема добавлена: её команда, строка в меню и все названия уже работают.
topic-done-rename = Тема переименована.
topic-done-hide = Тема скрыта. Её обзоры остались, их открывают по номеру.
topic-done-show = Тема снова видна читателям.
topic-done-countries = Тема перенесена в раздел «Страны и форматы».
topic-done-subjects = Тема перенесена в раздел «Направления».
button-topic-hide = Скрыть
button-topic-show = Показать читателям
button-topic-move = Перенести: { $shelf }
button-topic-list = ← Все темы

stats-title = Статистика: { $since } – { $until }
stats-chats = Чаты
stats-total = Всего: { $numbers }
stats-new =
    { $count ->
        [one] Новых за { $count } день: { $number }
        [few] Новых за { $count } дня: { $number }
        [many] Новых за { $count } дней: { $number }
       *[other] Новых за { $count } дня: { $number }
    }
stats-subscribers = Подписчики
stats-all-topics = На все темы: { $numbers }
stats-all-topics-short = Все темы
stats-topic = { $topic }: { $numbers }
stats-deliveries = Отправка
stats-sent = Отправлено: { $number }
stats-waiting = Ждут отправки: { $number }
stats-failed = Не удалось: { $number }
stats-gone = Некому доставить: { $number }
stats-unknown = Могли прийти дважды: { $number }
stats-sent-short = отправлено
stats-waiting-short = ждут отправки
stats-failed-short = не удалось
stats-gone-short = некому доставить
stats-unknown-short = могли прийти дважды
stats-missed = Поисков без результата: { $number }
stats-missed-short = Поиски без результата
stats-none = Таких запросов не было.

export-caption =
    Обзоров: { $count }, тем: { $topics }. Здесь всё опубликованное; черновики и архив не входят.

    Этот файл можно прислать боту или загрузить: <code>python -m bot import ФАЙЛ</code>.

desk-error-grant-form = Напишите номер человека и роль: <code>/grant 104 editor</code>, <code>reviewer</code> или <code>owner</code>.
desk-error-revoke-form = Напишите номер человека: <code>/revoke 104</code>.
desk-error-user-id = «{ $word }» – не номер человека в Telegram; это число больше нуля, например: <code>/grant 104 editor</code>.
desk-error-role = Роли «{ $word }» нет. Есть <code>owner</code>, <code>editor</code> и <code>reviewer</code>: <code>/grant 104 reviewer</code>.
desk-error-no-member = У человека с номером { $word } роли нет.
desk-error-owner-by-settings = Владелец { $word } указан в настройках бота, в <code>OWNER_IDS</code>: изменить это можно только там.
desk-error-last-owner = Это последний владелец: сначала дайте эту роль кому-нибудь ещё.
desk-error-topic-form = После /topic пишут <code>add</code>, <code>rename</code>, <code>hide</code> или <code>show</code>, например: <code>/topic hide africa</code>.
desk-error-topic-add-form = Нужны четыре или пять частей через вертикальную черту: <code>/topic add africa | 🌍 | Африка | Африка | Нигерия, ЮАР</code>.
desk-error-topic-rename-form = Нужны три части через вертикальную черту: <code>/topic rename africa | Африка | Африка</code>.
desk-error-topic-slug = «{ $word }» не может быть командой: нужны только латинские буквы, цифры и подчёркивание, первой – буква, до 32 знаков.
desk-error-topic-reserved = «{ $word }» в боте уже значит другое: это команда или слово для /subscribe. Тема так называться не может.
desk-error-topic-taken = Тема /{ $word } уже есть.
desk-error-topic-emoji = Вторая часть – эмодзи без букв и пробелов, например 🌍, а здесь «{ $word }».
desk-error-topic-name-empty = Теме нужно название и по-казахски, и по-русски.
desk-error-topic-name-long = Название «{ $word }» длиннее { $limit } знаков.
desk-error-topic-name-taken = Название «{ $word }» уже занято темой /{ $slug }.
desk-error-topic-alias = Название «{ $word }» не подходит: нужны буквы или цифры, до { $limit } знаков.
desk-error-topic-aliases = Других названий слишком много, можно до { $limit }.
desk-error-topic-missing = Темы /{ $word } нет. Все темы – /topic.
desk-error-topic-missing-near = Темы /{ $word } нет. Может быть, <code>{ $near }</code>?
desk-error-days = «{ $word }» – не число дней: нужно от 1 до { $limit }, например: <code>/stats 7</code>.
desk-error-export-size = Обзоров слишком много для одного файла в Telegram. Выгрузите их на сервере: <code>python -m bot export ПАПКА</code>.

## Как пишут обзоры

help-add = написать обзор
help-cancel = прервать начатое

write-ask-language = <b>{ $number }/{ $total }. Язык</b>
    На каком языке будет обзор? Текст на втором языке можно добавить потом.
write-ask-topics = <b>{ $number }/{ $total }. Темы</b>
    Выберите темы, начиная с главной. Можно и написать их, например: <i>Китай, вода</i>.
write-ask-title = <b>{ $number }/{ $total }. Заголовок</b>
    Пришлите заголовок обзора одной строкой.
write-ask-text = <b>{ $number }/{ $total }. Текст</b>
    Пришлите текст обзора. Абзацы разделяйте пустой строкой, цифры и подробности пишите каждую с новой строки, начиная с <code>- </code>
write-ask-source = <b>{ $number }/{ $total }. Источник</b>
    Напишите источник, дату и ссылку, например: <code>BAQ.KZ | 2025-09-05 | https://baq.kz/…</code>
write-how-to-leave = Прервать – /cancel. Другие команды тоже работают: начатое хранится сутки, продолжить – /add.
write-cancelled = Прервано, ничего не сохранено.
write-discarded = Этот текст не сохранён.
write-offer-machine =
    🤖 <b>Этот черновик составлен автоматически</b>: его нужно проверить и поправить.
    Язык текста: { $language }. В исходном тексте знаков: { $long }, в предложенном: { $short }.
write-offer-about =
    Темы: { $topics }
    Источник: { $source }
write-offer-none = не указано
write-offer-topics = Выберите темы обзора, начиная с главной.
write-alike = ⚠️ Похожий обзор уже есть:
write-alike-one = № { $number } · { $title }
button-write-discard = Не сохранять
button-write-no-source = Без источника
button-write-save = Создать черновик
button-write-anyway = Всё равно сохранить
button-write-topics = Выбрать темы
button-write-back = ← Назад
button-write-topics-done = Темы выбраны

file-made =
    { $count ->
        [one] Создан { $count } черновик
        [few] Создано { $count } черновика
        [many] Создано { $count } черновиков
       *[other] Создано { $count } черновика
    }
file-same = Точно такие же обзоры уже есть: { $count }
file-known = ⚠️ Ключ уже есть, а содержание другое. Таких обзоров: { $count }
file-alike = ⚠️ Похожие обзоры уже есть, поэтому черновики не созданы. Похожих обзоров: { $count }
file-not-compared = Новых файлов так много, что похожие обзоры не искались: сверены только ключи.
file-updated = Обновлено обзоров по файлу: { $count }
file-and-more = и ещё { $count }
file-nothing-new = Обзоры уже такие, как в файле: ничего не изменилось.
file-left = Прежние обзоры остались как были.
file-topics-ignored = Этих тем из файла в боте нет, и они не добавлены: { $names }. Всего: { $count }. Добавить тему – /topic.
button-file-update = Обновить по файлу
button-file-anyway = Всё равно создать черновики
button-file-leave = Ничего не менять

file-error-in-file = { $file }: { $what } Ничего не сохранено.
file-error-in-line = { $file }, строка { $line }: { $what } Ничего не сохранено.
file-error-in-field = { $file }, строка { $line }, <code>{ $field }</code>: { $what } Ничего не сохранено.
file-error-not-utf8 = файл записан не в кодировке UTF-8.
file-error-control-character = в строке стоит невидимый управляющий знак.
file-error-no-front-matter = файл должен начинаться с вступления между двумя строками <code>---</code>.
file-error-yaml = здесь нарушены правила YAML.
file-error-yaml-alias = якоря, ссылки и теги YAML здесь недопустимы.
file-error-not-a-mapping = здесь нужны поля вида <code>key: value</code>.
file-error-not-a-list = здесь нужен список.
file-error-not-text = здесь нужен текст.
file-error-unknown-field = такого поля нет.
file-error-reserved = «{ $value }» в боте уже значит другое.
file-error-twice = «{ $value }» стоит дважды.
file-error-taken = «{ $value }» открывает и другую тему: /{ $other }.
file-error-missing = поле не заполнено.
file-error-format = «{ $value }» сюда не подходит.
file-error-not-a-date = такой даты нет; образцы: <code>2025-09-05</code>, <code>"2025-09"</code>, <code>"2025"</code>.
file-error-not-true-or-false = нужно <code>true</code> или <code>false</code>, а не «{ $value }».
file-error-not-a-url = адрес должен начинаться с http:// или https://, а здесь «{ $value }».
file-error-too-long = текст слишком длинный, можно не больше { $limit } знаков.
file-error-text-before-language = текст стоит раньше заголовка языка (<code># kk</code>, <code># ru</code>).
file-error-language-twice = заголовок этого языка стоит дважды.
file-error-language-missing = нет текста на этом языке.
file-error-title-missing = здесь нужен заголовок (<code>## …</code>).
file-error-summary-missing = у обзора нет текста.
file-error-heading-unknown = «{ $value }» – такого заголовка в обзоре не бывает.
file-error-unknown-topic = темы «{ $value }» в боте нет. Все темы – /topics.
file-error-key-twice = ключ «{ $value }» стоит и в другом файле.
file-error-zip-broken = это не zip, или он повреждён либо закрыт паролем.
file-error-zip-path = «{ $value }» указывает за пределы папки.
file-error-zip-files = файлов здесь должно быть не больше { $limit }.
file-error-zip-size = «{ $value }» в распакованном виде занимает слишком много места.
file-error-zip-empty = здесь нет ни одного файла с обзором (<code>.md</code>).
file-error-too-big = файл больше { $limit } МБ.
file-error-no-folder = такой папки нет.

desk-error-nothing-to-cancel = Прерывать нечего. Начать обзор – /add.
desk-error-language-unclear = Непонятно, на каком языке текст. Назовите язык в первой строке, например: <code>/add china ru</code>.
desk-error-article-long = Текст слишком длинный: знаков в нём { $count }, а можно не больше { $limit }.
desk-error-article-empty = В этом тексте не нашлось предложений для черновика. Напишите обзор сами: /add.
desk-error-many-new = Новых обзоров в файле { $count }, а из одного файла создаётся не больше { $limit } черновиков. Загрузите их на сервере: <code>python -m bot import ПАПКА</code>.
desk-error-file-kind = Бот принимает файл обзора (<code>.md</code>) или <code>.zip</code> с такими файлами.

## Слова вместо команд: через запятую, как их пишут

words-command = Возможно, вам нужна команда /{ $command } – { $what }.
courtesy-greeting = Здравствуйте! Назовите тему или задайте вопрос, например: <i>сколько зерна экспортируем в Китай?</i> Все темы – /topics, команды – /help.
courtesy-thanks = Пожалуйста! Последние обзоры – /latest, темы – /topics.
words-greeting = привет, как дела, как поживаете, приветствую, здравствуйте, здравствуй, доброе утро, добрый день, добрый вечер, салам
words-thanks = спасибо, большое спасибо, спасибо большое, благодарю, спс
words-help = помощь, помогите, справка, команды, что ты умеешь, как пользоваться
words-topics = темы, все темы, список тем
words-latest = последние обзоры, последнее, новости, последние новости, свежие новости, что нового, что новенького
words-digest = дайджест
words-subscribe = подписка, подписаться, подпишите, подпишите меня, подпиши меня, хочу подписаться
words-unsubscribe = отписка, отписаться, отпишите, отпишите меня, отпиши меня, хочу отписаться, отмена подписки
words-settings = настройки, настройка
words-timezone = часовой пояс
words-pause = пауза, приостановить
words-lang = язык, сменить язык, поменять язык
words-start = старт, начать
words-search = поиск, найти
words-privacy = приватность, конфиденциальность
