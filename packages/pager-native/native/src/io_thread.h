// How the engine starts a thread: named, and without the program's signals. Windows has no such signals.
#pragma once
#ifndef _WIN32
#include <pthread.h>
#include <signal.h>
#endif

#include <functional>
#include <thread>

namespace spillway {

/// Throws std::system_error.
inline std::thread startIoThread(std::function<void()> run) {
#ifdef _WIN32
  return std::thread(std::move(run));
#else
  sigset_t all, before;
  sigfillset(&all);
  pthread_sigmask(SIG_SETMASK, &all, &before);
  struct Restore {
    const sigset_t& mask;
    ~Restore() { pthread_sigmask(SIG_SETMASK, &mask, nullptr); }
  } restore{before};
  return std::thread([run = std::move(run)] {
#ifdef __APPLE__
    pthread_setname_np("spillway-io");
#else
    pthread_setname_np(pthread_self(), "spillway-io");
#endif
    run();
  });
#endif
}

}  // namespace spillway
