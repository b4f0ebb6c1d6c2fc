# Registers of the record room are counted by figures that any analysis may name; each opens to its rows.
data demo
as methodologist
GET /figure/publications.count
  200
  has Публикации
POST /publication/new
  field title = Итоги проб на сайте
  field published_on = 12.02.2022
  field channel = site
  field views = 340
  303 /publication/.*
POST /publication/new
  field title = Заметка в газете
  field published_on = 12.03.2022
  field channel = press
  303 /publication/.*
POST /publication/new
  field title = Давняя заметка
  field published_on = 12.03.2020
  field channel = press
  303 /publication/.*
GET /figure/publications.count?year=2021
  200
  has 2 публикации
  has Итоги проб на сайте
  has Заметка в газете
  lacks Давняя заметка
GET /figure/publications.views?year=2021
  200
  has 340 просмотров
POST /request/new
  field title = Просят провести пробы
  field came_on = 01.02.2022
  field kind = request
  field asker = organisation
  field state = answered
  field outcome = Провели
  303 /request/.*
POST /request/new
  field title = Отзыв родителя
  field came_on = 02.02.2022
  field kind = feedback
  field asker = parent
  field state = new
  303 /request/.*
GET /figure/requests.count?year=2021
  200
  has 2 запроса
GET /figure/requests.answered?year=2021
  200
  has 1 запрос
  has Просят провести пробы
  lacks Отзыв родителя
POST /product/new
  field title = Программа пробы
  field year = 2021-2022
  field kind = programme
  field state = approved
  303 /product/.*
POST /product/new
  field title = Черновик пробы
  field year = 2021-2022
  field kind = programme
  field state = draft
  303 /product/.*
GET /figure/products.made?year=2021
  200
  has 1 разработка
  lacks Черновик пробы
POST /meeting/new
  field title = Совет по профориентации
  field body = council
  field held_on = 20.04.2022
  303 /meeting/.*
GET /figure/meetings.held?year=2021
  200
  has Совет по профориентации
GET /championship_result/new
  200
  match <select[^>]*name="competency".*?<option value="(?P<competency>\d+)"
  match <select[^>]*name="activity".*?<option value="(?P<activity>\d+)"
POST /championship_result/new
  field competency = $competency
  field activity = $activity
  field participants = 4
  field place = second
  303 /championship_result/.*
POST /championship_result/new
  field competency = $competency
  field activity = $activity
  field participants = 5
  field place = participant
  303 /championship_result/.*
GET /figure/championships.participants?year=2021
  200
  has 9 человек
GET /figure/championships.prizes?year=2021
  200
  has 1 награда
# A word that figures keep is no code of an activity.
POST /activity/new
  field title = Публикации
  field direction = events
  field kind = contest
  field level = municipal
  field centre_role = organiser
  field planned = yes
  field year = 2021-2022
  field code = publications
  422
