// What an engine counts. Writers are any thread; every field is a relaxed atomic, so that reading them waits for nobody and
// nobody waits for a reader. The order of the fields is the order in which `Engine::stats` reports them.
#pragma once
#include <array>
#include <atomic>
#include <chrono>
#include <cstdint>

namespace spillway {

class Counter {
 public:
  void add(int64_t amount) { value_.fetch_add(amount, std::memory_order_relaxed); }
  int64_t get() const { return value_.load(std::memory_order_relaxed); }

 private:
  std::atomic<int64_t> value_{0};
};

/// Durations by power of two: bucket i counts those under 2^i microseconds and over half of that; the last takes the rest.
class Histogram {
 public:
  static constexpr size_t bucketCount = 24;

  void add(std::chrono::steady_clock::duration duration) {
    uint64_t microseconds = std::chrono::duration_cast<std::chrono::microseconds>(duration).count();
    size_t bucket = microseconds == 0 ? 0 : 64 - __builtin_clzll(microseconds);
    buckets_[bucket < bucketCount ? bucket : bucketCount - 1].add(1);
  }
  int64_t get(size_t bucket) const { return buckets_[bucket].get(); }

 private:
  std::array<Counter, bucketCount> buckets_;
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
};

}  // namespace spillway
