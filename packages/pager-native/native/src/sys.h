// Every call that the core makes to the kernel, as one object that each engine is given: the seam where tests make the n-th
// call fail. Methods return what the system call returns (-1 and errno on failure) and add nothing.
#pragma once
#include <cstddef>

#include "system_names.h"

namespace spillway {

class Sys {
 public:
  virtual ~Sys() = default;

  virtual void* mapAnonymous(size_t byteLength);
  virtual int munmap(void* address, size_t byteLength);
  virtual int madvise(void* address, size_t byteLength, int advice);
  size_t pageBytes();

  virtual int open(const char* path, int flags, unsigned mode);
  virtual int unlink(const char* path);
  virtual int close(int fd);
  virtual int statfs(const char* path, struct statfs* result);
  virtual int fallocate(int fd, int mode, off_t offset, off_t byteLength);
  virtual int ftruncate(int fd, off_t byteLength);
  virtual ssize_t pwrite(int fd, const void* data, size_t byteLength, off_t offset);
  virtual ssize_t pread(int fd, void* data, size_t byteLength, off_t offset);
  virtual int syncFileRange(int fd, off_t offset, off_t byteLength);
  virtual int dropCache(int fd, off_t offset, off_t byteLength);
};

}  // namespace spillway
