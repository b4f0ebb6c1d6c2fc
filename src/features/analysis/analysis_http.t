# Two authors of one analysis. An unknown figure is refused where it was typed, with what was perhaps meant; of two who save one
# block the second sees both texts and loses nothing.
data demo
as methodologist
GET /analysis
  200
  match href="/analysis/block/(?P<id>\d+)" aria-label="Править: Абзац
GET /analysis/block/$id
  200
  match name="version" value="(?P<version>\d+)"
POST /analysis/block/$id
  field version = $version
  field text = Диагностикой охвачено {diagnostic.persons|unit}.
  422
  has Показателя «diagnostic.persons» нет. Возможно, имелся в виду «diagnostics.persons».
  has Диагностикой охвачено {diagnostic.persons|unit}.
  has aria-invalid="true"
with lang = en
POST /analysis/block/$id
  field version = $version
  field text = Диагностикой охвачено {diagnostic.persons|unit}.
  422
  has diagnostics.persons
with lang = ru
GET /figure/diagnostic.persons
  404
GET /figure/no_such_figure
  404
GET /figure/diagnostics.persons
  200
  has Складываются числа записей, перечисленных ниже.
  lacks запрос

# Choosing from the list by words.
POST /analysis/block/$id
  field version = $version
  field text = Охват составил
  field question = респонденты диагностик
  field find = 1
  200
  has value="diagnostics.persons"
  has Охват составил

# What has a number stands before what has none.
POST /analysis/block/$id
  field version = $version
  field text = Охват составил
  field question = мероприятия
  field find = 1
  200
  match (?s)<ul class="found".*<strong>\d.*<strong>нет данных</strong>
POST /analysis/block/$id
  field version = $version
  field text = Охват составил
  field question = мероприятия
  field find = 1
  200
  match (?s)<ul class="found"((?!нет данных).)*(<strong>нет данных</strong>((?!<strong>\d).)*)?</ul>

# The head saves first.
as head
GET /analysis/block/$id
  200
POST /analysis/block/$id
  field version = $version
  field text = Слово заведующего: {diagnostics.persons|unit}.
  303 /analysis.*
as methodologist
POST /analysis/block/$id
  field version = $version
  field text = Слово методиста: {diagnostics.persons|unit}.
  409
  has Пока Вы правили, блок сохранил другой человек
  has Слово заведующего
  has Слово методиста
  match name="version" value="(?P<newer>\d+)"
GET /analysis
  200
  has Слово заведующего
  lacks Слово методиста
POST /analysis/block/$id
  field version = $newer
  field text = Слово методиста: {diagnostics.persons|unit}.
  303 /analysis.*
GET /analysis
  200
  has Слово методиста

# A step belongs to its role, and nothing is approved before it is agreed.
as teacher
POST /analysis/block/$id
  field version = $newer
  field text = Чужое слово
  403
as director
POST /analysis/2021/approved
  409

# The analysis as a file of data and as one page, and in no form it has not (Word is of the moment it was packed in).
as head
GET /analysis
  200
  match href="(?P<data>/analysis/\d+/document\?format=json)"
  match href="(?P<alone>/analysis/\d+/document\?format=html)"
GET $data
  200
  header Content-Disposition: .json
GET $alone
  200
  header Content-Disposition: attachment; filename="analysis-
  has Слово методиста
  lacks <script
GET /analysis/2021/document?format=odt
  404

# The annex with tables and native charts, for both languages.
GET /analysis
  200
  match href="(?P<annex>/analysis/\d+/document\?format=xlsx)"
GET $annex
  200
  header Content-Type: application/vnd.openxmlformats-officedocument.spreadsheetml.sheet
  header Content-Disposition: .xlsx
with lang = en
GET $annex
  200
with lang = ru
as coordinator
GET $annex
  403
