/* Local time of a moment in an IANA zone, by ICU's tables. Only the offset is asked of ICU; the day is reckoned by base/day,
   so that there is one calendar in the house (ICU's own changes to the Julian one in 1582). */
#include <unicode/ucal.h>

#include "base/clock.h"

enum { LONGEST_ZONE = 64, MS_A_DAY = 86400000, MS_A_MINUTE = 60000 };

/* ICU takes an unknown zone for UTC without a word, so the name is looked up first. */
static bool zone_name(const char *zone, UChar to[LONGEST_ZONE])
{
    UErrorCode status = U_ZERO_ERROR;
    UChar canonical[LONGEST_ZONE];
    UBool is_system = 0;
    int32_t i = 0;
    for (; zone[i]; i++) {
        if (i == LONGEST_ZONE - 1 || (unsigned char)zone[i] > 127) {
            return false;
        }
        to[i] = (UChar)zone[i];
    }
    to[i] = 0;
    ucal_getCanonicalTimeZoneID(to, i, canonical, LONGEST_ZONE, &is_system, &status);
    return U_SUCCESS(status) && is_system;
}

bool clock_local(int64_t utc_ms, const char *zone, struct day *ret_day, int *ret_minutes)
{
    UChar name[LONGEST_ZONE];
    UErrorCode status = U_ZERO_ERROR;
    if (!zone_name(zone, name)) {
        return false;
    }
    UCalendar *calendar = ucal_open(name, -1, "en", UCAL_GREGORIAN, &status);
    ucal_setMillis(calendar, (UDate)utc_ms, &status);
    int32_t offset = ucal_get(calendar, UCAL_ZONE_OFFSET, &status) + ucal_get(calendar, UCAL_DST_OFFSET, &status);
    ucal_close(calendar);
    if (U_FAILURE(status)) {
        return false;
    }
    int64_t local = utc_ms + offset, n = local / MS_A_DAY - (local % MS_A_DAY < 0);
    if (n < -719162 || n > 2932896) { /* years 1 to 9999 */
        return false;
    }
    *ret_day = (struct day){ true, (int32_t)n };
    *ret_minutes = (int)((local - n * MS_A_DAY) / MS_A_MINUTE);
    return true;
}
