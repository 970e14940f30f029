// One pager's engine: the handles, who owns them, and the two backends. Knows nothing of JavaScript. Several attachments (one
// per pager object, on any thread) share an engine; each owns its handles, and only its thread uses them. The engine's work
// ends with the last attachment; its memory ends with the last reference, because JavaScript may still hold lent buffers.
#pragma once
#include <deque>
#include <memory>
#include <string>
#include <unordered_map>

#include "file_backend.h"
#include "swap_backend.h"

namespace spillway {

struct EngineOptions {
  std::vector<std::string> scratchDirectories;
  bool allowMemoryScratch;
  uint64_t scratchLimitBytes;
  size_t warmBytes;
  SwapAdvice swapAdvice;
  FileOptions file;
};

using OwnerId = uint32_t;
/// Index and generation of a handle; fits in the integers that a double holds exactly.
using HandleId = uint64_t;

class Engine {
 public:
  Engine(const EngineOptions& options, std::unique_ptr<Sys> sys);
  ~Engine();

  /// A new attachment. Throws Failure unknownToken when the last one has ended.
  OwnerId attach();
  /// Ends an attachment and all its handles; the last one ends the threads and closes the segments.
  void detach(OwnerId owner);

  /// The only piece may be a lent slot, whose loan ends. Of several pieces the bytes are copied, and loans go on.
  HandleId pageout(OwnerId owner, BackendName backend, const Piece* pieces, size_t count);
  void read(OwnerId owner, HandleId handle, const Range* ranges, size_t count, uint8_t* target);
  void prefetch(OwnerId owner, HandleId handle);
  /// The payload in a slot of its own, still the handle's; `surrender` ends the handle and leaves the slot to the caller.
  Slot load(OwnerId owner, HandleId handle);
  void surrender(OwnerId owner, HandleId handle);
  /// False when the handle had ended already.
  bool close(OwnerId owner, HandleId handle);
  /// `close`, of a handle that was dropped.
  bool closeLeaked(OwnerId owner, HandleId handle);

  /// For callers that must not block: whether `read` and `load` (`isReady`) or a page-out of this size (`hasRoom`) would wait
  /// for the disk. When they would, `listener` is called, on any thread, once it is worth asking again.
  bool isReady(OwnerId owner, HandleId handle);
  bool hasRoom(OwnerId owner, BackendName backend, size_t byteLength);
  void listen(OwnerId owner, std::function<void()> listener);

  /// Leaves a handle ownerless, under a random name; `adopt` gives it to an attachment, once. Throws Failure unknownToken.
  uint64_t disown(OwnerId owner, HandleId handle);
  struct Adopted {
    HandleId handle;
    BackendName backend;
    uint64_t byteLength;
  };
  Adopted adopt(OwnerId owner, uint64_t name);

  SlotPool& pool() { return pool_; }
  Sys& sys() { return *sys_; }
  const Counters& counters() const { return counters_; }

 private:
  struct Entry {
    Payload payload;
    uint32_t generation = 1;
    OwnerId owner = 0;
    bool live = false;
  };

  Backend& backendOf(const Payload& payload);
  Entry& entryOf(OwnerId owner, HandleId handle);
  uint32_t claimEntry();
  void remove(HandleId handle);

  std::unique_ptr<Sys> sys_;
  Counters counters_;
  SlotPool pool_;
  std::unique_ptr<ExtentStore> store_;
  SwapBackend swap_;
  std::unique_ptr<FileBackend> file_;

  std::mutex mutex_;               // guards what follows; never held while a backend is called
  std::deque<Entry> entries_;      // a deque: entries do not move when it grows
  std::vector<uint32_t> freeEntries_;
  std::unordered_map<uint64_t, HandleId> disowned_;
  OwnerId lastOwner_ = 0;
  size_t attachments_ = 0;
  bool ended_ = false;
};

}  // namespace spillway
