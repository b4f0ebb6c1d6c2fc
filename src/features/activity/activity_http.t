# A school looks at an activity: it sees that an order stands behind it, and not which; the staff see the order itself.
data demo
as methodologist
GET /document?kind=order
  200
  match <a[^>]*href="/document/(?P<order>\d+)"[^>]*>(?P<title>[^<]+)</a>
GET /activity
  200
  match href="/activity/(?P<first>\d+)"
GET /activity/$first/edit
  200
  match name="version" value="(?P<version>\d+)"
POST /activity/$first/edit
  field version = $version
  field documents = $order
  303 /activity/$first
GET /activity/$first
  200
  has $title
as coordinator
GET /activity/$first
  200
  has есть, но вам не показывается
  lacks $title
GET /activity/$first.json
  200
  lacks $title

# What the document calls a season stands where its bounds would: on the page, in the list and on the home page.
as methodologist
POST /activity/new
  field title = Сессия для проверки времени
  field direction = events
  field kind = intensive
  field level = municipal
  field centre_role = organiser
  field planned = yes
  field period = ≈ 20.08.2099–30.08.2099
  field when_as_printed = последняя неделя каникул
  field year = 2021-2022
  303 /activity/(?P<session>\d+).*
GET /activity/$session
  200
  match <dt>Когда</dt>\s*<dd>последняя неделя каникул
  lacks <dt>Когда (как в документе)</dt>
GET /activity?q=сессия проверки времени
  200
  match data-label="Когда"[^>]*>последняя неделя каникул
GET /?year=2021-2022
  200
  match Сессия для проверки времени</a></th><td[^>]*>последняя неделя каникул
