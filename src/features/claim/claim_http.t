# What the check finds is accepted with an explanation: the answer leads back to the very finding, which says who accepted it and
# why; an empty explanation opens it again. A teacher reads and accepts nothing.
data demo
as methodologist
GET /check
  200
  match <section class="card finding" id="finding-(?P<key>[^"]+)">
  match <div class="acts"><a href="[^"]+">Перейти к месту</a><details
POST /check/accept
  field finding = $key
  field explanation-$key = Так напечатано в подписанном документе
  303 /check#finding-$key
GET /check
  200
  match id="finding-$key">.{0,2000}Принято с пояснением: Так напечатано в подписанном документе —
with lang = en
GET /check
  200
  match id="finding-$key">.{0,2000}Accepted with an explanation: <span lang="ru">Так напечатано
with lang = ru
POST /check/accept
  field finding = $key
  303 /check#finding-$key
GET /check
  200
  lacks Принято с пояснением:
POST /check/accept
  field finding = no-such-finding
  404
as teacher
GET /check
  200
  has Перейти к месту
  lacks Принять с пояснением
