#include "braid/tracer/import/afs/procedures.h"

#include <algorithm>

#include "braid/tracer/import/afs/procedure_tables.h"

namespace braid::import::afs {
namespace {

constexpr std::uint16_t kFileServerPort = 7000;
constexpr std::uint16_t kCacheManagerPort = 7001;
constexpr std::uint16_t kOverseerPort = 7007;
constexpr std::uint16_t kUpdatePort = 7008;

constexpr Program kUnknown{"", {}};
constexpr Program kOverseer{"afs-overseer", {}};
constexpr Program kUpdate{"afs-update", {}};
constexpr Program kFileServer{"afs", kFileServerProcedures};
constexpr Program kCacheManager{"afs-callback", kCacheManagerProcedures};

struct Service {
  std::uint16_t number;
  Program program;
};

/// Apart from service 1. Those without procedures are known by name only.
constexpr auto kServices = std::to_array<Service>({
    {4, {"afs-volume", kVolumeServerProcedures}},
    {50, {"ubik-vote", {}}},
    {51, {"ubik-disk", {}}},
    {52, {"afs-location", kVolumeLocationProcedures}},
    {73, {"afs-protection", kProtectionProcedures}},
    {409, {"rx-statistics", {}}},
    {731, {"ka-authentication", {}}},
    {732, {"ka-tickets", {}}},
    {733, {"ka-maintenance", {}}},
    {2500, {"yfs", {}}},
    {2501, {"yfs-callback", {}}},
    {2503, {"yfs-location", {}}},
    {22314, {"afs-backup", {}}},
});

const Program& program_of_service_1(std::uint16_t client_port, std::uint16_t server_port,
                                    std::uint32_t number) {
  switch (server_port) {
    case kFileServerPort:
      return kFileServer;
    case kCacheManagerPort:
      return kCacheManager;
    case kOverseerPort:
      return kOverseer;
    case kUpdatePort:
      return kUpdate;
    default:
      break;
  }
  if (client_port == kFileServerPort) return kCacheManager;
  if (kFileServer.find(number) != nullptr) return kFileServer;
  return kCacheManager.find(number) != nullptr ? kCacheManager : kUnknown;
}

}  // namespace

const Procedure* Program::find(std::uint32_t number) const {
  const auto found = std::lower_bound(procedures.begin(), procedures.end(), number,
                                      [](const Procedure& a, std::uint32_t b) { return a.number < b; });
  return found == procedures.end() || found->number != number ? nullptr : &*found;
}

bool is_afs_port(std::uint16_t port) {
  return (port >= 7000 && port <= 7009) || port == 7021 || (port >= 7025 && port <= 7032);
}

const Program& program_of(std::uint16_t service, std::uint16_t client_port, std::uint16_t server_port,
                          std::uint32_t number) {
  if (service == 1) return program_of_service_1(client_port, server_port, number);
  for (const Service& known : kServices) {
    if (known.number == service) return known.program;
  }
  return kUnknown;
}

}  // namespace braid::import::afs
