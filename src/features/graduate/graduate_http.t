# A cohort is called by its words on its own pages: «2021» alone would be read as a year of the calendar or of the school.
data demo
as methodologist
GET /graduate_cohort
  200
  match href="/graduate_cohort/(?P<id>\d+)"[^>]*>(?P<year>\d{4})</a>
GET /graduate_cohort/$id
  200
  has <h1>Выпуск $year года</h1>
GET /graduate_cohort/$id/history
  200
  has <h1>Выпуск $year года</h1>
GET /graduate_cohort/$id/edit
  200
  match class="crumbs".*>Выпуск $year года</a>
with lang = en
GET /graduate_cohort/$id
  200
  has <h1>Class of $year</h1>
