/* Imports kept: a file taken, read, looked at, done, taken back. The pages and the command line are two faces of these. */
#ifndef FEATURES_IMPORT_IMPORTS_H
#define FEATURES_IMPORT_IMPORTS_H
#include "base/day.h"
#include "doc/sheet.h"
#include "job/job.h"
#include "register/import.h"

struct imported {
    int64_t id, year, sheet, lines, moved;
    struct str register_name, file_name, mapping, answers, questions, state, fingerprint, made_by_name;
    struct maybe_int made_by, done_at, undone_at;
    int64_t made_at;
    const struct register_def *def;
};
bool imported_is(const struct imported *one, const char *state);

/* The register, when the actor may import into it; else NULL. */
const struct register_def *import_register(struct ctx *ctx, struct str name);
/* A file is read and kept with a first guess at its columns: the memory of the last file with the same header, else by the
   header's words. *ret_problem other than SHEET_SOUND: nothing was kept, the person is told (import_problem_text). */
bool import_take(struct ctx *ctx, const struct register_def *def, struct str file_name, struct str bytes,
                 enum sheet_problem *ret_problem, int64_t *ret_id, struct err *e) MUST_USE;
enum text_id import_problem_text(enum sheet_problem problem);
/* ERR_NOT_FOUND when there is none, or not for this actor. From here on ctx->year is the import's. */
bool import_open(struct ctx *ctx, int64_t id, struct imported *ret, struct err *e) MUST_USE;
bool import_list(struct ctx *ctx, struct str register_name, struct imported **ret, size_t *ret_n, struct err *e) MUST_USE;
/* The book of the file and the sheet that is imported, in a (128 MiB). */
struct import_book {
    struct sheet_book book;
    const struct sheet *sheet;
};
bool import_book(struct ctx *ctx, const struct imported *one, struct arena *a, struct import_book *ret, struct err *e) MUST_USE;
struct import_map import_map_of(struct ctx *ctx, const struct imported *one, const struct sheet *sheet);
struct str import_map_text(struct ctx *ctx, const struct register_def *def, const struct import_map *map);
bool import_set_map(struct ctx *ctx, const struct imported *one, int64_t sheet, size_t lines, struct str mapping,
                    struct err *e) MUST_USE;
bool import_set_answers(struct ctx *ctx, const struct imported *one, struct str answers, struct err *e) MUST_USE;

/* A look, or the doing of the plan with this fingerprint. The plan's lines are kept. task may be NULL. After a doing that found
   the record changed the import is looked at anew and `moved`. */
enum import_act { IMPORT_LOOK, IMPORT_DO };
bool import_act(struct ctx *ctx, int64_t id, enum import_act act, struct str fingerprint, struct job_task *task,
                struct err *e) MUST_USE;
/* Takes it back; blocked lines say why nothing was done. */
bool import_take_back(struct ctx *ctx, const struct imported *one, struct import_line **ret_blocked, size_t *ret_n,
                      struct err *e) MUST_USE;
bool import_drop(struct ctx *ctx, const struct imported *one, struct err *e) MUST_USE;

struct import_kept {
    int64_t number, row_id, row_version;
    struct str verdict, title, faults, old_values;
};
bool import_counts(struct ctx *ctx, const struct imported *one, int64_t ret_counts[IMPORT_VERDICTS], struct err *e) MUST_USE;
/* Of a verdict ("": of all) so many lines after the first so many. */
struct import_part {
    struct str verdict;
    int64_t from, most;
};
bool import_lines(struct ctx *ctx, const struct imported *one, struct import_part part, struct import_kept **ret, size_t *ret_n,
                  struct err *e) MUST_USE;
/* «Количество»: «25 чел.» не целое число …: a line's faults as one text. */
struct str import_faults_text(struct ctx *ctx, const struct imported *one, const struct import_kept *line);
enum text_id import_verdict_text(struct str verdict, bool done);
/* The file with «Результат» and «Ошибки». */
bool import_result(struct ctx *ctx, const struct imported *one, struct str *ret_bytes, struct err *e) MUST_USE;
#endif
