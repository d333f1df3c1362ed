# Қазақша мәтіндер. Оқырманға «Сіз» деп сөйлейміз; қойылмаға жалғау керек болса, сөйлем басқаша құрылады.

locale = kk_KZ
language-name = Қазақша
year-only = { $year } ж.

## Танысу

start =
    Сәлеметсіз бе! Бұл бот Қазақстанның сыртқы саясаты туралы қазақ және орыс тілдерінде қысқа шолулар ұсынады.

    Төмендегі батырмалар арқылы тақырып таңдаңыз немесе не туралы оқығыңыз келетінін жазыңыз, мысалы: <i>Қытай</i>, <i>су</i>, <i>ЕО</i>. Сұрақ қоюға да болады: <i>Қытайға қанша астық экспорттаймыз?</i>

    Соңғы шолулар – /latest, барлық пәрмен – /help.
bot-description =
    Қазақстанның сыртқы саясаты туралы қысқа әрі нақты шолулар – қазақ және орыс тілдерінде. Ел, халықаралық формат немесе сала таңдаңыз, болмаса жай ғана жазыңыз: «Қытай», «су», «C5+1». Әр шолудың дереккөзі көрсетілген.
bot-short-description = Қазақстанның сыртқы саясаты туралы шолулар – қазақ және орыс тілдерінде.

## Анықтама

help-title = Бот мына пәрмендерді түсінеді
help-for-everyone = Оқырманға
help-start = танысу, тіл және тақырыптар
help-help = барлық пәрмен
help-lang = тілді ауыстыру
help-topics = барлық тақырып
help-search = шолулардан іздеу
help-latest = соңғы шолулар
help-digest = дайджестті алдын ала көру
help-subscribe = дайджестке жазылу
help-unsubscribe = жазылымнан шығу
help-settings = баптаулар
help-timezone = уақыт белдеуі
help-pause = дайджест пен хабарландыруларды уақытша тоқтату
help-resume = үзілісті аяқтау
help-privacy = қандай деректер сақталады
help-forget = сақталғанның бәрін өшіру
help-latest-more = Соңғы он шолу: <code>/latest 10</code>.
group-countries = Елдер мен форматтар
group-subjects = Салалар
help-topic-more =
    Тақырып пәрмені ең жаңа шолуды ашады. Жаңасынан санағанда үшіншісі – <code>/{ $example } 3</code>, толық тізім – <code>/{ $example } all</code>. Нөмірі белгілі шолу – <code>/b12</code>.
hint-words =
    Тақырып атауын қандай жалғаумен жазсаңыз да болады: <i>Қытайға</i>, <i>АҚШ-пен</i>, <i>суды</i>. Басқа сөздер мен сұрақтарды бот шолулардан іздейді.

    Кез келген чатта <code>@{ $bot } Қытай</code> деп теріп, таңдаған шолуыңызды сол чатқа жібере аласыз.

## Тіл

lang-choose = Қай тілде оқығыңыз келеді?
lang-set = Тіл ауыстырылды: бот енді қазақша жауап береді.
lang-set-channel = Арнаның тілі: { $language }.
lang-unknown = Бот бұл тілді әзірге білмейді. Мыналардың бірін таңдаңыз:
lang-offer = Бот қазақша жауап берсін бе? «{ language-name }» батырмасын басыңыз.
lang-already = Бот онсыз да қазақша жауап береді. Тілді батырмамен ауыстыруға болады.
lang-admins-only = Топтың тілін оның әкімшілері ғана өзгерте алады.

## Тақырыптар мен шолулар

topics-title = Тақырыптар
topics-hint = Жақшада шолу саны көрсетілген.
topic-empty = «{ $topic }» тақырыбы бойынша шолу әзірге жоқ. Басқа тақырыптар – /topics.
topic-too-far = Бұл тақырыпта барлығы { $count } шолу бар. Толық тізім – <code>/{ $slug } all</code>.
store-empty = Әзірге бірде-бір шолу жоқ. Кейінірек қайта кіріп көріңіз.
topic-wrong = Тақырып пәрменінен кейін шолудың реттік нөмірін жазыңыз (1 – ең жаңасы), мысалы: <code>/{ $slug } 3</code>. Толық тізім – <code>/{ $slug } all</code>. Тақырып ішінен іздеу – <code>/search #{ $slug } сөз</code>.
topic-no-place = Реттік нөмір 1-ден басталады: 1 – тақырыптың ең жаңа шолуы. Толық тізім – <code>/{ $slug } all</code>.
latest-wrong = Шолу саны 1 мен { $most } аралығында болуы керек, мысалы: <code>/latest 10</code>.
briefing-missing = Мұндай нөмірлі шолу жоқ. Соңғы шолулар – /latest.
briefing-archived = Бұл шолу мұрағатқа көшірілген. Соңғы шолулар – /latest.
no-further = Бұдан әрі шолу жоқ.
latest-title = Соңғы шолулар
list-title = { $topic }: барлық шолу
date-unknown = күні белгісіз
list-range = { $places } / { $total }

card-expert = сарапшы: { $name }
card-language-note = Бұл шолудың қазақша мәтіні әзірге жоқ, сондықтан басқа тілдегі мәтіні беріліп отыр.
card-source = Дереккөзді ашу

button-older = ← Бұрынғысы
button-newer = Кейінгісі →
button-previous-page = ← Алдыңғы бет
button-next-page = Келесі бет →
button-share = Бөлісу
button-topics = Барлық тақырып

## Дайджест

digest-title = Дайджест · { $date }
digest-count = { $count } шолу
digest-language-note = қазақша мәтіні әзірге жоқ
alert-title = Шұғыл
button-read = Толық оқу

## Жазылым

subscribed = Жазылым сақталды.
unsubscribed = Жазылым тоқтатылды, дайджест енді жіберілмейді. Қайта жазылу – /subscribe.
unsubscribed-last = Жазылымдағы соңғы тақырып алып тасталды, сондықтан жазылым тоқтатылды. Қайта жазылу – /subscribe.
topics-dropped = Бұл тақырыптар жазылымнан алып тасталды.
topics-not-held = Бұл тақырыптар жазылымда жоқ.
not-subscribed = Жазылым жоқ. Дайджестке жазылу – /subscribe.
already-subscribed = Бұл тақырып жазылымда бар. Баптаулар – /settings.
settings-admins-only = Топтың жазылымы мен баптауларын оның әкімшілері ғана өзгерте алады.
digest-empty = Дайджестке енетін жаңа шолу әзірге жоқ.
digest-sample = Бұл – дайджест үлгісі: жазылым әзірге жоқ. Дайджестке жазылу – /subscribe.
paused = Дайджест уақытша тоқтатылды.
pause-what = Үзіліс біткенше шұғыл хабарлар да, редакцияның хабарландырулары да жіберілмейді. Осы күндері шыққан шолулар, шұғылдары да, үзілістен кейінгі алғашқы дайджестке енеді, ал хабарландырулар қайталанбайды.
pause-wrong = Күн саны 1 мен 365 аралығында болуы керек, мысалы: <code>/pause 7</code> немесе <code>/pause 2 апта</code>.
paused-broadcasts = Редакцияның хабарландырулары уақытша тоқтатылды.
pause-what-broadcasts = Жазылым жоқ, дайджест жіберілмейді; үзіліс біткенше хабарландырулар да жіберілмейді. Осы кезде таратылған хабарландырулар кейін қайталанбайды.
resumed = Дайджест қайтадан жіберіледі.
resumed-broadcasts = Үзіліс аяқталды: редакцияның хабарландырулары қайтадан жіберіледі.
not-paused = Қазір үзіліс жоқ.

