// Slots: sizes, reuse, loans, what is given back to the kernel, and the kernel's refusals.
#include <algorithm>
#include <cerrno>
#include <set>

#include "harness.h"

using namespace spillway;
using namespace spillway::test;

namespace {

struct Pool {
  explicit Pool(size_t warmBytes) : pool(sys, counters, warmBytes) {}
  FaultySys sys;
  Counters counters;
  SlotPool pool;
};

}  // namespace

SPILLWAY_TEST(slotSizes, "slot sizes hold what is asked for, tile a region, and waste less than half") {
  for (size_t byteLength = 1; byteLength <= largestSharedSlotBytes; byteLength += 1 + byteLength / 97) {
    size_t slot = slotBytesFor(byteLength);
    CHECK(slot >= byteLength);
    CHECK(regionBytes % slot == 0);
    CHECK(slot == smallestSlotBytes || slot * 2 < byteLength * 3 + 3);
    size_t extent = extentBytesFor(byteLength);
    CHECK(extent >= byteLength && extent % sectorBytes == 0);
  }
  CHECK(slotBytesFor(largestSharedSlotBytes + 1) == 2 * hugePageBytes);
  CHECK(slotBytesFor(100 * mebibyte + 1) == 102 * mebibyte);
  CHECK(extentBytesFor(1) == sectorBytes && extentBytesFor(3 * mebibyte + 1) == 4 * mebibyte);
}

SPILLWAY_TEST(slotsAreApart, "slots of all sizes do not overlap and are aligned for the disk") {
  Pool p(0);
  std::vector<Slot> slots;
  for (size_t byteLength : {1000, 5000, 65536, 70000, 400000, 2097152, 3145728, 3145729, 9000000}) {
    for (int i = 0; i < 5; i++) slots.push_back(p.pool.allocate(byteLength));
  }
  std::sort(slots.begin(), slots.end(), [](const Slot& a, const Slot& b) { return a.data < b.data; });
  for (size_t i = 0; i < slots.size(); i++) {
    if (i > 0) CHECK(slots[i - 1].data + slots[i - 1].byteLength <= slots[i].data);
    if (slots[i].byteLength >= 16 * kibibyte) CHECK(reinterpret_cast<uintptr_t>(slots[i].data) % sectorBytes == 0);
    slots[i].data[0] = slots[i].data[slots[i].byteLength - 1] = 1;
  }
  for (const Slot& slot : slots) p.pool.free(slot);
  CHECK(p.counters.warm.get() == 0);
  CHECK(p.counters.mapped.get() == 0);
}

SPILLWAY_TEST(slotsAreReused, "the slot freed last is reused first, and warm memory stays under its limit") {
  Pool p(4 * mebibyte);
  std::vector<Slot> slots;
  for (int i = 0; i < 12; i++) slots.push_back(p.pool.allocate(mebibyte));
  for (const Slot& slot : slots) p.pool.free(slot);
  CHECK(p.counters.warm.get() <= static_cast<int64_t>(4 * mebibyte));
  CHECK(p.pool.allocate(mebibyte).data == slots.back().data);
}

SPILLWAY_TEST(coldClassesGoFirst, "a program that moves on to another size gets warm slots of that size") {
  Pool p(4 * mebibyte);
  std::vector<Slot> old;
  for (int i = 0; i < 8; i++) old.push_back(p.pool.allocate(512 * kibibyte));
  for (const Slot& slot : old) p.pool.free(slot);
  Slot slot = p.pool.allocate(2 * mebibyte);
  for (int i = 0; i < 100; i++) {
    p.pool.free(slot);
    uint64_t before = p.sys.calls(Call::advise) + p.sys.calls(Call::unmap) + p.sys.calls(Call::map);
    slot = p.pool.allocate(2 * mebibyte);
    uint64_t after = p.sys.calls(Call::advise) + p.sys.calls(Call::unmap) + p.sys.calls(Call::map);
    CHECK(before == after);
  }
  CHECK(p.counters.warm.get() <= static_cast<int64_t>(4 * mebibyte));
}

SPILLWAY_TEST(regionsGoBack, "without a warm limit's room every region goes back to the kernel") {
  Pool p(0);
  std::vector<Slot> slots;
  for (int i = 0; i < 100; i++) slots.push_back(p.pool.allocate(65536));
  CHECK(p.counters.mapped.get() == 2 * static_cast<int64_t>(regionBytes));
  for (size_t i = 0; i < slots.size(); i += 2) p.pool.free(slots[i]);
  for (size_t i = 1; i < slots.size(); i += 2) p.pool.free(slots[i]);
  CHECK(p.counters.mapped.get() == 0);
}

SPILLWAY_TEST(loansEnd, "a loan is found by its address, ends once, and its finalizer does nothing afterwards") {
  Pool p(16 * mebibyte);
  Slot slot = p.pool.allocate(300000);
  CHECK(!p.pool.findLent(slot.data));
  uint64_t first = p.pool.lend(slot, 300000);
  CHECK(p.pool.findLent(slot.data).data == slot.data);
  CHECK(!p.pool.findLent(slot.data + 1));
  CHECK(!p.pool.findLent(&p));
  CHECK(p.counters.lent.get() == 300000);
  p.pool.giveBack(slot);
  CHECK(p.counters.lent.get() == 0);
  CHECK(!p.pool.freeLent(slot, first));
  Slot again = p.pool.allocate(300000);
  CHECK(again.data == slot.data);
  uint64_t second = p.pool.lend(again, 300000);
  CHECK(!p.pool.freeLent(slot, first));
  CHECK(p.pool.findLent(again.data));
  CHECK(p.pool.freeLent(again, second));
  CHECK(!p.pool.freeLent(again, second));
  CHECK(p.counters.lent.get() == 0);
}

SPILLWAY_TEST(lateFinalizer, "a finalizer that runs after its region is gone, or mapped anew, does nothing") {
  Pool p(0);
  Slot slot = p.pool.allocate(5 * mebibyte);
  uint64_t generation = p.pool.lend(slot, 5 * mebibyte);
  p.pool.giveBack(slot);
  CHECK(p.counters.mapped.get() == 0);
  CHECK(!p.pool.freeLent(slot, generation));
  Slot next = p.pool.allocate(5 * mebibyte);
  p.pool.lend(next, 1);
  CHECK(!p.pool.freeLent(slot, generation));
  CHECK(p.pool.findLent(next.data));
}

SPILLWAY_TEST(noMemory, "a refused mmap is PAGER_OUT_OF_MEMORY and harms nothing; refused advice is ignored") {
  Pool p(mebibyte);
  p.sys.inject({Call::map, 1, 1, ENOMEM, 0});
  Failure failure = failureOf([&] { p.pool.allocate(100000); });
  CHECK(failure.code == FailureCode::outOfMemory && failure.systemErrno == ENOMEM);
  CHECK(std::string(failure.syscall) == "mmap");
  p.sys.inject({Call::advise, 1, 1000, EINVAL, 0});
  std::set<uint8_t*> seen;
  for (int i = 0; i < 200; i++) CHECK(seen.insert(p.pool.allocate(100000).data).second);
}
