// The callers' side of the `file` backend. Everything that can fail (waiting, memory, scratch space) comes before the step that
// makes the payload, so a page-out that throws has changed nothing.
#include "file_backend.h"

#include <algorithm>
#include <cstring>
#include <utility>

#include "checksum.h"

namespace spillway {
namespace {

constexpr size_t packAlignment = 64;           // of payloads in a pack: a cache line
constexpr size_t bounceBytes = 1 * mebibyte;   // read at a time for ranged reads

size_t checksumCount(size_t byteLength) { return (byteLength + checksumBlockBytes - 1) / checksumBlockBytes; }

// Frees a slot or an extent unless it was handed on.
template <class Owner, class Resource>
struct Hold {
  Owner& owner;
  Resource resource;
  ~Hold() {
    if (resource) owner.free(resource);
  }
  Resource handOn() {
    Resource handed = resource;
    resource = {};
    return handed;
  }
};
using SlotHold = Hold<SlotPool, Slot>;
using ExtentHold = Hold<ExtentStore, Extent>;

}  // namespace

FileBackend::FileBackend(Counters& counters, SlotPool& pool, ExtentStore& store, FileOptions options)
    : counters_(counters), pool_(pool), store_(store), options_(options) {}

FileBackend::~FileBackend() {
  stop();
  if (!filling_) return;
  pool_.free(filling_->slot);
  delete filling_;
}

Payload FileBackend::pageout(Pieces pieces) {
  // A pack is not written before it is full, so where every page-out waits for its write there are none.
  bool packed = pieces.byteLength <= largestPackedBytes && options_.writeBehindBytes >= packBytes;
  return packed ? pageoutPacked(pieces) : pageoutAlone(pieces);
}

Payload FileBackend::pageoutAlone(Pieces& pieces) {
  auto block = std::make_unique<Block>();
  block->byteLength = pieces.byteLength;
  block->checksums = std::make_unique<uint32_t[]>(checksumCount(pieces.byteLength));
  {
    Lock lock(mutex_);
    startThreads();
    waitForRoom(lock, pieces.byteLength);
    enterWriteWindow(block.get());
  }
  size_t storedBytes = roundUp(pieces.byteLength, sectorBytes);
  // A slot of a larger class is not kept for few bytes: the write-behind window counts only those.
  bool moves = pieces.lent && pieces.lent.byteLength == slotBytesFor(storedBytes);
  try {
    ExtentHold extent{store_, allocateExtent(pieces.byteLength)};
    block->slot = moves ? pieces.lent : pool_.allocate(storedBytes);
    block->extent = extent.handOn();
  } catch (...) {
    Lock lock(mutex_);
    leaveWriteWindow(block.get());
    throw;
  }
  if (!moves) gather(pieces, block->slot.data);
  if (pieces.lent) pool_.hold(pieces.lent);

  Payload payload;
  payload.backend = BackendName::file;
  payload.byteLength = pieces.byteLength;
  payload.block = block.release();
  Block* written = payload.block;
  Garbage garbage(pool_, store_);
  Lock lock(mutex_);
  written->live = 1;
  written->liveBytes = payload.byteLength;
  written->awaited = options_.writeBehindBytes == 0;
  bytesIn(written->state).add(static_cast<int64_t>(payload.byteLength));
  enqueueWrite(written, garbage);
  if (written->awaited) {
    settled_.wait(lock, [&] { return written->state != BlockState::queued && written->state != BlockState::writing; });
    if (written->failure) {
      Failure failure = *written->failure;
      if (pieces.lent) pool_.returnToBorrower(pieces.lent);
      if (moves) written->slot = {};
      endPayload(payload, garbage);
      throw failure;
    }
  }
  if (pieces.lent && !moves) garbage.add(pieces.lent);
  return payload;
}

// An extent, or the failure that says why not. Extents whose payloads ended during a transfer come free when that ends, and a pack
// in which nothing is left gives up its own.
Extent FileBackend::allocateExtent(size_t byteLength) {
  for (;;) {
    uint64_t ended;
    {
      Lock lock(mutex_);
      ended = doomedEnded_;
    }
    try {
      return store_.allocate(byteLength);
    } catch (const Failure& failure) {
      Garbage garbage(pool_, store_);
      Lock lock(mutex_);
      if (failure.code != FailureCode::noSpace) throw;
      if (filling_ && filling_->live == 0 && filling_->fillers == 0) {
        Block* empty = std::exchange(filling_, nullptr);
        settle(empty, garbage);
        continue;
      }
      if (doomedTransfers_ == 0 && ended == doomedEnded_) throw;
      settled_.wait(lock, [&] { return ended != doomedEnded_; });
    }
  }
}

Payload FileBackend::pageoutPacked(Pieces& pieces) {
  Payload payload;
  payload.backend = BackendName::file;
  payload.byteLength = pieces.byteLength;
  Garbage garbage(pool_, store_);
  Lock lock(mutex_);
  startThreads();
  Block* pack = packWithRoom(lock, pieces.byteLength, garbage);
  payload.block = pack;
  payload.offset = static_cast<uint32_t>(pack->byteLength);
  pack->byteLength = roundUp(pack->byteLength + pieces.byteLength, packAlignment);
  pack->live++;
  pack->liveBytes += pieces.byteLength;
  counters_.writing.add(static_cast<int64_t>(pieces.byteLength));
  pack->fillers++;
  lock.unlock();
  gather(pieces, pack->slot.data + payload.offset);
  if (pieces.lent) pool_.hold(pieces.lent);
  lock.lock();
  // Another thread may have sealed the pack meanwhile; the last one to fill it sends it off.
  if (--pack->fillers == 0 && pack != filling_) enqueueWrite(pack, garbage);
  if (pieces.lent) garbage.add(pieces.lent);
  return payload;
}

// The pack that is being filled, or a new one in its place. The lock is not held while a new one gets its memory and its room
// on disk, so the question is asked again afterwards.
Block* FileBackend::packWithRoom(Lock& lock, size_t byteLength, Garbage& garbage) {
  std::unique_ptr<Block> fresh;
  ExtentHold extent{store_, {}};
  SlotHold slot{pool_, {}};
  for (;;) {
    throwIfRefusing();
    if (filling_ && filling_->byteLength + byteLength <= packBytes) return filling_;
    if (filling_) {
      Block* full = filling_;
      waitForRoom(lock, packBytes);
      if (filling_ == full && full->byteLength + byteLength > packBytes) seal(full, garbage);
      continue;
    }
    if (fresh) {
      fresh->slot = slot.handOn();
      fresh->extent = extent.handOn();
      return filling_ = fresh.release();
    }
    lock.unlock();
    try {
      fresh = std::make_unique<Block>();
      fresh->state = BlockState::filling;
      fresh->isPack = true;
      fresh->checksums = std::make_unique<uint32_t[]>(checksumCount(packBytes));
      extent.resource = allocateExtent(packBytes);
      slot.resource = pool_.allocate(packBytes);
    } catch (...) {
      lock.lock();
      throw;
    }
    lock.lock();
  }
}

void FileBackend::seal(Block* block, Garbage& garbage) {
  filling_ = nullptr;
  enterWriteWindow(block);
  if (block->fillers == 0) enqueueWrite(block, garbage);
}

void FileBackend::read(Payload& payload, const Range* ranges, size_t count, uint8_t* target) {
  Garbage garbage(pool_, store_);
  Lock lock(mutex_);
  Block* block = payload.block;
  waitForTransfer(lock, block);
  if (!block->slot) {
    counters_.prefetchMisses.add(1);
    lock.unlock();
    return readStored(*block, payload.offset, ranges, count, target);
  }
  if (block->state == BlockState::cached) {
    counters_.prefetchHits.add(1);
    if (block->inReadWindow && !block->touched) {
      block->touched = true;
      evictable_.pushBack(block);
    }
  }
  block->pins++;
  lock.unlock();
  const uint8_t* source = block->slot.data + payload.offset;
  for (size_t i = 0; i < count; i++) {
    std::memcpy(target, source + ranges[i].offset, ranges[i].byteLength);
    target += ranges[i].byteLength;
  }
  lock.lock();
  block->pins--;
  trimReadWindow(garbage);
  settle(block, garbage);
}

Slot FileBackend::load(Payload& payload) {
  Lock lock(mutex_);
  Block* block = payload.block;
  waitForTransfer(lock, block);
  if (block->isPack || block->state == BlockState::writing) {
    lock.unlock();
    return moveOut(payload);
  }
  if (block->state == BlockState::queued) {
    dequeueWrite(block);
    leaveWriteWindow(block);
    counters_.writesElided.add(1);
    setState(block, BlockState::kept);
  } else if (block->state == BlockState::cached) {
    counters_.prefetchHits.add(1);
    leaveReadWindow(block);  // and cannot be evicted any more
  } else if (block->state == BlockState::stored) {
    counters_.prefetchMisses.add(1);
    lock.unlock();
    SlotHold slot{pool_, pool_.allocate(roundUp(block->byteLength, sectorBytes))};
    readPiece(*block, 0, slot.resource.data, block->byteLength);
    lock.lock();
    block->slot = slot.handOn();
    setState(block, BlockState::cached);
  }
  return block->slot;
}

// Copies the payload to a block of its own that nobody writes, and leaves the old one to its other payloads or its writer.
Slot FileBackend::moveOut(Payload& payload) {
  SlotHold slot{pool_, pool_.allocate(roundUp(payload.byteLength, sectorBytes))};
  Range all{0, payload.byteLength};
  read(payload, &all, 1, slot.resource.data);
  auto moved = std::make_unique<Block>();
  moved->byteLength = payload.byteLength;
  moved->live = 1;
  moved->liveBytes = payload.byteLength;
  Garbage garbage(pool_, store_);
  Lock lock(mutex_);
  moved->slot = slot.handOn();
  endPayload(payload, garbage);
  payload.block = moved.release();
  payload.offset = 0;
  bytesIn(payload.block->state).add(static_cast<int64_t>(payload.byteLength));
  return payload.block->slot;
}

void FileBackend::surrender(Payload& payload) {
  Garbage garbage(pool_, store_);
  Lock lock(mutex_);
  payload.block->slot = {};
  endPayload(payload, garbage);
}

void FileBackend::discard(Payload& payload) {
  Garbage garbage(pool_, store_);
  Lock lock(mutex_);
  BlockState state = payload.block->state;
  if (state == BlockState::filling || state == BlockState::queued) counters_.writesElided.add(1);
  endPayload(payload, garbage);
}

void FileBackend::prefetch(Payload& payload) {
  Garbage garbage(pool_, store_);
  Lock lock(mutex_);
  Block* block = payload.block;
  if (block->state == BlockState::queued || block->state == BlockState::writing) block->wanted = true;
  if (block->state != BlockState::stored || !enterReadWindow(block, garbage, false)) return;
  if (block->slot) return setState(block, BlockState::cached);  // a reader still holds it
  startRead(block);
}

bool FileBackend::isReady(Payload& payload, uint32_t owner) {
  Garbage garbage(pool_, store_);
  Lock lock(mutex_);
  Block* block = payload.block;
  if (block->state == BlockState::stored && !block->slot && !block->readFailed) {
    // Nobody asks for more of these at once than it wants to hold, so the window does not stop them; but they count.
    enterReadWindow(block, garbage, true);
    startRead(block);
  }
  if (block->state != BlockState::reading) {
    block->readFailed = false;  // the caller reads now; the time after that may go better
    return true;
  }
  waitFor(owner);
  return false;
}

// Ranged reads go through a slot of their own in pieces of whole checksum blocks; ranges that lie in the piece that was read
// last cost no further read.
void FileBackend::readStored(const Block& block, uint64_t base, const Range* ranges, size_t count, uint8_t* target) {
  SlotHold bounce{pool_, pool_.allocate(std::min(bounceBytes, roundUp(block.byteLength, sectorBytes)))};
  uint64_t pieceBegin = 0, pieceEnd = 0;
  for (size_t i = 0; i < count; i++) {
    uint64_t position = base + ranges[i].offset, end = position + ranges[i].byteLength;
    while (position < end) {
      if (position < pieceBegin || position >= pieceEnd) {
        pieceBegin = position / checksumBlockBytes * checksumBlockBytes;
        pieceEnd = std::min<uint64_t>({roundUp(end, checksumBlockBytes), pieceBegin + bounceBytes, block.byteLength});
        readPiece(block, pieceBegin, bounce.resource.data, pieceEnd - pieceBegin);
      }
      size_t length = std::min(end, pieceEnd) - position;
      std::memcpy(target, bounce.resource.data + (position - pieceBegin), length);
      target += length;
      position += length;
    }
  }
}

// Reads and verifies [begin, begin + byteLength) of the block: whole checksum blocks, but for the end of the last one.
void FileBackend::readPiece(const Block& block, uint64_t begin, uint8_t* target, size_t byteLength) {
  store_.read(block.extent, begin, target, roundUp(byteLength, sectorBytes));
  for (size_t done = 0; done < byteLength; done += checksumBlockBytes) {
    size_t length = std::min(checksumBlockBytes, byteLength - done);
    if (checksum(target + done, length) == block.checksums[(begin + done) / checksumBlockBytes]) continue;
    counters_.checksumFailures.add(1);
    throw Failure(FailureCode::corruptPage, "stored bytes are not the bytes that were written: checksum mismatch")
        .at(static_cast<int64_t>(block.extent.offset + begin + done), static_cast<int64_t>(length));
  }
}

// Waits while an I/O thread reads the block. A read that no thread has begun is called off: the caller is faster by itself.
void FileBackend::waitForTransfer(Lock& lock, Block* block) {
  if (block->state == BlockState::reading && reads_.has(block)) {
    reads_.remove(block);
    leaveReadWindow(block);
    setState(block, BlockState::stored);
    tellListeners();  // another owner of a pack may have waited for this read
  }
  settled_.wait(lock, [block] { return block->state != BlockState::reading; });
}

void FileBackend::endPayload(Payload& payload, Garbage& garbage) {
  Block* block = payload.block;
  block->live--;
  block->liveBytes -= payload.byteLength;
  bytesIn(block->state).add(-static_cast<int64_t>(payload.byteLength));
  if (block->live == 0) leaveWriteWindow(block);
  if (block->live == 0 && inTransfer(block)) doomedTransfers_++;
  settle(block, garbage);
}

}  // namespace spillway