plan-topics = Тақырыптар: { $topics }
plan-all-topics = барлығы
plan-other-topics = { "" } және тағы { $count }
plan-days = Күндері: { $days }
plan-daily = күн сайын
plan-weekdays = жұмыс күндері
plan-times = Уақыты: { $times } ({ $city })
plan-quiet = Тыныш уақыт: { $hours }
plan-quiet-none = Тыныш уақыт: белгіленбеген
plan-urgent-on = Шұғыл хабарлар: қосулы
plan-urgent-off = Шұғыл хабарлар: өшірулі
plan-next = Келесі дайджест: <b>{ $moment }</b> ({ $city })
plan-paused = Үзіліс аяқталатын күн: { $date }
plan-none = Жазылым жоқ, дайджест жіберілмейді.
plan-broadcasts = Редакцияның хабарландырулары жазылымсыз да жіберіледі. Уақытша тоқтату – /pause.
zone-now = Уақыт белдеуі: { $city } (<code>{ $zone }</code>). Онда қазір сағат { $time }.
zone-unknown = Мұндай уақыт белдеуі табылмады: { $word }.
zone-offset = Қазір мына қалалардың уақыты – { $offset }. Қаланы таңдаңыз:
zone-near = Мүмкін, осылардың бірі шығар?
zone-example = Атауын <code>/timezone Europe/Berlin</code> үлгісімен жазыңыз немесе төменнен таңдаңыз.

wish-unknown = Мына сөз түсініксіз: «{ $word }».
wish-example-subscribe = Тақырыптарды (бәрі – /topics), күндерді және уақытты жазыңыз, мысалы: <code>/subscribe Қытай, су жұмыс күндері 08:30</code>.
wish-example-unsubscribe = Тақырыптарды жазыңыз (бәрі – /topics), мысалы: <code>/unsubscribe Қытай, су</code>.
wish-near = Мүмкін, мынаны айтқыңыз келген шығар: { $words }.
wish-time = Мұндай уақыт жоқ: «{ $word }». Уақыт 00:00–23:59 аралығында болуы керек, мысалы: 08:30.
wish-hour = «{ $word }» деген сөз дәл уақытты білдірмейді. Сағатын да жазыңыз, мысалы: <code>/subscribe 08:30</code>.
wish-hourly = Дайджест күніне алты реттен артық жіберілмейді, сондықтан нақты уақытты жазыңыз, мысалы: <code>/subscribe 09:00 13:00 18:00</code>.
wish-times = Дайджест күніне алты реттен артық жіберілмейді. Артық уақытты алып тастаңыз.
wish-day = Апта күнін де жазыңыз, мысалы: <code>/subscribe weekly дс,бс 09:00</code>.
wish-contrary = Мына сөздер бір-біріне қайшы: «{ $word }». Біреуін ғана қалдырыңыз.
wish-length = Хабар тым ұзақ.

channel-title = Арна: { $channel }
channel-in-private = Арнаның жазылымы мен баптауларын ботпен жеке чатта ғана өзгертуге болады.
channel-unknown = Мұндай арна табылмады: { $channel }.
channel-without-bot = Бұл арнада бот әкімші емес немесе хабар жариялай алмайды: { $channel }. Оған осы құқықты беріп, қайталап көріңіз.
channel-not-yours = Бұл арнаның жазылымы мен баптауларын оның әкімшілері ғана өзгерте алады: { $channel }.

panel-title = Дайджест және баптаулар
panel-main = Мұны пәрменмен де жазуға болады: <code>/subscribe Қытай, су жұмыс күндері 08:30</code>.
panel-topics = Қай тақырыптар бойынша жіберілсін?
panel-days = Қай күндері жіберілсін?
panel-times = Сағат нешеде жіберілсін? Басқа уақытты жазуға болады: <code>/subscribe 07:45, 18:30</code>.
panel-zone = Басқа белдеуді жазуға болады: <code>/timezone Europe/Berlin</code>.
panel-quiet = Тыныш уақытта шыққан шұғыл хабар тыныш уақыт біткен соң бірден жіберіледі.
panel-pause = Қанша уақытқа тоқтатылсын? { pause-what } Күн санын жазуға болады: <code>/pause 14</code>.
panel-pause-broadcasts = Қанша уақытқа тоқтатылсын? { pause-what-broadcasts } Күн санын жазуға болады: <code>/pause 14</code>.
panel-lang = Бот қай тілде жазсын?
panel-last-topic = Кемінде бір тақырып қалуы керек. Жазылымнан шығу – /unsubscribe.
panel-last-day = Кемінде бір күн қалуы керек. Жазылымнан шығу – /unsubscribe.
panel-last-time = Кемінде бір уақыт қалуы керек. Жазылымнан шығу – /unsubscribe.

button-subscribe = 🔔 Жазылу
button-unsubscribe = 🔕 Жазылымнан шығу
button-undo = ↩️ Болдырмау
button-settings = ⚙️ Баптаулар
button-panel-topics = 📚 Тақырыптар
button-panel-days = 📅 Күндері
button-panel-times = 🕘 Уақыты
button-panel-zone = 🌍 Уақыт белдеуі
button-panel-quiet = 🌙 Тыныш уақыт
button-panel-lang = 🗣 Тіл
button-urgent-on = 🚨 Шұғыл хабарларды қосу
button-urgent-off = 🚨 Шұғыл хабарларды өшіру
button-pause = ⏸ Уақытша тоқтату
pause-days = { $count } күн
button-resume = ▶️ Жалғастыру
button-all-topics = Барлық тақырып
button-daily = Күн сайын
button-weekdays = Жұмыс күндері
button-quiet-off = Тыныш уақытсыз
button-back = ← Артқа
button-forget = Иә, өшірілсін
button-keep = Жоқ, қалсын

## Топта

group-welcome =
    Сәлеметсіздер ме! Бұл бот Қазақстанның сыртқы саясаты туралы қазақ және орыс тілдерінде қысқа шолулар ұсынады.

    Топта ол пәрмендерге ғана жауап береді: тақырыптар – /topics, соңғы шолулар – /latest, іздеу – /search, барлық пәрмен – /help.

    Топ әкімшілері топты дайджестке жаздыра алады – /subscribe, тілін таңдай алады – /lang. Басқа баптаулар – /settings.

## Құпиялық

