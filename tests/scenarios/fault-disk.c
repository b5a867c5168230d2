// A disk and a clock that fail on order, for programs started with this library in LD_PRELOAD. It is compiled by the tests.
//
// QUNXIN_FAULT       a control file of 16 bytes, looked at all the time: int32 full, int32 ms added to every sync,
//                    int64 ms added to the system's time
// QUNXIN_FAULT_ROOT  the folder that lies on that disk
// QUNXIN_FAULT_LOG   records what happens to the files there, if set: what was written, and what was synced
//
// Records are ordered so that a reader never takes for durable what is not: a write is told after it was made, a sync
// before. Files go by inode: a rename must not turn one file's bytes into another's.
#define _GNU_SOURCE
#include <dlfcn.h>
#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <sys/statfs.h>
#include <sys/statvfs.h>
#include <sys/time.h>
#include <sys/uio.h>
#include <time.h>
#include <unistd.h>

struct control {
  volatile int32_t full;
  volatile int32_t sync_ms;
  volatile int64_t clock_ms;
};

struct record {
  uint32_t op, path_bytes, path2_bytes, data_bytes;
  uint64_t inode, offset;
};

static struct control idle;
static struct control *control = &idle;
static char root[PATH_MAX];
static size_t root_length;
static int log_fd = -1;
/** What programs started from here are told again. */
static char preload_path[PATH_MAX], control_path[PATH_MAX], log_path[PATH_MAX];

#define REAL(name) ((__typeof__(&name))dlsym(RTLD_NEXT, #name))

__attribute__((constructor)) static void begin(void) {
  const char *folder = getenv("QUNXIN_FAULT_ROOT"), *path = getenv("QUNXIN_FAULT"), *log = getenv("QUNXIN_FAULT_LOG");
  if (!folder || !path) return;
  root_length = strlen(strncpy(root, folder, sizeof root - 1));
  strncpy(control_path, path, PATH_MAX - 1);
  if (getenv("LD_PRELOAD")) strncpy(preload_path, getenv("LD_PRELOAD"), PATH_MAX - 1);
  if (log) strncpy(log_path, log, PATH_MAX - 1);
  int fd = REAL(open)(path, O_RDWR | O_CLOEXEC);
  if (fd >= 0) {
    void *at = mmap(NULL, sizeof idle, PROT_READ, MAP_SHARED, fd, 0);
    if (at != MAP_FAILED) control = at;
    close(fd);
  }
  if (!log) return;
  fd = REAL(open)(log, O_WRONLY | O_APPEND | O_CLOEXEC);
  if (fd < 0) return;
  // Out of the way of programs that count on low numbers.
  log_fd = fcntl(fd, F_DUPFD_CLOEXEC, 700);
  close(fd);
}

/** A path as from the root, or NULL when it is not on our disk. */
static const char *ours(int dir, const char *path, char *full) {
  if (!root_length || !path) return NULL;
  if (path[0] == '/') {
    snprintf(full, PATH_MAX, "%s", path);
  } else {
    char base[PATH_MAX], link[64];
    if (dir == AT_FDCWD) {
      if (!getcwd(base, sizeof base)) return NULL;
    } else {
      snprintf(link, sizeof link, "/proc/self/fd/%d", dir);
      ssize_t n = readlink(link, base, sizeof base - 1);
      if (n < 0) return NULL;
      base[n] = 0;
    }
    if (snprintf(full, PATH_MAX, "%s/%s", base, path) >= PATH_MAX) return NULL;
  }
  return strncmp(full, root, root_length) == 0 && full[root_length] == '/' ? full + root_length + 1 : NULL;
}

/** Whether an open file is a regular one on our disk. */
static int is_ours(int fd, struct stat *about) {
  char link[64], path[PATH_MAX];
  if (!root_length || fstat(fd, about) != 0 || !(S_ISREG(about->st_mode) || S_ISDIR(about->st_mode))) return 0;
  snprintf(link, sizeof link, "/proc/self/fd/%d", fd);
  ssize_t n = readlink(link, path, sizeof path - 1);
  if (n < 0) return 0;
  path[n] = 0;
  return strncmp(path, root, root_length) == 0 && (path[root_length] == '/' || path[root_length] == 0);
}

static void tell(uint32_t op, uint64_t inode, uint64_t offset, const char *path, const char *path2,
                 const struct iovec *data, int pieces, size_t bytes) {
  if (log_fd < 0) return;
  int kept = errno;
  struct record head = {op, path ? strlen(path) : 0, path2 ? strlen(path2) : 0, bytes, inode, offset};
  struct iovec out[IOV_MAX];
  int n = 0;
  out[n++] = (struct iovec){&head, sizeof head};
  if (path) out[n++] = (struct iovec){(void *)path, head.path_bytes};
  if (path2) out[n++] = (struct iovec){(void *)path2, head.path2_bytes};
  for (int i = 0; i < pieces && bytes > 0 && n < IOV_MAX; i++) {
    size_t length = data[i].iov_len < bytes ? data[i].iov_len : bytes;
    out[n++] = (struct iovec){data[i].iov_base, length};
    bytes -= length;
  }
  // One call of an appending file: records of several processes do not mix.
  if (REAL(writev)(log_fd, out, n) < 0) abort();
  errno = kept;
}

