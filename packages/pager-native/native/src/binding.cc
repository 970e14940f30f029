// What JavaScript sees of the core: numbers, buffers and plain errors. It checks no arguments and builds no objects; the
// TypeScript beside it does both. The only file that knows Node-API.
//
// A buffer that is lent is an external ArrayBuffer over a slot. Its finalizer runs on a later turn, often long after the slot
// went on to other uses; it names its loan by generation and does nothing when that loan has ended. It also holds the engine,
// so that memory outlives the pager for as long as somebody can see it.
#include <napi.h>

#include <memory>
#include <vector>

#include "engine.h"
#include "progress.h"
#include "shared_engines.h"
#ifdef SPILLWAY_FAULTS
#include "faulty_sys.h"
#endif

namespace spillway {
namespace {

struct Loan {
  std::shared_ptr<Engine> engine;
  Slot slot;
  uint64_t generation;
};

const char* nameOf(FailureCode code) {
  switch (code) {
    case FailureCode::noSpace:
      return "PAGER_NO_SPACE";
    case FailureCode::io:
      return "PAGER_IO";
    case FailureCode::corruptPage:
      return "PAGER_CORRUPT_PAGE";
    case FailureCode::scratch:
      return "PAGER_SCRATCH";
    case FailureCode::outOfMemory:
      return "PAGER_OUT_OF_MEMORY";
    case FailureCode::closed:
      return "PAGER_CLOSED";
    case FailureCode::unknownToken:
      return "PAGER_UNKNOWN_TOKEN";
  }
  return "PAGER_IO";
}

// Runs the body of a verb; a failure of the core becomes a JavaScript error with the same fields.
template <class Body>
Napi::Value guarded(Napi::Env env, Body body) {
  try {
    return body();
  } catch (const Failure& failure) {
    Napi::Error error = Napi::Error::New(env, failure.what());
    error.Set("code", nameOf(failure.code));
    if (failure.systemErrno != 0) error.Set("errno", static_cast<double>(failure.systemErrno));
    if (failure.syscall) error.Set("syscall", failure.syscall);
    if (failure.offset >= 0) error.Set("offset", static_cast<double>(failure.offset));
    if (failure.length >= 0) error.Set("length", static_cast<double>(failure.length));
    throw error;
  } catch (const std::bad_alloc&) {
    Napi::Error error = Napi::Error::New(env, "no memory for the pager's own records");
    error.Set("code", "PAGER_OUT_OF_MEMORY");
    throw error;
  }
}

double numberAt(const Napi::CallbackInfo& info, size_t index) { return info[index].As<Napi::Number>().DoubleValue(); }
#ifdef SPILLWAY_FAULTS
using EngineSys = FaultySys;
#else
using EngineSys = Sys;
#endif

HandleId handleAt(const Napi::CallbackInfo& info, size_t index) { return static_cast<HandleId>(numberAt(info, index)); }
size_t sizeOption(const Napi::Object& options, const char* name) {
  double value = options.Get(name).As<Napi::Number>().DoubleValue();
  return value >= static_cast<double>(SIZE_MAX) ? SIZE_MAX : static_cast<size_t>(value);
}

EngineOptions engineOptions(const Napi::Object& options) {
  EngineOptions result{};
  auto directories = options.Get("scratchDirectories").As<Napi::Array>();
  for (uint32_t i = 0; i < directories.Length(); i++) {
    result.scratchDirectories.push_back(directories.Get(i).As<Napi::String>());
  }
  result.allowMemoryScratch = options.Get("allowMemoryScratch").As<Napi::Boolean>();
  result.scratchLimitBytes = sizeOption(options, "scratchLimitBytes");
  result.warmBytes = sizeOption(options, "warmBytes");
  result.swapAdvice = static_cast<SwapAdvice>(sizeOption(options, "swapAdvice"));
  result.file.writeBehindBytes = sizeOption(options, "writeBehindBytes");
  result.file.readAheadBytes = sizeOption(options, "readAheadBytes");
  result.file.ioThreads = static_cast<unsigned>(sizeOption(options, "ioThreads"));
  return result;
}

class Attachment : public Napi::ObjectWrap<Attachment> {
 public:
  static Napi::Function define(Napi::Env env) {
    return DefineClass(env, "Attachment",
                       {
                           verb<&Attachment::pageout>("pageout"),
                           verb<&Attachment::read>("read"),
                           verb<&Attachment::take>("take"),
                           verb<&Attachment::takeInto>("takeInto"),
                           verb<&Attachment::prefetch>("prefetch"),
                           verb<&Attachment::isReady>("isReady"),
                           verb<&Attachment::hasRoom>("hasRoom"),
                           verb<&Attachment::listen>("listen"),
                           verb<&Attachment::holdLoop>("holdLoop"),
                           verb<&Attachment::close>("close"),
                           verb<&Attachment::closeLeaked>("closeLeaked"),
                           verb<&Attachment::disown>("disown"),
                           verb<&Attachment::adopt>("adopt"),
                           verb<&Attachment::allocate>("allocate"),
                           verb<&Attachment::recycle>("recycle"),
                           verb<&Attachment::detach>("detach"),
                           verb<&Attachment::isLent>("isLent"),
                           verb<&Attachment::share>("share"),
                           verb<&Attachment::stats>("stats"),
                           verb<&Attachment::end>("end"),
#ifdef SPILLWAY_FAULTS
                           verb<&Attachment::inject>("inject"),
#endif
                       });
  }

