// The one exception that the core throws: what failed, in the terms of the public error codes. The binding turns it into a
// PagerError. Programming mistakes never come this far: JavaScript has checked the arguments.
#pragma once
#include <cstdint>
#include <cstring>
#include <stdexcept>
#include <string>

namespace spillway {

enum class FailureCode { noSpace, io, corruptPage, scratch, outOfMemory, closed, unknownToken };

struct Failure : std::runtime_error {
  Failure(FailureCode code, const std::string& message) : std::runtime_error(message), code(code) {}

  /// A call that the kernel refused: the message ends with the kernel's own words.
  static Failure ofCall(FailureCode code, const std::string& what, const char* syscall, int systemErrno) {
    Failure failure(code, what + ": " + syscall + " failed: " + std::strerror(systemErrno));
    failure.syscall = syscall;
    failure.systemErrno = systemErrno;
    return failure;
  }

  Failure& at(int64_t atOffset, int64_t atLength) {
    offset = atOffset;
    length = atLength;
    return *this;
  }

  FailureCode code;
  int systemErrno = 0;             // 0: no call failed
  const char* syscall = nullptr;   // a string literal
  int64_t offset = -1;             // bytes into the payload or segment; -1: does not apply
  int64_t length = -1;
};

}  // namespace spillway