static int no_room(void) {
  errno = ENOSPC;
  return -1;
}

// Bytes. Where room was given before, a full disk still takes them.

static int lacks_room(const struct stat *about, uint64_t offset, size_t bytes) {
  return control->full && S_ISREG(about->st_mode) && offset + bytes > (uint64_t)about->st_size;
}

static size_t sum(const struct iovec *data, int pieces) {
  size_t bytes = 0;
  for (int i = 0; i < pieces; i++) bytes += data[i].iov_len;
  return bytes;
}

static uint64_t place(int fd, const struct stat *about) {
  return fcntl(fd, F_GETFL) & O_APPEND ? (uint64_t)about->st_size : (uint64_t)lseek(fd, 0, SEEK_CUR);
}

static ssize_t at_place(int fd, const struct iovec *data, int pieces, int single) {
  struct stat about;
  int mine = fd != log_fd && is_ours(fd, &about);
  uint64_t offset = mine ? place(fd, &about) : 0;
  if (mine && lacks_room(&about, offset, sum(data, pieces))) return no_room();
  ssize_t n = single ? REAL(write)(fd, data->iov_base, data->iov_len) : REAL(writev)(fd, data, pieces);
  if (mine && n > 0) tell('W', about.st_ino, offset, NULL, NULL, data, pieces, n);
  return n;
}

static ssize_t at_offset(int fd, const struct iovec *data, int pieces, off_t offset) {
  struct stat about;
  int mine = is_ours(fd, &about);
  if (mine && lacks_room(&about, offset, sum(data, pieces))) return no_room();
  ssize_t n = REAL(pwritev)(fd, data, pieces, offset);
  if (mine && n > 0) tell('W', about.st_ino, offset, NULL, NULL, data, pieces, n);
  return n;
}

ssize_t write(int fd, const void *bytes, size_t n) { return at_place(fd, &(struct iovec){(void *)bytes, n}, 1, 1); }
ssize_t writev(int fd, const struct iovec *data, int pieces) { return at_place(fd, data, pieces, 0); }
ssize_t pwrite(int fd, const void *bytes, size_t n, off_t at) {
  return at_offset(fd, &(struct iovec){(void *)bytes, n}, 1, at);
}
ssize_t pwrite64(int fd, const void *bytes, size_t n, off64_t at) { return pwrite(fd, bytes, n, at); }
ssize_t pwritev(int fd, const struct iovec *data, int pieces, off_t at) { return at_offset(fd, data, pieces, at); }
ssize_t pwritev64(int fd, const struct iovec *data, int pieces, off64_t at) { return at_offset(fd, data, pieces, at); }

int ftruncate(int fd, off_t length) {
  struct stat about;
  int mine = is_ours(fd, &about);
  if (mine && control->full && length > about.st_size) return no_room();
  int done = REAL(ftruncate)(fd, length);
  if (mine && done == 0) tell('T', about.st_ino, length, NULL, NULL, NULL, 0, 0);
  return done;
}
int ftruncate64(int fd, off64_t length) { return ftruncate(fd, length); }

int posix_fallocate(int fd, off_t offset, off_t length) {
  struct stat about;
  int mine = is_ours(fd, &about);
  if (mine && lacks_room(&about, offset, length)) return ENOSPC;
  int done = REAL(posix_fallocate)(fd, offset, length);
  if (mine && done == 0 && offset + length > about.st_size) tell('T', about.st_ino, offset + length, NULL, NULL, NULL, 0, 0);
  return done;
}
int posix_fallocate64(int fd, off64_t offset, off64_t length) { return posix_fallocate(fd, offset, length); }

static int synced(int fd, int (*real)(int)) {
  struct stat about;
  if (is_ours(fd, &about)) {
    if (control->sync_ms > 0) usleep(control->sync_ms * 1000);
    tell('S', about.st_ino, 0, NULL, NULL, NULL, 0, 0);
  }
  return real(fd);
}
int fsync(int fd) { return synced(fd, REAL(fsync)); }
int fdatasync(int fd) { return synced(fd, REAL(fdatasync)); }

// Names.

static int opened(int dir, const char *path, int flags, mode_t mode) {
  char full[PATH_MAX];
  const char *name = flags & O_CREAT ? ours(dir, path, full) : flags & O_TRUNC ? ours(dir, path, full) : NULL;
  struct stat about;
  int fresh = name && flags & O_CREAT && fstatat(dir, path, &about, 0) != 0;
  if (fresh && control->full) return no_room();
  int fd = REAL(openat)(dir, path, flags, mode);
  if (fd < 0 || !name || fstat(fd, &about) != 0 || !S_ISREG(about.st_mode)) return fd;
  if (fresh) tell('C', about.st_ino, 0, name, NULL, NULL, 0, 0);
  else if (flags & O_TRUNC) tell('T', about.st_ino, 0, NULL, NULL, NULL, 0, 0);
  return fd;
}

