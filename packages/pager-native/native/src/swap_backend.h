// The `swap` backend: bytes stay in slots, and the kernel is told that they are cold, or will be needed. It moves nothing itself.
#pragma once
#include "backend.h"
#include "swap_reader.h"

namespace spillway {

enum class SwapAdvice : uint8_t { cold, pageout, none };

class SwapBackend : public Backend {
 public:
  SwapBackend(Sys& sys, Counters& counters, SlotPool& pool, SwapAdvice advice);
  ~SwapBackend() override;

  Payload pageout(Pieces pieces) override;
  void read(Payload& payload, const Range* ranges, size_t count, uint8_t* target) override;
  Slot load(Payload& payload) override;
  void surrender(Payload& payload) override;
  void discard(Payload& payload) override;
  void prefetch(Payload& payload) override;
  bool isReady(Payload&, uint32_t) override { return true; }

  /// Ends the thread that reads ahead. No payload may be left.
  void stop() { reader_.stop(); }

 private:
  void withdraw(const Payload& payload, bool needed);
  void advise(uint8_t* data, size_t byteLength);
  void pageOutNow(uint8_t* data, size_t byteLength);
  size_t presentPages(const uint8_t* begin, size_t byteLength);

  Sys& sys_;
  Counters& counters_;
  SlotPool& pool_;
  const SwapAdvice advice_;
  const size_t pageBytes_;
  int pagemap_ = -1;
  SwapReader reader_;
};

}  // namespace spillway