privacy =
    <b>Бот осы чат туралы не сақтайды</b>

    Аты-жөніңіз, пайдаланушы атыңыз, телефоныңыз және жазысқан хабарларыңыз <b>сақталмайды</b>. Боттың жұмысына қажет деректер ғана сақталады.

    <b>Чат</b> – жауап пен дайджест жіберу үшін: Telegram берген нөмірі (<code>{ $number }</code>), түрі (жеке чат, топ немесе арна), тілі мен ол тілді өзіңіз таңдаған-таңдамағаныңыз, чатқа соңғы берілген пәрмендер мәзірінің белгісі және боттың чатпен алғаш танысқан уақыты.

    <b>Жазылым</b> – дайджест дәл уақытында, бір рет жетуі үшін, ал үзіліс пен тыныш уақыт дайджестсіз де сақталуы үшін: форум тақырыбының нөмірі, жазылымның қосулы не өшірулі екені, таңдалған тақырыптар, күндер, уақыттар, уақыт белдеуі, тыныш уақыттың басы мен аяғы, шұғыл хабарлардың қосулы-өшірулі екені, үзілістің қашан бітетіні, келесі дайджест уақыты, дайджестке кірген соңғы жарияланымның реттік нөмірі және дайджестпен жетпей қалған жарияланымдардың нөмірлері: оларды шұғыл хабар немесе келесі дайджест жеткізеді.

    <b>Жіберілген дайджесттер, шұғыл хабарлар, түзетулер мен хабарландырулар</b> – ештеңе екі рет жіберілмеуі және жіберілгенін түзетуге болуы үшін: не, қай чатқа, форумның қай тақырыбына және қай мерзімге арналғаны, шұғыл екені, жіберудің күйі, қашан жіберілуі тиіс екені, жіберу жұмысына қай уақытқа дейін мерзім берілгені, неше рет әрекет жасалғаны, нешеуінің нәтижесі белгісіз қалғаны, қатенің түрі, хабарлардың нөмірлері, қай жіберілімді түзететіні және аяқталған уақыты.

    <b>Іздеу</b>: ештеңе табылмаған сұрау кім іздегені көрсетілмей, бір жыл сақталады.

    <b>Редакция қызметкерлері туралы</b>: Telegram нөмірі, рөлі, оны кім және қашан бергені, шолулармен жасалған әрекеттер журналы және аяқталмаған жоба. Рөл мен журнал /forget пәрменінен кейін де қалады. Рөлі жоқ адам редакцияның пәрменін не батырмасын қолданып көрсе, журналға оның Telegram нөмірі, нені және қашан қолданғаны жазылады; /forget мұны да өшіреді.

    Чат пен жазылым туралы деректер /forget пәрменіне дейін, жіберілім туралы деректер { $count } күн сақталады. Бәрін бірден өшіру – /forget.
forget-ask = Осы чат туралы сақталғанның бәрі өшіріледі: тіл, жазылым мен баптаулар, жіберілген дайджесттер туралы деректер. Оны қайтару мүмкін болмайды. Өшірілсін бе?
forget-not-staff = Редакциядағы жұмыс туралы деректер (рөл мен әрекеттер журналы) сақталып қалады.
forget-kept = Ештеңе өшірілген жоқ.
forgotten-channel = Осы арна туралы сақталғанның бәрі өшірілді, енді оған дайджест те, шұғыл хабар да келмейді.
forgotten = Осы чат туралы сақталғанның бәрі өшірілді. Ботқа қайта жазсаңыз, бәрі басынан басталады.

## Түсініксіз хабарлар

unknown-command = Мұндай пәрмен жоқ. Барлық пәрмен – /help, тақырыптар – /topics.
staff-in-private = Редакция пәрмендері ботпен жеке чатта ғана жұмыс істейді.
not-text = Бұл бот мәтінді ғана түсінеді. Тақырып атауын жазыңыз немесе тізімнен таңдаңыз:
button-outdated = Бұл батырма ескірген. Тақырыптар тізімін қайта ашыңыз: /topics
failure = Кешіріңіз, жауап дайындау кезінде қате шықты. Сәлден соң қайталап көріңіз.

## Түзету, хабарландыру, жіберілгендер

card-corrected = түзетілді, { $date }: { $reason }
digest-corrected = түзетілді: { $reason }
correction-title = Түзету
correction-outdated = Шолудың бұл бөлігі түзетілді. Дұрыс мәтіні – жоғарыда.
correction-one-language = Бұл жол жазылмаған тіл: { $language }. Сол тілдің оқырмандары оны басқа тілде көреді. Екі жолын да беру үшін <code>/correct { $number }</code> деп, одан төмен <code>kk: …</code> және <code>ru: …</code> деп жазыңыз.
correction-published =
    /b{ $number } шолуына түзету жарияланды. { $count ->
        [0] Бұл шолу оқырмандарға жіберілмеген.
       *[other] Жіберілген { $count } хабар түзетіліп жатыр.
    }

    Жіберілу барысы – <code>/sent { $edition }</code>.
desk-error-correction-empty = Не түзетілгенін жазыңыз: онсыз оқырман түсінбейді.
desk-error-correction-long = Түзету жолы тым ұзақ: онда { $count } таңба бар, ал шегі – { $limit } таңба.

broadcast-usage = Чаттардың тілін және мәтінді жазыңыз, мысалы: <code>/broadcast kk Ертең сағат 10:00-де тікелей эфир</code>. <code>kk</code> орнына <code>ru</code> немесе <code>all</code> (барлық тілдегі чаттар) жазуға болады.
broadcast-everybody = барлығы
broadcast-ask =
    <b>Оқырмандар хабарландыруды осылай көреді.</b>

    Чаттардың тілі: { $language }. Алатын чат саны: { $count }. Үзілістегі чаттарға жіберілмейді. Хабарландыру нөмірі – { $edition }.
broadcast-sent =
    Хабарландыру жіберіліп жатыр. Чаттардың тілі: { $language }. Алатын чат саны: { $count }.

    Жіберілу барысы – <code>/sent { $edition }</code>.
broadcast-cancelled = Хабарландырудан бас тартылды, ол ешкімге жіберілмейді.
broadcast-withdrawn =
    { $count ->
        [1] Хабарландырудан бас тартылды, ол ешкімге жіберілмейді.
       *[other] Жіберілмеген { $count } хабарландырудан бас тартылды, олар ешкімге жіберілмейді.
    }
broadcast-before = Бұл хабарландыру бұрын жіберілген.
desk-error-broadcast-long = Хабарландыру бір хабарға сыюы керек: шегі – { $limit } таңба. Мәтінді қысқартып, пәрменді қайта жіберіңіз.
desk-error-broadcast-gone = Бұл хабарландырудан бас тартылған. Жіберу үшін қайта бастаңыз: /broadcast.
button-broadcast = Жіберу
button-broadcast-cancel = Жібермеу

sent-follow = Жіберілу барысы – <code>/sent { $edition }</code>.
sent-title = Соңғы жіберілімдер
sent-none = Әзірге ештеңе жіберілген жоқ.
sent-unknown = Мұндай нөмірлі жіберілім жоқ. Соңғы жіберілімдер – /sent.
sent-digest = № { $edition } дайджест
sent-alert = № { $edition } шұғыл хабар
sent-correction = № { $edition } түзету
sent-broadcast = № { $edition } хабарландыру
sent-short = кезекте: { $waiting }, жіберілді: { $sent }, жіберілмеді: { $failed }, алушы жоқ: { $gone }, екі рет жетуі мүмкін: { $unknown }
sent-numbers =
    Кезекте: { $waiting }
    Жіберілді: { $sent }
    Жіберілмеді: { $failed }
    Алушы жоқ: { $gone }
    Екі рет жетуі мүмкін: { $unknown }
