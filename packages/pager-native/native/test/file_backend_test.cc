// The life of a block: elision, windows, read-ahead, failures in the background, and bytes that changed on disk.
#include <fcntl.h>
#include <unistd.h>

#include <atomic>
#include <cerrno>
#include <cstring>
#include <thread>

#include "harness.h"

using namespace spillway;
using namespace spillway::test;

namespace {

constexpr size_t chunkBytes = 2 * mebibyte;

void immediate(EngineOptions& options) { options.file.writeBehindBytes = 0; }

// Enough further page-outs that everything before them has left the write-behind window; returns their handles.
std::vector<HandleId> push(Bench& b, int count = 8) {
  std::vector<HandleId> handles;
  for (int i = 0; i < count; i++) handles.push_back(b.pageout(BackendName::file, pattern(chunkBytes, 1000 + i)));
  return handles;
}

// Changes the byte at `offset` of every segment that this process has open.
void changeSegments(off_t offset) {
  int changed = 0;
  for (int fd = 3; fd < 256; fd++) {
    std::string link = "/proc/self/fd/" + std::to_string(fd);
    char target[4096] = {};
    if (readlink(link.c_str(), target, sizeof target - 1) <= 0) continue;
    std::string path = target;
    if (path.find(scratchDirectory()) != 0 || path.find("(deleted)") == std::string::npos) continue;
    int segment = open(link.c_str(), O_RDWR);
    char byte;
    CHECK(segment >= 0 && pread(segment, &byte, 1, offset) == 1);
    byte ^= 0x10;
    CHECK(pwrite(segment, &byte, 1, offset) == 1 && fsync(segment) == 0);
    close(segment);
    changed++;
  }
  CHECK(changed > 0);
}

}  // namespace

SPILLWAY_TEST(diesYoung, "a payload that ends before its write began costs no I/O") {
  Bench b;
  for (int i = 0; i < 20; i++) {
    CHECK(b.take(b.pageoutLent(BackendName::file, pattern(chunkBytes, i)), chunkBytes) == pattern(chunkBytes, i));
    b.close(b.pageout(BackendName::file, pattern(1000, i)));
  }
  CHECK(b.counters().bytesWritten.get() == 0 && b.counters().bytesRead.get() == 0);
  CHECK(b.counters().writesElided.get() == 40);
  CHECK(b.counters().usedBytes.get() <= static_cast<int64_t>(chunkBytes));  // the pack that is being filled
}

SPILLWAY_TEST(writtenThrough, "everything comes back from the disk, whole and in ranges") {
  Bench b(immediate);
  for (size_t byteLength : {1, 4095, 4096, 65536, 65537, 131072, 300001, 2097152, 5000000}) {
    HandleId handle = b.pageout(BackendName::file, pattern(byteLength, 7));
    std::vector<uint8_t> expected = pattern(byteLength, 7);
    size_t third = byteLength / 3;
    CHECK(b.read(handle, third, byteLength - third) == std::vector<uint8_t>(expected.begin() + third, expected.end()));
    CHECK(b.read(handle, 0, byteLength) == expected);
    CHECK(b.take(handle, byteLength) == expected);
  }
  CHECK(b.counters().bytesRead.get() > 0);
}

SPILLWAY_TEST(packsRoundTrip, "small payloads share a block on disk, and outlive their neighbours") {
  Bench b;
  std::vector<HandleId> small;
  for (int i = 0; i < 3000; i++) small.push_back(b.pageout(BackendName::file, pattern(4000 + i, i)));
  for (int i = 0; i < 3000; i += 2) b.close(small[i]);
  push(b);
  int64_t written = b.counters().bytesWritten.get();
  CHECK(written > 10 * static_cast<int64_t>(mebibyte));
  for (int round = 0; round < 2; round++) {
    for (int i = 1; i < 3000; i += 2) {
      if (i % 3 == 0) b.engine->prefetch(b.owner, small[i]);
      CHECK(b.read(small[i], 0, 4000 + i) == pattern(4000 + i, i));
    }
  }
  for (int i = 1; i < 3000; i += 2) CHECK(b.take(small[i], 4000 + i) == pattern(4000 + i, i));
}

SPILLWAY_TEST(windowHolds, "no more than the window is in flight, and a caller that fills it waits") {
  Bench b([](EngineOptions& options) { options.file = {4 * mebibyte, 0, 1}; });
  HandleId first = b.pageout(BackendName::file, pattern(1000, 1));
  std::atomic<int64_t> most{0};
  b.sys->beforeEach(Call::write, [&] {
    if (most == 0) b.waitUntil([&] { return b.counters().stalls.get() > 0; });
    int64_t writing = b.counters().writing.get();
    if (writing > most) most = writing;
  });
  push(b, 12);
  CHECK(most > 0 && most <= static_cast<int64_t>(4 * mebibyte + 1000));
  b.close(first);
}

