// Which events the steps of NFS are, and what they are called.
#include <fmt/format.h>

#include "braid/checker/models/nfs/nfs_protocol.h"

namespace braid::models {

using explore::Branch;
using explore::EventInstance;
using explore::Position;

namespace {

class EventTeller {
 public:
  EventTeller(const NfsProgram& program, const Rule& rule, NfsOutcome outcome)
      : program_(program), rule_(rule), outcome_(outcome) {}

  std::vector<EventInstance> of_process(const NfsEvent& event, bool takes) {
    const bool begins = outcome_ == NfsOutcome::begins || outcome_ == NfsOutcome::begins_and_ends;
    const bool ends = outcome_ == NfsOutcome::done || outcome_ == NfsOutcome::begins_and_ends;
    const bool refused = outcome_ == NfsOutcome::refused || outcome_ == NfsOutcome::gone;
    if (takes) tell(event.file, NfsEventKind::attributes);
    switch (event.operation) {
      case Operation::open:
        if (begins) tell(event.file, NfsEventKind::call_open, NfsEventKind::begin_open);
        if (ends) tell(event.file, NfsEventKind::open, NfsEventKind::opened);
        break;
      case Operation::close:
        if (begins) tell(event.file, NfsEventKind::call_close);
        if (ends) tell(event.file, NfsEventKind::close);
        break;
      case Operation::fsync:
        if (ends) tell(event.file, NfsEventKind::sync);
        break;
      case Operation::write:
        if (!ends) break;
        for (std::uint32_t block = event.first; block < event.first + event.blocks; ++block)
          tell_block(NfsEventKind::write, block);
        break;
      case Operation::read:
        if (!refused) tell_read(event.first + rule_.detail);
        break;
      default:
        break;
    }
    if (refused) tell(event.file, NfsEventKind::refused);
    if (outcome_ == NfsOutcome::gone) tell(event.file, NfsEventKind::gone);
    return std::move(told_);
  }

  std::vector<EventInstance> of_server(const NfsEvent& event) {
    const bool changes = outcome_ == NfsOutcome::begins || outcome_ == NfsOutcome::done;
    if (event.operation == Operation::read || event.operation == Operation::write) {
      tell_block(changes ? NfsEventKind::fetch : NfsEventKind::getattr, event.first + rule_.detail);
      return std::move(told_);
    }
    tell_call(event);
    if (!changes) return std::move(told_);
    tell(event.file, NfsEventKind::change);
    if (outcome_ == NfsOutcome::done) tell(event.file, NfsEventKind::repeat);
    return std::move(told_);
  }

  std::vector<EventInstance> of_write() {
    if (outcome_ == NfsOutcome::goes_on) return {};
    tell_block(NfsEventKind::store, rule_.detail);
    tell_block(NfsEventKind::change, rule_.detail);
    if (outcome_ == NfsOutcome::done) tell_block(NfsEventKind::repeat, rule_.detail);
    return std::move(told_);
  }

  /// Other changes than WRITEs are about all of a file, of which `detail` is the first block.
  std::vector<EventInstance> of_late() {
    if (outcome_ == NfsOutcome::goes_on) return {};
    if (outcome_ != NfsOutcome::done) tell_block(NfsEventKind::late, rule_.detail);
    if (outcome_ == NfsOutcome::begins) tell_block(NfsEventKind::store, rule_.detail);
    tell_block(NfsEventKind::change, rule_.detail);
    if (outcome_ == NfsOutcome::done) tell_block(NfsEventKind::repeat, rule_.detail);
    return std::move(told_);
  }

  std::vector<EventInstance> of_eviction() {
    tell_block(NfsEventKind::evict, rule_.detail);
    return std::move(told_);
  }

  /// Of the client, whatever the call is about.
  std::vector<EventInstance> of_retransmission() {
    told_.push_back({static_cast<std::uint32_t>(NfsEventKind::retransmission), {rule_.client}});
    return std::move(told_);
  }

  std::vector<EventInstance> of_crash() {
    for (std::uint32_t file = 0; file < program_.files.size(); ++file) tell(file, NfsEventKind::crash);
    return std::move(told_);
  }

