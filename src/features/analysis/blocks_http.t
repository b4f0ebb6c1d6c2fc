# Blocks of an analysis come and go: a removal asks first and removes nothing unseen, what was typed outlives a block removed or an
# analysis agreed meanwhile, and a refusal says the true reason.
data demo
as methodologist
GET /analysis
  200
  match <section id="section-(?P<section>\d+)">.*?href="/analysis/block/(?P<id>\d+)" aria-label="Править: Абзац

# The question stands on a page of its own, with what goes; asking removes nothing.
GET /analysis/block/$id
  200
  has href="/analysis/block/$id/remove"
  match name="version" value="(?P<version>\d+)"
GET /analysis/block/$id/remove
  200
  has Удалить блок?
  has Не удалять
  match (?s)class="preview".*<form[^>]*action="/analysis/block/$id/remove".*name="version" value="$version"
with lang = en
GET /analysis/block/$id/remove
  200
  has Remove the block?
  has Keep it
with lang = ru
GET /analysis/block/$id
  200

# Changed meanwhile: it is not removed, and the page shows what it holds now.
as head
GET /analysis/block/$id
  200
POST /analysis/block/$id
  field version = $version
  field text = Слово заведующего.
  303 /analysis#block-$id
as methodologist
POST /analysis/block/$id/remove
  field version = $version
  409
  has блок изменили
  has Слово заведующего.
  match name="version" value="(?P<newer>\d+)"
POST /analysis/block/$id/remove
  409
  has блок изменили

# Somebody types into it while it goes: the text comes back and may become a new block.
as head
POST /analysis/block/$id/remove
  field version = $newer
  303 /analysis#section-$section
GET /analysis/block/$id
  404
as methodologist
POST /analysis/block/$id
  field version = $newer
  field section = $section
  field kind = conclusion
  field text = Вывод, который писали долго.
  409
  has его удалил другой человек
  has Вывод, который писали долго.
  match <form[^>]*action="/analysis/section/$section/new"
  match <option value="conclusion" selected
POST /analysis/block/$id
  field version = $newer
  field text = Без раздела.
  404
POST /analysis/section/$section/new
  field kind = conclusion
  field text = Вывод, который писали долго.
  303 /analysis#section-$section
GET /analysis
  200
  has Вывод, который писали долго.
  match <section id="section-$section">.*href="/analysis/block/(?P<last>\d+)" aria-label="Править: Вывод, блок \d+">((?!<section).)*</section>
POST /analysis/block/$last/up
  303 /analysis#block-$last
POST /analysis/block/$last/sideways
  404

# Creating what is there already leads to it.
POST /analysis/begin
  303 /analysis
