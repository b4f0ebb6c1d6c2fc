# A contest with its nominations and their criteria: each page tells what names it, in numbers that are the lists they open.
data demo
as methodologist
POST /activity/new
  field title = Конкурс чертежей
  field direction = events
  field kind = contest
  field level = municipal
  field centre_role = organiser
  field planned = yes
  field year = 2021
  303 /activity/(?P<contest>\d+)
GET /activity/$contest
  200
  has Добавить к этой записи
  has /nomination/new?activity=$contest
  lacks Что ещё записано

GET /nomination/new?activity=$contest
  200
POST /nomination/new
  field title = Чертёж моста
  field activity = $contest
  field position = 1
  303 /nomination/(?P<bridge>\d+)
POST /nomination/new
  field title = Чертёж дома
  field activity = $contest
  field position = 2
  303 /nomination/(?P<house>\d+)
POST /criterion/new
  field title = Точность
  field nomination = $bridge
  field most_points = 10
  field weight = 60
  303 /criterion/(?P<exact>\d+)
POST /criterion/new
  field title = Замысел
  field nomination = $bridge
  field most_points = 5
  field weight = 40
  303 /criterion/\d+

# From the contest to its nominations, from one of them to its criteria.
GET /activity/$contest
  200
  has Что ещё записано
  match <dt>Номинации</dt>\s*<dd><a href="(?P<ignored>[^"]*)">2</a>
GET /nomination?activity=$contest&year=2021
  200
  has Чертёж моста
  has Чертёж дома
GET /nomination/$bridge
  200
  match <dt>Критерии конкурсов</dt>\s*<dd><a href="/criterion\?nomination=$bridge">2</a>
  has /criterion/new?nomination=$bridge
GET /criterion?nomination=$bridge
  200
  has Точность
  has Замысел
GET /nomination/$house
  200
  lacks Что ещё записано

# Whoever only reads is offered nothing to add; a school's reader sees no register that is not his.
as director
GET /nomination/$bridge
  200
  has Что ещё записано
  lacks Добавить к этой записи
as coordinator
GET /activity/$contest
  200
  lacks Номинации
  lacks Добавить к этой записи

# What is named by others is not removed under them, and is once they are gone.
as methodologist
POST /nomination/$bridge/remove
  409