sent-spreading = Алушылар әлі анықталып жатыр, сандар өседі.
sent-begins = Жіберілім басталып жатыр: алушылар анықталуда.
sent-nobody = Алушы табылмады.
sent-errors = Не кедергі болды:
sent-retried = Жіберілмегені қайта жіберіліп жатыр.
sent-nothing-failed = Жіберілмей қалғаны жоқ.
sent-error-blocked = бот бұғатталған
sent-error-deactivated = тіркелгі немесе топ жойылған
sent-error-kicked = бот чаттан шығарылған
sent-error-not-member = бот чатта жоқ
sent-error-not-started = адам ботпен сөйлесуді бастамаған
sent-error-is-bot = бұл – бот
sent-error-deleted = чат жойылған
sent-error-chat-not-found = чат табылмады
sent-error-forbidden = чат ботқа жабық
sent-error-no-rights = боттың чатқа жазуға құқығы жоқ
sent-error-topic-closed = форум тақырыбы жабық
sent-error-topic-deleted = форум тақырыбы жойылған
sent-error-thread-not-found = форум тақырыбы табылмады
sent-error-migrated = топ нөмірі қайта-қайта өзгеріп жатыр
sent-error-ended = жазылым аяқталған
sent-error-forgotten = чат өз деректерін өшірген
sent-error-withdrawn = шолу жарияланымнан алынған
sent-error-unwanted = чат үзілісте немесе шұғыл хабарлар өшірулі
sent-error-not-sent = түзететін ештеңе жоқ: шолу жетпеген
button-sent = Жіберілу барысы
button-sent-refresh = Жаңарту
button-sent-list = Барлық жіберілім
button-sent-retry = 🔁 Жіберілмегенін қайталау

help-correct = түзету жариялау
help-broadcast = хабарландыру тарату
help-sent = жіберілу барысы мен нәтижесі

## Іздеу

search-title = Не іздейсіз?
search-hint =
    Сөздерді қандай жалғаумен болсын, қазақша не орысша жазуға немесе сұрақ қоюға болады:
    <code>/search Қытайға астық экспорты</code>
    <code>/search АҚШ 1993 жылдан бері қанша инвестиция салды?</code>

    Іздеуді нақтылау: <code>"Орта дәліз"</code> – дәл осы тіркес, <code>-газ</code> – бұл сөз болмасын, <code>#су</code> – тек осы тақырыптан, <code>қыркүйек 2025</code> – тек осы кезеңнен.
search-empty = Бұл хабарда іздейтін сөз жоқ. Тақырыпты немесе сұрағыңызды жазыңыз.
search-count = { $count } шолу
search-count-more = { $count } шолудан көп
search-corrected = Мүмкін, «{ $query }» деп іздегіңіз келген шығар?
search-unquoted = Дәл мұндай тіркес табылмады, сондықтан іздеу тырнақшасыз жүргізілді.
search-unknown-topic =
    { $count ->
       *[other] Мұндай тақырып жоқ: { $names }.
    }
search-partial = Осы сөздердің бәрі бар шолу табылмады. Сол сөздердің кейбірі кездесетін шолулар:
search-untimed = Ол уақытқа қатысты шолу жоқ. Осы сөздер кездесетін шолулар:
search-answer = Шолудағы жауап:
search-no-answer = Бұл сұраққа тура жауап табылмады. Соған қатысты шолулар:
search-nothing = «{ $query }» бойынша ештеңе табылмады. Мына тақырыптарды қарап көріңіз:
inline-nothing = Ештеңе табылмады. Ботты ашу

## Редакция: шолу карточкасы, жариялау, тексеру

help-drafts = жариялануын күтіп тұрған шолулар
help-card = редактор көретін шолу карточкасы
help-publish = бірден не белгіленген уақытта жариялау
help-edit = шолуды өзгерту
help-archive = шолуды мұрағаттау
help-restore = шолуды мұрағаттан қайтару
help-history = шолумен кім не істегені

desk-state-draft = 📝 <b>Жоба № { $number }</b>
desk-state-review = 👀 <b>№ { $number } шолу тексеруде</b>
desk-state-scheduled = ⏰ <b>№ { $number } шолу өз уақытын күтіп тұр</b>
desk-state-published = ✅ <b>№ { $number } шолу жарияланды</b>
desk-state-archived = 🗄 <b>№ { $number } шолу мұрағатта</b>
desk-goes-out = Шығатын уақыты: <b>{ $moment }</b> ({ $city })
desk-wished-at = Автор мына уақытта жариялауды сұрайды: { $moment } ({ $city })
desk-went-out = Шыққан уақыты: { $moment } ({ $city })
desk-urgent = 🚨 Шұғыл
desk-missing = ⚠️ Жетіспейді: { $what }
desk-missing-text = мәтін (кемінде бір тілде)
desk-missing-language = мәтін ({ $language })
desk-missing-source = дереккөз
desk-missing-date = күні
desk-undated = Күні көрсетілмесе, шолу тақырып тізімінің соңында тұрады.
desk-machine = 🤖 Автоматты түрде жасалған, әлі тексерілмеген: { $languages }
desk-review-waits = Редакцияның басқа қызметкерінің шешімін күтіп тұр.

desk-published = Жарияланды.
desk-scheduled = Жариялану уақыты белгіленді.
desk-submitted = Тексеруге жіберілді.
desk-already = Бұл шолу бұған дейін жарияланған.
desk-already-ordinary = Ол енді шұғыл хабар болып таралмайды: жазылушылар оны дайджесттен алады. Оны қазір барлық чатқа жеткізгіңіз келсе, хабарландыру таратыңыз, мысалы: <code>/broadcast all Маңызды: … /b{ $number }</code>
desk-review-asked = Жоба Сіздің тексеруіңізді күтіп тұр. Авторы: { $name }.
desk-review-reached = Хабар { $count } әріптеске жетті.
desk-review-nobody = Ешкімге хабар жетпеді. Шығарушы редакторды бот иесі /grant пәрменімен тағайындайды; жоба бүкіл редакцияға /drafts тізімінде көрінеді.
desk-approved = Жобаңыз мақұлданды. Мақұлдаған: { $name }.
desk-sent-back = Жоба қайтарылды. Қайтару себебі авторға жеткізілді.
desk-sent-back-untold = Жоба қайтарылды. Авторға хабар жетпеді; қайтару себебі шолу тарихында сақталды.
desk-sent-back-to-you =
    ↩️ <b>№ { $number } жоба пысықтауға қайтарылды</b>
    { $title }

    Қайтарған: { $name }
    Себебі: { $reason }
desk-when = Қашан жариялансын? Уақытын таңдаңыз немесе өзіңіз жазыңыз, мысалы: <code>2026-11-23 09:00</code>
desk-when-urgent = Шұғыл шолу ретінде қашан жариялансын? Уақытын таңдаңыз немесе өзіңіз жазыңыз, мысалы: <code>2026-11-23 09:00</code>
desk-discard-ask = Осы жоба өшірілсін бе? Оны қайтару мүмкін болмайды.
desk-discarded = № { $number } жоба өшірілді.
desk-overtaken = Осы аралықта шолуды басқа қызметкер ({ $name }) өзгертті, сондықтан әрекетіңіз орындалмады. Төменде – шолудың қазіргі түрі.
desk-overtaken-again = Өз нұсқаңызды бәрібір сақтау үшін жауабыңызды қайта жіберіңіз; сол күйі қалдыру – /cancel.
desk-question-dropped = Басқа шолу туралы сұрақ алынып тасталды: енді жазғаныңыз оған жауап болып саналмайды.
desk-choose-field = Нені өзгертесіз?
desk-saved = Өзгеріс сақталды.
desk-saved-sent = Бұрын жіберілген хабарларда ескі мәтін тұр (саны: { $count }). Оларды да жаңарту үшін «🔧 Түзету жариялау» батырмасын басыңыз.
desk-saved-language = Өзгеріс сақталды. Бірінші жолы шолудың атауы, қалғаны мәтіні болды.
desk-saved-over = Өзгеріс сақталды. Бұған дейін шолуды әріптесіңіз де өзгерткен еді; бұрынғы нұсқасы – /history { $number }
desk-changed-published =
    ✏️ <b>Әріптесіңіз жарияланған № { $number } шолуды өзгертті</b>
    { $title }

