#include "braid/checker/report/cost_report.h"

#include <fmt/format.h>

#include <algorithm>
#include <set>

#include "braid/checker/report/number_text.h"
#include "braid/checker/report/schedule_text.h"

namespace braid::report {
namespace {

using cost::Price;
using cost::PricedRun;
using cost::SizedPrices;

/// The width of a text on a terminal, where `·` takes one column.
std::size_t columns_of(std::string_view text) {
  return static_cast<std::size_t>(std::count_if(
      text.begin(), text.end(), [](char c) { return (static_cast<unsigned char>(c) & 0xC0) != 0x80; }));
}

/// Rows of cells, the first column to the left, the others to the right.
class TextTable {
 public:
  void add(std::vector<std::string> row) { rows_.push_back(std::move(row)); }

  void write(std::ostream& out) const {
    std::vector<std::size_t> widths;
    for (const auto& row : rows_) {
      widths.resize(std::max(widths.size(), row.size()), 0);
      for (std::size_t at = 0; at < row.size(); ++at) widths[at] = std::max(widths[at], columns_of(row[at]));
    }
    for (const auto& row : rows_) {
      std::string line;
      for (std::size_t at = 0; at < row.size(); ++at) {
        const std::string space(widths[at] - columns_of(row[at]), ' ');
        line += at == 0 ? row[at] + space : "  " + space + row[at];
      }
      line.erase(line.find_last_not_of(' ') + 1);
      out << line << '\n';
    }
  }

