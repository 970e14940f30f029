#include "swap_reader.h"

#include <algorithm>
#include <new>

#include "io_thread.h"

namespace spillway {

void SwapReader::request(uint8_t* begin, size_t byteLength) {
  {
    std::lock_guard<std::mutex> lock(mutex_);
    if (asking_ == begin || find(begin) != requests_.end()) return;
    if (startThread() && remember({begin, byteLength})) {
      wanted_.notify_one();
      return;
    }
  }
  ask({begin, byteLength});
}

void SwapReader::withdraw(uint8_t* begin, bool needed) {
  Request request;
  {
    std::unique_lock<std::mutex> lock(mutex_);
    asked_.wait(lock, [&] { return asking_ != begin; });
    auto found = find(begin);
    if (found == requests_.end()) return;
    request = *found;
    requests_.erase(found);
  }
  if (needed) ask(request);
}

void SwapReader::stop() {
  {
    std::lock_guard<std::mutex> lock(mutex_);
    stopping_ = true;
    requests_.clear();
    wanted_.notify_all();
  }
  if (thread_.joinable()) thread_.join();
}

// Without a thread, or memory for the request, whoever asks does it: prefetching never fails.
bool SwapReader::startThread() {
  if (thread_.joinable()) return true;
  try {
    thread_ = startIoThread([this] { runThread(); });
    return true;
  } catch (const std::exception&) {
    return false;
  }
}

bool SwapReader::remember(const Request& request) {
  try {
    requests_.push_back(request);
    return true;
  } catch (const std::bad_alloc&) {
    return false;
  }
}

void SwapReader::runThread() {
  std::unique_lock<std::mutex> lock(mutex_);
  for (;;) {
    wanted_.wait(lock, [this] { return stopping_ || !requests_.empty(); });
    if (stopping_) return;
    Request request = requests_.front();
    requests_.pop_front();
    asking_ = request.begin;
    lock.unlock();
    ask(request);
    lock.lock();
    asking_ = nullptr;
    asked_.notify_all();
  }
}

void SwapReader::ask(const Request& request) { sys_.madvise(request.begin, request.byteLength, MADV_WILLNEED); }

std::deque<SwapReader::Request>::iterator SwapReader::find(const uint8_t* begin) {
  return std::find_if(requests_.begin(), requests_.end(), [begin](const Request& request) { return request.begin == begin; });
}

}  // namespace spillway
