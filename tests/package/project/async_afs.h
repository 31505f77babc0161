// A model of one's own: the AFS protocol with its messages, small, against braid's public headers only.
//
// Clients share one file. A client's program is a row of sessions: open, then write or read, then close.
// Fetch, its reply, store, its reply and the break of a callback are steps of their own; each client has a
// queue to the server (one message) and one from it, in which replies and breaks keep their order. The server
// never forgets a promise, so that each store breaks every client that has ever fetched, the storer excepted.
//
// Control: a client's position is 7 * sessions done + phase. Data: the server's file, each client's cache and
// promise, and the queues to the clients. At most one reply is under way to a client, and the phase tells of
// which kind, so that a queue is three numbers: breaks ahead of the reply, breaks behind it, and what the
// reply carries.
//
// Rank: W * (sum of positions) - (breaks under way), with W = clients. Serving a store adds W and sends at
// most W - 1 breaks; taking a break adds 1; every other step moves a position up. So the rank grows along
// every step.
#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "braid/checker/explore/model.h"
#include "braid/checker/explore/observable.h"

namespace async_afs {

namespace explore = braid::explore;

/// Where a client stands in its session.
enum class Phase : std::uint32_t {
  open,
  fetch_sent,
  fetch_answered,  ///< the reply is in the client's queue
  use,
  close,
  store_sent,
  store_answered,
};
inline constexpr std::uint32_t kPhases = 7;

struct Options {
  /// By client: its sessions, 'w' for one that writes and 'r' for one that reads. 1 to 32 clients, at most
  /// 1000 sessions each.
  std::vector<std::string> sessions;
  /// Whether a client takes breaks only while none of its own calls is under way. A break ahead of a reply
  /// then holds up the client for ever: such schedules end blocked.
  bool breaks_between_calls = false;
};

/// The family by which checkers are compared: client c writes in round r if c + r is even, else it reads.
[[nodiscard]] Options family(std::uint32_t clients, std::uint32_t rounds);

class AsyncAfs {
 public:
  enum class Action : std::uint8_t { open, write, read, close, serve_fetch, serve_store, receive };

  struct Step : explore::StepBase {
    Action action = Action::open;
    std::uint32_t client = 0;  ///< whose session, or whose queue, it is about
    std::uint32_t session = 0;
    bool calling = false;              ///< whether the client has a call under way
    Phase phase = Phase::open;         ///< of the client
    std::uint64_t replies_queued = 0;  ///< bit c: a reply is in client c's queue
  };

  // The branches of steps that have several; serve_store's branch is the number of breaks that it sends.
  static constexpr explore::Branch kHit = 0;
  static constexpr explore::Branch kMiss = 1;
  static constexpr explore::Branch kBreak = 0;
  static constexpr explore::Branch kReply = 1;

  /// Throws std::invalid_argument where the options are out of range.
  explicit AsyncAfs(const Options& options);

  // The model concept. Actors and labels: the clients' processes, their receivers, the server (one actor, a
  // label for each client that it can serve).
  [[nodiscard]] std::uint32_t actor_count() const { return 2 * client_count() + 1; }
  [[nodiscard]] std::uint32_t label_count() const { return 3 * client_count(); }
  [[nodiscard]] const explore::Layout& layout() const { return layout_; }
  [[nodiscard]] explore::OwnedControl initial() const {
    return {std::vector<explore::Position>(client_count(), 0), 0};
  }
  template <class S>
  void initialize(S&) const {}  // everything is 0

  template <class Sink>
  void steps(explore::Control control, Sink&& sink) const {
    for (std::uint32_t label = 0; label < label_count(); ++label) {
      if (const std::optional<Step> step = step_with(label, control)) sink(*step);
    }
  }

  template <class S, class Batch>
  void with_kernel(const Step& step, Batch&& batch) const {
    using explore::Branch;
    const Client& client = clients_[step.client];
    switch (step.action) {
      case Action::open:
        batch([&](S& state) -> Branch {
          return state.get(client.present) != 0 && state.get(client.valid) != 0 ? kHit : kMiss;
        });
        return;
      case Action::write:
        batch([&, value = client.first_value + step.session](S& state) -> Branch {
          state.set(client.data, value);
          return 0;
        });
        return;
      case Action::read:
        batch([&, read = client.reads[step.session]](S& state) -> Branch {
          state.set(read, state.get(client.data));
          return 0;
        });
        return;
      case Action::close:
        batch([&, dirty = writes(step.client, step.session)](S& state) -> Branch {
          if (!dirty && state.get(client.valid) == 0) {
            state.set(client.present, 0);
            state.set(client.data, 0);
          }
          return 0;
        });
        return;
      case Action::serve_fetch:
        batch([&](S& state) -> Branch {
          state.set(client.promised, 1);
          state.set(client.reply, state.get(server_));
          return 0;
        });
        return;
      case Action::serve_store:
        batch([&](S& state) -> Branch { return serve_store(step, state); });
        return;
      case Action::receive:
        batch([&](S& state) -> Branch { return receive(step, state); });
        return;
    }
  }

