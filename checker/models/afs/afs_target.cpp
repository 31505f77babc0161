// Where a step of AFS at message granularity leads: positions and rank.
#include <algorithm>

#include "braid/checker/explore/internal_error.h"
#include "braid/checker/models/afs/afs_branches.h"
#include "braid/checker/models/afs/afs_messages.h"

namespace braid::models {

using explore::Control;
using explore::Position;
using explore::Rank;

namespace {

// What is under way, in the rank.
constexpr Rank kBreak = 4;
constexpr Rank kAck = 3;
constexpr Rank kUnanswered = 2;
constexpr Rank kQueuedGiveup = 2;
constexpr Rank kSentGiveup = 1;

}  // namespace

/// Moves positions for one step; sums up the change of the weight under way.
class AfsTarget {
 public:
  using Action = AfsMessages::Action;

  AfsTarget(const AfsMessages& model, Control control, const AfsMessages::Step& step, explore::Branch branch,
            std::span<Position> positions)
      : model_(model),
        control_(control),
        step_(step),
        alternative_(static_cast<std::uint32_t>(branch) % step.alternatives),
        count_(static_cast<Rank>(static_cast<std::uint32_t>(branch) / step.alternatives)),
        positions_(positions) {}

  /// Returns the change of the weight under way.
  Rank move() {
    switch (step_.action) {
      case Action::instant:
      case Action::read:
      case Action::write:
        if (alternative_ == afs_branch::kFailed) return fail();
        return act(0);
      case Action::open:
        return act(-kQueuedGiveup * count_);
      case Action::close:
        if (alternative_ == afs_branch::kFailed) return fail();
        return act(0);
      case Action::stat:
        return act(0);
      case Action::flush:
        return act(kQueuedGiveup * count_);
      case Action::call:
        alternative_ = afs_branch::kCall;
        return act(0);
      case Action::receive:
        return receive();
      case Action::retransmit:
        return retransmit();
      case Action::take_break:
        if (alternative_ == afs_branch::kOrphan) return -kBreak;
        return model_.fields_.wire(step_.client, step_.object).acks.width != 0 ? kAck - kBreak : -kBreak;
      case Action::send_giveups:
        return (kSentGiveup - kQueuedGiveup) * count_;
      case Action::take_giveup:
        return -kSentGiveup;
      case Action::serve:
        return serve();
      case Action::proceed:
        return proceed();
      default:
        return notify();
    }
  }

 private:
  [[nodiscard]] Position& process() { return positions_[step_.process]; }
  [[nodiscard]] Position& connection(std::uint32_t process) {
    return positions_[model_.program_.processes.size() + process];
  }
  void set_call(std::uint32_t process, const CallPosition& call) {
    connection(process) = model_.codec_.encode(call);
  }

  /// Moves the process on; an idle connection goes with it.
  void go_to(std::uint32_t process, std::uint32_t event) {
    const bool idle = model_.messages() && model_.call_of(process, control_).phase == CallPhase::idle;
    positions_[process] = event;
    if (idle) connection(process) = model_.codec_.idle(event);
  }
  void free_connection(std::uint32_t process) {
    connection(process) = model_.codec_.idle(positions_[process]);
  }

  Rank fail() {
    const std::size_t events = model_.program_.processes[step_.process].events.size();
    process() = static_cast<Position>(events) + 1 + process();
    return 0;
  }

  /// The process's own step: its event is done, or it calls.
  Rank act(Rank weight) {
    const std::uint32_t event = process();
    if (alternative_ == afs_branch::kDone) {
      go_to(step_.process, event + 1);
      return weight;
    }
    const bool test = step_.action == Action::open && alternative_ == afs_branch::kCall;
    CallPosition call{event, 0, 0, CallPhase::called};
    if (step_.action == Action::open && !model_.options_.callbacks && !test) call.stage = 1;
    const bool early = step_.action == Action::close && model_.options_.close == CloseReturns::early;
    if (early && step_.event->operation == Operation::close) process() = event + 1;
    set_call(step_.process, call);
    return weight;
  }

