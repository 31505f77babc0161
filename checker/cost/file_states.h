// How files can stand under one system, and what operations do to that: found by running the model, once for
// each state and operation, and remembered.
#pragma once

#include <cstdint>
#include <deque>
#include <span>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "braid/checker/cost/file_run.h"

namespace braid::cost {

/// What an operation costs one client.
struct ClientPrice {
  std::uint32_t slot =
      0;        ///< the client's, before the operation; the number of clients: one that was not there
  Price price;  ///< in units: messages have no header, blocks a byte
};

/// Where an operation leads. Clients, sessions and blocks have slots in each state; those that behave alike
/// are interchangeable, so that a state's slots need not be in the order of the state before.
struct Transition {
  std::uint32_t next = 0;
  std::vector<ClientPrice> prices;     ///< without those that nothing costs
  std::vector<std::uint8_t> clients;   ///< by new slot, the old one; past the old ones: the new client
  std::vector<std::uint8_t> sessions;  ///< the same
  std::vector<std::uint8_t> blocks;    ///< the same
  bool keeps_slots = false;            ///< all are the same as before
};

/// An operation in a state. Where `client` is the number of clients, and `session` that of sessions, they are
/// new.
struct SlotStep {
  Operation operation = Operation::open;
  std::uint8_t client = 0;
  /// Of an open, and of what is done by a file's name: the number of sessions.
  std::uint8_t session = 0;
  std::uint8_t block = 0;
  bool writes = false;
  bool truncates = false;
};

/// States are known by the shortest program that was seen to lead to them; what a state is, ClientFacts say.
/// Not thread-safe.
class FileStates {
 public:
  explicit FileStates(std::string_view system) : runner_(system) {}

  [[nodiscard]] const FileRunner& runner() const { return runner_; }

  /// The state of a file that no client has touched. REQUIRES 1 <= blocks <= kMostBlocks, and that the system
  /// knows how to create what is absent.
  [[nodiscard]] std::uint32_t untouched(const FileBeginning& beginning);

  // Transitions are valid until forget_all_but(). REQUIRES that the slots are there.
  [[nodiscard]] const Transition& take(std::uint32_t state, const SlotStep& step);
  /// The file has more blocks, which nobody has touched. They come behind the old ones.
  [[nodiscard]] const Transition& grow(std::uint32_t state, std::uint32_t blocks);
  /// The client was never there.
  [[nodiscard]] const Transition& forget(std::uint32_t state, std::uint8_t client);
  /// Each block is what it was as the part of a larger one: by slot, which one.
  [[nodiscard]] Transition regroup(std::uint32_t state, std::span<const std::uint8_t> larger,
                                   std::uint32_t blocks);

  [[nodiscard]] std::size_t client_count(std::uint32_t state) const { return states_[state].clients.size(); }
  [[nodiscard]] std::size_t session_count(std::uint32_t state) const {
    return states_[state].sessions.size();
  }
  [[nodiscard]] bool has_session(std::uint32_t state, std::uint8_t client) const;
  /// Whether the models take another session of that client; else forget() another client first.
  [[nodiscard]] bool has_room(std::uint32_t state, std::uint8_t client) const;

  [[nodiscard]] std::size_t size() const { return states_.size(); }
  [[nodiscard]] std::uint64_t runs() const { return runs_; }  ///< of the model, so far
  /// Forgets transitions and all other states. Returns the new number of each state, by its old one.
  [[nodiscard]] std::unordered_map<std::uint32_t, std::uint32_t> keep_only(
      std::span<const std::uint32_t> states);

 private:
  struct Place {
    std::uint8_t client = 0;
    std::uint8_t process = 0;
    bool writes = false;
  };
  struct State {
    std::string key;
    FileBeginning beginning;
    std::vector<FileStep> steps;
    std::vector<std::uint8_t> processes;  ///< how many each client of the steps has
    std::vector<std::uint8_t> clients;    ///< in the steps, by slot
    std::vector<Place> sessions;
    std::vector<std::uint8_t> blocks;
  };
  /// A state as it was just found, with its slots.
  struct Found {
    std::uint32_t state = 0;
    State as_run;
  };

  [[nodiscard]] FileStep concrete(const State& state, const SlotStep& step) const;
  [[nodiscard]] State canonical(std::vector<FileStep> steps, const FileBeginning& beginning,
                                const FileRun& run) const;
  [[nodiscard]] Found reach(std::vector<FileStep> steps, const FileBeginning& beginning, FileRun& run);
  [[nodiscard]] Transition between(const State& before, const Found& after) const;
  const Transition& remember(std::uint64_t key, Transition transition);

  FileRunner runner_;
  std::deque<State> states_;
  std::unordered_map<std::string, std::uint32_t> numbers_;  ///< by key
  std::unordered_map<std::uint64_t, Transition> transitions_;
  std::uint64_t runs_ = 0;
};

}  // namespace braid::cost