SPILLWAY_TEST(takenWhileWritten, "a payload taken or read while it is being written is served from memory") {
  Bench b([](EngineOptions& options) { options.file = {8 * mebibyte, 0, 1}; });
  std::atomic<bool> writing{false}, release{false};
  b.sys->beforeEach(Call::write, [&] {
    writing = true;
    while (!release) std::this_thread::yield();
  });
  release = true;
  HandleId first = b.pageout(BackendName::file, pattern(6 * mebibyte, 1));  // opens the segment, and is written
  b.waitUntil([&] { return b.counters().stored.get() > 0; });
  release = writing = false;
  HandleId second = b.pageout(BackendName::file, pattern(6 * mebibyte, 2));
  b.waitUntil([&] { return writing.load(); });
  CHECK(b.read(second, 5000, 10000) == [] {
    auto all = pattern(6 * mebibyte, 2);
    return std::vector<uint8_t>(all.begin() + 5000, all.begin() + 15000);
  }());
  int64_t used = b.counters().usedBytes.get();
  CHECK(b.take(second, 6 * mebibyte) == pattern(6 * mebibyte, 2));
  CHECK(b.counters().usedBytes.get() == used);  // the write still has its extent
  release = true;
  b.waitUntil([&] { return b.counters().usedBytes.get() < used; });
  CHECK(b.take(first, 6 * mebibyte) == pattern(6 * mebibyte, 1));
}

SPILLWAY_TEST(readAhead, "prefetch brings payloads in, within its window, and takes claim them") {
  Bench b;
  std::vector<HandleId> handles = push(b, 12);
  b.waitUntil([&] { return b.counters().stored.get() >= static_cast<int64_t>(8 * chunkBytes); });
  for (HandleId handle : handles) b.engine->prefetch(b.owner, handle);
  CHECK(b.counters().reading.get() + b.counters().resident.get() <= static_cast<int64_t>(8 * mebibyte));
  b.waitUntil([&] { return b.counters().reading.get() == 0; });
  int64_t read = b.counters().bytesRead.get();
  CHECK(read == static_cast<int64_t>(8 * mebibyte));
  for (int i = 0; i < 4; i++) CHECK(b.take(handles[i], chunkBytes) == pattern(chunkBytes, 1000 + i));
  CHECK(b.counters().bytesRead.get() == read && b.counters().prefetchHits.get() == 4);
  for (int i = 4; i < 12; i++) b.close(handles[i]);
}

SPILLWAY_TEST(readCacheIsDropped, "prefetched payloads that were read make way for the next prefetch") {
  Bench b([](EngineOptions& options) { options.file.readAheadBytes = 2 * chunkBytes; });
  std::vector<HandleId> handles = push(b, 12);
  b.waitUntil([&] { return b.counters().stored.get() >= static_cast<int64_t>(8 * chunkBytes); });
  for (int i = 0; i < 8; i++) {
    b.engine->prefetch(b.owner, handles[i]);
    b.waitUntil([&] { return b.counters().reading.get() == 0; });
    CHECK(b.read(handles[i], 0, chunkBytes) == pattern(chunkBytes, 1000 + i));
  }
  CHECK(b.counters().prefetchHits.get() == 8);
  CHECK(b.counters().resident.get() <= static_cast<int64_t>(2 * chunkBytes));
}

SPILLWAY_TEST(failedReadAhead, "a failed prefetch is silent, and the take that needs the bytes reads them itself") {
  Bench b(immediate);
  HandleId handle = b.pageout(BackendName::file, pattern(chunkBytes, 5));
  b.sys->inject({Call::read, 1, 1, EIO, 0});
  b.engine->prefetch(b.owner, handle);
  b.waitUntil([&] { return b.counters().reading.get() == 0; });
  b.sys->inject({Call::read, 1, 1, EIO, 0});
  CHECK(failureOf([&] { b.engine->load(b.owner, handle); }).code == FailureCode::io);
  CHECK(b.take(handle, chunkBytes) == pattern(chunkBytes, 5));
}

