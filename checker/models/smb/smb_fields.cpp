#include "braid/checker/models/smb/smb_fields.h"

#include <algorithm>

namespace braid::models {

using explore::bits_for;

namespace {

constexpr std::uint32_t kLate = 6;
constexpr std::uint32_t kResent = 5;

/// How many calls a step can wake, at most.
std::uint32_t sleepers(const SmbProgram& program, const SmbOptions& options) {
  const bool sleep = options.release == SmbOptions::Release::before_entry;
  return sleep ? static_cast<std::uint32_t>(program.clients.size()) : 0;
}

class FieldMaker {
 public:
  FieldMaker(const SmbProgram& program, const SmbOptions& options, const FaultBudgets& budgets,
             const SmbFields::Tracked& tracked, unsigned phase_bits, explore::Layout& layout)
      : program_(program),
        options_(options),
        budgets_(budgets),
        tracked_(tracked),
        phase_bits_(phase_bits),
        layout_(layout) {}

  [[nodiscard]] SmbFields::Pair pair(const SmbPair& pair) const {
    const unsigned flag = 1;
    SmbFields::Pair fields;
    fields.lease = layout_.add(kLeaseBits);
    fields.present = layout_.add(flag);
    fields.dirty = layout_.add(flag);
    fields.data = layout_.add(content_bits());
    fields.deferred = layout_.add(defers() ? 1 : 0);
    fields.number = layout_.add(number_bits());
    fields.wrote = layout_.add(tracked_.wrote ? content_bits() : 0);
    fields.owner = layout_.add(bits_for(pair.processes.size() - 1));
    fields.kind = layout_.add(3);
    fields.phase = layout_.add(phase_bits_);
    fields.grant = layout_.add(kLeaseBits);
    fields.payload = layout_.add(content_bits());
    fields.refused = layout_.add(program_.removable[pair.file] || ticks() > 0 ? 1 : 0);
    fields.seen = layout_.add(number_bits());
    fields.asleep = layout_.add(options_.release == SmbOptions::Release::before_entry ? 1 : 0);
    fields.stage = layout_.add(3);
    fields.pending = layout_.add(flag);
    fields.target = layout_.add(kLeaseBits);
    fields.behind = layout_.add(flag);
    fields.late = layout_.add(ticks() > 0 ? 1 : 0);
    fields.failed = layout_.add(flag);
    fields.due = layout_.add(ticks() > 0 ? bits_for(ticks() + options_.timeout) : 0);
    fields.late_answer = layout_.add(ticks() > 0 ? 1 : 0);
    fields.close_coming = layout_.add(defers() ? 1 : 0);
    fields.held = layout_.add(kLeaseBits);
    fields.handles = layout_.add(bits_for(pair.greatest_open + 1));
    return fields;
  }
  [[nodiscard]] SmbFields::File file(std::uint32_t file) const {
    SmbFields::File fields;
    fields.content = layout_.add(content_bits());
    fields.number = layout_.add(number_bits());
    fields.exists = layout_.add(program_.removable[file] ? 1 : 0);
    return fields;
  }
  [[nodiscard]] std::vector<explore::Field> reads(std::uint32_t process) const {
    std::vector<explore::Field> fields;
    for (const bool kept : tracked_.reads[process])
      fields.push_back(
          layout_.add(kept ? bits_for(static_cast<std::uint64_t>(program_.greatest_content) + 1) : 0));
    return fields;
  }

 private:
  [[nodiscard]] unsigned content_bits() const {
    return bits_for(static_cast<std::uint64_t>(program_.greatest_content));
  }
  [[nodiscard]] unsigned number_bits() const { return tracked_.numbers ? bits_for(program_.writes) : 0; }
  [[nodiscard]] std::uint32_t ticks() const { return budgets_.of(Fault::tick); }
  [[nodiscard]] bool defers() const { return options_.close == SmbOptions::Close::deferred; }

  const SmbProgram& program_;
  const SmbOptions& options_;
  const FaultBudgets& budgets_;
  const SmbFields::Tracked& tracked_;
  unsigned phase_bits_;
  explore::Layout& layout_;
};

/// The most events that one step can leave behind: those of a session whose open finds no file.
std::uint32_t longest_leap(const SmbProgram& program) {
  std::uint32_t longest = 1;
  for (const SmbProcess& process : program.processes) {
    for (std::uint32_t place = 0; place < process.events.size(); ++place) {
      const SmbEvent& event = process.events[place];
      if (event.operation == Operation::open && program.removable[event.file])
        longest = std::max(longest, event.after_session - place);
    }
  }
  return longest;
}

}  // namespace

explore::Field right_of(explore::Field rights, SmbLease right) {
  explore::Field bit = rights;
  bit.width = 1;
  bit.shift = static_cast<std::uint8_t>(rights.shift + bits_for(right) - 1);
  return bit;
}

SmbFields::SmbFields(const SmbProgram& program, const SmbOptions& options, const FaultBudgets& budgets,
                     const Tracked& tracked, explore::Layout& layout) {
  const auto clients = static_cast<std::uint32_t>(program.clients.size());
  const std::uint32_t ticks = budgets.of(Fault::tick);
  const std::uint32_t right = 1 + kLate + sleepers(program, options);
  opened = SmbPhase::kBegun + kLeaseBits * right + 2;
  released = SmbPhase::kClosing + 1 + sleepers(program, options);
  closed = released + 1;
  event_weight = std::max(opened, closed) + 1;
  const std::uint32_t pressed = ticks > 0 ? kLeaseBits * right * (clients - 1) : 0;
  greatest_growth =
      static_cast<std::uint32_t>(event_weight) * longest_leap(program) + kLate + clients + 8 + pressed;

  const auto phase_bits = bits_for(static_cast<std::uint64_t>(event_weight));
  const FieldMaker maker(program, options, budgets, tracked, phase_bits, layout);
  for (const SmbPair& pair : program.pairs) pairs.push_back(maker.pair(pair));
  for (std::uint32_t file = 0; file < program.files; ++file) files.push_back(maker.file(file));
  for (std::uint32_t process = 0; process < program.processes.size(); ++process)
    reads.push_back(maker.reads(process));
  now = layout.add(bits_for(budgets.of(Fault::tick)));
  const std::uint64_t greatest_next = std::uint64_t{program.files} + program.writes;
  next = layout.add(program.counter ? bits_for(greatest_next) : 0);
  lost = layout.add(bits_for(budgets.of(Fault::loss)));
  resent = layout.add(bits_for(budgets.of(Fault::retransmit)));

  for (const Pair& pair : pairs) {
    progress.push_back({pair.phase, 1});
    progress.push_back({pair.asleep, 1});
    progress.push_back({pair.stage, 1});
    progress.push_back({pair.late, -std::int64_t{kLate}});
    progress.push_back({pair.late_answer, -1});
    progress.push_back({pair.close_coming, -1});
    for (const SmbLease one : {kReadLease, kWriteLease, kHandleLease})
      progress.push_back({right_of(pair.held, one), -std::int64_t{right}});
  }
  progress.push_back({now, 1});
  progress.push_back({lost, 1});
  progress.push_back({resent, kResent});
}

}  // namespace braid::models
