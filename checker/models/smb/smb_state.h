// One state of SMB, as the rules read and change it.
#pragma once

#include <cstdint>

#include "braid/checker/explore/packed.h"
#include "braid/checker/models/protocol/protocol.h"
#include "braid/checker/models/smb/smb_fields.h"
#include "braid/checker/models/smb/smb_options.h"
#include "braid/checker/models/smb/smb_program.h"

namespace braid::models {

/// What stays the same in all states of a trace.
struct SmbWorld {
  SmbOptions options;
  SmbProgram program;
  SmbFields fields;
  std::uint32_t ticks = 0;
};

/// A state and the world that it is of, both borrowed. `pair` is an index into SmbProgram::pairs.
class SmbState {
 public:
  SmbState(const SmbWorld& world, const Data& data) : world_(world), data_(data) {}

  [[nodiscard]] std::uint32_t get(explore::Field field) const {
    return static_cast<std::uint32_t>(data_.get(field));
  }
  [[nodiscard]] bool is(explore::Field field) const { return data_.is(field); }
  /// Facts that are not kept (fields without bits) are not noted.
  void set(explore::Field field, std::uint64_t value) {
    if (field.width != 0) data_.set(field, value);
  }

  [[nodiscard]] const SmbFields::Pair& of(std::uint32_t pair) const { return world_.fields.pairs[pair]; }
  [[nodiscard]] const SmbFields::File& file_of(std::uint32_t pair) const {
    return world_.fields.files[world_.program.pairs[pair].file];
  }
  [[nodiscard]] SmbCall kind(std::uint32_t pair) const { return static_cast<SmbCall>(get(of(pair).kind)); }
  [[nodiscard]] bool idle(std::uint32_t pair) const { return get(of(pair).phase) == SmbPhase::kIdle; }
  /// Whether a call of this kind is in this phase.
  [[nodiscard]] bool calls(std::uint32_t pair, SmbCall what, std::uint32_t phase) const {
    return get(of(pair).phase) == phase && kind(pair) == what;
  }
  [[nodiscard]] bool exists(std::uint32_t pair) const {
    const explore::Field field = file_of(pair).exists;
    return field.width == 0 || is(field);
  }
  /// Whether the client stores, because of a break, what it has written.
  [[nodiscard]] bool flushing(std::uint32_t pair) const {
    const std::uint32_t stage = get(of(pair).stage);
    return stage == SmbStage::kFlushing || stage == SmbStage::kFlushed;
  }
  /// Whether a break is under way that the server has not given up on.
  [[nodiscard]] bool breaking(std::uint32_t pair) const {
    return get(of(pair).stage) != SmbStage::kNone && !is(of(pair).late);
  }
  /// The handles of the file that the client knows it has.
  [[nodiscard]] std::uint32_t client_handles(std::uint32_t pair) const;

  /// A call of one of the client's processes begins; its fields are clear.
  void call(std::uint32_t pair, std::uint32_t process, SmbCall kind, std::uint32_t phase);
  void end_call(std::uint32_t pair);
  void drop_copy(std::uint32_t pair);
  /// The client holds no handle any more: nor has it a lease, then, nor a copy.
  void drop_lease(std::uint32_t pair);
  void set_stage(std::uint32_t pair, std::uint32_t stage);
  void end_break(std::uint32_t pair);
  void start_break(std::uint32_t pair, SmbLease target);
  /// The server's part of a close.
  void drop_handle(std::uint32_t pair);
  /// The server stores what the client sends.
  void store(std::uint32_t pair, std::uint32_t content);
  /// Those who wait for the file look again.
  void wake(std::uint32_t pair);

 private:
  const SmbWorld& world_;
  Data data_;
};

}  // namespace braid::models
