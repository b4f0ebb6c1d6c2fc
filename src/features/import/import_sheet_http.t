# A school's sheet of an event: taken in from the event's own page, and nobody types the event.
data demo
as methodologist
GET /headcount/new
  200
  match <select[^>]*name="organisation".*?<option value="\d+">(?P<school>[^<]+)</option>
POST /activity/new
  field title = Встреча для листа школы
  field direction = events
  field kind = meeting
  field level = municipal
  field centre_role = organiser
  field planned = yes
  field year = 2021-2022
  303 /activity/(?P<event>\d+).*
GET /activity/$event
  200
  match href="(?P<way>/import/new\?register=headcount&amp;all\.activity=\d+)"
GET /headcount?activity=$event
  200
  match href="/import/new\?register=headcount&amp;all\.activity=\d+"
POST /import/new?register=headcount&all.activity=$event
  file file = sheet.csv: Организация;Количество;Единица;Аудитория\n$school;25;человек;обучающиеся
  303 /import/(?P<sheet>\d+)
POST /import/$sheet/map
  field header = 1
  field column.0 = organisation
  field column.1 = value
  field column.2 = unit
  field column.3 = audience
  field all.activity = $event
  303 /import/$sheet
GET /import/$sheet
  200
  has добавится: 1
  match name="fingerprint" value="(?P<sheet_plan>[0-9a-f]{64})"
POST /import/$sheet/run
  field fingerprint = $sheet_plan
  303 /import/$sheet
GET /headcount.csv?activity=$event
  200
  has $school
  has 25
  has Встреча для листа школы
