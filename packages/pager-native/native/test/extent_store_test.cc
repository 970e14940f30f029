// Scratch space: growth, quota, full file systems, fallbacks, and transfers that come short.
#include <unistd.h>

#include <cerrno>
#include <cstring>
#include <memory>

#include "harness.h"

using namespace spillway;
using namespace spillway::test;

namespace {

struct AlignedBytes {
  explicit AlignedBytes(size_t byteLength) : data(static_cast<uint8_t*>(std::aligned_alloc(sectorBytes, roundUp(byteLength, sectorBytes)))) {
    std::memset(data, 0, roundUp(byteLength, sectorBytes));
  }
  ~AlignedBytes() { std::free(data); }
  uint8_t* data;
};

struct Store {
  explicit Store(uint64_t limitBytes = UINT64_MAX, std::vector<std::string> directories = {scratchDirectory()}, bool allowMemory = true)
      : store(sys, counters, ScratchDirectory(sys, std::move(directories), allowMemory), limitBytes) {}
  void roundTrip(size_t byteLength, uint32_t seed) {
    Extent extent = store.allocate(byteLength);
    std::vector<uint8_t> bytes = pattern(byteLength, seed);
    AlignedBytes buffer(byteLength);
    std::memcpy(buffer.data, bytes.data(), byteLength);
    store.write(extent, buffer.data, byteLength);
    std::memset(buffer.data, 0, byteLength);
    store.read(extent, 0, buffer.data, roundUp(byteLength, sectorBytes));
    CHECK(std::memcmp(buffer.data, bytes.data(), byteLength) == 0);
    store.free(extent);
  }
  FaultySys sys;
  Counters counters;
  ExtentStore store;
};

}  // namespace

SPILLWAY_TEST(extentsRoundTrip, "what was written is read back, in every size class") {
  Store s;
  uint32_t seed = 1;
  for (size_t byteLength : {1, 4096, 4097, 65536, 100000, 2097152, 3145729}) s.roundTrip(byteLength, seed++);
  CHECK(s.counters.usedBytes.get() == 0);
  CHECK(s.counters.segments.get() > 3);
}

SPILLWAY_TEST(nothingOpenedEarly, "no file is opened before the first extent is needed, and segments have no names") {
  Store s;
  CHECK(s.sys.calls(Call::open) == 0);
  Extent extent = s.store.allocate(4096);
  CHECK(s.sys.calls(Call::open) > 0);
  char target[4096] = {};
  std::string link = "/proc/self/fd/" + std::to_string(extent.segment->fd);
  CHECK(readlink(link.c_str(), target, sizeof target - 1) > 0);
  CHECK(std::strstr(target, "(deleted)"));
}

SPILLWAY_TEST(steadyStateAsksNobody, "allocating and freeing in a steady state makes no system call") {
  Store s;
  std::vector<Extent> extents;
  for (int i = 0; i < 16; i++) extents.push_back(s.store.allocate(2 * mebibyte));
  uint64_t before = s.sys.calls(Call::fallocate) + s.sys.calls(Call::open);
  for (int i = 0; i < 1000; i++) {
    Extent last = extents.back();
    s.store.free(last);
    extents.back() = s.store.allocate(2 * mebibyte);
    CHECK(extents.back().offset == last.offset);
  }
  CHECK(s.sys.calls(Call::fallocate) + s.sys.calls(Call::open) == before);
}

SPILLWAY_TEST(quotaHolds, "the quota is never exceeded, and asked about without the file system") {
  Store s(10 * mebibyte);
  std::vector<Extent> extents;
  for (int i = 0; i < 5; i++) extents.push_back(s.store.allocate(2 * mebibyte));
  uint64_t before = s.sys.calls(Call::fallocate);
  for (int i = 0; i < 1000; i++) {
    Failure failure = failureOf([&] { s.store.allocate(2 * mebibyte); });
    CHECK(failure.code == FailureCode::noSpace);
  }
  CHECK(s.sys.calls(Call::fallocate) == before);
  CHECK(s.counters.allocatedBytes.get() <= static_cast<int64_t>(10 * mebibyte));
  CHECK(s.counters.noSpaceErrors.get() == 1000);
  s.store.free(extents.back());
  s.store.allocate(2 * mebibyte);
}