  [[nodiscard]] explore::Rank target(explore::Control control, const Step& step, explore::Branch branch,
                                     std::span<explore::Position> positions) const;
  [[nodiscard]] explore::Ending ending(explore::Control control) const;
  [[nodiscard]] std::string label_name(std::uint32_t label) const;

  /// The processes that have sessions left.
  [[nodiscard]] std::vector<std::uint32_t> waiting(explore::Control control) const;

  /// The observables: the server's file (0), then the clients' reads in the order of clients and sessions.
  /// Value 0 is what the file holds at first; the k-th session of all, counted from 1 client by client,
  /// writes k.
  [[nodiscard]] std::vector<explore::ObservableId> observables() const;
  [[nodiscard]] explore::Reading reading(explore::ObservableId observable, explore::Control) const;

  /// Whether every client between sessions that would use its copy, and has heard all that was sent to it,
  /// holds what the server holds.
  template <class S>
  [[nodiscard]] bool coherent(explore::Control control, const S& state) const {
    for (std::uint32_t c = 0; c < client_count(); ++c) {
      const Client& client = clients_[c];
      const bool trusted = phase(control, c) == Phase::open && state.get(client.present) != 0 &&
                           state.get(client.valid) != 0 && state.get(client.ahead) == 0;
      if (trusted && state.get(client.data) != state.get(server_)) return false;
    }
    return true;
  }

 private:
  struct Client {
    std::string sessions;
    std::uint64_t first_value = 0;  // what its first session would write
    explore::Field present;
    explore::Field valid;
    explore::Field promised;  // the server will send breaks to this client
    explore::Field data;
    explore::Field ahead;               // breaks in its queue, ahead of the reply if there is one
    explore::Field behind;              // breaks behind the reply
    explore::Field reply;               // the contents that a queued fetch reply carries, else 0
    std::vector<explore::Field> reads;  // by session; no bits for those that write
  };

  void lay_out(Client& client, unsigned value_bits, std::uint64_t stores_of_others);
  /// The step with this label that some state with this control may take.
  [[nodiscard]] std::optional<Step> step_with(std::uint32_t label, explore::Control control) const;
  [[nodiscard]] explore::Rank breaks_under_way(explore::Control control) const;

  [[nodiscard]] std::uint32_t client_count() const { return static_cast<std::uint32_t>(clients_.size()); }

  [[nodiscard]] static Phase phase(explore::Control control, std::uint32_t client) {
    return static_cast<Phase>(control.positions[client] % kPhases);
  }
  [[nodiscard]] static bool answered(Phase phase) {
    return phase == Phase::fetch_answered || phase == Phase::store_answered;
  }
  [[nodiscard]] bool done(explore::Control control, std::uint32_t client) const {
    return control.positions[client] == kPhases * clients_[client].sessions.size();
  }
  [[nodiscard]] bool writes(std::uint32_t client, std::uint32_t session) const {
    return clients_[client].sessions[session] == 'w';
  }
  template <class S>
  [[nodiscard]] explore::Branch serve_store(const Step& step, S& state) const {
    explore::Branch sent = 0;
    state.set(server_, state.get(clients_[step.client].data));
    for (std::uint32_t other = 0; other < client_count(); ++other) {
      const Client& holder = clients_[other];
      if (other == step.client || state.get(holder.promised) == 0) continue;
      const bool behind_reply = (step.replies_queued >> other & 1) != 0;
      const explore::Field queue = behind_reply ? holder.behind : holder.ahead;
      state.set(queue, state.get(queue) + 1);
      ++sent;
    }
    return sent;
  }

  template <class S>
  [[nodiscard]] explore::Branch receive(const Step& step, S& state) const {
    const Client& client = clients_[step.client];
    if (state.get(client.ahead) > 0) {
      if (breaks_between_calls_ && step.calling) return explore::kDisabled;
      state.set(client.ahead, state.get(client.ahead) - 1);
      state.set(client.valid, 0);
      return kBreak;
    }
    if (!answered(step.phase)) return explore::kDisabled;
    state.set(client.ahead, state.get(client.behind));
    state.set(client.behind, 0);
    state.set(client.valid, 1);
    if (step.phase == Phase::fetch_answered) {
      state.set(client.present, 1);
      state.set(client.data, state.get(client.reply));
      state.set(client.reply, 0);
    }
    return kReply;
  }

  bool breaks_between_calls_;
  explore::Layout layout_;
  explore::Field server_;
  std::vector<Client> clients_;
};

static_assert(explore::Model<AsyncAfs>);

}  // namespace async_afs