  /// new Attachment(options): a new engine. new Attachment(token): the engine that shared it.
  explicit Attachment(const Napi::CallbackInfo& info) : Napi::ObjectWrap<Attachment>(info) {
    guarded(info.Env(), [&]() -> Napi::Value {
      if (info[0].IsString()) engine_ = findSharedEngine(info[0].As<Napi::String>());
      else engine_ = std::make_shared<Engine>(engineOptions(info[0].As<Napi::Object>()), std::make_unique<EngineSys>());
      owner_ = engine_->attach();
      return info.Env().Undefined();
    });
  }

  /// Also runs when the environment ends, a terminated worker's included.
  ~Attachment() override { endOnce(); }

 private:
  // What the core throws in a verb becomes a JavaScript error, whichever verb it is.
  template <Napi::Value (Attachment::*method)(const Napi::CallbackInfo&)>
  Napi::Value guardedVerb(const Napi::CallbackInfo& info) {
    return guarded(info.Env(), [&] { return (this->*method)(info); });
  }

  template <Napi::Value (Attachment::*method)(const Napi::CallbackInfo&)>
  static PropertyDescriptor verb(const char* name) {
    return InstanceMethod<&Attachment::guardedVerb<method>>(name);
  }

  // pageout(backend, buffer, byteLength, keep) or pageout(backend, buffers, byteLengths): a handle id. Detaches every buffer, but
  // for the one to keep, which must not be a lent slot. Several are copied.
  Napi::Value pageout(const Napi::CallbackInfo& info) {
    auto backend = static_cast<BackendName>(info[0].As<Napi::Number>().Uint32Value());
    if (info[1].IsArrayBuffer()) {
      auto buffer = info[1].As<Napi::ArrayBuffer>();
      Piece piece{static_cast<const uint8_t*>(buffer.Data()), static_cast<size_t>(numberAt(info, 2))};
      HandleId handle = engine_->pageout(owner_, backend, &piece, 1);
      if (!info[3].As<Napi::Boolean>()) detachOrUndo(buffer, handle);
      return Napi::Number::New(info.Env(), static_cast<double>(handle));
    }
    auto buffers = info[1].As<Napi::Array>();
    auto byteLengths = info[2].As<Napi::Array>();
    std::vector<Piece> pieces;
    for (uint32_t i = 0; i < buffers.Length(); i++) {
      auto data = buffers.Get(i).As<Napi::ArrayBuffer>().Data();
      double byteLength = byteLengths.Get(i).As<Napi::Number>().DoubleValue();
      pieces.push_back({static_cast<const uint8_t*>(data), static_cast<size_t>(byteLength)});
    }
    HandleId handle = engine_->pageout(owner_, backend, pieces.data(), pieces.size());
    // Empty ones come first, and lent slots, which can be detached, last: a refusal then costs nobody bytes.
    for (bool empty : {true, false}) {
      for (uint32_t i = 0; i < buffers.Length(); i++) {
        if ((pieces[i].byteLength == 0) != empty || engine_->pool().findLent(pieces[i].data)) continue;
        detachOrUndo(buffers.Get(i).As<Napi::ArrayBuffer>(), handle);
      }
    }
    for (uint32_t i = 0; i < buffers.Length(); i++) takeBack(buffers.Get(i).As<Napi::ArrayBuffer>());
    return Napi::Number::New(info.Env(), static_cast<double>(handle));
  }

  // read(handle, [offset, byteLength, ...], target): to the start of an ArrayBuffer or Uint8Array
  Napi::Value read(const Napi::CallbackInfo& info) {
    auto numbers = info[1].As<Napi::Float64Array>();
    std::vector<Range> ranges(numbers.ElementLength() / 2);
    for (size_t i = 0; i < ranges.size(); i++) {
      ranges[i] = {static_cast<uint64_t>(numbers[2 * i]), static_cast<uint64_t>(numbers[2 * i + 1])};
    }
    auto target = static_cast<uint8_t*>(info[2].IsArrayBuffer() ? info[2].As<Napi::ArrayBuffer>().Data()
                                                               : info[2].As<Napi::Uint8Array>().Data());
    engine_->read(owner_, handleAt(info, 0), ranges.data(), ranges.size(), target);
    return info.Env().Undefined();
  }

