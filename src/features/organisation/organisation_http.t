# The page of an organisation counts what the record holds of it, and each count opens to exactly its rows.
data demo
as methodologist
POST /organisation/new
  field name = Партнёр для проверки
  field kind = business
  303 /organisation/(?P<partner>\d+).*
POST /document/new
  field title = Соглашение с партнёром
  field kind = agreement
  field issuer = $partner
  303 /document/.*
GET /organisation/$partner
  200
  match href="/document\?issuer=$partner">Договоры и другие документы за все годы: 1<
  match href="/activity\?partners=$partner">Партнёр мероприятий за выбранный учебный год: 0<
  match href="/request\?organisation=$partner">Запросы за выбранный учебный год: 0<
GET /document.json?issuer=$partner
  200
  match "count": ?1[,}]
GET /activity.json?partners=$partner
  200
  match "count": ?0[,}]

# A partner's page gathers what was done together, whom it reached, what was published of it, and how long the agreements last.
POST /activity/new
  field title = Неделя с партнёром
  field direction = events
  field kind = series
  field level = municipal
  field centre_role = organiser
  field planned = yes
  field year = 2021-2022
  field audience = pupils
  field partners = $partner
  field period = 11.2021
  303 /activity/(?P<whole>\d+).*
POST /activity/new
  field title = Экскурсия недели
  field direction = events
  field kind = excursion
  field level = municipal
  field centre_role = organiser
  field planned = yes
  field year = 2021-2022
  field partners = $partner
  field parent = $whole
  field period = 15.11.2021
  303 /activity/(?P<part>\d+).*
POST /headcount/new
  field activity = $whole
  field value = 40
  field unit = persons
  field audience = pupils
  303 /.*
POST /headcount/new
  field activity = $part
  field value = 25
  field unit = persons
  field audience = pupils
  303 /.*
POST /publication/new
  field title = Как прошла неделя
  field published_on = 30.11.2021
  field channel = site
  field activity = $whole
  303 /publication/.*
GET /organisation/$partner
  200
  has Что сделано вместе
  match 2021-2022</t[hd]><td[^>]*><a href="/activity\?partners=$partner&amp;year=2021">2</a></td><td[^>]*><span[^>]*>40</span></td><td[^>]*><span[^>]*>1</span></td>
  match href="/activity/$whole">Неделя с партнёром</a>.*?ноябрь 2021.*?обучающиеся.*?>40<
  match href="/activity/$part">Экскурсия недели</a>.*?>25<
  match Соглашение с партнёром</a>.*?срок не указан
