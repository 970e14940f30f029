// The checksum: both ways agree, and every small change shows.
#include "checksum.h"

#include <algorithm>

#include "harness.h"

using namespace spillway;
using namespace spillway::test;

SPILLWAY_TEST(checksumsAgree, "the processor's checksum is the portable one, at every length and alignment") {
  std::vector<uint8_t> bytes = pattern(70000, 1);
  for (size_t length = 0; length < 300; length++) {
    for (size_t start = 0; start < 9; start++) {
      CHECK(checksum(bytes.data() + start, length) == checksumPortable(bytes.data() + start, length));
    }
  }
  CHECK(checksum(bytes.data(), bytes.size()) == checksumPortable(bytes.data(), bytes.size()));
}

SPILLWAY_TEST(checksumsDiffer, "one flipped bit, two swapped words, or a zero more changes the checksum") {
  std::vector<uint8_t> bytes = pattern(4096, 2);
  uint32_t before = checksum(bytes.data(), bytes.size());
  for (size_t bit = 0; bit < bytes.size() * 8; bit += 13) {
    bytes[bit / 8] ^= 1u << (bit % 8);
    CHECK(checksum(bytes.data(), bytes.size()) != before);
    bytes[bit / 8] ^= 1u << (bit % 8);
  }
  for (size_t word = 0; word + 16 <= bytes.size(); word += 8) {
    std::swap_ranges(bytes.begin() + word, bytes.begin() + word + 8, bytes.begin() + word + 8);
    CHECK(checksum(bytes.data(), bytes.size()) != before);
    std::swap_ranges(bytes.begin() + word, bytes.begin() + word + 8, bytes.begin() + word + 8);
  }
  CHECK(checksum(bytes.data(), bytes.size()) == before);
  std::vector<uint8_t> zeros(64);
  for (size_t length = 1; length < 64; length++) {
    CHECK(checksum(zeros.data(), length) != checksum(zeros.data(), length - 1));
  }
}
