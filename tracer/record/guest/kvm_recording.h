// Records what KVM does while something is done.
#pragma once

#include <cstdint>
#include <filesystem>
#include <memory>
#include <string>
#include <vector>

#include "braid/tracer/import/input.h"
#include "braid/tracer/record/guest/trace_instance.h"
#include "braid/tracer/record/guest/trace_pipes.h"
#include "braid/tracer/record/guest/work.h"

namespace braid::record::guest {

struct KvmSettings {
  std::filesystem::path trace_file_system;
  std::uint64_t buffer_kilobytes = 8192;  ///< of each CPU
  std::vector<std::string> more_events;   ///< `GROUP:NAME`, `GROUP`
};

/// Raw, in temporary files that live as long as it does.
class KvmRecording {
 public:
  /// Runs the work to its end with a tracefs instance around it, which is gone afterwards; records all of the
  /// host's machines. Signals are the work's meanwhile. Throws InputError where that is not possible, or one
  /// of more_events is none.
  KvmRecording(const KvmSettings& settings, Work& work);

  /// For the format tracefs: a recording of each CPU that recorded something, and where events were lost a
  /// further one, `stats`, that says so.
  [[nodiscard]] std::vector<import::Input> inputs() const;

  /// How many events were lost.
  [[nodiscard]] std::uint64_t lost() const { return lost_; }

  /// Events of ours that this kernel does not have.
  [[nodiscard]] const std::vector<std::string>& missing_events() const { return missing_events_; }

  /// What could not be cleaned up.
  [[nodiscard]] const std::string& complaint() const { return complaint_; }

 private:
  void record(const TraceInstance& instance, Work& work, HeldSignals& signals);

  std::unique_ptr<TracePipes> pipes_;
  std::string stats_;
  std::uint64_t lost_ = 0;
  std::vector<std::string> missing_events_;
  std::string complaint_;
};

}  // namespace braid::record::guest
