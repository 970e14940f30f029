// What the core asks of a system, by Linux's names: from Linux's own headers, and made up where they do not exist. There, sys_darwin.cc
// or sys_windows.cc gives each a meaning or refuses it, and the core takes a refusal as it does from a file system that cannot do it.
#pragma once
#include <fcntl.h>
#include <sys/types.h>

#include <cerrno>

// Segments grow beyond 2 GiB; MinGW and 32-bit systems count so far only with _FILE_OFFSET_BITS=64.
static_assert(sizeof(off_t) == 8, "offsets of files must have 64 bits");

#if defined(_WIN32)

// No bits that the C library knows: they never reach it.
#define O_CLOEXEC 0
#define O_DIRECT 0x04000000
#define O_TMPFILE 0x10000000
#define EDQUOT 10069
#define MAP_FAILED (reinterpret_cast<void*>(-1))
#define MADV_WILLNEED 3
#define MADV_DONTNEED 4
struct statfs {
  unsigned long f_type;
};

#else

#include <sys/mman.h>
#include <unistd.h>
#ifdef __linux__
#include <sys/statfs.h>
#ifndef FALLOC_FL_KEEP_SIZE
#include <linux/falloc.h>
#endif
#else
#include <sys/mount.h>
#include <sys/param.h>
#define O_DIRECT 0x04000000
#define O_TMPFILE 0x10000000
#endif

#endif

#ifndef __linux__
#undef MADV_PAGEOUT
#define FALLOC_FL_KEEP_SIZE 1
#define FALLOC_FL_PUNCH_HOLE 2
#define MADV_HUGEPAGE 0x1001
#define MADV_NOHUGEPAGE 0x1002
#define MADV_DONTDUMP 0x1003
#endif

// Older headers of Linux do not have these either.
#ifndef MADV_DONTDUMP
#define MADV_DONTDUMP 16
#endif
#ifndef MADV_COLD
#define MADV_COLD 20
#endif
#ifndef MADV_PAGEOUT
#define MADV_PAGEOUT 21
#endif
