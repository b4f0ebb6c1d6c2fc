# A school looks at an activity: it sees that an order stands behind it, and not which; the staff see the order itself.
data demo
as methodologist
GET /document?kind=order
  200
  match <a[^>]*href="/document/(?P<order>\d+)"[^>]*>(?P<title>[^<]+)</a>
GET /activity
  200
  match href="/activity/(?P<first>\d+)"
GET /activity/$first/edit
  200
  match name="version" value="(?P<version>\d+)"
POST /activity/$first/edit
  field version = $version
  field documents = $order
  303 /activity/$first
GET /activity/$first
  200
  has $title
as coordinator
GET /activity/$first
  200
  has есть, но вам не показывается
  lacks $title
GET /activity/$first.json
  200
  lacks $title

# What the document calls a season stands where its bounds would: on the page, in the list and on the home page.
as methodologist
POST /activity/new
  field title = Сессия для проверки времени
  field direction = events
  field kind = intensive
  field level = municipal
  field centre_role = organiser
  field planned = yes
  field period = ≈ 20.08.2099–30.08.2099
  field when_as_printed = последняя неделя каникул
  field year = 2021-2022
  303 /activity/(?P<session>\d+).*
GET /activity/$session
  200
  match <dt>Когда</dt>\s*<dd>последняя неделя каникул
  lacks <dt>Когда (как в документе)</dt>
GET /activity?q=сессия проверки времени
  200
  match data-label="Когда"[^>]*>последняя неделя каникул
GET /?year=2021-2022
  200
  match Сессия для проверки времени</a></th><td[^>]*>последняя неделя каникул

# Two papers of one title are offered with what tells them apart; a long list of ticks is folded behind what is ticked in it.
as methodologist
POST /document/new
  field title = Приказ об одном и том же
  field kind = order
  field number = 77-П
  field date = 05.11.2099
  field year = 2021-2022
  303 /document/(?P<one>\d+).*
POST /document/new
  field title = Приказ об одном и том же
  field kind = order
  field year = 2021-2022
  303 /document/(?P<two>\d+).*
GET /activity/new
  200
  has Приказ об одном и том же (77-П, 5 ноября 2099 года)
  has Приказ об одном и том же [$two]
  match <details class="ticks"><summary>Выбрать из \d+ записей
POST /activity/new
  field title =
  field documents = $one
  422
  match <summary>Приказ об одном и том же \(77-П

# A list is handed out as a file: what was found, in Excel and as text, to who may take rows away.
data demo
as methodologist
GET /activity?kind=contest
  200
  match href="(?P<book>/activity\.xlsx\?kind=contest)"
GET $book
  200
  header Content-Type: application/vnd.openxmlformats-officedocument.spreadsheetml.sheet
GET /activity.csv?kind=contest
  200
  header Content-Type: text/csv; charset=utf-8
  has Название;Направление
GET /activity.csv?encoding=windows-1251
  200
  header Content-Type: text/csv; charset=windows-1251
with lang = en
GET /activity.csv
  200
  has Title;
with lang =
as coordinator
GET /activity.csv
  403
GET /activity
  200
  lacks .xlsx

# An activity is held again in the next year: its description, its days of the week, its sessions; not its numbers. Both pages name
# the other one, and the later one compares: each number opens. A second repeat, an earlier year and a circle are refused.
data demo
as methodologist
POST /academic_year/new
  field year = 2096-2097
  303 .*
POST /academic_year/new
  field year = 2097-2098
  303 .*
POST /activity/new?year=2096
  field title = Турнир по профессиям
  field direction = events
  field kind = quest
  field level = municipal
  field centre_role = organiser
  field planned = no
  field audience = pupils
  field grade_from = 8
  field grade_to = 9
  field period = 12.03.2097
  field note = Шёл дождь
  field year = 2096-2097
  303 /activity/(?P<old>\d+).*
POST /activity_session/new?year=2096
  field title = Первый тур
  field activity = $old
  field day = 13.03.2097
  field begins = 10:00
  field ends = 11:00
  field place = Парк
  field capacity = 25
  303 .*
POST /activity/$old/headcount
  field audience = pupils
  field unit = persons
  field value = 40
  303 .*
GET /activity/$old
  200
  match href="/activity/$old/repeat"[^>]*>Повторить
GET /activity/$old/repeat
  200
  has Повторить: Турнир по профессиям
  has value="11.03.2098"
  has 12.03.2098
  has value="2097-2098"
  lacks Шёл дождь
POST /activity/$old/repeat
  field title = Турнир по профессиям
  field direction = events
  field kind = quest
  field level = municipal
  field centre_role = organiser
  field planned = yes
  field period = 18.03.2098
  field year = 2096-2097
  422
  has Повторить можно только в более позднем учебном году
POST /activity/$old/repeat
  field title = Турнир по профессиям
  field direction = events
  field kind = quest
  field level = municipal
  field centre_role = organiser
  field planned = yes
  field audience = pupils
  field period = 18.03.2098
  field code = turnir_again
  field year = 2097-2098
  303 /activity/(?P<new>\d+).*
  dump "title":"Первый тур".*
GET /activity_session?year=2097
  200
  has 19.03.2098
GET /activity/$new
  200
  match Повтор мероприятия: <a href="/activity/$old">
  has нет данных
POST /activity/$new/headcount
  field audience = pupils
  field unit = persons
  field value = 50
  303 .*
GET /activity/$new
  200
  match href="(?P<now>/figure/turnir_again\.persons\?year=2097)"[^>]*>50<
  match href="(?P<then>/figure/[a-z_]+\.persons\?year=2096)"[^>]*>40<
  has увеличилось на 25
  match href="/headcount\?activity=$old&amp;unit=persons&amp;audience=pupils&amp;year=2096"
GET $then
  200
GET /headcount?activity=$old&unit=persons&audience=pupils&year=2096
  200
  has 40
GET /activity/$old
  200
  match Повторено: <a href="/activity/$new">
POST /activity/$old/repeat
  field title = Ещё раз
  field direction = events
  field kind = quest
  field level = municipal
  field centre_role = organiser
  field planned = yes
  field year = 2097-2098
  422
  has мероприятие уже повторено
GET /activity/$new.json
  200
  has "repeats"
as coordinator
GET /activity/$new
  200
  lacks Повторить</a>
  lacks /figure/turnir
GET /activity/$old/repeat
  403