  // take(handle, byteLength): the payload in a lent buffer. The handle ends once the buffer exists.
  Napi::Value take(const Napi::CallbackInfo& info) {
    HandleId handle = handleAt(info, 0);
    Slot slot = engine_->load(owner_, handle);
    napi_value buffer = lend(info.Env(), slot, static_cast<size_t>(numberAt(info, 1)));
    engine_->surrender(owner_, handle);
    return Napi::Value(info.Env(), buffer);
  }

  // takeInto(handle, buffer): the payload, copied to the start of `buffer`.
  Napi::Value takeInto(const Napi::CallbackInfo& info) {
    HandleId handle = handleAt(info, 0);
    auto buffer = info[1].As<Napi::ArrayBuffer>();
    Range all{0, buffer.ByteLength()};
    engine_->read(owner_, handle, &all, 1, static_cast<uint8_t*>(buffer.Data()));
    engine_->close(owner_, handle);
    return info.Env().Undefined();
  }

  Napi::Value prefetch(const Napi::CallbackInfo& info) {
    engine_->prefetch(owner_, handleAt(info, 0));
    return info.Env().Undefined();
  }

  Napi::Value isReady(const Napi::CallbackInfo& info) {
    return Napi::Boolean::New(info.Env(), engine_->isReady(owner_, handleAt(info, 0)));
  }

  // hasRoom(backend, byteLength)
  Napi::Value hasRoom(const Napi::CallbackInfo& info) {
    auto backend = static_cast<BackendName>(info[0].As<Napi::Number>().Uint32Value());
    bool room = engine_->hasRoom(owner_, backend, static_cast<size_t>(numberAt(info, 1)));
    return Napi::Boolean::New(info.Env(), room);
  }

  // listen(callback): what is called when it is worth asking isReady and hasRoom again. Does not keep the event loop alive.
  Napi::Value listen(const Napi::CallbackInfo& info) {
    auto* finalized = new std::shared_ptr<Progress>();
    auto finalize = [finalized](Napi::Env) {
      (*finalized)->close();
      delete finalized;
    };
    function_ = Napi::ThreadSafeFunction::New(info.Env(), info[0].As<Napi::Function>(), "spillway", 0, 1, finalize);
    function_.Unref(info.Env());
    progress_ = *finalized = std::make_shared<Progress>([function = function_] { function.NonBlockingCall(); });
    engine_->listen(owner_, [progress = progress_] { progress->notify(); });
    return info.Env().Undefined();
  }

  // holdLoop(hold): whether the event loop stays alive for the callback.
  Napi::Value holdLoop(const Napi::CallbackInfo& info) {
    if (!progress_ || !progress_->open()) return info.Env().Undefined();
    info[0].As<Napi::Boolean>() ? function_.Ref(info.Env()) : function_.Unref(info.Env());
    return info.Env().Undefined();
  }

  Napi::Value close(const Napi::CallbackInfo& info) {
    return Napi::Boolean::New(info.Env(), !ended_ && engine_->close(owner_, handleAt(info, 0)));
  }

  Napi::Value closeLeaked(const Napi::CallbackInfo& info) {
    return Napi::Boolean::New(info.Env(), !ended_ && engine_->closeLeaked(owner_, handleAt(info, 0)));
  }

  // disown(handle): a name under which another attachment of this engine adopts it.
  Napi::Value disown(const Napi::CallbackInfo& info) {
    return Napi::BigInt::New(info.Env(), engine_->disown(owner_, handleAt(info, 0)));
  }

  // adopt(name): [handle, backend, byteLength]
  Napi::Value adopt(const Napi::CallbackInfo& info) {
    bool lossless;
    Engine::Adopted adopted = engine_->adopt(owner_, info[0].As<Napi::BigInt>().Uint64Value(&lossless));
    auto result = Napi::Array::New(info.Env(), 3);
    result.Set(0u, static_cast<double>(adopted.handle));
    result.Set(1u, static_cast<double>(adopted.backend));
    result.Set(2u, static_cast<double>(adopted.byteLength));
    return result;
  }

  // allocate(byteLength): a lent buffer.
  Napi::Value allocate(const Napi::CallbackInfo& info) {
    auto byteLength = static_cast<size_t>(numberAt(info, 0));
    Slot slot = engine_->pool().allocate(byteLength);
    try {
      return Napi::Value(info.Env(), lend(info.Env(), slot, byteLength));
    } catch (...) {
      engine_->pool().free(slot);
      throw;
    }
  }

