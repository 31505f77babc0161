// The verifiers of NFS servers' writes, which tell when a server may have lost what was not committed.
#pragma once

#include <cstdint>
#include <map>
#include <string>
#include <vector>

#include "braid/checker/conformance/object_checks.h"

namespace braid::conformance {

/// A time in which a server restarted, or lost unstable data otherwise.
struct Restart {
  std::uint32_t server = 0;
  std::uint32_t life = 0;  ///< that begins with it: of each server from 1
  std::int64_t start = 0;
  std::int64_t end = 0;
};

/// Of no verifier.
inline constexpr std::uint32_t kNoVerifier = ~std::uint32_t{0};

struct ServerLives {
  std::vector<Restart> restarts;
  std::vector<std::uint32_t> life_of;  ///< by verifiers' numbers; kNoVerifier: not known
};

/// A server keeps its verifier, and takes one that it never had when it may have lost data (RFC 1813, 3.3.7).
class WriteVerifiers {
 public:
  /// A reply that has the verifier, or has none (""). Returns the verifier's number.
  std::uint32_t add(std::uint32_t server, const std::string& verifier, std::uint32_t call);

  /// When servers' verifiers changed. A verifier that is told by a call which began after a later one was
  /// known is a violation.
  [[nodiscard]] ServerLives check(const MessageCalls& calls, ObjectChecks& checks) const;

 private:
  struct Told {
    std::uint32_t number = 0;
    std::vector<std::uint32_t> calls;
  };
  struct Reign;

  [[nodiscard]] static Reign reign_of(const std::string& verifier, const Told& told,
                                      const MessageCalls& calls);
  [[nodiscard]] static bool comes_back(std::uint32_t server, const Reign& old, const Reign& next,
                                       const MessageCalls& calls, ObjectChecks& checks);

  std::map<std::uint32_t, std::map<std::string, Told>> told_;  ///< by server and verifier
  std::uint32_t count_ = 0;
};

}  // namespace braid::conformance
