# A paper that another one continues cannot go on from that one again, by however many steps.
as methodologist
POST /document/new
  field title = Договор первый
  field kind = agreement
  303 /document/(?P<one>\d+).*
POST /document/new
  field title = Договор второй
  field kind = agreement
  field continues = $one
  303 /document/(?P<two>\d+).*
POST /document/new
  field title = Договор третий
  field kind = agreement
  field continues = $two
  303 /document/(?P<three>\d+).*
GET /document/$one/edit
  200
  match name="version" value="(?P<version>\d+)"
POST /document/$one/edit
  field version = $version
  field continues = $two
  422
  has Он сам продолжает этот документ
POST /document/$one/edit
  field version = $version
  field continues = $three
  422
  has Он сам продолжает этот документ
POST /document/$one/edit
  field version = $version
  field continues = $one
  422
GET /document/$three
  200
  has Договор второй
