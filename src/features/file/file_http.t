# Files on a row: added by an ordinary form, known by their bytes, seen by who sees the row, served so that nothing runs.
as methodologist
POST /competency/new
  field name = Черчение
  303 /competency/(?P<row>\d+)
GET /competency/$row
  200
  has Добавить файлы
  has enctype="multipart/form-data"
  lacks file-list
# A picture gets two smaller ones; its own page says what it is and shows the checksum.
POST /file/new
  field register = competency
  field row = $row
  field words = Стенд в коридоре
  file file = стенд.png from png
  303 /competency/$row#files
GET /competency/$row
  200
  has Файлы: 1
  has Стенд в коридоре
  has Картинка PNG
  match <img src="/file/(?P<picture>\d+)/small"
GET /file/$picture
  200
  has <h1>Стенд в коридоре</h1>
  has 600 × 400 точек
  has Контрольная сумма
  match <code class="sum">[0-9a-f]{64}</code>
  has без скрытых данных камеры
  has только для своих
GET /file/$picture.json
  200
  has "name":"стенд.png"
  has "type":"image/png"
  has "width":600
  has "publish":false
GET /file.json?register=competency&row=$row
  200
  has "files":[{"id":$picture,
GET /file.json?register=competency
  400
GET /file.json
  200
  has "register":null
  has "files":[{"id":$picture,
GET /file.json?before=$picture
  200
  has "files":[]
GET /file.json?before=none
  400
GET /file/$picture/small
  200
  header Content-Type: image/jpeg
  header Content-Security-Policy: default-src 'none'; frame-ancestors 'none'; sandbox
  header X-Content-Type-Options: nosniff
  header Cache-Control: private, no-cache
  match ^.{0,4}\x00\x10JFIF
GET /file/$picture/view
  200
  header Content-Type: image/jpeg
GET /file/$picture/download
  200
  header Content-Type: image/png
  header Content-Disposition: attachment; filename="_____.png"; filename*=UTF-8''%D1%81%D1%82%D0%B5%D0%BD%D0%B4.png
  header Accept-Ranges: bytes
# A part of it, the end of it, and a part that is not there.
GET /file/$picture/download
  send Range: bytes=1-3
  206
  header Content-Range: bytes 1-3/
  match ^PNG$
GET /file/$picture/download
  send Range: bytes=100000000-
  416
  header Content-Range: bytes */
GET /file/$picture/download
  send Range: bytes=3-1
  200
HEAD /file/$picture/download
  200
# The same content again is the same file.
POST /file/new
  field register = competency
  field row = $row
  file file = копия.png from png
  303 /competency/$row#files
GET /competency/$row
  200
  has Файлы: 1
# Two at once.
POST /file/new
  field register = competency
  field row = $row
  file file = список.txt: Первый\nВторой
  file file = письмо.pdf from pdf
  303 /competency/$row#files
GET /competency/$row
  200
  has Файлы: 3
  has Документ PDF
  has список.txt
# The bytes decide, not the name: an archive that calls itself a photo.
POST /file/new
  field register = competency
  field row = $row
  file file = фото.jpg from zip
  303 /competency/$row#files
GET /competency/$row
  200
  has Архив ZIP
  match /file/(?P<liar>\d+)/download" aria-label="Скачать фото.jpg"
GET /file/$liar
  200
  has по содержимому это архив ZIP
  lacks <figure
GET /file/$liar/small
  404
GET /file/$liar/download
  200
  header Content-Type: application/zip
  header Content-Disposition: .jpg.zip
# What holds scripts leaves as bytes under a name that nothing opens.
POST /file/new
  field register = competency
  field row = $row
  file file = logo.svg from svg
  303 /competency/$row#files
GET /competency/$row
  200
  match /file/(?P<svg>\d+)/download" aria-label="Скачать logo.svg"
GET /file/$svg/download
  200
  header Content-Type: application/octet-stream
  header Content-Disposition: attachment; filename="logo.svg.txt"
GET /file/$svg/view
  404
POST /file/new
  field register = competency
  field row = $row
  file file = index.html from html
  303 /competency/$row#files
GET /competency/$row
  200
  match /file/(?P<page>\d+)/download" aria-label="Скачать index.html"
GET /file/$page/download
  200
  header Content-Type: application/octet-stream
  header Content-Disposition: attachment; filename="index.html.txt"
# Programs are not kept, whatever they are called; nothing of the form is.
POST /file/new
  field register = competency
  field row = $row
  file file = годный.txt: годный
  file file = фото.png from program
  422
  has это программа
GET /competency/$row
  200
  lacks годный.txt
# Nothing chosen, an empty file.
POST /file/new
  field register = competency
  field row = $row
  422
  has Файл не выбран
POST /file/new
  field register = competency
  field row = $row
  file file = пусто.txt from nothing
  422
  has пустой
# A caption and the consent, changed later; the trail of the row tells of all of it.
POST /file/$picture/edit
  field words = Стенд в марте
  field publish = 1
  303 /file/$picture
GET /file/$picture
  200
  has согласие на публикацию есть
GET /competency/$row/history
  200
  has стенд.png
  has Стенд в марте (согласие на публикацию есть)
# All files of the centre, with the row each hangs on.
GET /file
  200
  has Стенд в марте
  has <a href="/competency/$row#files">Компетенция: Черчение</a>
  has из 20 ГБ
GET /file?before=$picture
  200
  has Файлов пока нет
as coordinator
GET /file
  403
# Who may see the row but not change it.
as teacher
GET /competency/$row
  200
  has Файлы: 6
  lacks Добавить файлы
GET /file/$picture
  200
  lacks Убрать файл
POST /file/$picture/remove
  403
POST /file/$picture/edit
  field words = чужое
  403
POST /file/new
  field register = competency
  field row = $row
  file file = a.txt: a
  403
as nobody
GET /file/$picture/small
  303 /sign-in\?next=.*
POST /file/new
  field register = competency
  field row = $row
  file file = a.txt: a
  403
as methodologist
POST /file/new
  field register = nothing
  field row = 1
  file file = a.txt: a
  404
POST /file/new
  field register = competency
  field row = 999999
  file file = a.txt: a
  404
POST /file/new
  csrf none
  field register = competency
  field row = $row
  file file = a.txt: a
  403
GET /file/999999
  404
# Taken away: the row says who and when, the file is not served any more.
POST /file/$picture/remove
  303 /competency/$row#files
GET /file/$picture/small
  404
GET /file/$picture/download
  404
GET /competency/$row
  200
  has Файлы: 5
# The row goes, and its files with it.
POST /competency/$row/remove
  field version = 1
  303 /competency
GET /file/$liar/download
  404
