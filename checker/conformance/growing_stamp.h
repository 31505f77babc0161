// A stamp of a file that grows with its changes: the time of its last modification, NFS 4's change attribute.
#pragma once

#include <compare>
#include <cstdint>
#include <string>
#include <vector>

namespace braid::conformance {

/// A stamp never goes back, and does not move unless something changes the file. The time of modification may
/// stay the same over a change, since clocks tick; the change attribute may not (RFC 8881, 5.8.1.4): a call
/// that was asked after another's change was done must see a greater one.
///
/// A change whose reply tells the stamp is one step, `advance`: when it is told may be later than the change,
/// so that others may share the value if they were outstanding when it came about.
struct GrowingStamp {
  /// The value, or one from which on anything is possible.
  struct State {
    std::uint64_t value = 0;
    bool exact = false;
    friend auto operator<=>(const State&, const State&) = default;
    friend bool operator==(const State&, const State&) = default;
  };
  enum class Kind : std::uint8_t {
    tell,     ///< the reply has the stamp
    advance,  ///< a change, and the stamp that the reply has of it
    change,   ///< a change of which nothing is told
    lend,     ///< a change that is told of later: what it did may be seen before, by several
    set,      ///< a client sets it
  };
  struct Step {
    Kind kind = Kind::tell;
    std::uint64_t value = 0;
  };

  bool strict = false;     ///< a change must move it
  bool is_time = true;     ///< how it is printed
  bool others = false;     ///< changes may happen that no call makes
  bool goes_back = false;  ///< something sets it: it may become less

  [[nodiscard]] State initial() const { return {}; }
  void successors(const State& state, const Step& step, std::vector<State>& out) const;
  [[nodiscard]] bool harmless(const State& state, const Step& step, bool is_new) const;
  [[nodiscard]] bool hopeless(const State& state, const Step& step) const;
  [[nodiscard]] bool helps(const State& state, const Step& other, const Step& goal) const;
  [[nodiscard]] bool lingers(const Step& step) const { return step.kind != Kind::lend; }
  [[nodiscard]] bool repeats(const Step& step) const { return step.kind == Kind::lend; }
  [[nodiscard]] bool compares(const State& state, const Step& step) const;
  [[nodiscard]] std::string tell(const State& state) const;
  [[nodiscard]] std::string refusal(const State& state, const Step& step) const;
  [[nodiscard]] std::string accepted(const State& state, const Step& step) const;

 private:
  [[nodiscard]] std::string text_of(std::uint64_t value) const;
};

}  // namespace braid::conformance