SPILLWAY_TEST(brokenDisk, "a failed write loses nothing, is reported, and ends the taking of new work") {
  Bench b;
  std::vector<HandleId> handles;
  handles.push_back(b.pageout(BackendName::file, pattern(chunkBytes, 0)));
  b.sys->inject({Call::write, 1, 1000, EIO, 0});
  bool failed = false;
  for (int i = 1; i < 12 && !failed; i++) {
    try {
      handles.push_back(b.pageoutLent(BackendName::file, pattern(chunkBytes, i)));
    } catch (const Failure& failure) {
      CHECK(failure.code == FailureCode::io && failure.systemErrno == EIO);
      failed = true;
    }
  }
  CHECK(failed);
  b.sys->clearFaults();
  CHECK(failureOf([&] { b.pageout(BackendName::file, pattern(1000, 1)); }).code == FailureCode::io);
  b.close(b.pageout(BackendName::swap, pattern(chunkBytes, 1)));
  for (size_t i = 0; i < handles.size(); i++) {
    CHECK(b.read(handles[i], 100, 1000) == [&] {
      auto all = pattern(chunkBytes, static_cast<uint32_t>(i));
      return std::vector<uint8_t>(all.begin() + 100, all.begin() + 1100);
    }());
    CHECK(b.take(handles[i], chunkBytes) == pattern(chunkBytes, static_cast<uint32_t>(i)));
  }
}

SPILLWAY_TEST(fullDuringWrite, "a disk that fills up during a write keeps the bytes in memory, and works again when there is room") {
  Bench b;
  std::vector<HandleId> handles = push(b, 8);
  b.sys->inject({Call::write, 1, 1000, ENOSPC, 0});
  b.sys->inject({Call::fallocate, 1, 1000, ENOSPC, 0});
  int refused = 0;
  for (int i = 0; i < 40; i++) {
    try {
      handles.push_back(b.pageoutLent(BackendName::file, pattern(chunkBytes, 1000 + handles.size())));
    } catch (const Failure& failure) {
      CHECK(failure.code == FailureCode::noSpace && failure.systemErrno == ENOSPC);
      refused++;
    }
  }
  CHECK(refused > 20);
  CHECK(b.counters().resident.get() + b.counters().writing.get() <= static_cast<int64_t>(16 * mebibyte));
  b.sys->clearFaults();
  for (size_t i = 0; i < handles.size(); i++) CHECK(b.take(handles[i], chunkBytes) == pattern(chunkBytes, 1000 + i));
  CHECK(b.take(b.pageout(BackendName::file, pattern(chunkBytes, 3)), chunkBytes) == pattern(chunkBytes, 3));
}

SPILLWAY_TEST(synchronousFailures, "without a write-behind window the page-out itself fails, and its buffer is lent as before") {
  Bench b(immediate);
  HandleId kept = b.pageout(BackendName::file, pattern(chunkBytes, 1));
  b.sys->inject({Call::write, 1, 1, ENOSPC, 0});
  CHECK(failureOf([&] { b.pageoutLent(BackendName::file, pattern(chunkBytes, 2)); }).code == FailureCode::noSpace);
  CHECK(b.counters().lent.get() == 0 && b.counters().liveHandles.get() == 1);
  b.sys->inject({Call::fallocate, 1, 1, ENOSPC, 0});
  CHECK(failureOf([&] { b.pageoutLent(BackendName::file, pattern(9 * mebibyte, 2)); }).code == FailureCode::noSpace);
  b.sys->clearFaults();
  b.close(kept);
  b.sys->inject({Call::map, 1, 1, ENOMEM, 0});
  CHECK(failureOf([&] { b.pageout(BackendName::file, pattern(20 * mebibyte, 2)); }).code == FailureCode::outOfMemory);
  CHECK(b.counters().usedBytes.get() == 0 && b.counters().writing.get() == 0);
}

SPILLWAY_TEST(changedBytes, "bytes that changed on disk are PAGER_CORRUPT_PAGE, in the ranges that touch them only") {
  Bench b(immediate);
  HandleId handle = b.pageout(BackendName::file, pattern(chunkBytes, 9));
  changeSegments(1000000);
  std::vector<uint8_t> expected = pattern(chunkBytes, 9);
  CHECK(b.read(handle, 0, 500000) == std::vector<uint8_t>(expected.begin(), expected.begin() + 500000));
  Failure failure = failureOf([&] { b.read(handle, 900000, 200000); });
  CHECK(failure.code == FailureCode::corruptPage);
  CHECK(failureOf([&] { b.engine->load(b.owner, handle); }).code == FailureCode::corruptPage);
  CHECK(b.counters().checksumFailures.get() == 2);
  b.close(handle);
}

