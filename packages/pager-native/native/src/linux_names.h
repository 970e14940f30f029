// Linux's names for what the core asks of a kernel, where they do not exist. sys_darwin.cc gives each a meaning or refuses it, and
// the core takes a refusal as it does from a file system that cannot do it.
#pragma once
#ifdef __APPLE__
#include <sys/mman.h>
#include <sys/mount.h>
#include <sys/param.h>

// No bits that the kernel knows: they never reach it.
#define O_DIRECT 0x04000000
#define O_TMPFILE 0x10000000
#define FALLOC_FL_KEEP_SIZE 1
#define FALLOC_FL_PUNCH_HOLE 2
#define MADV_HUGEPAGE 0x1001
#define MADV_NOHUGEPAGE 0x1002
#define MADV_DONTDUMP 0x1003
#define MADV_COLD 0x1004
#undef MADV_PAGEOUT
#define MADV_PAGEOUT 0x1005
#endif
