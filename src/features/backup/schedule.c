/* When a copy is due and which ones stay: days, weeks and months of the centre's own zone, nothing of files or databases, so
   that a test can try every night of ten years. */
#include "base/clock.h"
#include "features/backup/backup_in.h"

enum { MINUTE_MS = 60000, DAY_MINUTES = 24 * 60 };

bool moment_wanted(const struct backup_setting *setting, int64_t now_ms, const char *zone, int64_t *ret_ms)
{
    struct day day;
    int minutes;
    if (!clock_local(now_ms, zone, &day, &minutes)) {
        return false;
    }
    int64_t since_hour = minutes - setting->hour * 60;
    if (since_hour < 0) {
        since_hour += DAY_MINUTES;
    }
    int64_t at = now_ms - since_hour * MINUTE_MS;
    *ret_ms = at - at % MINUTE_MS;
    return true;
}

/* A number that is the same for moments of one day, week (from Monday) or month. */
static int64_t slot_of(struct day day, int which)
{
    int year, month, day_of_month;
    day_split(day, &year, &month, &day_of_month);
    return which == 0 ? day.n : which == 1 ? (day.n + 3) / 7 : (int64_t)year * 12 + month;
}

void rotation(const struct backup_setting *setting, const int64_t *made_at, size_t n, const char *zone, bool *keep)
{
    const int64_t most[3] = { setting->daily, setting->weekly, setting->monthly };
    for (size_t i = 0; i < n; i++) {
        keep[i] = i == 0;
    }
    for (int which = 0; which < 3; which++) {
        int64_t last = INT64_MAX, taken = 0;
        for (size_t i = 0; i < n && taken < most[which]; i++) {
            struct day day;
            int minutes;
            if (!clock_local(made_at[i], zone, &day, &minutes)) {
                keep[i] = true; /* what cannot be placed is not thrown away */
                continue;
            }
            int64_t slot = slot_of(day, which);
            if (slot != last) {
                keep[i] = true;
                last = slot;
                taken++;
            }
        }
    }
}

static bool is_broken(const struct backup_copy *copy)
{
    return copy->sound.known && copy->sound.is == 0;
}

void copies_going(const struct ctx *ctx, const struct backup_setting *setting, const struct backup_copy *copies, size_t n,
                  bool *goes)
{
    int64_t *made_at = NEW_ARRAY(ctx->arena, int64_t, n + 1);
    size_t *at = NEW_ARRAY(ctx->arena, size_t, n + 1), n_good = 0;
    bool *keep = NEW_ARRAY(ctx->arena, bool, n + 1), proven = false;
    for (size_t i = 0; i < n; i++) {
        goes[i] = false;
        if (!copies[i].scheduled || copies[i].made_at > ctx->now_ms + (int64_t)DAY_MINUTES * MINUTE_MS) {
            continue;
        }
        if (!is_broken(&copies[i])) {
            at[n_good] = i;
            made_at[n_good++] = copies[i].made_at;
        } else {
            goes[i] = n_good > 0;
        }
    }
    rotation(setting, made_at, n_good, ctx->site->zone, keep);
    for (size_t k = 0; k < n_good; k++) {
        bool sound = copies[at[k]].sound.known;
        goes[at[k]] = !keep[k] && (proven || !sound);
        proven = proven || sound;
    }
}

enum overdue copies_overdue(const struct backup_setting *setting, const struct backup_copy *last, int64_t now_ms,
                            const char *zone)
{
    enum { GRACE_MS = 2 * 60 * MINUTE_MS, WEEK_MS = 7 * DAY_MINUTES * MINUTE_MS };
    int64_t wanted = now_ms - WEEK_MS;
    if (setting->enabled && !moment_wanted(setting, now_ms - GRACE_MS, zone, &wanted)) {
        return COPIES_IN_TIME; /* a zone that is not known is complained of elsewhere */
    }
    bool late = wanted > setting->since && (!last || last->made_at < wanted);
    return !late ? COPIES_IN_TIME : last ? COPIES_LATE : COPIES_NONE;
}
