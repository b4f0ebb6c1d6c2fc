# Nobody sees a page of the record before signing in, and is led back to where he wanted to go.
GET /account?tab=x
  303 /sign-in\?next=%2Faccount%3Ftab%3Dx
GET /sign-in?next=%2Faccount
  200
  has name="next" value="/account"
  header Cache-Control: no-store

# A wrong password and a wrong login are told in the same words.
POST /sign-in
  field login = administrator
  field password = not-the-right-one
  422
  match role="alert"|class="[^"]*note
POST /sign-in
  field login = nosuchperson
  field password = not-the-right-one
  422

# Another site's page cannot sign anybody in.
POST /sign-in
  field login = administrator
  field password = correct-horse-battery-7
  send Origin: https://evil.example
  403
POST /sign-in
  field login = administrator
  field password = correct-horse-battery-7
  send Sec-Fetch-Site: cross-site
  403

# Nor can a link lead elsewhere after it.
POST /sign-in
  field login = administrator
  field password = correct-horse-battery-7
  field next = //evil.example/
  303 /
  header Set-Cookie: HttpOnly; SameSite=Lax

# Signing in again in the same browser needs the token of the session it would end.
POST /sign-in
  field login = administrator
  field password = correct-horse-battery-7
  csrf none
  403
GET /account
  200
POST /sign-in
  field login = administrator
  field password = correct-horse-battery-7
  field next = /account
  303 /account
GET /account
  200
POST /sign-out
  csrf none
  403
GET /account
  200
POST /sign-out
  303 /sign-in
GET /account
  303 /sign-in\?next=%2Faccount

# A form sent after the session ended says so, and does not pretend to have saved.
POST /account/password
  field password = whatever-it-was-9
  403
  has Нужно войти заново
  has не сохранено
