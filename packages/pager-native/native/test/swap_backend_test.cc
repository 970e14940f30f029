// Read-ahead of swapped memory: on another thread, taken over by whoever needs it first, and never on memory that is gone.
#include <algorithm>
#include <atomic>
#include <filesystem>
#include <thread>

#include "harness.h"

using namespace spillway;
using namespace spillway::test;

namespace {

constexpr size_t chunkBytes = 2 * mebibyte;

// Holds the engine's thread in its next advice until it is let go.
class HeldAdvice {
 public:
  explicit HeldAdvice(Bench& b) : bench_(b) {
    b.sys->beforeEach(Call::advise, [this, caller = std::this_thread::get_id()] {
      if (std::this_thread::get_id() == caller) return;
      entered_ = true;
      while (held_) std::this_thread::yield();
    });
  }
  ~HeldAdvice() { letGo(); }
  void awaitEntry() {
    bench_.waitUntil([this] { return entered_.load(); });
  }
  void letGo() { held_ = false; }

 private:
  Bench& bench_;
  std::atomic<bool> entered_{false}, held_{true};
};

size_t threadCount() {
  std::filesystem::directory_iterator tasks("/proc/self/task");
  return static_cast<size_t>(std::distance(begin(tasks), end(tasks)));
}

}  // namespace

SPILLWAY_TEST(swapReadAhead, "prefetch of a swap payload asks the kernel once, on another thread") {
  Bench b;
  HandleId handle = b.pageoutLent(BackendName::swap, pattern(chunkBytes, 1));
  std::atomic<uint64_t> here{0}, elsewhere{0};
  b.sys->beforeEach(Call::advise, [&, caller = std::this_thread::get_id()] {
    (std::this_thread::get_id() == caller ? here : elsewhere)++;
  });
  b.engine->prefetch(b.owner, handle);
  b.waitUntil([&] { return elsewhere == 1; });
  CHECK(b.take(handle, chunkBytes) == pattern(chunkBytes, 1));
  CHECK(here == 0 && elsewhere == 1);
}

SPILLWAY_TEST(swapReadAheadTakenOver, "a take asks by itself for what the thread has not come to, and a close for nothing") {
  Bench b;
  std::vector<HandleId> handles;
  for (uint32_t i = 0; i < 4; i++) handles.push_back(b.pageoutLent(BackendName::swap, pattern(chunkBytes, i)));
  HeldAdvice held(b);
  b.engine->prefetch(b.owner, handles[0]);
  held.awaitEntry();
  for (int again = 0; again < 3; again++) {
    for (uint32_t i = 0; i < 4; i++) b.engine->prefetch(b.owner, handles[i]);
  }
  uint64_t before = b.sys->calls(Call::advise);
  CHECK(b.take(handles[1], chunkBytes) == pattern(chunkBytes, 1));
  CHECK(b.sys->calls(Call::advise) == before + 1);
  b.close(handles[2]);
  CHECK(b.sys->calls(Call::advise) == before + 1);
  std::thread release([&] { held.letGo(); });
  CHECK(b.take(handles[0], chunkBytes) == pattern(chunkBytes, 0));
  release.join();
  CHECK(b.take(handles[3], chunkBytes) == pattern(chunkBytes, 3));
  CHECK(b.sys->calls(Call::advise) == before + 3);  // with the one that was held, which counts when it goes on
}

SPILLWAY_TEST(swapReadAheadWaits, "a payload does not end while the thread asks for its pages") {
  Bench b;
  HandleId handle = b.pageoutLent(BackendName::swap, pattern(chunkBytes, 1));
  HeldAdvice held(b);
  b.engine->prefetch(b.owner, handle);
  held.awaitEntry();
  std::atomic<bool> closed{false};
  std::thread closer([&] {
    b.close(handle);
    closed = true;
  });
  for (int turn = 0; turn < 1000; turn++) std::this_thread::yield();
  CHECK(!closed);
  held.letGo();
  closer.join();
}

SPILLWAY_TEST(swapReadAheadEnds, "the last attachment's end ends read-ahead, asked for or begun, and its thread") {
  size_t before = threadCount();
  for (int round = 0; round < 20; round++) {
    std::shared_ptr<Engine> kept;  // a lent buffer keeps it, too
    {
      Bench b;
      kept = b.engine;
      OwnerId other = b.engine->attach();
      for (uint32_t i = 0; i < 6; i++) {
        b.engine->prefetch(b.owner, b.pageoutLent(BackendName::swap, pattern(chunkBytes, i)));
        uint64_t name = b.engine->disown(b.owner, b.pageout(BackendName::swap, pattern(5000, i)));
        b.engine->prefetch(other, b.engine->adopt(other, name).handle);
      }
      b.engine->detach(other);
      CHECK(threadCount() == before + 1);
    }
    // A thread that was joined is in the list for a moment more.
    for (int turn = 0; threadCount() != before && turn < 10000; turn++) std::this_thread::yield();
    CHECK(threadCount() == before);
  }
}

SPILLWAY_TEST(swapReadAheadCrowd, "threads that prefetch, take and close at once get their own bytes back") {
  Bench b;
  std::vector<std::thread> threads;
  for (uint32_t worker = 0; worker < 3; worker++) {
    threads.emplace_back([&b, worker] {
      OwnerId owner = b.engine->attach();
      for (uint32_t round = 0; round < 60; round++) {
        uint32_t seed = 100 * worker + round;
        std::vector<uint8_t> bytes = pattern(round % 2 == 0 ? chunkBytes : 5000, seed);
        Piece piece{bytes.data(), bytes.size()};
        HandleId first = b.engine->pageout(owner, BackendName::swap, &piece, 1);
        HandleId second = b.engine->pageout(owner, BackendName::swap, &piece, 1);
        for (HandleId handle : {first, second, first}) b.engine->prefetch(owner, handle);
        Slot slot = b.engine->load(owner, first);
        CHECK(std::equal(bytes.begin(), bytes.end(), slot.data));
        b.engine->surrender(owner, first);
        b.engine->pool().free(slot);
        CHECK(b.engine->close(owner, second));
      }
      b.engine->detach(owner);
    });
  }
  for (std::thread& thread : threads) thread.join();
  CHECK(b.counters().liveHandles.get() == 0);
}
