// NFS 2 and 3: RFC 1094, RFC 1813.
#include <algorithm>
#include <array>

#include "braid/checker/conformance/nfs_attributes.h"

namespace braid::conformance {
namespace {

using recording::Fields;
using recording::Record;

constexpr std::array<std::string_view, 6> kMakers = {"CREATE", "MKDIR", "SYMLINK", "MKNOD"};

bool is_one_of(std::string_view name, std::initializer_list<std::string_view> names) {
  return std::find(names.begin(), names.end(), name) != names.end();
}

/// Errors after which a part of the work may have been done.
bool may_have_begun(std::string_view error) {
  for (const std::string_view name : {"_IO", "_NOSPC", "_DQUOT", "_FBIG", "_SERVERFAULT", "SYSTEM_ERR"}) {
    if (error.ends_with(name)) return true;
  }
  return false;
}

/// One call of NFS 2 or 3, as it is added to the history.
class ProcedureReading {
 public:
  ProcedureReading(NfsHistory& history, const Record& record, std::uint32_t call, const MessageCall& timing)
      : history_(history), record_(record), call_(call), server_(timing.server) {
    answered_ = timing.fate == Fate::answered;
    error_ = text_in(record.result, "error");
    succeeded_ = answered_ && error_.empty();
    takes_effect_ = !answered_ || succeeded_ || may_have_begun(error_);
  }

  void read() {
    const std::string& operation = record_.operation;
    const std::string handle = text_in(record_.arguments, "handle");
    if (handle.empty()) return;
    const bool names =
        is_one_of(operation, {"LOOKUP", "CREATE", "MKDIR", "SYMLINK", "MKNOD", "REMOVE", "RMDIR", "RENAME"});
    file_ = history_.file(server_, handle, names ? std::string() : record_.object);
    if (names) file().is_directory = true;
    if (operation == "LOOKUP") return look_up();
    if (std::find(kMakers.begin(), kMakers.end(), operation) != kMakers.end()) return make();
    if (is_one_of(operation, {"REMOVE", "RMDIR"})) return remove();
    if (operation == "RENAME") return rename();
    if (operation == "LINK") return link();
    note_type(file(), record_.result);
    if (operation == "READ") return read_data();
    if (operation == "WRITE") return write();
    if (operation == "SETATTR") return set_attributes();
    if (operation == "COMMIT") commit();
    if (is_one_of(operation, {"READDIR", "READDIRPLUS"})) list();
    tell(file_, record_.result);
  }

 private:
  [[nodiscard]] NfsFile& file() { return history_.files[file_]; }
  [[nodiscard]] const Fields& arguments() const { return record_.arguments; }
  [[nodiscard]] const Fields& result() const { return record_.result; }

  /// Attributes of a file that the call does not change.
  void tell(std::uint32_t number, const Fields& fields) {
    const AttributesTold told = attributes_in(fields);
    note_type(history_.files[number], fields);
    add_size(history_.files[number], call_, told, {});
    add_mtime(history_.files[number], call_, told, Touch::none);
  }

  /// A directory of which the call changes names.
  void touch_directory(std::uint32_t number, std::string_view member) {
    NfsFile& directory = history_.files[number];
    directory.is_directory = true;
    const Fields* told = fields_in(result(), member);
    const AttributesTold attributes = told == nullptr ? AttributesTold{} : attributes_in(*told);
    add_mtime(directory, call_, attributes, succeeded_ || !answered_ ? Touch::changes : Touch::none);
  }

  [[nodiscard]] std::optional<std::uint32_t> told_file() {
    const std::string handle = text_in(result(), "handle");
    if (handle.empty()) return std::nullopt;
    return history_.file(server_, handle, record_.object);
  }

  void look_up() {
    if (!answered_) return;
    const std::string name = text_in(arguments(), "name");
    if (const Fields* directory = fields_in(result(), "directory")) tell(file_, *directory);
    if (error_.ends_with("_NOENT"))
      history_.directories.add(call_, true, DirectoryHistory::Kind::misses, file_, name);
    if (!succeeded_) return;
    const auto found = told_file();
    history_.directories.add(call_, true, DirectoryHistory::Kind::finds, file_, name, found);
    if (found) tell(*found, result());
  }

