// Scratch space: one nameless segment file per extent size, each with a free list. Allocating and freeing an extent is a pop
// and a push; the file system is asked only when a segment grows. Knows bytes and places, not payloads or checksums.
//
// All methods may be called from any thread. The lists have a lock of their own, so that a segment that grows (slow) does not
// stop extents from being freed or reused.
#pragma once
#include <chrono>
#include <deque>
#include <map>
#include <memory>
#include <mutex>
#include <optional>

#include "counters.h"
#include "scratch_directory.h"
#include "size_class.h"

namespace spillway {

struct Segment {
  size_t extentBytes = 0;
  int fd = -1;
  uint64_t byteLength = 0;
  std::deque<uint64_t> warm, cold;  // offsets of free extents, the one freed last at the back
};

struct Extent {
  Segment* segment = nullptr;
  uint64_t offset = 0;
  explicit operator bool() const { return segment != nullptr; }
};

class ExtentStore {
 public:
  ExtentStore(Sys& sys, Counters& counters, ScratchDirectory directory, uint64_t limitBytes);
  ~ExtentStore();
  ExtentStore(const ExtentStore&) = delete;
  ExtentStore& operator=(const ExtentStore&) = delete;

  /// Room for `byteLength` bytes. Throws Failure noSpace, scratch, io. When there is no room, asks the file system again only
  /// once an extent has been freed (or a second has passed: others may have freed space too).
  Extent allocate(size_t byteLength);
  void free(Extent extent);
  /// Which call said that the disk is full, and how; neither when it was the quota.
  struct Refusal {
    const char* syscall = nullptr;
    int systemErrno = 0;
    explicit operator bool() const { return systemErrno != 0; }
  };
  /// Ends an extent whose write found the disk full: its blocks are given back, and until another extent is freed (or a second
  /// has passed) there is no room for anybody, whatever was preallocated.
  void retract(Extent extent, Refusal refusal);

  /// Writes the first `byteLength` bytes of the extent from `data`, which is sector aligned and may be read up to the next
  /// multiple of a sector. Throws Failure noSpace, io.
  void write(Extent extent, const uint8_t* data, size_t byteLength);
  /// Reads [offset, offset + byteLength) of the extent; all three are multiples of a sector. Throws Failure io.
  void read(Extent extent, uint64_t offset, uint8_t* data, size_t byteLength);

  ScratchDirectory::Mode mode() const { return mode_.load(std::memory_order_relaxed); }

 private:
  Extent popFree(size_t extentBytes);
  std::optional<Refusal> refusalOf(size_t extentBytes);
  Segment& segmentOf(size_t extentBytes);
  Extent grow(Segment& segment);
  static void remember(std::deque<uint64_t>& list, uint64_t offset, bool asOldest);
  Refusal preallocate(Segment& segment, uint64_t offset, uint64_t byteLength);
  uint64_t punchFree(uint64_t neededBytes);
  bool punch(Segment& segment, uint64_t offset);
  [[noreturn]] void refuse(size_t extentBytes, Refusal refusal);
  uint64_t quotaLeft() const;
  void countUsed(const Segment& segment, int64_t extents);
  void countAllocated(const Segment& segment, int64_t bytes);

  Sys& sys_;
  Counters& counters_;
  ScratchDirectory directory_;   // guarded by growth_
  const uint64_t limitBytes_;
  std::atomic<ScratchDirectory::Mode> mode_{ScratchDirectory::Mode::unopened};

  std::mutex growth_;            // taken before lists_
  std::mutex lists_;
  std::map<size_t, std::unique_ptr<Segment>> segments_;  // by extent size
  size_t refusedBytes_ = SIZE_MAX;  // extents of this size and more were refused, and nothing was freed since
  Refusal refusal_;
  bool writesRefused_ = false;      // a write found the disk full, and nothing was freed since
  std::chrono::steady_clock::time_point refusedAt_;
};

}  // namespace spillway