  // recycle(buffer): whether it was lent by this engine, and now is not.
  Napi::Value recycle(const Napi::CallbackInfo& info) {
    return Napi::Boolean::New(info.Env(), takeBack(info[0].As<Napi::ArrayBuffer>()));
  }

  // Detaches a lent buffer and frees its slot; false for any other.
  bool takeBack(Napi::ArrayBuffer buffer) {
    Slot slot = engine_->pool().findLent(buffer.Data());
    if (!slot) return false;
    buffer.Detach();
    engine_->pool().giveBack(slot);
    return true;
  }

  // detach(buffer): frees the memory of a buffer that is not lent.
  Napi::Value detach(const Napi::CallbackInfo& info) {
    if (napi_detach_arraybuffer(info.Env(), info[0]) != napi_ok) throw undetachable(info.Env());
    return info.Env().Undefined();
  }

  Napi::Value isLent(const Napi::CallbackInfo& info) {
    return Napi::Boolean::New(info.Env(), bool(engine_->pool().findLent(info[0].As<Napi::ArrayBuffer>().Data())));
  }

  // A pager that was shared lives until it is closed or its thread ends: its token may be on the way to somebody.
  Napi::Value share(const Napi::CallbackInfo& info) {
    if (!shared_) Ref();
    shared_ = true;
    return Napi::String::New(info.Env(), shareEngine(engine_));
  }

  // stats(target): see Counters::snapshot.
  Napi::Value stats(const Napi::CallbackInfo& info) {
    engine_->counters().snapshot(info[0].As<Napi::Float64Array>().Data());
    return info.Env().Undefined();
  }

  Napi::Value end(const Napi::CallbackInfo& info) {
    if (shared_ && !ended_) Unref();
    endOnce();
    return info.Env().Undefined();
  }

#ifdef SPILLWAY_FAULTS
  // inject(call, nth, times, errno, transferBytes): see Fault.
  Napi::Value inject(const Napi::CallbackInfo& info) {
    Fault fault;
    fault.call = static_cast<Call>(info[0].As<Napi::Number>().Uint32Value());
    fault.nth = static_cast<uint64_t>(numberAt(info, 1));
    fault.times = static_cast<uint64_t>(numberAt(info, 2));
    fault.systemErrno = info[3].As<Napi::Number>().Int32Value();
    fault.transferBytes = static_cast<size_t>(numberAt(info, 4));
    static_cast<FaultySys&>(engine_->sys()).inject(fault);
    return info.Env().Undefined();
  }
#endif

  void endOnce() {
    if (ended_ || owner_ == 0) return;
    ended_ = true;
    engine_->detach(owner_);  // no call of the listener begins after this
    if (progress_ && progress_->close()) function_.Release();
  }

  // Throws Napi::Error, and then the slot is still the caller's.
  napi_value lend(Napi::Env env, Slot slot, size_t byteLength) {
    auto* loan = new Loan{engine_, slot, engine_->pool().lend(slot, byteLength)};
    napi_value buffer;
    napi_status status =
        napi_create_external_arraybuffer(env, slot.data, byteLength, finishLoan, loan, &buffer);
    if (status == napi_ok) return buffer;
    // Node may have asked for the finalizer all the same, so the loan is left to it: it has ended when that runs.
    engine_->pool().hold(slot);
    throw Napi::Error::New(env);
  }

  static void finishLoan(napi_env, void*, void* hint) {
    std::unique_ptr<Loan> loan(static_cast<Loan*>(hint));
    loan->engine->pool().freeLent(loan->slot, loan->generation);
  }

  static Napi::Error undetachable(Napi::Env env) { return Napi::TypeError::New(env, "a buffer cannot be detached"); }

  // Memory that cannot be detached (a WebAssembly memory's) cannot be paged out.
  void detachOrUndo(Napi::ArrayBuffer buffer, HandleId handle) {
    if (buffer.IsDetached() || napi_detach_arraybuffer(buffer.Env(), buffer) == napi_ok) return;
    engine_->close(owner_, handle);
    throw undetachable(buffer.Env());
  }

  std::shared_ptr<Engine> engine_;
  OwnerId owner_ = 0;
  bool ended_ = false;
  bool shared_ = false;
  Napi::ThreadSafeFunction function_;
  std::shared_ptr<Progress> progress_;
};

Napi::Object initialise(Napi::Env env, Napi::Object exports) {
  exports.Set("Attachment", Attachment::define(env));
  return exports;
}

}  // namespace
}  // namespace spillway

static Napi::Object initialiseAddon(Napi::Env env, Napi::Object exports) { return spillway::initialise(env, exports); }

NODE_API_MODULE(pager_native, initialiseAddon)