SPILLWAY_TEST(holesForOthers, "free extents of one size are punched out when another size needs the room, and come back") {
  Store s(12 * mebibyte);
  std::vector<Extent> small;
  for (int i = 0; i < 12; i++) small.push_back(s.store.allocate(mebibyte));
  for (const Extent& extent : small) s.store.free(extent);
  for (int i = 0; i < 3; i++) s.store.allocate(4 * mebibyte);
  CHECK(failureOf([&] { s.store.allocate(mebibyte); }).code == FailureCode::noSpace);
  CHECK(s.counters.allocatedBytes.get() == static_cast<int64_t>(12 * mebibyte));
}

SPILLWAY_TEST(fullDisk, "a full file system is asked once, until an extent is freed") {
  Store s;
  Extent kept = s.store.allocate(65536);
  s.sys.inject({Call::fallocate, 1, 1000000, ENOSPC, 0});
  uint64_t before = s.sys.calls(Call::fallocate);
  Failure failure = failureOf([&] { s.store.allocate(2 * mebibyte); });
  CHECK(failure.code == FailureCode::noSpace && failure.systemErrno == ENOSPC);
  uint64_t probe = s.sys.calls(Call::fallocate) - before;
  for (int i = 0; i < 1000; i++) failureOf([&] { s.store.allocate(2 * mebibyte); });
  CHECK(s.sys.calls(Call::fallocate) - before == probe);
  s.store.allocate(65536);  // a smaller one still finds its place
  s.store.free(kept);
  failureOf([&] { s.store.allocate(2 * mebibyte); });
  CHECK(s.sys.calls(Call::fallocate) - before > probe);
  s.sys.clearFaults();
  s.store.free(s.store.allocate(65536));
  s.store.allocate(2 * mebibyte);
}

SPILLWAY_TEST(stepShrinks, "when there is no room for a step, a single extent is tried") {
  Store s;
  s.sys.inject({Call::fallocate, 1, 1, ENOSPC, 0});
  s.store.allocate(65536);
  CHECK(s.counters.allocatedBytes.get() == 65536);
}

SPILLWAY_TEST(shortTransfers, "short writes are repeated whole, short reads continued, interrupted calls repeated") {
  Store s;
  s.roundTrip(2 * mebibyte, 1);
  s.sys.inject({Call::write, 1, 2, 0, 8192});
  s.sys.inject({Call::read, 1, 3, 0, 12288});
  s.roundTrip(2 * mebibyte, 2);
  s.sys.inject({Call::write, 1, 3, EINTR, 0});
  s.sys.inject({Call::read, 1, 3, EINTR, 0});
  s.sys.inject({Call::fallocate, 1, 3, EINTR, 0});
  s.roundTrip(8 * mebibyte, 3);
  CHECK(s.counters.ioErrors.get() == 0);
}

SPILLWAY_TEST(brokenTransfers, "transfers that fail or never finish are PAGER_IO with place and length") {
  Store s;
  Extent extent = s.store.allocate(2 * mebibyte);
  Extent second = s.store.allocate(2 * mebibyte);
  AlignedBytes buffer(2 * mebibyte);
  s.sys.inject({Call::write, 1, 1, EIO, 0});
  Failure failure = failureOf([&] { s.store.write(second, buffer.data, 2 * mebibyte); });
  CHECK(failure.code == FailureCode::io && failure.systemErrno == EIO && std::string(failure.syscall) == "pwrite");
  CHECK(failure.offset == static_cast<int64_t>(second.offset) && failure.length == static_cast<int64_t>(2 * mebibyte));
  s.sys.inject({Call::write, 1, 100, 0, 0});
  CHECK(failureOf([&] { s.store.write(extent, buffer.data, 4096); }).code == FailureCode::io);
  s.sys.clearFaults();
  s.sys.inject({Call::read, 1, 100, 0, 0});
  CHECK(failureOf([&] { s.store.read(extent, 0, buffer.data, 4096); }).code == FailureCode::io);
  s.sys.clearFaults();
  s.sys.inject({Call::write, 1, 1, ENOSPC, 0});
  CHECK(failureOf([&] { s.store.write(extent, buffer.data, 4096); }).code == FailureCode::noSpace);
  s.sys.inject({Call::write, 1, 1, 0, 4096});
  s.sys.inject({Call::write, 2, 1, ENOSPC, 0});
  CHECK(failureOf([&] { s.store.write(extent, buffer.data, 8192); }).code == FailureCode::noSpace);
}

