// AFSv1 and AFSv2 at message granularity: calls, service, callbacks, acknowledgements, replies and faults are
// steps of their own. README.md in the folder above describes states, steps, options and observables.
//
// Control. A position for each process (its event), one for each process's call connection (call_position.h),
// for each client the number of notices that the server has sent it of its own accord, of heartbeats and of
// promises that were forgotten (where these exist), then the environment's (network/environment.h).
//
// Rank. W * (sum of all positions) - (weight of the callbacks and give-ups under way), where a callback on
// its way weighs 4, its acknowledgement 3, one that was lost 2, a queued give-up 2, one on its way 1. Every
// step either moves a position up, and W exceeds what one step can send, or takes a message one condition
// further.
#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <utility>
#include <vector>

#include "braid/checker/explore/model.h"
#include "braid/checker/explore/observable.h"
#include "braid/checker/models/afs/afs_fields.h"
#include "braid/checker/models/afs/afs_observables.h"
#include "braid/checker/models/afs/afs_options.h"
#include "braid/checker/models/afs/afs_program.h"
#include "braid/checker/models/network/call_position.h"
#include "braid/checker/models/network/environment.h"
#include "braid/checker/models/reduction/symmetry.h"
#include "braid/tracer/trace.h"

namespace braid::models {

class AfsMessages {
 public:
  enum class Action : std::uint8_t {
    instant,
    open,
    read,
    write,
    close,
    stat,
    flush,
    call,  ///< create, rename, release, setacl, makedir
    receive,
    retransmit,
    take_break,
    send_giveups,
    heartbeat,
    serve,
    proceed,
    greet,
    take_ack,
    resend_break,
    time_out,
    send_delayed,
    host_check,
    take_giveup,
    forget,
    tick,
    crash_server,
    start_server,
    crash_client,
    boot_client,
    cut,
    heal,
    move,
    lose_call,
    lose_reply,
    lose_break,
    duplicate_break,
    evict,
  };

  /// A step and what its kernel must know of the control. Branch = alternative + alternatives * n, where n
  /// counts what the step puts under way, or takes out.
  struct Step : explore::StepBase {
    Action action = Action::open;
    std::uint8_t alternatives = 1;
    std::uint32_t process = 0;
    std::uint32_t client = 0;
    std::uint32_t object = 0;  ///< or a file
    const AfsEvent* event = nullptr;
    CallPosition call;
    std::uint32_t open = 0;     ///< descriptors of the event's file that the client has open
    std::uint64_t calling = 0;  ///< by process: has a call under way that a callback would overtake
    std::uint64_t replied = 0;  ///< by client: a reply is in its channel
    std::uint64_t content = 0;  ///< what a write or truncation puts into its blocks
    std::uint32_t now = 0;
    std::uint32_t crashes = 0;  ///< of the server
    bool busy = false;          ///< the process's connection works on an older call
    bool reachable = true;      ///< the client can be reached
  };

  /// Throws InputError if the trace is not one for this model. O(events).
  [[nodiscard]] static explore::Signature signature(const Trace& trace);
  /// The model in which the history observables among `tracked` are part of the state. Throws likewise.
  AfsMessages(const Trace& trace, const std::vector<explore::ObservableId>& tracked);

  // The model concept.
  [[nodiscard]] std::uint32_t actor_count() const { return actor_count_; }
  [[nodiscard]] std::uint32_t label_count() const { return static_cast<std::uint32_t>(labels_.size()); }
  [[nodiscard]] const explore::Layout& layout() const { return fields_.layout; }
  [[nodiscard]] explore::OwnedControl initial() const;
  template <class S>
  void initialize(S& state) const {
    write_initial(state);
  }
  template <class Sink>
  void steps(explore::Control control, Sink&& sink) const {
    if (ending(control) == explore::Ending::error) return;
    for (std::uint32_t number = 0; number < labels_.size(); ++number) {
      Step step;
      step.actor = labels_[number].actor;
      step.label = number;
      if (prepare(labels_[number], control, step)) sink(std::as_const(step));
    }
  }
  template <class S, class Batch>
  void with_kernel(const Step& step, Batch&& batch) const {
    batch([this, &step](S& state) -> explore::Branch { return take(step, state); });
  }
  [[nodiscard]] explore::Rank target(explore::Control control, const Step& step, explore::Branch branch,
                                     std::span<explore::Position> positions) const;
  [[nodiscard]] explore::Ending ending(explore::Control control) const;
  [[nodiscard]] std::string label_name(std::uint32_t label) const;

  // An observed model (observed_model.h).
  [[nodiscard]] explore::Reading reading(explore::ObservableId observable, explore::Control control) const;
  [[nodiscard]] std::vector<explore::EventInstance> events(explore::Control control, const Step& step,
                                                           explore::Branch branch) const;
  [[nodiscard]] std::string describe(explore::Control control, const Step& step,
                                     explore::Branch branch) const;
  [[nodiscard]] std::vector<std::uint32_t> waiting(explore::Control control) const;
  [[nodiscard]] std::optional<std::vector<std::uint64_t>> chain_lengths() const;
  [[nodiscard]] std::uint32_t actor_of(std::uint32_t label) const { return labels_[label].actor; }
  [[nodiscard]] std::string actor_name(std::uint32_t actor) const;

