# The public edition: made of a signed one, seen first, published by the director alone, open to everybody without a number that
# opens, taken back for good.
data demo
as methodologist
GET /analysis
  200
  match action="/analysis/section/(?P<section>\d+)/ready"
POST /analysis/section/$section/ready
  303 /analysis.*
GET /analysis
  200
  match action="/analysis/section/(?P<section>\d+)/ready"
POST /analysis/section/$section/ready
  303 /analysis.*
GET /analysis
  200
  match action="/analysis/section/(?P<section>\d+)/ready"
POST /analysis/section/$section/ready
  303 /analysis.*
GET /analysis
  200
  match action="/analysis/section/(?P<section>\d+)/ready"
POST /analysis/section/$section/ready
  303 /analysis.*
GET /analysis
  200
  match action="/analysis/section/(?P<section>\d+)/ready"
POST /analysis/section/$section/ready
  303 /analysis.*
GET /analysis
  200
  match action="/analysis/section/(?P<section>\d+)/ready"
POST /analysis/section/$section/ready
  303 /analysis.*
GET /analysis
  200
  match action="/analysis/section/(?P<section>\d+)/ready"
POST /analysis/section/$section/ready
  303 /analysis.*
GET /analysis
  200
  match action="/analysis/section/(?P<section>\d+)/ready"
POST /analysis/section/$section/ready
  303 /analysis.*
as head
GET /analysis
  200
POST /analysis/2021/agreed
  303 /analysis
as director
GET /analysis
  200
POST /analysis/2021/approved
  303 /analysis

# Nothing is public yet, and nobody is told of what could be.
as nobody
GET /public/1
  200
  has Центр пока ничего не опубликовал
GET /public/1/2021
  404
GET /public/9
  404
GET /robots.txt
  200
  has Allow: /public
GET /analysis/edition/1/public
  303 /sign-in.*

# Who is not the director sees the preview and no button.
as head
GET /analysis/edition/1/public
  200
  has Публикует директор
  lacks Опубликовать</button>
POST /analysis/edition/1/public
  field read = yes
  field least = 20
  403

# The director says that he has read the text, or nothing goes out.
as director
GET /analysis/edition/1/public?least=20
  200
  has скрыто
  lacks href="/figure/
POST /analysis/edition/1/public
  field least = 20
  422
  has программа узнаёт не все имена
POST /analysis/edition/1/public
  field least = 20
  field read = yes
  303 /analysis/edition/1/public
GET /analysis/edition/1/public
  200
  has Снять с публикации
  has href="/public/1/2021"

# Everybody: numbers are words and open nowhere; the file of data is the very form.
as nobody
GET /public
  303 /public/1
GET /public/1
  200
  header Cache-Control: no-store
  has href="/public/1/2021"
GET /public/1/2021
  200
  header Cache-Control: no-store
  has числа меньше 20 скрыты
  has скрыто
  lacks href="/figure/
  lacks href="/activity/
  lacks href="/document/
  lacks /analysis/
  match href="(?P<data>/public/1/2021/file\?format=json)"
GET $data
  200
  header Content-Disposition: .json
  header Cache-Control: no-cache
  has orientir public analysis 1
  has скрыто
  lacks figure
GET /public/1/2021/file?format=odt
  404
with lang = en
GET /public/1/2021
  200
  has numbers under 20 are hidden
with lang = ru

# Taken back: it says so, and shows nothing of it.
as head
GET /analysis/edition/1/public
  200
  lacks Снять с публикации
POST /analysis/edition/1/public/withdraw
  403
as director
GET /analysis/edition/1/public
  200
POST /analysis/edition/1/public/withdraw
  303 /analysis/edition/1/public
GET /analysis/edition/1/public
  200
  has Снята с публикации
as nobody
GET /public/1/2021
  410
  has Снято с публикации
  lacks скрыто
GET /public/1/2021/file?format=json
  410
  lacks orientir public analysis
GET /public/1
  200
  lacks href="/public/1/2021"
