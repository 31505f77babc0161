#include "guest_recordings.h"

#include <algorithm>
#include <map>

namespace braid::import::test {

std::filesystem::path guest_recordings() {
  if (recordings().empty()) return {};
  const std::filesystem::path folder = recordings().parent_path() / "guest";
  std::error_code error;
  return std::filesystem::is_directory(folder, error) ? folder : std::filesystem::path();
}

std::string kinds(const Imported& log) {
  constexpr std::string_view kSkipped = "events ";
  std::map<std::string, std::uint64_t> counts;
  for (const recording::Record& record : log.records) {
    const recording::Value* event = record.arguments.find("event");
    ++counts[event != nullptr && event->text() != nullptr ? *event->text() : ""];
  }
  for (const auto& [kind, skipped] : log.ledger.skipped()) {
    if (kind.starts_with(kSkipped)) counts[kind.substr(kSkipped.size())] += skipped.count;
  }
  std::vector<std::pair<std::string, std::uint64_t>> sorted(counts.begin(), counts.end());
  std::stable_sort(sorted.begin(), sorted.end(),
                   [](const auto& a, const auto& b) { return a.second > b.second; });
  std::string text;
  for (const auto& [event, number] : sorted)
    text += (text.empty() ? "" : ", ") + event + " " + std::to_string(number);
  return text;
}

Imported with_map(const std::string& recording, const std::string& map) {
  return imported_files({guest_recordings() / recording, guest_recordings() / map});
}

std::size_t count(const Imported& log, std::string_view operation, std::string_view argument,
                  const recording::Value& value) {
  return static_cast<std::size_t>(
      std::count_if(log.records.begin(), log.records.end(), [&](const auto& record) {
        const recording::Value* found = record.arguments.find(argument);
        return record.operation == operation && found != nullptr && *found == value;
      }));
}

}  // namespace braid::import::test
