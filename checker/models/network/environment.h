// The environment's part of a control: which machines are up, which links are cut, what time it is, how often
// what has gone wrong.
#pragma once

#include <cstdint>
#include <optional>
#include <vector>

#include "braid/checker/explore/control.h"
#include "braid/checker/models/network/fault_budgets.h"

namespace braid::models {

/// Where the environment's positions stand in a control, behind those of the model. Only budgets above 0 have
/// one. A position that tells of stops and starts is 2 * starts + (1 while stopped).
class Environment {
 public:
  /// The model's own positions are 0 .. first-1.
  Environment(const FaultBudgets& budgets, std::uint32_t clients, std::uint32_t first);

  /// Behind the last position.
  [[nodiscard]] std::uint32_t end() const { return end_; }

  [[nodiscard]] bool server_up(explore::Control control) const { return even(server_, control); }
  [[nodiscard]] bool client_up(std::uint32_t client, explore::Control control) const {
    return client_.empty() || even(client_[client], control);
  }
  [[nodiscard]] bool linked(std::uint32_t client, explore::Control control) const {
    return link_.empty() || even(link_[client], control);
  }
  /// Whether messages pass between the client and the server's machine, and the client is up.
  [[nodiscard]] bool reachable(std::uint32_t client, explore::Control control) const {
    return client_up(client, control) && linked(client, control);
  }
  [[nodiscard]] bool moved(std::uint32_t client, explore::Control control) const {
    return !address_.empty() && control.positions[address_[client]] > 0;
  }
  /// How often the server has stopped.
  [[nodiscard]] std::uint32_t server_crashes(explore::Control control) const {
    return server_ == kNowhere ? 0 : (control.positions[server_] + 1) / 2;
  }
  [[nodiscard]] std::uint32_t now(explore::Control control) const {
    return clock_ == kNowhere ? 0 : control.positions[clock_];
  }
  /// Whether the fault may happen once more (of all clients together).
  [[nodiscard]] bool allows(Fault fault, explore::Control control) const;

  [[nodiscard]] std::uint32_t server_place() const { return server_; }
  [[nodiscard]] std::uint32_t client_place(std::uint32_t client) const { return client_[client]; }
  [[nodiscard]] std::uint32_t link_place(std::uint32_t client) const { return link_[client]; }
  [[nodiscard]] std::uint32_t address_place(std::uint32_t client) const { return address_[client]; }
  [[nodiscard]] std::uint32_t clock_place() const { return clock_; }
  /// Of loss, duplicate, retransmit, host_check and evict: how often it has happened.
  [[nodiscard]] std::uint32_t spent_place(Fault fault) const;

 private:
  static constexpr std::uint32_t kNowhere = ~0U;

  [[nodiscard]] static bool even(std::uint32_t place, explore::Control control) {
    return place == kNowhere || control.positions[place] % 2 == 0;
  }

  FaultBudgets budgets_;
  std::uint32_t end_;
  std::vector<std::uint32_t> client_;
  std::vector<std::uint32_t> link_;
  std::vector<std::uint32_t> address_;
  std::uint32_t server_ = kNowhere;
  std::uint32_t clock_ = kNowhere;
  std::uint32_t loss_ = kNowhere;
  std::uint32_t duplicate_ = kNowhere;
  std::uint32_t retransmit_ = kNowhere;
  std::uint32_t host_check_ = kNowhere;
  std::uint32_t evict_ = kNowhere;
};

}  // namespace braid::models
