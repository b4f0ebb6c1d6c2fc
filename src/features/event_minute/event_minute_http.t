# An event in a minute: entered at once, kept as a draft, gone on with, saved once however often it is sent.
data demo
as methodologist
GET /
  200
  has href="/event">Мероприятие за минуту
  lacks Незаконченные
GET /event
  200
  match name="key" value="(?P<key>[0-9a-f]{64})"
  has enctype="multipart/form-data"
  has capture="environment"
  match <datalist id="event-titles"><option value="[^"]+" data-kind="[a-z_]+"
  has <option value="СОШ № 3">
  lacks autofocus></form>
# Everything at once: two schools by their numbers, one in other grades, a photo; the activity, its counts and the file are there.
POST /event
  field key = $key
  field do = save
  field title = Квест «Дороги мастеров»
  field day = 1204
  field kind = quest
  field grades = 8-9
  field school_1 = 3
  field number_1 = 25
  field grades_1 =
  field school_2 = сош № 4
  field number_2 = 31
  field grades_2 = 9
  field unit = persons
  field audience = pupils
  file photo = квест.png from png
  303 /activity/(?P<first>\d+)
GET /activity/$first
  200
  has Квест «Дороги мастеров»
  has 12 апреля 2022
  has приложенные файлы
  has Школа № 3
  match >25.человек
  match >31.человек
  match 56.человек
  has квест.png
