#include "braid/checker/models/nfs/nfs_fields.h"

#include <algorithm>

namespace braid::models {
namespace {

using explore::bits_for;
using explore::Field;

class FieldBuilder {
 public:
  FieldBuilder(NfsFields& fields, const NfsProgram& program, const NfsOptions& options,
               const FaultBudgets& budgets, const NfsTracking& tracking)
      : fields_(fields),
        program_(program),
        options_(options),
        budgets_(budgets),
        tracking_(tracking),
        ticks_(budgets.of(Fault::tick)),
        crashes_(budgets.of(Fault::server_crash)),
        verifier_bits_(options.commits ? bits_for(greatest_verifier(options, budgets)) : 0),
        content_bits_(bits_for(static_cast<std::uint64_t>(program.greatest_content))) {
    fields_.greatest_change = greatest_change();
    fields_.greatest_calls = greatest_calls();
    change_bits_ = options.time == NfsTime::tick ? bits_for(std::uint64_t{ticks_} + 1)
                                                 : bits_for(fields_.greatest_change);
    number_bits_ = tracking.numbers ? bits_for(std::max<std::uint64_t>(1, fields_.greatest_change)) : 0;
  }

  void add_server() {
    const bool loses = options_.volatile_writes && (crashes_ > 0 || options_.write_back_errors > 0);
    number_phases(loses);
    for (std::size_t block = 0; block < program_.blocks.size(); ++block) {
      NfsFields::Block fields;
      fields.memory = add(content_bits_);
      fields.number = add(number_bits_);
      if (loses) {
        fields.disk = add(content_bits_);
        fields.unsafe = add(1);
        fields.disk_number = add(number_bits_);
        fields.latest = add(number_bits_);
      }
      fields_.blocks.push_back(fields);
    }
    for (const NfsFile& file : program_.files) {
      NfsFields::File fields;
      fields.change = add(change_bits_);
      fields.exists = add(file.renames ? 1 : 0);
      fields.kept = add(file.removed && options_.silly == NfsSilly::rename ? 1 : 0);
      fields.generation = add(file.renames ? generation_bits(file) : 0);
      fields_.files.push_back(fields);
    }
    fields_.verifier = add(verifier_bits_);
    fields_.written = add(program_.counter ? bits_for(program_.writes) : 0);
    fields_.now = add(bits_for(ticks_));
    fields_.losses = add(bits_for(budgets_.of(Fault::loss)));
    fields_.retransmits = add(bits_for(budgets_.of(Fault::retransmit)));
    fields_.duplicates = add(bits_for(budgets_.of(Fault::duplicate)));
    fields_.server_crashes = add(bits_for(crashes_));
    fields_.client_crashes = add(bits_for(budgets_.of(Fault::client_crash)));
    fields_.evictions = add(bits_for(budgets_.of(Fault::evict)));
    fields_.errors = add(bits_for(options_.write_back_errors));
  }

  void add_clients() {
    for (std::uint32_t client = 0; client < program_.clients.size(); ++client) {
      for (const NfsBlock& block : program_.blocks)
        fields_.buffers.push_back(buffer_of(uses(client, block.file), writes(client, block.file)));
      for (std::uint32_t file = 0; file < program_.files.size(); ++file)
        fields_.attributes.push_back(attributes_of(client, file));
    }
  }

  void add_processes() {
    for (std::size_t process = 0; process < program_.processes.size(); ++process) {
      NfsFields::Slot slot = call_of();
      slot.call = add(3);
      slot.status = add(fails() ? 2 : 0);
      slot.calls = add(bits_for(fields_.greatest_calls));
      slot.block_of_read = add(bits_for(greatest_blocks() - 1));
      slot.checked = add(1);
      slot.hit = add(budgets_.of(Fault::client_crash) > 0 ? 1 : 0);
      fields_.slots.push_back(slot);
      fields_.late.push_back(late_of());
      fields_.reads.emplace_back();
      for (const bool kept : tracking_.reads[process])
        fields_.reads.back().push_back(
            add(kept ? bits_for(static_cast<std::uint64_t>(program_.greatest_content) + 1) : 0));
      fields_.got.emplace_back();
      for (std::size_t block = 0; block < program_.blocks.size(); ++block)
        fields_.got.back().push_back(add(number_bits_));
    }
  }

  void add_daemons() {
    if (options_.write_behind == NfsWriteBehind::no && options_.flush == NfsFlush::close) return;
    for (std::size_t client = 0; client < program_.clients.size(); ++client) {
      NfsFields::Slot slot = call_of();
      slot.status = add(fails() ? 2 : 0);
      fields_.slots.push_back(slot);
    }
  }