SPILLWAY_TEST(listeners, "who must not block is told when there is room, by a transfer or without one, and when bytes are there") {
  Bench b([](EngineOptions& options) { options.file = {2 * chunkBytes, 2 * chunkBytes, 1}; });
  std::atomic<int> told{0};
  std::atomic<bool> writing{false}, release{false};
  b.engine->listen(b.owner, [&] { told++; });
  CHECK(b.engine->hasRoom(b.owner, BackendName::file, chunkBytes));
  b.close(b.pageout(BackendName::file, pattern(chunkBytes, 0)));  // opens the segment
  b.sys->beforeEach(Call::write, [&] {
    writing = true;
    while (!release) std::this_thread::yield();
  });
  HandleId first = b.pageout(BackendName::file, pattern(chunkBytes, 1));
  HandleId second = b.pageout(BackendName::file, pattern(chunkBytes, 2));
  CHECK(!b.engine->hasRoom(b.owner, BackendName::file, chunkBytes));
  b.waitUntil([&] { return writing.load(); });
  CHECK(told == 0);
  CHECK(b.take(second, chunkBytes) == pattern(chunkBytes, 2));
  CHECK(told == 1 && b.engine->hasRoom(b.owner, BackendName::file, chunkBytes));
  HandleId third = b.pageout(BackendName::file, pattern(chunkBytes, 3));
  CHECK(!b.engine->hasRoom(b.owner, BackendName::file, chunkBytes));
  release = true;
  b.waitUntil([&] { return told == 2; });
  b.waitUntil([&] { return b.counters().stored.get() >= static_cast<int64_t>(chunkBytes); });
  if (!b.engine->isReady(b.owner, first)) b.waitUntil([&] { return b.engine->isReady(b.owner, first); });
  CHECK(told >= 2 && b.counters().stored.get() <= static_cast<int64_t>(chunkBytes));
  b.sys->inject({Call::read, 1, 1, EIO, 0});
  CHECK(b.take(first, chunkBytes) == pattern(chunkBytes, 1));
  b.sys->clearFaults();
  CHECK(b.take(third, chunkBytes) == pattern(chunkBytes, 3));
}

SPILLWAY_TEST(largeSlots, "a slot of a larger class is not kept for few bytes, which are all that the window counts") {
  Bench b;
  std::vector<HandleId> handles;
  for (uint32_t i = 0; i < 16; i++) handles.push_back(b.pageoutLent(BackendName::file, pattern(200000, i), 64 * mebibyte));
  CHECK(b.counters().mapped.get() < static_cast<int64_t>(3 * 64 * mebibyte));
  for (uint32_t i = 0; i < 16; i++) CHECK(b.take(handles[i], 200000) == pattern(200000, i));
}

SPILLWAY_TEST(doomedReads, "the extent of a payload that was closed while it was read is waited for, like that of one being written") {
  Bench b([](EngineOptions& options) {
    options.scratchLimitBytes = 2 * mebibyte;
    options.file = {0, 8 * mebibyte, 1};
  });
  HandleId first = b.pageout(BackendName::file, pattern(2 * mebibyte, 1));
  std::atomic<bool> reading{false}, release{false};
  b.sys->beforeEach(Call::read, [&] {
    reading = true;
    while (!release) std::this_thread::yield();
  });
  b.engine->prefetch(b.owner, first);
  b.waitUntil([&] { return reading.load(); });
  b.close(first);
  std::thread later([&] {
    std::this_thread::sleep_for(std::chrono::milliseconds(20));
    release = true;
  });
  b.close(b.pageout(BackendName::file, pattern(2 * mebibyte, 2)));
  later.join();
}

SPILLWAY_TEST(emptyPacks, "a pack in which nothing is left gives its extent to whoever needs it") {
  Bench b([](EngineOptions& options) { options.scratchLimitBytes = 2 * mebibyte; });
  b.close(b.pageout(BackendName::file, pattern(100, 1)));
  HandleId large = b.pageout(BackendName::file, pattern(2 * mebibyte, 2));
  CHECK(failureOf([&] { b.pageout(BackendName::file, pattern(100, 3)); }).code == FailureCode::noSpace);
  CHECK(b.take(large, 2 * mebibyte) == pattern(2 * mebibyte, 2));
  HandleId small = b.pageout(BackendName::file, pattern(100, 4));
  CHECK(b.take(small, 100) == pattern(100, 4));
}

SPILLWAY_TEST(refusalsSayWhy, "a full disk is reported with the call and the errno that it had, also when it is not asked again") {
  Bench b;
  b.sys->inject({Call::fallocate, 1, 100, EDQUOT, 0});
  for (int i = 0; i < 2; i++) {
    Failure failure = failureOf([&] { b.pageout(BackendName::file, pattern(2 * mebibyte, 2)); });
    CHECK(failure.code == FailureCode::noSpace && failure.systemErrno == EDQUOT && !std::strcmp(failure.syscall, "fallocate"));
  }
}
