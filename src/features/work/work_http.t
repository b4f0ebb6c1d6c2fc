# Long work: everybody has a list of his own; nobody opens a job of somebody else; the page of a job asks for itself again.
as methodologist
GET /work
  200
  has За последний месяц программе ничего долгого не поручали
GET /work/1
  404
GET /work/1/file
  404
POST /work/1/cancel
  404
POST /work/1/again
  404
as nobody
GET /work
  303 /sign-in\?next=%2Fwork
