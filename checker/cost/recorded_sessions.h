// From recorded calls to sessions: who has which file open through which descriptor.
#pragma once

#include <cstdint>
#include <functional>
#include <map>
#include <optional>
#include <string>
#include <unordered_map>
#include <utility>
#include <vector>

#include "braid/checker/cost/file_use.h"
#include "braid/tracer/recording/record.h"

namespace braid::cost {

/// Whether an open makes the file.
enum class Makes : std::uint8_t {
  nothing,
  what_is_missing,  ///< O_CREAT: if there is none of that name
  always,           ///< O_CREAT|O_EXCL
};

/// What a call says of a name.
enum class Says : std::uint8_t {
  use,         ///< something was done to the file
  missing,     ///< there is no such file
  new_folder,  ///< it is a folder, with nothing in it
};

/// What a call does to a file. The names are the recording's, and last as long as the call of Give.
struct RecordedUse {
  const std::string& file;  ///< a name, or where files are known whatever they are called, an identity
  const std::string& path;  ///< its name then; the same where the recording has no identities
  FileUse use;
  Makes makes = Makes::nothing;          ///< of an open
  const std::string* renamed = nullptr;  ///< of a rename: what it is called from now on
  Says says = Says::use;                 ///< if it is anything else, there is no use
};

/// Takes the events of a recording of operations in their order and tells what they do to files. What is used
/// and was not opened is opened first; a descriptor that is opened again is closed first. Descriptors that
/// dup made are the same session, which ends with the last of them; the end of a process (`exit`) closes its
/// own. Memory: by descriptor that is open. Not thread-safe.
class RecordedSessions {
 public:
  using Give = std::function<void(const RecordedUse& use)>;

  explicit RecordedSessions(Give give) : give_(std::move(give)) {}

  void take(const recording::Record& record);
  /// Closes what is open.
  void finish();

  [[nodiscard]] const std::vector<std::string>& clients() const { return clients_; }
  [[nodiscard]] std::uint64_t operations() const { return operations_; }  ///< that were given, as recorded
  /// What was left out, added, or taken for something simpler, for people.
  [[nodiscard]] std::vector<std::string> remarks() const;

  /// More sessions of one client with one file at once are taken for one.
  static constexpr std::size_t kMostSessions = 8;

 private:
  using Process = std::pair<std::uint32_t, std::optional<std::uint64_t>>;  // client, number
  struct Session {
    std::string file;
    std::uint32_t client = 0;
    std::uint32_t descriptors = 1;
  };
  using Descriptors = std::map<std::uint64_t, std::uint64_t>;  // to sessions

  std::uint32_t client_of(const std::string& name);
  void use(const recording::Record& record, Operation operation);
  void use_by_name(const recording::Record& record, Operation operation);
  void use_opened(const recording::Record& record, Operation operation, std::uint64_t session);
  void tell(const recording::Record& record, Says says);
  void forget_opens(const std::string& file);
  void duplicate(const recording::Record& record);
  void end_process(const Process& process);
  void open(const recording::Record& record, const Process& process, std::uint64_t descriptor, bool recorded);
  void close(Descriptors& descriptors, Descriptors::iterator held);

  Give give_;
  std::vector<std::string> clients_;
  std::unordered_map<std::string, std::uint32_t> client_numbers_;
  std::map<Process, Descriptors> held_;
  std::unordered_map<std::uint64_t, Session> sessions_;
  std::map<std::pair<std::string, std::uint32_t>, std::vector<std::uint64_t>> open_;  // by file and client
  std::map<std::string, std::uint64_t> left_out_;
  std::uint64_t next_session_ = 0;
  std::uint64_t operations_ = 0;
  std::uint64_t added_opens_ = 0;
  std::uint64_t added_closes_ = 0;
  std::uint64_t joined_opens_ = 0;
};

}  // namespace braid::cost