 private:
  std::vector<std::vector<std::string>> rows_;
};

std::string ratio_text(std::uint64_t part, std::uint64_t whole) {
  if (whole == 0) return part == 0 ? "1.00" : "-";
  return fmt::format("{:.2f}", static_cast<double>(part) / static_cast<double>(whole));
}

using Measure = std::uint64_t (*)(const Price&);

struct Item {
  std::string_view name;
  Measure measure;
};

constexpr Item kItems[] = {
    {"messages", [](const Price& price) { return price.calls(); }},
    {"  without a block", [](const Price& price) { return price.empty_calls; }},
    {"bytes to the server", [](const Price& price) { return price.bytes_to_server(); }},
    {"bytes to the client", [](const Price& price) { return price.bytes_to_client(); }},
    {"blocks that the server reads", [](const Price& price) { return price.blocks_to_client; }},
    {"blocks that the server writes", [](const Price& price) { return price.blocks_to_server; }},
    {"accesses to the client's disk", [](const Price& price) { return price.disk_accesses; }},
    {"accesses to its memory", [](const Price& price) { return price.memory_accesses; }},
};

const cost::MessageCount* find_message(const Price& price, const std::string& name) {
  const auto at = std::find_if(price.messages.begin(), price.messages.end(),
                               [&](const cost::MessageCount& of) { return of.name == name; });
  return at == price.messages.end() ? nullptr : &*at;
}

/// One price a system.
void add_items(TextTable& table, const std::vector<const Price*>& prices, std::string_view margin) {
  const auto add_row = [&](std::string_view name, const auto& measure) {
    std::vector<std::string> row = {fmt::format("{}{}", margin, name)};
    for (const Price* price : prices) {
      row.push_back(std::to_string(measure(*price)));
      if (price != prices.front()) row.push_back(ratio_text(measure(*price), measure(*prices.front())));
    }
    table.add(std::move(row));
  };
  for (const Item& item : kItems) {
    add_row(item.name, item.measure);
    if (item.measure != kItems[0].measure) continue;
    std::set<std::string> kinds;
    for (const Price* price : prices)
      for (const cost::MessageCount& of : price->messages) kinds.insert(of.name);
    for (const std::string& kind : kinds) {
      add_row("  " + kind, [&](const Price& price) -> std::uint64_t {
        const cost::MessageCount* const own = find_message(price, kind);
        return own == nullptr ? 0 : own->calls;
      });
    }
  }
}

std::vector<std::string> head_of(const PricedWorkload& workload, std::string name) {
  std::vector<std::string> head = {std::move(name)};
  for (const SizedPrices& system : workload.systems) {
    head.push_back(system.system);
    if (&system != &workload.systems.front()) head.emplace_back("ratio");
  }
  return head;
}

void add_latency(TextTable& table, const PricedWorkload& workload, const CostReport& report) {
  std::vector<std::string> row = {"latency"};
  const cost::LatencyFormula& first = workload.systems.front().latency;
  for (const SizedPrices& system : workload.systems) {
    row.push_back(system.latency.show());
    if (&system != &workload.systems.front())
      row.push_back(cost::ratio(system.latency.dominant(), first.dominant()));
  }
  table.add(std::move(row));
  if (!report.latency) return;
  std::vector<std::string> seconds = {"seconds"};
  const double base = cost::seconds(workload.systems.front().runs.front().total, *report.latency);
  for (const SizedPrices& system : workload.systems) {
    const double own = cost::seconds(system.runs.front().total, *report.latency);
    seconds.push_back(fmt::format("{:.6g}", own));
    if (&system != &workload.systems.front())
      seconds.push_back(base == 0 ? "-" : fmt::format("{:.2f}", own / base));
  }
  table.add(std::move(seconds));
}

void write_workload(std::ostream& out, const PricedWorkload& workload, const CostReport& report) {
  const SizedPrices& first = workload.systems.front();
  out << fmt::format(
      "{}: {}{}\n", workload.name, counted(first.runs.front().clients.size(), "client", "clients"),
      first.variable.empty() ? ""
                             : fmt::format(", {} = {} to {}; counts are of {}", first.variable,
                                           first.sizes.front(), first.sizes.back(), first.sizes.front()));
  TextTable table;
  table.add(head_of(workload, ""));
  std::vector<const Price*> totals;
  for (const SizedPrices& system : workload.systems) totals.push_back(&system.runs.front().total);
  add_items(table, totals, "");
  add_latency(table, workload, report);
  const std::vector<std::string>& clients = first.runs.front().clients;
  for (std::size_t client = 0; client < clients.size() && clients.size() > 1; ++client) {
    table.add({clients[client]});
    std::vector<const Price*> prices;
    for (const SizedPrices& system : workload.systems) prices.push_back(&system.runs.front().prices[client]);
    add_items(table, prices, "  ");
  }
  table.write(out);
}

/// Real calls, and what each system would have sent, with the ratio of that to the real ones; `-` where the
/// system has no such calls.
void write_recorded(std::ostream& out, const PricedWorkload& workload) {
  if (!workload.recorded) return;
  TextTable table;
  std::vector<std::string> head = {"calls", "recorded"};
  for (const SizedPrices& system : workload.systems) head.insert(head.end(), {system.system, "ratio"});
  table.add(std::move(head));
  std::set<std::string> names;
  for (const auto& [name, count] : *workload.recorded) names.insert(name);
  for (const SizedPrices& system : workload.systems)
    for (const cost::MessageCount& of : system.runs.front().total.messages) names.insert(of.name);
  for (const std::string& name : names) {
    const auto at = workload.recorded->find(name);
    const std::uint64_t recorded = at == workload.recorded->end() ? 0 : at->second;
    std::vector<std::string> row = {"  " + name, std::to_string(recorded)};
    for (const SizedPrices& system : workload.systems) {
      const cost::MessageCount* const own = find_message(system.runs.front().total, name);
      row.push_back(own == nullptr ? "-" : std::to_string(own->calls));
      row.push_back(own == nullptr ? "-" : ratio_text(own->calls, recorded));
    }
    table.add(std::move(row));
  }
  table.write(out);
}

void write_ranges(std::ostream& out, const PricedWorkload& workload, const CostReport& report) {
  for (const PriceRange& range : workload.ranges) {
    const auto tell = [&](std::string_view which, const std::optional<models::PricedSchedule>& found) {
      if (!found) {
        out << fmt::format(
            "{}: {} {}: {}\n", range.system, which, report.range_unit,
            range.result.sweep.complete() ? "no schedule runs to its end" : "a limit ended the search");
        return;
      }
      out << fmt::format("{}: {} {} {}, of all schedules: --under '{}' --schedule {}\n", range.system, which,
                         found->price, report.range_unit, range.system,
                         to_text(found->schedule, range.label_count));
    };
    tell("least", range.result.cheapest);
    tell("most", range.result.dearest);
  }
}

}  // namespace

void write_cost_text(std::ostream& out, const CostReport& report) {
  for (const PricedWorkload& workload : report.workloads) {
    if (&workload != &report.workloads.front()) out << '\n';
    write_workload(out, workload, report);
    write_recorded(out, workload);
    write_ranges(out, workload, report);
  }
}

void write_cost_table(std::ostream& out, const CostReport& report) {
  TextTable table;
  std::vector<std::string> head = {"workload"};
  const std::vector<SizedPrices>& systems = report.workloads.front().systems;
  for (const SizedPrices& system : systems) head.push_back(system.system);
  for (std::size_t other = 1; other < systems.size(); ++other)
    head.push_back(fmt::format("{}/{}", systems[other].system, systems.front().system));
  table.add(std::move(head));
  for (const PricedWorkload& workload : report.workloads) {
    std::vector<std::string> row = {workload.name};
    const cost::LatencyFormula base = workload.systems.front().latency.dominant();
    for (const SizedPrices& system : workload.systems) row.push_back(system.latency.dominant().show());
    for (std::size_t other = 1; other < workload.systems.size(); ++other)
      row.push_back(cost::ratio(workload.systems[other].latency.dominant(), base));
    table.add(std::move(row));
  }
  table.write(out);
}

}  // namespace braid::report
