# Somebody enters how many came, and mistypes: each message stands at its field, with what was typed, and nothing is saved.
data demo
as methodologist
GET /headcount/new
  200
  match <select[^>]*name="activity".*?<option value="(?P<activity>\d+)"
POST /headcount/new
  field activity = $activity
  field value = тридцать
  field unit = persons
  field audience = pupils
  field grade_from = 12
  field grade_to = 3
  field reported_on = 31.02.2022
  422
  has «тридцать» не целое число. Введите число цифрами
  has Введено 12, а может быть от 1 до 11.
  has «31.02.2022» не дата. Введите день, месяц и год
  match <input[^>]*name="value"[^>]*value="тридцать"[^>]*aria-invalid="true"|<input[^>]*aria-invalid="true"[^>]*name="value"
  has value="31.02.2022"
POST /headcount/new
  field activity = $activity
  field value = 30
  field unit = persons
  field audience = pupils
  field grade_from = 9
  field grade_to = 3
  422
  has Последний класс меньше первого
with lang = en
POST /headcount/new
  field activity = $activity
  field value = -5
  field unit = persons
  field audience = pupils
  field reported_on = 2022-13-01
  422
  match is not a (day|date)
with lang = ru

# A part is never over its whole: the message names both numbers, and what was typed is still there.
POST /activity/new
  field title = Цикл для проверки частей
  field direction = events
  field kind = series
  field level = municipal
  field centre_role = organiser
  field planned = yes
  field year = 2021-2022
  303 /activity/(?P<whole>\d+).*
POST /activity/new
  field title = Часть для проверки
  field direction = events
  field kind = contest
  field level = municipal
  field centre_role = organiser
  field planned = yes
  field parent = $whole
  field year = 2021-2022
  303 /activity/(?P<part>\d+).*
POST /headcount/new
  field activity = $whole
  field value = 10
  field unit = persons
  field audience = pupils
  303 /\w+/(?P<all>\d+).*
POST /headcount/new
  field activity = $part
  field value = 9
  field unit = persons
  field audience = pupils
  303 /\w+/(?P<one>\d+).*
POST /headcount/$one/edit
  field version = 1
  field value = 12
  field unit = persons
  field audience = pupils
  422
  has Часть больше целого: «Часть для проверки» — 12, а «Цикл для проверки частей» — 10. Исправьте одно из чисел.
  has value="12"

# Nor does it become so by the back door: a number of the whole cleared away, given another unit, or its row removed, while what
# is left of the whole is less than its part.
POST /headcount/new
  field activity = $whole
  field value = 4
  field unit = persons
  field audience = parents
  303 /\w+/(?P<more>\d+).*
POST /headcount/new
  field activity = $part
  field value = 3
  field unit = persons
  field audience = parents
  303 /.*
POST /headcount/$more/edit
  field version = 1
  field value =
  field status = not_reported
  field unit = persons
  field audience = parents
  422
  has Часть больше целого: «Часть для проверки» — 12, а «Цикл для проверки частей» — 10.
POST /headcount/$more/edit
  field version = 1
  field value = 4
  field unit = teams
  field audience = parents
  422
  has Часть больше целого
POST /headcount/$more/remove
  field version = 1
  409
  has Без этой записи число целого стало бы меньше его частей
  has Исправьте одно из чисел
GET /headcount/$more
  200

# Two people change one number: the second sees both, keeps what he typed, and then saves it knowingly.
GET /headcount/$one
  200
  match href="/headcount/(?P<id>\d+)/edit
GET /headcount/$id/edit
  200
  match name="version" value="(?P<version>\d+)"
as head
GET /headcount/$id/edit
  200
POST /headcount/$id/edit
  field version = $version
  field activity = $part
  field value = 8
  field unit = persons
  field audience = pupils
  303 /.*
as methodologist
POST /headcount/$id/edit
  field version = $version
  field activity = $part
  field value = 7
  field unit = persons
  field audience = pupils
  409
  has Пока вы правили, запись сохранил
  has Ваши правки не потеряны
  has name="value" value="7" checked
  has name="value" value="8"
  match name="version" value="(?P<newer>\d+)"
POST /headcount/$id/edit
  field version = $newer
  field activity = $part
  field value = 7
  field unit = persons
  field audience = pupils
  303 /.*

# And the history tells of every change, the last one first: who, what it was, what it became.
GET /headcount/$id/history
  200
  has добавлено
  match (?s)изменено.*изменено.*добавлено

# The line of entry on the activity's page refuses the same, and keeps what was typed. (Last: the number of a row that was refused
# is used up on one engine and not on the other.)
POST /activity/$part/headcount
  field value = 8
  field unit = persons
  field audience = staff
  field evidence = письмо для проверки
  422
  has Часть больше целого
  has value="8"
  has value="письмо для проверки"
