// What goes wrong, and what is done about it: lost messages, time-outs, time, crashes, give-ups.
#pragma once

#include <cstdint>

#include "braid/checker/models/afs/afs_server_kernel.h"

namespace braid::models {

/// Each method is a step, or a part of one.
template <class S>
class AfsFaultKernel : protected AfsServerKernel<S> {
 protected:
  using Base = AfsServerKernel<S>;
  using Base::branch;
  using Base::clients;
  using Base::distrust;
  using Base::drop;
  using Base::fields_;
  using Base::get;
  using Base::lacks_data;
  using Base::note;
  using Base::options_;
  using Base::outstanding;
  using Base::program_;
  using Base::refresh_pending;
  using Base::remove_promise;
  using Base::set;
  using Base::step_;
  using typename Base::Action;
  using typename Base::Branch;
  using typename Base::Field;

  using Base::Base;

  /// Steps by which the server and its callbacks keep or lose touch with a client.
  Branch notify() {
    const AfsFields::Client& client = fields_.clients[step_.client];
    const AfsFields::Wire& wire = fields_.wire(step_.client, step_.object);
    switch (step_.action) {
      case Action::greet:
        if (get(client.known) != 0) return explore::kDisabled;
        set(client.known, 1);
        set(wire.breaks, get(wire.breaks) + 1);
        break;
      case Action::start_server:
        if (options_.callbacks && options_.recovery == Recovery::notify) {
          for (std::uint32_t other = 0; other < clients(); ++other) {
            const Field breaks = fields_.wire(other, program_.everything()).breaks;
            set(breaks, get(breaks) + 1);
            refresh_pending(other, program_.everything());
          }
        }
        return branch(0);
      case Action::take_ack:
        if (get(wire.acks) == 0) return explore::kDisabled;
        set(wire.acks, get(wire.acks) - 1);
        forgive(step_.client);
        return branch(0);
      case Action::resend_break:
        if (get(wire.unanswered) == 0) return explore::kDisabled;
        set(wire.unanswered, get(wire.unanswered) - 1);
        set(wire.breaks, get(wire.breaks) + 1);
        break;
      case Action::time_out:
        return time_out(wire);
      case Action::send_delayed:
      case Action::host_check:
        return send_delayed();
      case Action::forget: {
        const AfsFields::Promise& promise = fields_.promise(step_.client, step_.object);
        if (get(promise.held) == 0 || get(promise.expires) > step_.now) return explore::kDisabled;
        remove_promise(step_.client, step_.object);
        return branch(0);
      }
      case Action::lose_break:
        return lose_break(wire);
      case Action::duplicate_break:
        if (get(wire.breaks) == 0) return explore::kDisabled;
        set(wire.breaks, get(wire.breaks) + 1);
        return branch(0);
      default:  // boot, cut, heal, move, lose_call, lose_reply, retransmit: positions only
        return branch(0);
    }
    refresh_pending(step_.client, step_.object);
    return branch(0);
  }

  /// A client that has answered everything is up again.
  void forgive(std::uint32_t client) {
    const Field down = fields_.clients[client].down;
    if (get(down) == 0) return;
    for (std::uint32_t object = 0; object < fields_.objects; ++object) {
      if (outstanding(client, object) || get(fields_.wire(client, object).delayed) != 0) return;
    }
    set(down, 0);
  }

  Branch time_out(const AfsFields::Wire& wire) {
    std::uint32_t alternative = 0;
    if (get(wire.unanswered) != 0) {
      set(wire.unanswered, get(wire.unanswered) - 1);
      alternative = 2;
    } else if (step_.reachable) {
      return explore::kDisabled;
    } else if (get(wire.breaks) != 0) {
      set(wire.breaks, get(wire.breaks) - 1);
    } else if (get(wire.acks) != 0) {
      set(wire.acks, get(wire.acks) - 1);
      alternative = 1;
    } else {
      return explore::kDisabled;
    }
    set(wire.delayed, 1);
    set(fields_.clients[step_.client].down, 1);
    refresh_pending(step_.client, step_.object);
    return branch(alternative);
  }

  Branch send_delayed() {
    std::uint32_t sent = 0;
    for (std::uint32_t object = 0; object < fields_.objects; ++object) {
      const AfsFields::Wire& wire = fields_.wire(step_.client, object);
      if (get(wire.delayed) == 0) continue;
      set(wire.delayed, 0);
      set(wire.breaks, get(wire.breaks) + 1);
      refresh_pending(step_.client, object);
      ++sent;
    }
    return sent == 0 ? explore::kDisabled : branch(0, sent);
  }

