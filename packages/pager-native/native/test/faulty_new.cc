#include "faulty_new.h"

#include <atomic>
#include <cstdlib>
#include <new>

namespace spillway::test {
namespace {

std::atomic<int64_t> left{0};  // 0: none fails
std::atomic<bool> othersFail{false};
thread_local bool mine = false;

bool failsNow() {
  if (left.load() <= 0 || mine == othersFail.load()) return false;
  return left.fetch_sub(1) == 1;
}

}  // namespace

FailedAllocation::FailedAllocation(Threads threads, int64_t nth) {
  mine = true;
  othersFail = threads == Threads::others;
  left = nth;
}

FailedAllocation::~FailedAllocation() {
  left = 0;
  mine = false;
}

bool FailedAllocation::happened() const { return left.load() <= 0; }

}  // namespace spillway::test

void* operator new(size_t byteLength) {
  if (spillway::test::failsNow()) throw std::bad_alloc();
  if (void* memory = std::malloc(byteLength == 0 ? 1 : byteLength)) return memory;
  throw std::bad_alloc();
}
void operator delete(void* memory) noexcept { std::free(memory); }
void operator delete(void* memory, size_t) noexcept { std::free(memory); }
