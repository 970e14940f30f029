// Runs the tests whose names contain the first argument, or all.
#include "harness.h"

#include <unistd.h>

#include <algorithm>
#include <chrono>
#include <cstring>
#include <filesystem>
#include <thread>

namespace spillway::test {

std::vector<Test>& tests() {
  static std::vector<Test> all;
  return all;
}

void fail(const char* file, int line, const std::string& what) {
  std::fprintf(stderr, "\n%s:%d: failed: %s\n", file, line, what.c_str());
  std::abort();
}

Failure failureOf(const std::function<void()>& body) {
  try {
    body();
  } catch (const Failure& failure) {
    return failure;
  }
  fail(__FILE__, __LINE__, "expected a Failure");
}

std::string scratchDirectory() {
  const char* set = std::getenv("SPILLWAY_TEST_DIRECTORY");
  return set ? set : "/var/tmp";
}

Bench::Bench(std::function<void(EngineOptions&)> change) {
  EngineOptions options{};
  options.scratchDirectories = {scratchDirectory()};
  options.allowMemoryScratch = true;
  options.scratchLimitBytes = UINT64_MAX;
  options.warmBytes = 16 * mebibyte;
  options.swapAdvice = SwapAdvice::cold;
  options.file = {8 * mebibyte, 8 * mebibyte, 2};
  if (change) change(options);
  auto faulty = std::make_unique<FaultySys>();
  sys = faulty.get();
  engine = std::make_shared<Engine>(options, std::move(faulty));
  owner = engine->attach();
}

Bench::~Bench() { engine->detach(owner); }

HandleId Bench::pageout(BackendName backend, const std::vector<uint8_t>& bytes) {
  Piece piece{bytes.data(), bytes.size()};
  return engine->pageout(owner, backend, &piece, 1);
}

HandleId Bench::pageoutLent(BackendName backend, const std::vector<uint8_t>& bytes, size_t slotBytes) {
  Slot slot = engine->pool().allocate(slotBytes == 0 ? bytes.size() : slotBytes);
  engine->pool().lend(slot, bytes.size());
  std::memcpy(slot.data, bytes.data(), bytes.size());
  Piece piece{slot.data, bytes.size()};
  try {
    return engine->pageout(owner, backend, &piece, 1);
  } catch (...) {
    // It must still be lent, with its bytes.
    CHECK(engine->pool().findLent(slot.data));
    CHECK(std::memcmp(slot.data, bytes.data(), bytes.size()) == 0);
    engine->pool().giveBack(slot);
    throw;
  }
}

std::vector<uint8_t> Bench::read(HandleId handle, uint64_t offset, size_t byteLength) {
  std::vector<uint8_t> bytes(byteLength);
  Range range{offset, byteLength};
  engine->read(owner, handle, &range, 1, bytes.data());
  return bytes;
}

std::vector<uint8_t> Bench::take(HandleId handle, size_t byteLength) {
  Slot slot = engine->load(owner, handle);
  engine->surrender(owner, handle);
  std::vector<uint8_t> bytes(slot.data, slot.data + byteLength);
  engine->pool().free(slot);
  return bytes;
}

void Bench::waitUntil(const std::function<bool()>& condition) const {
  auto giveUp = std::chrono::steady_clock::now() + std::chrono::seconds(60);
  while (!condition()) {
    if (std::chrono::steady_clock::now() > giveUp) fail(__FILE__, __LINE__, "waited a minute");
    std::this_thread::yield();
  }
}

std::vector<uint8_t> pattern(size_t byteLength, uint32_t seed) {
  std::vector<uint8_t> bytes(byteLength);
  uint64_t state = seed * 0x9E3779B97F4A7C15u + 12345;
  for (size_t i = 0; i < byteLength; i += sizeof state) {
    state = state * 6364136223846793005u + 1442695040888963407u;
    std::memcpy(bytes.data() + i, &state, std::min(sizeof state, byteLength - i));
  }
  return bytes;
}

}  // namespace spillway::test

int main(int count, char** arguments) {
  int ran = 0;
  for (const auto& test : spillway::test::tests()) {
    if (count > 1 && !std::strstr(test.name, arguments[1])) continue;
    std::printf("%s\n", test.name);
    std::fflush(stdout);
    test.run();
    ran++;
  }
  std::printf("%d tests passed\n", ran);
  return ran > 0 ? 0 : 1;
}
