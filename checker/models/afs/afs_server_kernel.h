// The server's steps: it serves calls, and goes on with changes whose callbacks are answered.
#pragma once

#include <cstdint>

#include "braid/checker/models/afs/afs_client_kernel.h"

namespace braid::models {

/// Each method is a step, or a part of one.
template <class S>
class AfsServerKernel : protected AfsClientKernel<S> {
 protected:
  using Base = AfsClientKernel<S>;
  using Base::branch;
  using Base::break_promises;
  using Base::call;
  using Base::clients;
  using Base::end_call;
  using Base::event_file;
  using Base::fields_;
  using Base::get;
  using Base::grant;
  using Base::is_version;
  using Base::note;
  using Base::options_;
  using Base::outstanding;
  using Base::own_copy;
  using Base::program_;
  using Base::remove_promise;
  using Base::send_break;
  using Base::set;
  using Base::step_;
  using typename Base::Branch;
  using typename Base::Field;

  using Base::Base;

  [[nodiscard]] bool exists(std::uint32_t file) const {
    return fields_.server[file].exists_always || get(fields_.server[file].exists) != 0;
  }
  /// The user for whom the server takes the client.
  [[nodiscard]] std::uint32_t user() const {
    const bool believed = options_.authentication == Authentication::believed;
    return believed ? program_.claim_of[step_.client] : program_.user_of[step_.client];
  }
  [[nodiscard]] bool may(std::uint32_t file, bool write) const {
    const AfsFields::UserRights* rights = fields_.rights(user(), file);
    if (rights == nullptr) return true;
    const Field field = write ? rights->write : rights->read;
    return field.width != 0 ? get(field) != 0 : (write ? rights->initial.write : rights->initial.read);
  }
  /// A directory whose list is changed in the trace has fields for it.
  [[nodiscard]] bool may_administer(std::uint32_t directory) const {
    return get(fields_.rights_of[user() * fields_.directories + directory].administer) != 0;
  }
  /// Whether the server serves the client now: it has been told of all that it missed.
  [[nodiscard]] bool serves_client() const {
    const AfsFields::Client& client = fields_.clients[step_.client];
    if (options_.delayed == DelayedBreaks::first && get(client.down) != 0) return false;
    if (step_.crashes == 0) return true;
    const std::uint32_t everything = program_.everything();
    if (options_.recovery == Recovery::contact) {
      return get(client.known) != 0 && !outstanding(step_.client, everything);
    }
    if (options_.recovery != Recovery::notify) return true;
    for (std::uint32_t other = 0; other < clients(); ++other) {
      if (outstanding(other, everything)) return false;
    }
    return true;
  }

  /// Returns the weight of the give-ups that a new grant outdates.
  std::uint32_t outdate_giveups(std::uint32_t file) {
    if (options_.giveup != GiveUps::versioned) return 0;
    const AfsFields::Promise& promise = fields_.promise(step_.client, file);
    const std::uint64_t weight = 2 * get(promise.giveup_queued) + get(promise.giveup_sent);
    note(promise.giveup_queued, 0);
    note(promise.giveup_sent, 0);
    return static_cast<std::uint32_t>(weight);
  }

  Branch serve() {
    if (options_.callbacks && !serves_client()) return explore::kDisabled;
    note(call().refused, 0);
    switch (step_.event->operation) {
      case Operation::open:
      case Operation::read:
      case Operation::write:
      case Operation::stat:
        return serve_fetch();
      case Operation::flush:
        remove_promise(step_.client, event_file());
        return branch(0);
      default:
        return serve_change();
    }
  }

  Branch serve_fetch() {
    const AfsFields::Server& server = fields_.server[event_file()];
    const bool truncates = step_.event->truncates;
    if (!exists(event_file()) || !may(event_file(), false) || (truncates && !may(event_file(), true))) {
      set(call().refused, 1);
      return branch(afs_branch::kRefused);
    }
    const AfsFields::Copy& copy = own_copy();
    const bool tested =
        !options_.callbacks && step_.call.stage == 0 && step_.event->operation == Operation::open;
    if (tested) {
      if (!is_version(copy, get(server.content), get(server.number))) set(call().refused, 1);
      return branch(0);
    }
    if (!truncates) set(call().message, get(server.content));  // who empties the file needs its status only
    note(call().number, get(server.number));
    if (!options_.callbacks) return branch(0);
    grant(event_file());
    return branch(0, outdate_giveups(event_file()));
  }

