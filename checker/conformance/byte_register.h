// A part of a file that is always read and written as one.
#pragma once

#include <compare>
#include <cstdint>
#include <string>
#include <vector>

#include "braid/checker/conformance/contents.h"

namespace braid::conformance {

/// A write takes effect at one moment, a read tells what is there. NFS promises no more: a read of several
/// parts may find some as they were before a write and others as they were after it. What was written
/// UNSTABLE and not yet committed may be lost when the server restarts (RFC 1813, 3.3.7).
struct ByteRegister {
  /// Servers' lives between restarts are numbered. A call whose reply has a verifier was carried out in the
  /// life that has it.
  using Life = std::uint32_t;
  static constexpr Life kAnyLife = ~Life{0};

  struct State {
    ContentId content = kUnknownContent;
    Life life = kAnyLife;
    std::vector<ContentId> losable;  ///< what a restart may bring back, sorted
    friend auto operator<=>(const State&, const State&) = default;
    friend bool operator==(const State&, const State&) = default;
  };
  enum class Kind : std::uint8_t { read, write, write_unstable, commit, restart };
  struct Step {
    Kind kind = Kind::read;
    ContentId content = kUnknownContent;  ///< unknown where a write's was not recorded
    Life life = kAnyLife;                 ///< of restart: which begins
  };

  const Contents& contents;

  [[nodiscard]] State initial() const { return {}; }
  void successors(const State& state, const Step& step, std::vector<State>& out) const;
  [[nodiscard]] bool harmless(const State& state, const Step& step, bool is_new) const;
  [[nodiscard]] bool hopeless(const State&, const Step&) const { return false; }
  [[nodiscard]] bool helps(const State&, const Step&, const Step&) const { return true; }
  [[nodiscard]] bool lingers(const Step& step) const { return step.kind != Kind::read; }
  [[nodiscard]] bool repeats(const Step&) const { return false; }
  [[nodiscard]] bool compares(const State& state, const Step& step) const;
  [[nodiscard]] std::string tell(const State& state) const;
  [[nodiscard]] std::string refusal(const State& state, const Step& step) const;
  [[nodiscard]] std::string accepted(const State& state, const Step& step) const;
};

}  // namespace braid::conformance
