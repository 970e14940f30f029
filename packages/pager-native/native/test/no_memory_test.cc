// No memory for the core's own records, at every allocation of every verb and of the I/O threads: a verb fails as if it had not been
// called, or does without; nothing is lost, and no thread ends the process.
#include <cerrno>
#include <cstring>
#include <new>

#include "faulty_new.h"
#include "harness.h"

using namespace spillway;
using namespace spillway::test;

namespace {

constexpr size_t largeBytes = 300000;
constexpr int entriesBefore = 119;  // one less than a multiple of what a node of a deque holds: the next one needs memory

/// Runs `verb` in a new bench for every allocation that it makes. `verb` gets the number of the one that is to fail, and returns
/// whether it has been reached. Returns how many there were.
template <class Verb>
int64_t atEveryAllocation(std::function<void(EngineOptions&)> change, Verb verb) {
  for (int64_t nth = 1;; nth++) {
    Bench b(change);
    for (int i = 0; i < entriesBefore; i++) b.pageout(BackendName::swap, pattern(1000, 1));
    if (!verb(b, nth)) return nth - 1;
    CHECK(nth < 1000);
  }
}

/// True when `verb` threw because of the memory; the nth allocation was reached if `reached` says so.
template <class Verb>
bool fails(int64_t nth, bool& reached, Verb verb) {
  FailedAllocation failure(Threads::mine, nth);
  bool failed = false;
  try {
    verb();
  } catch (const std::bad_alloc&) {
    failed = true;
  }
  reached = failure.happened();
  return failed;
}

/// Without warm slots, so that every slot is mapped anew.
void immediately(EngineOptions& options) {
  options.file.writeBehindBytes = 0;
  options.warmBytes = 0;
}

}  // namespace

SPILLWAY_TEST(pageoutsWithoutMemory, "a page-out without memory leaves its buffer lent, and nothing else behind") {
  for (BackendName backend : {BackendName::swap, BackendName::file}) {
    for (size_t byteLength : {size_t{1000}, largeBytes}) {
      std::vector<uint8_t> bytes = pattern(byteLength, 7);
      int64_t count = atEveryAllocation({}, [&](Bench& b, int64_t nth) {
        Slot slot = b.engine->pool().allocate(byteLength);
        b.engine->pool().lend(slot, byteLength);
        std::memcpy(slot.data, bytes.data(), byteLength);
        Piece piece{slot.data, byteLength};
        HandleId handle = 0;
        bool reached;
        if (!fails(nth, reached, [&] { handle = b.engine->pageout(b.owner, backend, &piece, 1); })) {
          CHECK(b.take(handle, byteLength) == bytes);
          return reached;
        }
        CHECK(b.engine->pool().findLent(slot.data));
        CHECK(std::memcmp(slot.data, bytes.data(), byteLength) == 0);
        b.engine->pool().giveBack(slot);
        CHECK(b.counters().writing.get() == 0 && b.counters().resident.get() == entriesBefore * 1000);
        CHECK(b.counters().liveHandles.get() == entriesBefore);
        return true;
      });
      CHECK(count > 0);
    }
  }
}

SPILLWAY_TEST(takesWithoutMemory, "a take without memory can be tried again") {
  for (size_t byteLength : {size_t{1000}, largeBytes}) {
    int64_t count = atEveryAllocation(immediately, [&](Bench& b, int64_t nth) {
      HandleId handle = b.pageout(BackendName::file, pattern(byteLength, 3));
      std::vector<uint8_t> taken(byteLength);
      bool reached;
      bool failed = fails(nth, reached, [&] {
        Slot slot = b.engine->load(b.owner, handle);
        b.engine->surrender(b.owner, handle);
        std::memcpy(taken.data(), slot.data, byteLength);
        b.engine->pool().free(slot);
      });
      CHECK((failed ? b.take(handle, byteLength) : taken) == pattern(byteLength, 3));
      CHECK(b.counters().stored.get() == 0 && b.counters().reading.get() == 0);
      return reached;
    });
    CHECK(count > 0);
  }
}

