// The pager's own memory: regions mapped from the kernel, cut into slots of fixed sizes, reused last in, first out.
//
// A slot is in one of three states. `free`: on its class's warm list (its pages are kept) or cold list (they were given back).
// `held`: the engine's, for a payload. `lent`: JavaScript's, as the memory of an external ArrayBuffer; every loan has its own
// generation, so that a finalizer that runs long after the loan ended finds out that it has nothing to do.
//
// All methods may be called from any thread. No call to the kernel is made under the lock.
#pragma once
#include <map>
#include <memory>
#include <mutex>
#include <unordered_map>
#include <vector>

#include "counters.h"
#include "size_class.h"
#include "sys.h"

namespace spillway {

struct Region;

/// A name for one slot; copying it copies no ownership, which is the holder's business.
struct Slot {
  uint8_t* data = nullptr;
  size_t byteLength = 0;  // of the slot, not of what is in it
  Region* region = nullptr;
  uint32_t index = 0;
  explicit operator bool() const { return data != nullptr; }
};

class SlotPool {
 public:
  SlotPool(Sys& sys, Counters& counters, size_t warmBytes);
  ~SlotPool();
  SlotPool(const SlotPool&) = delete;
  SlotPool& operator=(const SlotPool&) = delete;

  /// A held slot of at least `byteLength` bytes. Throws Failure outOfMemory.
  Slot allocate(size_t byteLength);
  /// Ends a hold.
  void free(Slot slot);

  /// held -> lent, for a buffer of `byteLength` bytes. Returns the loan's generation.
  uint64_t lend(Slot slot, size_t byteLength);
  /// lent -> free, if the loan of that generation still lasts. What a finalizer calls.
  bool freeLent(Slot slot, uint64_t generation);
  /// The lent slot that begins at `data`, if there is one.
  Slot findLent(const void* data);
  /// lent -> held: the buffer came back, and its bytes stay.
  void hold(Slot slot);
  /// lent -> free: the buffer came back, and its bytes go.
  void giveBack(Slot slot);
  /// held -> lent again, as the same loan: the page-out that took it has failed.
  void returnToBorrower(Slot slot);

 private:
  struct SizeClass;
  struct FreeList;
  friend struct Region;

  Slot mapRegion(size_t slotBytes);
  uint8_t* mapAligned(size_t byteLength);
  void unmapRegion(std::unique_ptr<Region> region);
  Region* regionOf(const void* data) const;
  static Slot slotAt(Region& region, uint32_t index);
  void pushFree(Region& region, uint32_t index, bool warm);
  void unlink(Region& region, uint32_t index);
  void coolDown();
  void dropPages(Slot slot);
  std::unique_ptr<Region> removeRegion(Region& region);
  SizeClass* leastRecentlyUsedWarmClass();

  Sys& sys_;
  Counters& counters_;
  const size_t warmLimitBytes_;
  const size_t pageBytes_;
  std::mutex mutex_;
  std::map<size_t, SizeClass> classes_;                  // by slot size
  std::unordered_map<uintptr_t, std::unique_ptr<Region>> regions_;   // by base address
  std::unordered_map<uintptr_t, Region*> regionByHugePage_;          // every huge page that a slot can begin in
  size_t warmBytes_ = 0;
  uint64_t clock_ = 0;        // counts uses of classes
  uint64_t generations_ = 0;  // counts loans
};

}  // namespace spillway
