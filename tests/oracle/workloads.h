// Every small workload: all legal programs up to some length, and all ways to give them to clients.
#pragma once

#include <cstdint>
#include <functional>
#include <string>
#include <vector>

#include "braid/tracer/trace.h"

namespace braid::oracle {

using Program = std::vector<Event>;

/// All programs of at most `events` events over `files` files in which at most two descriptors are open at a
/// time and every read, write and close is of an open one. An open takes the lowest free descriptor.
/// Descriptors may stay open at the end. The empty program is one of them. In the order of their length.
[[nodiscard]] std::vector<Program> all_programs(std::size_t events, std::uint32_t files);

/// A set of workloads: every client runs any program of at most `longest` events, at most `total` events in
/// all.
struct Scope {
  const char* name = "";
  std::uint32_t clients = 2;
  std::uint32_t files = 1;
  std::size_t longest = 0;
  std::size_t total = 0;
  /// Whether workloads that differ in the order of their clients all count; else one of each kind is taken.
  bool ordered = false;
};

/// Calls `each` for every workload of the scope. Of two workloads that differ in the names of the files only,
/// the one that opens file a first is taken.
void for_each_workload(const Scope& scope, const std::function<void(const std::vector<Program>&)>& each);

/// One file, opened, written and closed twice.
[[nodiscard]] Program two_stores();

struct Variant {
  Values values = Values::writer;
  const char* reopen = "keep";
};
/// Both schemes of values with both options of re-opening.
inline constexpr Variant kVariants[] = {{Values::writer, "keep"},
                                        {Values::writer, "replace"},
                                        {Values::counter, "keep"},
                                        {Values::counter, "replace"}};

/// for_each_workload, but only every other workload: of the four variants, each workload comes in two, which
/// have both schemes of values and both options of re-opening. With the environment variable BRAID_EXHAUSTIVE
/// set, all of them.
void for_each_workload_in(const Variant& variant, const Scope& scope,
                          const std::function<void(const std::vector<Program>&)>& each);

/// `WriterKeep`, ...
[[nodiscard]] std::string name_of(const Variant& variant);

/// The trace in which client ck runs programs[k]; file a holds 0 at first, b holds 1.
[[nodiscard]] Trace workload(const std::vector<Program>& programs, std::uint32_t files,
                             const Variant& variant);

/// `oa0:w0:c0,ob0:r0` with the variant: names a workload in messages.
[[nodiscard]] std::string describe(const Trace& trace);

}  // namespace braid::oracle