  void make() {
    const std::uint32_t directory = file_;
    touch_directory(directory, "directory");
    const std::string name = text_in(arguments(), "name");
    if (answered_ && error_.ends_with("_EXIST"))
      history_.directories.add(call_, true, DirectoryHistory::Kind::finds, directory, name);
    if (!takes_effect_) return;
    // A CREATE of NFS 2, and one that is UNCHECKED or EXCLUSIVE, finds a file that is there already.
    const bool anew = record_.operation != "CREATE" || text_in(arguments(), "how") == "GUARDED";
    const auto made = succeeded_ ? told_file() : std::nullopt;
    history_.directories.add(call_, succeeded_,
                             anew ? DirectoryHistory::Kind::makes : DirectoryHistory::Kind::creates,
                             directory, name, made);
    if (made) tell_made(*made);
  }

  void tell_made(std::uint32_t made) {
    NfsFile& file = history_.files[made];
    const AttributesTold told = attributes_in(result());
    note_type(file, result());
    std::vector<FileSize::Step> effects;
    const Fields* set = fields_in(arguments(), "set");
    const auto size = set == nullptr ? std::nullopt : natural_in(*set, "size");
    if (size) {
      effects.push_back({FileSize::Kind::disturb, 0});  // set where the file was there
      file.shrinks = true;
      // Whether it was cut off is not known: its data may be the old ones or none.
      file.data.push_back({call_, DataAccess::Kind::write, 0, ~std::uint64_t{0}, {}, true});
    }
    add_size(file, call_, told, effects);
    add_mtime(file, call_, told, Touch::sets);
  }

  void remove() {
    touch_directory(file_, "directory");
    const std::string name = text_in(arguments(), "name");
    if (answered_ && error_.ends_with("_NOENT"))
      history_.directories.add(call_, true, DirectoryHistory::Kind::misses, file_, name);
    if (takes_effect_)
      history_.directories.add(call_, succeeded_, DirectoryHistory::Kind::removes, file_, name);
  }

  void rename() {
    const std::string handle = text_in(arguments(), "to_handle");
    if (handle.empty()) return;
    const std::uint32_t target = history_.file(server_, handle, "");
    touch_directory(file_, "directory");
    if (target != file_) touch_directory(target, "to_directory");
    if (takes_effect_)
      history_.directories.move(call_, succeeded_, file_, text_in(arguments(), "name"), target,
                                text_in(arguments(), "to"));
  }

  void link() {
    const std::string handle = text_in(arguments(), "to_handle");
    if (handle.empty()) return;
    const std::uint32_t directory = history_.file(server_, handle, "");
    touch_directory(directory, "to_directory");
    if (answered_) tell(file_, result());
    if (takes_effect_)
      history_.directories.add(call_, succeeded_, DirectoryHistory::Kind::makes, directory,
                               text_in(arguments(), "to"), file_);
  }

  void read_data() {
    if (!answered_) return;
    const AttributesTold told = attributes_in(result());
    std::vector<FileSize::Step> seen;
    const std::uint64_t offset = natural_in(arguments(), "offset").value_or(0);
    const auto count = natural_in(result(), "value");
    if (succeeded_ && count) {
      const bool is_short = *count < natural_in(arguments(), "length").value_or(0);
      const bool is_version_2 = result().find("eof") == nullptr;
      if (*count > 0) seen.push_back({FileSize::Kind::at_least, offset + *count});
      if (is_true(result(), "eof") || (is_version_2 && is_short))
        seen.push_back({FileSize::Kind::at_most, offset + *count});
      file().data.push_back({call_, DataAccess::Kind::read, offset, *count, text_in(result(), "data"), true});
    }
    add_size(file(), call_, told, seen);
    add_mtime(file(), call_, told, Touch::none);
  }

