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
