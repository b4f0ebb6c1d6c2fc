# The plan of the year: by months, one month, one week, as a Word file; a point opens from it, and schools do not see it.
data demo
as methodologist
GET /plan
  200
  match href="/plan_item/(?P<point>\d+)"
  has Отметка об исполнении
  match href="(?P<done>/figure/plan\.done\?year=\d+)"
GET $done
  200
GET /plan_item/$point
  200
GET /plan.docx
  200
  header Content-Type: application/vnd.openxmlformats-officedocument.wordprocessingml.document
POST /plan_item/new
  field title = Слёт старшеклассников
  field year = 2021-2022
  field section = events
  field term = 12.04.2022
  field responsible = методист
  303 /plan_item/\d+
GET /plan?month=2022-04
  200
  has Слёт старшеклассников
GET /plan?month=2022-03
  200
  lacks Слёт старшеклассников
# The week: the point stands on its day; from there the month, the year and the weeks beside; as a list; on paper.
GET /plan?week=2022-04-14
  200
  has План работы на неделю 11–17 апреля 2022 года
  has Вторник, 12 апреля
  has Слёт старшеклассников
  match href="(?P<before>/plan\?week=2022-04-04)"
  match href="(?P<list>/plan\?week=2022-04-11&amp;view=list)"
  match href="/plan\?month=2022-04"
  match href="/plan\.docx\?week=2022-04-11"
  match href="/plan_item/new\?term=13\.04\.2022&amp;year=2021"
GET $before
  200
  lacks >Слёт старшеклассников</a> <
  has На дни этой недели ничего не назначено
  has Ближайший пункт после неё: вторник, 12 апреля — Слёт старшеклассников
GET /plan?week=2022-04-11&view=list
  200
  match вторник, 12 апреля</td>
GET /plan.docx?week=2022-04-11
  200
  header Content-Disposition: attachment; filename="plan-2022-04-11.docx"
# A term of nine months stands once, in a fold, and is not in every week.
POST /plan_item/new
  field title = Страница на сайте
  field year = 2021-2022
  field section = informing
  field term = 09.2021–05.2022
  303 /plan_item/\d+
GET /plan?week=2022-04-11
  200
  match <summary>В течение года: \d+ пункт
  match <details[^>]*>.*>Страница на сайте</a>
GET /plan?month=2022-04&view=list
  200
  lacks <th scope="row" data-label="Что делаем"><a href="/plan_item/1">Страница на сайте
# What was held that day stands against its point; what is in no plan is told so, with the way in.
POST /activity/new
  field title = Слёт в городском парке
  field direction = events
  field kind = meeting
  field level = municipal
  field centre_role = organiser
  field planned = yes
  field period = 13.04.2022
  field year = 2021-2022
  303 /activity/(?P<held>\d+).*
GET /plan?week=2022-04-11
  200
  has Слёт в городском парке
  has в плане нет
  match href="(?P<take>/plan_item/new\?title=[^"]*activities=$held[^"]*)"
GET $take
  200
  has Слёт в городском парке
GET /plan?month=2022-04
  200
  has Слёт в городском парке
# A week of another year is the same week of this one; what is no week is the year.
GET /plan?week=2023-04-10
  200
  has План работы на неделю 11–17 апреля 2022 года
GET /plan?week=когда-нибудь
  200
  has План работы на 2021-2022 учебный год
GET /plan?view=grid
  200
  has Сентябрь 2021 года
  has В течение года
POST /plan_item/new
  field title = Слёт
  field year = 2021-2022
  field section = events
  field status = cancelled
  422
  has Напишите причину
# Into the plan of the next year, once: the same weekday, nothing of what became of it, and each names the other.
POST /plan_item/new
  field title = Парад профессий
  field year = 2021-2022
  field section = events
  field term = 12.04.2022
  field responsible = методист
  field status = cancelled
  field reason = Гололёд
  303 /plan_item/(?P<parade>\d+).*
GET /plan_item/$parade
  200
  has В план следующего года
POST /plan_item/$parade/repeat
  303 /plan_item/(?P<again>\d+)/edit
GET /plan_item/$again/edit
  200
  has value="11.04.2023"
  has 2022-2023
  lacks Гололёд
GET /plan_item/$again
  200
  match Повтор пункта: <a href="/plan_item/$parade">
  lacks Гололёд
POST /plan_item/$parade/repeat
  303 /plan_item/$again/edit
GET /plan_item/$parade
  200
  match Взят в план: <a href="/plan_item/$again">
  lacks В план следующего года
as coordinator
POST /plan_item/$parade/repeat
  403
GET /plan
  403
GET /plan.docx
  403
