// Free lists are doubly linked through the slots' records, because a region that goes away takes its slots out of the middle.
// When more than the warm limit is free, the memory that goes back to the kernel is that of the size class whose last use is
// longest ago, and in it the slot freed longest ago: a program that moves on to another size does not stay without warm slots.
#include "slot_pool.h"

#include <cerrno>
#include <cstring>
#include <new>

#include "failure.h"

namespace spillway {
namespace {

constexpr uint32_t nobody = ~0u;
constexpr size_t smallestHugePageSlotBytes = 64 * kibibyte;

enum class SlotState : uint8_t { free, cooling, held, lent };

}  // namespace

struct SlotLink {
  Region* region = nullptr;
  uint32_t index = nobody;
};

struct SlotRecord {
  SlotLink newer, older;
  uint64_t generation = 0;  // of the last loan
  size_t lentBytes = 0;
  SlotState state = SlotState::free;
  bool warm = false;
};

struct SlotPool::FreeList {
  SlotLink newest, oldest;
};

struct SlotPool::SizeClass {
  FreeList warm, cold;
  uint64_t lastUse = 0;
};

struct Region {
  uint8_t* base = nullptr;
  size_t byteLength = 0;
  size_t slotBytes = 0;
  uint32_t freeCount = 0;
  uint32_t warmCount = 0;
  SlotPool::SizeClass* sizeClass = nullptr;
  std::vector<SlotRecord> slots;

