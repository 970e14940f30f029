// What a backend does: takes over a payload's bytes, gives them back, forgets them. A payload belongs to one thread at a time
// (the thread whose attachment owns its handle), so no two of these calls ever meet on the same payload; they may meet on
// different payloads from different threads.
#pragma once
#include <cstdint>

#include "slot_pool.h"

namespace spillway {

enum class BackendName : uint8_t { swap, file };

/// Bytes that a caller hands over, in one piece or several. `lent` is set when they are one piece in a slot of this pager's.
struct Piece {
  const uint8_t* data;
  size_t byteLength;
};
struct Pieces {
  const Piece* items;
  size_t count;
  size_t byteLength;  // of all together, not 0
  Slot lent;
};

struct Range {
  uint64_t offset;
  uint64_t byteLength;
};

struct Block;

/// Where one payload is. A `swap` payload has a slot; a `file` payload is a range of a block; an empty one is nowhere.
struct Payload {
  BackendName backend = BackendName::swap;
  uint64_t byteLength = 0;
  Slot slot;
  Block* block = nullptr;
  uint32_t offset = 0;  // bytes into the block
};

class Backend {
 public:
  virtual ~Backend() = default;

  /// Takes the bytes over: copied, or (a lent slot that fits) kept where they are. On failure everything is as it was.
  virtual Payload pageout(Pieces pieces) = 0;

  /// Copies ranges, one after the other, to `target`.
  virtual void read(Payload& payload, const Range* ranges, size_t count, uint8_t* target) = 0;

  /// Brings the whole payload into a slot of its own, where nobody else reads or writes it, and returns that slot; it stays the
  /// payload's until `surrender`.
  virtual Slot load(Payload& payload) = 0;

  /// Ends the payload; the slot that `load` returned is the caller's.
  virtual void surrender(Payload& payload) = 0;

  /// Ends the payload and its bytes.
  virtual void discard(Payload& payload) = 0;

  virtual void prefetch(Payload& payload) = 0;

  /// Whether `load` and `read` would not wait for the disk. If not, the bytes are on their way, and the owner's listener hears.
  virtual bool isReady(Payload& payload, uint32_t owner) = 0;
};

/// Copies the pieces, one after the other, to `target`.
inline void gather(const Pieces& pieces, uint8_t* target) {
  for (size_t i = 0; i < pieces.count; i++) {
    if (pieces.items[i].byteLength > 0) __builtin_memcpy(target, pieces.items[i].data, pieces.items[i].byteLength);
    target += pieces.items[i].byteLength;
  }
}

}  // namespace spillway
