// Costs for programs: JSON and CSV.
#include <fmt/format.h>

#include <functional>

#include "braid/checker/report/cost_report.h"
#include "braid/checker/report/json_writer.h"
#include "braid/checker/report/price_document.h"
#include "braid/checker/report/schedule_text.h"

namespace braid::report {
namespace {

using cost::SizedPrices;

void write_runs(JsonWriter& json, const SizedPrices& system) {
  json.key("runs").begin_array(JsonLayout::line_each);
  for (std::size_t at = 0; at < system.runs.size(); ++at) {
    const cost::PricedRun& run = system.runs[at];
    json.begin_object(JsonLayout::line_each);
    if (!system.variable.empty()) json.key("size").number(system.sizes[at]);
    json.key("steps").number(run.steps);
    json.key("total");
    write_price_json(json, run.total);
    json.key("clients").begin_object(JsonLayout::line_each);
    for (std::size_t client = 0; client < run.clients.size(); ++client) {
      json.key(run.clients[client]);
      write_price_json(json, run.prices[client]);
    }
    json.end_object();
    json.end_object();
  }
  json.end_array();
}

void write_found(JsonWriter& json, std::string_view name, const PriceRange& range,
                 const std::optional<models::PricedSchedule>& found) {
  if (!found) return;
  json.key(name);
  json.begin_object();
  json.key("price").number(found->price);
  json.key("schedule").text(to_text(found->schedule, range.label_count));
  json.end_object();
}

}  // namespace

void write_cost_json(std::ostream& out, const CostReport& report) {
  JsonWriter json(out);
  json.begin_object(JsonLayout::line_each);
  json.key("blockBytes").number(report.sizes.block);
  json.key("headerBytes").number(report.sizes.header);
  json.key("workloads").begin_array(JsonLayout::line_each);
  for (const PricedWorkload& workload : report.workloads) {
    json.begin_object(JsonLayout::line_each);
    json.key("name").text(workload.name);
    if (workload.recorded) {
      json.key("recorded").begin_object();
      for (const auto& [name, count] : *workload.recorded) json.key(name).number(count);
      json.end_object();
    }
    json.key("systems").begin_array(JsonLayout::line_each);
    for (std::size_t at = 0; at < workload.systems.size(); ++at) {
      const SizedPrices& system = workload.systems[at];
      json.begin_object(JsonLayout::line_each);
      json.key("system").text(system.system);
      json.key("latency").text(system.latency.show());
      json.key("dominant").text(system.latency.dominant().show());
      json.key("ratio").text(
          cost::ratio(system.latency.dominant(), workload.systems.front().latency.dominant()));
      if (report.latency) {
        json.key("seconds").real(cost::seconds(system.runs.front().total, *report.latency));
      }
      if (!workload.ranges.empty()) {
        json.key("unit").text(report.range_unit);
        write_found(json, "least", workload.ranges[at], workload.ranges[at].result.cheapest);
        write_found(json, "most", workload.ranges[at], workload.ranges[at].result.dearest);
      }
      write_runs(json, system);
      json.end_object();
    }
    json.end_array();
    json.end_object();
  }
  json.end_array();
  json.end_object();
  json.finish();
}

void write_cost_csv(std::ostream& out, const CostReport& report) {
  out << "workload,system,size,client,item,value\r\n";
  for (const PricedWorkload& workload : report.workloads) {
    for (const SizedPrices& system : workload.systems) {
      for (std::size_t at = 0; at < system.runs.size(); ++at) {
        const cost::PricedRun& run = system.runs[at];
        const std::string size = system.variable.empty() ? "" : std::to_string(system.sizes[at]);
        const auto head = [&](std::string_view client) {
          return fmt::format("{},{},{},{}", csv_field(workload.name), csv_field(system.system), size,
                             csv_field(client));
        };
        for (std::size_t client = 0; client < run.clients.size(); ++client)
          write_price_csv(out, head(run.clients[client]), run.prices[client]);
        write_price_csv(out, head("all"), run.total);
      }
    }
    if (!workload.recorded) continue;
    for (const auto& [name, count] : *workload.recorded)
      out << fmt::format("{},recorded,,all,{},{}\r\n", csv_field(workload.name), csv_field("calls " + name),
                         count);
  }
}

}  // namespace braid::report
