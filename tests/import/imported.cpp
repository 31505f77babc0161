#include "imported.h"

#include <algorithm>
#include <cstdlib>
#include <fstream>
#include <map>
#include <sstream>

#include "braid/tracer/recording/ndjson_writer.h"

namespace braid::import::test {
namespace {

/// By their ends; events without end come when it is known that they have none, or, where no event has an
/// end, by their starts.
bool in_order(const std::vector<recording::Record>& records) {
  std::vector<recording::Time> ends;
  std::vector<recording::Time> starts;
  for (const recording::Record& record : records) {
    if (record.end) ends.push_back(*record.end);
    if (record.start) starts.push_back(*record.start);
  }
  return std::is_sorted(ends.begin(), ends.end()) &&
         (!ends.empty() || std::is_sorted(starts.begin(), starts.end()));
}

}  // namespace

std::string Imported::text() const {
  std::string text;
  for (const recording::Record& record : records) {
    recording::append_event(text, record);
    text += '\n';
  }
  return text;
}

std::string Imported::operations() const {
  std::map<std::string, std::size_t> counts;
  for (const recording::Record& record : records) ++counts[record.operation];
  std::vector<std::pair<std::string, std::size_t>> sorted(counts.begin(), counts.end());
  std::stable_sort(sorted.begin(), sorted.end(),
                   [](const auto& a, const auto& b) { return a.second > b.second; });
  std::string text;
  for (const auto& [operation, count] : sorted)
    text += (text.empty() ? "" : ", ") + operation + " " + std::to_string(count);
  return text;
}

std::string Imported::skipped() const {
  std::string text;
  for (const auto& [kind, skipped] : ledger.skipped())
    text += (text.empty() ? "" : ", ") + kind + " " + std::to_string(skipped.count);
  return text;
}

Imported imported(std::vector<Input> inputs, std::string_view format, const ImportOptions& options) {
  Imported result;
  const Format* chosen = format.empty() ? recognise_format(inputs.front()) : find_format(format);
  EXPECT_NE(chosen, nullptr) << "no format";
  if (chosen == nullptr) return result;
  const auto source = chosen->open(std::move(inputs), options, result.ledger);
  recording::Record record;
  while (source->next(record)) result.records.push_back(record);
  result.header = source->header();
  EXPECT_TRUE(result.ledger.balanced()) << result.ledger.found_count() << " found, " << result.records.size()
                                        << " events, skipped " << result.skipped();
  EXPECT_EQ(result.ledger.event_count(), result.records.size());
  EXPECT_TRUE(in_order(result.records));
  return result;
}

Imported imported_text(std::string_view text, std::string_view format, const ImportOptions& options) {
  std::vector<Input> inputs;
  inputs.push_back(Input::from_memory("input", std::string(text)));
  return imported(std::move(inputs), format, options);
}

Imported imported_files(const std::vector<std::filesystem::path>& files, std::string_view format,
                        const ImportOptions& options) {
  std::vector<Input> inputs;
  for (const std::filesystem::path& file : files) inputs.push_back(Input::open(file));
  return imported(std::move(inputs), format, options);
}

std::filesystem::path recordings() {
  const char* shared = std::getenv("BRAID_SHARED");
  const std::filesystem::path root = shared != nullptr
                                         ? std::filesystem::path(shared)
                                         : std::filesystem::path(BRAID_IMPORT_TESTS) / "../../../shared";
  const std::filesystem::path folder = root / "data/client";
  std::error_code error;
  return std::filesystem::is_directory(folder, error) ? folder : std::filesystem::path();
}

std::string contents(const std::filesystem::path& file) {
  std::ifstream stream(file, std::ios::binary);
  EXPECT_TRUE(stream.is_open()) << file;
  std::stringstream text;
  text << stream.rdbuf();
  return text.str();
}

}  // namespace braid::import::test
