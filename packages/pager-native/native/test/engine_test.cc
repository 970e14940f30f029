// Handles and attachments: who owns what, and what ends with whom; random work from several threads against a model.
#include <atomic>
#include <cerrno>
#include <cstring>
#include <map>
#include <random>
#include <thread>

#include "harness.h"
#include "shared_engines.h"

using namespace spillway;
using namespace spillway::test;

SPILLWAY_TEST(swapMoves, "a lent slot that fits is moved, one that is too large is copied and given back") {
  Bench b;
  std::vector<uint8_t> bytes = pattern(300000, 1);
  Slot slot = b.engine->pool().allocate(bytes.size());
  b.engine->pool().lend(slot, bytes.size());
  std::memcpy(slot.data, bytes.data(), bytes.size());
  Piece piece{slot.data, bytes.size()};
  HandleId handle = b.engine->pageout(b.owner, BackendName::swap, &piece, 1);
  CHECK(b.engine->load(b.owner, handle).data == slot.data);
  CHECK(b.take(handle, bytes.size()) == bytes);
  int64_t mapped = b.counters().mapped.get();
  HandleId small = b.pageoutLent(BackendName::swap, pattern(5000, 2), 4 * mebibyte);
  CHECK(b.engine->load(b.owner, small).byteLength < 10000);
  CHECK(b.take(small, 5000) == pattern(5000, 2));
  CHECK(b.counters().mapped.get() <= mapped + static_cast<int64_t>(regionBytes + 4 * mebibyte));
  CHECK(b.counters().lent.get() == 0);
}

SPILLWAY_TEST(pageoutsObserved, "pageout advice is checked in the page table, repeated, and counted when declined") {
  Bench b([](EngineOptions& options) { options.swapAdvice = SwapAdvice::pageout; });
  b.sys->inject({Call::advise, 3, 3, EINVAL, 0});  // the first two are the region's own
  b.close(b.pageout(BackendName::swap, pattern(100000, 1)));
  CHECK(b.counters().pageoutsDeclined.get() == 3);
}

SPILLWAY_TEST(endedHandles, "an ended handle, another owner's, or a made-up one is refused") {
  Bench b;
  HandleId handle = b.pageout(BackendName::swap, pattern(100, 1));
  OwnerId other = b.engine->attach();
  CHECK(!b.engine->close(other, handle));
  CHECK(failureOf([&] { b.engine->load(other, handle); }).code == FailureCode::closed);
  b.close(handle);
  CHECK(!b.engine->close(b.owner, handle));
  HandleId next = b.pageout(BackendName::swap, pattern(100, 2));
  CHECK(next != handle);
  CHECK(!b.engine->close(b.owner, handle) && !b.engine->close(b.owner, 12345678901));
  CHECK(b.take(next, 100) == pattern(100, 2));
  b.engine->detach(other);
}

SPILLWAY_TEST(handlesComeBack, "an object that disowned a handle cannot end it, also when its owner has adopted it again") {
  Bench b;
  HandleId handle = b.pageout(BackendName::file, pattern(300000, 1));
  Engine::Adopted adopted = b.engine->adopt(b.owner, b.engine->disown(b.owner, handle));
  CHECK(!b.engine->closeLeaked(b.owner, handle));
  CHECK(failureOf([&] { b.engine->load(b.owner, handle); }).code == FailureCode::closed);
  CHECK(b.counters().handlesLeaked.get() == 0 && b.counters().liveHandles.get() == 1);
  CHECK(b.take(adopted.handle, 300000) == pattern(300000, 1));
}

SPILLWAY_TEST(handlesMove, "a disowned handle is adopted once, and ends with the engine when nobody adopts it") {
  Bench b;
  OwnerId other = b.engine->attach();
  HandleId handle = b.pageout(BackendName::file, pattern(300000, 1));
  uint64_t name = b.engine->disown(b.owner, handle);
  CHECK(!b.engine->close(b.owner, handle));
  Engine::Adopted adopted = b.engine->adopt(other, name);
  CHECK(adopted.byteLength == 300000 && adopted.backend == BackendName::file);
  CHECK(failureOf([&] { b.engine->adopt(other, name); }).code == FailureCode::unknownToken);
  Slot slot = b.engine->load(other, adopted.handle);
  CHECK(std::memcmp(slot.data, pattern(300000, 1).data(), 300000) == 0);
  b.engine->disown(b.owner, b.pageout(BackendName::file, pattern(2 * mebibyte, 2)));
  b.engine->detach(other);
  CHECK(b.counters().liveHandles.get() == 1);
}

