// The `file` backend: blocks of payloads, written behind the caller and read ahead of it by a few threads. See block.h for the
// life of a block. `file_backend.cc` is the callers' side, `block_io.cc` the I/O threads' side.
#pragma once
#include <condition_variable>
#include <functional>
#include <thread>
#include <unordered_map>
#include <vector>

#include "backend.h"
#include "block.h"

namespace spillway {

/// Small payloads are put into packs of this size, which are written as one block.
constexpr size_t packBytes = hugePageBytes;
constexpr size_t largestPackedBytes = 128 * kibibyte;

struct FileOptions {
  size_t writeBehindBytes;  // 0: every page-out waits for its own write
  size_t readAheadBytes;
  unsigned ioThreads;
};

class FileBackend : public Backend {
 public:
  FileBackend(Counters& counters, SlotPool& pool, ExtentStore& store, FileOptions options);
  ~FileBackend() override;

  Payload pageout(Pieces pieces) override;
  void read(Payload& payload, const Range* ranges, size_t count, uint8_t* target) override;
  Slot load(Payload& payload) override;
  void surrender(Payload& payload) override;
  void discard(Payload& payload) override;
  void prefetch(Payload& payload) override;
  bool isReady(Payload& payload, uint32_t owner) override;

  /// Whether a page-out of this size would not wait for the write-behind window; if not, the owner's listener hears.
  bool hasRoom(size_t byteLength, uint32_t owner);
  /// What is called, on any thread and under the lock, when an owner that was told to wait should ask again. An empty function
  /// ends it.
  void listen(uint32_t owner, std::function<void()> listener);

  /// Ends the I/O threads after the transfers they are in. No payload may be left.
  void stop();

 private:
  using Lock = std::unique_lock<std::mutex>;

  // file_backend.cc
  Payload pageoutAlone(Pieces& pieces);
  Payload pageoutPacked(Pieces& pieces);
  Extent allocateExtent(size_t byteLength);
  Block* packWithRoom(Lock& lock, size_t byteLength, Garbage& garbage);
  void seal(Block* block, Garbage& garbage);
  Slot moveOut(Payload& payload);
  void readStored(const Block& block, uint64_t base, const Range* ranges, size_t count, uint8_t* target);
  void readPiece(const Block& block, uint64_t begin, uint8_t* target, size_t byteLength);
  void waitForTransfer(Lock& lock, Block* block);
  void endPayload(Payload& payload, Garbage& garbage);

  // block_io.cc
  void startThreads();
  void runThread();
  bool mayWrite() const;
  void writeFirst(Lock& lock);
  void countDoomed();
  void readFirst(Lock& lock);
  void enqueueWrite(Block* block, Garbage& garbage);
  void dequeueWrite(Block* block);
  void waitForRoom(Lock& lock, size_t byteLength);
  void enterWriteWindow(Block* block);
  void leaveWriteWindow(Block* block);
  void startRead(Block* block);
  bool enterReadWindow(Block* block, Garbage& garbage, bool anyway);
  void trimReadWindow(Garbage& garbage);
  void evict(Block* block, Garbage& garbage);
  void leaveReadWindow(Block* block);
  void settle(Block* block, Garbage& garbage);
  bool inTransfer(const Block* block) const;
  void setState(Block* block, BlockState state);
  Counter& bytesIn(BlockState state);
  bool windowIsFull(size_t byteLength) const;
  void throwIfRefusing();
  void waitFor(uint32_t owner);
  void tellListeners();

  Counters& counters_;
  SlotPool& pool_;
  ExtentStore& store_;
  const FileOptions options_;
  const Failure outOfMemory_{FailureCode::outOfMemory, "no memory for an I/O thread's own records"};

  std::mutex mutex_;
  std::condition_variable work_;     // for I/O threads
  std::condition_variable room_;     // for callers that the write-behind window holds back
  std::condition_variable settled_;  // for callers that wait for a block's transfer
  std::vector<std::thread> threads_;
  bool stopping_ = false;
  bool readsFirst_ = true;           // when both wait: take turns
  BlockList writes_, reads_;         // transfers that no thread has begun
  BlockList evictable_;              // cached blocks that were read
  Block* filling_ = nullptr;         // the pack that small payloads are put into
  size_t writeWindowBytes_ = 0, readWindowBytes_ = 0;
  size_t queuedBytes_ = 0;
  unsigned heldBack_ = 0;            // callers in waitForRoom
  unsigned doomedTransfers_ = 0;     // blocks that an I/O thread writes or reads and that are nobody's any more
  uint64_t doomedEnded_ = 0;         // how many such transfers have ended and given their extents back
  struct Listener {
    std::function<void()> call;
    bool waiting = false;
  };
  std::unordered_map<uint32_t, Listener> listeners_;  // by owner
  unsigned waitingListeners_ = 0;
  std::optional<Failure> unreported_;  // a write found the disk full: for the next page-out
  std::optional<Failure> broken_;      // the device failed a write: for every later page-out
};

}  // namespace spillway
