// A model of one's own: the AFS protocol with its messages, small, against braid's public headers only.
//
// Clients share one file. Client c has `rounds` sessions: open, then write in round r if c + r is even, else
// read, then close. Fetch, its reply, store, its reply and the break of a callback are steps of their own;
// each client has a queue to the server (one message) and one from it, in which replies and breaks keep their
// order. The server never forgets a promise, so that each store breaks every client that has ever fetched,
// the storer excepted.
//
// Control: a client's position is 7 * round + phase. Data: the server's file, each client's cache and
// promise, and the queues to the clients. At most one reply is under way to a client, and the phase tells of
// which kind, so that a queue is three numbers: breaks ahead of the reply, breaks behind it, and what the
// reply carries.
//
// Rank: W * (sum of positions) - (breaks under way), with W = clients. Serving a store adds W and sends at
// most W - 1 breaks; taking a break adds 1; every other step moves a position up. So the rank grows along
// every step.
#pragma once

#include <algorithm>
#include <cstdint>
#include <numeric>
#include <optional>
#include <span>
#include <stdexcept>
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
  std::uint32_t clients = 2;  ///< 1 .. 32
  std::uint32_t rounds = 1;   ///< 1 .. 1000
  /// Whether a client takes breaks only while none of its own calls is under way. A break ahead of a reply
  /// then holds up the client for ever: such schedules end blocked.
  bool breaks_between_calls = false;
};

class AsyncAfs {
 public:
  enum class Action : std::uint8_t { open, write, read, close, serve_fetch, serve_store, receive };

  struct Step : explore::StepBase {
    Action action = Action::open;
    std::uint32_t client = 0;  ///< whose session, or whose queue, it is about
    std::uint32_t round = 0;
    bool calling = false;              ///< whether the client has a call under way
    Phase phase = Phase::open;         ///< of the client
    std::uint64_t replies_queued = 0;  ///< bit c: a reply is in client c's queue
  };

  // The branches of steps that have several; serve_store's branch is the number of breaks that it sends.
  static constexpr explore::Branch kHit = 0;
  static constexpr explore::Branch kMiss = 1;
  static constexpr explore::Branch kBreak = 0;
  static constexpr explore::Branch kReply = 1;

  explicit AsyncAfs(const Options& options) : options_(options), clients_(options.clients) {
    if (options.clients < 1 || options.clients > 32 || options.rounds < 1 || options.rounds > 1000) {
      throw std::invalid_argument("1 to 32 clients and 1 to 1000 rounds");
    }
    const unsigned value_bits = explore::bits_for(std::uint64_t{options.clients} * options.rounds);
    server_ = layout_.add(value_bits);
    for (std::uint32_t c = 0; c < options.clients; ++c) {
      Client& client = clients_[c];
      client.present = layout_.add(1);
      client.valid = layout_.add(1);
      client.promised = layout_.add(1);
      client.data = layout_.add(value_bits);
      client.ahead = layout_.add(explore::bits_for(stores_of_others(c)));
      client.behind = layout_.add(explore::bits_for(stores_of_others(c)));
      client.reply = layout_.add(value_bits);
      for (std::uint32_t round = 0; round < options.rounds; ++round) {
        client.reads.push_back(writes(c, round) ? explore::Field{} : layout_.add(value_bits));
      }
    }
  }

  // The model concept. Actors and labels: the clients' processes, their receivers, the server (one actor, a
  // label for each client that it can serve).
  [[nodiscard]] std::uint32_t actor_count() const { return 2 * options_.clients + 1; }
  [[nodiscard]] std::uint32_t label_count() const { return 3 * options_.clients; }
  [[nodiscard]] const explore::Layout& layout() const { return layout_; }
  [[nodiscard]] explore::OwnedControl initial() const {
    return {std::vector<explore::Position>(options_.clients, 0), 0};
  }
  template <class S>
  void initialize(S&) const {}  // everything is 0

