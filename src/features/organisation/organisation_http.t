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
