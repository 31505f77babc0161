// A compound of NFS 4, read operation by operation.
#pragma once

#include <algorithm>
#include <cstdint>
#include <initializer_list>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "braid/checker/conformance/nfs_history.h"

namespace braid::conformance {

[[nodiscard]] inline bool is_one_of(std::string_view name, std::initializer_list<std::string_view> names) {
  return std::find(names.begin(), names.end(), name) != names.end();
}

/// A compound, operation by operation, as it is added to the history.
class CompoundReading {
 public:
  CompoundReading(NfsHistory& history, const recording::Record& record, std::uint32_t call,
                  MessageCalls& calls);
  void read();

 private:
  struct Changes {
    bool data = false;   ///< the modification time grows, too
    bool times = false;  ///< times are set
  };
  [[nodiscard]] const recording::Fields& arguments() const { return record_.arguments; }
  [[nodiscard]] const recording::Fields& result() const { return record_.result; }
  [[nodiscard]] NfsFile* file() { return current_ ? &history_.files[*current_] : nullptr; }

  /// The name under which the next field of that name was recorded: `handle`, `handle_2`, ...
  std::string numbered(std::map<std::string, int>& counts, const std::string& name);
  std::string next_argument(const std::string& name) { return numbered(argument_counts_, name); }
  std::string next_result(const std::string& name) { return numbered(result_counts_, name); }

  void carry_out(const std::string& operation);
  /// Whether operations behind this one, up to the next PUTFH, tell of another file than the current.
  [[nodiscard]] bool names_file() const;
  /// The file that became the current one, if the reply tells its handle.
  [[nodiscard]] std::optional<std::uint32_t> told_by_next_handle();
  void get_attributes();
  /// A change after which the compound has no attributes of the file.
  void close_change(std::uint32_t number, const Changes& changes);
  /// A directory of which the call changes names, or may: a change attribute before and after.
  void touch_directory(std::uint32_t number, std::string_view member, bool sure);
  void look_up(const std::string& operation);
  void open_or_create(const std::string& operation);
  void open_name(const std::string& operation, std::uint32_t parent, const std::string& name);
  void open_file(const std::string& claim);
  void delegate(HeldDelegations::Kind kind, bool writes, bool required);
  void change_names(const std::string& operation);
  void transfer(const std::string& operation);
  void read_data(std::uint64_t offset);
  void write(std::uint64_t offset, std::uint64_t length);
  std::uint32_t told_verifier();
  void set_attributes();
  void change_state(const std::string& operation);
  void change_lock(const std::string& operation);
  /// Of LOCK the owner is told, or was when the stateid was got.
  std::uint32_t lock_owner(const std::string& operation);
  void fail(const std::string& operation);
  void expire_client();

  NfsHistory& history_;
  const recording::Record& record_;
  std::uint32_t call_;
  MessageCalls& calls_;
  const MessageCall timing_;
  std::vector<std::string> operations_;
  std::size_t at_ = 0;
  std::string error_;
  std::string failed_;
  bool answered_ = false;
  bool sure_ = false;       ///< it is known which operations were carried out
  bool succeeded_ = false;  ///< the operation that is being read
  std::optional<std::uint32_t> current_;
  std::optional<std::uint32_t> saved_;
  std::map<std::string, int> argument_counts_;
  std::map<std::string, int> result_counts_;
  std::map<std::uint32_t, Changes> changed_;  ///< files of which no attributes were told since
};

}  // namespace braid::conformance