 private:
  /// A WRITE that leaves its data in memory counts one down (nfs_protocol.h), and is served in two parts
  /// where a design decision says so.
  void number_phases(bool loses) {
    if (options_.wcc == NfsWcc::gap || options_.verifier_taken == NfsVerifierTaken::after) {
      fields_.phases = {0, 1, 3, 5, 6};
    } else if (loses) {
      fields_.phases = {0, 1, 7, 3, 4};
    } else {
      fields_.phases = {0, 1, 7, 2, 3};
    }
  }

  [[nodiscard]] NfsFields::Buffer buffer_of(bool used, bool written) {
    NfsFields::Buffer buffer;
    if (!used) return buffer;
    buffer.present = add(1);
    buffer.data = add(content_bits_);
    buffer.number = add(number_bits_);
    if (!written) return buffer;
    buffer.dirty = add(1);
    buffer.again = add(1);
    buffer.committing = add(options_.commits ? 2 : 0);
    if (options_.verifier == NfsVerifierKept::buffer) buffer.verifier = add(verifier_bits_);
    return buffer;
  }

  [[nodiscard]] NfsFields::Attributes attributes_of(std::uint32_t client, std::uint32_t file) {
    NfsFields::Attributes fields;
    if (!uses(client, file)) return fields;
    fields.known = add(1);
    fields.change = add(change_bits_);
    fields.time = add(bits_for(ticks_));
    const bool adapts =
        options_.least_age != options_.greatest_age && (ticks_ > 0 || options_.least_age == 0);
    fields.lifetime = add(adapts ? bits_for(options_.greatest_age) : 0);
    const NfsFile& of_file = program_.files[file];
    fields.generation = add(of_file.renames ? generation_bits(of_file) : 0);
    fields.size = add(writes_parts(client, file) ? size_bits(of_file) : 0);
    if (writes(client, file)) {
      if (options_.verifier == NfsVerifierKept::last) fields.last_verifier = add(verifier_bits_);
      fields.error = add(fails() ? 1 : 0);
    }
    if (of_file.removed && options_.silly == NfsSilly::rename)
      fields.open = add(bits_for(greatest_open(client, file)));
    return fields;
  }

  [[nodiscard]] NfsFields::Slot call_of() {
    NfsFields::Slot slot;
    slot.phase = add(3);
    slot.lost = add(budgets_.of(Fault::loss) > 0 ? 1 : 0);
    slot.block = add(bits_for(program_.blocks.size() - 1));
    slot.data = add(std::max(content_bits_, greatest_generation_bits()));
    slot.change = add(change_bits_);
    slot.size = add(greatest_size_bits());
    slot.before = add(options_.wcc == NfsWcc::ignored ? 0 : change_bits_);
    slot.verifier = add(verifier_bits_);
    slot.number = add(number_bits_);
    slot.asked = add(bits_for(ticks_));
    const bool repeats = budgets_.of(Fault::retransmit) > 0 || budgets_.of(Fault::duplicate) > 0;
    slot.done = add(repeats && options_.replies != NfsReplies::none ? 1 : 0);
    slot.ran = add(repeats ? 1 : 0);
    return slot;
  }

  [[nodiscard]] NfsFields::Late late_of() {
    NfsFields::Late late;
    if (budgets_.of(Fault::duplicate) == 0) return late;
    late.pending = add(1);
    late.orphan = add(1);
    late.call = add(3);
    late.block = add(bits_for(program_.blocks.size() - 1));
    late.data = add(content_bits_);
    late.done = add(options_.replies == NfsReplies::none ? 0 : 1);
    late.ran = add(1);
    return late;
  }

