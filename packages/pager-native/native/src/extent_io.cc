// The transfers between memory and extents. A short write is retried whole, from the start of its piece: continuing in the
// middle would break the alignment that O_DIRECT needs, and a full disk shows itself at the retry.
#include <algorithm>
#include <cerrno>

#include "extent_store.h"
#include "failure.h"

namespace spillway {
namespace {

constexpr size_t pieceBytes = 64 * mebibyte;  // the kernel moves at most 2 GiB per call
constexpr int shortTransferLimit = 8;

}  // namespace

void ExtentStore::write(Extent extent, const uint8_t* data, size_t byteLength) {
  auto began = std::chrono::steady_clock::now();
  int fd = extent.segment->fd;
  size_t total = roundUp(byteLength, sectorBytes);
  auto fail = [&](const char* syscall, int systemErrno, size_t done, size_t length) {
    bool full = systemErrno == ENOSPC || systemErrno == EDQUOT || systemErrno == EFBIG;
    (full ? counters_.noSpaceErrors : counters_.ioErrors).add(1);
    throw Failure::ofCall(full ? FailureCode::noSpace : FailureCode::io, "cannot write an extent", syscall, systemErrno)
        .at(static_cast<int64_t>(extent.offset + done), static_cast<int64_t>(length));
  };
  for (size_t done = 0; done < total;) {
    size_t piece = std::min(total - done, pieceBytes);
    auto offset = static_cast<off_t>(extent.offset + done);
    for (int shorts = 0;;) {
      ssize_t moved = sys_.pwrite(fd, data + done, piece, offset);
      if (moved == static_cast<ssize_t>(piece)) break;
      if (moved < 0 && errno == EINTR) continue;
      if (moved < 0) fail("pwrite", errno, done, piece);
      if (++shorts == shortTransferLimit) fail("pwrite", EIO, done, piece);
    }
    done += piece;
  }
  if (mode() == ScratchDirectory::Mode::buffered) {
    // Push the bytes out and the page cache with them: it is memory too, and the next reader has a slot of its own.
    auto offset = static_cast<off_t>(extent.offset), length = static_cast<off_t>(total);
    if (sys_.syncFileRange(fd, offset, length) == 0) {
      sys_.dropCache(fd, offset, length);
    } else if (errno != ENOSYS && errno != EINVAL && errno != ESPIPE) {
      fail("sync_file_range", errno, 0, total);
    }
  }
  counters_.bytesWritten.add(static_cast<int64_t>(byteLength));
  counters_.writeLatency.add(std::chrono::steady_clock::now() - began);
}

void ExtentStore::read(Extent extent, uint64_t offset, uint8_t* data, size_t byteLength) {
  auto began = std::chrono::steady_clock::now();
  int fd = extent.segment->fd;
  auto fail = [&](int systemErrno, size_t done) {
    counters_.ioErrors.add(1);
    throw Failure::ofCall(FailureCode::io, "cannot read an extent", "pread", systemErrno)
        .at(static_cast<int64_t>(offset + done), static_cast<int64_t>(byteLength - done));
  };
  int shorts = 0;
  for (size_t done = 0; done < byteLength;) {
    size_t piece = std::min(byteLength - done, pieceBytes);
    ssize_t moved = sys_.pread(fd, data + done, piece, static_cast<off_t>(extent.offset + offset + done));
    if (moved < 0 && errno == EINTR) continue;
    if (moved < 0) fail(errno, done);
    if (static_cast<size_t>(moved) < piece && ++shorts == shortTransferLimit) fail(EIO, done);
    done += static_cast<size_t>(moved) / sectorBytes * sectorBytes;
  }
  if (mode() == ScratchDirectory::Mode::buffered) {
    sys_.dropCache(fd, static_cast<off_t>(extent.offset + offset), static_cast<off_t>(byteLength));
  }
  counters_.bytesRead.add(static_cast<int64_t>(byteLength));
  counters_.readLatency.add(std::chrono::steady_clock::now() - began);
}

}  // namespace spillway
