// Where scratch segments are opened, and how: nameless files in a directory on a real disk. Refuses directories that live in
// memory (unless told), where paging out would only move bytes from memory to memory.
#pragma once
#include <string>
#include <vector>

#include "sys.h"

namespace spillway {

class ScratchDirectory {
 public:
  enum class Mode { unopened, direct, buffered };
  enum class Naming { unopened, tmpfile, unlinked };

  /// The first of `candidates` that can be used is used.
  ScratchDirectory(Sys& sys, std::vector<std::string> candidates, bool allowMemory);

  /// A new empty segment, open for reading and writing. The first success settles directory, mode and naming; a failure settles
  /// nothing, so that the next call tries again. Throws Failure scratch, or noSpace or io of the first write.
  int openSegment();

  Mode mode() const { return mode_; }
  Naming naming() const { return naming_; }

 private:
  int openFirst();
  int tryOpen(const std::string& directory, Naming naming, Mode mode);
  int openNamed(const std::string& directory, int flags);
  bool probe(int fd);
  bool inMemory(const std::string& directory, int* statfsErrno);

  Sys& sys_;
  std::vector<std::string> candidates_;
  bool allowMemory_;
  std::string chosen_;
  Mode mode_ = Mode::unopened;
  Naming naming_ = Naming::unopened;
};

}  // namespace spillway
