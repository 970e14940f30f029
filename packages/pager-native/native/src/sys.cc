// Linux itself, as production engines see it.
#ifdef __linux__
#include "sys.h"

namespace spillway {

void* Sys::mapAnonymous(size_t byteLength) {
  return ::mmap(nullptr, byteLength, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS | MAP_NORESERVE, -1, 0);
}
int Sys::munmap(void* address, size_t byteLength) { return ::munmap(address, byteLength); }
int Sys::madvise(void* address, size_t byteLength, int advice) { return ::madvise(address, byteLength, advice); }

size_t Sys::pageBytes() { return static_cast<size_t>(::sysconf(_SC_PAGESIZE)); }

int Sys::open(const char* path, int flags, unsigned mode) { return ::open(path, flags, mode); }
int Sys::unlink(const char* path) { return ::unlink(path); }
int Sys::close(int fd) { return ::close(fd); }
int Sys::statfs(const char* path, struct statfs* result) { return ::statfs(path, result); }
int Sys::fallocate(int fd, int mode, off_t offset, off_t byteLength) {
  return ::fallocate(fd, mode, offset, byteLength);
}
int Sys::ftruncate(int fd, off_t byteLength) { return ::ftruncate(fd, byteLength); }
ssize_t Sys::pwrite(int fd, const void* data, size_t byteLength, off_t offset) {
  return ::pwrite(fd, data, byteLength, offset);
}
ssize_t Sys::pread(int fd, void* data, size_t byteLength, off_t offset) { return ::pread(fd, data, byteLength, offset); }
int Sys::syncFileRange(int fd, off_t offset, off_t byteLength) {
  return ::sync_file_range(fd, offset, byteLength,
                           SYNC_FILE_RANGE_WAIT_BEFORE | SYNC_FILE_RANGE_WRITE | SYNC_FILE_RANGE_WAIT_AFTER);
}
int Sys::dropCache(int fd, off_t offset, off_t byteLength) {
  // posix_fadvise returns the error instead of setting errno.
  int failed = ::posix_fadvise(fd, offset, byteLength, POSIX_FADV_DONTNEED);
  if (failed == 0) return 0;
  errno = failed;
  return -1;
}

}  // namespace spillway
#endif
