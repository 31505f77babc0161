// Recordings on the command line: one of braid's own, or several files of another tool.
#pragma once

#include <ostream>
#include <string>
#include <string_view>
#include <vector>

#include "braid/tracer/import/ledger.h"

namespace braid::command {

/// What reports call the files: `a`, or `a and 2 more`. REQUIRES that there is one.
[[nodiscard]] std::string name_of(const std::vector<std::string>& files);

/// Says on `err` how much an import on the way skipped, if it did. `ledger` may be null.
void tell_skipped(std::ostream& err, std::string_view verb, const import::Ledger* ledger);

}  // namespace braid::command
