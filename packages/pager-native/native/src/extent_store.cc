// Extents are reused last in, first out: a rewritten extent is about twice as fast as one that was only preallocated. A free
// extent is `warm` while the file system holds blocks for it and `cold` after its blocks were punched out for another size.
#include "extent_store.h"

#include <algorithm>
#include <cerrno>
#include <new>

#include "failure.h"

namespace spillway {
namespace {

constexpr uint64_t smallestStepBytes = 8 * mebibyte;
constexpr uint64_t largestStepBytes = 64 * mebibyte;
constexpr auto refusalLasts = std::chrono::seconds(1);

bool meansFull(int systemErrno) { return systemErrno == ENOSPC || systemErrno == EDQUOT || systemErrno == EFBIG; }

}  // namespace

ExtentStore::ExtentStore(Sys& sys, Counters& counters, ScratchDirectory directory, uint64_t limitBytes)
    : sys_(sys), counters_(counters), directory_(std::move(directory)), limitBytes_(limitBytes) {}

ExtentStore::~ExtentStore() {
  for (auto& entry : segments_) sys_.close(entry.second->fd);
  counters_.segments.add(-counters_.segments.get());
  counters_.allocatedBytes.add(-counters_.allocatedBytes.get());
  counters_.usedBytes.add(-counters_.usedBytes.get());
  for (size_t i = 0; i < extentClassCount; i++) {
    counters_.allocatedExtents[i].add(-counters_.allocatedExtents[i].get());
    counters_.usedExtents[i].add(-counters_.usedExtents[i].get());
  }
}

Extent ExtentStore::allocate(size_t byteLength) {
  size_t extentBytes = extentBytesFor(byteLength);
  Extent extent = popFree(extentBytes);
  if (!extent) {
    std::lock_guard<std::mutex> growing(growth_);
    extent = popFree(extentBytes);  // somebody may have grown it, or freed one, meanwhile
    if (!extent) {
      if (auto refusal = refusalOf(extentBytes)) refuse(extentBytes, *refusal);
      extent = grow(segmentOf(extentBytes));
    }
  }
  countUsed(*extent.segment, 1);
  return extent;
}

void ExtentStore::free(Extent extent) {
  std::lock_guard<std::mutex> lock(lists_);
  remember(extent.segment->warm, extent.offset, false);
  refusedBytes_ = SIZE_MAX;
  writesRefused_ = false;
  countUsed(*extent.segment, -1);
}

void ExtentStore::retract(Extent extent, Refusal refusal) {
  bool punched = punch(*extent.segment, extent.offset);
  std::lock_guard<std::mutex> lock(lists_);
  remember(punched ? extent.segment->cold : extent.segment->warm, extent.offset, true);
  writesRefused_ = true;
  refusedBytes_ = 0;
  refusal_ = refusal;
  refusedAt_ = std::chrono::steady_clock::now();
  countUsed(*extent.segment, -1);
}

// Without memory for the list, the extent waits unused for the end of its segment: freeing must not fail.
void ExtentStore::remember(std::deque<uint64_t>& list, uint64_t offset, bool asOldest) {
  try {
    asOldest ? list.push_front(offset) : list.push_back(offset);
  } catch (const std::bad_alloc&) {
  }
}

// How the file system has said no to this size (or less), while there is no reason yet to ask again.
std::optional<ExtentStore::Refusal> ExtentStore::refusalOf(size_t extentBytes) {
  std::lock_guard<std::mutex> lock(lists_);
  if (extentBytes < refusedBytes_) return {};
  if (std::chrono::steady_clock::now() - refusedAt_ < refusalLasts) return refusal_;
  refusedBytes_ = SIZE_MAX;
  writesRefused_ = false;
  return {};
}

Extent ExtentStore::popFree(size_t extentBytes) {
  std::lock_guard<std::mutex> lock(lists_);
  auto found = segments_.find(extentBytes);
  if (found == segments_.end() || found->second->warm.empty() || writesRefused_) return {};
  uint64_t offset = found->second->warm.back();
  found->second->warm.pop_back();
  return Extent{found->second.get(), offset};
}

Segment& ExtentStore::segmentOf(size_t extentBytes) {
  {
    std::lock_guard<std::mutex> lock(lists_);
    auto found = segments_.find(extentBytes);
    if (found != segments_.end()) return *found->second;
  }
  auto segment = std::make_unique<Segment>();
  segment->extentBytes = extentBytes;
  try {
    segment->fd = directory_.openSegment();
  } catch (const Failure& failure) {
    (failure.code == FailureCode::noSpace ? counters_.noSpaceErrors : counters_.ioErrors).add(1);
    throw;
  }
  if (mode() == ScratchDirectory::Mode::unopened) {
    mode_ = directory_.mode();
    counters_.fileMode.add(static_cast<int64_t>(directory_.mode()));
    counters_.fileNaming.add(static_cast<int64_t>(directory_.naming()));
  }
  counters_.segments.add(1);
  std::lock_guard<std::mutex> lock(lists_);
  return *(segments_[extentBytes] = std::move(segment));
}

// One more extent in this segment: a punched one first, otherwise a step at the end of the file, as long as quota and file
// system allow, and a single extent when they do not allow a step.
Extent ExtentStore::grow(Segment& segment) {
  size_t extentBytes = segment.extentBytes;
  uint64_t left = quotaLeft();
  if (left < extentBytes && punchFree(extentBytes - left) < extentBytes - left) refuse(extentBytes, {});
  for (;;) {
    if (Extent freed = popFree(extentBytes)) return freed;
    uint64_t offset = segment.byteLength;
    uint64_t stepBytes = extentBytes;
    bool punched;
    {
      std::lock_guard<std::mutex> lock(lists_);
      punched = !segment.cold.empty();
      if (punched) offset = segment.cold.back();
    }
    if (!punched) {
      stepBytes = std::min(std::clamp(segment.byteLength, smallestStepBytes, largestStepBytes), quotaLeft());
      stepBytes = std::max<uint64_t>(stepBytes / extentBytes, 1) * extentBytes;
    }
    Refusal refusal = preallocate(segment, offset, stepBytes);
    if (refusal && stepBytes > extentBytes) refusal = preallocate(segment, offset, stepBytes = extentBytes);
    if (refusal) {
      if (punchFree(extentBytes) == 0) refuse(extentBytes, refusal);
      continue;
    }
    countAllocated(segment, static_cast<int64_t>(stepBytes));
    std::lock_guard<std::mutex> lock(lists_);
    if (punched) segment.cold.pop_back();
    else segment.byteLength += stepBytes;
    // The first extent is the caller's; the next ones are popped in ascending order.
    for (uint64_t next = offset + stepBytes; (next -= extentBytes) > offset;) remember(segment.warm, next, false);
    return Extent{&segment, offset};
  }
}

// How the file system said that it is full, if it did.
ExtentStore::Refusal ExtentStore::preallocate(Segment& segment, uint64_t offset, uint64_t byteLength) {
  auto begin = static_cast<off_t>(offset), length = static_cast<off_t>(byteLength);
  const char* syscall = "fallocate";
  int result;
  do result = sys_.fallocate(segment.fd, 0, begin, length);
  while (result != 0 && errno == EINTR);
  if (result != 0 && errno == EOPNOTSUPP) {
    // No preallocation here: the file grows as a hole, and a full disk shows at the write.
    syscall = "ftruncate";
    result = offset + byteLength > segment.byteLength ? sys_.ftruncate(segment.fd, begin + length) : 0;
  }
  if (result == 0) return {};
  int failed = errno;
  // A preallocation that failed half-way may have left blocks behind the end.
  if (offset == segment.byteLength) sys_.ftruncate(segment.fd, begin);
  if (meansFull(failed)) return {syscall, failed};
  counters_.ioErrors.add(1);
  throw Failure::ofCall(FailureCode::io, "cannot grow a scratch segment", syscall, failed)
      .at(begin, static_cast<int64_t>(byteLength));
}

// Gives the blocks of free extents back to the file system until `neededBytes` are free for another size.
uint64_t ExtentStore::punchFree(uint64_t neededBytes) {
  uint64_t punchedBytes = 0;
  while (punchedBytes < neededBytes) {
    Segment* segment = nullptr;
    uint64_t offset = 0;
    {
      std::lock_guard<std::mutex> lock(lists_);
      for (auto entry = segments_.rbegin(); entry != segments_.rend() && !segment; ++entry) {
        if (!entry->second->warm.empty()) segment = entry->second.get();
      }
      if (!segment) return punchedBytes;
      offset = segment->warm.front();  // the one freed longest ago
      segment->warm.pop_front();
    }
    bool punched = punch(*segment, offset);
    std::lock_guard<std::mutex> lock(lists_);
    remember(punched ? segment->cold : segment->warm, offset, false);
    if (!punched) return punchedBytes;  // a file system that cannot punch keeps what it has
    punchedBytes += segment->extentBytes;
  }
  return punchedBytes;
}

bool ExtentStore::punch(Segment& segment, uint64_t offset) {
  auto length = static_cast<off_t>(segment.extentBytes);
  constexpr int mode = FALLOC_FL_PUNCH_HOLE | FALLOC_FL_KEEP_SIZE;
  if (sys_.fallocate(segment.fd, mode, static_cast<off_t>(offset), length) != 0) return false;
  countAllocated(segment, -length);
  return true;
}

void ExtentStore::refuse(size_t extentBytes, Refusal refusal) {
  counters_.noSpaceErrors.add(1);
  {
    std::lock_guard<std::mutex> lock(lists_);
    if (extentBytes < refusedBytes_) {
      refusedBytes_ = extentBytes;
      refusal_ = refusal;
      refusedAt_ = std::chrono::steady_clock::now();
    }
  }
  auto length = static_cast<int64_t>(extentBytes);
  if (refusal) {
    throw Failure::ofCall(FailureCode::noSpace, "no room for an extent", refusal.syscall, refusal.systemErrno).at(-1, length);
  }
  throw Failure(FailureCode::noSpace, "no room for an extent: scratchLimitBytes is reached").at(-1, length);
}

void ExtentStore::countUsed(const Segment& segment, int64_t extents) {
  counters_.usedBytes.add(extents * static_cast<int64_t>(segment.extentBytes));
  counters_.usedExtents[extentClassOf(segment.extentBytes)].add(extents);
}

void ExtentStore::countAllocated(const Segment& segment, int64_t bytes) {
  counters_.allocatedBytes.add(bytes);
  counters_.allocatedExtents[extentClassOf(segment.extentBytes)].add(bytes / static_cast<int64_t>(segment.extentBytes));
}

uint64_t ExtentStore::quotaLeft() const {
  auto allocated = static_cast<uint64_t>(counters_.allocatedBytes.get());
  return allocated < limitBytes_ ? limitBytes_ - allocated : 0;
}

}  // namespace spillway
