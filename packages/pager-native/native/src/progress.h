// How an I/O thread tells JavaScript that something moved. When an environment ends, the function that it calls may be freed before
// the attachment that made it is finalized: whoever of the two comes first closes this, and nobody calls the function afterwards.
#pragma once
#include <functional>
#include <mutex>
#include <utility>

namespace spillway {

class Progress {
 public:
  explicit Progress(std::function<void()> notify) : notify_(std::move(notify)) {}

  void notify() {
    std::lock_guard<std::mutex> lock(mutex_);
    if (open_) notify_();
  }

  /// True for the first caller, who may still use the function.
  bool close() {
    std::lock_guard<std::mutex> lock(mutex_);
    return std::exchange(open_, false);
  }

  bool open() {
    std::lock_guard<std::mutex> lock(mutex_);
    return open_;
  }

 private:
  std::mutex mutex_;
  bool open_ = true;
  std::function<void()> notify_;
};

}  // namespace spillway