  Branch lose_break(const AfsFields::Wire& wire) {
    std::uint32_t alternative = 0;
    if (get(wire.breaks) != 0) {
      set(wire.breaks, get(wire.breaks) - 1);
    } else if (get(wire.acks) != 0) {
      set(wire.acks, get(wire.acks) - 1);
      alternative = 1;
    } else if (get(wire.orphans) != 0) {
      set(wire.orphans, get(wire.orphans) - 1);
      refresh_pending(step_.client, step_.object);
      return branch(2);
    } else {
      return explore::kDisabled;
    }
    set(wire.unanswered, get(wire.unanswered) + 1);
    refresh_pending(step_.client, step_.object);
    return branch(alternative);
  }

  Branch send_giveups() {
    std::uint32_t sent = 0;
    for (std::uint32_t file = 0; file < fields_.server.size(); ++file) {
      const AfsFields::Promise& promise = fields_.promise(step_.client, file);
      if (get(promise.giveup_queued) == 0) continue;
      set(promise.giveup_queued, 0);
      set(promise.giveup_sent, get(promise.giveup_sent) + 1);
      ++sent;
    }
    return sent == 0 ? explore::kDisabled : branch(0, sent);
  }

  Branch take_giveup() {
    const AfsFields::Promise& promise = fields_.promise(step_.client, step_.object);
    if (get(promise.giveup_sent) == 0) return explore::kDisabled;
    set(promise.giveup_sent, get(promise.giveup_sent) - 1);
    remove_promise(step_.client, step_.object);
    return branch(0);
  }

  Branch heartbeat() {
    const AfsFields::Client& client = fields_.clients[step_.client];
    if (get(client.epoch) != step_.crashes) {
      for (std::uint32_t file = 0; file < fields_.server.size(); ++file) {
        distrust(fields_.copy(step_.client, file));
      }
      for (std::uint64_t calling = step_.calling; calling != 0; calling &= calling - 1) {
        note(fields_.calls[static_cast<std::size_t>(__builtin_ctzll(calling))].overtaken, 1);
      }
      note(client.epoch, step_.crashes);
    }
    return branch(0);
  }

  /// A full cache makes room: what nobody has open and the server has, too, goes. That is a matter of the
  /// client's alone: the server keeps its promise. With it goes the client's, unless it keeps the status.
  Branch evict() {
    const AfsFields::Copy& copy = fields_.copy(step_.client, step_.object);
    if (get(copy.present) == 0 || get(copy.dirty) != 0 || lacks_data(copy)) return explore::kDisabled;
    if (options_.fetch == FetchAt::read) {
      note(copy.fetched, 0);
    } else {
      drop(copy);
    }
    return branch(0);
  }

  /// `now` is the time after the tick. Clients look at their clocks whenever they use a promise: one that is
  /// over is over at once.
  Branch tick() {
    for (const AfsFields::Copy& copy : fields_.copies) {
      if (get(copy.trust) != 0 && get(copy.until) <= step_.now) distrust(copy);
    }
    return branch(0);
  }

  /// The cache is on disk: what was stored stays, what was not is lost. Promises are memory, unless the
  /// client trusts its disk.
  Branch crash_client() {
    std::uint32_t lost = 0;
    for (std::uint32_t file = 0; file < fields_.server.size(); ++file) {
      const AfsFields::Copy& copy = fields_.copy(step_.client, file);
      const Field queued = fields_.promise(step_.client, file).giveup_queued;
      lost += static_cast<std::uint32_t>(get(queued));
      note(queued, 0);
      if (get(copy.dirty) != 0) drop(copy);
      if (options_.reboot == Reboot::suspect) distrust(copy);
      note(copy.refs, copy.refs_bias);
    }
    for (std::uint64_t calling = step_.calling; calling != 0; calling &= calling - 1) {
      const AfsFields::Call& lost_call = fields_.calls[static_cast<std::size_t>(__builtin_ctzll(calling))];
      note(lost_call.message, 0);
      note(lost_call.number, 0);
      note(lost_call.overtaken, 0);
      note(lost_call.refused, 0);
      note(lost_call.asked, 0);
    }
    return branch(0, lost);
  }

  Branch crash_server() {
    std::uint32_t lost = 0;
    for (std::uint32_t client = 0; client < clients(); ++client) {
      for (std::uint32_t object = 0; object < fields_.objects; ++object) {
        const AfsFields::Wire& wire = fields_.wire(client, object);
        lost += static_cast<std::uint32_t>(3 * get(wire.acks) + 2 * get(wire.unanswered));
        note(wire.orphans, get(wire.orphans) + get(wire.breaks));
        note(wire.breaks, 0);
        note(wire.acks, 0);
        note(wire.unanswered, 0);
        note(wire.delayed, 0);
        note(wire.owed, 0);
      }
      for (std::uint32_t file = 0; file < fields_.server.size(); ++file) {
        remove_promise(client, file);
        refresh_pending(client, file);
      }
      note(fields_.clients[client].down, 0);
      note(fields_.clients[client].known, 0);
    }
    return branch(0, lost);
  }
};

}  // namespace braid::models
