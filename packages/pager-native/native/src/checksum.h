// A checksum that costs a small part of what the disk does: CRC32C over four interleaved lanes, so that the hardware
// instruction runs at its throughput and not at its latency. It is kept in memory only and never compared across machines.
#pragma once
#include <cstddef>
#include <cstdint>

namespace spillway {

/// Extents are checked in blocks of this size, so that a ranged read verifies only the blocks it touches.
constexpr size_t checksumBlockBytes = 64 * 1024;

/// By the processor's own instruction where it has one.
uint32_t checksum(const uint8_t* data, size_t byteLength);

/// The same value without special instructions; for processors that lack them, and to test the other one.
uint32_t checksumPortable(const uint8_t* data, size_t byteLength);

}  // namespace spillway
