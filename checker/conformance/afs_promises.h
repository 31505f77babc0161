// The promises of AFS file servers to tell clients of changes.
#pragma once

#include <cstdint>
#include <map>
#include <set>
#include <string>
#include <utility>
#include <vector>

#include "braid/checker/conformance/object_checks.h"

namespace braid::conformance {

/// A server that answers a change has told all others who hold a promise on the file's version before it, or
/// their promise is over, or they do not answer (AFS-3 file server/cache manager interface 1.1.1; OpenAFS
/// src/viced/callback.c). Promises from before the recording are not known.
class AfsPromises {
 public:
  /// A reply promises the client to tell it when `fid` is no longer of that version, for some seconds.
  void grant(const std::string& fid, std::uint32_t client, std::uint64_t version, std::uint64_t seconds,
             std::uint32_t call);
  /// A reply says that a call made the file so new.
  void change(const std::string& fid, const std::string& name, std::uint64_t version, std::uint32_t call);
  /// A server tells a client, or a client gives up its promise, from that moment on. An empty fid is all
  /// files, `V.0.0` a volume.
  void end(const std::string& fid, std::uint32_t client, std::int64_t moment);
  /// A server's call that the client did not answer.
  void unreachable(std::uint32_t client, std::int64_t since);

  /// Time: a logarithm for each change and client.
  void check(const MessageCalls& calls, ObjectChecks& checks) const;

 private:
  struct Promise {
    std::uint32_t client = 0;
    std::uint64_t version = 0;
    std::uint64_t seconds = 0;
    std::uint32_t call = 0;
  };
  struct Change {
    std::string name;
    std::uint64_t version = 0;
    std::uint32_t call = 0;
  };
  using Key = std::pair<std::string, std::uint32_t>;  ///< fid, client

  class OfFile;

  std::map<std::string, std::map<std::uint32_t, std::vector<Promise>>> promises_;  ///< by fid and client
  std::map<std::string, std::vector<Change>> changes_;                             ///< by fid
  std::map<Key, std::set<std::int64_t>> ends_;                                     ///< moments
  std::map<std::uint32_t, std::int64_t> unreachable_since_;
};

}  // namespace braid::conformance
