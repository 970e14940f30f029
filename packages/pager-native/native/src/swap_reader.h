// Reads swapped-out memory ahead of its use, on a thread of its own: the kernel makes room for what comes in by writing out
// something else, on the time of whoever asks, and that is most of what swapping costs.
#pragma once
#include <condition_variable>
#include <cstddef>
#include <cstdint>
#include <deque>
#include <mutex>
#include <thread>

#include "sys.h"

namespace spillway {

class SwapReader {
 public:
  explicit SwapReader(Sys& sys) : sys_(sys) {}
  ~SwapReader() { stop(); }

  /// Asks for the pages from `begin` on, soon. They must stay mapped until `withdraw`, or `stop`.
  void request(uint8_t* begin, size_t byteLength);
  /// Ends the request for the pages from `begin` on, if there is one. When the thread has not come to it, they are asked for here
  /// and now if they are `needed`; while the thread is at it, this waits.
  void withdraw(uint8_t* begin, bool needed);
  /// Ends the thread and all requests.
  void stop();

 private:
  struct Request {
    uint8_t* begin;
    size_t byteLength;
  };

  bool startThread();
  bool remember(const Request& request);
  void runThread();
  void ask(const Request& request);
  std::deque<Request>::iterator find(const uint8_t* begin);

  Sys& sys_;
  std::mutex mutex_;                // guards what follows
  std::condition_variable wanted_;  // for the thread
  std::condition_variable asked_;   // for whoever waits for the thread
  std::deque<Request> requests_;
  uint8_t* asking_ = nullptr;       // what the thread is at
  std::thread thread_;
  bool stopping_ = false;
};

}  // namespace spillway
