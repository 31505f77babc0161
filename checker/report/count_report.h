// The outcome table of `braid count`, as text in the manner of the litmus tools and as JSON.
#pragma once

#include <cstddef>
#include <optional>
#include <ostream>

#include "braid/checker/models/system.h"

namespace braid::report {

/// What a table is made from; borrowed.
struct CountReport {
  const models::System& system;
  const models::CountRequest& request;
  const models::CountResult& result;
  std::optional<explore::Rank> last_rank;  ///< the rank of a complete sweep, where it is known
};

/// The sizes, the outcomes (at most `most_rows`, and how many there are besides), and whether this is all.
void write_count_text(std::ostream& out, const CountReport& report, std::size_t most_rows);

/// The document that count.schema.json describes, with all outcomes.
void write_count_json(std::ostream& out, const CountReport& report);

/// `incomplete: time limit at rank 17 of 60`.
[[nodiscard]] std::string incomplete_text(const explore::SweepResult& sweep,
                                          std::optional<explore::Rank> last_rank);

}  // namespace braid::report
