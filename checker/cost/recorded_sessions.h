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

/// Takes the events of a recording of operations in their order and tells what they do to files. What is used
/// and was not opened is opened first; a descriptor that is opened again is closed first. Descriptors that
/// dup made are the same session, which ends with the last of them; the end of a process (`exit`) closes its
/// own. Memory: by descriptor that is open. Not thread-safe.
class RecordedSessions {
 public:
  using Give = std::function<void(const std::string& file, const FileUse& use)>;

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
  void duplicate(const recording::Record& record);
  void end_process(const Process& process);
  std::uint64_t open(const std::string& file, const Process& process, std::uint64_t descriptor,
                     std::optional<bool> writes);
  void close(Descriptors& descriptors, Descriptors::iterator held);
  void give(const std::string& file, std::uint32_t client, Operation operation, std::uint64_t session);

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
