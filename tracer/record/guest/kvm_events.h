// Which trace points of Linux tell what KVM's machines do.
#pragma once

#include <span>
#include <string_view>

namespace braid::record::guest {

struct TraceEvent {
  std::string_view name;         ///< `kvm:kvm_pio`: group and event
  std::string_view filter = {};  ///< on its fields (Documentation/trace/events.rst, "Event filtering")
};

/// What is recorded of every machine: entries and exits, faults, and all that changes which machine frame a
/// guest's frame is. Not each step of walks and of emulation, which are a hundred times as many.
[[nodiscard]] std::span<const TraceEvent> kvm_events();

}  // namespace braid::record::guest
