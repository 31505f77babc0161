#include "braid/checker/report/summary_report.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>

#include "braid/checker/report/json_writer.h"

namespace braid::report {
namespace {

using recording::ActorSummary;
using recording::Durations;
using recording::RunCount;
using recording::Summary;
using recording::Time;

constexpr std::size_t kMostColumns = 8;
constexpr std::array<std::string_view, recording::kRunUses> kUses = {"read only", "written only", "both"};
constexpr std::array<std::string_view, recording::kRunShapes> kShapes = {"whole file", "partial", "random"};
constexpr std::array<unsigned, 4> kPercents = {50, 90, 99, 100};

std::string count_of(std::uint64_t count, std::string_view noun) {
  return fmt::format("{} {}{}", count, noun, count == 1 ? "" : "s");
}

/// Three digits and a unit: `1.25 ms`.
std::string duration_text(Time time) {
  constexpr std::array<std::pair<double, std::string_view>, 3> kUnits = {
      {{1e9, "s"}, {1e6, "ms"}, {1e3, "us"}}};
  const auto nanoseconds = static_cast<double>(time.nanoseconds);
  for (const auto& [size, unit] : kUnits) {
    if (nanoseconds >= size) return fmt::format("{:.3g} {}", nanoseconds / size, unit);
  }
  return fmt::format("{} ns", time.nanoseconds);
}

std::string percent_text(std::uint64_t part, std::uint64_t whole) {
  return fmt::format("{:5.1f} %", 100.0 * static_cast<double>(part) / static_cast<double>(whole));
}

/// The actors that have a column: all, or the first few and one for the rest.
class ActorColumns {
 public:
  explicit ActorColumns(const Summary& summary) {
    for (const auto& [name, actor] : summary.actors) names_.push_back(name);
    if (names_.size() > kMostColumns) {
      others_ = names_.size() - kMostColumns;
      names_.resize(kMostColumns);
    }
  }

  void write_head(std::ostream& out) const {
    out << fmt::format("  {:<28}{:>10}", "", "all");
    for (const std::string& name : names_) out << fmt::format(" {:>10}", name);
    if (others_ > 0) out << fmt::format(" {:>10}", fmt::format("{} others", others_));
    out << '\n';
  }

  template <class CountOf>
  void write_row(std::ostream& out, std::string_view label, std::uint64_t total,
                 CountOf count_of_actor) const {
    out << fmt::format("  {:<28}{:>10}", label, total);
    std::uint64_t shown = 0;
    for (const std::string& name : names_) {
      const std::uint64_t count = count_of_actor(name);
      shown += count;
      out << fmt::format(" {:>10}", count);
    }
    if (others_ > 0) out << fmt::format(" {:>10}", total - shown);
    out << '\n';
  }

