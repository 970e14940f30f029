// The unit in which the `file` backend reads and writes, and the story of who owns its memory when.
//
// A block is one large payload, or a pack of many small ones. It may have a slot (its bytes are in memory), an extent (its bytes
// are, or will be, on disk), or both:
//
//                    seal            I/O thread           success
//     [filling] ----------> [queued] ----------> [writing] ------> [stored]  (slot freed)
//      packs only              |                    |               |    ^
//                              | load               | failure       |    | read failed, or evicted
//                              v                    v        prefetch    |
//                            [kept] <------------ [kept]            v    |
//                         memory only                           [reading] ------> [cached]
//                                                                          I/O    memory and disk
//
// - `live` counts the payloads in it. A payload ends when it is taken or closed; a block with none left is nobody's.
// - While the state is `writing` or `reading`, slot and extent belong to an I/O thread. Whoever ends the last payload then only
//   decrements `live`; the I/O thread frees both when its transfer has ended. So an extent is never reused under a write that
//   is still on its way, and a slot never under a transfer.
// - A thread that copies out of the slot holds a pin, a thread that copies into a pack is a filler, both without the lock; nothing
//   is freed under them. `settle` is the one place that frees, and everyone who changes live, pins, fillers or state calls it.
// - The slot is freed only after the write has succeeded. After a failed write the block is `kept`: its bytes are in memory, and
//   its payloads work as before.
// - A payload that is taken while its block is being written is copied: the caller's memory is then the caller's alone.
//
// All fields are guarded by the backend's mutex, except that the bytes of a slot are read without it under a pin.
#pragma once
#include <memory>
#include <optional>
#include <vector>

#include "extent_store.h"
#include "failure.h"
#include "slot_pool.h"

namespace spillway {

enum class BlockState : uint8_t { filling, queued, writing, stored, reading, cached, kept };

struct Block {
  BlockState state = BlockState::kept;
  bool isPack = false;
  bool inWriteWindow = false;  // its bytes count against writeBehindBytes
  bool inReadWindow = false;   // its bytes count against readAheadBytes
  bool touched = false;        // read since it was cached: may be evicted for another prefetch
  bool wanted = false;         // prefetched while it was being written: keep the memory
  bool awaited = false;        // a synchronous page-out waits for the write and reports its failure
  bool readFailed = false;     // by an I/O thread: the next one to need the bytes reads them itself, and reports
  uint32_t live = 0;
  uint32_t pins = 0;
  uint32_t fillers = 0;
  size_t byteLength = 0;  // what is written; of a pack, how far it is filled
  uint64_t liveBytes = 0;
  Slot slot;
  Extent extent;
  std::unique_ptr<uint32_t[]> checksums;  // one per checksumBlockBytes, made when it was written
  std::optional<Failure> failure;
  Block* previous = nullptr;  // of the one list that it may be on
  Block* next = nullptr;
};

/// A queue of blocks, linked through the blocks themselves: a payload that is taken leaves the middle of it in no time.
class BlockList {
 public:
  bool empty() const { return !first_; }
  Block* first() const { return first_; }

  void pushBack(Block* block) {
    block->previous = last_;
    block->next = nullptr;
    (last_ ? last_->next : first_) = block;
    last_ = block;
  }

  void remove(Block* block) {
    (block->previous ? block->previous->next : first_) = block->next;
    (block->next ? block->next->previous : last_) = block->previous;
    block->previous = block->next = nullptr;
  }

  Block* popFront() {
    Block* block = first_;
    remove(block);
    return block;
  }

  /// True when `block`, which is on this list or on none, is on it.
  bool has(const Block* block) const { return first_ == block || block->previous; }

 private:
  Block* first_ = nullptr;
  Block* last_ = nullptr;
};

/// Collects what is to be freed while the lock is held, and frees it when it goes out of scope: declare it before the lock. It
/// allocates nothing, because freeing must not fail; what it has no room for is freed under the lock.
class Garbage {
 public:
  Garbage(SlotPool& pool, ExtentStore& store) : pool_(pool), store_(store) {}
  Garbage(const Garbage&) = delete;
  Garbage& operator=(const Garbage&) = delete;
  ~Garbage() { free(); }
  void free() {
    while (slotCount_ > 0) pool_.free(slots_[--slotCount_]);
    while (extentCount_ > 0) store_.free(extents_[--extentCount_]);
  }
  /// Takes what is there: afterwards the argument names nothing.
  void add(Slot& slot) {
    if (slot && slotCount_ == room) pool_.free(slot);
    else if (slot) slots_[slotCount_++] = slot;
    slot = {};
  }
  void add(Extent& extent) {
    if (extent && extentCount_ == room) store_.free(extent);
    else if (extent) extents_[extentCount_++] = extent;
    extent = {};
  }

 private:
  static constexpr size_t room = 8;

  SlotPool& pool_;
  ExtentStore& store_;
  Slot slots_[room];
  Extent extents_[room];
  size_t slotCount_ = 0, extentCount_ = 0;
};

}  // namespace spillway
