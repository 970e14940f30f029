// The one table that the process has: from posted tokens to engines. It holds what was shared and nothing else, and holds it
// weakly: a token keeps no engine alive.
#pragma once
#include <memory>
#include <string>

#include "engine.h"

namespace spillway {

/// The token of this engine, the same every time. It cannot be guessed.
std::string shareEngine(const std::shared_ptr<Engine>& engine);

/// Throws Failure unknownToken.
std::shared_ptr<Engine> findSharedEngine(const std::string& token);

}  // namespace spillway
