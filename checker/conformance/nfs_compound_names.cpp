// NFS 4: operations on names.
#include "braid/checker/conformance/nfs_attributes.h"
#include "braid/checker/conformance/nfs_compound.h"

namespace braid::conformance {
void CompoundReading::look_up(const std::string& operation) {
  const auto parent = current_;
  current_ = told_by_next_handle();
  if (operation != "LOOKUP") return;
  const std::string name = text_in(arguments(), next_argument("name"));
  if (!parent || !succeeded_) return;
  history_.files[*parent].is_directory = true;
  history_.directories.add(call_, true, DirectoryHistory::Kind::finds, *parent, name, current_);
}

void CompoundReading::open_or_create(const std::string& operation) {
  const std::string claim = text_in(arguments(), "claim");
  const bool has_name = operation == "CREATE" || is_one_of(claim, {"NULL", "DELEGATE_CUR", "DELEGATE_PREV"});
  const auto parent = current_;
  if (has_name) {
    const std::string name = text_in(arguments(), next_argument("name"));
    current_ = told_by_next_handle();
    if (parent) open_name(operation, *parent, name);
  }
  if (operation == "OPEN") open_file(claim);
}

void CompoundReading::open_name(const std::string& operation, std::uint32_t parent, const std::string& name) {
  using Kind = DirectoryHistory::Kind;
  history_.files[parent].is_directory = true;
  const bool creates = operation == "CREATE" || arguments().find("how") != nullptr;
  if (!creates) {
    if (succeeded_) history_.directories.add(call_, true, Kind::finds, parent, name, current_);
    return;
  }
  const bool anew = operation == "CREATE" || text_in(arguments(), "how") == "GUARDED";
  history_.directories.add(call_, succeeded_, anew ? Kind::makes : Kind::creates, parent, name, current_);
  touch_directory(parent, "directory", anew && succeeded_);
  if (!current_) return;
  NfsFile& made = history_.files[*current_];
  add_mtime(made, call_, {}, Touch::sets);
  made.change.push_back({call_, false, {{GrowingStamp::Kind::change, 0}}});
  const recording::Fields* set = fields_in(arguments(), "set");
  if (set == nullptr || set->find("size") == nullptr) return;
  made.size.push_back({call_, true, {{FileSize::Kind::disturb, 0}}});
  made.shrinks = true;
  made.data.push_back({call_, DataAccess::Kind::write, 0, ~std::uint64_t{0}, {}, true});
}

void CompoundReading::change_names(const std::string& operation) {
  if (operation == "LINK") {
    const std::string to = text_in(arguments(), next_argument("to"));
    if (!current_) return;
    history_.directories.add(call_, succeeded_, DirectoryHistory::Kind::makes, *current_, to, saved_);
    touch_directory(*current_, "to_directory", succeeded_);
    return;
  }
  const std::string name = text_in(arguments(), next_argument("name"));
  if (operation == "REMOVE") {
    if (!current_) return;
    history_.directories.add(call_, succeeded_, DirectoryHistory::Kind::removes, *current_, name);
    touch_directory(*current_, "directory", succeeded_);
    return;
  }
  const std::string to = text_in(arguments(), next_argument("to"));
  if (!current_ || !saved_) return;
  history_.directories.move(call_, succeeded_, *saved_, name, *current_, to);
  touch_directory(*saved_, "directory", false);
  if (*saved_ != *current_) touch_directory(*current_, "to_directory", false);
}

void CompoundReading::touch_directory(std::uint32_t number, std::string_view member, bool sure) {
  NfsFile& directory = history_.files[number];
  directory.is_directory = true;
  const recording::Fields* told = succeeded_ ? fields_in(result(), member) : nullptr;
  const auto before = told == nullptr ? std::nullopt : natural_in(*told, "before");
  const auto after = told == nullptr ? std::nullopt : natural_in(*told, "after");
  const bool atomic = told != nullptr && is_true(*told, "atomic");
  // Where before and after were not taken together with the change, they say little.
  if (before && after && atomic && *before == *after && !sure) {
    directory.change.push_back({call_, true, {{GrowingStamp::Kind::tell, *before}}});
    return;
  }
  if (atomic && sure) {
    add_advance(directory.change, call_, before, after);
  } else {
    directory.change.push_back({call_, sure, {{GrowingStamp::Kind::change, 0}}});
  }
  directory.mtime.push_back({call_, sure, {{GrowingStamp::Kind::change, 0}}});
}

void CompoundReading::fail(const std::string& operation) {
  using Kind = DirectoryHistory::Kind;
  if (!current_) return;
  const std::string name = text_in(arguments(), next_argument("name"));
  if (error_ == "NFS4ERR_NOENT" && is_one_of(operation, {"LOOKUP", "REMOVE"}))
    history_.directories.add(call_, true, Kind::misses, *current_, name);
  if (error_ == "NFS4ERR_EXIST" && is_one_of(operation, {"CREATE", "OPEN"}))
    history_.directories.add(call_, true, Kind::finds, *current_, name);
  // A part of it may have been done.
  if (!is_one_of(error_,
                 {"NFS4ERR_IO", "NFS4ERR_NOSPC", "NFS4ERR_DQUOT", "NFS4ERR_FBIG", "NFS4ERR_SERVERFAULT"}))
    return;
  if (operation == "WRITE" || operation == "SETATTR") transfer(operation);
}

}  // namespace braid::conformance
