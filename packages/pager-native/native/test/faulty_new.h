// Memory that runs out: makes the nth `operator new` from now on throw, on the thread that asks for it or on all the others.
#pragma once
#include <cstdint>

namespace spillway::test {

enum class Threads { mine, others };

/// While it lives, the nth allocation of those threads fails, once. Not two at a time.
class FailedAllocation {
 public:
  FailedAllocation(Threads threads, int64_t nth);
  ~FailedAllocation();
  FailedAllocation(const FailedAllocation&) = delete;
  FailedAllocation& operator=(const FailedAllocation&) = delete;

  /// Whether it has happened yet.
  bool happened() const;
};

}  // namespace spillway::test