  Rank receive() {
    CallPosition call = step_.call;
    if (alternative_ == afs_branch::kInvalid) {
      set_call(step_.process, {call.event, 1, 0, CallPhase::called});
      return 0;
    }
    const bool waits = process() == call.event;
    if (waits) {
      const AfsEvent& event = *step_.event;
      const bool breaks_off = alternative_ == afs_branch::kRefused && event.operation == Operation::open;
      process() = breaks_off ? event.next_session : call.event + 1;
    }
    if (call.phase == CallPhase::owing) {
      call.phase = CallPhase::owing_alone;
      set_call(step_.process, call);
    } else {
      free_connection(step_.process);
    }
    return 0;
  }

  Rank retransmit() {
    CallPosition call = step_.call;
    const bool served =
        call.phase == CallPhase::reply_lost && model_.options_.repeated == RepeatedCalls::suppressed;
    call.phase = served ? CallPhase::replied : CallPhase::called;
    next_attempt(call);
    set_call(step_.process, call);
    ++positions_[model_.environment_.spent_place(Fault::retransmit)];
    return 0;
  }
  void next_attempt(CallPosition& call) const {
    if (++call.attempt >= model_.codec_.attempts())
      throw explore::InternalError("more attempts than budgets allow");
  }

  Rank serve() {
    CallPosition call = step_.call;
    const bool change = step_.event->changes();
    if (!change || alternative_ == afs_branch::kRefused) {
      call.phase = CallPhase::replied;
      set_call(step_.process, call);
      return change ? 0 : -count_;
    }
    switch (model_.options_.callbacks ? model_.options_.store : StoreOrder::apply_break_reply) {
      case StoreOrder::break_apply_reply:
        call.phase = CallPhase::broken;
        break;
      case StoreOrder::apply_break_reply:
        call.phase = CallPhase::applied;
        break;
      case StoreOrder::apply_reply_break:
        call.phase = CallPhase::owing;
        break;
      case StoreOrder::at_once:
        call.phase = CallPhase::replied;
        break;
    }
    set_call(step_.process, call);
    return kBreak * count_;
  }

  Rank proceed() {
    CallPosition call = step_.call;
    if (call.phase == CallPhase::owing) {
      call.phase = CallPhase::replied;
      set_call(step_.process, call);
      return kBreak * count_;
    }
    if (call.phase == CallPhase::owing_alone) {
      free_connection(step_.process);
      return kBreak * count_;
    }
    if (alternative_ == afs_branch::kAgain && model_.options_.breaks == BreakSet::scanned) {
      next_attempt(call);
      set_call(step_.process, call);
      return kBreak * count_;
    }
    if (call.phase == CallPhase::broken) {
      call.phase = CallPhase::applied;
      set_call(step_.process, call);
    } else if (outstanding(call.phase)) {
      call.phase = CallPhase::replied;
      set_call(step_.process, call);
    } else {
      free_connection(step_.process);
    }
    return 0;
  }

  Rank notify() {
    const Environment& environment = model_.environment_;
    switch (step_.action) {
      case Action::heartbeat:
        ++positions_[model_.heartbeats_place_ + step_.client];
        return 0;
      case Action::greet:
        ++positions_[model_.notices_place_ + step_.client];
        return kBreak;
      case Action::take_ack:
        return -kAck;
      case Action::resend_break:
        ++positions_[environment.spent_place(Fault::retransmit)];
        return kBreak - kUnanswered;
      case Action::time_out:
        return alternative_ == 0 ? -kBreak : alternative_ == 1 ? -kAck : -kUnanswered;
      case Action::host_check:
        ++positions_[environment.spent_place(Fault::host_check)];
        ++positions_[model_.notices_place_ + step_.client];
        return kBreak * count_;
      case Action::send_delayed:
        ++positions_[model_.notices_place_ + step_.client];
        return kBreak * count_;
      case Action::forget:
        ++positions_[model_.forgotten_place_ + step_.client];
        return 0;
      case Action::tick:
        ++positions_[environment.clock_place()];
        return 0;
      case Action::crash_server:
        crash_server();
        return -count_;
      case Action::start_server:
        ++positions_[environment.server_place()];
        return model_.options_.callbacks && model_.options_.recovery == Recovery::notify
                   ? kBreak * static_cast<Rank>(model_.program_.clients.size())
                   : 0;
      case Action::crash_client:
        crash_client();
        return -kQueuedGiveup * count_;
      default:
        return disturb();
    }
  }

