// What published figures of servers imply, as text.
#pragma once

#include <ostream>

namespace braid::report {

/// A table: each published load (cost/published_figures.h), what demand at one station of the server it
/// implies, and how many clients and active users that station carries at `stretch`; then the sources. No
/// model and no assumed service time has a part in it. REQUIRES that stretch is finite and above 1.
void write_published_figures(std::ostream& out, double stretch);

}  // namespace braid::report
