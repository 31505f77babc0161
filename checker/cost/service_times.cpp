#include "braid/checker/cost/service_times.h"

#include <fmt/format.h>

#include <string>
#include <utility>
#include <vector>

namespace braid::cost {
namespace {

struct KindTimes {
  std::string_view name;
  double cpu;   ///< seconds
  double disk;  ///< seconds
};

/// A random access of a disk of the time, and the processor time of a call for a machine of about a million
/// instructions a second: outside the kernel, and in it.
constexpr double kAccess = 0.03;
constexpr double kProcessCall = 0.1;
constexpr double kKernelCall = 0.015;

/// In the order of MessageKind. Status and attributes are mostly in the server's memory; what is changed is
/// on its disk before the reply: the contents, and the inode of the file or of the directory. Opens, closes
/// and locks change state that the server has in its memory: what it must find again after a restart is, once
/// a client, that this may reclaim (RFC 5661 8.4.3). An open that makes a file changes entries, as a CREATE.
constexpr std::array<KindTimes, kMessageKinds> kTimes = {{
    {"validate", kProcessCall, kAccess / 2},
    {"fetch-status", kProcessCall, kAccess / 2},
    {"fetch", kProcessCall, 2 * kAccess},
    {"store", kProcessCall, 2 * kAccess},
    {"store-status", kProcessCall, kAccess},
    {"list", kProcessCall, kAccess},
    {"change-names", kProcessCall, 2 * kAccess},
    {"callback", kProcessCall / 2, 0},
    {"give-up-callbacks", kProcessCall / 2, 0},
    {"get-attributes", kKernelCall, 0},
    {"set-attributes", kKernelCall, kAccess},
    {"lookup", kKernelCall, 0},
    {"read", kKernelCall, kAccess / 2},
    {"write", kKernelCall, 2 * kAccess},
    {"write-unstable", kKernelCall, 0},
    {"commit", kKernelCall, 2 * kAccess},
    {"read-directory", kKernelCall, kAccess / 2},
    {"change-entries", kKernelCall, 2 * kAccess},
    {"open", kKernelCall, 0},
    {"close", kKernelCall, 0},
    {"lock", kKernelCall, 0},
    {"recall", kKernelCall, 0},
}};

/// The parameters that follow those of the kinds, two each, in the order of default_service_times.
enum Other : std::size_t {
  cpu_byte,
  disk_byte,
  network_byte,
  network_message,
  cpu_component,
  cpu_switch,
  client_benchmark,
  client_message,
};

std::vector<Parameter> other_parameters() {
  return {
      {"cpu.byte", "s/byte", 2e-6, ""},
      {"disk.byte", "s/byte", 1e-6, ""},
      {"network.byte", "s/byte", 8e-7, "10 Mbit/s, the rate of IEEE 802.3 (1983)"},
      {"network.message", "s", 3e-4, ""},
      {"cpu.component", "s", 0.05, ""},
      {"cpu.switch", "s", 0.05, ""},
      {"client.benchmark", "s", 1000,
       "Howard et al. 1988 (recalled): the Andrew benchmark on a stand-alone Sun-2 took about 1000 s"},
      {"client.message", "s", 0.05, ""},
  };
}

}  // namespace

std::string_view name_of(MessageKind kind) {
  return kTimes[static_cast<std::size_t>(kind)].name;
}

Parameters default_service_times() {
  std::vector<Parameter> parameters;
  for (const KindTimes& times : kTimes) {
    parameters.push_back({fmt::format("cpu.{}", times.name), "s", times.cpu, ""});
    parameters.push_back({fmt::format("disk.{}", times.name), "s", times.disk, ""});
  }
  for (Parameter& parameter : other_parameters()) parameters.push_back(std::move(parameter));
  return Parameters(std::move(parameters));
}

ClosedNetwork network_of(const ServerUse& use, std::span<const double> values) {
  const auto other = [&](Other parameter) { return values[2 * kMessageKinds + parameter]; };
  MessageUse total;
  double cpu = use.process_switches * other(cpu_switch);
  double disk = 0;
  for (std::size_t kind = 0; kind < kMessageKinds; ++kind) {
    const MessageUse& message = use.messages[kind];
    cpu += message.calls * values[2 * kind];
    disk += message.calls * values[2 * kind + 1];
    total.calls += message.calls;
    total.bytes += message.bytes;
    total.components += message.components;
  }
  cpu += total.bytes * other(cpu_byte) + total.components * other(cpu_component);
  disk += total.bytes * other(disk_byte);
  const double network = total.bytes * other(network_byte) + total.calls * other(network_message);
  const double client = other(client_benchmark) + total.calls * other(client_message);
  return ClosedNetwork("service times", {{"server cpu", StationKind::queueing, cpu},
                                         {"server disk", StationKind::queueing, disk},
                                         {"network", StationKind::queueing, network},
                                         {"client", StationKind::delay, client}});
}

}  // namespace braid::cost
