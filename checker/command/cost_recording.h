// Recordings as workloads of `braid cost`.
#pragma once

#include <optional>
#include <ostream>
#include <string>
#include <vector>

#include "braid/checker/cost/price.h"
#include "braid/checker/report/cost_report.h"
#include "braid/tracer/import/input.h"

namespace braid::command {

/// Whether the input is a recording, of braid's own or of another tool, by its contents.
[[nodiscard]] bool is_recording(import::Input& input);

/// What a Linux client moves at most with one READ or WRITE (nfs(5), rsize and wsize).
inline constexpr std::uint64_t kBlockOfRecordings = std::uint64_t{1} << 20;

/// Prices the inputs, which are one recording, called `name`, in those systems. With `against`, a file of
/// recorded messages, also counts those. Says on `err` what was left out and added. Nothing if it was
/// interrupted. Throws InputError for a recording of anything but operations, for messages that are none, and
/// for what the readers refuse.
[[nodiscard]] std::optional<report::PricedWorkload> price_recording(
    const std::string& name, std::vector<import::Input> inputs, const std::vector<std::string>& systems,
    const cost::Sizes& sizes, const std::vector<std::string>& against, std::ostream& err);

}  // namespace braid::command
