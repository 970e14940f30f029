// What an engine counts. Writers are any thread; every field is a relaxed atomic, so that reading them waits for nobody and
// nobody waits for a reader. `snapshot` fixes the order in which JavaScript reads them.
#pragma once
#include <array>
#include <atomic>
#include <chrono>
#include <cstdint>

#include "size_class.h"

namespace spillway {

class Counter {
 public:
  void add(int64_t amount) { value_.fetch_add(amount, std::memory_order_relaxed); }
  int64_t get() const { return value_.load(std::memory_order_relaxed); }

 private:
  std::atomic<int64_t> value_{0};
};

/// Durations by power of two: bucket i counts those under 2^i microseconds and over half of that; the last takes the rest. And all
/// of them together, in nanoseconds.
class Histogram {
 public:
  static constexpr size_t bucketCount = 24;

  void add(std::chrono::steady_clock::duration duration) {
    uint64_t microseconds = std::chrono::duration_cast<std::chrono::microseconds>(duration).count();
    size_t bucket = microseconds == 0 ? 0 : 64 - __builtin_clzll(microseconds);
    buckets_[bucket < bucketCount ? bucket : bucketCount - 1].add(1);
    totalNanoseconds_.add(std::chrono::duration_cast<std::chrono::nanoseconds>(duration).count());
  }
  int64_t get(size_t bucket) const { return buckets_[bucket].get(); }
  int64_t totalNanoseconds() const { return totalNanoseconds_.get(); }

 private:
  std::array<Counter, bucketCount> buckets_;
  Counter totalNanoseconds_;
};

struct Counters {
  Counter liveHandles;
  // Bytes by state.
  Counter resident, lent, writing, stored, reading, warm, mapped;
  // The scratch segments. Modes and namings are numbered as in ScratchFiles.
  Counter fileMode, fileNaming, segments, allocatedBytes, usedBytes;
  // Events.
  Counter bytesWritten, bytesRead, writesElided, prefetchHits, prefetchMisses, stalls, stallNanoseconds;
  Counter pageoutsDeclined, noSpaceErrors, ioErrors, checksumFailures, handlesLeaked;
  Histogram readLatency, writeLatency;
  // Extents by size, as numbered in size_class.h: those that have blocks of the file system's, and those in use.
  std::array<Counter, extentClassCount> allocatedExtents, usedExtents;

  /// Every number, in the order of `native-stats.ts`; `target` has room for all.
  void snapshot(double* target) const {
    const Counter* const counters[] = {
        &liveHandles, &resident, &lent, &writing, &stored, &reading, &warm, &mapped, &fileMode, &fileNaming, &segments,
        &allocatedBytes, &usedBytes, &bytesWritten, &bytesRead, &writesElided, &prefetchHits, &prefetchMisses, &stalls,
        &stallNanoseconds, &pageoutsDeclined, &noSpaceErrors, &ioErrors, &checksumFailures, &handlesLeaked};
    for (const Counter* counter : counters) *target++ = static_cast<double>(counter->get());
    for (const Histogram* histogram : {&readLatency, &writeLatency}) {
      for (size_t i = 0; i < Histogram::bucketCount; i++) *target++ = static_cast<double>(histogram->get(i));
      *target++ = static_cast<double>(histogram->totalNanoseconds());
    }
    for (size_t i = 0; i < extentClassCount; i++) {
      *target++ = static_cast<double>(extentBytesOfClass(i));
      *target++ = static_cast<double>(allocatedExtents[i].get());
      *target++ = static_cast<double>(usedExtents[i].get());
    }
  }
};

}  // namespace spillway
