// Calls that ask for, set, or force out what a file is.
#include <fmt/format.h>

#include <algorithm>
#include <array>

#include "braid/tracer/import/strace/call_table.h"
#include "braid/tracer/import/strace/text.h"

namespace braid::import::strace {
namespace {

using recording::Fields;

constexpr std::string_view kNoFlags = "0";

struct Type {
  std::int64_t bits;  ///< of S_IFMT (inode(7))
  std::string_view symbol;
  std::string_view name;
};
constexpr std::int64_t kTypeBits = 0170000;
constexpr std::array kTypes = {
    Type{0100000, "S_IFREG", "file"},         Type{0040000, "S_IFDIR", "directory"},
    Type{0120000, "S_IFLNK", "symlink"},      Type{0020000, "S_IFCHR", "character device"},
    Type{0060000, "S_IFBLK", "block device"}, Type{0010000, "S_IFIFO", "fifo"},
    Type{0140000, "S_IFSOCK", "socket"},
};

std::int64_t mode_bits(std::string_view part) {
  if (part == "S_ISUID") return 04000;
  if (part == "S_ISGID") return 02000;
  if (part == "S_ISVTX") return 01000;
  for (const Type& type : kTypes) {
    if (part == type.symbol) return type.bits;
  }
  return read_integer(part).value_or(0);
}

/// `S_IFDIR|S_ISVTX|0777`, or the number.
void add_mode(Fields& result, std::string_view mode) {
  std::int64_t bits = 0;
  mode = symbolic(mode);
  while (!mode.empty()) {
    const std::string_view part = mode.substr(0, mode.find('|'));
    mode.remove_prefix(std::min(part.size() + 1, mode.size()));
    bits |= mode_bits(part);
  }
  for (const Type& type : kTypes) {
    if ((bits & kTypeBits) != type.bits) continue;
    result.add("type", type.name);
    result.add("mode", bits & 07777);
  }
}

void add_time(Fields& result, std::string_view seconds, std::string_view nanoseconds) {
  const auto whole = read_integer(seconds);
  const auto part = read_integer(nanoseconds).value_or(0);
  if (whole && part >= 0 && part < 1'000'000'000) result.add("mtime", fmt::format("{}.{:09}", *whole, part));
}

void add_status(Fields& result, std::string_view structure) {
  add_mode(result, member(structure, "st_mode"));
  add_number(result, "size", member(structure, "st_size"));
  add_number(result, "inode", member(structure, "st_ino"));
  add_time(result, member(structure, "st_mtime"), member(structure, "st_mtime_nsec"));
}

void add_flags(Fields& arguments, std::string_view flags) {
  if (flags != kNoFlags) add_text(arguments, "flags", flags);
}

void tell_status(const Call& call, std::size_t next, Fields& arguments, Fields& result) {
  if (call.name.starts_with("lstat")) add_flags(arguments, "AT_SYMLINK_NOFOLLOW");
  add_flags(arguments, call.argument(next + 1));
  if (call.succeeded()) add_status(result, call.argument(next));
}

void tell_extended_status(const Call& call, std::size_t next, Fields& arguments, Fields& result) {
  add_flags(arguments, call.argument(next));
  if (!call.succeeded()) return;
  const std::string_view structure = call.argument(next + 2);
  add_mode(result, member(structure, "stx_mode"));
  add_number(result, "size", member(structure, "stx_size"));
  add_number(result, "inode", member(structure, "stx_ino"));
  const std::string_view time = member(structure, "stx_mtime");
  add_time(result, member(time, "tv_sec"), member(time, "tv_nsec"));
}

void tell_access(const Call& call, std::size_t next, Fields& arguments, Fields& /*result*/) {
  add_text(arguments, "flags", call.argument(next));
}

void tell_mode(const Call& call, std::size_t next, Fields& arguments, Fields& /*result*/) {
  add_number(arguments, "mode", call.argument(next));
}

void tell_owner(const Call& call, std::size_t next, Fields& arguments, Fields& /*result*/) {
  add_number(arguments, "owner", call.argument(next));
  add_number(arguments, "group", call.argument(next + 1));
}

void tell_times(const Call& call, std::size_t next, Fields& arguments, Fields& /*result*/) {
  add_text(arguments, "times", call.argument(next));
}

void tell_length(const Call& call, std::size_t next, Fields& arguments, Fields& /*result*/) {
  add_number(arguments, "length", call.argument(next));
}

/// fallocate(descriptor, mode, offset, length).
void tell_allocation(const Call& call, std::size_t next, Fields& arguments, Fields& /*result*/) {
  add_number(arguments, "offset", call.argument(next + 1));
  add_number(arguments, "length", call.argument(next + 2));
  add_flags(arguments, call.argument(next));
}

/// sync_file_range(descriptor, offset, length, flags).
void tell_range(const Call& call, std::size_t next, Fields& arguments, Fields& /*result*/) {
  add_number(arguments, "offset", call.argument(next));
  add_number(arguments, "length", call.argument(next + 1));
  add_flags(arguments, call.argument(next + 2));
}

void tell_attribute(const Call& call, std::size_t next, Fields& arguments, Fields& /*result*/) {
  arguments.add("call", call.name);
  if (const auto name = read_text(call.argument(next))) arguments.add("attribute", name->bytes);
}

constexpr std::array kRows = {
    Row{"stat", on_file, "stat", Place::path, tell_status},
    Row{"stat64", on_file, "stat", Place::path, tell_status},
    Row{"lstat", on_file, "stat", Place::path, tell_status},
    Row{"lstat64", on_file, "stat", Place::path, tell_status},
    Row{"fstat", on_file, "stat", Place::descriptor, tell_status},
    Row{"fstat64", on_file, "stat", Place::descriptor, tell_status},
    Row{"newfstatat", on_file, "stat", Place::path_at, tell_status},
    Row{"fstatat64", on_file, "stat", Place::path_at, tell_status},
    Row{"statx", on_file, "stat", Place::path_at, tell_extended_status},
    Row{"access", on_file, "access", Place::path, tell_access},
    Row{"faccessat", on_file, "access", Place::path_at, tell_access},
    Row{"faccessat2", on_file, "access", Place::path_at, tell_access},
    Row{"getdents", on_file, "readdir", Place::descriptor},
    Row{"getdents64", on_file, "readdir", Place::descriptor},
    Row{"chmod", on_file, "chmod", Place::path, tell_mode},
    Row{"fchmod", on_file, "chmod", Place::descriptor, tell_mode},
    Row{"fchmodat", on_file, "chmod", Place::path_at, tell_mode},
    Row{"fchmodat2", on_file, "chmod", Place::path_at, tell_mode},
    Row{"chown", on_file, "chown", Place::path, tell_owner},
    Row{"chown32", on_file, "chown", Place::path, tell_owner},
    Row{"lchown", on_file, "chown", Place::path, tell_owner},
    Row{"lchown32", on_file, "chown", Place::path, tell_owner},
    Row{"fchown", on_file, "chown", Place::descriptor, tell_owner},
    Row{"fchown32", on_file, "chown", Place::descriptor, tell_owner},
    Row{"fchownat", on_file, "chown", Place::path_at, tell_owner},
    Row{"utime", on_file, "utime", Place::path, tell_times},
    Row{"utimes", on_file, "utime", Place::path, tell_times},
    Row{"futimesat", on_file, "utime", Place::path_at, tell_times},
    Row{"utimensat", on_file, "utime", Place::path_at, tell_times},
    Row{"utimensat_time64", on_file, "utime", Place::path_at, tell_times},
    Row{"truncate", on_file, "truncate", Place::path, tell_length},
    Row{"truncate64", on_file, "truncate", Place::path, tell_length},
    Row{"ftruncate", on_file, "truncate", Place::descriptor, tell_length},
    Row{"ftruncate64", on_file, "truncate", Place::descriptor, tell_length},
    Row{"fallocate", on_file, "fallocate", Place::descriptor, tell_allocation},
    Row{"fsync", on_file, "fsync", Place::descriptor},
    Row{"fdatasync", on_file, "fsync", Place::descriptor},
    Row{"sync_file_range", on_file, "fsync", Place::descriptor, tell_range},
    Row{"syncfs", on_file, "sync", Place::descriptor},
    Row{"statfs", on_file, "statfs", Place::path},
    Row{"statfs64", on_file, "statfs", Place::path},
    Row{"fstatfs", on_file, "statfs", Place::descriptor},
    Row{"fstatfs64", on_file, "statfs", Place::descriptor},
    Row{"getxattr", on_file, "xattr", Place::path, tell_attribute},
    Row{"lgetxattr", on_file, "xattr", Place::path, tell_attribute},
    Row{"fgetxattr", on_file, "xattr", Place::descriptor, tell_attribute},
    Row{"setxattr", on_file, "xattr", Place::path, tell_attribute},
    Row{"lsetxattr", on_file, "xattr", Place::path, tell_attribute},
    Row{"fsetxattr", on_file, "xattr", Place::descriptor, tell_attribute},
    Row{"removexattr", on_file, "xattr", Place::path, tell_attribute},
    Row{"lremovexattr", on_file, "xattr", Place::path, tell_attribute},
    Row{"fremovexattr", on_file, "xattr", Place::descriptor, tell_attribute},
    Row{"listxattr", on_file, "xattr", Place::path, tell_attribute},
    Row{"llistxattr", on_file, "xattr", Place::path, tell_attribute},
    Row{"flistxattr", on_file, "xattr", Place::descriptor, tell_attribute},
};

}  // namespace

std::span<const Row> attribute_calls() {
  return kRows;
}

}  // namespace braid::import::strace
