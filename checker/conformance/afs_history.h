// What the calls of a recording do to the files of AFS, and which promises servers gave of them.
#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "braid/checker/conformance/afs_file.h"
#include "braid/checker/conformance/afs_promises.h"
#include "braid/checker/conformance/file_data.h"
#include "braid/checker/conformance/object_checks.h"

namespace braid::conformance {

/// A file or directory, by its fid.
struct AfsFileHistory {
  struct Event {
    std::uint32_t call = 0;
    bool required = true;
    AfsFile::Step step;                 ///< without parts
    std::optional<std::size_t> access;  ///< its data, in `data`
  };
  std::string name;  ///< for people
  std::vector<Event> events;
  std::vector<DataAccess> data;
};

struct AfsHistory {
  std::map<std::string, AfsFileHistory> files;  ///< by fid
  AfsPromises promises;
};

/// Adds an event of a file server or of a client's callback service (AFS-3 file server/cache manager
/// interface; OpenAFS src/fsint), which is call number `call`.
void add_message(AfsHistory& history, const recording::Record& record, std::uint32_t call,
                 const MessageCalls& calls);

/// Checks all of it. `others`: who is not in the recording may change files, too.
void check(const AfsHistory& history, const MessageCalls& calls, bool others, ObjectChecks& checks);

}  // namespace braid::conformance