desk-ask-title = № { $number } шолудың жаңа атауын жазыңыз ({ $language }).
desk-ask-text = № { $number } шолудың жаңа мәтінін жазыңыз ({ $language }). Абзацтарды бос жолмен бөліңіз, сандар мен егжей-тегжейдің әрқайсысын жаңа жолға жазып, <code>- </code> белгісінен бастаңыз.
desk-ask-language = № { $number } шолудың атауын жазыңыз ({ $language }). Бәрін бірден жіберуге де болады: бірінші жолы – атауы, одан кейін мәтіні.
desk-ask-body = Енді № { $number } шолудың мәтінін жазыңыз ({ $language }). Абзацтарды бос жолмен бөліңіз, сандар мен егжей-тегжейдің әрқайсысын жаңа жолға жазып, <code>- </code> белгісінен бастаңыз.
desk-ask-source = № { $number } шолудың дереккөзін жазыңыз: <code>BAQ.KZ | 2025-09-05 | https://baq.kz/…</code>. Күні мен мекенжайын жазбауға болады. Дереккөзді алып тастау – <code>-</code>
desk-ask-topics = № { $number } шолудың тақырыптары: бастысынан бастап таңдаңыз немесе үтірмен бөліп жазыңыз.
desk-ask-date = № { $number } шолудың күнін жазыңыз: <code>2025-09-05</code>, <code>2025-09</code> немесе <code>2025</code>; белгісіз болса – <code>-</code>.
desk-ask-moment = № { $number } шолу қашан жариялансын? Мысалы: <code>2026-11-23 09:00</code>
desk-ask-urgent = Шұғыл шолу қашан жариялансын (№ { $number })? Мысалы: <code>2026-11-23 09:00</code>
desk-ask-reason = № { $number } жоба неге қайтарылады? Себебін авторы көреді.
desk-ask-correct = № { $number } шолуда не түзетілді? Бір жолмен жазыңыз, оны оқырмандар көреді. Екі тілде жазсаңыз, <code>kk: …</code> және <code>ru: …</code> деген екі жол болсын. Бұл жол шолу мәтінін өзгертпейді: мәтін алдымен «✏️ Өзгерту» батырмасымен түзетіледі.

desk-shelf-waiting-empty = Күтіп тұрған ештеңе жоқ. Шолу бастау – /add.
desk-shelf-waiting = { $count } шолу күтіп тұр
desk-waits-draft = 📝 жоба
desk-waits-review = 👀 тексеруде
desk-waits-scheduled = ⏰ өз уақытын күтіп тұр
desk-waits-until = ⏰ { $moment }
desk-waits-out = ✅ { $moment }
desk-waits-published = ✅ жарияланған
desk-waits-archived = 🗄 мұрағатта
desk-shelf-published = Жарияланған шолулар: { $count }
desk-shelf-published-empty = Жарияланған шолу әзірге жоқ.
desk-shelf-archived = Мұрағаттағы шолулар: { $count }
desk-shelf-archived-empty = Мұрағатта ештеңе жоқ.
desk-which = Шолуды батырмамен таңдаңыз немесе нөмірін пәрменнен кейін жазыңыз, мысалы: <code>{ $example }</code>

desk-history = № { $number } шолудың тарихы
desk-by-nobody = бот
desk-by-you = Сіз
desk-by-number = № { $number } қызметкер
desk-did-draft = жобаны жасау
desk-did-edit = өзгерту
desk-did-confirm = автоматты мәтінді растау
desk-did-submit = тексеруге жіберу
desk-did-approve = мақұлдау
desk-did-send-back = пысықтауға қайтару
desk-did-schedule = жариялану уақытын белгілеу
desk-did-scheduled-for = жариялану уақытын белгілеу: { $moment }
desk-did-withdraw = жобаға қайтару
desk-did-publish = жариялау
desk-did-correct = түзету
desk-did-archive = мұрағаттау
desk-did-restore = мұрағаттан қайтару
desk-did-discard = жобаны өшіру
desk-did-import = файлдан жүктеу
desk-did-file = файлдан жаңарту
desk-field-title = Атауы
desk-field-text = Мәтіні
desk-field-expert = Сарапшы
desk-field-topics = Тақырыптары
desk-field-date = Күні
desk-field-source = Дереккөзі

button-desk-publish = ✅ Жариялау
button-desk-urgent = 🚨 Шұғыл
button-desk-submit = 📨 Тексеруге жіберу
button-desk-submit-urgent = 🚨 Тексеруге (шұғыл)
button-desk-when = 🕘 Уақытын белгілеу
button-desk-withdraw = ↩️ Жобаға қайтару
button-desk-approve = ✅ Мақұлдау
button-desk-send-back = ↩️ Қайтару
button-desk-edit = ✏️ Өзгерту
desk-key-language = ➕ { $language }
button-desk-confirm = ☑️ Мәтін тексерілді
button-desk-history = 📜 Тарихы
button-desk-discard = 🗑 Өшіру
button-desk-discard-surely = Иә, өшірілсін
button-desk-keep = Жоқ, қалсын
button-desk-correct = 🔧 Түзету жариялау
button-desk-archive = 🗄 Мұрағаттау
button-desk-restore = ♻️ Мұрағаттан қайтару
button-desk-waiting = 📝 Күтіп тұрғандар
button-desk-published = ✅ Жарияланғандар
button-desk-archived = 🗄 Мұрағат
desk-key-title = Атауы · { $language }
desk-key-text = Мәтіні · { $language }
button-desk-topics = Тақырыптар
button-desk-date = Күні
button-desk-source = Дереккөз
button-desk-as-urgent = 🚨 Шұғыл шолу ретінде
button-desk-not-urgent = Шұғыл емес
button-desk-other-moment = Басқа уақыт
button-desk-leave = Бас тарту
desk-key-open = № { $number } шолуды ашу