  [[nodiscard]] bool fails() const {
    return program_.restricted || std::any_of(program_.files.begin(), program_.files.end(),
                                              [](const NfsFile& file) { return file.renames; });
  }
  [[nodiscard]] unsigned generation_bits(const NfsFile& file) const {
    return bits_for(std::uint64_t{file.changes} + budgets_.of(Fault::retransmit) +
                    budgets_.of(Fault::duplicate) + crashes_);
  }
  [[nodiscard]] unsigned greatest_generation_bits() const {
    unsigned most = 0;
    for (const NfsFile& file : program_.files)
      if (file.renames) most = std::max(most, generation_bits(file));
    return most;
  }
  [[nodiscard]] static unsigned size_bits(const NfsFile& file) {
    return file.sized() ? bits_for(file.blocks) : 0;
  }
  [[nodiscard]] unsigned greatest_size_bits() const {
    unsigned most = 0;
    for (const NfsFile& file : program_.files) most = std::max(most, size_bits(file));
    return most;
  }
  [[nodiscard]] bool uses(std::uint32_t client, std::uint32_t file) const {
    return any_event(client, [&](const NfsEvent& event) { return event.file == file; });
  }
  [[nodiscard]] bool writes(std::uint32_t client, std::uint32_t file) const {
    return any_event(client, [&](const NfsEvent& event) {
      return event.file == file && event.operation == Operation::write;
    });
  }
  [[nodiscard]] bool writes_parts(std::uint32_t client, std::uint32_t file) const {
    return any_event(client, [&](const NfsEvent& event) { return event.file == file && event.unaligned; });
  }
  template <class Predicate>
  [[nodiscard]] bool any_event(std::uint32_t client, Predicate&& predicate) const {
    for (const NfsProcess& process : program_.processes) {
      if (process.client != client) continue;
      if (std::any_of(process.events.begin(), process.events.end(), predicate)) return true;
    }
    return false;
  }
  [[nodiscard]] std::uint32_t greatest_open(std::uint32_t client, std::uint32_t file) const {
    std::uint32_t open = 0;
    for (const NfsProcess& process : program_.processes) {
      if (process.client != client) continue;
      open += *std::max_element(process.open[file].begin(), process.open[file].end());
    }
    return open;
  }
  [[nodiscard]] std::uint32_t greatest_blocks() const {
    std::uint32_t most = 1;
    for (const NfsFile& file : program_.files) most = std::max(most, file.blocks);
    return most;
  }
  /// Each block that is written is sent once, again for each verifier that was lost, and again for what the
  /// network repeats; a crash and a failed write change the file too.
  [[nodiscard]] std::uint64_t greatest_change() const {
    std::uint64_t most = 0;
    for (const NfsFile& file : program_.files) most = std::max<std::uint64_t>(most, file.changes);
    return most * (1 + std::uint64_t{crashes_} + options_.write_back_errors) + 2 * std::uint64_t{crashes_} +
           options_.write_back_errors + budgets_.of(Fault::retransmit) + budgets_.of(Fault::duplicate);
  }
  /// A read of a block: the attributes, the block, and a wait; the block again if it was dropped meanwhile. A
  /// write has one call at most, if its block must be read first. A flush: a COMMIT for each time that a
  /// block's verifier was lost, and, where more is to be done after it, for each write of other processes.
  [[nodiscard]] std::uint32_t greatest_calls() const {
    std::uint32_t reads = 0;
    std::uint32_t changes = 0;
    for (const NfsProcess& process : program_.processes) {
      for (const NfsEvent& event : process.events) {
        if (event.operation == Operation::read)
          reads = std::max(reads, 2 * event.blocks + budgets_.of(Fault::evict));
        const bool goes_on = event.operation == Operation::truncate || event.operation == Operation::remove;
        if (goes_on) changes = std::max(changes, program_.files[event.file].changes);
      }
    }
    const std::uint32_t flushes =
        options_.commits ? greatest_blocks() * greatest_verifier(options_, budgets_) + changes + 1 : 1;
    return 1 + std::max(reads, flushes);
  }
  [[nodiscard]] Field add(unsigned width) { return width == 0 ? Field{} : fields_.layout.add(width); }

  NfsFields& fields_;
  const NfsProgram& program_;
  const NfsOptions& options_;
  const FaultBudgets& budgets_;
  const NfsTracking& tracking_;
  std::uint32_t ticks_;
  std::uint32_t crashes_;
  unsigned verifier_bits_;
  unsigned content_bits_;
  unsigned change_bits_ = 0;
  unsigned number_bits_ = 0;
};

}  // namespace

std::uint32_t greatest_verifier(const NfsOptions& options, const FaultBudgets& budgets) {
  return budgets.of(Fault::server_crash) + (options.verifier_rotates ? options.write_back_errors : 0);
}

NfsFields::NfsFields(const NfsProgram& program, const NfsOptions& options, const FaultBudgets& budgets,
                     const NfsTracking& tracking) {
  FieldBuilder builder(*this, program, options, budgets, tracking);
  builder.add_server();
  builder.add_clients();
  builder.add_processes();
  builder.add_daemons();
}

}  // namespace braid::models
