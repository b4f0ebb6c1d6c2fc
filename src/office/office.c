/* One run of LibreOffice: a folder, the document in it, the profile in it, the PDF out of it, the folder gone. A profile of its
   own costs a second and is what keeps one run from another, and from a person who uses LibreOffice on the same machine. */
#include "office/office.h"

#include "base/arena.h"
#include "base/str.h"
#include "base/text/text.h"
#include "office/apart.h"

#include <errno.h>
#include <fcntl.h>
#include <ftw.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

enum { PDF_MOST = 64 << 20, SAID_MOST = 400, PATHS_DEEP = 16 };

/* Tagged, as PDF/UA asks: structure, language, title in the window; bookmarks of the headings beside it. */
#define FILTER                                                                                                                 \
    "pdf:writer_pdf_Export:{\"UseTaggedPDF\":{\"type\":\"boolean\",\"value\":\"true\"},"                                       \
    "\"PDFUACompliance\":{\"type\":\"boolean\",\"value\":\"true\"},"                                                           \
    "\"ExportBookmarks\":{\"type\":\"boolean\",\"value\":\"true\"}}"

bool office_there(struct arena *a, const char **ret_program)
{
    static const char *const names[] = { "soffice", "libreoffice" };
    for (size_t i = 0; i < sizeof names / sizeof *names; i++) {
        struct str paths = str_c(getenv("PATH")), folder;
        while (str_next(&paths, ':', &folder)) {
            struct str path = str_format(a, "%.*s/%s", (int)folder.len, folder.at, names[i]);
            struct stat there;
            if (folder.len && folder.at[0] == '/' && stat(path.at, &there) == 0 && S_ISREG(there.st_mode) &&
                access(path.at, X_OK) == 0) {
                *ret_program = path.at;
                return true;
            }
        }
    }
    return false;
}

static bool refuse(struct err *e, enum err_kind kind, struct str what, enum text_id say)
{
    err_set(e, kind, "office", what);
    e->say = (int)say;
    return false;
}

static bool system_refuse(struct err *e, const char *path)
{
    int code = errno;
    return err_setf(e, err_of_system(code), "office", "%s: %s", path, strerror(code));
}

static bool put_file(const char *path, struct str bytes, struct err *e)
{
    int f = open(path, O_CREAT | O_EXCL | O_WRONLY | O_CLOEXEC, 0600);
    bool ok = f >= 0;
    for (size_t done = 0; ok && done < bytes.len;) {
        ssize_t n = write(f, bytes.at + done, bytes.len - done);
        ok = n > 0 || (n < 0 && errno == EINTR);
        done += n > 0 ? (size_t)n : 0;
    }
    ok = ok || system_refuse(e, path);
    if (f >= 0) {
        close(f);
    }
    return ok;
}

/* The last `most` bytes of a file; nothing when it cannot be read. */
static struct str read_end(struct arena *a, const char *path, size_t most)
{
    struct stat there;
    int f = open(path, O_RDONLY | O_CLOEXEC | O_NOFOLLOW);
    if (f < 0 || fstat(f, &there) != 0 || !S_ISREG(there.st_mode)) {
        if (f >= 0) {
            close(f);
        }
        return STR_NONE;
    }
    size_t size = (size_t)there.st_size, from = size > most ? size - most : 0, n = 0;
    char *at = arena_take(a, size - from + 1, 1);
    while (n < size - from) {
        ssize_t got = pread(f, at + n, size - from - n, (off_t)(from + n));
        if (got <= 0 && !(got < 0 && errno == EINTR)) {
            break;
        }
        n += got > 0 ? (size_t)got : 0;
    }
    close(f);
    return (struct str){ at, n };
}

static int drop_one(const char *path, const struct stat *about, int kind, struct FTW *place)
{
    (void)about;
    (void)kind;
    (void)place;
    (void)!remove(path);
    return 0;
}

