#include "braid/checker/command/recording_argument.h"

#include <fmt/format.h>

namespace braid::command {

std::string name_of(const std::vector<std::string>& files) {
  return files.size() == 1 ? files.front() : fmt::format("{} and {} more", files.front(), files.size() - 1);
}

void tell_skipped(std::ostream& err, std::string_view verb, const import::Ledger* ledger) {
  if (ledger == nullptr || ledger->skipped_count() == 0) return;
  err << fmt::format("braid {}: {} events were imported, {} things skipped (braid import tells which)\n",
                     verb, ledger->event_count(), ledger->skipped_count());
}

}  // namespace braid::command
