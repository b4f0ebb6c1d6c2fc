# Another program reads by a token: made by the administrator or the head, shown once, good for .json and nothing else.
as methodologist
GET /token
  403
POST /organisation/new
  field name = Школа первая
  field kind = school
  303 /organisation/(?P<one>\d+)
POST /organisation/new
  field name = Школа вторая
  field kind = school
  303 /organisation/(?P<two>\d+)
POST /contingent/new
  field organisation = $one
  field on_date = 01.10.2021
  field grade = 7
  field pupils = 25
  303 /contingent/(?P<row_one>\d+)
POST /contingent/new
  field organisation = $two
  field on_date = 01.10.2021
  field grade = 7
  field pupils = 26
  303 /contingent/(?P<row_two>\d+)

# What is wrong with a form is said at its fields, and no token is made.
as head
GET /token
  200
  lacks value="administrator"
  has value="coordinator"
POST /token
  field name = 
  field role = administrator
  field until = вчера
  422
  has Назовите ключ
  has Выберите роль из списка
  has Укажите день
POST /token
  field name = Школа без школы
  field role = coordinator
  field until = 01.01.2020
  422
  has без неё эта роль не видит ничего
GET /token
  200
  lacks Отозвать

# The head gives one out for a school; it is shown once.
GET /token
  200
  match name="until" value="(?P<until>\d\d\.\d\d\.\d{4})"
POST /token
  field name = Журнал первой школы
  field role = coordinator
  field organisation = $one
  field until = $until
  200
  has показан один раз
  match (?P<key>orientir-1-[0-9a-f]{64})
GET /token
  200
  has Журнал первой школы
  lacks $key
  has не было
  match /token/(?P<token>\d+)/revoke

# Without a token, with rubbish, with another scheme: 401 in JSON, and no way to the page of signing in.
as nobody
GET /contingent.json
  401
  header WWW-Authenticate: Bearer
  header Content-Type: application/json
  has "status":401
GET /contingent.json
  send Authorization: Basic YWRtaW46YWRtaW4=
  401
GET /contingent.json
  send Authorization: Bearer
  401
GET /contingent.json
  send Authorization: Bearer orientir-1-0000000000000000000000000000000000000000000000000000000000000000
  401
  has Такого ключа доступа нет
GET /contingent.json
  send Authorization: Bearer $key; session=1
  401

# With it: the rows of its school and no others, never a cookie.
GET /contingent.json
  send Authorization: Bearer $key
  200
  has "count":1,
  has "pupils":25
  lacks "pupils":26
  has "organisation":{"id":$one,"title":"Школа первая"}
  has "disabled":null
  has "on_date":"2021-10-01"
  match ^(?!.*Set-Cookie)
GET /contingent/$row_one.json
  send Authorization: bearer $key
  200
  has "pupils":25
GET /contingent/$row_two.json
  send Authorization: Bearer $key
  404
  has "status":404
GET /contingent.json?shcool=1
  send Authorization: Bearer $key
  400
  has Параметр «shcool» здесь не знаком
GET /award.json
  send Authorization: Bearer $key
  403
  has "status":403

# It opens no page and changes nothing, and in its presence a cookie does not count.
GET /contingent
  send Authorization: Bearer $key
  403
  has Ключ доступа здесь не действует
POST /contingent/new
  send Authorization: Bearer $key
  field grade = 1
  403
  has "error"
as methodologist
GET /contingent.json
  200
  has "count":2,
GET /contingent.json
  send Authorization: Bearer $key
  200
  has "count":1,
GET /contingent.json
  send Authorization: Bearer nothing
  401

# The same bytes are not sent twice.
as methodologist
GET /contingent.json
  200
  header Cache-Control: private, no-cache
  header ETag: "

# It was used; revoked, it is over.
as head
GET /token
  soon
  200
  lacks не было
POST /token/$token/revoke
  303 /token
GET /token
  200
  has Отозван
as nobody
GET /contingent.json
  send Authorization: Bearer $key
  401
  has Этот ключ доступа отозван
as administrator
GET /token
  200
  has Журнал первой школы
