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
    expire,  ///< the server may have dropped the client's locks, or not
    lose,    ///< it has dropped all: it restarted
  };
  struct Step {
    Kind kind = Kind::lock;
    Lock lock;
  };

  std::function<std::string(std::uint32_t)> client_text;

  [[nodiscard]] State initial() const { return {}; }
  void successors(const State& state, const Step& step, std::vector<State>& out) const;
  [[nodiscard]] bool harmless(const State& state, const Step& step, bool is_new) const;
  [[nodiscard]] bool hopeless(const State&, const Step&) const { return false; }
  [[nodiscard]] bool helps(const State&, const Step& other, const Step&) const {
    return other.kind != Kind::lock;
  }
  [[nodiscard]] bool lingers(const Step&) const { return true; }
  [[nodiscard]] bool repeats(const Step&) const { return false; }
  [[nodiscard]] bool compares(const State& state, const Step& step) const;
  [[nodiscard]] std::string tell(const State& state) const;
  [[nodiscard]] std::string refusal(const State& state, const Step& step) const;
  [[nodiscard]] std::string accepted(const State& state, const Step& step) const;

 private:
  [[nodiscard]] std::string lock_text(const Lock& lock) const;
};

}  // namespace braid::conformance