  template <class Sink>
  void steps(explore::Control control, Sink&& sink) const {
    const std::uint32_t clients = options_.clients;
    const auto step_of = [&](std::uint32_t client) {
      Step step;
      step.client = client;
      step.round = control.positions[client] / kPhases;
      step.phase = phase(control, client);
      step.calling = step.phase != Phase::open && step.phase != Phase::use && step.phase != Phase::close;
      return step;
    };
    for (std::uint32_t c = 0; c < clients; ++c) {
      Step step = step_of(c);
      step.actor = step.label = c;
      if (step.calling || done(control, c)) continue;
      step.action = step.phase == Phase::open    ? Action::open
                    : step.phase == Phase::close ? Action::close
                    : writes(c, step.round)      ? Action::write
                                                 : Action::read;
      step.branches = step.action == Action::open ? 2 : 1;
      sink(step);
    }
    const bool breaks_under_way = breaks(control) > 0;
    for (std::uint32_t c = 0; c < clients; ++c) {
      Step step = step_of(c);
      if (!breaks_under_way && !answered(step.phase)) continue;
      step.actor = step.label = clients + c;
      step.action = Action::receive;
      step.branches = 2;
      step.guarded = true;
      sink(step);
    }
    std::uint64_t replies_queued = 0;
    for (std::uint32_t c = 0; c < clients; ++c) {
      if (answered(phase(control, c))) replies_queued |= std::uint64_t{1} << c;
    }
    for (std::uint32_t c = 0; c < clients; ++c) {
      Step step = step_of(c);
      if (step.phase != Phase::fetch_sent && step.phase != Phase::store_sent) continue;
      step.actor = 2 * clients;
      step.label = 2 * clients + c;
      step.action = step.phase == Phase::fetch_sent ? Action::serve_fetch : Action::serve_store;
      step.branches = step.action == Action::serve_store ? clients : 1;
      step.replies_queued = replies_queued;
      sink(step);
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
        batch([&, value = value_of(step)](S& state) -> Branch {
          state.set(client.data, value);
          return 0;
        });
        return;
      case Action::read:
        batch([&, read = client.reads[step.round]](S& state) -> Branch {
          state.set(read, state.get(client.data));
          return 0;
        });
        return;
      case Action::close:
        batch([&, dirty = writes(step.client, step.round)](S& state) -> Branch {
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
                                     std::span<explore::Position> positions) const {
    std::copy(control.positions.begin(), control.positions.end(), positions.begin());
    explore::Position moves = 1;
    explore::Rank breaks_sent = 0;
    switch (step.action) {
      case Action::open:
        moves = branch == kHit ? distance(Phase::open, Phase::use) : 1;
        break;
      case Action::close:
        moves = writes(step.client, step.round) ? 1 : kPhases - number(Phase::close);
        break;
      case Action::serve_store:
        breaks_sent = branch;
        break;
      case Action::receive:
        if (branch == kBreak) {
          moves = 0;
          breaks_sent = -1;
        }
        break;
      default:
        break;
    }
    positions[step.client] += moves;
    return control.rank + explore::Rank{options_.clients} * moves - breaks_sent;
  }

  [[nodiscard]] explore::Ending ending(explore::Control control) const {
    return waiting(control).empty() ? explore::Ending::final : explore::Ending::blocked;
  }
  /// The processes that have sessions left.
  [[nodiscard]] std::vector<std::uint32_t> waiting(explore::Control control) const {
    std::vector<std::uint32_t> clients;
    for (std::uint32_t c = 0; c < options_.clients; ++c) {
      if (!done(control, c)) clients.push_back(c);
    }
    return clients;
  }
  [[nodiscard]] std::string label_name(std::uint32_t label) const {
    const std::string client = std::to_string(label % options_.clients);
    if (label < options_.clients) return "c" + client;
    return (label < 2 * options_.clients ? "receive " : "serve ") + client;
  }

  /// The observables: the server's file (0), then the clients' reads in the order of clients and rounds.
  [[nodiscard]] std::vector<explore::ObservableId> observables() const {
    std::uint32_t reads = 0;
    for (std::uint32_t c = 0; c < options_.clients; ++c) {
      for (std::uint32_t round = 0; round < options_.rounds; ++round) reads += writes(c, round) ? 0 : 1;
    }
    std::vector<explore::ObservableId> ids(1 + reads);
    std::iota(ids.begin(), ids.end(), 0U);
    return ids;
  }
  /// A value v > 0 is the write of client (v - 1) / rounds in its round (v - 1) % rounds; 0 is the first
  /// contents.
  [[nodiscard]] explore::Reading reading(explore::ObservableId observable, explore::Control) const {
    if (observable == 0) return {server_, 0};
    std::uint32_t reads = 0;
    for (std::uint32_t c = 0; c < options_.clients; ++c) {
      for (std::uint32_t round = 0; round < options_.rounds; ++round) {
        if (!writes(c, round) && ++reads == observable) return {clients_[c].reads[round], 0};
      }
    }
    throw std::out_of_range("no such observable");
  }

  /// Whether every client between sessions that would use its copy, and has heard all that was sent to it,
  /// holds what the server holds.
  template <class S>
  [[nodiscard]] bool coherent(explore::Control control, const S& state) const {
    for (std::uint32_t c = 0; c < options_.clients; ++c) {
      const Client& client = clients_[c];
      const bool trusted = phase(control, c) == Phase::open && state.get(client.present) != 0 &&
                           state.get(client.valid) != 0 && state.get(client.ahead) == 0;
      if (trusted && state.get(client.data) != state.get(server_)) return false;
    }
    return true;
  }

 private:
  struct Client {
    explore::Field present;
    explore::Field valid;
    explore::Field promised;  // the server will send breaks to this client
    explore::Field data;
    explore::Field ahead;               // breaks in its queue, ahead of the reply if there is one
    explore::Field behind;              // breaks behind the reply
    explore::Field reply;               // the contents that a queued fetch reply carries, else 0
    std::vector<explore::Field> reads;  // by round; no bits for rounds that write
  };

  [[nodiscard]] static constexpr std::uint32_t number(Phase phase) {
    return static_cast<std::uint32_t>(phase);
  }
  [[nodiscard]] static constexpr std::uint32_t distance(Phase from, Phase to) {
    return number(to) - number(from);
  }
  [[nodiscard]] static Phase phase(explore::Control control, std::uint32_t client) {
    return static_cast<Phase>(control.positions[client] % kPhases);
  }
  [[nodiscard]] static bool answered(Phase phase) {
    return phase == Phase::fetch_answered || phase == Phase::store_answered;
  }
  [[nodiscard]] bool done(explore::Control control, std::uint32_t client) const {
    return control.positions[client] == kPhases * options_.rounds;
  }
  [[nodiscard]] static bool writes(std::uint32_t client, std::uint32_t round) {
    return (client + round) % 2 == 0;
  }
  [[nodiscard]] std::uint64_t value_of(const Step& step) const {
    return std::uint64_t{step.client} * options_.rounds + step.round + 1;
  }
  [[nodiscard]] explore::Rank breaks(explore::Control control) const {
    explore::Rank moves = 0;
    for (const explore::Position position : control.positions) moves += position;
    return explore::Rank{options_.clients} * moves - control.rank;
  }
  [[nodiscard]] std::uint64_t stores_of_others(std::uint32_t client) const {
    std::uint64_t stores = 0;
    for (std::uint32_t other = 0; other < options_.clients; ++other) {
      for (std::uint32_t round = 0; round < options_.rounds; ++round) {
        if (other != client && writes(other, round)) ++stores;
      }
    }
    return stores;
  }

  template <class S>
  [[nodiscard]] explore::Branch serve_store(const Step& step, S& state) const {
    explore::Branch sent = 0;
    state.set(server_, state.get(clients_[step.client].data));
    for (std::uint32_t other = 0; other < options_.clients; ++other) {
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
      if (options_.breaks_between_calls && step.calling) return explore::kDisabled;
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

  Options options_;
  explore::Layout layout_;
  explore::Field server_;
  std::vector<Client> clients_;
};

static_assert(explore::Model<AsyncAfs>);

}  // namespace async_afs
