// What each step of AFS at message granularity does to a packed state.
#pragma once

#include <cstdint>

#include "braid/checker/explore/internal_error.h"
#include "braid/checker/models/afs/afs_branches.h"
#include "braid/checker/models/afs/afs_messages.h"

namespace braid::models {

/// One state and the model it belongs to. Each method is one step, or a part that steps share.
template <class S>
class AfsKernel {
 public:
  using Step = AfsMessages::Step;
  using Branch = explore::Branch;
  using Field = explore::Field;
  using Action = AfsMessages::Action;

  AfsKernel(const AfsMessages& model, const Step& step, S& state)
      : options_(model.options_),
        program_(model.program_),
        fields_(model.fields_),
        step_(step),
        state_(state) {}

  Branch take() {
    switch (step_.action) {
      case Action::instant:
        return instant();
      case Action::open:
        return open();
      case Action::read:
        return read();
      case Action::write:
        return write();
      case Action::close:
        return close();
      case Action::stat:
        return stat();
      case Action::flush:
        return flush();
      case Action::call:
        if (step_.busy) return explore::kDisabled;
        begin_call();
        return branch(0);
      case Action::receive:
        return receive();
      case Action::take_break:
        return take_break();
      case Action::send_giveups:
        return send_giveups();
      case Action::heartbeat:
        return heartbeat();
      case Action::serve:
        return serve();
      case Action::proceed:
        return proceed();
      case Action::take_giveup:
        return take_giveup();
      case Action::tick:
        return tick();
      case Action::crash_client:
        return crash_client();
      case Action::crash_server:
        return crash_server();
      default:
        return notify();
    }
  }

 private:
  [[nodiscard]] std::uint64_t get(Field field) const { return state_.get(field); }
  void set(Field field, std::uint64_t value) {
    if (field.width == 0 && value == 0) return;
    if (value > field.mask()) throw explore::InternalError("a value does not fit its field");
    state_.set(field, value);
  }
  /// Where the fact is constant, there is nothing to note.
  void note(Field field, std::uint64_t value) {
    if (field.width != 0) set(field, value);
  }
  [[nodiscard]] Branch branch(std::uint32_t alternative, std::uint32_t count = 0) const {
    return static_cast<Branch>(alternative + step_.alternatives * count);
  }
  [[nodiscard]] const AfsFields::Copy& copy() const { return fields_.copy(step_.client, step_.event->file); }
  [[nodiscard]] const AfsFields::Call& call() const { return fields_.calls[step_.process]; }
  [[nodiscard]] std::uint32_t file() const { return step_.event->file; }
  [[nodiscard]] std::uint32_t clients() const { return static_cast<std::uint32_t>(program_.clients.size()); }

  // -- the cache
  // ----------------------------------------------------------------------------------------------

  void distrust(const AfsFields::Copy& copy) {
    note(copy.trust, 0);
    note(copy.until, 0);
  }
  void drop(const AfsFields::Copy& copy) {
    distrust(copy);
    note(copy.present, 0);
    note(copy.data, 0);
    note(copy.dirty, 0);
    note(copy.number, 0);
  }
  void trust(const AfsFields::Copy& copy, std::uint64_t from) {
    const std::uint64_t until = from + options_.promise;
    const bool over = copy.until.width != 0 && until <= step_.now;
    note(copy.trust, over ? 0 : 1);
    note(copy.until, over ? 0 : until);
  }
  void install(const AfsFields::Copy& copy, std::uint64_t data, std::uint64_t number) {
    note(copy.present, 1);
    note(copy.data, data);
    note(copy.number, number);
    note(copy.dirty, 0);
  }
  void count_reference(const AfsFields::Copy& copy, bool fetched) {
    if (copy.refs.width == 0) return;
    set(copy.refs, (fetched ? copy.refs_bias : get(copy.refs)) + 1);
  }
  /// The last descriptor of a copy that is not trusted takes it along.
  void release_descriptor(const AfsFields::Copy& copy) {
    bool last = step_.open == 1;
    if (copy.refs.width != 0) {
      set(copy.refs, get(copy.refs) - 1);
      last = get(copy.refs) == copy.refs_bias;
    }
    if (last && options_.callbacks && get(copy.trust) == 0) drop(copy);
  }

  Branch open() {
    const AfsFields::Copy& copy = this->copy();
    const bool shared = step_.open > 0 && options_.reopen == ImageOfReopen::keep && get(copy.present) != 0;
    if (get(copy.trust) != 0 || shared) {
      count_reference(copy, false);
      return branch(afs_branch::kDone);
    }
    if (step_.busy) return explore::kDisabled;
    const AfsFields::Promise& promise = fields_.promise(step_.client, file());
    std::uint32_t cancelled = 0;
    if (options_.giveup == GiveUps::cancelled) {
      if (get(promise.giveup_sent) != 0) return explore::kDisabled;
      cancelled = static_cast<std::uint32_t>(get(promise.giveup_queued));
      note(promise.giveup_queued, 0);
    }
    begin_call();
    const bool test = !options_.callbacks && get(copy.present) != 0;
    return branch(options_.callbacks || test ? afs_branch::kCall : afs_branch::kFetch, cancelled);
  }

