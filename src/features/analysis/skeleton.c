/* The first draft of a year's analysis: for each task its activities with the figures the record has for them, Table 1 and
   Table 2 where their rows are there, charts over three years of the main figures, conclusions to be written, decisions and the
   plan. It is written as one text (draft.h) and stored by the same road as any other, so what it holds is checked like what
   people type. */
#include "features/analysis/skeleton.h"

#include "analysis_sql.h"
#include "base/buf.h"
#include "report/figure.h"

struct task_row {
    int64_t number;
    struct str title, direction;
};
static const struct db_column task_columns[] = {
    { "number", DB_INT, offsetof(struct task_row, number) },
    { "title", DB_TEXT, offsetof(struct task_row, title) },
    { "direction", DB_TEXT, offsetof(struct task_row, direction) },
};
static const struct db_shape task_shape = DB_SHAPE(struct task_row, task_columns);

struct activity_row {
    struct str code, title, planned, direction, parent_code;
    struct maybe_int task_number, grade_from;
};
static const struct db_column activity_columns[] = {
    { "code", DB_TEXT, offsetof(struct activity_row, code) },
    { "title", DB_TEXT, offsetof(struct activity_row, title) },
    { "task_number", DB_MAYBE_INT, offsetof(struct activity_row, task_number) },
    { "planned", DB_TEXT, offsetof(struct activity_row, planned) },
    { "grade_from", DB_MAYBE_INT, offsetof(struct activity_row, grade_from) },
    { "direction", DB_TEXT, offsetof(struct activity_row, direction) },
    { "parent_code", DB_TEXT, offsetof(struct activity_row, parent_code) },
};
static const struct db_shape activity_shape = DB_SHAPE(struct activity_row, activity_columns);

struct sketch {
    struct ctx *ctx;
    int year;
    struct buf *out;
    const struct figure_choice *figures;
    size_t n_figures;
    const struct activity_row *activities;
    size_t n_activities;
    const struct task_row *tasks;
    size_t n_tasks;
};

static void put(struct sketch *s, struct str words)
{
    buf_put(s->out, words);
}

static void put_text(struct sketch *s, enum text_id id)
{
    put(s, text_fill(s->ctx->arena, LANG_RU, id, NULL, 0));
    BUF(s->out, "\n\n");
}

/* Figures of an activity are those of a family asked with its code: CODE.persons, CODE.works … */
static bool is_of(const struct figure_choice *choice, struct str code)
{
    return choice->def->family && str_starts(choice->name, code) && choice->name.len > code.len &&
           choice->name.at[code.len] == '.';
}

/* Known figures of one activity, «{a.persons|unit}, {a.works|unit}»; «нет данных» by one that has rows without a number. */
static bool put_numbers(struct sketch *s, struct str code, struct err *e)
{
    size_t n = 0;
    for (size_t i = 0; i < s->n_figures; i++) {
        struct figure figure;
        if (!is_of(&s->figures[i], code)) {
            continue;
        }
        if (!figure_number(s->ctx, s->figures[i].name, s->year, &figure, e)) {
            return false;
        }
        if (figure.n_rows > 0) {
            buf_putf(s->out, "%s{%.*s|unit}", n++ ? ", " : ": ", (int)figure.name.len, figure.name.at);
        }
    }
    if (n == 0) {
        BUF(s->out, ": ");
        put(s, text_in(LANG_RU, T_ANALYSIS_SKELETON_NO_NUMBER));
    }
    return true;
}

/* The direction of a task that an activity's own direction belongs to. */
static const char *task_direction(struct str direction)
{
    bool services = str_is(direction, "diagnostics") || str_is(direction, "counselling") || str_is(direction, "enlightenment");
    return services                          ? "services"
           : str_is(direction, "informing")  ? "informing"
           : str_is(direction, "monitoring") ? "monitoring"
                                             : "events";
}

/* An activity stands under its task; one that names none, under the first task of its direction; in a year without tasks all
   stand together (task is NULL). */
static bool belongs(const struct sketch *s, const struct activity_row *a, const struct task_row *task)
{
    if (!task) {
        return true;
    }
    if (a->task_number.known) {
        return a->task_number.is == task->number;
    }
    for (size_t i = 0; i < s->n_tasks; i++) {
        if (str_is(s->tasks[i].direction, task_direction(a->direction))) {
            return s->tasks[i].number == task->number;
        }
    }
    return s->tasks[0].number == task->number;
}

static bool put_activities(struct sketch *s, const struct task_row *task, struct err *e)
{
    size_t n = 0;
    for (size_t i = 0; i < s->n_activities; i++) {
        const struct activity_row *a = &s->activities[i];
        if (!belongs(s, a, task)) {
            continue;
        }
        if (n++ == 0) {
            put_text(s, T_ANALYSIS_SKELETON_ACTIVITIES);
        }
        buf_putf(s->out, "- {title:%.*s} ({when:%.*s})", (int)a->code.len, a->code.at, (int)a->code.len, a->code.at);
        if (!put_numbers(s, a->code, e)) {
            return false;
        }
        BUF(s->out, ".\n");
    }
    if (n == 0) {
        put_text(s, T_ANALYSIS_SKELETON_NO_ACTIVITIES);
    }
    BUF(s->out, "\n");
    return true;
}

static const struct figure_choice *find(const struct sketch *s, const char *name)
{
    for (size_t i = 0; i < s->n_figures; i++) {
        if (str_is(s->figures[i].name, name)) {
            return &s->figures[i];
        }
    }
    return NULL;
}

