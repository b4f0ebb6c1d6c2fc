/* Prepared statements kept by a connection. Named statements are part of the program, so the address of their text is their
   identity and they stay; generated ones are found by their words and, when sixty-four have gathered, all make room at once:
   cheaper to understand than a list by age, and people's filters rarely take sixty-four forms. */
#include "db/db_in.h"

#include <string.h>

static uint64_t hash_of(const struct db_sql *sql)
{
    return sql->generated ? str_hash(sql->text) : (uint64_t)(uintptr_t)sql->text.at * 0x9E3779B97F4A7C15u >> 20;
}

static struct db_entry *slot_of(struct db_entry *table, size_t size, const char *text, uint64_t hash)
{
    size_t i = hash & (size - 1);
    while (table[i].text.at && table[i].text.at != text) {
        i = (i + 1) & (size - 1);
    }
    return &table[i];
}

static struct db_entry *find_generated(struct db_cache *cache, struct str text, uint64_t hash)
{
    for (size_t i = 0; i < cache->n_generated; i++) {
        if (cache->generated[i].hash == hash && str_equal(cache->generated[i].text, text)) {
            return &cache->generated[i];
        }
    }
    return NULL;
}

struct db_entry *db_cache_find(struct db *db, const struct db_sql *sql)
{
    struct db_cache *cache = &db->cache;
    uint64_t hash = hash_of(sql);
    if (sql->generated) {
        return find_generated(cache, sql->text, hash);
    }
    if (cache->named_size == 0) {
        return NULL;
    }
    struct db_entry *entry = slot_of(cache->named, cache->named_size, sql->text.at, hash);
    return entry->text.at && (entry->statement || entry->id) ? entry : NULL;
}

static void grow(struct db *db)
{
    struct db_cache *cache = &db->cache;
    size_t size = cache->named_size ? cache->named_size * 2 : 256;
    struct db_entry *table = NEW_ARRAY(db->arena, struct db_entry, size);
    for (size_t i = 0; i < cache->named_size; i++) {
        if (cache->named[i].text.at) {
            *slot_of(table, size, cache->named[i].text.at, cache->named[i].hash) = cache->named[i];
        }
    }
    cache->named = table;
    cache->named_size = size;
}

static void clear_generated(struct db *db)
{
    struct db_cache *cache = &db->cache;
    for (size_t i = 0; i < cache->n_generated; i++) {
        db->driver->drop(db, &cache->generated[i]);
    }
    memset(cache->generated, 0, sizeof cache->generated);
    cache->n_generated = 0;
    if (cache->generated_texts) {
        arena_reset(cache->generated_texts);
    }
}

struct db_entry *db_cache_add(struct db *db, const struct db_sql *sql)
{
    struct db_cache *cache = &db->cache;
    struct db_entry fresh = { .text = sql->text, .hash = hash_of(sql) };
    if (sql->generated) {
        if (cache->n_generated == DB_GENERATED) {
            clear_generated(db);
        }
        if (!cache->generated_texts) {
            cache->generated_texts = arena_new(64u << 20);
        }
        fresh.text = str_copy(cache->generated_texts, sql->text);
        struct db_entry *entry = &cache->generated[cache->n_generated++];
        *entry = fresh;
        return entry;
    }
    if (2 * (cache->n_named + 1) > cache->named_size) {
        grow(db);
    }
    struct db_entry *entry = slot_of(cache->named, cache->named_size, sql->text.at, fresh.hash);
    cache->n_named += entry->text.at == NULL;
    *entry = fresh;
    return entry;
}

/* Only the handle goes: the place of a named statement stays taken, or those behind it would be lost from sight. */
void db_cache_remove(struct db *db, struct db_entry *entry)
{
    struct db_cache *cache = &db->cache;
    db->driver->drop(db, entry);
    entry->statement = NULL;
    entry->id = 0;
    if (entry >= cache->generated && entry < cache->generated + DB_GENERATED) {
        *entry = cache->generated[--cache->n_generated];
        memset(&cache->generated[cache->n_generated], 0, sizeof *entry);
    }
}

void db_cache_clear(struct db *db)
{
    struct db_cache *cache = &db->cache;
    clear_generated(db);
    for (size_t i = 0; i < cache->named_size; i++) {
        if (cache->named[i].statement || cache->named[i].id) {
            db->driver->drop(db, &cache->named[i]);
            cache->named[i].statement = NULL;
            cache->named[i].id = 0;
        }
    }
}
