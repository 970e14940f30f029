// A test is a function that registers itself under a name; a check that fails says where and ends the program.
#pragma once
#include <cstdio>
#include <cstdlib>
#include <functional>
#include <string>
#include <vector>

#include "engine.h"
#include "faulty_sys.h"

namespace spillway::test {

struct Test {
  const char* name;
  void (*run)();
};
std::vector<Test>& tests();

struct Registration {
  Registration(const char* name, void (*run)()) { tests().push_back({name, run}); }
};

#define SPILLWAY_TEST(identifier, name)                                         \
  static void identifier();                                                     \
  static const ::spillway::test::Registration registration_##identifier(name, identifier); \
  static void identifier()

#define CHECK(condition)                                                                    \
  do {                                                                                      \
    if (!(condition)) ::spillway::test::fail(__FILE__, __LINE__, #condition);               \
  } while (false)

[[noreturn]] void fail(const char* file, int line, const std::string& what);

/// Runs `body`, which must throw Failure, and returns that.
Failure failureOf(const std::function<void()>& body);

/// A directory on a disk, made for this process and removed at its end: $SPILLWAY_TEST_DIRECTORY, or under /var/tmp.
std::string scratchDirectory();

/// An engine with small windows and one attachment, on a kernel with faults.
struct Bench {
  explicit Bench(std::function<void(EngineOptions&)> change = {});
  ~Bench();

  HandleId pageout(BackendName backend, const std::vector<uint8_t>& bytes);
  HandleId pageoutLent(BackendName backend, const std::vector<uint8_t>& bytes, size_t slotBytes = 0);
  std::vector<uint8_t> read(HandleId handle, uint64_t offset, size_t byteLength);
  /// Takes the payload by the way of large ones, and gives the slot back.
  std::vector<uint8_t> take(HandleId handle, size_t byteLength);
  void close(HandleId handle) { CHECK(engine->close(owner, handle)); }
  const Counters& counters() const { return engine->counters(); }
  /// Waits until no write is queued or on its way, by filling the window until everything else has left it.
  void waitUntil(const std::function<bool()>& condition) const;

  FaultySys* sys;
  std::shared_ptr<Engine> engine;
  OwnerId owner;
};

/// Bytes that depend on the seed and on their position.
std::vector<uint8_t> pattern(size_t byteLength, uint32_t seed);

}  // namespace spillway::test
