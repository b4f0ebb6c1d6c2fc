# The page «Охват»: one unit at a time, by period, by direction, kind or organisation; what has no number is said and is not 0.
data demo
as methodologist
GET /organisation/new
  200
POST /organisation/new
  field name = Школа для охвата
  field kind = school
  303 /organisation/(?P<school>\d+).*
POST /organisation/new
  field name = Другая школа
  field kind = school
  303 /organisation/(?P<other>\d+).*
POST /activity/new
  field title = Городская встреча
  field direction = informing
  field kind = meeting
  field level = municipal
  field centre_role = participant
  field performed_by = outside
  field planned = yes
  field period = 11.2021
  field year = 2021-2022
  303 /activity/(?P<meeting>\d+).*
POST /activity/new
  field title = Встреча без чисел
  field direction = informing
  field kind = meeting
  field level = municipal
  field centre_role = organiser
  field planned = yes
  field year = 2021-2022
  303 /activity/(?P<silent>\d+).*

# Schools report first: their numbers are added up.
POST /activity/$meeting/headcount
  field organisation = $school
  field value = 31117
  field unit = consultations
  field audience = pupils
  303 /activity/.*
POST /activity/$meeting/headcount
  field organisation = $other
  field value = 22225
  field unit = consultations
  field audience = pupils
  303 /activity/.*
GET /reach?unit=consultations
  200
  has Центр — участник
  has 53 342
# Then the count of all comes: it is the whole, and the schools are its parts.
POST /activity/$meeting/headcount
  field value = 60000
  field unit = consultations
  field audience = pupils
  303 /activity/.*
GET /activity/$meeting
  200
  has Запись без организации — число по всем
GET /reach?unit=consultations
  200
  has 60 000
  lacks 53 342
  lacks 113 342
GET /reach?unit=consultations&view=month
  200
  has ноябрь 2021
  has Не отнесено к месяцу
GET /reach?unit=consultations&view=quarter
  200
  has 4 квартал 2021 года
  has 60 000
GET /reach?unit=consultations&view=half
  200
  has 2 полугодие 2021 года
GET /reach?unit=consultations&view=calendar
  200
  has 2021 год
GET /reach?unit=consultations&view=cumulative
  200
  has Нарастающим итогом
GET /reach?unit=consultations&by=kind
  200
  has встреча
GET /reach?unit=consultations&by=organisation
  200
  has Школа для охвата
  has href="/headcount?organisation=$school&amp;unit=consultations"
  has 31 117
  has Другая школа
  has Здесь только числа, у которых названа организация
  lacks 60 000

# An activity whose number was not told, for two periods, stands once among those without a number; 0 is a number.
POST /headcount/new
  field activity = $silent
  field unit = teams
  field audience = pupils
  field status = not_reported
  field period = 10.2021
  303 /headcount/.*
POST /headcount/new
  field activity = $silent
  field unit = teams
  field audience = pupils
  field status = not_entered
  field period = 12.2021
  303 /headcount/.*
GET /reach?unit=teams
  200
  match (?s)Числа нет</h2><ul><li>(?!.*<li>.*</ul>)<a href="/activity/\d+">Встреча без чисел</a>: проведено, число не сообщено</li></ul>
  has нет данных
POST /headcount/new
  field activity = $meeting
  field unit = teams
  field audience = pupils
  field value = 0
  303 /headcount/.*
GET /reach?unit=teams&by=kind
  200
  match <td[^>]*>(<[^>]*>)?0<
with lang = en
GET /reach?unit=consultations&by=organisation
  200
  has Only numbers that name an organisation
  has The centre took part
GET /reach?unit=teams&view=half
  200
  has No number
with lang = ru

# A school's coordinator sees the reach of the own school and of no other.
as coordinator
GET /reach
  200
  has о вашей организации
  lacks 31 117
  lacks 60 000
GET /reach?by=organisation&unit=consultations
  200
  lacks Другая школа
