// The outcomes of a trace as text, for comparison with what was counted by hand.
#pragma once

#include <fmt/format.h>

#include <algorithm>
#include <string>
#include <vector>

#include "braid/checker/explore/executor.h"
#include "braid/checker/models/system.h"
#include "braid/tracer/notation.h"

namespace braid::models {

/// A line for each outcome, in order: how many schedules lead there.
[[nodiscard]] inline std::string counted(const std::string& text) {
  const auto system = open_system(parse_notation("t", text));
  explore::Executor executor(1);
  explore::Limits limits;
  CountRequest request;
  request.by = system->default_outcome();
  request.witnesses = 0;
  std::vector<std::string> lines;
  for (const Outcome& outcome : system->count(request, {executor, limits}).outcomes) {
    std::string line;
    for (std::size_t i = 0; i < request.by.size(); ++i) {
      line += fmt::format("{}={} ", system->signature().observables[request.by[i]].name,
                          system->signature().show(request.by[i], outcome.key.values[i]));
    }
    lines.push_back(line + outcome.schedules.str() + "\n");
  }
  std::sort(lines.begin(), lines.end());
  std::string all;
  for (const std::string& line : lines) all += line;
  return all;
}

}  // namespace braid::models