SPILLWAY_TEST(movesWithoutMemory, "a handle that cannot be detached stays") {
  int64_t count = atEveryAllocation({}, [](Bench& b, int64_t nth) {
    HandleId handle = b.pageout(BackendName::swap, pattern(largeBytes, 3));
    uint64_t name = 0;
    bool reached;
    bool failed = fails(nth, reached, [&] { name = b.engine->disown(b.owner, handle); });
    if (!failed) handle = b.engine->adopt(b.owner, name).handle;
    CHECK(b.take(handle, largeBytes) == pattern(largeBytes, 3));
    return reached;
  });
  CHECK(count > 0);
}

SPILLWAY_TEST(freesWithoutMemory, "closing, prefetching and giving back need none") {
  for (BackendName backend : {BackendName::swap, BackendName::file}) {
    for (size_t byteLength : {size_t{1000}, largeBytes, 3 * mebibyte}) {
      Bench b(backend == BackendName::file ? immediately : std::function<void(EngineOptions&)>{});
      std::vector<HandleId> handles;
      for (uint32_t i = 0; i < 100; i++) handles.push_back(b.pageout(backend, pattern(byteLength, i)));
      FailedAllocation failure(Threads::mine, 1);
      for (HandleId handle : handles) {
        if (handle % 3 == 0 || backend == BackendName::file) b.engine->prefetch(b.owner, handle);
        if (handle % 2 == 0) CHECK(b.engine->close(b.owner, handle));
      }
    }
  }
}

SPILLWAY_TEST(readAheadWithoutMemory, "a thread that has no memory to read ahead leaves it to the take") {
  int64_t count = atEveryAllocation(immediately, [](Bench& b, int64_t nth) {
    HandleId handle = b.pageout(BackendName::file, pattern(largeBytes, 3));
    FailedAllocation failure(Threads::others, nth);
    b.engine->prefetch(b.owner, handle);
    b.waitUntil([&] { return b.counters().reading.get() == 0; });
    CHECK(b.take(handle, largeBytes) == pattern(largeBytes, 3));
    return failure.happened();
  });
  CHECK(count > 0);
}

SPILLWAY_TEST(writesWithoutMemory, "a thread that has no memory to write, or to say why it cannot, keeps the bytes") {
  for (int systemErrno : {0, ENOSPC, EIO}) {
    int64_t count = atEveryAllocation({}, [&](Bench& b, int64_t nth) {
      b.close(b.pageout(BackendName::file, pattern(mebibyte, 1)));  // opening a segment writes too
      if (systemErrno != 0) b.sys->inject({Call::write, 1, 100, systemErrno, 0});
      std::vector<HandleId> handles;
      bool reached;
      {
        FailedAllocation failure(Threads::others, nth);
        for (uint32_t i = 0; i < 12; i++) {
          try {
            handles.push_back(b.pageout(BackendName::file, pattern(mebibyte, i)));
          } catch (const Failure&) {
            handles.push_back(0);  // a failure that is being reported
          }
        }
        // Half of the window stays queued; more means that a thread is at it.
        b.waitUntil([&] {
          const Counters& seen = b.counters();
          int64_t ended = seen.bytesWritten.get() + seen.noSpaceErrors.get() + seen.ioErrors.get();
          return ended > 0 && seen.writing.get() <= static_cast<int64_t>(4 * mebibyte);
        });
        reached = failure.happened();
      }
      for (uint32_t i = 0; i < handles.size(); i++) {
        if (handles[i] != 0) CHECK(b.take(handles[i], mebibyte) == pattern(mebibyte, i));
      }
      CHECK(b.counters().stored.get() == 0 && b.counters().resident.get() == entriesBefore * 1000);
      return reached;
    });
    CHECK(count > 0 || systemErrno == 0);
  }
}
