// Byte-range locks of NFS 4 on one file.
#pragma once

#include <compare>
#include <cstdint>
#include <functional>
#include <string>
#include <vector>

namespace braid::conformance {

/// Two owners never hold locks at once that overlap and of which one is for writing (RFC 8881, 9.1). Locks
/// that were there before the recording are not known, so that a refused lock is no contradiction.
struct HeldLocks {
  struct Lock {
    std::uint32_t owner = 0;
    std::uint64_t first = 0;
    std::uint64_t behind = 0;  ///< the byte behind the last
    bool writes = false;
    std::uint32_t client = 0;
    friend auto operator<=>(const Lock&, const Lock&) = default;
    friend bool operator==(const Lock&, const Lock&) = default;
  };
  using State = std::vector<Lock>;  ///< sorted; those of one owner do not overlap
  enum class Kind : std::uint8_t {
    lock,
    unlock,
    expire,  ///< the server may drop the client's locks, also more than once
    lose,    ///< it has dropped all: it restarted
  };
  struct Step {
    Kind kind = Kind::lock;
    Lock lock;
  };

  std::function<std::string(std::uint32_t)> client_text;

  [[nodiscard]] State initial() const { return {}; }
  void successors(const State& state, const Step& step, std::vector<State>& out) const;
  [[nodiscard]] bool harmless(const State&, const Step&, bool) const { return false; }
  [[nodiscard]] bool hopeless(const State&, const Step&) const { return false; }
  /// Also a lock: it may be less than what its owner held, and may be what an unlock takes back.
  [[nodiscard]] bool helps(const State&, const Step&, const Step&) const { return true; }
  [[nodiscard]] bool lingers(const Step&) const { return true; }
  [[nodiscard]] bool repeats(const Step& step) const { return step.kind == Kind::expire; }
  [[nodiscard]] bool compares(const State& state, const Step& step) const;
  [[nodiscard]] std::string tell(const State& state) const;
  [[nodiscard]] std::string refusal(const State& state, const Step& step) const;
  [[nodiscard]] std::string accepted(const State& state, const Step& step) const;

 private:
  [[nodiscard]] std::string lock_text(const Lock& lock) const;
};

}  // namespace braid::conformance