  [[nodiscard]] bool allowed_change() const {
    const AfsEvent& event = *step_.event;
    switch (event.operation) {
      case Operation::close:
      case Operation::fsync:
      case Operation::makedir:
        return may(event.file, true) && exists(event.file);
      case Operation::create:
        return may(event.file, true) && !exists(event.file);
      case Operation::rename:
        return may(event.file, true) && may(event.replaced, true) && exists(event.file);
      case Operation::setacl:
        return may_administer(event.file);
      default:
        return true;
    }
  }

  Branch serve_change() {
    if (!allowed_change()) {
      set(call().refused, 1);
      return branch(afs_branch::kRefused);
    }
    switch (options_.callbacks ? options_.store : StoreOrder::apply_break_reply) {
      case StoreOrder::break_apply_reply:
        return branch(0, break_promises(false));
      case StoreOrder::apply_break_reply: {
        const std::uint32_t sent = break_promises(false);
        apply();
        return branch(0, sent);
      }
      case StoreOrder::apply_reply_break:
        break_promises(true);
        apply();
        return branch(0);
      case StoreOrder::at_once: {
        const std::uint32_t sent = break_promises(false);
        apply();
        return branch(0, sent);
      }
    }
    return explore::kDisabled;
  }

  void apply() {
    const AfsEvent& event = *step_.event;
    const auto change = [&](std::uint32_t file, std::uint64_t content) {
      const AfsFields::Server& server = fields_.server[file];
      note(server.content, content);
      note(server.exists, 1);
      if (server.number.width != 0) set(server.number, get(server.number) + 1);
    };
    switch (event.operation) {
      case Operation::close:
      case Operation::fsync:
        change(event.file, get(call().message));  // kept: the server may stop, and be asked again
        break;
      case Operation::create:
        change(event.file, program_.filled(event.file, program_.initial[event.file]));
        set(call().message, get(fields_.server[event.file].content));
        break;
      case Operation::rename:
        change(event.replaced, get(fields_.server[event.file].content));
        note(fields_.server[event.file].exists, 0);
        break;
      case Operation::release:
        for (const std::uint32_t file : event.files) change(file, program_.filled(file, event.content));
        break;
      case Operation::setacl: {
        const AfsFields::UserRights& rights =
            fields_.rights_of[event.user * fields_.directories + event.file];
        set(rights.read, event.rights.read ? 1 : 0);
        set(rights.write, event.rights.write ? 1 : 0);
        set(rights.administer, event.rights.administer ? 1 : 0);
        break;
      }
      case Operation::makedir: {
        const std::uint64_t held = get(fields_.server[event.file].content);
        change(event.file, program_.directories[event.file].with(held, event.made));
        note(call().number, get(fields_.server[event.file].number));
        break;
      }
      default:
        break;
    }
    const bool to_origin = event.stores() || event.operation == Operation::create;
    if (!to_origin) return;
    note(call().number, get(fields_.server[event.file].number));
    if (options_.callbacks) grant(event.file);
  }

  [[nodiscard]] bool acknowledged() const {
    if (options_.acknowledge == Acknowledge::ignored) return true;
    for (const std::uint32_t object : step_.event->objects) {
      for (std::uint32_t client = 0; client < clients(); ++client) {
        if (outstanding(client, object)) return false;
      }
    }
    return true;
  }

  /// The next part of a change that is in service.
  Branch proceed() {
    if (step_.call.phase == CallPhase::owing || step_.call.phase == CallPhase::owing_alone) return pay();
    const bool applied =
        step_.call.phase == CallPhase::applied || step_.call.phase == CallPhase::applied_alone;
    const bool waited = applied && options_.store == StoreOrder::break_apply_reply;
    if (!waited && !acknowledged()) return explore::kDisabled;
    const bool alone = !models::outstanding(step_.call.phase);
    if (step_.call.phase == CallPhase::broken || step_.call.phase == CallPhase::broken_alone) {
      if (options_.breaks == BreakSet::scanned) {
        const std::uint32_t again = break_promises(false);
        if (again > 0) return branch(afs_branch::kAgain, again);
      }
      apply();
    }
    if (alone) end_call();
    return branch(0);
  }

  /// Sends the callbacks of a store that has replied already.
  Branch pay() {
    std::uint32_t sent = 0;
    for (const std::uint32_t object : step_.event->objects) {
      for (std::uint32_t client = 0; client < clients(); ++client) {
        const AfsFields::Wire& wire = fields_.wire(client, object);
        if (get(wire.owed) == 0) continue;
        set(wire.owed, 0);
        sent += send_break(client, object);
      }
    }
    return branch(0, sent);
  }
};

}  // namespace braid::models