SPILLWAY_TEST(attachmentsEnd, "the end of an attachment ends its handles and nobody else's, with work in flight") {
  Bench b;
  std::vector<std::thread> threads;
  for (int worker = 0; worker < 3; worker++) {
    threads.emplace_back([&b, worker] {
      for (int round = 0; round < 5; round++) {
        OwnerId owner = b.engine->attach();
        std::vector<uint8_t> bytes = pattern(700000, worker);
        Piece piece{bytes.data(), bytes.size()};
        std::vector<HandleId> handles;
        for (int i = 0; i < 12; i++) handles.push_back(b.engine->pageout(owner, i % 2 ? BackendName::swap : BackendName::file, &piece, 1));
        for (HandleId handle : handles) b.engine->prefetch(owner, handle);
        b.engine->detach(owner);
      }
    });
  }
  HandleId kept = b.pageout(BackendName::file, pattern(2 * mebibyte, 77));
  for (std::thread& thread : threads) thread.join();
  CHECK(b.counters().liveHandles.get() == 1);
  CHECK(b.take(kept, 2 * mebibyte) == pattern(2 * mebibyte, 77));
  b.waitUntil([&] { return b.counters().usedBytes.get() == 0; });
  CHECK(b.counters().resident.get() == 0 && b.counters().stored.get() == 0);
}

SPILLWAY_TEST(tokens, "a token finds its engine while somebody is attached, and never afterwards") {
  std::string token;
  std::shared_ptr<Engine> kept;
  {
    Bench b;
    token = shareEngine(b.engine);
    kept = findSharedEngine(token);
    CHECK(kept == b.engine);
  }
  CHECK(failureOf([&] { kept->attach(); }).code == FailureCode::unknownToken);
  kept.reset();
  CHECK(failureOf([&] { findSharedEngine(token); }).code == FailureCode::unknownToken);
  CHECK(failureOf([&] { findSharedEngine("made up"); }).code == FailureCode::unknownToken);
}

