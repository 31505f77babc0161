// What positions alone determine of an afs2 trace: descriptors, dirtiness, what each event does.
#pragma once

#include <cstdint>
#include <map>
#include <string>
#include <vector>

#include "braid/checker/explore/control.h"
#include "braid/checker/models/afs2.h"
#include "braid/tracer/trace.h"

namespace braid::models {

/// How a client stands to a file from some position on, until the next change.
struct Afs2Phase {
  explore::Position from = 0;
  std::uint32_t open = 0;  ///< descriptors that are open
  bool dirty = false;      ///< written since the last store (where the entry is not counted)
};

/// A client's dealings with one file, from its program alone.
struct Afs2Usage {
  std::vector<Afs2Phase> phases;  ///< by rising `from`; begins at the first open
  std::uint32_t greatest_open = 0;
  std::uint64_t writes = 0;

  /// The phase at a position, or null before the first open. O(log phases).
  [[nodiscard]] const Afs2Phase* at(explore::Position position) const;
};

/// Usage of each file by each client: usages[client][file].
using Afs2Usages = std::vector<std::map<std::uint32_t, Afs2Usage>>;
[[nodiscard]] Afs2Usages afs2_usages(const Trace& trace);

/// The values that can stand in a file: `names[id]` under `values writer`; plain numbers under `values
/// counter`.
struct Afs2Contents {
  bool counter = false;
  std::vector<std::string> names;                 ///< writer: by id
  std::vector<std::int64_t> initial;              ///< by file: id or number
  std::vector<std::vector<std::int64_t>> writes;  ///< writer: by client, in program order
  std::vector<std::int64_t> least;                ///< by file
  std::vector<std::int64_t> greatest;             ///< by file
};
[[nodiscard]] Afs2Contents afs2_contents(const Trace& trace);

/// The value of the `reopen` option; throws InputError for what afs2 at operation granularity does not know.
[[nodiscard]] Reopen afs2_options(const Trace& trace);

}  // namespace braid::models
