// The kernel with faults: the n-th call of a kind fails with a given errno, or moves fewer bytes than asked. Counts calls, too.
#pragma once
#include <array>
#include <cstdint>
#include <functional>
#include <mutex>
#include <vector>

#include "sys.h"

namespace spillway {

enum class Call { map, unmap, advise, open, unlink, statfs, fallocate, truncate, write, read, sync, dropCache, count_ };

struct Fault {
  Call call;
  uint64_t nth = 1;          // 1: the next call of this kind
  uint64_t times = 1;        // how many calls in a row
  int systemErrno = 0;       // 0: a short transfer instead of a failure
  size_t transferBytes = 0;  // what a short transfer moves
};

class FaultySys : public Sys {
 public:
  void inject(Fault fault);
  void clearFaults();
  uint64_t calls(Call call);
  /// Runs before every call of this kind, on the calling thread, without a lock.
  void beforeEach(Call call, std::function<void()> hook);
  /// statfs reports this type.
  void pretendFileSystem(long magic);

  void* mapAnonymous(size_t byteLength) override;
  int munmap(void* address, size_t byteLength) override;
  int madvise(void* address, size_t byteLength, int advice) override;
  int open(const char* path, int flags, unsigned mode) override;
  int unlink(const char* path) override;
  int statfs(const char* path, struct statfs* result) override;
  int fallocate(int fd, int mode, off_t offset, off_t byteLength) override;
  int ftruncate(int fd, off_t byteLength) override;
  ssize_t pwrite(int fd, const void* data, size_t byteLength, off_t offset) override;
  ssize_t pread(int fd, void* data, size_t byteLength, off_t offset) override;
  int syncFileRange(int fd, off_t offset, off_t byteLength) override;
  int dropCache(int fd, off_t offset, off_t byteLength) override;

 private:
  // True when this call is to fail: errno is set, or `transfer` says how many bytes it moves.
  bool strikes(Call call, size_t* transfer = nullptr);

  std::mutex mutex_;
  std::vector<Fault> faults_;
  std::array<uint64_t, static_cast<size_t>(Call::count_)> calls_{};
  std::array<std::function<void()>, static_cast<size_t>(Call::count_)> hooks_;
  long magic_ = 0;
};

}  // namespace spillway
