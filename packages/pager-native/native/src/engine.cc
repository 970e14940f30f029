// The handle table. An entry is found under the lock and used without it: only the thread of its owner may use it.
#include "engine.h"

#include <random>

namespace spillway {
namespace {

constexpr unsigned indexBits = 26;          // 67 million live handles
constexpr uint32_t generationMask = (1u << 27) - 1;  // index and generation together have 53 bits
constexpr OwnerId nobody = 0;

uint32_t indexOf(HandleId handle) { return static_cast<uint32_t>(handle & ((1u << indexBits) - 1)); }
uint32_t generationOf(HandleId handle) { return static_cast<uint32_t>(handle >> indexBits); }
HandleId idOf(uint32_t index, uint32_t generation) { return (HandleId{generation} << indexBits) | index; }
uint32_t next(uint32_t generation) { return generation == generationMask ? 1 : generation + 1; }

}  // namespace

Engine::Engine(const EngineOptions& options, std::unique_ptr<Sys> sys)
    : sys_(std::move(sys)),
      pool_(*sys_, counters_, options.warmBytes),
      store_(std::make_unique<ExtentStore>(
          *sys_, counters_, ScratchDirectory(*sys_, options.scratchDirectories, options.allowMemoryScratch),
          options.scratchLimitBytes)),
      swap_(*sys_, counters_, pool_, options.swapAdvice),
      file_(std::make_unique<FileBackend>(counters_, pool_, *store_, options.file)) {}

Engine::~Engine() = default;

OwnerId Engine::attach() {
  std::lock_guard<std::mutex> lock(mutex_);
  if (ended_) throw Failure(FailureCode::unknownToken, "the pager of this token is closed");
  attachments_++;
  return ++lastOwner_;
}

void Engine::detach(OwnerId owner) {
  bool last;
  {
    std::lock_guard<std::mutex> lock(mutex_);
    last = --attachments_ == 0;
    ended_ = last;
  }
  file_->listen(owner, {});
  for (uint32_t index = 0;; index++) {
    HandleId handle;
    {
      std::lock_guard<std::mutex> lock(mutex_);
      if (index == entries_.size()) break;
      const Entry& entry = entries_[index];
      // What was disowned and never adopted ends with the engine.
      if (!entry.live || (entry.owner != owner && !(last && entry.owner == nobody))) continue;
      handle = idOf(index, entry.generation);
      entries_[index].owner = owner;
    }
    close(owner, handle);
  }
  if (!last) return;
  swap_.stop();
  file_->stop();
  file_.reset();
  store_.reset();
}

HandleId Engine::pageout(OwnerId owner, BackendName backend, const Piece* items, size_t count) {
  Pieces pieces{items, count, 0, {}};
  for (const Piece* piece = items; piece < items + count; piece++) pieces.byteLength += piece->byteLength;
  if (count == 1) pieces.lent = pool_.findLent(items->data);
  Payload payload;
  payload.backend = backend;
  uint32_t index = claimEntry();
  try {
    if (pieces.byteLength > 0) payload = backendOf(payload).pageout(pieces);
    else if (pieces.lent) pool_.giveBack(pieces.lent);
  } catch (...) {
    std::lock_guard<std::mutex> lock(mutex_);
    freeEntries_.push_back(index);
    throw;
  }
  std::lock_guard<std::mutex> lock(mutex_);
  Entry& entry = entries_[index];
  entry.payload = payload;
  entry.owner = owner;
  entry.live = true;
  counters_.liveHandles.add(1);
  return idOf(index, entry.generation);
}

void Engine::read(OwnerId owner, HandleId handle, const Range* ranges, size_t count, uint8_t* target) {
  Payload& payload = entryOf(owner, handle).payload;
  if (payload.byteLength > 0 && count > 0) backendOf(payload).read(payload, ranges, count, target);
}

void Engine::prefetch(OwnerId owner, HandleId handle) {
  Payload& payload = entryOf(owner, handle).payload;
  if (payload.byteLength > 0) backendOf(payload).prefetch(payload);
}

Slot Engine::load(OwnerId owner, HandleId handle) {
  Payload& payload = entryOf(owner, handle).payload;
  return payload.byteLength > 0 ? backendOf(payload).load(payload) : Slot{};
}

void Engine::surrender(OwnerId owner, HandleId handle) {
  Payload& payload = entryOf(owner, handle).payload;
  if (payload.byteLength > 0) backendOf(payload).surrender(payload);
  remove(handle);
}

bool Engine::close(OwnerId owner, HandleId handle) {
  Payload* payload;
  {
    std::lock_guard<std::mutex> lock(mutex_);
    if (indexOf(handle) >= entries_.size()) return false;
    Entry& entry = entries_[indexOf(handle)];
    if (!entry.live || entry.generation != generationOf(handle) || entry.owner != owner) return false;
    payload = &entry.payload;
  }
  if (payload->byteLength > 0) backendOf(*payload).discard(*payload);
  remove(handle);
  return true;
}

bool Engine::closeLeaked(OwnerId owner, HandleId handle) {
  if (!close(owner, handle)) return false;
  counters_.handlesLeaked.add(1);
  return true;
}

bool Engine::isReady(OwnerId owner, HandleId handle) {
  Payload& payload = entryOf(owner, handle).payload;
  return payload.byteLength == 0 || backendOf(payload).isReady(payload, owner);
}

bool Engine::hasRoom(OwnerId owner, BackendName backend, size_t byteLength) {
  return backend == BackendName::swap || byteLength == 0 || file_->hasRoom(byteLength, owner);
}

void Engine::listen(OwnerId owner, std::function<void()> listener) { file_->listen(owner, std::move(listener)); }

uint64_t Engine::disown(OwnerId owner, HandleId handle) {
  Entry& entry = entryOf(owner, handle);
  std::random_device random;
  std::lock_guard<std::mutex> lock(mutex_);
  uint64_t name;
  do name = (uint64_t{random()} << 32) | random();
  while (disowned_.count(name) != 0);
  // Under another id: the old one is of an object that will be collected, also after its owner has adopted the payload again.
  uint32_t generation = next(entry.generation);
  disowned_[name] = idOf(indexOf(handle), generation);
  entry.generation = generation;
  entry.owner = nobody;
  return name;
}

Engine::Adopted Engine::adopt(OwnerId owner, uint64_t name) {
  std::lock_guard<std::mutex> lock(mutex_);
  auto found = disowned_.find(name);
  if (found == disowned_.end()) {
    throw Failure(FailureCode::unknownToken, "no handle is waiting under this token: it was attached before, or is another pager's");
  }
  HandleId handle = found->second;
  disowned_.erase(found);
  Entry& entry = entries_[indexOf(handle)];
  entry.owner = owner;
  return Adopted{handle, entry.payload.backend, entry.payload.byteLength};
}

Backend& Engine::backendOf(const Payload& payload) {
  if (payload.backend == BackendName::file) return *file_;
  return swap_;
}

Engine::Entry& Engine::entryOf(OwnerId owner, HandleId handle) {
  std::lock_guard<std::mutex> lock(mutex_);
  uint32_t index = indexOf(handle);
  bool known = index < entries_.size() && entries_[index].live && entries_[index].generation == generationOf(handle) &&
               entries_[index].owner == owner;
  if (!known) throw Failure(FailureCode::closed, "this handle has ended");
  return entries_[index];
}

// An entry that nobody sees yet. All that a handle will need is allocated here, so that nothing fails once a backend has the bytes.
uint32_t Engine::claimEntry() {
  std::lock_guard<std::mutex> lock(mutex_);
  if (freeEntries_.empty()) {
    if (entries_.size() == size_t{1} << indexBits) throw Failure(FailureCode::outOfMemory, "too many live handles");
    if (freeEntries_.capacity() <= entries_.size()) freeEntries_.reserve(2 * entries_.size() + 64);
    entries_.emplace_back();
    return static_cast<uint32_t>(entries_.size() - 1);
  }
  uint32_t index = freeEntries_.back();
  freeEntries_.pop_back();
  return index;
}

void Engine::remove(HandleId handle) {
  std::lock_guard<std::mutex> lock(mutex_);
  Entry& entry = entries_[indexOf(handle)];
  entry.live = false;
  entry.generation = next(entry.generation);
  freeEntries_.push_back(indexOf(handle));
  counters_.liveHandles.add(-1);
}

}  // namespace spillway
