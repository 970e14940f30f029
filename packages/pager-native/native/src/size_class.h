// Which sizes memory and scratch space are cut into: 2^k and 3*2^(k-1), so that a piece is never more than 1.5 times what it
// holds, and every size up to 3 MiB tiles a region of three huge pages exactly.
#pragma once
#include <cstddef>
#include <cstdint>

namespace spillway {

constexpr size_t kibibyte = 1024;
constexpr size_t mebibyte = 1024 * kibibyte;
constexpr size_t hugePageBytes = 2 * mebibyte;
constexpr size_t regionBytes = 3 * hugePageBytes;
constexpr size_t largestSharedSlotBytes = 3 * mebibyte;
constexpr size_t smallestSlotBytes = 1 * kibibyte;
/// Offsets, lengths and addresses of O_DIRECT transfers are multiples of this.
constexpr size_t sectorBytes = 4 * kibibyte;

constexpr size_t roundUp(size_t byteLength, size_t multiple) { return (byteLength + multiple - 1) / multiple * multiple; }

/// The smallest 2^k or 3*2^(k-1) that is at least `byteLength` (which is not 0).
inline size_t ladderBytes(size_t byteLength) {
  size_t power = byteLength <= 1 ? 1 : size_t{1} << (64 - __builtin_clzll(byteLength - 1));
  size_t threeQuarters = power / 4 * 3;
  return byteLength <= threeQuarters ? threeQuarters : power;
}

/// The size of the slot that holds `byteLength` bytes. Above 3 MiB a slot is a region of its own, of whole huge pages.
inline size_t slotBytesFor(size_t byteLength) {
  if (byteLength <= smallestSlotBytes) return smallestSlotBytes;
  if (byteLength > largestSharedSlotBytes) return roundUp(byteLength, hugePageBytes);
  return ladderBytes(byteLength);
}

/// The size of the extent that holds `byteLength` bytes.
inline size_t extentBytesFor(size_t byteLength) { return ladderBytes(roundUp(byteLength, sectorBytes)); }

/// Extent sizes by number: two for each power of two from a sector to 8 TiB.
constexpr size_t extentClassCount = 64;
inline size_t extentClassOf(size_t extentBytes) {
  size_t exponent = 63 - __builtin_clzll(extentBytes);
  bool isPower = (extentBytes & (extentBytes - 1)) == 0;
  return (exponent - 12) * 2 + (isPower ? 0 : 1);
}
inline size_t extentBytesOfClass(size_t number) {
  size_t power = sectorBytes << (number / 2);
  return number % 2 == 0 ? power : power / 2 * 3;
}

}  // namespace spillway
