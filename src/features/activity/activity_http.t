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