 private:
  void tell_block(NfsEventKind kind, std::uint32_t block) {
    told_.push_back({static_cast<std::uint32_t>(kind), {rule_.client, block}});
  }
  /// What is served during an event, but for READs and WRITEs. Calls that change a file do not merely go on.
  void tell_call(const NfsEvent& event) {
    const auto kind = [&] {
      if (event.operation == Operation::open || event.operation == Operation::stat)
        return NfsEventKind::getattr;
      if (outcome_ == NfsOutcome::goes_on) return NfsEventKind::commit;
      if (event.operation == Operation::create) return NfsEventKind::create;
      return event.operation == Operation::remove ? NfsEventKind::remove : NfsEventKind::setattr;
    };
    tell_block(kind(), program_.files[event.file].first);
  }
  void tell(std::uint32_t file, NfsEventKind kind) {
    const NfsFile& of = program_.files[file];
    for (std::uint32_t block = of.first; block < of.first + of.blocks; ++block) tell_block(kind, block);
  }
  /// The first is of the client, the second of the process.
  void tell(std::uint32_t file, NfsEventKind of_client, NfsEventKind of_process) {
    tell(file, of_client);
    const NfsFile& of = program_.files[file];
    for (std::uint32_t block = of.first; block < of.first + of.blocks; ++block)
      told_.push_back({static_cast<std::uint32_t>(of_process), {rule_.process, block}});
  }
  void tell_read(std::uint32_t block) {
    if (outcome_ < NfsOutcome::reads_last) return;
    const bool own =
        (static_cast<std::uint32_t>(outcome_) - static_cast<std::uint32_t>(NfsOutcome::reads_last)) % 2 == 1;
    const bool starts = static_cast<NfsAction>(rule_.action) == NfsAction::start;
    const bool first = outcome_ == NfsOutcome::reads_first || outcome_ == NfsOutcome::reads_first_own ||
                       outcome_ == NfsOutcome::reads_only || outcome_ == NfsOutcome::reads_only_own;
    tell_block(NfsEventKind::read, block);
    if (starts && first && !own) tell_block(NfsEventKind::use, block);
    if (!own) told_.push_back({static_cast<std::uint32_t>(NfsEventKind::seen), {rule_.process, block}});
  }

  const NfsProgram& program_;
  const Rule& rule_;
  NfsOutcome outcome_;
  std::vector<EventInstance> told_;
};

std::string_view call_name(Operation operation) {
  switch (operation) {
    case Operation::open:
    case Operation::stat:
      return "GETATTR";
    case Operation::read:
      return "GETATTR or READ";
    case Operation::write:
      return "READ";
    case Operation::close:
    case Operation::fsync:
      return "COMMIT";
    case Operation::create:
      return "CREATE";
    case Operation::remove:
      return "REMOVE or RENAME";
    case Operation::truncate:
      return "SETATTR";
    default:
      return "";
  }
}

}  // namespace

std::vector<EventInstance> NfsProtocol::events(const Rule& rule, Position event, Branch outcome) const {
  EventTeller teller(setting_.program, rule, static_cast<NfsOutcome>(outcome));
  const auto action = static_cast<NfsAction>(rule.action);
  switch (action) {
    case NfsAction::start:
    case NfsAction::take:
    case NfsAction::drop:
      return teller.of_process(setting_.program.processes[rule.process].events[event],
                               action != NfsAction::start);
    case NfsAction::serve:
      return teller.of_server(setting_.program.processes[rule.process].events[event]);
    case NfsAction::serve_write:
      return teller.of_write();
    case NfsAction::deliver_late:
      return teller.of_late();
    case NfsAction::retransmit:
    case NfsAction::duplicate:
      return teller.of_retransmission();
    case NfsAction::crash_client:
      return teller.of_crash();
    case NfsAction::evict:
      return teller.of_eviction();
    default:
      return {};
  }
}

std::string NfsProtocol::describe(const Rule& rule, Position event, Branch outcome) const {
  const auto told = static_cast<NfsOutcome>(outcome);
  const auto of_event = [&] {
    const NfsEvent& of = setting_.program.processes[rule.process].events[event];
    const bool whole = of.operation != Operation::read && of.operation != Operation::write;
    const std::string& name = whole || of.blocks > 1 || setting_.program.files[of.file].blocks == 1
                                  ? file_names_[of.file]
                                  : setting_.program.blocks[of.first].name;
    return fmt::format("{} {}", name_of(of.operation), name);
  };
  const auto progress = [&]() -> std::string {
    switch (told) {
      case NfsOutcome::goes_on:
        return ": goes on";
      case NfsOutcome::begins:
        return ": calls";
      case NfsOutcome::refused:
        return ": fails";
      case NfsOutcome::gone:
        return ": the file is gone";
      case NfsOutcome::reads:
      case NfsOutcome::reads_own:
      case NfsOutcome::reads_first:
      case NfsOutcome::reads_first_own:
        return fmt::format(": has block {}", rule.detail);
      default:
        return "";
    }
  };
  switch (static_cast<NfsAction>(rule.action)) {
    case NfsAction::start:
      return of_event() + progress();
    case NfsAction::take:
      return fmt::format("takes the reply; {}{}", of_event(), progress());
    case NfsAction::drop:
      return fmt::format("drops what has changed; {}{}", of_event(), progress());
    case NfsAction::restart:
      return told == NfsOutcome::goes_on ? "goes on after the crash" : "leaves its session after the crash";
    case NfsAction::serve:
      return fmt::format("{} for {}{}",
                         call_name(setting_.program.processes[rule.process].events[event].operation),
                         shape_.actors[rule.process], told == NfsOutcome::done ? ", once more" : "");
    case NfsAction::serve_write:
      return fmt::format("WRITE of {} for {}{}", setting_.program.blocks[rule.detail].name,
                         rule.process == kNoProcess ? setting_.program.clients[rule.client] + "'s cache"
                                                    : shape_.actors[rule.process],
                         told == NfsOutcome::done ? ", once more" : "");
    case NfsAction::deliver_late:
      if (told == NfsOutcome::goes_on) return rule.name + ", and changes nothing";
      return rule.name + (told == NfsOutcome::done ? ", and is executed once more" : ", and is executed");
    default:
      return rule.name;
  }
}

}  // namespace braid::models
