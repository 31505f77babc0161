// What a recording costs in one system.
#pragma once

#include <algorithm>
#include <cstdint>
#include <map>
#include <optional>
#include <span>
#include <string>
#include <unordered_map>
#include <vector>

#include "braid/checker/cost/file_states.h"
#include "braid/checker/cost/file_use.h"
#include "braid/checker/cost/price.h"

namespace braid::cost {

/// How a file is cut into blocks: as many as the models take, of at least the size that was asked for.
struct FileShape {
  std::uint64_t size = 0;         ///< bytes that it has now
  std::uint64_t block_bytes = 1;  ///< of a whole block
  std::uint64_t largest = 0;      ///< bytes that it had at most, if more
  /// One at least.
  [[nodiscard]] std::uint32_t blocks() const { return blocks_of(size); }
  [[nodiscard]] std::uint32_t most_blocks() const { return blocks_of(std::max(size, largest)); }

 private:
  [[nodiscard]] std::uint32_t blocks_of(std::uint64_t bytes) const {
    return bytes == 0 ? 1 : static_cast<std::uint32_t>((bytes + block_bytes - 1) / block_bytes);
  }
};

/// How clients stand to one file under the system: a state, and who has which of its slots.
struct Standing {
  std::uint32_t state = 0;
  std::vector<std::uint32_t> clients;
  std::vector<std::uint64_t> used;      ///< when, by client
  std::vector<std::uint64_t> sessions;  ///< FileUse::session
  std::vector<std::uint8_t> blocks;     ///< which block of the file
  std::uint64_t block_bytes = 0;
};

/// Adds up, client by client. Not thread-safe.
class SystemPrices {
 public:
  /// Throws InputError as FileRunner does.
  explicit SystemPrices(std::string_view system) : states_(system) {}

  /// Of a file that nobody has touched, and that is to be created if it is absent.
  [[nodiscard]] Standing untouched(bool absent = false);
  /// Carries the operation out and pays for it. REQUIRES that blocks only grow, in number and in size.
  void take(Standing& standing, const FileUse& use, const FileShape& shape);

  /// By client, with messages of so many bytes besides what they carry.
  [[nodiscard]] std::vector<Price> totals(std::size_t clients, std::uint64_t header) const;
  /// Which operations the system does not have, and how often they were left out.
  [[nodiscard]] const std::map<Operation, std::uint64_t>& left_out() const { return left_out_; }
  /// How often a client was forgotten, since more used the file than the model takes.
  [[nodiscard]] std::uint64_t forgotten() const { return forgotten_; }
  /// How many operations are not priced, since their client alone has more sessions than the model takes.
  [[nodiscard]] std::uint64_t crowded() const { return crowded_; }

  [[nodiscard]] const FileStates& states() const { return states_; }
  /// Forgets all states but these files'.
  void keep_only(std::span<Standing* const> standings);

 private:
  struct Total {
    std::vector<MessageCount> messages;  ///< by message; bytes without headers
    Price rest;                          ///< what is not messages
  };
  void fit(Standing& standing, const FileShape& shape);
  void open(Standing& standing, const FileUse& use, const FileShape* paid);
  void truncate(Standing& standing, const FileUse& use, const FileShape& shape);
  void use_blocks(Standing& standing, const FileUse& use, const FileShape& shape);
  void forget_idle(Standing& standing, const FileUse& use);
  void step(Standing& standing, SlotStep step, const FileUse& use, const FileShape* paid);
  void move(Standing& standing, const Transition& transition, const FileUse& use) const;
  [[nodiscard]] bool make_room(Standing& standing, const FileUse& use);
  void pay(const ClientPrice& price, std::uint32_t client, const FileShape& shape);
  [[nodiscard]] std::uint32_t message_number(const std::string& name);

  FileStates states_;
  std::vector<Total> totals_;
  std::vector<std::string> messages_;
  std::map<Operation, std::uint64_t> left_out_;
  std::uint64_t forgotten_ = 0;
  std::uint64_t crowded_ = 0;
  std::uint64_t now_ = 0;
};

}  // namespace braid::cost
