// Advice goes to whole pages inside the payload only, and `cold` to whole huge pages only: below that it costs more than the
// rest of the page-out and splits the huge page. What `pageout` did is read from the page table, because the kernel may skip
// pages and still report success.
#include "swap_backend.h"

#include <algorithm>
#include <cstring>

namespace spillway {
namespace {

constexpr int pageoutAttempts = 3;

struct Pages {
  uint8_t* begin;
  size_t byteLength;
};

// The whole units of `unit` bytes that lie inside the bytes; rounded inward, so that no neighbour is ever advised.
Pages wholeUnits(uint8_t* data, size_t byteLength, size_t unit) {
  uintptr_t begin = roundUp(reinterpret_cast<uintptr_t>(data), unit);
  uintptr_t end = (reinterpret_cast<uintptr_t>(data) + byteLength) & ~(unit - 1);
  return {reinterpret_cast<uint8_t*>(begin), end > begin ? end - begin : 0};
}

}  // namespace

SwapBackend::SwapBackend(Sys& sys, Counters& counters, SlotPool& pool, SwapAdvice advice)
    : sys_(sys),
      counters_(counters),
      pool_(pool),
      advice_(advice),
      pageBytes_(sys.pageBytes()),
      reader_(sys) {
  if (advice == SwapAdvice::pageout) pagemap_ = sys.open("/proc/self/pagemap", O_RDONLY | O_CLOEXEC, 0);
}

SwapBackend::~SwapBackend() {
  if (pagemap_ >= 0) sys_.close(pagemap_);
}

Payload SwapBackend::pageout(Pieces pieces) {
  Payload payload;
  payload.backend = BackendName::swap;
  payload.byteLength = pieces.byteLength;
  // A slot of a larger class is not kept for few bytes: the payload may stay for long.
  bool moves = pieces.lent && pieces.lent.byteLength == slotBytesFor(pieces.byteLength);
  payload.slot = moves ? pieces.lent : pool_.allocate(pieces.byteLength);
  if (!moves) gather(pieces, payload.slot.data);
  if (moves) pool_.hold(pieces.lent);
  else if (pieces.lent) pool_.giveBack(pieces.lent);
  counters_.resident.add(static_cast<int64_t>(payload.byteLength));
  advise(payload.slot.data, pieces.byteLength);
  return payload;
}

void SwapBackend::read(Payload& payload, const Range* ranges, size_t count, uint8_t* target) {
  for (size_t i = 0; i < count; i++) {
    std::memcpy(target, payload.slot.data + ranges[i].offset, ranges[i].byteLength);
    target += ranges[i].byteLength;
  }
}

Slot SwapBackend::load(Payload& payload) {
  withdraw(payload, true);
  return payload.slot;
}

void SwapBackend::surrender(Payload& payload) { counters_.resident.add(-static_cast<int64_t>(payload.byteLength)); }

void SwapBackend::discard(Payload& payload) {
  withdraw(payload, false);
  surrender(payload);
  pool_.free(payload.slot);
}

void SwapBackend::prefetch(Payload& payload) {
  Pages pages = wholeUnits(payload.slot.data, payload.slot.byteLength, pageBytes_);
  if (pages.byteLength != 0) reader_.request(pages.begin, pages.byteLength);
}

// Ends a prefetch before the slot may go: advice must never meet memory that is not the pager's any more.
void SwapBackend::withdraw(const Payload& payload, bool needed) {
  Pages pages = wholeUnits(payload.slot.data, payload.slot.byteLength, pageBytes_);
  if (pages.byteLength != 0) reader_.withdraw(pages.begin, needed);
}

void SwapBackend::advise(uint8_t* data, size_t byteLength) {
  if (advice_ == SwapAdvice::pageout) return pageOutNow(data, byteLength);
  if (advice_ == SwapAdvice::none || byteLength < hugePageBytes) return;
  Pages pages = wholeUnits(data, byteLength, hugePageBytes);
  if (pages.byteLength != 0) sys_.madvise(pages.begin, pages.byteLength, MADV_COLD);
}

void SwapBackend::pageOutNow(uint8_t* data, size_t byteLength) {
  Pages pages = wholeUnits(data, byteLength, pageBytes_);
  if (pages.byteLength == 0) return;
  for (int attempt = 0; attempt < pageoutAttempts; attempt++) {
    if (sys_.madvise(pages.begin, pages.byteLength, MADV_PAGEOUT) == 0 &&
        presentPages(pages.begin, pages.byteLength) == 0) {
      return;
    }
    counters_.pageoutsDeclined.add(1);
  }
}

// Pages of the range that are in RAM, by /proc/self/pagemap (mincore would also count clean copies in the swap cache).
// When it cannot be read, every page counts as present: nothing was seen to leave.
size_t SwapBackend::presentPages(const uint8_t* begin, size_t byteLength) {
  constexpr uint64_t presentBit = uint64_t{1} << 63;
  size_t pages = byteLength / pageBytes_, present = 0;
  uint64_t entries[512];
  for (size_t page = 0; page < pages;) {
    size_t batch = std::min<size_t>(pages - page, std::size(entries));
    auto offset = static_cast<off_t>((reinterpret_cast<uintptr_t>(begin) / pageBytes_ + page) * sizeof(uint64_t));
    if (pagemap_ < 0 || sys_.pread(pagemap_, entries, batch * sizeof(uint64_t), offset) !=
                            static_cast<ssize_t>(batch * sizeof(uint64_t))) {
      return pages;
    }
    present += static_cast<size_t>(std::count_if(entries, entries + batch, [](uint64_t entry) { return entry & presentBit; }));
    page += batch;
  }
  return present;
}

}  // namespace spillway
