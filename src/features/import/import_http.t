# A file into a register: its faults first, one at a time; then what it would do, line by line; then doing, the file back, undoing.
as methodologist
GET /organisation
  200
  match href="/import/new\?register=organisation"
GET /import/new
  303 /import
GET /import/new?register=organisation
  200
  has Загрузка из файла: Организации
  has Какие столбцы понимает программа
POST /import/new?register=organisation
  422
  has Выберите файл с таблицей
POST /import/new?register=organisation
  file file = empty.csv: ;;
  422
  has В файле нет ни одной заполненной ячейки
POST /import/new?register=organisation
  file file = page.csv: <html><table>
  422
  has Это не таблица
POST /organisation/new
  field name = Лицей дня
  field kind = college
  303 /organisation/(?P<lyceum>\d+)
POST /import/new?register=organisation
  file file = school.csv: Список партнёров\n\nНазвание;Вид;Город\nЗавод «Свет»;предприятие;Энск\nЛицей дня;школа;Энск\nБез вида;;Энск\nЛицей дня;школа;Энск\nИтого;3;
  303 /import/(?P<id>\d+)
GET /import/$id
  200
  has school.csv
  has ждёт проверки
  match name="header"[^>]*value="3"
  match <select name="column.1"[^>]*>(?:<option[^>]*>[^<]*</option>)*?<option value="kind" selected>
  lacks Внести
POST /import/$id/map
  field header = 3
  field column.0 = name
  field column.1 = kind
  field column.2 = town
  303 /import/$id
GET /import/$id
  200
  has проверен, не внесён
  has ошибка: 1
  has добавится: 1
  has изменится: 1
  has пропущено: 2
  has Заполните поле «Вид»
  has Внести только 2 верные строки
  match name="fingerprint" value="(?P<shown>[0-9a-f]{64})"
GET /import/$id?show=left
  200
  has Повторяет строку 5: второй раз не вносится
  has Строка итогов
# Nothing is in the record yet; and when the record changes meanwhile, the plan is made anew and says so.
GET /organisation?q=Свет
  200
  lacks Завод «Свет»
POST /organisation/$lyceum/edit
  field version = 1
  field town = Старый
  303 /organisation/$lyceum
POST /import/$id/run
  field fingerprint = $shown
  303 /import/$id
GET /import/$id
  200
  has Пока вы смотрели, записи изменились
  has изменится: 1
  has добавится: 1
  match name="fingerprint" value="(?P<again>[0-9a-f]{64})"
GET /import/$id?show=changed
  200
  has было «колледж
POST /import/$id/run
  field fingerprint = $again
  303 /import/$id
GET /import/$id?show=changed
  200
  has внесён
  has добавлено: 1
  has изменено: 1
GET /organisation/$lyceum
  200
  has Энск
  has школа
# Pressed twice: done once.
POST /import/$id/run
  field fingerprint = $again
  303 /import/$id
# The file goes back with what became of each line.
GET /import/$id/result.xlsx
  200
  header Content-Type: application/vnd.openxmlformats-officedocument.spreadsheetml.sheet
# The same file again: its columns are remembered, nothing would change.
POST /import/new?register=organisation
  file file = school.csv: Список партнёров\n\nНазвание;Вид;Город\nЗавод «Свет»;предприятие;Энск\nЛицей дня;школа;Энск
  303 /import/(?P<second>\d+)
POST /import/$second/map
  field header = 3
  field column.0 = name
  field column.1 = kind
  field column.2 = town
  303 /import/$second
GET /import/$second
  200
  has уже есть: 2
  has Вносить нечего
POST /import/$second/remove
  303 /import
GET /import/$second
  404
# Something later depends on it: nothing is undone, and it is told what stands in the way.
POST /organisation/$lyceum/edit
  field version = 3
  field town = Другой
  303 /organisation/$lyceum
POST /import/$id/undo
  409
  has Ничего не отменено
  has Запись после переноса изменили
GET /import/$id?show=wrong
  200
  has внесён
# An import that nothing depends on is taken back whole.
POST /import/new?register=organisation
  file file = one.csv: Название;Вид\nЗавод «Тень»;предприятие
  303 /import/(?P<third>\d+)
POST /import/$third/map
  field header = 1
  field column.0 = name
  field column.1 = kind
  303 /import/$third
GET /import/$third
  200
  match name="fingerprint" value="(?P<third_plan>[0-9a-f]{64})"
POST /import/$third/run
  field fingerprint = $third_plan
  303 /import/$third
POST /import/$third/undo
  303 /import/$third
GET /import/$third
  200
  has отменён
GET /organisation?q=Тень
  200
  lacks Завод «Тень»
# A name that fits several rows is asked about.
POST /activity/new
  field year = 2021-2022
  field title = Неделя профессий
  field direction = events
  field kind = series
  field level = municipal
  field centre_role = organiser
  field planned = yes
  303 /activity/(?P<week>\d+)
POST /import/new?register=award
  file file = awards.csv: За что;Мероприятие;Кому\nДиплом;Неделя;обучающиеся
  303 /import/(?P<awards>\d+)
POST /import/$awards/map
  field header = 1
  field column.0 = title
  field column.1 = activity
  field column.2 = audience
  303 /import/$awards
GET /import/$awards
  200
  has Нужно решить
  has «Неделя». Что это?
  match <option value="$week">Неделя профессий
# Who may not import into a register meets neither its form nor its files; a coordinator none at all.
as secretary
GET /import/new?register=activity
  404
GET /import/$awards
  404
as coordinator
GET /import
  403
