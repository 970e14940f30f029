// macOS, seen as the core sees Linux. Built and tried on machines of that kind only, by the workflow "Prebuilds".
#ifdef __APPLE__
#include <cstring>

#include "sys.h"

namespace spillway {
namespace {

constexpr uint32_t tmpfsMagic = 0x01021994;

int refuse(int systemErrno) {
  errno = systemErrno;
  return -1;
}

int punchHole(int fd, off_t offset, off_t byteLength) {
  fpunchhole_t hole{};
  hole.fp_offset = offset;
  hole.fp_length = byteLength;
  return ::fcntl(fd, F_PUNCHHOLE, &hole);
}

}  // namespace

void* Sys::mapAnonymous(size_t byteLength) {
  return ::mmap(nullptr, byteLength, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANON | MAP_NORESERVE, -1, 0);
}
int Sys::munmap(void* address, size_t byteLength) { return ::munmap(address, byteLength); }

int Sys::madvise(void* address, size_t byteLength, int advice) {
  if (advice == MADV_WILLNEED) return ::madvise(address, byteLength, advice);
  // MADV_DONTNEED leaves pages where they are here; MADV_FREE lets them go as Linux does, when memory is wanted.
  if (advice == MADV_DONTNEED) return ::madvise(address, byteLength, MADV_FREE);
  return refuse(EINVAL);
}

size_t Sys::pageBytes() { return static_cast<size_t>(::sysconf(_SC_PAGESIZE)); }

int Sys::open(const char* path, int flags, unsigned mode) {
  if (flags & O_TMPFILE) return refuse(EOPNOTSUPP);
  int fd = ::open(path, flags & ~O_DIRECT, mode);
  if (fd < 0 || !(flags & O_DIRECT) || ::fcntl(fd, F_NOCACHE, 1) == 0) return fd;
  ::close(fd);
  if (flags & O_CREAT) ::unlink(path);
  return refuse(EINVAL);
}
int Sys::unlink(const char* path) { return ::unlink(path); }
int Sys::close(int fd) { return ::close(fd); }

int Sys::statfs(const char* path, struct statfs* result) {
  int status = ::statfs(path, result);
  if (status == 0) result->f_type = std::strcmp(result->f_fstypename, "tmpfs") == 0 ? tmpfsMagic : 0;
  return status;
}

// Blocks can be had at the end of a file only, and the file does not become longer by it; a hole inside fills as it is written.
int Sys::fallocate(int fd, int mode, off_t offset, off_t byteLength) {
  if (mode & FALLOC_FL_PUNCH_HOLE) return punchHole(fd, offset, byteLength);
  off_t end = ::lseek(fd, 0, SEEK_END);
  if (end < 0) return -1;
  if (offset < end) return refuse(EOPNOTSUPP);
  fstore_t blocks{};
  blocks.fst_flags = F_ALLOCATEALL;
  blocks.fst_posmode = F_PEOFPOSMODE;
  blocks.fst_length = offset + byteLength - end;
  if (::fcntl(fd, F_PREALLOCATE, &blocks) != 0) return errno == ENOTSUP ? refuse(EOPNOTSUPP) : -1;
  return ::ftruncate(fd, offset + byteLength);
}

int Sys::ftruncate(int fd, off_t byteLength) { return ::ftruncate(fd, byteLength); }
ssize_t Sys::pwrite(int fd, const void* data, size_t byteLength, off_t offset) {
  return ::pwrite(fd, data, byteLength, offset);
}
ssize_t Sys::pread(int fd, void* data, size_t byteLength, off_t offset) { return ::pread(fd, data, byteLength, offset); }
int Sys::syncFileRange(int, off_t, off_t) { return refuse(ENOSYS); }
int Sys::dropCache(int, off_t, off_t) { return refuse(ENOSYS); }

}  // namespace spillway
#endif
