/* What files are called and how they go out. The list is closed, so that whatever libmagic learns to say one day goes out as
   bytes and not as a page. HTML and SVG are kept like any file, but leave with an ending that no program starts: they hold
   scripts, and a browser would run them from the reader's own disk. */
#include "file/types.h"

#include <string.h>
#include <strings.h>

#define BYTES "application/octet-stream"
#define OFFICE "application/vnd.openxmlformats-officedocument."
#define OPEN "application/vnd.oasis.opendocument."

static const struct file_type types[] = {
    { "jpeg", "image/jpeg", "image/jpeg", "jpg jpeg jpe jfif", T_STORE_PICTURE, "JPEG", TYPE_SHOWN },
    { "png", "image/png", "image/png", "png", T_STORE_PICTURE, "PNG", TYPE_SHOWN },
    { "webp", "image/webp", "image/webp", "webp", T_STORE_PICTURE, "WebP", TYPE_SHOWN },
    { "gif", "image/gif", "image/gif", "gif", T_STORE_PICTURE, "GIF", 0 },
    { "heic", "image/heic image/heif", "image/heic", "heic heif", T_STORE_PICTURE, "HEIC", 0 },
    { "tiff", "image/tiff", "image/tiff", "tif tiff", T_STORE_PICTURE, "TIFF", 0 },
    { "bmp", "image/bmp image/x-ms-bmp", "image/bmp", "bmp", T_STORE_PICTURE, "BMP", 0 },
    { "psd", "image/vnd.adobe.photoshop", BYTES, "psd", T_STORE_PICTURE, "PSD", 0 },
    { "djvu", "image/vnd.djvu", "image/vnd.djvu", "djvu djv", T_STORE_DOCUMENT, "DjVu", 0 },
    { "pdf", "application/pdf", "application/pdf", "pdf ai", T_STORE_DOCUMENT, "PDF", 0 },
    { "docx", OFFICE "wordprocessingml.document", OFFICE "wordprocessingml.document", "docx docm dotx", T_STORE_DOCUMENT,
      "Word", 0 },
    { "doc", "application/msword", "application/msword", "doc dot", T_STORE_DOCUMENT, "Word", 0 },
    { "odt", OPEN "text", OPEN "text", "odt ott", T_STORE_DOCUMENT, "ODT", 0 },
    { "rtf", "text/rtf application/rtf", "application/rtf", "rtf doc", T_STORE_DOCUMENT, "RTF", 0 },
    { "xlsx", OFFICE "spreadsheetml.sheet", OFFICE "spreadsheetml.sheet", "xlsx xlsm xltx", T_STORE_TABLE, "Excel", 0 },
    { "xls", "application/vnd.ms-excel", "application/vnd.ms-excel", "xls xlt", T_STORE_TABLE, "Excel", 0 },
    { "ods", OPEN "spreadsheet", OPEN "spreadsheet", "ods ots", T_STORE_TABLE, "ODS", 0 },
    { "csv", "text/csv application/csv", "text/csv; charset=utf-8", "csv txt tsv", T_STORE_TABLE, "CSV", 0 },
    { "pptx", OFFICE "presentationml.presentation", OFFICE "presentationml.presentation", "pptx pptm ppsx", T_STORE_SLIDES,
      "PowerPoint", 0 },
    { "ppt", "application/vnd.ms-powerpoint", "application/vnd.ms-powerpoint", "ppt pps", T_STORE_SLIDES, "PowerPoint", 0 },
    { "odp", OPEN "presentation", OPEN "presentation", "odp otp", T_STORE_SLIDES, "ODP", 0 },
    { "ole", "application/x-ole-storage application/cdfv2 application/cdfv2-unknown", BYTES, "doc xls ppt pub msg vsd db",
      T_STORE_DOCUMENT, "Office", 0 },
    { "zip", "application/zip", "application/zip", "zip docx xlsx pptx docm xlsm odt ods odp sb3 epub cdr", T_STORE_ARCHIVE,
      "ZIP", 0 },
    { "7z", "application/x-7z-compressed", "application/x-7z-compressed", "7z", T_STORE_ARCHIVE, "7z", 0 },
    { "rar", "application/x-rar application/vnd.rar", "application/vnd.rar", "rar", T_STORE_ARCHIVE, "RAR", 0 },
    { "mp4", "video/mp4 video/x-m4v", "video/mp4", "mp4 m4v", T_STORE_VIDEO, "MP4", 0 },
    { "mov", "video/quicktime", "video/quicktime", "mov qt mp4", T_STORE_VIDEO, "MOV", 0 },
    { "webm", "video/webm", "video/webm", "webm", T_STORE_VIDEO, "WebM", 0 },
    { "mkv", "video/x-matroska", "video/x-matroska", "mkv", T_STORE_VIDEO, "MKV", 0 },
    { "avi", "video/x-msvideo", "video/x-msvideo", "avi", T_STORE_VIDEO, "AVI", 0 },
    { "3gp", "video/3gpp video/3gpp2", "video/3gpp", "3gp 3g2", T_STORE_VIDEO, "3GP", 0 },
    { "wmv", "video/x-ms-asf video/x-ms-wmv", "video/x-ms-wmv", "wmv asf wma", T_STORE_VIDEO, "WMV", 0 },
    { "mpeg", "video/mpeg", "video/mpeg", "mpg mpeg vob", T_STORE_VIDEO, "MPEG", 0 },
    { "mp3", "audio/mpeg", "audio/mpeg", "mp3", T_STORE_SOUND, "MP3", 0 },
    { "m4a", "audio/x-m4a audio/mp4", "audio/mp4", "m4a mp4 aac", T_STORE_SOUND, "M4A", 0 },
    { "ogg", "audio/ogg video/ogg application/ogg", "application/ogg", "ogg oga ogv opus", T_STORE_SOUND, "Ogg", 0 },
    { "wav", "audio/x-wav audio/wav", "audio/wav", "wav", T_STORE_SOUND, "WAV", 0 },
    { "flac", "audio/flac audio/x-flac", "audio/flac", "flac", T_STORE_SOUND, "FLAC", 0 },
    { "amr", "audio/amr", "audio/amr", "amr", T_STORE_SOUND, "AMR", 0 },
    { "html", "text/html application/xhtml+xml", BYTES, "txt", T_STORE_PAGE, "HTML", 0 },
    { "svg", "image/svg+xml", BYTES, "txt", T_STORE_PICTURE, "SVG", 0 },
    { "program",
      "application/x-dosexec application/vnd.microsoft.portable-executable application/x-msdownload application/x-executable "
      "application/x-pie-executable application/x-sharedlib application/x-mach-binary "
      "application/x-ms-shortcut application/x-mswinurl application/java-archive application/x-java-applet "
      "application/vnd.android.package-archive application/x-msi text/x-msdos-batch text/x-shellscript application/hta "
      "application/javascript text/javascript application/x-wine-extension-ini application/x-debian-package "
      "application/vnd.debian.binary-package application/x-rpm application/x-shockwave-flash",
      BYTES, "bin", T_STORE_PROGRAM, "", TYPE_REFUSED },
    { "text", "text/plain application/json", "text/plain; charset=utf-8", "txt", T_STORE_TEXT, "", 0 },
    { "other", "", BYTES, "bin", T_STORE_OTHER, "", 0 },
};
static const char starts[] =
    "exe com scr pif bat cmd vbs vbe js jse mjs wsf wsh hta msi msp lnk reg ps1 psm1 jar cpl inf html htm xhtml "
    "shtml mht mhtml svg svgz xht url desktop sh app apk dll iso img vhd chm";