desk-error-overtaken = Осы аралықта шолуды басқа қызметкер өзгертті, сондықтан әрекетіңіз орындалмады. Әлі де керек болса, қайталаңыз.
desk-error-missing = № { $number } шолу жоқ. Жариялануын күтіп тұрғандар – /drafts.
desk-error-archived = № { $number } шолу мұрағатта. Алдымен оны қайтарыңыз: /restore { $number }
desk-error-no-text = № { $number } шолудың әзірге бірде-бір мәтіні жоқ, жариялайтын ештеңе жоқ. Мәтін қосу – /edit { $number }
desk-error-unconfirmed = № { $number } шолудың мәтіні автоматты түрде жасалған. Оны оқып шығып, «☑️ Мәтін тексерілді» батырмасын басыңыз немесе түзетіңіз, содан кейін жариялаңыз.
desk-error-not-in-review = № { $number } шолу тексеруде емес. Қазіргі күйі – /card { $number }
desk-error-not-yours-to-approve = № { $number } шолуды басқа қызметкер ғана мақұлдай алады: шығарушы редактор немесе бот иесі.
desk-error-was-published = № { $number } шолу жарияланған, оны өшіруге болмайды. Мұрағаттау – /archive { $number }
desk-error-not-published = № { $number } шолу жарияланбаған. Қазіргі күйі – /card { $number }
desk-error-not-archived = № { $number } шолу мұрағатта емес. Қазіргі күйі – /card { $number }
desk-error-reason-empty = Қайтару себебін жазыңыз: онсыз автор нені түзету керегін түсінбейді.
desk-error-reason-long = Қайтару себебі тым ұзақ: онда { $count } таңба бар, ал шегі – { $limit } таңба.
desk-error-key-taken = «{ $word }» кілті бос емес: ол № { $number } шолуда тұр.
desk-error-title-below = Шолудың атауы екінші жолға жазылады, бірінші жолда тек тақырыптар, олардан кейін тілі тұрады: <code>/add china kk</code>.
desk-error-title-empty = Шолудың атауы жоқ: оны бөлек жолға жазыңыз.
desk-error-title-long = Шолудың атауы тым ұзақ: онда { $count } таңба бар, ал шегі – { $limit } таңба.
desk-error-text-empty = Шолудың мәтіні жоқ: кемінде бір абзац керек.
desk-error-text-long = Мәтін тым ұзақ: онда { $count } таңба бар, ал шегі – { $limit } таңба.
desk-error-expert-long = Сарапшының аты-жөні тым ұзақ: шегі – { $limit } таңба.
desk-error-source-empty = Дереккөзді атаңыз, мысалы: <code>BAQ.KZ | 2025-09-05 | https://baq.kz/…</code>
desk-error-source-long = Дереккөз атауы тым ұзақ: шегі – { $limit } таңба.
desk-error-source-form = Дереккөздегі «{ $word }» бөлігі түсініксіз. Үлгі: <code>BAQ.KZ | 2025-09-05 | https://baq.kz/…</code>
desk-error-address = Дереккөз мекенжайы «{ $word }» http:// немесе https:// деп басталуы керек.
desk-error-date = Мұндай күн жоқ: «{ $word }». Үлгілер: <code>2025-09-05</code>, <code>2025-09</code>, <code>2025</code>.
desk-error-unknown-topic = Мұндай тақырып жоқ: «{ $word }». Барлық тақырып – /topics.
desk-error-unknown-topic-near = Мұндай тақырып жоқ: «{ $word }». Мүмкін, мынаны айтқыңыз келген шығар: { $near }.
desk-error-unknown-topic-choose = Мұндай тақырып жоқ: «{ $word }». Төменнен таңдаңыз немесе басқаша жазыңыз.
desk-error-topics-none = Кемінде бір тақырыпты атаңыз. Барлық тақырып – /topics.
desk-error-topics-none-choose = Кемінде бір тақырып таңдаңыз.
desk-error-moment-form = «{ $word }» деген уақыт түсініксіз. Үлгі: <code>2026-11-23 09:00</code>.
desk-error-moment-date = Мұндай күн жоқ: «{ $word }». Үлгі: <code>2026-11-23 09:00</code>.
desk-error-moment-past = Бұл уақыт өтіп кетті: «{ $word }». Алдағы уақытты жазыңыз.
desk-error-moment-skipped = Мұндай уақыт болмайды: «{ $word }» сағат тілі ауыстырылатын сәтке тұспа-тұс келеді. Басқа уақытты жазыңыз.
desk-error-moment-far = Жариялануды ең көбі бір жыл алға белгілеуге болады, ал мына уақыт одан кейін: «{ $word }».
desk-error-form = Пәрмен түсініксіз. Оны шолудың нөмірімен жазыңыз, мысалы: <code>{ $example }</code>
desk-error-field = Мұндай өріс жоқ: «{ $word }». Өрістер: title, text, source, topics, date, мысалы: <code>{ $example }</code>
desk-error-language = Мұндай тіл жоқ: «{ $word }». Бар тілдер – kk, ru.
desk-error-broadcast-language = Мұндай тіл жоқ: «{ $word }». Бар тілдер – kk, ru; all – барлық тілдегі чаттар.
desk-error-language-new = № { $number } шолудың бұл тілде әлі мәтіні жоқ, сондықтан атауы да, мәтіні де керек: бірінші жолға атауын (шегі – { $limit } таңба), одан төмен мәтінін жазып, бір хабармен жіберіңіз.
desk-error-language-there = № { $number } шолудың бұл тілдегі мәтіні бар. Оны өзгерту – /edit { $number }
desk-error-answer-not-text = Мәтінмен жауап беріңіз. Бәрін сол күйі қалдыру – /cancel.

## Редакция: адамдар, тақырыптар, сандар, көшірме

help-for-staff = Редакцияға
help-for-owners = Бот иесіне
help-staff = редакция құрамы
help-grant = рөл беру
help-revoke = рөлден босату
help-topic = тақырып қосу, атауын өзгерту, жасыру
help-stats = чаттар, жазылушылар, жіберілім, іздеу
help-export = жарияланған барлық шолу бір файлда

role-owner = бот иесі
role-editor = редактор
role-reviewer = шығарушы редактор
staff-title = Редакция
staff-by-settings = бот иесі, боттың баптауында көрсетілген (<code>OWNER_IDS</code>)
staff-since = { $role }. Рөл берілген күн: { $since }, берген: { $by }
staff-no-role = рөлі жоқ
staff-hint =
    <b>Редактор</b> шолу жазып, жариялайды, <b>шығарушы редактор</b> өзгелердің жобасын да мақұлдайды, <b>бот иесі</b> редакция құрамын белгілейді. <code>REVIEW_REQUIRED</code> қосулы болса, әр жобаны басқа қызметкер мақұлдайды.

    Рөл беру – <code>/grant 104 editor</code> (не <code>reviewer</code>, <code>owner</code>), рөлден босату – <code>/revoke 104</code>. Мұндағы 104 – адамның Telegram-дағы нөмірі; әркім өз нөмірін /privacy жауабынан көре алады.
staff-as-before = Бұл рөл бұрын берілген.
staff-told = Рөл берілді. Бот ол адамға хабарлады, мәзірінде редакция пәрмендері пайда болды.
staff-not-told = Рөл берілді, бірақ бот ол адамға әзірге жаза алмайды. Ол ботты ашып, «Бастау» батырмасын басуы керек.
staff-revoked = Рөлден босатылды.
staff-revoked-told = Рөлден босатылды. Бот ол адамға хабарлады, мәзірінде редакция пәрмендері қалмады.
staff-you-owner = Сіз енді осы боттың иесісіз: бәріне, соның ішінде редакция құрамына да құқығыңыз бар. Пәрмендер – /help.
staff-you-editor = Сіз енді осы боттың редакторысыз: шолу жазып, жариялауға дайындай аласыз. Пәрмендер – /help.
staff-you-reviewer = Сіз енді осы боттың шығарушы редакторысыз: шолу жаза аласыз, өзгелердің жобасын мақұлдай аласыз. Пәрмендер – /help.
staff-you-none = Сіз енді бұл боттың редакциясында емессіз. Шолулар мен дайджестті бұрынғыша оқи аласыз: /topics.
button-staff-grant = Тағайындау: { $role }
button-staff-revoke = Рөлден босату
button-staff-list = ← Бүкіл редакция

topic-help =
    <b>Тақырып саны: { $count }</b>
    Тақырыпты таңдасаңыз, оны жасыруға, көрсетуге немесе орнын ауыстыруға болады. 🚫 – оқырманнан жасырылған.

    Жаңа тақырып бір жолға жазылады. Бөліктерін «|» бөледі: пәрмені, эмодзи, қазақша атауы, орысша атауы, үтірмен бөлінген басқа атаулары. Мысалы:
    <code>/topic add africa | 🌍 | Африка | Африка | Нигерия, ОАР</code>

    Атауын өзгерту: <code>/topic rename africa | Африка | Африка</code>
    Жасыру, көрсету: <code>/topic hide africa</code>, <code>/topic show africa</code>
