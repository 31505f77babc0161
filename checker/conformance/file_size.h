// How long a file is.
#pragma once

#include <compare>
#include <cstdint>
#include <string>
#include <vector>

namespace braid::conformance {

struct FileSize {
  /// Either exactly known, or at least so large.
  struct State {
    std::uint64_t size = 0;
    bool exact = false;
    friend auto operator<=>(const State&, const State&) = default;
    friend bool operator==(const State&, const State&) = default;
  };
  enum class Kind : std::uint8_t {
    extend,    ///< a write up to there
    set,       ///< to just that
    disturb,   ///< to nobody knows what
    tell,      ///< the reply has the size
    at_least,  ///< the reply has bytes up to there
    at_most,   ///< the reply says that the file ends there, or before
  };
  struct Step {
    Kind kind = Kind::tell;
    std::uint64_t size = 0;
  };

  bool shrinks = false;  ///< whether anything may make it smaller; otherwise more is known beforehand

  [[nodiscard]] State initial() const { return {}; }
  void successors(const State& state, const Step& step, std::vector<State>& out) const;
  [[nodiscard]] bool harmless(const State& state, const Step& step, bool is_new) const;
  [[nodiscard]] bool hopeless(const State& state, const Step& step) const;
  [[nodiscard]] bool helps(const State& state, const Step& other, const Step& goal) const;
  [[nodiscard]] bool lingers(const Step&) const { return true; }
  [[nodiscard]] bool repeats(const Step&) const { return false; }
  [[nodiscard]] bool compares(const State& state, const Step& step) const;
  [[nodiscard]] std::string tell(const State& state) const;
  [[nodiscard]] std::string refusal(const State& state, const Step& step) const;
  [[nodiscard]] std::string accepted(const State& state, const Step& step) const;
};

}  // namespace braid::conformance
