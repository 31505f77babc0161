// Promises and callbacks: given, broken, on their way, taken.
#pragma once

#include <cstdint>

#include "braid/checker/models/afs/afs_cache_kernel.h"

namespace braid::models {

/// The step of a client that takes a callback, and parts of the server's steps.
template <class S>
class AfsCallbackKernel : protected AfsCacheKernel<S> {
 protected:
  using Base = AfsCacheKernel<S>;
  using Base::branch;
  using Base::clients;
  using Base::distrust;
  using Base::fields_;
  using Base::get;
  using Base::note;
  using Base::options_;
  using Base::program_;
  using Base::set;
  using Base::step_;
  using typename Base::Branch;
  using typename Base::Field;

  using Base::Base;

  void grant(std::uint32_t file) {
    const AfsFields::Promise& promise = fields_.promise(step_.client, file);
    note(promise.held, 1);
    note(promise.expires, std::uint64_t{step_.now} + options_.promise + options_.bias);
  }
  void refresh_pending(std::uint32_t client, std::uint32_t object) {
    for (const std::uint32_t file : program_.objects[object].files) {
      const Field pending = fields_.promise(client, file).pending;
      if (pending.width == 0) continue;
      bool any = false;
      for (std::uint32_t other = 0; other < fields_.objects; ++other) {
        if (!covers(other, file)) continue;
        const AfsFields::Wire& wire = fields_.wire(client, other);
        any = any || get(wire.breaks) != 0 || get(wire.orphans) != 0 || get(wire.behind) != 0 ||
              get(wire.unanswered) != 0 || get(wire.delayed) != 0 || get(wire.owed) != 0;
      }
      set(pending, any ? 1 : 0);
    }
  }
  [[nodiscard]] bool covers(std::uint32_t object, std::uint32_t file) const {
    if (object < fields_.server.size()) return object == file;
    const std::vector<std::uint32_t>& files = program_.objects[object].files;
    for (const std::uint32_t covered : files) {
      if (covered == file) return true;
    }
    return false;
  }

  [[nodiscard]] bool holds_promise(std::uint32_t client, std::uint32_t object) const {
    for (const std::uint32_t file : program_.objects[object].files) {
      if (get(fields_.promise(client, file).held) != 0) return true;
    }
    return false;
  }
  void remove_promise(std::uint32_t client, std::uint32_t file) {
    const AfsFields::Promise& promise = fields_.promise(client, file);
    note(promise.held, 0);
    note(promise.expires, 0);
  }
  /// Whether a change calls back the client that asked for it: its own reply brings it the new status of what
  /// it stored or made, but not of what it renamed.
  [[nodiscard]] bool spares_origin() const {
    const Operation operation = step_.event->operation;
    if (operation == Operation::rename) return options_.origin == RenameOrigin::trusted;
    return step_.event->stores() || operation == Operation::create || operation == Operation::makedir;
  }

  /// Puts a callback on its way; to a client that does not answer it is kept for later. Returns how many.
  std::uint32_t send_break(std::uint32_t client, std::uint32_t object) {
    const AfsFields::Wire& wire = fields_.wire(client, object);
    std::uint32_t sent = 0;
    if (get(fields_.clients[client].down) != 0) {
      set(wire.delayed, 1);
    } else {
      const bool behind = (step_.replied >> client & 1) != 0 && options_.channels == Channels::shared;
      const Field queue = behind ? wire.behind : wire.breaks;
      set(queue, get(queue) + 1);
      sent = 1;
    }
    refresh_pending(client, object);
    return sent;
  }

  /// Breaks the promises on what the event changes. `owe`: notes them only.
  std::uint32_t break_promises(bool owe) {
    std::uint32_t sent = 0;
    for (const std::uint32_t object : step_.event->objects) {
      for (std::uint32_t client = 0; client < clients(); ++client) {
        if (client == step_.client && spares_origin()) continue;
        if (!holds_promise(client, object)) continue;
        if (options_.promises == Promises::removed) {
          for (const std::uint32_t file : program_.objects[object].files) remove_promise(client, file);
        }
        if (owe) {
          set(fields_.wire(client, object).owed, 1);
          refresh_pending(client, object);
        } else {
          sent += send_break(client, object);
        }
      }
    }
    return sent;
  }

  /// The oldest first. Nobody waits for the acknowledgement of one that was sent before the server stopped.
  Branch take_break() {
    const AfsFields::Wire& wire = fields_.wire(step_.client, step_.object);
    const bool orphan = get(wire.orphans) != 0;
    if (orphan) {
      set(wire.orphans, get(wire.orphans) - 1);
    } else {
      if (get(wire.breaks) == 0) return explore::kDisabled;
      set(wire.breaks, get(wire.breaks) - 1);
      note(wire.acks, get(wire.acks) + 1);
    }
    overtake_calls();
    const AfsObject& object = program_.objects[step_.object];
    for (const std::uint32_t file : object.files) {
      distrust(fields_.copy(step_.client, file));
      const bool volume = step_.object >= fields_.server.size() && step_.object != program_.everything();
      if (volume && options_.volume == VolumeBreak::one) break;
    }
    refresh_pending(step_.client, step_.object);
    return branch(orphan ? afs_branch::kOrphan : afs_branch::kDone);
  }

  void overtake_calls() {
    if (options_.grant == Grant::held_counter && step_.object < fields_.server.size() &&
        get(fields_.copy(step_.client, step_.object).trust) == 0) {
      return;  // only a promise that is held is counted as broken
    }
    for (std::uint64_t calling = step_.calling; calling != 0; calling &= calling - 1) {
      note(fields_.calls[static_cast<std::size_t>(__builtin_ctzll(calling))].overtaken, 1);
    }
  }

  [[nodiscard]] bool outstanding(std::uint32_t client, std::uint32_t object) const {
    const AfsFields::Wire& wire = fields_.wire(client, object);
    return get(wire.breaks) != 0 || get(wire.acks) != 0 || get(wire.unanswered) != 0;
  }
};

}  // namespace braid::models
