/* Archives of backups. Begins the input as a zip, it is the archive; as an object, its manifest alone; else two tables and a
   file, parted by a byte 0, are put into an archive whose manifest is right, so that the fuzzer need not learn to hash: it must
   be found sound when every line is an object, and never otherwise. With an `r` before them the rows are restored too. */
#include "backup/backup_in.h"
#include "fuzz.h"

static const struct db_migration migrations[] = {
    { 1, "0001_a",
      "CREATE TABLE one (centre_id @id NOT NULL, id @id NOT NULL, name @text, n @int, r @real, PRIMARY KEY (centre_id, id));\n"
      "CREATE TABLE two (centre_id @id NOT NULL, id @id NOT NULL, one @id, at @time, day @day, PRIMARY KEY (centre_id, id), "
      "FOREIGN KEY (centre_id, one) REFERENCES one (centre_id, id));\n" },
};

static void check_manifest(struct arena *a, struct str in)
{
    struct manifest m, again;
    struct err e = { 0 };
    if (!manifest_read(a, in, &m, &e)) {
        BUG_IF(e.kind != ERR_INVALID && e.kind != ERR_NEWER);
        return;
    }
    BUG_IF(m.facts.rows < 0 || m.facts.file_bytes < 0 || m.facts.made_at < 0);
    BUG_IF(!manifest_read(a, manifest_write(a, &m), &again, &e) || !str_equal(m.facts.content, again.facts.content));
}

/* The kinds of error a person is told of; anything else would be our own fault. */
static bool verify(struct arena *a, struct str bytes, struct err *e)
{
    struct backup_facts facts;
    bool sound = backup_verify(a, &(struct backup_source){ .bytes = bytes }, migrations, COUNT(migrations), NULL, &facts, e);
    BUG_IF(!sound && e->kind != ERR_INVALID && e->kind != ERR_NEWER);
    return sound;
}

static bool all_objects(struct arena *a, struct str lines)
{
    struct str line;
    while (lines.len && str_next(&lines, '\n', &line)) {
        struct json *row;
        struct err why = { 0 };
        if (!json_read(a, line, &row, &why) || row->kind != JSON_OBJECT) {
            return false;
        }
    }
    return true;
}

static struct part part_of(struct arena *a, const char *name, struct str bytes)
{
    struct part part = { .name = str_c(name), .bytes = (int64_t)bytes.len, .sha256 = hash_sha256_hex(a, bytes) };
    for (size_t i = 0; i < bytes.len; i++) {
        part.rows += bytes.at[i] == '\n';
    }
    return part;
}

static struct str archive_of(struct arena *a, struct str one, struct str two, struct str file)
{
    struct part tables[] = { part_of(a, "one", one), part_of(a, "two", two) }, kept = part_of(a, "", file);
    struct db_applied applied = { 1, STR("0001_a"), hash_sha256_hex(a, str_c(migrations[0].sql)) };
    struct manifest m = { .facts = { .engine = STR("sqlite") },
                          .migrations = &applied,
                          .n_migrations = 1,
                          .tables = tables,
                          .n_tables = COUNT(tables),
                          .files = &kept,
                          .n_files = 1 };
    kept.name = str_format(a, "files/%.2s/%s", kept.sha256.at, kept.sha256.at);
    m.facts.content = content_word(a, tables, COUNT(tables));
    struct zip_part parts[] = { { "manifest.json", manifest_write(a, &m) },
                                { "tables/one.jsonl", one },
                                { "tables/two.jsonl", two },
                                { kept.name.at, file } };
    struct str bytes = STR_NONE;
    struct err e = { 0 };
    BUG_IF(!zip_write(a, parts, COUNT(parts), 0, &bytes, &e));
    return bytes;
}

static void check_tables(struct arena *a, struct str in, bool restored)
{
    struct str one = STR_NONE, two = STR_NONE;
    struct err e = { 0 }, why = { 0 };
    if (!str_next(&in, 0, &one) || !str_next(&in, 0, &two)) {
        in = STR_NONE;
    }
    struct str bytes = archive_of(a, one, two, in);
    bool whole = (!one.len || str_ends(one, STR("\n"))) && (!two.len || str_ends(two, STR("\n")));
    BUG_IF(verify(a, bytes, &e) != (whole && all_objects(a, one) && all_objects(a, two)));
    if (restored) {
        const struct backup_target target = { .db_url = STR("/dev/shm"), .list = migrations, .n = COUNT(migrations) };
        struct backup_facts facts;
        bool good = backup_rehearse(a, &(struct backup_source){ .bytes = bytes }, &target, NULL, &facts, &why);
        BUG_IF(!good && why.kind != ERR_INVALID);
    }
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct arena *a = arena_new(256u << 20);
    struct str in = { (const char *)data, size };
    struct err e = { 0 };
    if (str_starts(in, STR("PK"))) {
        (void)verify(a, in, &e);
    } else if (str_starts(in, STR("{\"format\""))) {
        check_manifest(a, in);
    } else if (size > 0 && size < 100000) {
        check_tables(a, str_part(in, 1, in.len), data[0] == 'r');
    }
    arena_free(a);
    return 0;
}
