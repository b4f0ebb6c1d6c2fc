/* Which row of the record a line is. People's tables carry no ids; a row is known by what names it: a unique field, or the
   fields the register declares (`same`). All rows are read once and stand in tables of hashes, because a search by a title is
   a walk over a register without an index for it, and ten thousand of them would never end. */
#include "base/utf8.h"
#include "register/import_in.h"

enum { KEYS = 4, KEY_CAP = 1 << 20 };

/* One way of being the same: these fields, all of them. */
struct key {
    size_t fields[SAME_FIELDS + 2];
    size_t n; /* a row with nothing in the first field is like nobody */
};
struct entry {
    uint64_t hash;
    struct str words;
    int64_t id;
    size_t next; /* from 1, the next of this slot; 0: none */
};
struct import_index {
    const struct register_def *def;
    struct arena *keep;
    struct key keys[KEYS];
    size_t n_keys;
    struct table {
        struct entry *entries;
        size_t n, cap;
        size_t *slots; /* from 1 */
        size_t n_slots;
    } tables[KEYS];
};

static bool brought(const struct import_map *map, size_t field)
{
    for (size_t c = 0; c < map->n_columns; c++) {
        if (map->columns[c] == (int)field) {
            return true;
        }
    }
    return map->all[field].len > 0;
}

/* The year stands in every key of a register that has one, unless a hook makes it of what the line says. */
static void key_year(const struct register_def *def, struct key *key)
{
    if (def->year_field) {
        size_t year = field_index(def, def->year_field);
        bool there = (def->fields[year].flags & F_MADE) != 0;
        for (size_t i = 0; i < key->n; i++) {
            there |= key->fields[i] == year;
        }
        if (!there) {
            key->fields[key->n++] = year;
        }
    }
}

static void keys_of(struct import_index *index, const struct import_map *map)
{
    const struct register_def *def = index->def;
    for (size_t i = 0; i < def->n_fields && index->n_keys < KEYS - 1; i++) {
        if ((def->fields[i].flags & F_UNIQUE) && brought(map, i)) {
            struct key *key = &index->keys[index->n_keys++];
            *key = (struct key){ { i }, 1 };
            key_year(def, key);
        }
    }
    struct key same = { .n = 0 };
    for (size_t i = 0; i < SAME_FIELDS && def->same[i]; i++) {
        size_t field = field_index(def, def->same[i]);
        if (!brought(map, field) && i == 0) {
            break; /* without its first field, the name of the row, the rest says too little */
        }
        if (brought(map, field)) {
            same.fields[same.n++] = field;
        }
    }
    if (same.n > 0) {
        key_year(def, &same);
        index->keys[index->n_keys++] = same;
    }
}

/* Equal for people: case, ё and spaces do not tell titles apart. */
static void put_word(struct arena *a, struct buf *words, const struct field *f, struct db_value value)
{
    if (value.kind == DB_INT) {
        buf_putf(words, "%lld", (long long)value.as.i);
    } else if (value.kind == DB_TEXT && f->type->words) {
        buf_put(words, utf8_fold(a, value.as.s));
    } else if (value.kind == DB_TEXT) {
        buf_put(words, value.as.s);
    }
    BUF(words, "\x1f");
}

static struct str words_of(struct arena *a, const struct import_index *index, const struct key *key,
                           const struct db_value *values)
{
    struct buf *words = buf_new(a, KEY_CAP);
    for (size_t i = 0; i < key->n; i++) {
        put_word(a, words, &index->def->fields[key->fields[i]], values[key->fields[i]]);
    }
    return buf_str(words);
}

static void table_put(struct arena *a, struct table *t, struct str words, int64_t id)
{
    if (t->n == t->cap) {
        size_t cap = t->cap ? t->cap * 2 : 1024;
        struct entry *more = NEW_ARRAY(a, struct entry, cap);
        size_t *slots = NEW_ARRAY(a, size_t, cap * 2);
        for (size_t i = 0; i < t->n; i++) {
            size_t *slot = &slots[t->entries[i].hash % (cap * 2)];
            more[i] = t->entries[i];
            more[i].next = *slot;
            *slot = i + 1;
        }
        t->entries = more;
        t->slots = slots;
        t->n_slots = cap * 2;
        t->cap = cap;
    }
    uint64_t hash = str_hash(words);
    size_t *slot = &t->slots[hash % t->n_slots];
    t->entries[t->n] = (struct entry){ hash, str_copy(a, words), id, *slot };
    *slot = ++t->n;
}

