// Which events the steps of AFS at message granularity are.
#include "braid/checker/models/afs/afs_branches.h"
#include "braid/checker/models/afs/afs_messages.h"

namespace braid::models {

using explore::Control;
using explore::EventInstance;

/// The events of one branch of one step, in their order.
class AfsMessages::Events {
 public:
  Events(const AfsMessages& model, const Step& step, explore::Branch branch)
      : model_(model),
        step_(step),
        alternative_(static_cast<std::uint32_t>(branch) % step.alternatives),
        done_(alternative_ == afs_branch::kDone) {}

  std::vector<EventInstance> tell() {
    switch (step_.action) {
      case Action::instant:
      case Action::open:
      case Action::read:
      case Action::write:
      case Action::close:
        tell_operation(true);
        break;
      case Action::receive:
        add(AfsEventKind::reply);
        if (alternative_ == afs_branch::kRefused && step_.event->on_file()) add_files(AfsEventKind::refused);
        tell_operation(false);
        break;
      case Action::serve:
        tell_service();
        break;
      case Action::proceed:
        if (step_.call.phase == CallPhase::broken || step_.call.phase == CallPhase::broken_alone) {
          if (done_) tell_change();
        }
        break;
      case Action::crash_client:
        for (std::uint32_t file = 0; file < model_.program_.files.size(); ++file)
          add_file(AfsEventKind::crash, file);
        break;
      case Action::evict:
        add_first(AfsEventKind::evict, step_.object);
        break;
      default:
        break;
    }
    tell_message();
    return std::move(events_);
  }

 private:
  void add(AfsEventKind kind) { events_.push_back({static_cast<std::uint32_t>(kind), {step_.client}}); }
  void add(AfsEventKind kind, std::uint32_t block) {
    events_.push_back({static_cast<std::uint32_t>(kind), {step_.client, block}});
  }
  void add_blocks(AfsEventKind kind, std::uint32_t first, std::uint32_t blocks) {
    for (std::uint32_t block = first; block < first + blocks; ++block) add(kind, block);
  }
  void add_file(AfsEventKind kind, std::uint32_t file) {
    add_blocks(kind, model_.program_.files[file].first, model_.program_.files[file].blocks);
  }
  /// Of the files that the event's call is about.
  void add_files(AfsEventKind kind) {
    for (const std::uint32_t file : step_.event->files) add_file(kind, file);
  }
  /// Of the blocks that the event is about.
  void add_event(AfsEventKind kind) {
    const AfsEvent& event = *step_.event;
    add_blocks(kind, model_.program_.files[event.file].first + event.first, event.blocks);
  }

  /// `calls`: it begins with this step; else it ends.
  void tell_operation(bool calls) {
    const AfsEvent& event = *step_.event;
    switch (event.operation) {
      case Operation::open:
        if (calls) add_event(AfsEventKind::call_open);
        if (done_) add_event(AfsEventKind::open);
        if (done_ && event.truncates) add_file(AfsEventKind::write, event.file);
        break;
      case Operation::read:
        if (done_) add_event(AfsEventKind::read);
        break;
      case Operation::write:
      case Operation::truncate:
        // The copy is another one, whatever blocks of it were written.
        if (done_) add_file(AfsEventKind::write, event.file);
        break;
      case Operation::close: {
        if (calls) add_event(AfsEventKind::call_close);
        // An early store's close has returned when it started.
        const bool early = model_.options_.close == CloseReturns::early;
        const bool stores_early = early && alternative_ == afs_branch::kCall;
        if (calls ? done_ || stores_early : done_ && !early) add_event(AfsEventKind::close);
        break;
      }
      default:
        break;
    }
  }

  void tell_service() {
    add(AfsEventKind::serve);
    if (!done_) return;
    const bool at_once = !model_.options_.callbacks || model_.options_.store != StoreOrder::break_apply_reply;
    if (step_.event->asks()) {
      add_files(AfsEventKind::fetch);
    } else if (at_once) {
      tell_change();
    }
  }

  /// The server applies what the event asks for.
  void tell_change() {
    if (step_.event->stores()) add_files(AfsEventKind::store);
    if (step_.event->operation == Operation::setacl) add_files(AfsEventKind::administer);
    if (step_.event->changes_files()) add_files(AfsEventKind::change);
  }

  /// A message: a call when it is sent, or sent again; what else there is when it arrives or gets lost.
  void tell_message() {
    switch (step_.action) {
      case Action::open:
        if (alternative_ == afs_branch::kCall) tell_call(0);
        if (alternative_ == afs_branch::kFetch) tell_call(1);
        break;
      case Action::read:
      case Action::write:
      case Action::close:
      case Action::stat:
      case Action::flush:
        if (alternative_ == afs_branch::kCall) tell_call(0);
        break;
      case Action::call:
        tell_call(0);
        break;
      case Action::receive:
        if (alternative_ == afs_branch::kInvalid) tell_call(1);
        break;
      case Action::retransmit:
        tell_call(step_.call.stage);
        break;
      case Action::heartbeat:
        add(AfsEventKind::heartbeat);
        break;
      case Action::host_check:
        add(AfsEventKind::probe);
        break;
      case Action::take_giveup:
        add_first(AfsEventKind::give_up, step_.object);
        break;
      case Action::take_break:
        tell_callback();
        break;
      case Action::lose_break:
      case Action::time_out: {
        // The callback, its acknowledgement, or: one of an earlier life of the server, one lost before.
        const bool orphan = step_.action == Action::lose_break && alternative_ == 2;
        if (alternative_ == 0 || orphan) tell_callback();
        break;
      }
      case Action::take_ack:
        add_first(AfsEventKind::break_acknowledged, model_.program_.objects[step_.object].files.front());
        break;
      default:
        break;
    }
  }
  void tell_callback() {
    if (step_.object == model_.program_.everything()) {
      add(AfsEventKind::reset);
    } else {
      add_first(AfsEventKind::callback, model_.program_.objects[step_.object].files.front());
    }
  }
  void tell_call(std::uint32_t stage) {
    const AfsEvent& event = *step_.event;
    if (event.files.empty()) return;
    add_first(kind_of_call(event, stage), event.files.front());
  }
  void add_first(AfsEventKind kind, std::uint32_t file) { add(kind, model_.program_.files[file].first); }

  [[nodiscard]] AfsEventKind kind_of_call(const AfsEvent& event, std::uint32_t stage) const {
    switch (event.operation) {
      case Operation::open:
        if (model_.opens_by_status(event)) return AfsEventKind::fetch_status;
        return model_.options_.callbacks || stage == 1 ? AfsEventKind::fetch_data : AfsEventKind::test;
      case Operation::read:
      case Operation::write:
        return AfsEventKind::fetch_data;
      case Operation::stat:
        return AfsEventKind::fetch_status;
      case Operation::flush:
        return AfsEventKind::give_up;
      case Operation::create:
        return AfsEventKind::create;
      case Operation::rename:
        return AfsEventKind::rename;
      case Operation::release:
        return AfsEventKind::release;
      case Operation::setacl:
        return AfsEventKind::setacl;
      case Operation::makedir:
        return AfsEventKind::makedir;
      default:
        return AfsEventKind::store_data;
    }
  }

  const AfsMessages& model_;
  const Step& step_;
  std::uint32_t alternative_;
  bool done_;
  std::vector<EventInstance> events_;
};

std::vector<EventInstance> AfsMessages::events(Control, const Step& step, explore::Branch branch) const {
  return Events(*this, step, branch).tell();
}

}  // namespace braid::models
