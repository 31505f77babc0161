// Whether the servers of a recording of messages kept to their protocol.
//
// The servers are modelled: each call is carried out at one moment between its start and its end, by steps on
// the files, directories, locks and promises that it is about. A reply is explained if some order of these
// hidden steps leads to what it tells. What objects are like at first is not known, and learned from replies.
#pragma once

#include <cstdint>
#include <functional>
#include <string>
#include <string_view>
#include <vector>

#include "braid/checker/conformance/invocation.h"
#include "braid/checker/history/verdict.h"
#include "braid/tracer/import/recording_reader.h"

namespace braid::conformance {

/// Names of protocols: `nfs2`, `nfs3`, `nfs4`, `nfs` (all of NFS that the recording has), `afs2`.
[[nodiscard]] const std::vector<std::string_view>& protocols();
[[nodiscard]] bool is_protocol(std::string_view name);

struct ConformanceOptions {
  std::string protocol;  ///< one of protocols()
  bool others = false;   ///< who is not in the recording may change files at any time
  Duplicates duplicates = Duplicates::cached;
  std::uint64_t most_states = 20'000;  ///< of one object at once; more end as unknown
  std::function<bool()> stop;          ///< asked now and then; true ends the check as unknown
};

/// A reply that nothing explains.
struct Violation {
  std::string object;  ///< `the size of /f0`
  std::string actor;   ///< the client
  std::string operation;
  std::string event;  ///< `10.9.0.11's WRITE (line 17)`
  std::uint64_t source = 0;
  std::uint64_t line = 0;
  std::int64_t end = 0;               ///< nanoseconds
  std::vector<RefusingState> states;  ///< all that were possible
};

struct ConformanceVerdict {
  std::string protocol;
  history::Answer answer = history::Answer::unknown;
  std::string why_unknown;
  std::vector<Violation> violations;  ///< the first of each object, in the order of their ends
  std::uint64_t calls = 0;            ///< of the protocol
  std::uint64_t constrained = 0;      ///< calls whose replies the model could have contradicted
  std::uint64_t files = 0;
  std::uint64_t objects = 0;          ///< sizes, times, parts, names, ..., each followed apart
  std::uint64_t most_states = 0;      ///< of one object at once
  std::vector<std::string> left_out;  ///< what no check saw
};

/// Reads a recording of messages to its end and checks it. Throws InputError where it is of another kind or
/// has no calls of the protocol, or where the protocol is one of several versions of NFS that it has. Memory:
/// linear in the recording. Deterministic.
[[nodiscard]] ConformanceVerdict check_conformance(import::RecordingReader& reader,
                                                   const ConformanceOptions& options);

}  // namespace braid::conformance
