// The files of a load: made before, removed afterwards.
#pragma once

#include <filesystem>
#include <set>
#include <string>
#include <utility>
#include <vector>

#include "braid/tracer/record/system_call.h"

namespace braid::record {

/// What was made is removed again by remove(), or at the latest when this is destroyed; nothing else is
/// touched.
class PreparedFiles {
 public:
  /// Makes the workload's files in the first folder, with what they hold before: the initial value, or for
  /// the workload append nothing. Throws InputError, and leaves nothing behind, where one exists (unless
  /// `force`: then it is overwritten, and removed in the end), where a temporary file of a client exists
  /// already, and where another folder does not show the same files.
  PreparedFiles(std::vector<std::string> folders, const Workload& workload, bool force);
  ~PreparedFiles();
  PreparedFiles(const PreparedFiles&) = delete;
  PreparedFiles& operator=(const PreparedFiles&) = delete;

  /// Takes note of a call that is about to be made in a folder, or has returned: of the temporary files that
  /// it makes or renames.
  void observe(const MadeCall& call, const std::string& folder);

  /// Removes all that was made and is still there. Gives a message for each that could not be removed.
  std::vector<std::string> remove();

 private:
  void refuse_temporaries() const;
  void make(const std::string& path, const std::string& content, bool force);
  void require_same(const std::string& first, const std::string& other, const std::string& content) const;

  std::vector<std::string> folders_;
  std::set<std::string> made_;  ///< paths
};

}  // namespace braid::record
