// Which events the steps of NFSv4 are.
#include <utility>

#include "braid/checker/models/nfs4/nfs4.h"
#include "braid/checker/models/nfs4/nfs4_outcomes.h"

namespace braid::models {

using explore::Branch;
using explore::EventInstance;
using explore::Position;

namespace {

using Kind = Nfs4EventKind;

class EventTeller {
 public:
  EventTeller(const Nfs4Program& program, const Rule& rule, Branch outcome)
      : program_(program), rule_(rule), outcome_(outcome) {}

  [[nodiscard]] std::vector<EventInstance> told() { return std::move(told_); }

  void tell_act(const Nfs4Event& event) {
    if (outcome_ == kActFails) tell_file(Kind::refused, rule_.client, event.file);
    if (outcome_ == kActDone || outcome_ == kActCalls) tell_beginning(event);
    if (outcome_ == kActDone || outcome_ == kActReadsBlock) tell_end(event);
  }

  void tell_receipt(const Nfs4Event& event) {
    if (outcome_ == kReceiptRefused) tell_file(Kind::refused, rule_.client, event.file);
    if (outcome_ == kReceiptFails) tell_file(Kind::failed, rule_.client, event.file);
    if (event.operation == Operation::create) return tell_creation_learnt(event);
    if (outcome_ != kReceiptDone && outcome_ != kReceiptReadsBlock) return;
    tell_end(event);
    if (event.operation == Operation::lock) tell_file(Kind::lock, rule_.process, event.file);
    if (event.operation == Operation::unlock) tell_message(Kind::free_stateid, event.file);
  }

  void tell_service(const Nfs4Event& event) {
    const std::uint32_t block = program_.files[event.file].first + rule_.detail;
    switch (outcome_) {
      case kServed:
        return tell_served(event, block);
      case kServedGrants:
        if (event.operation == Operation::create) return tell_creation(event);
        return tell_message(Kind::serve_open_delegated, event.file);
      case kServedMakes:
        return tell_creation(event);
      case kServedInVain:
        return tell_message(kind_in_vain(event.operation), event.file);
      case kStored:
        tell(Kind::store, rule_.client, block);
        return tell(Kind::apply, rule_.process, block);
      case kServiceRefuses:
        return tell(Kind::serve_error, rule_.client, block);
      case kReplaysReply:
        return tell(Kind::serve_repeated, rule_.client, block);
      default:
        return;
    }
  }

  /// What is dirty comes first.
  void tell_return() {
    const std::uint32_t block = program_.files[rule_.object].first + rule_.detail;
    if (outcome_ == kReturnedFlushed || outcome_ == kReturnStores) tell(Kind::store, rule_.client, block);
    if (outcome_ == kReturnStores) return;
    if (outcome_ == kReturnRefused) {
      tell_file(Kind::refused, rule_.client, rule_.object);
      tell(Kind::serve_error, rule_.client, block);
    }
    tell_message(Kind::serve_return, rule_.object);
  }

  void tell_message(Kind kind, std::uint32_t file) { tell(kind, rule_.client, program_.files[file].first); }
  void tell_block(Kind kind, std::uint32_t block) { tell(kind, rule_.client, block); }
  void tell_of_client(Kind kind) { told_.push_back({static_cast<std::uint32_t>(kind), {rule_.client}}); }
  void tell_file(Kind kind, std::uint32_t who, std::uint32_t file) {
    const Nfs4File& of = program_.files[file];
    for (std::uint32_t block = of.first; block < of.first + of.blocks; ++block) tell(kind, who, block);
  }

 private:
  void tell(Kind kind, std::uint32_t who, std::uint32_t block) {
    told_.push_back({static_cast<std::uint32_t>(kind), {who, block}});
  }

  void tell_beginning(const Nfs4Event& event) {
    const bool opens = event.operation == Operation::open || event.opens;
    if (opens) tell_file(Kind::call_open, rule_.client, event.file);
    if (event.operation == Operation::close) tell_file(Kind::call_close, rule_.client, event.file);
  }

  /// What is seen of an event when it has ended; of a read, or of one of its blocks.
  void tell_end(const Nfs4Event& event) {
    switch (event.operation) {
      case Operation::open:
        return tell_file(Kind::open, rule_.client, event.file);
      case Operation::read:
        return tell(Kind::read, rule_.client, event.first + rule_.detail);
      case Operation::write:
        for (std::uint32_t block = event.first; block < event.first + event.blocks; ++block)
          tell(Kind::write, rule_.client, block);
        return;
      case Operation::close:
        return tell_file(Kind::close, rule_.client, event.file);
      default:
        return;
    }
  }

  /// A create that does not open the file goes on, with a CLOSE.
  void tell_creation_learnt(const Nfs4Event& event) {
    if (outcome_ != (event.opens ? kReceiptDone : kReceiptGoesOn)) return;
    tell_file(Kind::created, rule_.client, event.file);
    if (event.opens) tell_file(Kind::open, rule_.client, event.file);
  }

  /// Of a call about a file that is there, or is not.
  [[nodiscard]] static Kind kind_in_vain(Operation operation) {
    if (operation == Operation::stat) return Kind::getattr;
    return operation == Operation::create ? Kind::serve_create : Kind::serve_open;
  }

  void tell_creation(const Nfs4Event& event) {
    tell_message(Kind::serve_create, event.file);
    tell_file(Kind::create, rule_.client, event.file);
  }

  /// Calls that store nothing. The WRITEs of an event come before its own call, the CLOSE of a create behind
  /// it.
  void tell_served(const Nfs4Event& event, std::uint32_t block) {
    switch (event.operation) {
      case Operation::open:
        return tell_message(Kind::serve_open, event.file);
      case Operation::read:
        return tell(Kind::fetch, rule_.client, block);
      case Operation::create:
      case Operation::close:
        return tell_message(Kind::serve_close, event.file);
      case Operation::truncate:
        return tell_message(Kind::setattr, event.file);
      case Operation::stat:
        return tell_message(Kind::getattr, event.file);
      case Operation::lock:
        return tell_message(Kind::serve_lock, event.file);
      case Operation::unlock:
        return tell_message(Kind::serve_unlock, event.file);
      default:
        return;
    }
  }

  const Nfs4Program& program_;
  const Rule& rule_;
  Branch outcome_;
  std::vector<EventInstance> told_;
};

}  // namespace

std::vector<EventInstance> Nfs4::events(const Rule& rule, Position event, Branch outcome) const {
  EventTeller teller(program_, rule, outcome);
  const auto of_process = [&]() -> const Nfs4Event& {
    return program_.processes[rule.process].events[event];
  };
  switch (static_cast<Action>(rule.action)) {
    case Action::act:
      teller.tell_act(of_process());
      break;
    case Action::receive:
      teller.tell_receipt(of_process());
      break;
    case Action::serve:
    case Action::proceed:
      teller.tell_service(of_process());
      break;
    case Action::take_return:
      teller.tell_return();
      break;
    case Action::discard:
      teller.tell_file(Kind::refused, rule.client, rule.object);
      break;
    case Action::take_recall:
      teller.tell_message(Kind::recall_taken, rule.object);
      break;
    case Action::lose_recall:
      teller.tell_message(Kind::recall_lost, rule.object);
      break;
    case Action::evict:
      teller.tell_block(Kind::evict, rule.detail);
      break;
    case Action::renew:
      teller.tell_of_client(Kind::renew);
      break;
    case Action::reclaim:
      teller.tell_of_client(Kind::reclaim);
      break;
    default:
      break;
  }
  return teller.told();
}

}  // namespace braid::models
