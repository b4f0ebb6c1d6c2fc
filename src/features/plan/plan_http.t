# The plan of the year: by months, one month, as a Word file; a point opens from it, and schools do not see it.
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
POST /plan_item/new
  field title = Слёт
  field year = 2021-2022
  field section = events
  field status = cancelled
  422
  has Напишите причину
as coordinator
GET /plan
  403
GET /plan.docx
  403
