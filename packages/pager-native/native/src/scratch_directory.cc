// The ways to open a segment are tried from the best to the plainest; only "this file system cannot do that" leads to the next
// one. A file system can accept O_DIRECT at open and refuse it at the first transfer, so one sector is written and read back.
#include "scratch_directory.h"

#ifdef __linux__
#include <sys/stat.h>
#include <sys/sysmacros.h>
#endif

#include <cerrno>
#include <cstring>
#include <fstream>
#include <optional>
#include <random>
#include <sstream>

#include "failure.h"
#include "size_class.h"

namespace spillway {
namespace {

constexpr unsigned long tmpfsMagic = 0x01021994, ramfsMagic = 0x858458F6, hugetlbfsMagic = 0x958458F6;
constexpr unsigned long overlayMagic = 0x794C7630;
constexpr unsigned ownerOnly = 0600;
constexpr int nameAttempts = 8;

bool isMemoryMagic(unsigned long magic) {
  return magic == tmpfsMagic || magic == ramfsMagic || magic == hugetlbfsMagic;
}

bool meansUnsupported(int systemErrno) {
  return systemErrno == EINVAL || systemErrno == EOPNOTSUPP || systemErrno == EISDIR || systemErrno == ENOSYS;
}

// The directory that an overlay mount writes to, by the mount table: the upperdir= option of the mount with this device.
#ifdef __linux__
std::string overlayUpperDirectory(const std::string& directory) {
  struct stat status;
  if (::stat(directory.c_str(), &status) != 0) return {};
  std::string device = std::to_string(major(status.st_dev)) + ":" + std::to_string(minor(status.st_dev));
  std::ifstream mounts("/proc/self/mountinfo");
  for (std::string line; std::getline(mounts, line);) {
    std::istringstream fields(line);
    std::string id, parent, lineDevice;
    fields >> id >> parent >> lineDevice;
    if (lineDevice != device) continue;
    size_t begin = line.find("upperdir=");
    if (begin == std::string::npos) continue;
    begin += std::strlen("upperdir=");
    return line.substr(begin, line.find_first_of(", ", begin) - begin);
  }
  return {};
}
#else
std::string overlayUpperDirectory(const std::string&) { return {}; }
#endif

}  // namespace

ScratchDirectory::ScratchDirectory(Sys& sys, std::vector<std::string> candidates, bool allowMemory)
    : sys_(sys), candidates_(std::move(candidates)), allowMemory_(allowMemory) {}

int ScratchDirectory::openSegment() {
  if (mode_ == Mode::unopened) return openFirst();
  int fd = tryOpen(chosen_, naming_, mode_);
  if (fd < 0) throw Failure::ofCall(FailureCode::scratch, "cannot open a segment in " + chosen_, "open", errno);
  return fd;
}

int ScratchDirectory::openFirst() {
  std::optional<Failure> first;
  auto refuse = [&first](Failure failure) {
    if (!first) first = std::move(failure);
  };
  for (const std::string& directory : candidates_) {
    int statfsErrno = 0;
    if (!allowMemory_ && inMemory(directory, &statfsErrno)) {
      refuse(Failure(FailureCode::scratch, directory + " is in memory, not on a disk; choose another scratchDirectory"));
      continue;
    }
    if (statfsErrno != 0) {
      refuse(Failure::ofCall(FailureCode::scratch, "cannot use scratchDirectory " + directory, "statfs", statfsErrno));
      continue;
    }
    int openErrno = 0;
    for (Naming naming : {Naming::tmpfile, Naming::unlinked}) {
      for (Mode mode : {Mode::direct, Mode::buffered}) {
        if (openErrno != 0 && !meansUnsupported(openErrno)) break;
        int fd = tryOpen(directory, naming, mode);
        if (fd < 0) {
          openErrno = errno;
          continue;
        }
        if (mode == Mode::direct && !probe(fd)) continue;
        chosen_ = directory;
        mode_ = mode;
        naming_ = naming;
        return fd;
      }
    }
    refuse(Failure::ofCall(FailureCode::scratch, "cannot use scratchDirectory " + directory, "open", openErrno));
  }
  throw *first;
}

int ScratchDirectory::tryOpen(const std::string& directory, Naming naming, Mode mode) {
  int flags = O_RDWR | O_CLOEXEC | (mode == Mode::direct ? O_DIRECT : 0);
  if (naming == Naming::unlinked) return openNamed(directory, flags);
  return sys_.open(directory.c_str(), flags | O_TMPFILE, ownerOnly);
}

// Names carry 64 random bits, because processes of different containers with equal ids may share the directory.
int ScratchDirectory::openNamed(const std::string& directory, int flags) {
  std::random_device random;
  for (int attempt = 0; attempt < nameAttempts; attempt++) {
    std::ostringstream path;
    path << directory << "/spillway-" << std::hex << random() << random();
    int fd = sys_.open(path.str().c_str(), flags | O_CREAT | O_EXCL, ownerOnly);
    if (fd < 0 && errno == EEXIST) continue;
    if (fd < 0 || sys_.unlink(path.str().c_str()) == 0) return fd;
    int unlinkErrno = errno;
    sys_.close(fd);
    throw Failure::ofCall(FailureCode::scratch, "cannot unlink " + path.str(), "unlink", unlinkErrno);
  }
  errno = EEXIST;
  return -1;
}

// Whether O_DIRECT transfers really work here; closes `fd` when not.
bool ScratchDirectory::probe(int fd) {
  alignas(sectorBytes) uint8_t sector[sectorBytes] = {};
  const char* syscall = "pwrite";
  ssize_t moved = sys_.pwrite(fd, sector, sectorBytes, 0);
  if (moved == static_cast<ssize_t>(sectorBytes)) {
    syscall = "pread";
    moved = sys_.pread(fd, sector, sectorBytes, 0);
  }
  if (moved == static_cast<ssize_t>(sectorBytes)) return true;
  int failed = moved < 0 ? errno : EIO;
  sys_.close(fd);
  if (meansUnsupported(failed)) return false;
  FailureCode code = failed == ENOSPC || failed == EDQUOT ? FailureCode::noSpace : FailureCode::io;
  throw Failure::ofCall(code, "the first transfer to a scratch segment failed", syscall, failed).at(0, sectorBytes);
}

bool ScratchDirectory::inMemory(const std::string& directory, int* statfsErrno) {
  struct statfs status;
  if (sys_.statfs(directory.c_str(), &status) != 0) {
    *statfsErrno = errno;
    return false;
  }
  auto magic = static_cast<unsigned long>(status.f_type) & 0xFFFFFFFFul;
  if (magic != overlayMagic) return isMemoryMagic(magic);
  std::string upper = overlayUpperDirectory(directory);
  // The upper directory may be out of sight of this mount namespace; then nothing can be told.
  if (upper.empty() || sys_.statfs(upper.c_str(), &status) != 0) return false;
  return isMemoryMagic(static_cast<unsigned long>(status.f_type) & 0xFFFFFFFFul);
}

}  // namespace spillway
