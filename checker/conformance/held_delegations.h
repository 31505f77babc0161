// Delegations of NFS 4 on one file.
#pragma once

#include <compare>
#include <cstdint>
#include <functional>
#include <string>
#include <vector>

namespace braid::conformance {

/// While a client holds a write delegation, the server lets no other open the file; while it holds one for
/// reading, it lets no other open it to write (RFC 8881, 10.4). Delegations from before the recording are not
/// known.
struct HeldDelegations {
  struct Delegation {
    std::uint32_t client = 0;
    bool writes = false;
    friend auto operator<=>(const Delegation&, const Delegation&) = default;
    friend bool operator==(const Delegation&, const Delegation&) = default;
  };
  using State = std::vector<Delegation>;  ///< sorted
  enum class Kind : std::uint8_t {
    open,     ///< the reply opens the file, or writes to it
    grant,    ///< and gives a delegation
    give_up,  ///< the client gives it back
    expire,   ///< the server may revoke the client's, also more than once
    lose,     ///< it has forgotten all: it restarted
  };
  struct Step {
    Kind kind = Kind::open;
    Delegation delegation;
  };

  std::function<std::string(std::uint32_t)> client_text;

  [[nodiscard]] State initial() const { return {}; }
  void successors(const State& state, const Step& step, std::vector<State>& out) const;
  [[nodiscard]] bool harmless(const State& state, const Step& step, bool is_new) const;
  [[nodiscard]] bool hopeless(const State&, const Step&) const { return false; }
  [[nodiscard]] bool helps(const State&, const Step& other, const Step&) const {
    return other.kind != Kind::open;
  }
  [[nodiscard]] bool lingers(const Step&) const { return true; }
  [[nodiscard]] bool repeats(const Step& step) const { return step.kind == Kind::expire; }
  [[nodiscard]] bool compares(const State& state, const Step& step) const;
  [[nodiscard]] std::string tell(const State& state) const;
  [[nodiscard]] std::string refusal(const State& state, const Step& step) const;
  [[nodiscard]] std::string accepted(const State& state, const Step& step) const;
};

}  // namespace braid::conformance