SPILLWAY_TEST(fallbacks, "without O_TMPFILE a name is made and unlinked; without O_DIRECT pages go through the cache and out") {
  {
    Store s;
    s.sys.inject({Call::open, 1, 2, EOPNOTSUPP, 0});
    s.roundTrip(100000, 1);
    CHECK(s.counters.fileNaming.get() == static_cast<int64_t>(ScratchDirectory::Naming::unlinked));
    CHECK(s.sys.calls(Call::unlink) == 1);
    CHECK(s.store.mode() == ScratchDirectory::Mode::direct);
  }
  {
    Store s;
    s.sys.inject({Call::open, 1, 1, EINVAL, 0});
    s.roundTrip(100000, 2);
    CHECK(s.store.mode() == ScratchDirectory::Mode::buffered);
    CHECK(s.counters.fileNaming.get() == static_cast<int64_t>(ScratchDirectory::Naming::tmpfile));
    CHECK(s.sys.calls(Call::dropCache) == 2 && s.sys.calls(Call::sync) == 1);
    s.sys.inject({Call::sync, 1, 1, EIO, 0});
    Extent extent = s.store.allocate(4096);
    AlignedBytes buffer(4096);
    CHECK(failureOf([&] { s.store.write(extent, buffer.data, 4096); }).code == FailureCode::io);
  }
  {
    Store s;  // accepted at open, refused at the first transfer
    s.sys.inject({Call::write, 1, 1, EINVAL, 0});
    s.roundTrip(100000, 3);
    CHECK(s.store.mode() == ScratchDirectory::Mode::buffered);
  }
  {
    Store s;  // no preallocation
    s.sys.inject({Call::fallocate, 1, 1000, EOPNOTSUPP, 0});
    s.roundTrip(100000, 4);
    s.roundTrip(8 * mebibyte, 5);
    CHECK(s.sys.calls(Call::truncate) > 0);
  }
}

SPILLWAY_TEST(failedOpenIsRetried, "a directory that cannot be used is PAGER_SCRATCH, and is tried again at the next call") {
  Store s;
  s.sys.inject({Call::open, 1, 1, EACCES, 0});
  Failure failure = failureOf([&] { s.store.allocate(4096); });
  CHECK(failure.code == FailureCode::scratch && failure.systemErrno == EACCES && std::string(failure.syscall) == "open");
  CHECK(s.store.mode() == ScratchDirectory::Mode::unopened);
  s.sys.inject({Call::write, 1, 1, ENOSPC, 0});
  CHECK(failureOf([&] { s.store.allocate(4096); }).code == FailureCode::noSpace);
  s.sys.inject({Call::statfs, 1, 1, ENOENT, 0});
  Store strict(UINT64_MAX, {scratchDirectory()}, false);
  strict.sys.inject({Call::statfs, 1, 1, ENOENT, 0});
  CHECK(failureOf([&] { strict.store.allocate(4096); }).systemErrno == ENOENT);
  s.roundTrip(4096, 1);
  CHECK(failureOf([&] { Store(UINT64_MAX, {"/nonexistent/scratch"}).store.allocate(1); }).systemErrno == ENOENT);
}

SPILLWAY_TEST(memoryRefused, "a directory in memory is refused unless allowed, and the next candidate is used") {
  constexpr long tmpfsMagic = 0x01021994;
  Store refused(UINT64_MAX, {scratchDirectory()}, false);
  refused.sys.pretendFileSystem(tmpfsMagic);
  CHECK(failureOf([&] { refused.store.allocate(4096); }).code == FailureCode::scratch);
  Store allowed(UINT64_MAX, {scratchDirectory()}, true);
  allowed.sys.pretendFileSystem(tmpfsMagic);
  allowed.roundTrip(4096, 1);
  Store second(UINT64_MAX, {"/dev/shm", "/proc", scratchDirectory()}, false);
  second.roundTrip(4096, 2);
}

SPILLWAY_TEST(quotaInPieces, "what is left of the quota and what punching gives are room together") {
  Store s(5 * mebibyte);
  Extent first = s.store.allocate(2 * mebibyte);
  Extent second = s.store.allocate(2 * mebibyte);
  s.store.free(first);
  Extent third = s.store.allocate(3 * mebibyte);
  CHECK(s.counters.allocatedBytes.get() <= static_cast<int64_t>(5 * mebibyte));
  s.store.free(second);
  s.store.free(third);
}
