// Windows, seen as the core sees Linux. A descriptor is the number of a handle: of those, 32 bits mean something.
#ifdef _WIN32
#define WIN32_LEAN_AND_MEAN
#define NOMINMAX
#include <windows.h>
#include <winioctl.h>

#include <algorithm>
#include <string>

#include "sys.h"

namespace spillway {
namespace {

constexpr size_t largestTransferBytes = size_t{1} << 30;
constexpr DWORD quotaExceeded = 1295;  // ERROR_DISK_QUOTA_EXCEEDED, which MinGW's headers do not have

int errnoOf(DWORD error) {
  switch (error) {
    case ERROR_FILE_NOT_FOUND:
    case ERROR_PATH_NOT_FOUND:
    case ERROR_INVALID_DRIVE:
    case ERROR_INVALID_NAME: return ENOENT;
    case ERROR_DIRECTORY: return ENOTDIR;
    case ERROR_ACCESS_DENIED:
    case ERROR_SHARING_VIOLATION: return EACCES;
    case ERROR_WRITE_PROTECT: return EROFS;
    case ERROR_TOO_MANY_OPEN_FILES: return EMFILE;
    case ERROR_NOT_ENOUGH_MEMORY:
    case ERROR_OUTOFMEMORY:
    case ERROR_COMMITMENT_LIMIT:
    case ERROR_NO_SYSTEM_RESOURCES: return ENOMEM;
    case ERROR_FILE_EXISTS:
    case ERROR_ALREADY_EXISTS: return EEXIST;
    case ERROR_DISK_FULL:
    case ERROR_HANDLE_DISK_FULL: return ENOSPC;
    case quotaExceeded: return EDQUOT;
    case ERROR_FILE_TOO_LARGE: return EFBIG;
    case ERROR_INVALID_FUNCTION:
    case ERROR_CALL_NOT_IMPLEMENTED:
    case ERROR_NOT_SUPPORTED: return EOPNOTSUPP;
    case ERROR_INVALID_PARAMETER: return EINVAL;
    case ERROR_INVALID_HANDLE: return EBADF;
    default: return EIO;
  }
}

int refuse(int systemErrno) {
  errno = systemErrno;
  return -1;
}

int resultOf(BOOL done) { return done ? 0 : refuse(errnoOf(::GetLastError())); }

HANDLE handleOf(int fd) { return reinterpret_cast<HANDLE>(static_cast<intptr_t>(fd)); }

// Of a path as Node gives it, in UTF-8.
std::wstring widePath(const char* path) {
  std::wstring wide(static_cast<size_t>(std::max(::MultiByteToWideChar(CP_UTF8, 0, path, -1, nullptr, 0), 1)), L'\0');
  ::MultiByteToWideChar(CP_UTF8, 0, path, -1, wide.data(), static_cast<int>(wide.size()));
  return wide;
}

// One call that may take its time on a file that several threads use at once: `start` begins it, and this waits for its end.
template <typename Start>
ssize_t transfer(HANDLE file, off_t offset, Start start) {
  OVERLAPPED call{};
  call.Offset = static_cast<DWORD>(static_cast<uint64_t>(offset));
  call.OffsetHigh = static_cast<DWORD>(static_cast<uint64_t>(offset) >> 32);
  call.hEvent = ::CreateEventW(nullptr, TRUE, FALSE, nullptr);
  if (call.hEvent == nullptr) return refuse(errnoOf(::GetLastError()));
  DWORD moved = 0;
  bool done = (start(&call) || ::GetLastError() == ERROR_IO_PENDING) && ::GetOverlappedResult(file, &call, &moved, TRUE);
  DWORD error = done ? ERROR_SUCCESS : ::GetLastError();
  ::CloseHandle(call.hEvent);
  if (done || error == ERROR_HANDLE_EOF) return static_cast<ssize_t>(moved);
  return refuse(errnoOf(error));
}

DWORD pieceOf(size_t byteLength) { return static_cast<DWORD>(std::min(byteLength, largestTransferBytes)); }

// Only a sparse file gives blocks back, and this one is so from here on: what it gets later shows at the write whether there is room.
int punchHole(HANDLE file, off_t offset, off_t byteLength) {
  FILE_ZERO_DATA_INFORMATION hole{};
  hole.FileOffset.QuadPart = offset;
  hole.BeyondFinalZero.QuadPart = offset + byteLength;
  auto control = [file](DWORD code, void* input, DWORD inputBytes) {
    return transfer(file, 0, [=](OVERLAPPED* call) {
      return ::DeviceIoControl(file, code, input, inputBytes, nullptr, 0, nullptr, call);
    });
  };
  if (control(FSCTL_SET_SPARSE, nullptr, 0) < 0) return -1;
  return control(FSCTL_SET_ZERO_DATA, &hole, sizeof(hole)) < 0 ? -1 : 0;
}

}  // namespace

void* Sys::mapAnonymous(size_t byteLength) {
  void* address = ::VirtualAlloc(nullptr, byteLength, MEM_RESERVE | MEM_COMMIT, PAGE_READWRITE);
  if (address != nullptr) return address;
  errno = errnoOf(::GetLastError());
  return MAP_FAILED;
}

// Addresses can be given back only all at once: a part gives its pages back, and the last part takes the addresses with it.
int Sys::munmap(void* address, size_t byteLength) {
  MEMORY_BASIC_INFORMATION part{};
  if (::VirtualQuery(address, &part, sizeof(part)) == 0) return resultOf(FALSE);
  void* begin = part.AllocationBase;
  if (!::VirtualFree(address, byteLength, MEM_DECOMMIT)) return resultOf(FALSE);
  auto* at = static_cast<uint8_t*>(begin);
  while (::VirtualQuery(at, &part, sizeof(part)) != 0 && part.AllocationBase == begin) {
    if (part.State == MEM_COMMIT) return 0;
    at += part.RegionSize;
  }
  return resultOf(::VirtualFree(begin, 0, MEM_RELEASE));
}

int Sys::madvise(void* address, size_t byteLength, int advice) {
  if (advice == MADV_DONTNEED) {
    DWORD error = ::DiscardVirtualMemory(address, byteLength);
    return error == ERROR_SUCCESS ? 0 : refuse(errnoOf(error));
  }
  if (advice != MADV_WILLNEED) return refuse(EINVAL);
  WIN32_MEMORY_RANGE_ENTRY range{address, byteLength};
  return resultOf(::PrefetchVirtualMemory(::GetCurrentProcess(), 1, &range, 0));
}

size_t Sys::pageBytes() {
  SYSTEM_INFO info;
  ::GetSystemInfo(&info);
  return info.dwPageSize;
}

int Sys::open(const char* path, int flags, unsigned) {
  if (flags & O_TMPFILE) return refuse(EOPNOTSUPP);
  DWORD kind = FILE_ATTRIBUTE_TEMPORARY | FILE_FLAG_OVERLAPPED | ((flags & O_DIRECT) ? FILE_FLAG_NO_BUFFERING : 0u);
  // Shared, also for removal: the name goes at once, and the file with its last handle.
  HANDLE file = ::CreateFileW(widePath(path).c_str(), GENERIC_READ | GENERIC_WRITE,
                              FILE_SHARE_READ | FILE_SHARE_WRITE | FILE_SHARE_DELETE, nullptr,
                              (flags & O_CREAT) ? CREATE_NEW : OPEN_EXISTING, kind, nullptr);
  if (file == INVALID_HANDLE_VALUE) return resultOf(FALSE);
  return static_cast<int>(reinterpret_cast<intptr_t>(file));
}
int Sys::unlink(const char* path) { return resultOf(::DeleteFileW(widePath(path).c_str())); }
int Sys::close(int fd) { return resultOf(::CloseHandle(handleOf(fd))); }

// Says only whether there is such a folder: none is known to be in memory.
int Sys::statfs(const char* path, struct statfs* result) {
  DWORD attributes = ::GetFileAttributesW(widePath(path).c_str());
  if (attributes == INVALID_FILE_ATTRIBUTES) return resultOf(FALSE);
  if (!(attributes & FILE_ATTRIBUTE_DIRECTORY)) return refuse(ENOTDIR);
  result->f_type = 0;
  return 0;
}

// A file that becomes longer gets its blocks with that; a hole inside fills as it is written.
int Sys::fallocate(int fd, int mode, off_t offset, off_t byteLength) {
  if (mode & FALLOC_FL_PUNCH_HOLE) return punchHole(handleOf(fd), offset, byteLength);
  LARGE_INTEGER end{};
  if (!::GetFileSizeEx(handleOf(fd), &end)) return resultOf(FALSE);
  return offset < end.QuadPart ? refuse(EOPNOTSUPP) : ftruncate(fd, offset + byteLength);
}

int Sys::ftruncate(int fd, off_t byteLength) {
  FILE_END_OF_FILE_INFO end{};
  end.EndOfFile.QuadPart = byteLength;
  return resultOf(::SetFileInformationByHandle(handleOf(fd), FileEndOfFileInfo, &end, sizeof(end)));
}

ssize_t Sys::pwrite(int fd, const void* data, size_t byteLength, off_t offset) {
  HANDLE file = handleOf(fd);
  return transfer(file, offset, [=](OVERLAPPED* call) {
    return ::WriteFile(file, data, pieceOf(byteLength), nullptr, call);
  });
}
ssize_t Sys::pread(int fd, void* data, size_t byteLength, off_t offset) {
  HANDLE file = handleOf(fd);
  return transfer(file, offset, [=](OVERLAPPED* call) {
    return ::ReadFile(file, data, pieceOf(byteLength), nullptr, call);
  });
}
int Sys::syncFileRange(int, off_t, off_t) { return refuse(ENOSYS); }
int Sys::dropCache(int, off_t, off_t) { return refuse(ENOSYS); }

}  // namespace spillway
#endif