  // A reducible model (reduction/reducible_model.h).
  [[nodiscard]] std::vector<Symmetry> symmetries(std::size_t most) const;
  [[nodiscard]] std::optional<explore::Field> independent(explore::Control control, const Step& step) const;
  [[nodiscard]] bool changes(explore::Control control, const Step& step,
                             explore::ObservableId observable) const;

 private:
  template <class S>
  friend class AfsKernelState;
  friend class AfsTarget;

  /// What a label stands for.
  struct Label {
    std::uint32_t actor = 0;
    Action action = Action::open;
    std::uint32_t client = 0;
    std::uint32_t process = 0;
    std::uint32_t object = 0;
  };
  // Defined, and instantiated for every width of states, in afs_kernels.cpp.
  template <class S>
  void write_initial(S& state) const;
  template <class S>
  explore::Branch take(const Step& step, S& state) const;

  void list_labels();
  /// Completes the step of a label; false if no state with this control can take it.
  [[nodiscard]] bool prepare(const Label& label, explore::Control control, Step& step) const;
  [[nodiscard]] bool prepare_act(explore::Control control, Step& step) const;
  [[nodiscard]] bool prepare_receive(explore::Control control, Step& step) const;
  [[nodiscard]] bool prepare_serve(explore::Control control, Step& step) const;
  [[nodiscard]] bool prepare_proceed(explore::Control control, Step& step) const;
  [[nodiscard]] bool prepare_server(explore::Control control, Step& step) const;
  [[nodiscard]] bool prepare_environment(explore::Control control, Step& step) const;
  /// Whether two clients do the same.
  [[nodiscard]] bool alike(std::uint32_t client, std::uint32_t other) const;
  /// The symmetry that puts images[c] in the place of each client c.
  [[nodiscard]] Symmetry symmetry(const std::vector<std::uint32_t>& images) const;
  void permute_observables(Symmetry& symmetry) const;
  void permute_client(std::uint32_t client, std::uint32_t image, Symmetry& symmetry) const;
  void permute_process(std::uint32_t process, std::uint32_t image, Symmetry& symmetry) const;
  void permute_directories(Symmetry& symmetry) const;
  void branch(Step& step, std::uint32_t alternatives, std::uint32_t greatest_count, bool guarded) const;

  [[nodiscard]] bool messages() const { return options_.delivery == Delivery::messages; }
  [[nodiscard]] CallPosition call_of(std::uint32_t process, explore::Control control) const {
    return codec_.decode(control.positions[program_.processes.size() + process]);
  }
  [[nodiscard]] const AfsEvent& event_of(std::uint32_t process, std::uint32_t event) const {
    return program_.processes[process].events[event];
  }
  /// Whether the process waits for the reply to a call of its present event.
  [[nodiscard]] bool waits(std::uint32_t process, explore::Control control) const;
  /// Whether a process's call, or an early store, has the file locked at the client.
  [[nodiscard]] bool locked_at_client(std::uint32_t client, std::uint32_t file,
                                      explore::Control control) const;
  [[nodiscard]] bool locked_at_server(std::uint32_t process, const AfsEvent& event,
                                      explore::Control control) const;
  [[nodiscard]] std::uint32_t open_count(std::uint32_t client, std::uint32_t file,
                                         explore::Control control) const;
  [[nodiscard]] std::uint64_t overtaken_calls(std::uint32_t client, std::uint32_t object,
                                              explore::Control control) const;
  [[nodiscard]] std::uint64_t clients_with_replies(explore::Control control) const;
  [[nodiscard]] std::uint64_t content_of_change(const AfsEvent& event, explore::Control control) const;
  [[nodiscard]] bool work_left(explore::Control control) const;
  /// Whether some call of the client is on its way to the server.
  [[nodiscard]] bool calls_server(std::uint32_t client, explore::Control control) const;
  [[nodiscard]] bool heartbeat_due(std::uint32_t client, explore::Control control) const;
  class Events;
  /// Of an open: whether its call asks for the file's status alone.
  [[nodiscard]] bool opens_by_status(const AfsEvent& event) const {
    return event.truncates || options_.fetch == FetchAt::read;
  }
  [[nodiscard]] std::string target_of(const AfsEvent& event) const;
  [[nodiscard]] std::string call_name(const AfsEvent& event, std::uint32_t stage) const;
  [[nodiscard]] std::string path_of(std::uint32_t file) const;
  [[nodiscard]] std::string file_name(std::uint32_t file) const { return program_.objects[file].name; }

  Trace trace_;
  FaultBudgets budgets_;
  AfsOptions options_;
  AfsProgram program_;
  CallCodec codec_;
  std::uint32_t notices_place_ = 0;     ///< first of the clients' notices
  std::uint32_t heartbeats_place_ = 0;  ///< first of the clients' heartbeats
  std::uint32_t forgotten_place_ = 0;   ///< first of the clients' forgotten promises
  Environment environment_;
  AfsFields fields_;
  explore::Rank position_weight_ = 1;
  std::uint32_t actor_count_ = 0;
  std::vector<Label> labels_;
  std::vector<AfsObservable> observables_;
  std::vector<std::vector<bool>> reads_;  // by process, by read: tracked
};

}  // namespace braid::models
