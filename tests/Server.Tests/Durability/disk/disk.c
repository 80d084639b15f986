/*
 * Loaded into the host before libc (LD_PRELOAD). Writes down, in order, what the process does to one SQLite database: the
 * journal from which the disk can be made as it would be had the power gone at any moment. And fails what it is told to.
 *
 *   DISK_FILE     the database; its -wal and -journal and the folder belong to it
 *   DISK_JOURNAL  gets records: kind, file, offset, length, then so many bytes
 *   DISK_FAULTS   six int32 shared with the test; see struct faults
 *
 * An operation and its record are one, under a lock: whatever the test has seen in the journal has been done.
 */
#define _GNU_SOURCE
#include <dlfcn.h>
#include <errno.h>
#include <fcntl.h>
#include <pthread.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/uio.h>
#include <unistd.h>

#define DESCRIPTORS 65536
#define FOLDER 1
#define REAL(name) \
    ({ \
        static __typeof__(&name) real; \
        if (!real) \
            real = (__typeof__(&name))dlsym(RTLD_NEXT, #name); \
        real; \
    })

struct faults {
    volatile int32_t kind;   /* 's' a sync, 'w' a write, 0 nothing */
    volatile int32_t file;   /* which, as in the records; 0 for all */
    volatile int32_t error;  /* errno */
    volatile int32_t first;  /* so many go well before */
    volatile int32_t count;  /* then so many fail; below 0 all */
    volatile int32_t failed; /* so many have failed */
};

struct record {
    int32_t kind, file;
    int64_t offset, length;
};

static const char *const suffixes[] = {"", "-wal", "-journal"};
static pthread_mutex_t lock = PTHREAD_MUTEX_INITIALIZER;
static struct faults no_faults, *faults = &no_faults;
static const char *database;
static size_t folder_length;
static int journal = -1;
static unsigned char files[DESCRIPTORS]; /* by descriptor: FOLDER, or 2 and more, one for each suffix */

static void note(int32_t kind, int32_t file, int64_t offset, const void *bytes, int64_t length) {
    struct record record = {kind, file, offset, length};
    struct iovec parts[] = {{&record, sizeof record}, {(void *)bytes, (size_t)length}};
    if (writev(journal, parts, length > 0 ? 2 : 1) != (ssize_t)sizeof record + length)
        abort();
}

__attribute__((constructor)) static void begin(void) {
    const char *shared = getenv("DISK_FAULTS"), *path = getenv("DISK_JOURNAL");
    database = getenv("DISK_FILE");
    if (!database || !path)
        return;
    folder_length = strrchr(database, '/') - database;
    journal = REAL(open64)(path, O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC, 0600);
    int fd = shared ? REAL(open64)(shared, O_RDWR | O_CLOEXEC) : -1;
    if (fd >= 0)
        faults = mmap(NULL, sizeof *faults, PROT_READ | PROT_WRITE, MAP_SHARED, fd, 0);
    if (journal < 0 || faults == MAP_FAILED)
        abort();
    note('p', 0, 0, NULL, 0);
}

/* 0 for what isn't watched. */
static int watched(const char *path) {
    size_t length = database ? strlen(database) : 0;
    if (!length || strncmp(path, database, folder_length) != 0)
        return 0;
    if (path[folder_length] == 0)
        return FOLDER;
    if (strncmp(path, database, length) != 0)
        return 0;
    for (int i = 0; i < 3; i++)
        if (strcmp(path + length, suffixes[i]) == 0)
            return FOLDER + 1 + i;
    return 0;
}

static int is_to_fail(int kind, int file) {
    if (faults->kind != kind || (faults->file && faults->file != file) || faults->count == 0)
        return 0;
    if (faults->first > 0) {
        faults->first--;
        return 0;
    }
    if (faults->count > 0)
        faults->count--;
    faults->failed++;
    return 1;
}

int open64(const char *path, int flags, ...) {
    va_list rest;
    va_start(rest, flags);
    mode_t mode = flags & (O_CREAT | __O_TMPFILE) ? va_arg(rest, mode_t) : 0;
    va_end(rest);
    int file = watched(path);
    if (!file)
        return REAL(open64)(path, flags, mode);
    pthread_mutex_lock(&lock);
    int fd = REAL(open64)(path, flags, mode);
    if (fd >= DESCRIPTORS)
        abort();
    if (fd >= 0) {
        files[fd] = file;
        note('o', file, 0, NULL, 0);
    }
    pthread_mutex_unlock(&lock);
    return fd;
}

int open(const char *path, int flags, ...) {
    va_list rest;
    va_start(rest, flags);
    mode_t mode = flags & (O_CREAT | __O_TMPFILE) ? va_arg(rest, mode_t) : 0;
    va_end(rest);
    return open64(path, flags, mode);
}

int close(int fd) {
    if (fd >= 0 && fd < DESCRIPTORS)
        files[fd] = 0;
    return REAL(close)(fd);
}

ssize_t pwrite64(int fd, const void *bytes, size_t length, off64_t offset) {
    int file = fd >= 0 && fd < DESCRIPTORS ? files[fd] : 0;
    if (!file)
        return REAL(pwrite64)(fd, bytes, length, offset);
    pthread_mutex_lock(&lock);
    ssize_t written;
    int error = errno;
    if (is_to_fail('w', file)) {
        /* The disk was full, or broke, in the middle. */
        if (length > 1 && REAL(pwrite64)(fd, bytes, length / 2, offset) == (ssize_t)(length / 2))
            note('w', file, offset, bytes, length / 2);
        written = -1;
        error = faults->error;
    } else {
        written = REAL(pwrite64)(fd, bytes, length, offset);
        error = errno;
        if (written > 0)
            note('w', file, offset, bytes, written);
    }
    pthread_mutex_unlock(&lock);
    errno = error;
    return written;
}

int fsync(int fd) {
    int file = fd >= 0 && fd < DESCRIPTORS ? files[fd] : 0;
    if (!file)
        return REAL(fsync)(fd);
    /* Really syncing would only take time: the journal says what it means. */
    pthread_mutex_lock(&lock);
    int fails = is_to_fail('s', file);
    int error = faults->error;
    note(fails ? 'f' : 's', file, 0, NULL, 0);
    pthread_mutex_unlock(&lock);
    if (fails)
        errno = error;
    return fails ? -1 : 0;
}

int fdatasync(int fd) { return fd >= 0 && fd < DESCRIPTORS && files[fd] ? fsync(fd) : REAL(fdatasync)(fd); }

int unlink(const char *path) {
    int file = watched(path);
    if (!file)
        return REAL(unlink)(path);
    pthread_mutex_lock(&lock);
    int failed = REAL(unlink)(path);
    if (!failed)
        note('u', file, 0, NULL, 0);
    pthread_mutex_unlock(&lock);
    return failed;
}

/* The database is cut to its pages when all of the log has been moved into it. The record's offset is the length. */
int ftruncate64(int fd, off64_t length) {
    int file = fd >= 0 && fd < DESCRIPTORS ? files[fd] : 0;
    if (!file)
        return REAL(ftruncate64)(fd, length);
    pthread_mutex_lock(&lock);
    int failed = REAL(ftruncate64)(fd, length);
    int error = errno;
    if (!failed)
        note('t', file, length, NULL, 0);
    pthread_mutex_unlock(&lock);
    errno = error;
    return failed;
}

int ftruncate(int fd, off_t length) { return ftruncate64(fd, length); }

/* What SQLite doesn't do to a database in WAL mode has no record; were it done, the journal would lie. */
ssize_t write(int fd, const void *bytes, size_t length) {
    if (fd >= 0 && fd < DESCRIPTORS && files[fd])
        abort();
    return REAL(write)(fd, bytes, length);
}
