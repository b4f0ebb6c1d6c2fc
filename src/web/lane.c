/* The threads that write. What surprises: a commit belongs to the whole group, so nobody is answered before it, and when it
   fails everybody in the group is told so, also those whose handler went well. The queue empty means commit at once; a group
   ends after GROUP_MOST jobs or GROUP_US, so that the first of a crowd does not wait for the last. */
#include "web/lane.h"
#include "base/clock.h"

#include <pthread.h>
#include <string.h>

enum { GROUP_MOST = 64, GROUP_US = 20000, CONNECTION_CAP = 64 << 20 };

struct lane {
    struct lane_config config;
    pthread_mutex_t lock;
    pthread_cond_t filled;
    struct job *first, **last;
    size_t queued;
    bool stopping;
    pthread_t *threads;
    unsigned started;
};

/* A thread's connection; arena is NULL while there is none. */
struct connection {
    struct arena *arena;
    struct db *db;
};

static void connection_drop(struct connection *c)
{
    arena_free(c->arena);
    *c = (struct connection){ NULL, NULL };
}

static bool connection_have(struct lane *lane, struct connection *c, struct err *e)
{
    if (c->db) {
        return true;
    }
    c->arena = arena_new(CONNECTION_CAP);
    if (!lane->config.open(lane->config.with, c->arena, &c->db, e)) {
        connection_drop(c);
        return false;
    }
    return true;
}

/* The next job, or NULL: at once when wait is false, else only when the lane stops and nothing is left. */
static struct job *take(struct lane *lane, bool wait)
{
    pthread_mutex_lock(&lane->lock);
    while (wait && !lane->first && !lane->stopping) {
        pthread_cond_wait(&lane->filled, &lane->lock);
    }
    struct job *job = lane->first;
    if (job) {
        lane->first = job->next;
        lane->last = lane->first ? lane->last : &lane->first;
        lane->queued--;
        job->next = NULL;
    }
    pthread_mutex_unlock(&lane->lock);
    return job;
}

static void run_alone(struct lane *lane, struct connection *c, struct job *job)
{
    struct err e = { 0 };
    if (!connection_have(lane, c, &e)) {
        lane->config.fail(lane->config.with, job, &e);
    } else if (!lane->config.run(lane->config.with, job, c->db)) {
        connection_drop(c);
    }
    lane->config.done(lane->config.with, job);
}

struct group {
    struct job *jobs[GROUP_MOST];
    size_t n;
};

static void group_fail(struct lane *lane, struct group *group, const struct err *why)
{
    for (size_t i = 0; i < group->n; i++) {
        lane->config.fail(lane->config.with, group->jobs[i], why);
    }
}

/* Runs jobs into the open group until the queue is empty or the group is long enough; false: the connection broke. */
static bool group_fill(struct lane *lane, struct connection *c, struct group *group, struct job *job)
{
    int64_t began = clock_steady_us();
    bool sound = true;
    while (job) {
        group->jobs[group->n++] = job;
        sound = lane->config.run(lane->config.with, job, c->db) && sound;
        bool more = sound && group->n < GROUP_MOST && clock_steady_us() - began < GROUP_US;
        job = more ? take(lane, false) : NULL;
    }
    return sound;
}

static void run_group(struct lane *lane, struct connection *c, struct job *job)
{
    struct group group = { .n = 0 };
    struct err e = { 0 };
    if (!connection_have(lane, c, &e) || !db_group_begin(c->db, &e)) {
        group.jobs[group.n++] = job;
        group_fail(lane, &group, &e);
        connection_drop(c);
    } else {
        bool sound = group_fill(lane, c, &group, job);
        if (!db_group_commit(c->db, &e)) {
            group_fail(lane, &group, &e);
            sound = false;
        }
        if (!sound) {
            connection_drop(c);
        }
    }
    for (size_t i = 0; i < group.n; i++) {
        lane->config.done(lane->config.with, group.jobs[i]);
    }
}

static void *lane_thread(void *arg)
{
    struct lane *lane = arg;
    struct connection c = { NULL, NULL };
    struct job *job;
    while ((job = take(lane, true)) != NULL) {
        if (lane->config.groups) {
            run_group(lane, &c, job);
        } else {
            run_alone(lane, &c, job);
        }
    }
    connection_drop(&c);
    return NULL;
}

bool lane_start(struct arena *owner, const struct lane_config *config, struct lane **ret_lane, struct err *e)
{
    struct lane *lane = NEW(owner, struct lane);
    lane->config = *config;
    lane->last = &lane->first;
    lane->threads = NEW_ARRAY(owner, pthread_t, config->threads);
    pthread_mutex_init(&lane->lock, NULL);
    pthread_cond_init(&lane->filled, NULL);
    for (; lane->started < config->threads; lane->started++) {
        int why = pthread_create(&lane->threads[lane->started], NULL, lane_thread, lane);
        if (why != 0) {
            lane_stop(lane);
            return err_setf(e, ERR_BROKEN, "lane_start", "no thread for %s: %s", config->name, strerror(why));
        }
    }
    *ret_lane = lane;
    return true;
}

bool lane_put(struct lane *lane, struct job *job)
{
    pthread_mutex_lock(&lane->lock);
    bool room = lane->queued < lane->config.most && !lane->stopping;
    if (room) {
        job->next = NULL;
        *lane->last = job;
        lane->last = &job->next;
        lane->queued++;
        pthread_cond_signal(&lane->filled);
    }
    pthread_mutex_unlock(&lane->lock);
    return room;
}

void lane_stop(struct lane *lane)
{
    if (!lane) {
        return;
    }
    pthread_mutex_lock(&lane->lock);
    lane->stopping = true;
    pthread_cond_broadcast(&lane->filled);
    pthread_mutex_unlock(&lane->lock);
    for (unsigned i = 0; i < lane->started; i++) {
        pthread_join(lane->threads[i], NULL);
    }
    pthread_cond_destroy(&lane->filled);
    pthread_mutex_destroy(&lane->lock);
}