  SlotPool::FreeList& listOf(const SlotRecord& record) const { return record.warm ? sizeClass->warm : sizeClass->cold; }
};

SlotPool::SlotPool(Sys& sys, Counters& counters, size_t warmBytes)
    : sys_(sys), counters_(counters), warmLimitBytes_(warmBytes), pageBytes_(sys.pageBytes()) {}

SlotPool::~SlotPool() {
  for (auto& entry : regions_) sys_.munmap(entry.second->base, entry.second->byteLength);
}

Slot SlotPool::allocate(size_t byteLength) {
  size_t slotBytes = slotBytesFor(byteLength);
  {
    std::lock_guard<std::mutex> lock(mutex_);
    SizeClass& sizeClass = classes_[slotBytes];
    sizeClass.lastUse = ++clock_;
    FreeList& list = sizeClass.warm.newest.region ? sizeClass.warm : sizeClass.cold;
    if (SlotLink link = list.newest; link.region) {
      unlink(*link.region, link.index);
      link.region->slots[link.index].state = SlotState::held;
      return slotAt(*link.region, link.index);
    }
  }
  return mapRegion(slotBytes);
}

void SlotPool::free(Slot slot) {
#ifdef SPILLWAY_POISON
  std::memset(slot.data, 0xDE, slot.byteLength);
#endif
  {
    std::lock_guard<std::mutex> lock(mutex_);
    slot.region->sizeClass->lastUse = ++clock_;
    pushFree(*slot.region, slot.index, true);
    if (warmBytes_ <= warmLimitBytes_) return;
  }
  coolDown();
}

uint64_t SlotPool::lend(Slot slot, size_t byteLength) {
  std::lock_guard<std::mutex> lock(mutex_);
  SlotRecord& record = slot.region->slots[slot.index];
  record.generation = ++generations_;
  record.state = SlotState::lent;
  record.lentBytes = byteLength;
  counters_.lent.add(static_cast<int64_t>(byteLength));
  return record.generation;
}

bool SlotPool::freeLent(Slot slot, uint64_t generation) {
  {
    std::lock_guard<std::mutex> lock(mutex_);
    // The region itself may be gone: its address is looked up, never followed.
    auto found = regions_.find(reinterpret_cast<uintptr_t>(slot.data) - slot.index * slot.byteLength);
    if (found == regions_.end() || found->second.get() != slot.region || slot.index >= slot.region->slots.size()) return false;
    SlotRecord& record = slot.region->slots[slot.index];
    if (record.state != SlotState::lent || record.generation != generation) return false;
    record.state = SlotState::held;
    counters_.lent.add(-static_cast<int64_t>(record.lentBytes));
  }
  free(slot);
  return true;
}

Slot SlotPool::findLent(const void* data) {
  std::lock_guard<std::mutex> lock(mutex_);
  Region* region = regionOf(data);
  if (!region) return {};
  size_t offset = static_cast<size_t>(static_cast<const uint8_t*>(data) - region->base);
  if (offset % region->slotBytes != 0 || offset >= region->byteLength) return {};
  uint32_t index = static_cast<uint32_t>(offset / region->slotBytes);
  return region->slots[index].state == SlotState::lent ? slotAt(*region, index) : Slot{};
}

void SlotPool::hold(Slot slot) {
  std::lock_guard<std::mutex> lock(mutex_);
  SlotRecord& record = slot.region->slots[slot.index];
  record.state = SlotState::held;
  counters_.lent.add(-static_cast<int64_t>(record.lentBytes));
}

void SlotPool::giveBack(Slot slot) {
  hold(slot);
  free(slot);
}

void SlotPool::returnToBorrower(Slot slot) {
  std::lock_guard<std::mutex> lock(mutex_);
  SlotRecord& record = slot.region->slots[slot.index];
  record.state = SlotState::lent;
  counters_.lent.add(static_cast<int64_t>(record.lentBytes));
}

// Maps a region, keeps its first slot held and puts the others on the cold list: nobody has touched them yet.
Slot SlotPool::mapRegion(size_t slotBytes) {
  bool ownRegion = slotBytes > largestSharedSlotBytes;
  auto region = std::make_unique<Region>();
  region->slotBytes = slotBytes;
  region->byteLength = ownRegion ? slotBytes : regionBytes;
  region->slots.resize(region->byteLength / slotBytes);
  region->base = mapAligned(region->byteLength);
  // Advice is advice: without huge pages, or with memory in core dumps, everything still works.
  sys_.madvise(region->base, region->byteLength,
               slotBytes >= smallestHugePageSlotBytes ? MADV_HUGEPAGE : MADV_NOHUGEPAGE);
  sys_.madvise(region->base, region->byteLength, MADV_DONTDUMP);

  std::lock_guard<std::mutex> lock(mutex_);
  Region& mapped = *region;
  auto base = reinterpret_cast<uintptr_t>(mapped.base);
  size_t findable = ownRegion ? hugePageBytes : mapped.byteLength;
  try {
    mapped.sizeClass = &classes_[slotBytes];
    for (size_t offset = 0; offset < findable; offset += hugePageBytes) regionByHugePage_[base + offset] = &mapped;
    regions_[base];
  } catch (const std::bad_alloc&) {
    for (size_t offset = 0; offset < findable; offset += hugePageBytes) regionByHugePage_.erase(base + offset);
    sys_.munmap(mapped.base, mapped.byteLength);
    throw;
  }
  regions_[base] = std::move(region);
  for (uint32_t index = static_cast<uint32_t>(mapped.slots.size()); index-- > 1;) pushFree(mapped, index, false);
  mapped.slots[0].state = SlotState::held;
  counters_.mapped.add(static_cast<int64_t>(mapped.byteLength));
  return slotAt(mapped, 0);
}

uint8_t* SlotPool::mapAligned(size_t byteLength) {
  size_t mappedBytes = byteLength + hugePageBytes;
  void* address = sys_.mapAnonymous(mappedBytes);
  if (address == MAP_FAILED) {
    throw Failure::ofCall(FailureCode::outOfMemory, "no memory for a slot", "mmap", errno)
        .at(-1, static_cast<int64_t>(byteLength));
  }
  auto begin = reinterpret_cast<uintptr_t>(address);
  uintptr_t aligned = roundUp(begin, hugePageBytes);
  if (aligned != begin) sys_.munmap(address, aligned - begin);
  uintptr_t tail = begin + mappedBytes - (aligned + byteLength);
  if (tail != 0) sys_.munmap(reinterpret_cast<void*>(aligned + byteLength), tail);
  return reinterpret_cast<uint8_t*>(aligned);
}

void SlotPool::unmapRegion(std::unique_ptr<Region> region) {
  sys_.munmap(region->base, region->byteLength);
  counters_.mapped.add(-static_cast<int64_t>(region->byteLength));
}

Region* SlotPool::regionOf(const void* data) const {
  auto found = regionByHugePage_.find(reinterpret_cast<uintptr_t>(data) & ~(hugePageBytes - 1));
  return found == regionByHugePage_.end() ? nullptr : found->second;
}

Slot SlotPool::slotAt(Region& region, uint32_t index) {
  return Slot{region.base + index * region.slotBytes, region.slotBytes, &region, index};
}

void SlotPool::pushFree(Region& region, uint32_t index, bool warm) {
  SlotRecord& record = region.slots[index];
  record.state = SlotState::free;
  record.warm = warm;
  FreeList& list = region.listOf(record);
  record.newer = {};
  record.older = list.newest;
  if (list.newest.region) list.newest.region->slots[list.newest.index].newer = {&region, index};
  list.newest = {&region, index};
  if (!list.oldest.region) list.oldest = list.newest;
  region.freeCount++;
  if (!warm) return;
  region.warmCount++;
  warmBytes_ += region.slotBytes;
  counters_.warm.add(static_cast<int64_t>(region.slotBytes));
}

void SlotPool::unlink(Region& region, uint32_t index) {
  SlotRecord& record = region.slots[index];
  FreeList& list = region.listOf(record);
  (record.newer.region ? record.newer.region->slots[record.newer.index].older : list.newest) = record.older;
  (record.older.region ? record.older.region->slots[record.older.index].newer : list.oldest) = record.newer;
  region.freeCount--;
  if (!record.warm) return;
  region.warmCount--;
  warmBytes_ -= region.slotBytes;
  counters_.warm.add(-static_cast<int64_t>(region.slotBytes));
}

// Gives memory back until the warm limit holds: a slot's whole pages are dropped, and a region that is free and wholly cold is
// unmapped. A slot that is being cooled is on no list, so nobody can get it while the kernel works on it.
void SlotPool::coolDown() {
  for (;;) {
    Slot slot;
    {
      std::lock_guard<std::mutex> lock(mutex_);
      if (warmBytes_ <= warmLimitBytes_) return;
      SlotLink victim = leastRecentlyUsedWarmClass()->warm.oldest;
      unlink(*victim.region, victim.index);
      victim.region->slots[victim.index].state = SlotState::cooling;
      slot = slotAt(*victim.region, victim.index);
    }
    if (slot.byteLength <= largestSharedSlotBytes) dropPages(slot);  // a region of its own is unmapped right below
    std::unique_ptr<Region> emptied;
    {
      std::lock_guard<std::mutex> lock(mutex_);
      pushFree(*slot.region, slot.index, false);
      bool cold = slot.region->freeCount == slot.region->slots.size() && slot.region->warmCount == 0;
      if (cold) emptied = removeRegion(*slot.region);
    }
    if (emptied) unmapRegion(std::move(emptied));
  }
}

// Slots smaller than a page have no page of their own to give back; they only stop counting as warm.
void SlotPool::dropPages(Slot slot) {
  if (slot.byteLength < pageBytes_) return;
  uintptr_t begin = roundUp(reinterpret_cast<uintptr_t>(slot.data), pageBytes_);
  uintptr_t end = (reinterpret_cast<uintptr_t>(slot.data) + slot.byteLength) & ~(pageBytes_ - 1);
  if (begin < end) sys_.madvise(reinterpret_cast<void*>(begin), end - begin, MADV_DONTNEED);
}

std::unique_ptr<Region> SlotPool::removeRegion(Region& region) {
  for (uint32_t index = 0; index < region.slots.size(); index++) unlink(region, index);
  for (size_t offset = 0; offset < region.byteLength; offset += hugePageBytes) {
    regionByHugePage_.erase(reinterpret_cast<uintptr_t>(region.base) + offset);
  }
  auto found = regions_.find(reinterpret_cast<uintptr_t>(region.base));
  std::unique_ptr<Region> removed = std::move(found->second);
  regions_.erase(found);
  return removed;
}

SlotPool::SizeClass* SlotPool::leastRecentlyUsedWarmClass() {
  SizeClass* chosen = nullptr;
  for (auto& entry : classes_) {
    if (!entry.second.warm.oldest.region) continue;
    if (!chosen || entry.second.lastUse < chosen->lastUse) chosen = &entry.second;
  }
  return chosen;
}

}  // namespace spillway