  Branch read() {
    const AfsFields::Copy& copy = this->copy();
    if (copy.refs.width != 0 && get(copy.present) == 0) return branch(afs_branch::kFailed);
    if (options_.reads == ReadOpen::revalidate && get(copy.trust) == 0 && get(copy.dirty) == 0) {
      if (step_.busy) return explore::kDisabled;
      begin_call();
      return branch(afs_branch::kCall);
    }
    note(fields_.reads[step_.process][step_.event->read], get(copy.data));
    return branch(afs_branch::kDone);
  }

  Branch write() {
    const AfsFields::Copy& copy = this->copy();
    if (copy.refs.width != 0 && get(copy.present) == 0) return branch(afs_branch::kFailed);
    set(copy.data, static_cast<std::uint64_t>(step_.content));
    set(copy.dirty, 1);
    return branch(afs_branch::kDone);
  }

  Branch close() {
    const AfsFields::Copy& copy = this->copy();
    if (copy.refs.width != 0 && get(copy.present) == 0) return branch(afs_branch::kFailed);
    if (get(copy.dirty) == 0) {
      release_descriptor(copy);
      return branch(afs_branch::kDone);
    }
    if (step_.busy) return explore::kDisabled;
    begin_call();
    set(call().message, get(copy.data));
    return branch(afs_branch::kCall);
  }

  Branch stat() {
    if (get(copy().trust) != 0) return branch(afs_branch::kDone);
    if (step_.busy) return explore::kDisabled;
    begin_call();
    return branch(afs_branch::kCall);
  }

  Branch flush() {
    const AfsFields::Copy& copy = this->copy();
    const bool promised = get(copy.trust) != 0;
    if (promised && options_.giveup == GiveUps::synchronous && step_.busy) return explore::kDisabled;
    drop(copy);
    if (!promised) return branch(afs_branch::kDone);
    if (options_.giveup == GiveUps::synchronous) {
      begin_call();
      return branch(afs_branch::kCall);
    }
    const Field queued = fields_.promise(step_.client, file()).giveup_queued;
    const bool fresh = get(queued) == 0;
    set(queued, 1);
    return branch(afs_branch::kDone, fresh ? 1 : 0);
  }

  // -- calls and replies
  // --------------------------------------------------------------------------------------

  void begin_call() {
    note(call().overtaken, 0);
    note(call().asked, step_.now);
  }
  void end_call() {
    note(call().message, 0);
    note(call().number, 0);
    note(call().overtaken, 0);
    note(call().refused, 0);
    note(call().asked, 0);
    if (options_.channels != Channels::shared) return;
    for (std::uint32_t object = 0; object < fields_.objects; ++object) {
      const AfsFields::Wire& wire = fields_.wire(step_.client, object);
      set(wire.breaks, get(wire.breaks) + get(wire.behind));
      set(wire.behind, 0);
    }
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
        install(copy(), data, number);
        if (granted) trust(copy(), from);
        note(fields_.reads[step_.process][step_.event->read], data);
        return branch(afs_branch::kDone);
      case Operation::close:
        return receive_stored(refused, number, granted, from);
      case Operation::stat:
        receive_status(refused, data, granted, from);
        break;
      case Operation::create:
        if (refused) break;
        install(copy(), data, number);
        if (granted && options_.callbacks) trust(copy(), from);
        break;
      default:
        break;
    }
    return branch(refused ? afs_branch::kRefused : afs_branch::kDone);
  }

  [[nodiscard]] bool breaks_ahead() const {
    for (std::uint32_t object = 0; object < fields_.objects; ++object) {
      if (get(fields_.wire(step_.client, object).breaks) != 0) return true;
    }
    return false;
  }

  Branch receive_open(bool refused, std::uint64_t data, std::uint64_t number, bool granted,
                      std::uint64_t from) {
    const AfsFields::Copy& copy = this->copy();
    const bool tested = !options_.callbacks && step_.call.stage == 0;
    if (refused) {
      if (tested) return branch(afs_branch::kInvalid);
      if (step_.open == 0) drop(copy);
      return branch(afs_branch::kRefused);
    }
    if (!tested) install(copy, data, number);
    if (granted && options_.callbacks) trust(copy, from);
    count_reference(copy, true);
    return branch(afs_branch::kDone);
  }

