// The table is never destroyed: worker threads may still look into it while the process exits.
#include "shared_engines.h"

#include <random>
#include <sstream>

namespace spillway {
namespace {

struct Table {
  std::mutex mutex;
  std::unordered_map<std::string, std::weak_ptr<Engine>> engines;
};

Table& table() {
  static Table* const shared = new Table;
  return *shared;
}

}  // namespace

std::string shareEngine(const std::shared_ptr<Engine>& engine) {
  std::random_device random;
  std::ostringstream token;
  for (int word = 0; word < 4; word++) token << std::hex << random() << (word < 3 ? "-" : "");
  std::lock_guard<std::mutex> lock(table().mutex);
  auto& engines = table().engines;
  for (auto entry = engines.begin(); entry != engines.end();) {
    if (entry->second.lock() == engine) return entry->first;
    entry = entry->second.expired() ? engines.erase(entry) : std::next(entry);
  }
  engines[token.str()] = engine;
  return token.str();
}

std::shared_ptr<Engine> findSharedEngine(const std::string& token) {
  std::lock_guard<std::mutex> lock(table().mutex);
  auto found = table().engines.find(token);
  std::shared_ptr<Engine> engine = found == table().engines.end() ? nullptr : found->second.lock();
  if (!engine) throw Failure(FailureCode::unknownToken, "this token names no open pager of this process");
  return engine;
}

}  // namespace spillway