/* A chart of one figure over three years with its sentence, when the year has a value. */
static bool put_chart(struct sketch *s, const char *name, struct str figure_name, struct err *e)
{
    struct figure figure;
    struct str title;
    if (!figure_number(s->ctx, figure_name, s->year, &figure, e) || !figure_title(s->ctx, figure_name, s->year, &title, e)) {
        return false;
    }
    if (figure.status == FIGURE_NO_DATA) {
        return true;
    }
    buf_putf(s->out, "*%.*s*: {%.*s|unit} (%s {@%s}); %s {%.*s|change n}.\n\n", (int)title.len, title.at, (int)figure_name.len,
             figure_name.at, text_in(LANG_RU, T_ANALYSIS_SKELETON_CHART).at, name,
             text_in(LANG_RU, T_ANALYSIS_SKELETON_CHANGE).at, (int)figure_name.len, figure_name.at);
    buf_putf(s->out, ":chart\nkind: column\nkey: %s\ntitle: %.*s\nfigures: %.*s\nyears: 3\n\n", name, (int)title.len, title.at,
             (int)figure_name.len, figure_name.at);
    return true;
}

/* What belongs to a direction beyond its list of activities. */
static bool put_extras(struct sketch *s, struct str direction, struct err *e)
{
    if (str_is(direction, "services") && find(s, "diagnostics.persons")) {
        buf_putf(s->out, ":table\nkind: rows\nkey: diagnostics\ntitle: %s\nlabel: %s\nfigures: diagnostics.persons\n\n",
                 text_in(LANG_RU, T_ANALYSIS_SKELETON_TABLE_1).at, text_in(LANG_RU, T_ANALYSIS_SKELETON_INSTRUMENT).at);
        return put_chart(s, "respondents", STR("diagnostics.persons"), e);
    }
    if (str_is(direction, "monitoring") && find(s, "graduate_fields.persons")) {
        buf_putf(s->out, ":table\nkind: top\nkey: fields\ntitle: %s\nfigures: graduate_fields.persons\nyears: 2\ntop: 3\n\n",
                 text_in(LANG_RU, T_ANALYSIS_SKELETON_TABLE_2).at);
    }
    if (str_is(direction, "monitoring") && find(s, "graduates.higher")) {
        return put_chart(s, "higher", STR("graduates.higher"), e) &&
               (!find(s, "graduates.vocational") || put_chart(s, "vocational", STR("graduates.vocational"), e)) &&
               (!find(s, "graduates.stayed") || put_chart(s, "stayed", STR("graduates.stayed"), e));
    }
    return true;
}

static bool put_tasks(struct sketch *s, struct err *e)
{
    for (size_t i = 0; i < s->n_tasks; i++) {
        buf_putf(s->out, "# task %lld\n\n", (long long)s->tasks[i].number);
        if (!put_activities(s, &s->tasks[i], e) || !put_extras(s, s->tasks[i].direction, e)) {
            return false;
        }
        BUF(s->out, "! ");
        put_text(s, T_ANALYSIS_SKELETON_CONCLUSION);
    }
    return true;
}

/* A year without tasks: everything in the section of conclusions, with the same tables and charts. */
static bool put_without_tasks(struct sketch *s, struct err *e)
{
    return s->n_tasks > 0 ||
           (put_activities(s, NULL, e) && put_extras(s, STR("services"), e) && put_extras(s, STR("monitoring"), e));
}

bool skeleton_text(struct ctx *ctx, int year, struct str *ret_text, struct err *e)
{
    struct sketch s = { .ctx = ctx, .year = year, .out = buf_new(ctx->arena, 1 << 20) };
    if (!figure_choices(ctx, year, (struct figure_choice **)&s.figures, &s.n_figures, e) ||
        !db_rows(ctx->db, ctx->arena, &q_analysis_tasks, DB_ARGS(year), &task_shape, (void *)&s.tasks, &s.n_tasks, e) ||
        !db_rows(ctx->db, ctx->arena, &q_analysis_activities, DB_ARGS(year), &activity_shape, (void *)&s.activities,
                 &s.n_activities, e)) {
        return false;
    }
    BUF(s.out, "= ");
    put_text(&s, T_ANALYSIS_SKELETON_TITLE);
    buf_putf(s.out, "# intro %s\n\n", text_in(LANG_RU, T_ANALYSIS_SKELETON_INTRO).at);
    put_text(&s, T_ANALYSIS_SKELETON_INTRO_WORDS);
    if (!put_tasks(&s, e)) {
        return false;
    }
    buf_putf(s.out, "# conclusions %s\n\n", text_in(LANG_RU, T_ANALYSIS_SKELETON_CONCLUSIONS).at);
    if (!put_without_tasks(&s, e)) {
        return false;
    }
    BUF(s.out, "! ");
    put_text(&s, T_ANALYSIS_SKELETON_CONCLUSION);
    buf_putf(s.out, "# decisions %s\n\n:decisions\n\n", text_in(LANG_RU, T_ANALYSIS_SKELETON_DECISIONS).at);
    buf_putf(s.out, "# appendix %s\n\n:plan\n", text_in(LANG_RU, T_ANALYSIS_SKELETON_PLAN).at);
    if (buf_failed(s.out)) {
        return err_set(e, ERR_TOO_BIG, "skeleton_text", STR("the year has too many activities for one draft"));
    }
    *ret_text = str_copy(ctx->arena, buf_str(s.out));
    return true;
}

/* The analysis is a Russian document, whatever language its author reads the program in. */
bool skeleton_make(struct ctx *ctx, int year, struct err *e)
{
    struct ctx russian = *ctx;
    struct str words = STR_NONE;
    russian.lang = LANG_RU;
    return skeleton_text(&russian, year, &words, e) && draft_load(ctx, year, words, e);
}