SPILLWAY_TEST(model, "random work of several threads, with faults, keeps every byte") {
  const char* setSteps = std::getenv("SPILLWAY_STEPS");
  const char* setSeed = std::getenv("SPILLWAY_SEED");
  int steps = setSteps ? std::atoi(setSteps) : 3000;
  uint32_t seed = setSeed ? static_cast<uint32_t>(std::atoi(setSeed)) : 1;
  Bench b([](EngineOptions& options) {
    options.scratchLimitBytes = 64 * mebibyte;
    options.file = {4 * mebibyte, 4 * mebibyte, 2};
    options.warmBytes = 4 * mebibyte;
  });
  std::atomic<int> refused{0};
  std::vector<std::thread> threads;
  for (uint32_t worker = 0; worker < 3; worker++) {
    threads.emplace_back([&b, &refused, steps, seed, worker] {
      std::mt19937 random(seed * 100 + worker);
      OwnerId owner = b.engine->attach();
      struct Model {
        size_t byteLength;
        uint32_t seed;
      };
      std::map<HandleId, Model> live;
      const size_t sizes[] = {1, 100, 4096, 30000, 65536, 131072, 131073, 400000, 1000000, 2097152};
      auto verify = [](const uint8_t* bytes, const Model& payload, size_t offset, size_t length) {
        static thread_local std::map<std::pair<size_t, uint32_t>, std::vector<uint8_t>> made;
        auto& expected = made[{payload.byteLength, payload.seed}];
        if (expected.empty()) expected = pattern(payload.byteLength, payload.seed);
        CHECK(std::memcmp(bytes, expected.data() + offset, length) == 0);
      };
      for (int step = 0; step < steps; step++) {
        auto chosen = live.begin();
        if (!live.empty()) std::advance(chosen, random() % live.size());
        uint32_t verb = random() % 100;
        try {
          if (live.empty() || (verb < 30 && live.size() < 60)) {
            Model payload{sizes[random() % std::size(sizes)], static_cast<uint32_t>(random() % 4)};
            auto bytes = pattern(payload.byteLength, payload.seed);
            auto backend = random() % 4 ? BackendName::file : BackendName::swap;
            Piece pieces[] = {{bytes.data(), bytes.size() / 2}, {bytes.data() + bytes.size() / 2, bytes.size() - bytes.size() / 2}};
            live[b.engine->pageout(owner, backend, pieces, 2)] = payload;
          } else if (verb < 55) {
            const Model& payload = chosen->second;
            size_t offset = random() % payload.byteLength;
            size_t length = 1 + random() % (payload.byteLength - offset);
            std::vector<uint8_t> bytes(length);
            Range range{offset, length};
            b.engine->read(owner, chosen->first, &range, 1, bytes.data());
            verify(bytes.data(), payload, offset, length);
          } else if (verb < 70) {
            b.engine->prefetch(owner, chosen->first);
          } else if (verb < 85) {
            Slot slot = b.engine->load(owner, chosen->first);
            verify(slot.data, chosen->second, 0, chosen->second.byteLength);
            b.engine->surrender(owner, chosen->first);
            b.engine->pool().free(slot);
            live.erase(chosen);
          } else if (verb < 90) {
            Model payload = chosen->second;
            uint64_t name = b.engine->disown(owner, chosen->first);
            live.erase(chosen);
            live[b.engine->adopt(owner, name).handle] = payload;
          } else if (verb < 99) {
            CHECK(b.engine->close(owner, chosen->first));
            live.erase(chosen);
          } else {
            b.sys->inject({random() % 2 ? Call::read : Call::fallocate, 1 + random() % 20, 1, random() % 2 ? EIO : ENOSPC, 0});
            b.sys->inject({random() % 2 ? Call::read : Call::write, 1 + random() % 20, 1, 0, 4096});
            if (random() % 4 == 0) b.sys->inject({Call::write, 1 + random() % 20, 1, ENOSPC, 0});
          }
        } catch (const Failure& failure) {
          CHECK(failure.code == FailureCode::noSpace || failure.code == FailureCode::io);
          refused++;
        }
      }
      for (const auto& [handle, payload] : live) {
        std::vector<uint8_t> bytes(payload.byteLength);
        Range range{0, payload.byteLength};
        for (bool done = false; !done;) {
          try {
            b.engine->read(owner, handle, &range, 1, bytes.data());
            done = true;
          } catch (const Failure& failure) {
            CHECK(failure.code == FailureCode::io);  // a fault that waited for this read: the next one may succeed
          }
        }
        verify(bytes.data(), payload, 0, payload.byteLength);
      }
      b.engine->detach(owner);
    });
  }
  for (std::thread& thread : threads) thread.join();
  std::printf("  %d refused\n", refused.load());
  b.waitUntil([&] { return b.counters().writing.get() == 0; });
  CHECK(b.counters().liveHandles.get() == 0 && b.counters().resident.get() == 0 && b.counters().lent.get() == 0);
  CHECK(b.counters().stored.get() == 0 && b.counters().reading.get() == 0);
}

SPILLWAY_TEST(severalLent, "lent slots beside others are copied and stay lent, so that nothing is lost when one cannot be detached") {
  for (BackendName backend : {BackendName::swap, BackendName::file}) {
    Bench b;
    Slot slots[2];
    Piece pieces[3];
    for (int i = 0; i < 2; i++) {
      slots[i] = b.engine->pool().allocate(300000);
      b.engine->pool().lend(slots[i], 300000);
      std::memset(slots[i].data, 0x10 + i, 300000);
      pieces[2 * i] = {slots[i].data, 300000};
    }
    pieces[1] = {nullptr, 0};
    HandleId handle = b.engine->pageout(b.owner, backend, pieces, 3);
    b.close(handle);
    for (int i = 0; i < 2; i++) {
      CHECK(b.engine->pool().findLent(slots[i].data));
      CHECK(slots[i].data[0] == 0x10 + i && slots[i].data[299999] == 0x10 + i);
      b.engine->pool().giveBack(slots[i]);
    }
    CHECK(b.counters().lent.get() == 0);
  }
}
