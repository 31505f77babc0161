// A client's own steps: its events and the replies to its calls.
#pragma once

#include <cstdint>

#include "braid/checker/models/afs/afs_callback_kernel.h"

namespace braid::models {

/// Each method is a step, or a part of one.
template <class S>
class AfsClientKernel : protected AfsCallbackKernel<S> {
 protected:
  using Base = AfsCallbackKernel<S>;
  using Base::begin_call;
  using Base::branch;
  using Base::call;
  using Base::count_reference;
  using Base::distrust;
  using Base::drop;
  using Base::end_call;
  using Base::event_file;
  using Base::fields_;
  using Base::get;
  using Base::install;
  using Base::install_status;
  using Base::is_version;
  using Base::lacks_data;
  using Base::note;
  using Base::options_;
  using Base::own_copy;
  using Base::program_;
  using Base::release_descriptor;
  using Base::set;
  using Base::step_;
  using Base::trust;
  using typename Base::Branch;
  using typename Base::Field;

  using Base::Base;

  Branch open() {
    const AfsFields::Copy& copy = own_copy();
    const bool shared = step_.open > 0 && options_.reopen == ImageOfReopen::keep && get(copy.present) != 0;
    if (get(copy.trust) != 0 || shared) {
      count_reference(copy, false);
      if (step_.event->truncates) change_copy(copy);
      return branch(afs_branch::kDone);
    }
    if (step_.busy) return explore::kDisabled;
    const AfsFields::Promise& promise = fields_.promise(step_.client, event_file());
    std::uint32_t cancelled = 0;
    if (options_.giveup == GiveUps::cancelled) {
      if (get(promise.giveup_sent) != 0) return explore::kDisabled;
      cancelled = static_cast<std::uint32_t>(get(promise.giveup_queued));
      note(promise.giveup_queued, 0);
    }
    begin_call();
    const bool test = !options_.callbacks && get(copy.present) != 0 && !step_.event->truncates;
    return branch(options_.callbacks || test ? afs_branch::kCall : afs_branch::kFetch, cancelled);
  }

  Branch read() {
    const AfsFields::Copy& copy = own_copy();
    if (copy.refs.width != 0 && get(copy.present) == 0) return branch(afs_branch::kFailed);
    const bool old = options_.reads == ReadOpen::revalidate && get(copy.trust) == 0 && get(copy.dirty) == 0;
    if (old || lacks_data(copy)) {
      if (step_.busy) return explore::kDisabled;
      begin_call();
      return branch(afs_branch::kCall);
    }
    note_read(get(copy.data));
    return branch(afs_branch::kDone);
  }
  void note_read(std::uint64_t data) {
    const AfsEvent& event = *step_.event;
    for (std::uint32_t block = 0; block < event.blocks; ++block) {
      note(fields_.reads[step_.process][event.read + block],
           program_.in_block(data, event.first + block) + 1);
    }
  }

  /// A write, or a truncation. Files are stored whole: the rest of one of which a part is written must be
  /// here.
  Branch write() {
    const AfsFields::Copy& copy = own_copy();
    if (copy.refs.width != 0 && get(copy.present) == 0) return branch(afs_branch::kFailed);
    if (step_.event->part && !step_.event->truncates && lacks_data(copy)) {
      if (step_.busy) return explore::kDisabled;
      begin_call();
      return branch(afs_branch::kCall);
    }
    change_copy(copy);
    return branch(afs_branch::kDone);
  }
  void change_copy(const AfsFields::Copy& copy) {
    set(copy.data, (get(copy.data) & step_.event->kept) | step_.content);
    note(copy.fetched, 1);
    set(copy.dirty, 1);
  }

  /// A close, or an fsync, which stores as a close does and keeps the descriptor.
  Branch close() {
    const AfsFields::Copy& copy = own_copy();
    if (copy.refs.width != 0 && get(copy.present) == 0) return branch(afs_branch::kFailed);
    if (get(copy.dirty) == 0) {
      if (step_.event->operation == Operation::close) release_descriptor(copy);
      return branch(afs_branch::kDone);
    }
    if (step_.busy) return explore::kDisabled;
    begin_call();
    set(call().message, get(copy.data));
    return branch(afs_branch::kCall);
  }

  Branch stat() {
    if (get(own_copy().trust) != 0) return branch(afs_branch::kDone);
    if (step_.busy) return explore::kDisabled;
    begin_call();
    return branch(afs_branch::kCall);
  }

  Branch flush() {
    const AfsFields::Copy& copy = own_copy();
    const bool promised = get(copy.trust) != 0;
    if (promised && options_.giveup == GiveUps::synchronous && step_.busy) return explore::kDisabled;
    drop(copy);
    if (!promised) return branch(afs_branch::kDone);
    if (options_.giveup == GiveUps::synchronous) {
      begin_call();
      return branch(afs_branch::kCall);
    }
    const Field queued = fields_.promise(step_.client, event_file()).giveup_queued;
    const bool fresh = get(queued) == 0;
    set(queued, 1);
    return branch(afs_branch::kDone, fresh ? 1 : 0);
  }

