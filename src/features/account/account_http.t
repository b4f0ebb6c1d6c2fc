# The own account: who one is here, and a new password.
as methodologist
GET /account
  200
  has Роль methodologist
  has Методист
  match autocomplete="new-password"
POST /account/password
  field old = correct-horse-battery-7
  field new = коротко
  field again = коротко
  422
  has Пароль короче 8 знаков
POST /account/password
  field old = correct-horse-battery-7
  field new = another-long-secret
  field again = another-long-zecret
  422
  has Пароли не совпали
POST /account/password
  field old = not-the-right-one
  field new = another-long-secret
  field again = another-long-secret
  422
  has Нынешний пароль не подходит
POST /account/password
  field old = correct-horse-battery-7
  field new = another-long-secret
  field again = another-long-secret
  303 /account\?done=password
  header Set-Cookie: HttpOnly
GET /account?done=password
  200
  has Пароль изменён
POST /account/password
  field old = another-long-secret
  field new = correct-horse-battery-7
  field again = correct-horse-battery-7
  303 /account\?done=password

# Only the administrator sees the accounts.
GET /accounts
  403
as head
GET /accounts/of/teacher
  403
POST /accounts/of/teacher/password
  403

# The list, one of them, and a new one whose password is shown once.
as administrator
GET /accounts
  200
  has 8 учётных записей
  has Заведующий центром
GET /accounts/new
  200
  has Не относится к организации
POST /accounts/new
  field login = teacher
  field name = Ещё один
  field roles = teacher
  422
  has Такой логин уже есть
POST /accounts/new
  field login = с пробелом
  field name =
  422
  has Логин — от 2 до 40 знаков
  has Укажите имя человека
  has Отметьте хотя бы одну роль
POST /accounts/new
  field login = Novyi
  field name = <b>Новый</b> & Ко
  field roles = psychologist
  field roles = teacher
  200
  has показан один раз
  match <dd>(?P<password>[0-9a-z-]{19})</dd>
  lacks <b>Новый
GET /accounts/of/novyi
  200
  has Новый</b> & Ко
  match value="psychologist" checked
  match value="teacher" checked
  lacks $password
GET /accounts/of/NOVYI
  200
GET /accounts/of/nosuchperson
  404

# A password given anew, roles, closing; the person is out at once.
POST /accounts/of/novyi/password
  200
  has показан один раз
POST /accounts/of/novyi/roles
  422
  has Отметьте хотя бы одну роль
POST /accounts/of/novyi/roles
  field roles = head
  303 /accounts/of/novyi\?done=roles
GET /accounts/of/novyi?done=roles
  200
  has Роли сохранены
  match value="head" checked
POST /accounts/of/novyi/close
  303 /accounts/of/novyi\?done=closed
GET /accounts/of/novyi?done=closed
  200
  has Закрыта
  has Снова открыть
POST /sign-in
  field login = novyi
  field password = $password
  422
POST /accounts/of/novyi/open
  303 /accounts/of/novyi\?done=opened

# What is known of a person can be mended; a login that is taken and an organisation that is none are refused at their place.
GET /accounts/of/novyi/person
  200
  has Новый</b> & Ко
POST /accounts/of/novyi/person
  field login = teacher
  field name =
  422
  has Укажите имя человека
POST /accounts/of/novyi/person
  field login = teacher
  field name = Педагог Новый
  422
  has Такой логин уже есть
POST /accounts/of/novyi/person
  field login = novyi
  field name = Педагог Новый
  field organisation = 999999999
  422
  has Выберите организацию из списка
POST /accounts/of/novyi/person
  field login = Novaya
  field name = Педагог Новый
  303 /accounts/of/novaya\?done=person
GET /accounts/of/novaya?done=person
  200
  has Педагог Новый
  has Сохранено
  has Изменение
GET /accounts/of/novyi
  404
GET /accounts/of/nosuchperson/person
  404
POST /accounts/of/novaya/person
  field login = novyi
  field name = Педагог Новый
  303 /accounts/of/novyi\?done=person

# Somebody must be left who can give rights.
POST /accounts/of/administrator/roles
  field roles = head
  422
  has последний администратор
POST /accounts/of/administrator/close
  422
  has последний администратор
GET /accounts/of/administrator
  200
  lacks Закрыть учётную запись
  dump "verb":"close"

# The same in English.
with lang = en
GET /accounts
  200
  has 9 accounts
  has Head of the centre
POST /accounts/new
  field login = teacher
  field name = Another
  field roles = teacher
  422
  has This login is taken