static bool among(const char *words, struct str word)
{
    struct str rest = str_c(words), one;
    while (rest.len > 0 && str_next(&rest, ' ', &one)) {
        if (one.len == word.len && strncasecmp(one.at, word.at, word.len) == 0) {
            return true;
        }
    }
    return false;
}

static const struct file_type *named(const char *word)
{
    return type_of_word(str_c(word));
}

const struct file_type *type_of_word(struct str word)
{
    for (size_t i = 0; i < COUNT(types); i++) {
        if (str_is(word, types[i].word)) {
            return &types[i];
        }
    }
    return &types[COUNT(types) - 1];
}

const struct file_type *type_of_verdict(struct str verdict)
{
    for (size_t i = 0; i < COUNT(types); i++) {
        if (among(types[i].verdicts, verdict)) {
            return &types[i];
        }
    }
    return named(str_starts(verdict, STR("text/")) ? "text" : "other");
}

struct str type_shown(const struct ctx *ctx, const struct file_type *type)
{
    struct str kind = text(ctx, type->kind);
    return type->mark[0] ? str_format(ctx->arena, "%.*s %s", (int)kind.len, kind.at, type->mark) : kind;
}

static struct str ending(struct str name)
{
    size_t dot = name.len;
    for (size_t i = 1; i < name.len; i++) {
        dot = name.at[i] == '.' ? i : dot;
    }
    return str_part(name, dot + 1, name.len);
}

/* Texts and files of no known kind may end as they like, as long as nothing starts them. */
static bool open_ending(const struct file_type *type)
{
    return str_is(str_c(type->word), "text") || str_is(str_c(type->word), "other");
}

static bool fits(const struct file_type *type, struct str end)
{
    return open_ending(type) ? !among(starts, end) : among(type->extensions, end);
}

struct str type_name_fit(struct arena *a, const struct file_type *type, struct str name)
{
    struct str usual = str_c(type->extensions);
    if (fits(type, ending(name))) {
        return name;
    }
    size_t len = str_find(usual, STR(" "), 0);
    return str_format(a, "%.*s.%.*s", (int)name.len, name.at, (int)len, usual.at);
}

bool type_name_lies(const struct file_type *type, struct str name)
{
    struct str end = ending(name);
    if (end.len == 0 || fits(type, end)) {
        return false;
    }
    for (size_t i = 0; i < COUNT(types); i++) { /* an ending that nobody knows promises nothing */
        if (among(types[i].extensions, end)) {
            return true;
        }
    }
    return among(starts, end);
}