  Branch receive_stored(bool refused, std::uint64_t number, bool granted, std::uint64_t from) {
    const AfsFields::Copy& copy = this->copy();
    note(copy.dirty, 0);
    if (refused) {
      distrust(copy);
    } else {
      note(copy.number, number);
      if (granted && options_.callbacks) trust(copy, from);
      if (!granted) distrust(copy);
    }
    release_descriptor(copy);
    return branch(refused ? afs_branch::kRefused : afs_branch::kDone);
  }

  /// The status of a copy that is not current says so; that of a current one comes with a promise.
  void receive_status(bool refused, std::uint64_t data, bool granted, std::uint64_t from) {
    const AfsFields::Copy& copy = this->copy();
    if (!options_.callbacks || get(copy.present) == 0 || !granted || get(copy.dirty) != 0) return;
    if (!refused && get(copy.data) == data) {
      trust(copy, from);
    } else if (step_.open == 0) {
      drop(copy);
    }
  }

  // -- callbacks
  // ----------------------------------------------------------------------------------------------

  void refresh_pending(std::uint32_t client, std::uint32_t object) {
    for (const std::uint32_t file : program_.objects[object].files) {
      const Field pending = fields_.promise(client, file).pending;
      if (pending.width == 0) continue;
      bool any = false;
      for (std::uint32_t other = 0; other < fields_.objects; ++other) {
        if (!covers(other, file)) continue;
        const AfsFields::Wire& wire = fields_.wire(client, other);
        any = any || get(wire.breaks) != 0 || get(wire.behind) != 0 || get(wire.unanswered) != 0 ||
              get(wire.delayed) != 0 || get(wire.owed) != 0;
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
  /// it stored, but not of what it renamed.
  [[nodiscard]] bool spares_origin() const {
    const Operation operation = step_.event->operation;
    if (operation == Operation::rename) return options_.origin == RenameOrigin::trusted;
    return operation == Operation::close || operation == Operation::create;
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

  Branch take_break() {
    const AfsFields::Wire& wire = fields_.wire(step_.client, step_.object);
    if (get(wire.breaks) == 0) return explore::kDisabled;
    set(wire.breaks, get(wire.breaks) - 1);
    note(wire.acks, get(wire.acks) + 1);
    overtake_calls();
    const AfsObject& object = program_.objects[step_.object];
    for (const std::uint32_t file : object.files) {
      distrust(fields_.copy(step_.client, file));
      const bool volume = step_.object >= fields_.server.size() && step_.object != program_.everything();
      if (volume && options_.volume == VolumeBreak::one) break;
    }
    refresh_pending(step_.client, step_.object);
    return branch(0);
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

  // -- the server
  // ---------------------------------------------------------------------------------------------

  [[nodiscard]] bool exists(std::uint32_t file) const {
    return fields_.server[file].exists_always || get(fields_.server[file].exists) != 0;
  }
  [[nodiscard]] bool may(std::uint32_t file, bool write) const {
    const bool believed = options_.authentication == Authentication::believed;
    const std::uint32_t user = believed ? program_.claim_of[step_.client] : program_.user_of[step_.client];
    const AfsFields::UserRights* rights = fields_.rights(user, file);
    if (rights == nullptr) return true;
    const Field field = write ? rights->write : rights->read;
    return field.width != 0 ? get(field) != 0 : (write ? rights->initial.write : rights->initial.read);
  }
  [[nodiscard]] bool outstanding(std::uint32_t client, std::uint32_t object) const {
    const AfsFields::Wire& wire = fields_.wire(client, object);
    return get(wire.breaks) != 0 || get(wire.acks) != 0 || get(wire.unanswered) != 0;
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

  void grant(std::uint32_t file) {
    const AfsFields::Promise& promise = fields_.promise(step_.client, file);
    note(promise.held, 1);
    note(promise.expires, std::uint64_t{step_.now} + options_.promise + options_.bias);
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
    switch (step_.event->operation) {
      case Operation::open:
      case Operation::read:
      case Operation::stat:
        return serve_fetch();
      case Operation::flush:
        remove_promise(step_.client, file());
        return branch(0);
      default:
        return serve_change();
    }
  }

  Branch serve_fetch() {
    const AfsFields::Server& server = fields_.server[file()];
    if (!exists(file()) || !may(file(), false)) {
      set(call().refused, 1);
      return branch(afs_branch::kRefused);
    }
    const AfsFields::Copy& copy = this->copy();
    const bool tested =
        !options_.callbacks && step_.call.stage == 0 && step_.event->operation == Operation::open;
    if (tested) {
      if (get(copy.data) != get(server.content)) set(call().refused, 1);
      return branch(0);
    }
    set(call().message, get(server.content));
    note(call().number, get(server.number));
    if (!options_.callbacks) return branch(0);
    grant(file());
    return branch(0, outdate_giveups(file()));
  }

  [[nodiscard]] bool allowed_change() const {
    const AfsEvent& event = *step_.event;
    switch (event.operation) {
      case Operation::close:
        return may(event.file, true) && exists(event.file);
      case Operation::create:
        return may(event.file, true) && !exists(event.file);
      case Operation::rename:
        return may(event.file, true) && may(event.replaced, true) && exists(event.file);
      default:
        return true;
    }
  }

  Branch serve_change() {
    if (!allowed_change()) {
      set(call().refused, 1);
      note(call().message, 0);
      return branch(afs_branch::kRefused);
    }
    switch (options_.callbacks ? options_.store : StoreOrder::at_once) {
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
        change(event.file, get(call().message));
        note(call().message, 0);
        break;
      case Operation::create:
        change(event.file, static_cast<std::uint64_t>(program_.initial[event.file]));
        set(call().message, get(fields_.server[event.file].content));
        break;
      case Operation::rename:
        change(event.replaced, get(fields_.server[event.file].content));
        note(fields_.server[event.file].exists, 0);
        break;
      case Operation::release:
        for (const std::uint32_t file : event.files) change(file, static_cast<std::uint64_t>(event.content));
        break;
      case Operation::setacl: {
        const AfsFields::UserRights& rights =
            fields_.rights_of[event.user * fields_.directories + event.file];
        set(rights.read, event.rights.read ? 1 : 0);
        set(rights.write, event.rights.write ? 1 : 0);
        break;
      }
      default:
        break;
    }
    const bool to_origin = event.operation == Operation::close || event.operation == Operation::create;
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
    if (!acknowledged()) return explore::kDisabled;
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
    } else {
      return explore::kDisabled;
    }
    set(wire.unanswered, get(wire.unanswered) + 1);
    refresh_pending(step_.client, step_.object);
    return branch(alternative);
  }

  // -- give-ups, time, crashes
  // ----------------------------------------------------------------------------------

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
      const AfsFields::Call& call = fields_.calls[static_cast<std::size_t>(__builtin_ctzll(calling))];
      note(call.message, 0);
      note(call.number, 0);
      note(call.overtaken, 0);
      note(call.refused, 0);
      note(call.asked, 0);
    }
    return branch(0, lost);
  }

  Branch crash_server() {
    std::uint32_t lost = 0;
    for (std::uint32_t client = 0; client < clients(); ++client) {
      for (std::uint32_t object = 0; object < fields_.objects; ++object) {
        const AfsFields::Wire& wire = fields_.wire(client, object);
        lost += static_cast<std::uint32_t>(3 * get(wire.acks) + 2 * get(wire.unanswered));
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

  // -- everything at once
  // ---------------------------------------------------------------------------------------

  /// delivery=instant: an operation, with its call, its callbacks and its reply.
  Branch instant() {
    switch (step_.event->operation) {
      case Operation::open:
        return instant_open();
      case Operation::read:
        return read();
      case Operation::write:
        return write();
      default:
        return instant_close();
    }
  }

  Branch instant_open() {
    const AfsFields::Copy& copy = this->copy();
    const bool shared = step_.open > 0 && options_.reopen == ImageOfReopen::keep && get(copy.present) != 0;
    const bool hit = get(copy.trust) != 0 || shared;
    if (!hit) {
      const AfsFields::Server& server = fields_.server[file()];
      install(copy, get(server.content), get(server.number));
      if (options_.callbacks) {
        grant(file());
        trust(copy, step_.now);
      }
    }
    count_reference(copy, !hit);
    return branch(afs_branch::kDone);
  }

  Branch instant_close() {
    const AfsFields::Copy& copy = this->copy();
    if (copy.refs.width != 0 && get(copy.present) == 0) return branch(afs_branch::kFailed);
    if (get(copy.dirty) != 0) {
      const AfsFields::Server& server = fields_.server[file()];
      note(server.content, get(copy.data));
      if (server.number.width != 0) set(server.number, get(server.number) + 1);
      for (std::uint32_t client = 0; client < clients(); ++client) {
        if (client == step_.client) continue;
        if (options_.promises == Promises::removed) remove_promise(client, file());
        distrust(fields_.copy(client, file()));
      }
      note(copy.dirty, 0);
      note(copy.number, get(server.number));
      if (options_.callbacks) {
        grant(file());
        trust(copy, step_.now);
      }
    }
    release_descriptor(copy);
    return branch(afs_branch::kDone);
  }

  const AfsOptions& options_;
  const AfsProgram& program_;
  const AfsFields& fields_;
  const Step& step_;
  S& state_;
};

}  // namespace braid::models