  Rank disturb() {
    const Environment& environment = model_.environment_;
    switch (step_.action) {
      case Action::boot_client:
        ++positions_[environment.client_place(step_.client)];
        return 0;
      case Action::cut:
      case Action::heal:
        ++positions_[environment.link_place(step_.client)];
        return 0;
      case Action::move:
        ++positions_[environment.address_place(step_.client)];
        return 0;
      case Action::lose_call:
      case Action::lose_reply: {
        CallPosition call = step_.call;
        call.phase = step_.action == Action::lose_call ? CallPhase::call_lost : CallPhase::reply_lost;
        set_call(step_.process, call);
        ++positions_[environment.spent_place(Fault::loss)];
        return 0;
      }
      case Action::lose_break:
        ++positions_[environment.spent_place(Fault::loss)];
        if (alternative_ == 2) return -kBreak;
        return kUnanswered - (alternative_ == 0 ? kBreak : kAck);
      case Action::duplicate_break:
        ++positions_[environment.spent_place(Fault::duplicate)];
        return kBreak;
      case Action::evict:
        ++positions_[environment.spent_place(Fault::evict)];
        return 0;
      default:
        throw explore::InternalError("a step leads nowhere");
    }
  }

  /// What the server was doing is gone. Clients that wait send their calls again, until it is up.
  void crash_server() {
    ++positions_[model_.environment_.server_place()];
    for (std::uint32_t other = 0; other < model_.program_.processes.size(); ++other) {
      CallPosition call = model_.call_of(other, control_);
      switch (call.phase) {
        case CallPhase::broken:
        case CallPhase::applied:
        case CallPhase::reply_lost:
          call.phase = CallPhase::called;
          next_attempt(call);
          set_call(other, call);
          break;
        case CallPhase::owing:
          call.phase = CallPhase::replied;
          set_call(other, call);
          break;
        case CallPhase::owing_alone:
        case CallPhase::broken_alone:
        case CallPhase::applied_alone:
          free_connection(other);
          break;
        default:
          break;
      }
    }
  }

  /// The client's processes go on with their next sessions; what the server does for them it does to the end.
  void crash_client() {
    ++positions_[model_.environment_.client_place(step_.client)];
    for (std::uint32_t other = 0; other < model_.program_.processes.size(); ++other) {
      const AfsProcess& of = model_.program_.processes[other];
      if (of.client != step_.client) continue;
      CallPosition call = model_.call_of(other, control_);
      const std::uint32_t at = positions_[other];
      const bool waits = model_.waits(other, control_);
      positions_[other] = waits ? of.events[at].next_session : of.session_from(at);
      switch (call.phase) {
        case CallPhase::broken:
          call.phase = CallPhase::broken_alone;
          set_call(other, call);
          break;
        case CallPhase::applied:
          call.phase = CallPhase::applied_alone;
          set_call(other, call);
          break;
        case CallPhase::owing:
          call.phase = CallPhase::owing_alone;
          set_call(other, call);
          break;
        case CallPhase::owing_alone:
        case CallPhase::broken_alone:
        case CallPhase::applied_alone:
          break;
        default:
          free_connection(other);
      }
    }
  }

  const AfsMessages& model_;
  Control control_;
  const AfsMessages::Step& step_;
  std::uint32_t alternative_;
  Rank count_;
  std::span<Position> positions_;
};

Rank AfsMessages::target(Control control, const Step& step, explore::Branch branch,
                         std::span<Position> positions) const {
  std::copy(control.positions.begin(), control.positions.end(), positions.begin());
  const Rank weight = AfsTarget(*this, control, step, branch, positions).move();
  Rank moved = 0;
  for (std::size_t i = 0; i < positions.size(); ++i) {
    moved += static_cast<Rank>(positions[i]) - static_cast<Rank>(control.positions[i]);
  }
  return control.rank + position_weight_ * moved - weight;
}

}  // namespace braid::models