topic-page =
    Пәрмені: /{ $slug }
    Бөлімі: { $shelf }
    Шолу саны: { $count }
topic-aliases = Басқа атаулары: { $aliases }
topic-is-hidden = 🚫 Оқырманнан жасырылған.
topic-rename-hint = Атауын өзгерту: <code>/topic rename { $slug } | { $names }</code>
topic-done-add = Тақырып қосылды: пәрмені, мәзірдегі жолы және барлық атауы қазірдің өзінде жұмыс істейді.
topic-done-rename = Тақырыптың атауы өзгертілді.
topic-done-hide = Тақырып жасырылды. Шолулары қалды, оларды нөмірімен ашуға болады.
topic-done-show = Тақырып оқырманға қайта көрінеді.
topic-done-countries = Тақырып «Елдер мен форматтар» бөліміне көшірілді.
topic-done-subjects = Тақырып «Салалар» бөліміне көшірілді.
button-topic-hide = Жасыру
button-topic-show = Оқырманға көрсету
button-topic-move = Көшіру: { $shelf }
button-topic-list = ← Барлық тақырып

stats-title = Статистика: { $since } – { $until }
stats-chats = Чаттар
stats-total = Барлығы: { $numbers }
stats-new = Соңғы { $count } күндегі жаңа чат саны: { $number }
stats-subscribers = Жазылушылар
stats-all-topics = Барлық тақырыпқа: { $numbers }
stats-all-topics-short = Барлық тақырып
stats-topic = { $topic }: { $numbers }
stats-deliveries = Жіберілім
stats-sent = Жіберілді: { $number }
stats-waiting = Кезекте: { $number }
stats-failed = Жіберілмеді: { $number }
stats-gone = Алушы жоқ: { $number }
stats-unknown = Екі рет жетуі мүмкін: { $number }
stats-sent-short = жіберілді
stats-waiting-short = кезекте
stats-failed-short = жіберілмеді
stats-gone-short = алушы жоқ
stats-unknown-short = екі рет жетуі мүмкін
stats-missed = Ештеңе табылмаған іздеу саны: { $number }
stats-missed-short = Ештеңе табылмаған іздеу
stats-none = Ондай сұрау болған жоқ.

export-caption =
    Шолу саны: { $count }, тақырып саны: { $topics }. Мұнда жарияланғанның бәрі бар; жоба мен мұрағат кірмейді.

    Бұл файлды ботқа жіберуге немесе серверде жүктеуге болады: <code>python -m bot import ФАЙЛ</code>.

desk-error-grant-form = Адамның нөмірі мен рөлін жазыңыз: <code>/grant 104 editor</code>, <code>reviewer</code> не <code>owner</code>.
desk-error-revoke-form = Адамның нөмірін жазыңыз: <code>/revoke 104</code>.
desk-error-user-id = «{ $word }» – адамның Telegram-дағы нөмірі емес; ол нөлден үлкен сан болады, мысалы: <code>/grant 104 editor</code>.
desk-error-role = «{ $word }» деген рөл жоқ. Бар рөлдер – <code>owner</code>, <code>editor</code>, <code>reviewer</code>: <code>/grant 104 reviewer</code>.
desk-error-no-member = { $word } нөмірлі адамның рөлі жоқ.
desk-error-owner-by-settings = { $word } нөмірлі бот иесі баптауда, <code>OWNER_IDS</code> жолында көрсетілген: оны сол жерде ғана өзгертуге болады.
desk-error-last-owner = Бұл – боттың соңғы иесі: алдымен осы рөлді тағы біреуге беріңіз.
desk-error-topic-form = /topic пәрменінен кейін <code>add</code>, <code>rename</code>, <code>hide</code> не <code>show</code> жазылады, мысалы: <code>/topic hide africa</code>.
desk-error-topic-add-form = Тік сызықпен бөлінген төрт не бес бөлік керек: <code>/topic add africa | 🌍 | Африка | Африка | Нигерия, ОАР</code>.
desk-error-topic-rename-form = Тік сызықпен бөлінген үш бөлік керек: <code>/topic rename africa | Африка | Африка</code>.
desk-error-topic-slug = «{ $word }» пәрмен бола алмайды: латын әрпінен басталып, тек латын әріптерінен, цифрлардан және астыңғы сызықтан тұруы керек, шегі – 32 таңба.
desk-error-topic-reserved = «{ $word }» сөзінің ботта басқа мәні бар: ол пәрмен не /subscribe сөзі. Тақырып олай атала алмайды.
desk-error-topic-taken = /{ $word } тақырыбы бұрыннан бар.
desk-error-topic-emoji = Екінші бөлік әріпсіз, бос орынсыз эмодзи болуы керек, мысалы 🌍, ал мұнда – «{ $word }».
desk-error-topic-name-empty = Тақырыптың қазақша да, орысша да атауы болуы керек.
desk-error-topic-name-long = Атау тым ұзақ: «{ $word }». Шегі – { $limit } таңба.
desk-error-topic-name-taken = «{ $word }» атауы бос емес, ол мына тақырыптікі: /{ $slug }.
desk-error-topic-alias = Бұл атау жарамайды: «{ $word }». Онда әріп не цифр болуы керек, шегі – { $limit } таңба.
desk-error-topic-aliases = Басқа атаулары тым көп, ең көбі { $limit } болады.
desk-error-topic-missing = /{ $word } деген тақырып жоқ. Барлық тақырып – /topic.
desk-error-topic-missing-near = /{ $word } деген тақырып жоқ. Мүмкін, <code>{ $near }</code> шығар?
desk-error-days = «{ $word }» – күн саны емес: 1 мен { $limit } аралығындағы сан керек, мысалы: <code>/stats 7</code>.
desk-error-export-size = Шолулар Telegram-дағы бір файлға сыймайды. Оларды серверде көшіріңіз: <code>python -m bot export ҚАЛТА</code>.

## Жазу

help-add = жаңа шолу жазу
help-cancel = бастағанды тоқтату

write-ask-language = <b>{ $number }/{ $total }. Тіл</b>
    Шолу қай тілде жазылады? Екінші тілдегі мәтінін кейін қосуға болады.
write-ask-topics = <b>{ $number }/{ $total }. Тақырыптар</b>
    Алдымен ең маңыздысын таңдаңыз. Атауын жазып жіберуге де болады, мысалы: <i>Қытай, су</i>.
write-ask-title = <b>{ $number }/{ $total }. Атауы</b>
    Шолудың атауын бір жолмен жазып жіберіңіз.
write-ask-text = <b>{ $number }/{ $total }. Мәтін</b>
    Шолудың мәтінін жіберіңіз. Абзацтарды бос жолмен бөліңіз, сандар мен егжей-тегжейдің әрқайсысын жаңа жолға жазып, <code>- </code> белгісінен бастаңыз.
write-ask-source = <b>{ $number }/{ $total }. Дереккөз</b>
    Дереккөзді, күні мен сілтемесін жазыңыз, мысалы: <code>BAQ.KZ | 2025-09-05 | https://baq.kz/…</code>
write-how-to-leave = Тоқтату – /cancel. Басқа пәрмендерді де жаза беруге болады: бастағаныңыз бір күн сақталады, жалғастыру – /add.
write-cancelled = Тоқтатылды, ештеңе сақталған жоқ.
write-discarded = Бұл мәтін сақталмады.
write-offer-machine =
    🤖 <b>Бұл жоба автоматты түрде жасалған</b>: тексеріп, түзетіп алыңыз.
    Мәтін тілі: { $language }. Түпнұсқада { $long } таңба, ұсынылған мәтінде { $short } таңба.
