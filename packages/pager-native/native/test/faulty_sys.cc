// Every method asks first whether a fault strikes, and otherwise calls the kernel.
#include "faulty_sys.h"

#include <sys/mman.h>

#include <algorithm>
#include <cerrno>

namespace spillway {

void FaultySys::inject(Fault fault) {
  std::lock_guard<std::mutex> lock(mutex_);
  faults_.push_back(fault);
}

void FaultySys::clearFaults() {
  std::lock_guard<std::mutex> lock(mutex_);
  faults_.clear();
}

uint64_t FaultySys::calls(Call call) {
  std::lock_guard<std::mutex> lock(mutex_);
  return calls_[static_cast<size_t>(call)];
}

void FaultySys::beforeEach(Call call, std::function<void()> hook) {
  std::lock_guard<std::mutex> lock(mutex_);
  hooks_[static_cast<size_t>(call)] = std::move(hook);
}

void FaultySys::pretendFileSystem(long magic) {
  std::lock_guard<std::mutex> lock(mutex_);
  magic_ = magic;
}

bool FaultySys::strikes(Call call, size_t* transfer) {
  std::function<void()> hook;
  {
    std::lock_guard<std::mutex> lock(mutex_);
    hook = hooks_[static_cast<size_t>(call)];
  }
  if (hook) hook();
  std::lock_guard<std::mutex> lock(mutex_);
  calls_[static_cast<size_t>(call)]++;
  Fault* striking = nullptr;
  for (Fault& fault : faults_) {
    if (fault.call != call || fault.times == 0) continue;
    if (fault.nth > 1) fault.nth--;
    else if (!striking) striking = &fault;
  }
  if (!striking) return false;
  striking->times--;
  if (striking->systemErrno == 0 && transfer) {
    *transfer = std::min(*transfer, striking->transferBytes);
    return false;
  }
  errno = striking->systemErrno;
  return true;
}

void* FaultySys::mapAnonymous(size_t byteLength) {
  return strikes(Call::map) ? MAP_FAILED : Sys::mapAnonymous(byteLength);
}
int FaultySys::munmap(void* address, size_t byteLength) {
  strikes(Call::unmap);
  return Sys::munmap(address, byteLength);
}
int FaultySys::madvise(void* address, size_t byteLength, int advice) {
  return strikes(Call::advise) ? -1 : Sys::madvise(address, byteLength, advice);
}
int FaultySys::open(const char* path, int flags, unsigned mode) {
  return strikes(Call::open) ? -1 : Sys::open(path, flags, mode);
}
int FaultySys::unlink(const char* path) { return strikes(Call::unlink) ? -1 : Sys::unlink(path); }
int FaultySys::statfs(const char* path, struct statfs* result) {
  if (strikes(Call::statfs)) return -1;
  int status = Sys::statfs(path, result);
  std::lock_guard<std::mutex> lock(mutex_);
  if (magic_ != 0) result->f_type = magic_;
  return status;
}
int FaultySys::fallocate(int fd, int mode, off_t offset, off_t byteLength) {
  return strikes(Call::fallocate) ? -1 : Sys::fallocate(fd, mode, offset, byteLength);
}
int FaultySys::ftruncate(int fd, off_t byteLength) {
  return strikes(Call::truncate) ? -1 : Sys::ftruncate(fd, byteLength);
}
ssize_t FaultySys::pwrite(int fd, const void* data, size_t byteLength, off_t offset) {
  size_t transfer = byteLength;
  if (strikes(Call::write, &transfer)) return -1;
  return transfer == 0 ? 0 : Sys::pwrite(fd, data, transfer, offset);
}
ssize_t FaultySys::pread(int fd, void* data, size_t byteLength, off_t offset) {
  size_t transfer = byteLength;
  if (strikes(Call::read, &transfer)) return -1;
  return transfer == 0 ? 0 : Sys::pread(fd, data, transfer, offset);
}
int FaultySys::syncFileRange(int fd, off_t offset, off_t byteLength) {
  return strikes(Call::sync) ? -1 : Sys::syncFileRange(fd, offset, byteLength);
}
int FaultySys::dropCache(int fd, off_t offset, off_t byteLength) {
  return strikes(Call::dropCache) ? -1 : Sys::dropCache(fd, offset, byteLength);
}

}  // namespace spillway
