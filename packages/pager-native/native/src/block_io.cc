// The I/O threads' side of the `file` backend: windows, queues, transfers, and the one place that frees (`settle`).
//
// Writing begins when more than half of the write-behind window is queued, or when a caller waits for room: what dies young
// never reaches the disk, and the disk still has as much to do as there are threads.
#include <algorithm>
#include <new>

#include "checksum.h"
#include "file_backend.h"
#include "io_thread.h"

namespace spillway {

void FileBackend::startThreads() {
  if (!threads_.empty()) return;
  threads_.reserve(options_.ioThreads);
  try {
    while (threads_.size() < options_.ioThreads) threads_.push_back(startIoThread([this] { runThread(); }));
  } catch (const std::system_error& error) {
    // With one thread everything works; without any, nothing does.
    if (!threads_.empty()) return;
    throw Failure::ofCall(FailureCode::outOfMemory, "cannot start an I/O thread", "pthread_create", error.code().value());
  }
}

void FileBackend::stop() {
  {
    Lock lock(mutex_);
    stopping_ = true;
    work_.notify_all();
  }
  for (std::thread& thread : threads_) thread.join();
  threads_.clear();
}

void FileBackend::runThread() {
  Lock lock(mutex_);
  for (;;) {
    work_.wait(lock, [this] { return stopping_ || !reads_.empty() || mayWrite(); });
    if (stopping_) return;
    bool readNow = !reads_.empty() && (readsFirst_ || !mayWrite());
    readsFirst_ = !readNow;
    if (readNow) readFirst(lock);
    else writeFirst(lock);
  }
}

bool FileBackend::mayWrite() const {
  return !writes_.empty() && (heldBack_ > 0 || waitingListeners_ > 0 || queuedBytes_ > options_.writeBehindBytes / 2);
}

void FileBackend::writeFirst(Lock& lock) {
  Garbage garbage(pool_, store_);
  Block* block = writes_.first();
  dequeueWrite(block);
  setState(block, BlockState::writing);
  lock.unlock();
  std::optional<Failure> failure;
  try {
    for (size_t done = 0; done < block->byteLength; done += checksumBlockBytes) {
      size_t length = std::min(checksumBlockBytes, block->byteLength - done);
      block->checksums[done / checksumBlockBytes] = checksum(block->slot.data + done, length);
    }
    store_.write(block->extent, block->slot.data, block->byteLength);
  } catch (const Failure& thrown) {
    failure = thrown;
    // A full disk may have given this extent's blocks away; a broken one is not asked again.
    if (thrown.code == FailureCode::noSpace) store_.retract(block->extent, {thrown.syscall, thrown.systemErrno});
  } catch (const std::bad_alloc&) {
    failure = outOfMemory_;
  }
  lock.lock();
  leaveWriteWindow(block);
  if (failure) {
    if (failure->code == FailureCode::io) broken_ = failure;
    if (failure->code != FailureCode::noSpace) garbage.add(block->extent);
    block->extent = {};
    if (block->awaited) block->failure = failure;
    else if (!broken_) unreported_ = failure;
    setState(block, BlockState::kept);
  } else if (block->wanted && block->live > 0 && enterReadWindow(block, garbage, false)) {
    setState(block, BlockState::cached);
  } else {
    setState(block, BlockState::stored);
  }
  bool doomed = block->live == 0;
  settle(block, garbage);
  lock.unlock();  // before the garbage is freed
  garbage.free();
  lock.lock();
  if (doomed) countDoomed();
  settled_.notify_all();
  tellListeners();
}

void FileBackend::countDoomed() {
  doomedTransfers_--;
  doomedEnded_++;
}

void FileBackend::readFirst(Lock& lock) {
  Garbage garbage(pool_, store_);
  Block* block = reads_.popFront();
  lock.unlock();
  Slot slot;
  bool done = false;
  try {
    slot = pool_.allocate(roundUp(block->byteLength, sectorBytes));
    readPiece(*block, 0, slot.data, block->byteLength);
    done = true;
  } catch (const std::exception&) {
    // Read-ahead is a favour: whoever needs the bytes reads them again and gets the failure.
  }
  lock.lock();
  if (done) {
    block->slot = slot;
  } else {
    garbage.add(slot);
    block->readFailed = true;
    leaveReadWindow(block);
  }
  setState(block, done ? BlockState::cached : BlockState::stored);
  bool doomed = block->live == 0;
  settled_.notify_all();
  tellListeners();
  settle(block, garbage);
  lock.unlock();
  garbage.free();
  lock.lock();
  if (!doomed) return;
  countDoomed();
  settled_.notify_all();
}

void FileBackend::enqueueWrite(Block* block, Garbage& garbage) {
  setState(block, BlockState::queued);
  if (block->live == 0) return settle(block, garbage);
  writes_.pushBack(block);
  queuedBytes_ += block->byteLength;
  if (mayWrite()) work_.notify_one();
}

void FileBackend::dequeueWrite(Block* block) {
  writes_.remove(block);
  queuedBytes_ -= block->byteLength;
}

void FileBackend::waitForRoom(Lock& lock, size_t byteLength) {
  throwIfRefusing();
  if (!windowIsFull(byteLength)) return;
  auto began = std::chrono::steady_clock::now();
  counters_.stalls.add(1);
  heldBack_++;
  work_.notify_all();
  room_.wait(lock, [&] { return !windowIsFull(byteLength); });
  heldBack_--;
  counters_.stallNanoseconds.add((std::chrono::steady_clock::now() - began) / std::chrono::nanoseconds(1));
  throwIfRefusing();
}

void FileBackend::enterWriteWindow(Block* block) {
  if (block->inWriteWindow) return;
  block->inWriteWindow = true;
  writeWindowBytes_ += block->byteLength;
}

void FileBackend::leaveWriteWindow(Block* block) {
  if (!block->inWriteWindow) return;
  block->inWriteWindow = false;
  writeWindowBytes_ -= block->byteLength;
  room_.notify_all();
  tellListeners();
}

bool FileBackend::windowIsFull(size_t byteLength) const {
  return writeWindowBytes_ > 0 && writeWindowBytes_ + byteLength > options_.writeBehindBytes;
}

bool FileBackend::hasRoom(size_t byteLength, uint32_t owner) {
  Lock lock(mutex_);
  // A small payload waits for room only when the pack that it would go into is full.
  bool packed = byteLength <= largestPackedBytes && options_.writeBehindBytes >= packBytes;
  if (packed && (!filling_ || filling_->byteLength + byteLength <= packBytes)) return true;
  if (unreported_ || broken_ || !windowIsFull(packed ? packBytes : byteLength)) return true;
  waitFor(owner);
  // A thread that waits in waitForRoom counts as one reason to write; so does a listener.
  work_.notify_all();
  return false;
}

void FileBackend::startRead(Block* block) {
  setState(block, BlockState::reading);
  reads_.pushBack(block);
  work_.notify_one();
}

// Makes room by dropping cached blocks that were read already; others are left alone, so that a prefetch never undoes another.
bool FileBackend::enterReadWindow(Block* block, Garbage& garbage, bool anyway) {
  auto full = [&] { return readWindowBytes_ > 0 && readWindowBytes_ + block->byteLength > options_.readAheadBytes; };
  while (full() && !evictable_.empty()) evict(evictable_.first(), garbage);
  if (full() && !anyway) return false;
  block->inReadWindow = true;
  readWindowBytes_ += block->byteLength;
  return true;
}

// Blocks that entered although the window was full leave as soon as they have been read.
void FileBackend::trimReadWindow(Garbage& garbage) {
  while (readWindowBytes_ > options_.readAheadBytes && !evictable_.empty()) evict(evictable_.first(), garbage);
}

void FileBackend::evict(Block* block, Garbage& garbage) {
  leaveReadWindow(block);
  setState(block, BlockState::stored);
  settle(block, garbage);
}

void FileBackend::leaveReadWindow(Block* block) {
  if (block->touched) evictable_.remove(block);
  block->touched = false;
  if (!block->inReadWindow) return;
  block->inReadWindow = false;
  readWindowBytes_ -= block->byteLength;
}

bool FileBackend::inTransfer(const Block* block) const {
  return block->state == BlockState::writing || (block->state == BlockState::reading && !reads_.has(block));
}

// Frees what a block no longer needs, and the block itself when it is nobody's.
void FileBackend::settle(Block* block, Garbage& garbage) {
  if (inTransfer(block) || block->pins > 0 || block->fillers > 0) return;
  if (block->live > 0) {
    if (block->state == BlockState::stored) {
      garbage.add(block->slot);
      block->slot = {};
    }
    return;
  }
  if (block == filling_) {
    block->byteLength = 0;  // nothing in it is needed: fill it from the start
    return;
  }
  if (block->state == BlockState::queued && writes_.has(block)) dequeueWrite(block);
  if (block->state == BlockState::reading) {
    reads_.remove(block);
    tellListeners();  // another owner of a pack may have waited for this read
  }
  leaveWriteWindow(block);
  leaveReadWindow(block);
  garbage.add(block->slot);
  garbage.add(block->extent);
  delete block;
}

void FileBackend::setState(Block* block, BlockState state) {
  bytesIn(block->state).add(-static_cast<int64_t>(block->liveBytes));
  bytesIn(state).add(static_cast<int64_t>(block->liveBytes));
  block->state = state;
}

Counter& FileBackend::bytesIn(BlockState state) {
  switch (state) {
    case BlockState::filling:
    case BlockState::queued:
    case BlockState::writing:
      return counters_.writing;
    case BlockState::stored:
      return counters_.stored;
    case BlockState::reading:
      return counters_.reading;
    default:
      return counters_.resident;
  }
}

void FileBackend::listen(uint32_t owner, std::function<void()> listener) {
  Lock lock(mutex_);
  auto found = listeners_.find(owner);
  if (found != listeners_.end() && found->second.waiting) waitingListeners_--;
  if (listener) listeners_[owner] = {std::move(listener), false};
  else if (found != listeners_.end()) listeners_.erase(found);
}

void FileBackend::waitFor(uint32_t owner) {
  Listener& listener = listeners_[owner];
  if (!listener.waiting) waitingListeners_++;
  listener.waiting = true;
}

void FileBackend::tellListeners() {
  if (waitingListeners_ == 0) return;
  for (auto& entry : listeners_) {
    if (!entry.second.waiting) continue;
    entry.second.waiting = false;
    if (entry.second.call) entry.second.call();
  }
  waitingListeners_ = 0;
}

void FileBackend::throwIfRefusing() {
  if (unreported_) {
    Failure failure = *unreported_;
    unreported_.reset();
    throw failure;
  }
  if (broken_) throw *broken_;
}

}  // namespace spillway
