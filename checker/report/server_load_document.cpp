// How many clients a server carries: JSON and CSV.
#include <fmt/format.h>

#include <optional>

#include "braid/checker/report/json_writer.h"
#include "braid/checker/report/price_document.h"
#include "braid/checker/report/server_load_report.h"

namespace braid::report {
namespace {

void write_optional(JsonWriter& json, std::string_view name, const std::optional<double>& number) {
  json.key(name);
  if (number) {
    json.real(*number);
  } else {
    json.null();
  }
}

void write_phases(JsonWriter& json, const cost::BenchmarkUse& use) {
  json.key("phases").begin_object(JsonLayout::line_each);
  for (std::size_t phase = 0; phase < cost::kAndrewPhases; ++phase) {
    json.key(name_of(static_cast<cost::AndrewPhase>(phase)));
    write_price_json(json, use.phases[phase]);
  }
  json.end_object();
  json.key("total");
  write_price_json(json, use.total);
}

void write_capacity(JsonWriter& json, const cost::ServerCapacity& capacity, double users_per_client) {
  json.key("secondsAlone").real(capacity.seconds_alone);
  json.key("busiestStation");
  if (capacity.bottleneck.empty()) {
    json.null();
  } else {
    json.text(capacity.bottleneck);
  }
  write_optional(json, "saturation", capacity.saturation);
  write_optional(json, "clients", capacity.clients);
  std::optional<double> users;
  if (capacity.clients) users = *capacity.clients * users_per_client;
  write_optional(json, "users", users);
}

void write_stations(JsonWriter& json, const cost::ClosedNetwork& network) {
  json.key("stations").begin_array(JsonLayout::line_each);
  for (const cost::Station& station : network.stations()) {
    json.begin_object();
    json.key("name").text(station.name);
    json.key("kind").text(station.kind == cost::StationKind::queueing ? "queueing" : "delay");
    json.key("demand").real(station.demand);
    json.end_object();
  }
  json.end_array();
}

void write_loads(JsonWriter& json, const LoadedSystem& system) {
  json.key("loads").begin_array(JsonLayout::line_each);
  for (const cost::NetworkLoad& load : system.loads) {
    json.begin_object();
    json.key("clients").number(std::uint64_t{load.customers});
    json.key("throughput").real(load.throughput);
    json.key("responseSeconds").real(load.response_time);
    json.key("cycleSeconds").real(load.cycle_time);
    json.key("utilization").begin_array();
    for (const cost::StationLoad& station : load.stations) json.real(station.utilization);
    json.end_array();
    json.end_object();
  }
  json.end_array();
}

void write_need(JsonWriter& json, std::string_view parameter, const cost::NeededValue& need) {
  json.begin_object();
  json.key("parameter").text(parameter);
  write_optional(json, "value", need.value);
  json.key("leastStretch").real(need.least_stretch);
  json.key("greatestStretch").real(need.greatest_stretch);
  json.end_object();
}

/// What a published number of clients would need.
void write_target(JsonWriter& json, const ServerLoadReport& report, std::size_t number) {
  const cost::StudiedProtocol& protocol = report.systems[number].protocol;
  if (!protocol.target) return;
  json.key("published").begin_object(JsonLayout::line_each);
  json.key("clients").real(*protocol.target);
  json.key("source").text(protocol.target_source);
  json.key("needed").begin_array(JsonLayout::line_each);
  for (std::size_t at = 0; at < report.parameters.size(); ++at) {
    if (report.study.matters(at, number))
      write_need(json, report.parameters[at].name, report.study.needed[number][at]);
  }
  json.end_array();
  if (const auto& factor = report.study.needed_factors[number]) {
    json.key("neededFactor");
    write_need(json, "all demands where clients wait", *factor);
  }
  json.end_object();
}

void write_effect(JsonWriter& json, const cost::Effect& effect) {
  json.begin_object();
  write_optional(json, "less", effect.less);
  write_optional(json, "greater", effect.greater);
  write_optional(json, "elasticity", effect.elasticity);
  json.end_object();
}

void write_parameters(JsonWriter& json, const ServerLoadReport& report) {
  json.key("parameters").begin_array(JsonLayout::line_each);
  for (std::size_t at = 0; at < report.parameters.size(); ++at) {
    const cost::Parameter& parameter = report.parameters[at];
    json.begin_object();
    json.key("name").text(parameter.name);
    json.key("unit").text(parameter.unit);
    json.key("value").real(parameter.value);
    json.key("assumption").boolean(parameter.is_assumption());
    json.key("source").text(parameter.source);
    json.key("clients").begin_object();
    for (std::size_t number = 0; number < report.systems.size(); ++number) {
      json.key(report.systems[number].use.system);
      write_effect(json, report.study.sensitivity.effects[at].clients[number]);
    }
    json.end_object();
    json.key("ratios").begin_object();
    for (std::size_t number = 1; number < report.systems.size(); ++number) {
      json.key(report.systems[number].use.system);
      write_effect(json, report.study.sensitivity.effects[at].ratios[number]);
    }
    json.end_object();
    json.end_object();
  }
  json.end_array();
}

}  // namespace

void write_server_load_json(std::ostream& out, const ServerLoadReport& report) {
  JsonWriter json(out);
  json.begin_object(JsonLayout::line_each);
  json.key("stretch").real(report.stretch);
  json.key("usersPerClient").real(report.users_per_client);
  json.key("change").real(report.study.sensitivity.change);
  json.key("systems").begin_array(JsonLayout::line_each);
  for (std::size_t number = 0; number < report.systems.size(); ++number) {
    const LoadedSystem& system = report.systems[number];
    json.begin_object(JsonLayout::line_each);
    json.key("system").text(system.use.system);
    write_capacity(json, report.study.capacities[number], report.users_per_client);
    write_stations(json, system.network);
    write_phases(json, system.use);
    write_target(json, report, number);
    write_loads(json, system);
    json.end_object();
  }
  json.end_array();
  write_parameters(json, report);
  json.end_object();
  json.finish();
}

void write_server_load_csv(std::ostream& out, const ServerLoadReport& report) {
  out << "system,clients,users,stretch,response_s,cycle_s,throughput_per_s,busiest_station,utilization\r\n";
  for (const LoadedSystem& system : report.systems) {
    const auto busiest = system.network.bottleneck();
    for (const cost::NetworkLoad& load : system.loads) {
      out << fmt::format("{},{},{},{},{},{},{},{},{}\r\n", csv_field(system.use.system), load.customers,
                         load.customers * report.users_per_client,
                         load.cycle_time / system.network.cycle_alone(), load.response_time, load.cycle_time,
                         load.throughput,
                         busiest ? csv_field(system.network.stations()[*busiest].name) : std::string(),
                         busiest ? load.stations[*busiest].utilization : 0);
    }
  }
}

}  // namespace braid::report
