#include "braid/tracer/import/packets/decoder.h"

namespace braid::import::packets {

HostNames::HostNames(const ImportOptions& options) {
  for (const ClientName& client : options.clients) {
    if (const auto address = parse_address(client.prefix)) names_.try_emplace(*address, client.name);
  }
}

std::string HostNames::name_of(const Address& address) const {
  const auto found = names_.find(address);
  return found == names_.end() ? to_string(address) : found->second;
}

}  // namespace braid::import::packets
