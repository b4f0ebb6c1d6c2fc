# A decision and a request past their day are listed and called on the home page until they are done; a paper that another one
# continues says so, and no paper continues itself.
as coordinator
GET /deadline
  403
as methodologist
POST /meeting/new
  field title = Совет по профориентации
  field body = council
  field held_on = 12.10.2021
  303 /meeting/(?P<meeting>\d+).*
POST /meeting_decision/new
  field text = Составить список площадок
  field meeting = $meeting
  field owner = методист
  field due = 01.11.2021
  303 /meeting_decision/(?P<decision>\d+).*
POST /request/new
  field title = Просят экскурсию
  field came_on = 12.10.2021
  field kind = feedback
  field asker = teacher
  field answer_by = 20.10.2021
  303 /request/(?P<request>\d+).*
GET /deadline
  200
  match href="/meeting_decision/$decision">Составить список площадок
  match href="/request/$request">Просят экскурсию
GET /meeting/$meeting
  200
  has Составить список площадок
with lang = en
GET /deadline
  200
  has Decisions of meetings past their day
with lang = ru
GET /meeting_decision/$decision
  200
GET /meeting_decision/$decision/edit
  200
POST /meeting_decision/$decision/edit
  field version = 1
  field text = Составить список площадок
  field meeting = $meeting
  field state = done
  field outcome = Список составлен
  303 /meeting_decision/.*
GET /deadline
  200
  has Просроченных решений нет

POST /document/new
  field title = Прежний договор
  field kind = agreement
  field valid_until = 31.12.2021
  303 /document/(?P<earlier>\d+).*
POST /document/new
  field title = Новый договор
  field kind = agreement
  field continues = $earlier
  303 /document/(?P<later>\d+).*
GET /document/$earlier
  200
  match Перезаключён: <a href="/document/$later">Новый договор
POST /document/$later/edit
  field version = 1
  field title = Новый договор
  field kind = agreement
  field continues = $later
  422
  has Документ не может продолжать сам себя
