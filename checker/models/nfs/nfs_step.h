// One step of NFS: what a rule does with a state's data.
#pragma once

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <optional>

#include "braid/checker/explore/model.h"
#include "braid/checker/models/nfs/nfs_protocol.h"

namespace braid::models {

class NfsStep {
 public:
  NfsStep(const NfsSetting& setting, const Rule& rule, explore::Position event, Data data);

  /// The NfsOutcome, or explore::kDisabled.
  [[nodiscard]] explore::Branch run();

 private:
  using Branch = explore::Branch;
  using Field = explore::Field;

  /// What a client takes from a reply.
  struct Reply {
    NfsCall call = NfsCall::getattr;
    std::uint32_t block = 0;
    std::uint64_t data = 0;
    std::uint64_t change = 0;
    std::uint64_t size = 0;
    std::uint64_t before = 0;
    std::uint64_t verifier = 0;
    std::uint64_t number = 0;
    std::uint64_t asked = 0;
    NfsStatus status = NfsStatus::done;
  };
  enum class Renewal : std::uint8_t { older, same, changed };
  enum class Flush : std::uint8_t { sent, waits, clean };

  // nfs_client_steps.cpp
  Branch start();
  Branch start_open();
  Branch start_write();
  Branch write_blocks();
  Branch start_change();
  Branch start_read();
  Branch ask_for_block();
  Branch read_from_cache();
  Branch read_block(std::uint64_t data, std::uint64_t number, bool own);
  Branch go_on_flushing();
  Flush flush();
  Branch send(NfsCall call, std::uint32_t block);
  Branch finish(NfsOutcome outcome);
  Branch finish_open();
  Branch finish_flush();
  Branch fail(NfsStatus status);
  Branch restart();
  Branch send_behind();

  // nfs_reply_steps.cpp
  Branch take();
  Branch take_attributes(const Reply& reply);
  Branch go_on_with_attributes();
  Branch take_block(const Reply& reply);
  Branch take_commit(const Reply& reply);
  Branch take_change(const Reply& reply);
  Branch drop();
  Branch take_behind();
  Reply end_call();
  void acknowledge(const Reply& reply);
  Renewal renew(std::uint32_t file, const Reply& reply, bool own);
  void drop_clean(std::uint32_t file, std::optional<std::uint32_t> but);

  // nfs_server_steps.cpp
  Branch serve();
  Branch serve_write();
  Branch execute(NfsCall call, std::uint32_t block);
  void serve_attributes();
  void serve_read(std::uint32_t block);
  void serve_commit(std::uint32_t file);
  bool change(NfsCall call, std::uint32_t file);
  bool write(std::uint32_t block, std::uint64_t data, bool checked);
  void fill(std::uint32_t file, std::int64_t content);
  void number_anew(const NfsFields::Block& block);
  void bump(std::uint32_t file);
  void lose_memory(std::uint32_t block);
  Branch write_back();
  Branch fail_write_back();
  Branch deliver_late();

  // nfs_fault_steps.cpp
  Branch retransmit();
  Branch duplicate();
  Branch tick();
  Branch crash_server();
  Branch crash_client();
  Branch evict();
  Branch lose();
  Branch spend(Field counter, std::uint32_t budget);

  [[nodiscard]] std::uint64_t get(Field field) const { return data_.get(field); }
  [[nodiscard]] bool is(Field field) const { return data_.is(field); }
  /// Fields without bits stay as they are.
  void set(Field field, std::uint64_t value) {
    if (field.width != 0) data_.set(field, value);
  }
  static Branch as_branch(NfsOutcome outcome) { return static_cast<Branch>(outcome); }

  [[nodiscard]] const NfsOptions& options() const { return setting_.options; }
  [[nodiscard]] const NfsProgram& program() const { return setting_.program; }
  [[nodiscard]] const NfsFields& fields() const { return setting_.fields; }
  [[nodiscard]] const NfsEvent& event() const;
  [[nodiscard]] const NfsFields::Slot& slot() const { return fields().slots[rule_.object]; }
  [[nodiscard]] NfsPhase phase(const NfsFields::Slot& slot) const {
    const auto& codes = fields().phases;
    return static_cast<NfsPhase>(std::find(codes.begin(), codes.end(), get(slot.phase)) - codes.begin());
  }
  void set_phase(NfsPhase phase) { set(slot().phase, fields().phases[static_cast<std::size_t>(phase)]); }
  [[nodiscard]] bool is_process() const { return rule_.object < setting_.process_count(); }
  [[nodiscard]] NfsCall call_of(std::uint32_t slot) const {
    return slot < setting_.process_count() ? static_cast<NfsCall>(get(fields().slots[slot].call))
                                           : NfsCall::write;
  }
  [[nodiscard]] const NfsFields::Buffer& buffer(std::uint32_t block) const {
    return fields().buffer(rule_.client, block);
  }
  [[nodiscard]] const NfsFields::Attributes& attributes(std::uint32_t file) const {
    return fields().attribute(rule_.client, file);
  }
  [[nodiscard]] std::uint32_t file_of(std::uint32_t block) const { return program().blocks[block].file; }
  /// Of another process, or the daemon, of the same client.
  [[nodiscard]] bool under_way(NfsCall call, std::uint32_t block) const;
  /// Whether a client looks no name up that it is removing, and removes none that it is looking up.
  [[nodiscard]] bool excludes_lookups() const {
    return options().silly == NfsSilly::rename && options().lookup == NfsLookup::excluded;
  }
  [[nodiscard]] bool trusted(std::uint32_t file) const;
  [[nodiscard]] bool must_read_first() const;
  [[nodiscard]] bool writes_pending(std::uint32_t file) const;
  [[nodiscard]] std::uint64_t size_of(std::uint32_t file) const;
  [[nodiscard]] bool exists(std::uint32_t file) const {
    return fields().files[file].exists.width == 0 || is(fields().files[file].exists);
  }
  [[nodiscard]] bool serves_handle(std::uint32_t file) const;

  const NfsSetting& setting_;
  const Rule& rule_;
  explore::Position position_;
  Data data_;
  bool begun_ = false;  ///< the event began in this step
};

}  // namespace braid::models
