# A centre so new that it has no school year: the plan is empty in each of its views, and nothing ends.
data init
as methodologist
GET /plan
  200
GET /plan?view=grid
  200
GET /plan?week=2026-11-23
  200
GET /plan?month=2026-11&view=list
  200
GET /plan.json
  200
  has "points":[]
GET /plan.docx
  200
GET /plan.docx?week=2026-11-23
  200
GET /deadline
  200
GET /
  200
