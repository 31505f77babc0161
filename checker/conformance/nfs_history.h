// What the calls of a recording do to the files and directories of NFS servers.
#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <unordered_map>
#include <vector>

#include "braid/checker/conformance/directory_history.h"
#include "braid/checker/conformance/file_data.h"
#include "braid/checker/conformance/file_size.h"
#include "braid/checker/conformance/growing_stamp.h"
#include "braid/checker/conformance/held_delegations.h"
#include "braid/checker/conformance/held_locks.h"
#include "braid/checker/conformance/message_call.h"
#include "braid/checker/conformance/object_checks.h"
#include "braid/checker/conformance/write_verifiers.h"

namespace braid::conformance {

/// A file or directory, by its handle.
struct NfsFile {
  std::string name;  ///< for people
  std::string handle;
  std::uint32_t server = 0;
  bool is_directory = false;
  bool is_untracked = false;  ///< it is changed in ways that the model does not know: copies, layouts
  std::vector<DataAccess> data;
  std::vector<ObjectCall<FileSize::Step>> size;
  bool shrinks = false;
  std::vector<ObjectCall<GrowingStamp::Step>> mtime;
  bool mtime_is_set = false;
  std::vector<ObjectCall<GrowingStamp::Step>> change;
  std::vector<ObjectCall<HeldLocks::Step>> locks;
  std::vector<ObjectCall<HeldDelegations::Step>> delegations;
  /// When the server may have taken a client's delegation away: its recall was not heeded.
  std::vector<ServerStep<HeldDelegations::Step>> revocations;
};

/// A time in which a server may have dropped what a client holds.
struct Expiry {
  std::uint32_t client = 0;
  std::int64_t start = 0;
  std::int64_t end = kNever;
};

/// The history of all servers of a recording.
struct NfsHistory {
  std::vector<NfsFile> files;
  DirectoryHistory directories;
  WriteVerifiers verifiers;
  std::vector<Expiry> expiries;
  std::map<std::uint32_t, std::vector<std::int64_t>> contacts;  ///< of each client of NFS 4: starts of calls
  std::unordered_map<std::string, std::uint32_t> lock_owners;   ///< by what stays of a stateid
  std::unordered_map<std::string, std::uint32_t> handles;       ///< server and handle: the file's number
  std::uint64_t untracked_calls = 0;

  /// The number of a file. `name` is what people call it, if it is known.
  [[nodiscard]] std::uint32_t file(std::uint32_t server, const std::string& handle, const std::string& name);
};

/// Adds an event of NFS 2 or 3 (RFC 1094, RFC 1813), which is call number `call`.
void add_procedure(NfsHistory& history, const recording::Record& record, std::uint32_t call,
                   const MessageCalls& calls);

/// Adds a compound of NFS 4 (RFC 7530, RFC 8881).
void add_compound(NfsHistory& history, const recording::Record& record, std::uint32_t call,
                  MessageCalls& calls);

/// Adds a server's call of a client of NFS 4.
void add_callback(NfsHistory& history, const recording::Record& record, std::uint32_t call,
                  MessageCalls& calls);

/// Whether a call of this name, NFS 2, 3 or 4, may change something. A compound is named by its operations.
[[nodiscard]] bool may_change(const recording::Record& record);

/// Checks all of it. `others`: who is not in the recording may change files, too.
void check(const NfsHistory& history, const MessageCalls& calls, bool others, ObjectChecks& checks,
           std::vector<std::string>& left_out);

}  // namespace braid::conformance