#define MODE(flags) \
  mode_t mode = 0; \
  if (flags & (O_CREAT | __O_TMPFILE)) { va_list rest; va_start(rest, flags); mode = va_arg(rest, mode_t); va_end(rest); }

int open(const char *path, int flags, ...) { MODE(flags) return opened(AT_FDCWD, path, flags, mode); }
int open64(const char *path, int flags, ...) { MODE(flags) return opened(AT_FDCWD, path, flags | O_LARGEFILE, mode); }
int openat(int dir, const char *path, int flags, ...) { MODE(flags) return opened(dir, path, flags, mode); }
int openat64(int dir, const char *path, int flags, ...) { MODE(flags) return opened(dir, path, flags | O_LARGEFILE, mode); }

/** stdio opens by ways of its own; small files of PostgreSQL are written by it. */
static FILE *streamed(const char *path, const char *mode, FILE *(*real)(const char *, const char *)) {
  char full[PATH_MAX];
  const char *name = mode[0] == 'r' ? NULL : ours(AT_FDCWD, path, full);
  if (!name) return real(path, mode);
  int flags = O_WRONLY | O_CREAT | (mode[0] == 'a' ? O_APPEND : O_TRUNC);
  int fd = opened(AT_FDCWD, path, strchr(mode, '+') ? (flags & ~O_WRONLY) | O_RDWR : flags, 0666);
  return fd < 0 ? NULL : fdopen(fd, mode);
}
FILE *fopen(const char *path, const char *mode) { return streamed(path, mode, REAL(fopen)); }
FILE *fopen64(const char *path, const char *mode) { return streamed(path, mode, REAL(fopen64)); }

static int named(uint32_t op, const char *from, const char *to, int done) {
  char full[PATH_MAX], full2[PATH_MAX];
  const char *name = ours(AT_FDCWD, from, full), *name2 = to ? ours(AT_FDCWD, to, full2) : NULL;
  if (done == 0 && name && (!to || name2)) tell(op, 0, 0, name, name2, NULL, 0, 0);
  return done;
}
int rename(const char *from, const char *to) { return named('R', from, to, REAL(rename)(from, to)); }
int link(const char *from, const char *to) { return named('L', from, to, REAL(link)(from, to)); }
int unlink(const char *path) { return named('U', path, NULL, REAL(unlink)(path)); }
int rmdir(const char *path) { return named('X', path, NULL, REAL(rmdir)(path)); }
int mkdir(const char *path, mode_t mode) {
  char full[PATH_MAX];
  if (control->full && access(path, F_OK) != 0 && ours(AT_FDCWD, path, full)) return no_room();
  return named('D', path, NULL, REAL(mkdir)(path, mode));
}
int unlinkat(int dir, const char *path, int flags) {
  char full[PATH_MAX];
  const char *name = ours(dir, path, full);
  int done = REAL(unlinkat)(dir, path, flags);
  if (done == 0 && name) tell(flags & AT_REMOVEDIR ? 'X' : 'U', 0, 0, name, NULL, NULL, 0, 0);
  return done;
}
int remove(const char *path) {
  struct stat about;
  return lstat(path, &about) == 0 && S_ISDIR(about.st_mode) ? rmdir(path) : unlink(path);
}

int statfs(const char *path, struct statfs *about) {
  int done = REAL(statfs)(path, about);
  if (done == 0 && control->full) about->f_bavail = about->f_bfree = 0;
  return done;
}
int statfs64(const char *path, struct statfs64 *about) {
  int done = REAL(statfs64)(path, about);
  if (done == 0 && control->full) about->f_bavail = about->f_bfree = 0;
  return done;
}

// The clock: what people read the time from, not what measures how long something takes.

int clock_gettime(clockid_t clock, struct timespec *now) {
  static int (*real)(clockid_t, struct timespec *);
  if (!real) real = REAL(clock_gettime);
  int done = real(clock, now);
  if (done == 0 && (clock == CLOCK_REALTIME || clock == CLOCK_REALTIME_COARSE)) {
    int64_t ms = control->clock_ms;
    now->tv_sec += ms / 1000;
  }
  return done;
}
int gettimeofday(struct timeval *now, void *zone) {
  static int (*real)(struct timeval *, void *);
  if (!real) real = (int (*)(struct timeval *, void *))dlsym(RTLD_NEXT, "gettimeofday");
  int done = real(now, zone);
  if (done == 0) now->tv_sec += control->clock_ms / 1000;
  return done;
}
time_t time(time_t *out) {
  struct timespec now;
  clock_gettime(CLOCK_REALTIME, &now);
  if (out) *out = now.tv_sec;
  return now.tv_sec;
}

// Programs that are started with an environment of their own lie on the same disk.

int execvp(const char *file, char *const args[]) {
  static const char *const names[] = {"LD_PRELOAD", "QUNXIN_FAULT", "QUNXIN_FAULT_ROOT", "QUNXIN_FAULT_LOG"};
  const char *const values[] = {preload_path, control_path, root, log_path};
  for (int i = 0; root_length && i < 4; i++) if (values[i][0]) setenv(names[i], values[i], 1);
  return REAL(execvp)(file, args);
}
