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
  std::int64_t start = 0;
  std::int64_t end = 0;
};

/// A server keeps its verifier, and takes one that it never had when it may have lost data (RFC 1813, 3.3.7).
class WriteVerifiers {
 public:
  /// A reply that has the verifier.
  void add(std::uint32_t server, const std::string& verifier, std::uint32_t call);

  /// When servers' verifiers changed. A verifier that is told by a call which began after a later one was
  /// known is a violation.
  [[nodiscard]] std::vector<Restart> check(const MessageCalls& calls, ObjectChecks& checks) const;

 private:
  std::map<std::uint32_t, std::map<std::string, std::vector<std::uint32_t>>> calls_;
};

}  // namespace braid::conformance