  /// A call of which no copy tells; but that of a directory in which a name is being made counts as dirty.
  Branch call_server() {
    if (step_.busy) return explore::kDisabled;
    begin_call();
    if (step_.event->operation == Operation::makedir && get(own_copy().present) != 0)
      set(own_copy().dirty, 1);
    return branch(0);
  }

  Branch receive() {
    if (options_.channels == Channels::shared && breaks_ahead()) return explore::kDisabled;
    const bool refused = get(call().refused) != 0;
    const std::uint64_t data = get(call().message);
    const std::uint64_t number = get(call().number);
    const bool granted = get(call().overtaken) == 0;
    const std::uint64_t from = options_.expiry == ExpiryFrom::call ? get(call().asked) : step_.now;
    end_call();
    switch (step_.event->operation) {
      case Operation::open:
        return receive_open(refused, data, number, granted, from);
      case Operation::read:
        if (refused) return branch(afs_branch::kRefused);
        install(own_copy(), data, number);
        if (granted) trust(own_copy(), from);
        note_read(data);
        return branch(afs_branch::kDone);
      case Operation::write:
        if (refused) return branch(afs_branch::kRefused);
        install(own_copy(), data, number);
        if (granted) trust(own_copy(), from);
        change_copy(own_copy());
        return branch(afs_branch::kDone);
      case Operation::close:
      case Operation::fsync:
        return receive_stored(refused, number, granted, from);
      case Operation::stat:
        receive_status(refused, data, number, granted, from);
        break;
      case Operation::makedir:
        receive_made(refused, number);
        break;
      case Operation::create:
        if (refused) break;
        install(own_copy(), data, number);
        if (granted && options_.callbacks) trust(own_copy(), from);
        break;
      default:
        break;
    }
    return branch(refused ? afs_branch::kRefused : afs_branch::kDone);
  }

  [[nodiscard]] bool breaks_ahead() const {
    for (std::uint32_t object = 0; object < fields_.objects; ++object) {
      const AfsFields::Wire& wire = fields_.wire(step_.client, object);
      if (get(wire.breaks) != 0 || get(wire.orphans) != 0) return true;
    }
    return false;
  }

  Branch receive_open(bool refused, std::uint64_t data, std::uint64_t number, bool granted,
                      std::uint64_t from) {
    const AfsFields::Copy& copy = own_copy();
    const bool tested = !options_.callbacks && step_.call.stage == 0;
    if (refused) {
      if (tested) return branch(afs_branch::kInvalid);
      if (step_.open == 0) drop(copy);
      return branch(afs_branch::kRefused);
    }
    if (options_.fetch == FetchAt::read && !step_.event->truncates) {
      install_status(copy, data, number);
    } else if (!tested) {
      install(copy, data, number);
    }
    if (step_.event->truncates) change_copy(copy);
    if (granted && options_.callbacks) trust(copy, from);
    count_reference(copy, true);
    return branch(afs_branch::kDone);
  }

  /// What the server has refused is no version of the file. Where a number tells versions apart, it must not
  /// pass for one: it goes with the last descriptor, and is dirty until then.
  Branch receive_stored(bool refused, std::uint64_t number, bool granted, std::uint64_t from) {
    const AfsFields::Copy& copy = own_copy();
    const bool closes = step_.event->operation == Operation::close;
    const bool by_number = program_.goes_by_number(event_file());
    if (!refused || (closes && (!by_number || step_.open == 1))) note(copy.dirty, 0);
    if (refused) {
      distrust(copy);
      if (closes && by_number && step_.open == 1) drop(copy);
    } else {
      note(copy.number, number);
      if (granted && options_.callbacks) trust(copy, from);
      if (!granted) distrust(copy);
    }
    if (closes) release_descriptor(copy);
    return branch(refused ? afs_branch::kRefused : afs_branch::kDone);
  }

  /// The status of a copy that is not current says so; that of a current one comes with a promise.
  void receive_status(bool refused, std::uint64_t data, std::uint64_t number, bool granted,
                      std::uint64_t from) {
    const AfsFields::Copy& copy = own_copy();
    if (!options_.callbacks || !granted || get(copy.dirty) != 0) return;
    if (options_.fetch == FetchAt::read && !refused && step_.open == 0) install_status(copy, data, number);
    if (get(copy.present) == 0) return;
    if (!refused && is_version(copy, data, number)) {
      trust(copy, from);
    } else if (step_.open == 0) {
      drop(copy);
    }
  }

  /// The reply to a change of a directory tells its version, not what it holds.
  void receive_made(bool refused, std::uint64_t number) {
    const AfsFields::Copy& copy = own_copy();
    if (get(copy.present) == 0) return;
    set(copy.dirty, 0);
    if (refused) return;
    if (options_.merge == MergeOfChange::next_version && number != get(copy.number) + 1) {
      if (step_.open == 0) drop(copy);
      distrust(copy);
      return;
    }
    set(copy.data, program_.directories[event_file()].with(get(copy.data), step_.event->made));
    set(copy.number, number);
  }
};

}  // namespace braid::models