static char *joined(struct arena *a, const char *one, const char *two, const char *three)
{
    size_t room = strlen(one) + strlen(two) + strlen(three) + 1;
    char *to = arena_take(a, room, 1);
    snprintf(to, room, "%s%s%s", one, two, three);
    return to;
}

static bool run(struct arena *a, const struct office_ask *ask, const char *folder, enum apart_end *ret_end, struct err *e)
{
    const char *path = getenv("PATH");
    char *const words[] = { joined(a, "soffice", "", ""),
                            joined(a, "-env:UserInstallation=file://", folder, "/profile"),
                            joined(a, "--headless", "", ""),
                            joined(a, "--norestore", "", ""),
                            joined(a, "--nolockcheck", "", ""),
                            joined(a, "--convert-to", "", ""),
                            joined(a, FILTER, "", ""),
                            joined(a, "--outdir", "", ""),
                            joined(a, folder, "/out", ""),
                            joined(a, folder, "/document.docx", ""),
                            NULL };
    char *const environment[] = { joined(a, "PATH=", path ? path : "/usr/bin:/bin", ""),
                                  joined(a, "HOME=", folder, ""),
                                  joined(a, "TMPDIR=", folder, ""),
                                  joined(a, "LC_ALL=C.UTF-8", "", ""),
                                  joined(a, "SAL_USE_VCLPLUGIN=svp", "", ""),
                                  NULL };
    const struct apart apart = { .program = ask->program,
                                 .words = words,
                                 .environment = environment,
                                 .folder = folder,
                                 .seconds = ask->seconds,
                                 .watch = ask->watch,
                                 .with = ask->with };
    return apart_run(&apart, ret_end, e);
}

static bool made_in(struct arena *a, const struct office_ask *ask, const char *folder, struct str *ret_pdf, struct err *e)
{
    enum apart_end end = APART_FAILED;
    if (!put_file(joined(a, folder, "/document.docx", ""), ask->docx, e) || !run(a, ask, folder, &end, e)) {
        return false;
    }
    if (end == APART_HUNG) {
        return refuse(e, ERR_BROKEN, err_text("LibreOffice did not end within %d s", ask->seconds), T_OFFICE_HUNG);
    }
    struct str pdf = read_end(a, joined(a, folder, "/out/document.pdf", ""), (size_t)PDF_MOST + 1);
    struct str said = read_end(a, joined(a, folder, "/said", ""), SAID_MOST);
    if (pdf.len > PDF_MOST) {
        return err_set(e, ERR_TOO_BIG, "office", STR("the PDF is larger than 64 MiB"));
    }
    /* It ends well without having made anything, and badly after having made it all; a half-written file has no end. */
    struct str tail = str_part(pdf, pdf.len > 64 ? pdf.len - 64 : 0, pdf.len);
    if (end != APART_DONE || !str_starts(pdf, STR("%PDF-")) || str_find(tail, STR("%%EOF"), 0) == tail.len) {
        return refuse(e, ERR_BROKEN, err_text("LibreOffice made no PDF: %.*s", (int)said.len, said.at), T_OFFICE_BROKE);
    }
    *ret_pdf = pdf;
    return true;
}

bool office_pdf(struct arena *a, const struct office_ask *ask, struct str *ret_pdf, struct err *e)
{
    struct office_ask own = *ask;
    const char *temporary = getenv("TMPDIR");
    own.seconds = own.seconds > 0 ? own.seconds : OFFICE_SECONDS;
    if (!own.program && !office_there(a, &own.program)) {
        return refuse(e, ERR_NOT_FOUND, STR("there is no soffice on the PATH"), T_OFFICE_ABSENT);
    }
    char *folder = joined(a, temporary && temporary[0] == '/' ? temporary : "/tmp", "/orientir-office-XXXXXX", "");
    if (!mkdtemp(folder)) {
        return system_refuse(e, folder);
    }
    bool ok = made_in(a, &own, folder, ret_pdf, e);
    (void)!nftw(folder, drop_one, PATHS_DEEP, FTW_DEPTH | FTW_PHYS);
    return ok;
}
