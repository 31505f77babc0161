// The programs of the built-in workloads: what each client does to the shared files.
#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "braid/tracer/python_random.h"

namespace braid::record {

/// registers: open, one read or write of the whole value, close. session: open, two to five reads or writes,
/// sometimes fsync, close. lock: a lock of the whole file around each access. append: appends, and reads of
/// all of the file. mix: also stat, unlink, writes of a temporary file that is then renamed, writes at
/// offsets up to 48.
enum class WorkloadKind : std::uint8_t { registers, session, lock, append, mix };

/// `register`, `session`, `lock`, `append`, `mix`.
[[nodiscard]] std::string_view name_of(WorkloadKind kind);
[[nodiscard]] std::optional<WorkloadKind> workload_called(std::string_view name);
[[nodiscard]] std::span<const std::string_view> workload_names();

inline constexpr std::uint32_t kMostLoadClients = 99;  ///< a value has two digits for its client
inline constexpr std::uint32_t kMostLoadFiles = 100;
inline constexpr std::uint64_t kMostLoadOperations = 1'000'000;  ///< of a client; a value has six digits
inline constexpr std::size_t kValueSize = 16;
inline constexpr std::uint32_t kAppendReadSize = 65536;

/// What the files hold before: nobody writes that later.
inline constexpr std::string_view kInitialValue = "init------------";

struct Workload {
  WorkloadKind kind = WorkloadKind::session;
  std::uint64_t seed = 0;
  std::uint32_t files = 2;  ///< /f0, /f1, ...: 1 to kMostLoadFiles
};

enum class Call : std::uint8_t {
  open,
  close,
  read,
  write,
  append,
  stat,
  fsync,
  unlink,
  rename,
  rdlock,
  wrlock,
  unlock
};

/// As events call it (traces/recordings.md).
[[nodiscard]] std::string_view name_of(Call call);

/// A file of the share: `/f1`, or where `client` is not 0, a temporary file of that client, `/tmp.c2.11`.
struct FileName {
  std::uint32_t client = 0;
  std::uint32_t number = 0;
  friend auto operator<=>(const FileName&, const FileName&) = default;
};

[[nodiscard]] std::string path_of(FileName name);

/// One system call of a client. Calls between an open and the next close are on the file that was opened.
struct Step {
  Call call = Call::stat;
  FileName file;
  FileName to;                          ///< of a rename
  int flags = 0;                        ///< of an open: O_RDWR, ...
  std::uint64_t offset = 0;             ///< of a read or write
  std::uint32_t length = 0;             ///< of a read, write or append
  std::uint32_t pause = 0;              ///< microseconds before it
  std::array<char, kValueSize> data{};  ///< of a write or append: `c01-000007------`
  friend bool operator==(const Step&, const Step&) = default;
};

/// The endless program of one client, from 1. What it does depends on nothing but the workload, the client
/// and the limits that next() is given. No two writes of any clients have the same value, if no client writes
/// more than kMostLoadOperations.
class ClientProgram {
 public:
  ClientProgram(const Workload& workload, std::uint32_t client);

  /// The next steps that belong together: an open is followed by its close. At most `most`, which is at least
  /// 1: instead of a longer session comes a stat.
  [[nodiscard]] std::vector<Step> next(std::uint64_t most);

 private:
  using Steps = std::vector<Step>;

  [[nodiscard]] Steps session();
  [[nodiscard]] Steps one_access();
  [[nodiscard]] Steps several_accesses();
  [[nodiscard]] Steps locked_access();
  [[nodiscard]] Steps appends_or_reading();
  [[nodiscard]] Steps mixture();
  [[nodiscard]] Steps writes_at_offsets(FileName file);
  [[nodiscard]] Steps reads_of_all(FileName file) const;
  [[nodiscard]] Steps replacement(FileName file);

  [[nodiscard]] FileName any_file();
  [[nodiscard]] bool chance(double probability) { return random_.random() < probability; }
  [[nodiscard]] Step write_at(FileName file, std::uint64_t offset, Call call);
  [[nodiscard]] std::uint32_t pause();

  Workload workload_;
  std::uint32_t client_;
  PythonRandom random_;
  std::uint32_t values_ = 0;
  std::uint32_t temporaries_ = 0;
};

}  // namespace braid::record
