# The first minutes of a centre: no year, no row, nothing to divide by; every way of the menu opens.
data init
as head
GET /
  200
GET /event
  200
  match name="key" value="(?P<key>[0-9a-f]{64})"
GET /activity
  200
GET /reach
  200
GET /deadline
  200
GET /analysis
  200
GET /analysis/editions
  404
GET /check
  200
GET /decision
  200
GET /task
  200
GET /organisation
  200
GET /file
  200
GET /import
  200
GET /search?q=школа
  200
POST /event
  field key = $key
  field do = save
  field title = Первое мероприятие
  field day = 12.04
  field kind = quest
  422
as nobody
GET /public
  303 /public/1
GET /public/1
  200
