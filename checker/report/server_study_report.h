// How many clients a server carries, as text.
#pragma once

#include <ostream>
#include <span>

#include "braid/checker/cost/parameters.h"
#include "braid/checker/cost/server_study.h"

namespace braid::report {

/// Three tables: what each protocol's server carries; how the numbers of clients, and their ratios to the
/// first protocol's, change with each parameter times 0.9 and times 1.1; and for each target the values that
/// reach it. Assumed values are marked. `protocols` and `parameters` are those that the study was made of;
/// `users_per_client` is how many active users a customer of the networks stands for.
void write_server_study(std::ostream& out, const cost::ServerStudy& study,
                        std::span<const cost::StudiedProtocol> protocols,
                        std::span<const cost::Parameter> parameters, double users_per_client);

}  // namespace braid::report