write-offer-about =
    Тақырыптар: { $topics }
    Дереккөз: { $source }
write-offer-none = көрсетілмеген
write-offer-topics = Шолудың тақырыптарын таңдаңыз, алдымен – ең маңыздысын.
write-alike = ⚠️ Осыған ұқсас шолу бұрыннан бар:
write-alike-one = № { $number } · { $title }
button-write-discard = Сақтамау
button-write-no-source = Дереккөзсіз
button-write-save = Жоба жасау
button-write-anyway = Бәрібір сақтау
button-write-topics = Тақырыптарды таңдау
button-write-back = ← Артқа
button-write-topics-done = Тақырыптар дайын

file-made = Жаңа жоба саны: { $count }
file-same = Дәл осындай шолу бұрыннан бар. Саны: { $count }
file-known = ⚠️ Кілті бұрыннан бар, мазмұны басқа шолу саны: { $count }
file-alike = ⚠️ Осыларға ұқсас шолу бұрыннан бар, сондықтан жобасы жасалмады. Ұқсас шолу саны: { $count }
file-not-compared = Жаңа файл көп болғандықтан, ұқсас шолулар ізделген жоқ: тек кілттер салыстырылды.
file-updated = Файл бойынша жаңартылған шолу саны: { $count }
file-and-more = және тағы { $count }
file-nothing-new = Шолулар файлдағымен бірдей, ештеңе өзгерген жоқ.
file-left = Бұрынғы шолулар өзгеріссіз қалды.
file-topics-ignored = Файлдағы мына тақырыптар ботта жоқ, олар қосылмады: { $names }. Барлығы: { $count }. Тақырып қосу – /topic.
button-file-update = Файлдағыдай етіп жаңарту
button-file-anyway = Бәрібір жоба жасау
button-file-leave = Өзгертпеу

file-error-in-file = { $file }: { $what } Ештеңе сақталған жоқ.
file-error-in-line = { $file }, { $line }-жол: { $what } Ештеңе сақталған жоқ.
file-error-in-field = { $file }, { $line }-жол, <code>{ $field }</code>: { $what } Ештеңе сақталған жоқ.
file-error-not-utf8 = файл UTF-8 кодтауымен жазылмаған.
file-error-control-character = жолда көрінбейтін басқару таңбасы тұр.
file-error-no-front-matter = файл екі <code>---</code> жолының арасындағы кіріспеден басталуы керек.
file-error-yaml = бұл жер YAML ережесіне сай емес.
file-error-yaml-alias = мұнда YAML зәкірлерін, сілтемелерін және тегтерін қолдануға болмайды.
file-error-not-a-mapping = мұнда <code>key: value</code> түріндегі өрістер болуы керек.
file-error-not-a-list = мұнда тізім болуы керек.
file-error-not-text = мұнда мәтін болуы керек.
file-error-unknown-field = мұндай өріс жоқ.
file-error-reserved = «{ $value }» сөзінің ботта басқа мәні бар.
file-error-twice = «{ $value }» екі рет тұр.
file-error-taken = «{ $value }» деген сөз басқа тақырыпты да ашады: /{ $other }.
file-error-missing = өріс толтырылмаған.
file-error-format = «{ $value }» бұл жерге келмейді.
file-error-not-a-date = мұндай күн жоқ; үлгілері: <code>2025-09-05</code>, <code>"2025-09"</code>, <code>"2025"</code>.
file-error-not-true-or-false = <code>true</code> не <code>false</code> болуы керек, ал мұнда – «{ $value }».
file-error-not-a-url = мекенжай http:// не https:// деп басталуы керек, ал мұнда – «{ $value }».
file-error-too-long = мәтін тым ұзақ, шегі – { $limit } таңба.
file-error-text-before-language = мәтін тіл белгісінен (<code># kk</code>, <code># ru</code>) бұрын тұр.
file-error-language-twice = бұл тілдің белгісі екі рет тұр.
file-error-language-missing = осы тілдегі мәтін жоқ.
file-error-title-missing = мұнда шолудың атауы (<code>## …</code>) болуы керек.
file-error-summary-missing = шолудың мәтіні жоқ.
file-error-heading-unknown = «{ $value }» – шолуда болмайтын айдар.
file-error-unknown-topic = ботта «{ $value }» деген тақырып жоқ. Барлық тақырып – /topics.
file-error-key-twice = «{ $value }» кілті басқа файлда да тұр.
file-error-zip-broken = бұл zip емес, не бүлінген, не құпиясөзбен жабылған.
file-error-zip-path = «{ $value }» қалтадан тыс жерге сілтейді.
file-error-zip-files = мұнда { $limit } файлдан артық болмауы керек.
file-error-zip-size = «{ $value }» ашылғанда тым көп орын алады.
file-error-zip-empty = мұнда шолу файлы (<code>.md</code>) жоқ.
file-error-too-big = файл { $limit } МБ-тан үлкен.
file-error-no-folder = мұндай қалта жоқ.

desk-error-nothing-to-cancel = Тоқтататын ештеңе жоқ. Жаңа шолу бастау – /add.
desk-error-language-unclear = Мәтін қазақша ма, орысша ма – белгісіз. Тілін бірінші жолда көрсетіңіз, мысалы: <code>/add china kk</code>.
desk-error-article-long = Мәтін тым ұзақ: онда { $count } таңба бар, ал шегі – { $limit } таңба.
desk-error-article-empty = Бұл мәтіннен жобаға лайық сөйлем табылмады. Шолуды өзіңіз жазыңыз: /add.
desk-error-many-new = Файлда { $count } жаңа шолу бар, ал бір файлдан ең көбі { $limit } жоба жасалады. Оларды серверде жүктеңіз: <code>python -m bot import ҚАЛТА</code>.
desk-error-file-kind = Бот шолу файлын (<code>.md</code>) не ондай файлдар салынған <code>.zip</code> қабылдайды.

## Пәрмен орнына жазылатын сөздер: үтірмен бөлінген

words-command = Сізге /{ $command } пәрмені керек шығар: { $what }.
courtesy-greeting = Сәлеметсіз бе! Тақырыпты атаңыз немесе сұрақ қойыңыз, мысалы: <i>Қытайға қанша астық экспорттаймыз?</i> Барлық тақырып – /topics, пәрмендер – /help.
courtesy-thanks = Оқасы жоқ! Соңғы шолулар – /latest, тақырыптар – /topics.
words-greeting = сәлем, қалайсыз, қалыңыз қалай, қалайсың, сәлеметсіз бе, сәлеметсіздер ме, ассалаумағалейкум, қайырлы таң, қайырлы күн, қайырлы кеш
words-thanks = рахмет, рақмет, көп рахмет, үлкен рахмет
words-help = көмек, көмектесіңіз, анықтама, пәрмендер
words-topics = тақырыптар, барлық тақырып, тақырыптар тізімі
words-latest = соңғы шолулар, жаңалықтар, жаңалық, соңғы жаңалықтар, не жаңалық
words-digest = дайджест
words-subscribe = жазылу, жазылым, жазылғым келеді
words-unsubscribe = жазылымнан шығу, жазылымды тоқтату
words-settings = баптаулар, баптау
words-timezone = уақыт белдеуі
words-pause = үзіліс, тоқтата тұру
words-lang = тіл, тілді ауыстыру
words-start = бастау
words-search = іздеу
words-privacy = құпиялық