  void write() {
    const AttributesTold told = attributes_in(result());
    if (!takes_effect_) return tell(file_, result());
    const std::uint64_t offset = natural_in(arguments(), "offset").value_or(0);
    const std::uint64_t length = natural_in(arguments(), "length").value_or(0);
    const std::uint64_t count = std::min(length, natural_in(result(), "value").value_or(length));
    const bool unstable = text_in(result(), "committed") == "UNSTABLE" ||
                          (!succeeded_ && text_in(arguments(), "stable") == "UNSTABLE");
    std::string bytes = text_in(arguments(), "data");
    if (bytes.size() > count) bytes.resize(count);
    const std::uint32_t verifier =
        history_.verifiers.add(server_, succeeded_ ? text_in(result(), "verifier") : "", call_);
    file().data.push_back({call_, unstable ? DataAccess::Kind::write_unstable : DataAccess::Kind::write,
                           offset, count, std::move(bytes), succeeded_, verifier});
    const std::vector<FileSize::Step> effects = {{FileSize::Kind::extend, count == 0 ? 0 : offset + count}};
    if (answered_ && !succeeded_) {
      tell(file_, result());
      file().size.push_back({call_, false, effects});
      file().mtime.push_back({call_, false, {{GrowingStamp::Kind::change, 0}}});
      return;
    }
    add_size(file(), call_, told, effects);
    add_mtime(file(), call_, told, Touch::changes);
  }

  void set_attributes() {
    if (!takes_effect_) return tell(file_, result());
    const Fields* set = fields_in(arguments(), "set");
    const auto size = set == nullptr ? std::nullopt : natural_in(*set, "size");
    const bool times = set != nullptr && set->find("mtime") != nullptr;
    std::vector<FileSize::Step> effects;
    if (size) {
      effects.push_back({FileSize::Kind::set, *size});
      file().shrinks = true;
      file().data.push_back({call_, DataAccess::Kind::cut_off, *size, 0, {}, succeeded_});
    }
    const Touch touch = times ? Touch::sets : size ? Touch::changes : Touch::none;
    if (answered_ && !succeeded_) {
      tell(file_, result());
      if (!effects.empty()) file().size.push_back({call_, false, effects});
      if (touch != Touch::none) file().mtime.push_back({call_, false, {{GrowingStamp::Kind::set, 0}}});
      file().mtime_is_set = file().mtime_is_set || touch != Touch::none;
      return;
    }
    add_size(file(), call_, attributes_in(result()), effects);
    add_mtime(file(), call_, attributes_in(result()), touch);
  }

  void commit() {
    if (!succeeded_) return;
    file().data.push_back({call_,
                           DataAccess::Kind::commit,
                           natural_in(arguments(), "offset").value_or(0),
                           natural_in(arguments(), "length").value_or(0),
                           {},
                           true,
                           history_.verifiers.add(server_, text_in(result(), "verifier"), call_)});
  }

  void list() {
    file().is_directory = true;
    if (!succeeded_ || natural_in(arguments(), "cookie").value_or(0) != 0 || !is_true(result(), "eof"))
      return;
    const recording::Value* value = result().find("names");
    if (value == nullptr || value->list() == nullptr) return;
    std::vector<std::string> names;
    for (const recording::Value& name : *value->list()) {
      if (name.text() != nullptr) names.push_back(*name.text());
    }
    history_.directories.list(call_, file_, std::move(names));
  }

  NfsHistory& history_;
  const Record& record_;
  std::uint32_t call_;
  std::uint32_t server_;
  std::uint32_t file_ = 0;
  std::string error_;
  bool answered_ = false;
  bool succeeded_ = false;
  bool takes_effect_ = false;  ///< or may have
};

}  // namespace

void add_procedure(NfsHistory& history, const Record& record, std::uint32_t call, const MessageCalls& calls) {
  ProcedureReading(history, record, call, calls[call]).read();
}

}  // namespace braid::conformance
