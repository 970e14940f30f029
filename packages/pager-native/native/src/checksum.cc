// Word i of 8 bytes goes to lane i mod 4; the bytes after the last whole stripe of four words go to lane 0; the lanes' values
// are then put through the CRC once more, with the length as seed.
#include "checksum.h"

#include <array>
#include <cstring>

#if defined(__x86_64__)
#include <cpuid.h>
#elif defined(__aarch64__) && defined(__linux__)
#include <asm/hwcap.h>
#include <sys/auxv.h>
#endif

namespace spillway {
namespace {

inline __attribute__((always_inline)) uint64_t wordAt(const uint8_t* data) {
  uint64_t word;
  std::memcpy(&word, data, sizeof word);
  return word;
}

// Lanes and words are variables of their own and not arrays: compilers keep such arrays in memory, and that costs nine tenths of
// the speed.
template <class Step>
inline __attribute__((always_inline)) uint32_t runLanes(const uint8_t* data, size_t byteLength, Step step) {
  uint32_t a = ~0u, b = ~0u, c = ~0u, d = ~0u;
  const uint8_t* end = data + byteLength;
  for (; end - data >= 32; data += 32) {
    a = step(a, wordAt(data));
    b = step(b, wordAt(data + 8));
    c = step(c, wordAt(data + 16));
    d = step(d, wordAt(data + 24));
  }
  while (data < end) {
    uint64_t word = 0;
    size_t rest = static_cast<size_t>(end - data) < 8 ? static_cast<size_t>(end - data) : 8;
    std::memcpy(&word, data, rest);
    a = step(a, word);
    data += rest;
  }
  uint32_t sum = static_cast<uint32_t>(byteLength);
  for (uint32_t lane : {a, b, c, d}) sum = step(sum, lane);
  return sum;
}

constexpr std::array<uint32_t, 256> makeTable() {
  std::array<uint32_t, 256> table{};
  for (uint32_t i = 0; i < 256; i++) {
    uint32_t value = i;
    for (int bit = 0; bit < 8; bit++) value = (value >> 1) ^ ((value & 1) ? 0x82F63B78u : 0);  // Castagnoli, reflected
    table[i] = value;
  }
  return table;
}
constexpr std::array<uint32_t, 256> table = makeTable();

uint32_t stepPortable(uint32_t sum, uint64_t word) {
  for (int i = 0; i < 8; i++, word >>= 8) sum = (sum >> 8) ^ table[(sum ^ word) & 0xFF];
  return sum;
}

#if defined(__x86_64__)
#define SPILLWAY_CRC_TARGET __attribute__((target("sse4.2,crc32")))
// Not by __builtin_cpu_supports: its table is a part of the compiler's library that not every linker can put into an addon.
bool hasInstruction() {
  unsigned a = 0, b = 0, c = 0, d = 0;
  return __get_cpuid(1, &a, &b, &c, &d) != 0 && (c & bit_SSE4_2) != 0;
}
SPILLWAY_CRC_TARGET uint32_t checksumHardware(const uint8_t* data, size_t byteLength) {
  return runLanes(data, byteLength, [](uint32_t sum, uint64_t word) SPILLWAY_CRC_TARGET {
    return static_cast<uint32_t>(__builtin_ia32_crc32di(sum, word));
  });
}
#elif defined(__aarch64__)
#define SPILLWAY_CRC_TARGET __attribute__((target("+crc")))
#ifdef __linux__
bool hasInstruction() { return (getauxval(AT_HWCAP) & HWCAP_CRC32) != 0; }
#else
bool hasInstruction() { return true; }  // Apple's processors all have it
#endif
SPILLWAY_CRC_TARGET uint32_t checksumHardware(const uint8_t* data, size_t byteLength) {
  return runLanes(data, byteLength, [](uint32_t sum, uint64_t word) SPILLWAY_CRC_TARGET {
#if defined(__clang__)
    return __builtin_arm_crc32cd(sum, word);
#else
    return __builtin_aarch64_crc32cx(sum, word);
#endif
  });
}
#else
bool hasInstruction() { return false; }
uint32_t checksumHardware(const uint8_t* data, size_t byteLength) { return checksumPortable(data, byteLength); }
#endif

}  // namespace

uint32_t checksumPortable(const uint8_t* data, size_t byteLength) { return runLanes(data, byteLength, stepPortable); }

uint32_t checksum(const uint8_t* data, size_t byteLength) {
  static const bool hardware = hasInstruction();
  return hardware ? checksumHardware(data, byteLength) : checksumPortable(data, byteLength);
}

}  // namespace spillway