GET /activity/$first.json
  200
  has "direction":{"key":"events"
  has "level":{"key":"municipal"
  has "grade_from":8
# The same form again is the same event: nothing is doubled.
POST /event
  field key = $key
  field do = save
  field title = Квест «Дороги мастеров»
  field day = 1204
  field kind = quest
  field number_1 = 25
  303 /activity/$first
GET /activity?q=дороги мастеров
  200
  match (?s)^(?!.*дороги мастеров.*дороги мастеров.*<table).*/activity/$first
# «Save and the next one»: kind, day and schools are there, title and numbers are not.
GET /event
  200
  match name="key" value="(?P<second>[0-9a-f]{64})"
POST /event
  field key = $second
  field do = next
  field title = Беседа о рабочих профессиях
  field day = 13.04.2022
  field kind = meeting
  field school_1 = 5
  field number_1 = 18
  303 /event\?after=(?P<talk>\d+)
GET /event?after=$talk
  200
  has Сохранено: «Беседа о рабочих профессиях»
  has /activity/$talk
  has value="13.04.2022"
  has value="5"
  lacks value="18"
  match <option value="meeting" selected
# Wrong at several places: each is said at its own, what was typed and the photo stay, and it is a draft now.
GET /event
  200
  match name="key" value="(?P<third>[0-9a-f]{64})"
POST /event
  field key = $third
  field do = save
  field title = Ярмарка учебных мест
  field day = 3102
  field kind =
  field grades = 5, 7
  field school_1 = 77
  field number_1 = много
  field school_2 = школа
  field number_2 =
  file photo = ярмарка.png from png
  422
  has «3102» не похоже на дату
  has Выберите вид мероприятия.
  has пропущен класс
  has «77»: такой организации нет
  match «школа»: какая из них: СОШ № 3, СОШ № 4, СОШ № 5
  has Сколько пришло?
  has value="Ярмарка учебных мест"
  has value="много"
  has ярмарка.png
  has value="forget">Удалить черновик
# A draft is in no list, no figure and no search; only its author finds it.
GET /
  200
  has Незаконченные
  match href="/event/(?P<draft>\d+)">Ярмарка учебных мест</a> <span class="muted">изменён [^<]*, 1 файл</span>
GET /activity?q=ярмарка учебных
  200
  lacks Ярмарка
GET /search?q=ярмарка учебных
  200
  lacks /event/
as head
GET /
  200
  lacks Незаконченные
GET /event/$draft
  404
POST /event/$draft/drop
  404
as methodologist
# Gone on with: it comes back as it was typed, and a mistake less each time.
GET /event/$draft
  200
  has value="$third"
  has value="Ярмарка учебных мест"
  has value="5, 7"
  has ярмарка.png
POST /event
  field key = $third
  field do = save
  field title = Ярмарка учебных мест
  field day = 28.02.2022
  field kind = conference
  field grades = 9-11
  field school_1 = 3
  field number_1 = много
  422
  has ярмарка.png
  has «много» не похоже на число
POST /event
  field key = $third
  field do = save
  field title = Ярмарка учебных мест
  field day = 28.02.2022
  field until = 01.03.2022
  field kind = conference
  field grades = 9-11
  field school_1 = 3
  field number_1 = 40
  303 /activity/(?P<fair>\d+)
GET /activity/$fair
  200
  has ярмарка.png
  match >40.человек
  has 28 февраля
  has 1 марта
GET /event/$draft
  404
GET /
  200
  lacks Незаконченные
# The same title on the same day is noticed, shown, and entered by who means it.
GET /event
  200
  match name="key" value="(?P<fourth>[0-9a-f]{64})"
POST /event
  field key = $fourth
  field do = save
  field title = ярмарка  учебных мест
  field day = 2022-02-28
  field kind = conference
  field silent = 1
  422
  has Такое мероприятие в этот день уже есть
  has href="/activity/$fair"
  has name="twin"
POST /event
  field key = $fourth
  field do = save
  field title = ярмарка  учебных мест
  field day = 2022-02-28
  field kind = conference
  field silent = 1
  field twin = 1
  303 /activity/(?P<again>\d+)
GET /activity/$again
  200
  has проведено, число не сообщено
# «One more school» without a script: the same form with a line more, kept meanwhile; then the draft is saved, and removed.
GET /event
  200
  match name="key" value="(?P<fifth>[0-9a-f]{64})"
POST /event
  field key = $fifth
  field do = line
  field title = Пробы
  field school_1 = 3
  field number_1 = 12
  200
  has name="school_2"
  lacks name="school_3"
  match id="school_2"[^>]*autofocus
POST /event
  field key = $fifth
  field do = draft
  field title = Пробы
  field number_1 = 12
  303 /#drafts
GET /
  200
  match action="/event/(?P<probe>\d+)/drop"
POST /event/$probe/drop
  303 /#drafts
GET /
  200
  lacks Незаконченные
GET /event/$probe
  404
# Removed from the form itself; a form that was never kept is nothing to remove.
POST /event
  field key = $fifth
  field do = draft
  field school_1 = 4
  field number_1 = 12
  303 /#drafts
GET /
  200
  match href="/event/(?P<short>\d+)">4: 12</a>
POST /event
  field key = $fifth
  field do = forget
  field school_1 = 4
  303 /#drafts
GET /event/$short
  404
POST /event
  field key = $fifth
  field do = forget
  303 /#drafts
# Nothing at all is no draft.
POST /event
  field key = $fifth
  field do = draft
  field day = 1204
  field number_1 =
  422
  has Впишите хоть что-нибудь
# What the script sends while somebody types.
POST /event/keep
  field key = $fifth
  field title = Пробы на заводе
  field number_1 =
  200
  header Content-Type: application/json
  match \{"draft":(?P<kept>\d+),"when":"
GET /event/$kept
  200
  has value="Пробы на заводе"
POST /event/keep
  field key = nonsense
  field title = Пробы
  400
POST /event
  field key = $fifth
  field do = save
  field title = Пробы на заводе
  csrf none
  403
# A file that cannot be taken: it is said, and everything else is safe.
POST /event
  field key = $fifth
  field do = save
  field title = Пробы на заводе
  field day = 1404
  field kind = probe
  field number_1 = 9
  file photo = пусто.png:
  422
  has «пусто.png»
  has value="Пробы на заводе"
GET /event/$kept
  200
  has value="1404"
# A file that was kept may be taken off again.
POST /event
  field key = $fifth
  field do = line
  field title = Пробы на заводе
  field number_1 = 9
  file photo = лишнее.png from png
  200
  match name="drop" value="(?P<file>\d+)"
GET /file/$file
  404
GET /file/$file/download
  404
POST /event
  field key = $fifth
  field do = line
  field title = Пробы на заводе
  field number_1 = 9
  field drop = $file
  200
  lacks лишнее.png
# A point of the plan of that month is fulfilled by it; one that lasts the year goes on.
POST /plan_item/new
  field title = Провести пробы в апреле
  field year = 2021-2022
  field section = events
  field term = 2022-04
  303 /plan_item/(?P<april>\d+)
POST /plan_item/new
  field title = Проводить пробы весь год
  field year = 2021-2022
  field section = events
  field term = 2021-2022
  303 /plan_item/(?P<always>\d+)
POST /plan_item/new
  field title = Провести пробы в мае
  field year = 2021-2022
  field section = events
  field term = 2022-05
  303 /plan_item/(?P<may>\d+)
GET /event?day=14.04.2022&point=$april&title=Пробы
  200
  match <option value="$april" selected>Провести пробы в апреле
  has Проводить пробы весь год
  lacks Провести пробы в мае
  has value="Пробы"
POST /event
  field key = $fifth
  field do = save
  field title = Пробы на заводе
  field day = 1404
  field kind = probe
  field number_1 = 9
  field point = $april
  303 /activity/(?P<probes>\d+)
GET /plan_item/$april.json
  200
  has "status":{"key":"done"
  has "id":$probes
GET /activity/$probes.json
  200
  has "planned":{"key":"yes"
GET /event
  200
  match name="key" value="(?P<sixth>[0-9a-f]{64})"
POST /event
  field key = $sixth
  field do = save
  field title = Пробы в мастерской
  field day = 1504
  field kind = probe
  field number_1 = 7
  field point = $always
  303 /activity/\d+
GET /plan_item/$always.json
  200
  has "status":{"key":"planned"
  has Пробы в мастерской
POST /event
  field key = aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa
  field do = save
  field title = Пробы в цехе
  field day = 1604
  field kind = probe
  field number_1 = 7
  field point = 999999
  422
  has Такого пункта плана нет
# A day of a year that the record does not have.
POST /event
  field key = aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa
  field do = save
  field title = Пробы в цехе
  field day = 16.04.1999
  field kind = probe
  field number_1 = 7
  422
  has Учебного года 1998-1999 ещё нет
# A teacher enters events and keeps no plan; a school enters none.
as teacher
GET /event
  200
  lacks name="point"
  match name="key" value="(?P<own>[0-9a-f]{64})"
POST /event
  field key = $own
  field do = save
  field title = Занятие в кружке
  field day = 1704
  field kind = lesson
  field number_1 = 11
  303 /activity/\d+
POST /event
  field key = $third
  field do = save
  field title = Чужой ключ
  field day = 1804
  field kind = lesson
  field number_1 = 11
  field point = $may
  422
  has Такого пункта плана нет или его ведёте не вы
as coordinator
GET /event
  403
POST /event
  field key = $own
  field title = Школа
  403
as director
GET /event
  403
GET /
  200
  lacks href="/event"
as nobody
GET /event
  303 /sign-in.*
POST /event
  field key = $own
  field title = Никто
  403
# A page that stood open longer than its session: what is typed becomes a draft of its author, known by the key; nobody else's does.
as methodologist
GET /event
  200
  match name="key" value="(?P<late>[0-9a-f]{64})"
  match name="author" value="(?P<author>\d+-\d+)"
as nobody
POST /event
  field key = $late
  field author = $author
  field do = save
  field title = Набрано после конца сеанса
  field number_1 = 14
  403
  match href="/sign-in\?next=%2Fevent%2F(?P<found>\d+)"
  has Набранное сохранено в черновике
POST /event/keep
  field key = $late
  field author = $author
  field title = Набрано после конца сеанса, и ещё
  field number_1 = 15
  403
  has {"draft":$found}
POST /event
  field key = aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa
  field author = $author
  field title = Чужое
  403
  lacks сохранено в черновике
POST /event
  field key = $late
  field author = 1-1
  field title = Чужое
  403
  lacks сохранено в черновике
as methodologist
GET /event/$found
  200
  has value="Набрано после конца сеанса, и ещё"
  has value="15"
POST /event/$found/drop
  303 /#drafts
as methodologist
# A number too many: a part cannot be more than all, by the rule of headcounts; nothing of it is saved.
POST /event
  field key = bbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbb
  field do = save
  field title = Слёт старшеклассников
  field day = 28.02.2022
  field kind = conference
  field school_1 =
  field number_1 = 10
  field school_2 = 3
  field number_2 = 25
  422
  has Слёт старшеклассников
GET /activity?q=слёт старшеклассников
  200
  lacks <table
with lang = en
GET /event
  200
  has An event in a minute
  has One more school
