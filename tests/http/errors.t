# Every failure has its page: what happened, what is safe, what to do, a number; in the reader's language.
GET /no-such-page
  404
  has Такой страницы нет
  has Записи при этом не изменились
  has Номер запроса
GET /no-such-page
  send Accept-Language: en-GB,en;q=0.9
  404
  has There is no such page
  has Request number
GET /no-such-page
  send Accept-Language: de,en;q=0.5,ru;q=0.4
  404
  has There is no such page
with lang = ru
GET /no-such-page
  send Accept-Language: en
  404
  has Такой страницы нет
with lang = nonsense
GET /no-such-page
  404
  has Такой страницы нет
with lang =
GET /sign-out
  405
  header Allow: POST
  has Так эту страницу не открывают
DELETE /sign-in
  405
  header Allow: GET, HEAD, POST
GET /%ff
  400
  has Запрос не прочитан
GET /?q=%zz
  400
HEAD /no-such-page
  404

# A person without the right sees that it is a matter of rights.
as teacher
GET /accounts
  403
  has Сюда нет доступа
  lacks correct-horse
POST /accounts/new
  field login = new-person
  403
GET /no-such-page
  404
as administrator
GET /accounts
  200
POST /accounts/new
  csrf 0123456789abcdef
  field login = new-person
  403
  has Форма устарела
  has не сохранено
