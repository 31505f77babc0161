// NFS versions 2 and 3: clients that cache blocks and attributes, and a server without memory of them.
// README.md in the folder above describes states, steps, options and observables.
//
// Rank. Every field that falls is paid for by one that grows in the same step:
//   an event of a process ends       + event_weight, which exceeds what one event gathers and a write makes
//   dirty a call of an event is over       + call_weight, which exceeds the greatest phase and what a COMMIT
//   in vain
//                                      makes dirty again
//   a phase of a call                + what NfsFields::phases says
//   a dirty block, once or twice     - dirty weight: more than the phases of the WRITE that ends it
//   data that are not on disk        - 1: less than the phase in which a WRITE begins or ends
//   a late copy of a call            - 2
//   a client's crash, not yet noticed by a process  - 1
//   faults spent                     what they undo, and 1
// The weights are in nfs_rules.cpp. They are kept small: what a step costs grows with them.
#pragma once

#include <cstdint>
#include <span>
#include <string>
#include <vector>

#include "braid/checker/models/nfs/nfs_fields.h"
#include "braid/checker/models/nfs/nfs_observables.h"
#include "braid/checker/models/nfs/nfs_options.h"
#include "braid/checker/models/nfs/nfs_program.h"
#include "braid/checker/models/protocol/protocol.h"
#include "braid/tracer/trace.h"

namespace braid::models {

/// Rule::action. Rule::object is a slot, Rule::detail a block; of `start`, `take`, `drop` and `serve`, the
/// number of a block among those of a read.
enum class NfsAction : std::uint32_t {
  start,        ///< a process begins its event, or goes on with it
  take,         ///< takes a reply
  drop,         ///< drops what has changed
  restart,      ///< notices that its client has crashed
  retransmit,   ///< sends again what was lost
  duplicate,    ///< sends again what is slow
  send_behind,  ///< a client's daemon sends a block
  take_behind,  ///< and takes the reply
  serve,        ///< the server serves a call, but for a WRITE
  serve_write,
  write_back,  ///< the server brings a block to its disk
  fail_write_back,
  deliver_late,  ///< a late copy of a call reaches the server
  tick,
  crash_server,
  crash_client,
  evict,  ///< a client's memory drops a block
  lose,
};

/// How a step comes out. A late copy that is the first to be executed: `begins` if it is a WRITE, else
/// `begins_and_ends`.
enum class NfsOutcome : std::uint32_t {
  goes_on,  ///< of the server: nothing changes, and nobody gets data
  begins,   ///< of the server: it does what is asked
  done,     ///< of the server: it does it once more
  begins_and_ends,
  refused,  ///< of the server: it creates, removes, renames or empties nothing, or has done so before
  gone,     ///< what is to be read is there no more
  // A block is read; `own`: not yet acknowledged by the server.
  reads_last,
  reads_last_own,
  reads_only,
  reads_only_own,
  reads,
  reads_own,
  reads_first,
  reads_first_own,
};
inline constexpr std::uint32_t kNfsOutcomes = 14;
inline constexpr std::uint32_t kNfsOutcomesWithoutReads = 6;
inline constexpr std::uint32_t kNfsOutcomesOfOneBlock = 10;
inline constexpr std::uint32_t kNfsServiceOutcomes = 5;  ///< but of WRITEs

/// What does not change while a trace is explored.
struct NfsSetting {
  NfsOptions options;
  FaultBudgets budgets;
  NfsProgram program;
  NfsFields fields;

  [[nodiscard]] std::uint32_t process_count() const {
    return static_cast<std::uint32_t>(program.processes.size());
  }
  [[nodiscard]] bool daemons() const { return fields.slots.size() > program.processes.size(); }
  /// The client that a slot belongs to.
  [[nodiscard]] std::uint32_t client_of(std::uint32_t slot) const {
    return slot < process_count() ? program.processes[slot].client : slot - process_count();
  }
};

class NfsProtocol final : public Protocol {
 public:
  NfsProtocol(const Trace& trace, const std::vector<explore::ObservableId>& tracked);

  void initialize(Data data) const override;
  [[nodiscard]] bool possible(const Rule& rule, std::span<const explore::Position> events) const override;
  [[nodiscard]] explore::Branch take(const Rule& rule, explore::Position event, Data data) const override;
  [[nodiscard]] explore::Position next_event(const Rule& rule, explore::Position event,
                                             explore::Branch outcome) const override;
  [[nodiscard]] std::vector<explore::EventInstance> events(const Rule& rule, explore::Position event,
                                                           explore::Branch outcome) const override;
  [[nodiscard]] std::string describe(const Rule& rule, explore::Position event,
                                     explore::Branch outcome) const override;
  [[nodiscard]] explore::Reading reading(explore::ObservableId observable,
                                         std::span<const explore::Position> events) const override;

 private:
  void list_rules(const Trace& trace);
  void list_processes(const Trace& trace);
  void list_daemons();
  void list_server(const Trace& trace);
  void list_faults(const Trace& trace);
  void list_evictions(Rule rule);
  void weigh();
  void add(NfsAction action, Rule rule, std::string what);

  NfsSetting setting_;
  std::vector<NfsObservable> observables_;
  std::vector<std::string> file_names_;
};

}  // namespace braid::models