 private:
  std::vector<std::string> names_;
  std::size_t others_ = 0;
};

void write_operations(std::ostream& out, const Summary& summary) {
  const ActorColumns columns(summary);
  out << "operations\n";
  columns.write_head(out);
  std::vector<std::pair<std::uint64_t, std::string_view>> by_count;
  for (const auto& [operation, actors] : summary.operations) {
    std::uint64_t total = 0;
    for (const auto& [actor, count] : actors) total += count;
    by_count.emplace_back(total, operation);
  }
  std::stable_sort(by_count.begin(), by_count.end(),
                   [](const auto& a, const auto& b) { return a.first > b.first; });
  for (const auto& [total, operation] : by_count) {
    const auto& actors = summary.operations.find(std::string(operation))->second;
    columns.write_row(out, operation, total, [&](const std::string& actor) {
      const auto entry = actors.find(actor);
      return entry == actors.end() ? std::uint64_t{0} : entry->second;
    });
  }
  const auto write_sum = [&](std::string_view label, std::uint64_t ActorSummary::*member) {
    std::uint64_t total = 0;
    for (const auto& [name, actor] : summary.actors) total += actor.*member;
    if (total == 0) return;
    columns.write_row(out, label, total,
                      [&](const std::string& name) { return summary.actors.at(name).*member; });
  };
  write_sum("failed", &ActorSummary::failed);
  write_sum("of unknown outcome", &ActorSummary::unknown);
  write_sum("bytes read", &ActorSummary::bytes_read);
  write_sum("bytes written", &ActorSummary::bytes_written);
}

void write_runs(std::ostream& out, const Summary& summary) {
  std::uint64_t runs = 0;
  std::uint64_t bytes = 0;
  for (const auto& shapes : summary.runs) {
    for (const RunCount& count : shapes) {
      runs += count.runs;
      bytes += count.bytes;
    }
  }
  if (runs > 0) {
    out << fmt::format("runs: {} with {}\n", runs, count_of(bytes, "byte"));
    for (std::size_t use = 0; use < kUses.size(); ++use) {
      for (std::size_t shape = 0; shape < kShapes.size(); ++shape) {
        const RunCount& count = summary.runs[use][shape];
        if (count.runs == 0) continue;
        out << fmt::format("  {:<12} {:<12} {:>8}  {}  mean length {:.0f} bytes\n", kUses[use],
                           kShapes[shape], count.runs, percent_text(count.runs, runs),
                           static_cast<double>(count.bytes) / static_cast<double>(count.runs));
      }
    }
  }
  if (summary.runs_without_transfer > 0)
    out << fmt::format("opened without reading or writing: {}\n", summary.runs_without_transfer);
}

void write_durations(std::ostream& out, std::string_view label, const Durations& durations) {
  if (durations.nanoseconds.empty()) return;
  out << label << ':';
  for (const unsigned percent : kPercents) {
    out << fmt::format(" {}{} {}",
                       percent == 50    ? "median"
                       : percent == 100 ? "longest"
                                        : std::to_string(percent),
                       percent == 50 || percent == 100 ? "" : " %", duration_text(durations.at(percent)));
    if (percent != 100) out << ',';
  }
  out << '\n';
}

void write_sharing(std::ostream& out, const Summary& summary) {
  out << fmt::format(
      "files: {}; {} of one client, {} of several, of which {} written and {} open for writing "
      "while another had them open\n",
      summary.files, summary.files_of_one, summary.files_shared, summary.files_write_shared,
      summary.files_concurrently_write_shared);
  if (summary.opens_concurrently_write_shared > 0)
    out << fmt::format("opens into concurrent write sharing: {}\n", summary.opens_concurrently_write_shared);
  if (summary.reopens > 0) out << fmt::format("re-opens by the same client: {}\n", summary.reopens);
}

void write_json_durations(JsonWriter& json, std::string_view name, const Durations& durations) {
  json.key(name).begin_object().key("count").number(std::uint64_t{durations.nanoseconds.size()});
  if (!durations.nanoseconds.empty()) {
    for (const unsigned percent : kPercents)
      json.key(fmt::format("percentile_{}", percent)).text(to_string(durations.at(percent)));
  }
  json.end_object();
}

}  // namespace

void write_summary_text(std::ostream& out, const SummaryReport& report) {
  const Summary& summary = report.summary;
  const bool has_clock = report.header.clock == recording::Clock::seconds;
  out << fmt::format("{}: {} of {}{}; {} by {}", report.trace, name_of(report.header.kind),
                     report.header.system,
                     report.header.tool.empty() ? "" : fmt::format(" (from {})", report.header.tool),
                     count_of(summary.events, "event"), count_of(summary.actors.size(), "actor"));
  if (has_clock && summary.first && summary.last)
    out << fmt::format(" in {} s, from {}", to_string(*summary.last - *summary.first),
                       to_string(*summary.first));
  out << '\n';
  if (!report.complete) out << "it has no footer: it may be cut off\n";
  write_operations(out, summary);
  write_runs(out, summary);
  if (has_clock) write_durations(out, "open for", summary.open_times);
  if (summary.never_closed > 0)
    out << fmt::format("never closed: {}\n", count_of(summary.never_closed, "open"));
  write_sharing(out, summary);
  if (has_clock) write_durations(out, "re-opened after", summary.reopen_times);
}

void write_summary_json(std::ostream& out, const SummaryReport& report) {
  const Summary& summary = report.summary;
  JsonWriter json(out);
  json.begin_object(JsonLayout::line_each);
  json.key("trace").text(report.trace).key("kind").text(name_of(report.header.kind));
  json.key("system").text(report.header.system).key("clock").text(name_of(report.header.clock));
  json.key("complete").boolean(report.complete).key("events").number(summary.events);
  if (summary.first) json.key("first").text(to_string(*summary.first));
  if (summary.last) json.key("last").text(to_string(*summary.last));
  json.key("actors").begin_array(JsonLayout::line_each);
  for (const auto& [name, actor] : summary.actors) {
    json.begin_object().key("name").text(name).key("operations").number(actor.operations);
    json.key("failed").number(actor.failed).key("unknown").number(actor.unknown);
    json.key("bytes_read")
        .number(actor.bytes_read)
        .key("bytes_written")
        .number(actor.bytes_written)
        .end_object();
  }
  json.end_array().key("operations").begin_array(JsonLayout::line_each);
  for (const auto& [operation, actors] : summary.operations) {
    for (const auto& [actor, count] : actors)
      json.begin_object()
          .key("name")
          .text(operation)
          .key("actor")
          .text(actor)
          .key("count")
          .number(count)
          .end_object();
  }
  json.end_array().key("runs").begin_array(JsonLayout::line_each);
  for (std::size_t use = 0; use < kUses.size(); ++use) {
    for (std::size_t shape = 0; shape < kShapes.size(); ++shape) {
      const RunCount& count = summary.runs[use][shape];
      json.begin_object().key("use").text(kUses[use]).key("shape").text(kShapes[shape]);
      json.key("runs").number(count.runs).key("bytes").number(count.bytes).end_object();
    }
  }
  json.end_array().key("runs_without_transfer").number(summary.runs_without_transfer);
  write_json_durations(json, "open_times", summary.open_times);
  json.key("never_closed").number(summary.never_closed).key("reopens").number(summary.reopens);
  write_json_durations(json, "reopen_times", summary.reopen_times);
  json.key("files")
      .begin_object()
      .key("all")
      .number(summary.files)
      .key("of_one_client")
      .number(summary.files_of_one);
  json.key("shared").number(summary.files_shared).key("write_shared").number(summary.files_write_shared);
  json.key("concurrently_write_shared").number(summary.files_concurrently_write_shared).end_object();
  json.key("opens_concurrently_write_shared").number(summary.opens_concurrently_write_shared);
  json.end_object().finish();
}

}  // namespace braid::report