void import_index_add(struct ctx *ctx, struct import_index *index, const struct db_value *values, int64_t id)
{
    for (size_t k = 0; k < index->n_keys; k++) {
        const struct key *key = &index->keys[k];
        if (values[key->fields[0]].kind != DB_NULL) {
            table_put(index->keep, &index->tables[k], words_of(ctx->arena, index, key, values), id);
        }
    }
}

size_t import_index_find(struct ctx *ctx, const struct import_index *index, const struct db_value *values, int64_t *ret_ids,
                         size_t most)
{
    for (size_t k = 0; k < index->n_keys; k++) {
        const struct key *key = &index->keys[k];
        const struct table *t = &index->tables[k];
        size_t found = 0;
        if (values[key->fields[0]].kind == DB_NULL || t->n == 0) {
            continue;
        }
        struct str words = words_of(ctx->arena, index, key, values);
        uint64_t hash = str_hash(words);
        for (size_t at = t->slots[hash % t->n_slots]; at; at = t->entries[at - 1].next) {
            const struct entry *entry = &t->entries[at - 1];
            if (entry->hash == hash && str_equal(entry->words, words)) {
                if (found < most) {
                    ret_ids[found] = entry->id;
                }
                found++;
            }
        }
        if (found) {
            return found;
        }
    }
    return 0;
}

static void put_period(struct sql *s, const char *name)
{
    SQL(s, "CAST(");
    sql_column(s, name, "first");
    SQL(s, " AS text) || '|' || CAST(");
    sql_column(s, name, "last");
    SQL(s, " AS text) || '|' || ");
    sql_column(s, name, "precision");
}

/* The fields that any key compares; the values of the others are not read. */
static void fields_of(const struct import_index *index, bool *ret_wanted)
{
    for (size_t k = 0; k < index->n_keys; k++) {
        for (size_t i = 0; i < index->keys[k].n; i++) {
            ret_wanted[index->keys[k].fields[i]] = true;
        }
    }
}

static bool read_rows(struct ctx *ctx, struct import_index *index, struct err *e)
{
    const struct register_def *def = index->def;
    bool *wanted = NEW_ARRAY(ctx->arena, bool, def->n_fields);
    struct db_value *values = NEW_ARRAY(ctx->arena, struct db_value, def->n_fields);
    struct sql *s = sql_new(ctx->arena);
    struct db_table table;
    fields_of(index, wanted);
    SQL(s, "SELECT t.id");
    for (size_t i = 0; i < def->n_fields; i++) {
        if (wanted[i]) {
            SQL(s, ", ");
            if (def->fields[i].type->columns == COLUMNS_PERIOD) {
                put_period(s, def->fields[i].name);
            } else {
                sql_column(s, def->fields[i].name, NULL);
            }
        }
    }
    SQL(s, " FROM ");
    sql_name(s, def->name);
    SQL(s, " AS t");
    sql_scope(ctx, s, def, MAY_SEE);
    SQL(s, " ORDER BY t.id");
    if (!sql_rows(ctx, s, &table, e)) {
        return false;
    }
    for (size_t row = 0; row < table.n_rows; row++) {
        const struct db_value *at = &table.values[row * table.n_columns];
        size_t column = 1;
        for (size_t i = 0; i < def->n_fields; i++) {
            values[i] = wanted[i] ? at[column++] : DB_NOTHING;
        }
        import_index_add(ctx, index, values, at[0].as.i);
    }
    return true;
}

bool import_index_new(struct ctx *ctx, struct arena *keep, const struct register_def *def, const struct import_map *map,
                      struct import_index **ret_index, struct err *e)
{
    struct import_index *index = NEW(keep, struct import_index);
    struct arena *own = ctx->arena;
    index->def = def;
    index->keep = keep;
    keys_of(index, map);
    ctx->arena = arena_new(256u << 20);
    bool ok = index->n_keys == 0 || read_rows(ctx, index, e);
    ok = ok && (!arena_full(ctx->arena) || err_set(e, ERR_TOO_BIG, "import", STR("the register has too many rows")));
    arena_free(ctx->arena);
    ctx->arena = own;
    *ret_index = index;
    return ok;
}
