// RFC 1094, 2.2.
#include "braid/tracer/import/nfs/procedures.h"

namespace braid::import::nfs {
namespace {

constexpr Element kHandle{Shape::handle_2, "handle"};
constexpr Element kName{Shape::text, "name"};
constexpr Element kAttributes{Shape::attributes_2, ""};
constexpr Element kSettings{Shape::settings_2, "set"};
constexpr auto kStatus = Statuses::nfs2;

constexpr Procedure kProcedures[] = {
    {"NULL", {}, {}, {}},
    {"GETATTR", {kHandle}, {kAttributes}, {}, Role::none, kStatus},
    {"SETATTR", {kHandle, kSettings}, {kAttributes}, {}, Role::none, kStatus},
    {"ROOT", {}, {}, {}},
    {"LOOKUP", {kHandle, kName}, {kHandle, kAttributes}, {}, Role::lookup, kStatus},
    {"READLINK", {kHandle}, {{Shape::text, "to"}}, {}, Role::none, kStatus},
    {"READ",
     {kHandle, {Shape::number, "offset"}, {Shape::number, "length"}, {Shape::number, ""}},
     {kAttributes, {Shape::counted_data, "value"}},
     {},
     Role::none,
     kStatus},
    {"WRITECACHE", {}, {}, {}},
    {"WRITE",
     {kHandle,
      {Shape::number, ""},
      {Shape::number, "offset"},
      {Shape::number, ""},
      {Shape::counted_data, "length"}},
     {kAttributes},
     {},
     Role::none,
     kStatus},
    {"CREATE", {kHandle, kName, kSettings}, {kHandle, kAttributes}, {}, Role::create, kStatus},
    {"REMOVE", {kHandle, kName}, {}, {}, Role::remove, kStatus},
    {"RENAME",
     {kHandle, kName, {Shape::handle_2, "to_handle"}, {Shape::text, "to"}},
     {},
     {},
     Role::rename,
     kStatus},
    {"LINK", {kHandle, {Shape::handle_2, "to_handle"}, {Shape::text, "to"}}, {}, {}, Role::link, kStatus},
    {"SYMLINK", {kHandle, kName, {Shape::text, "to"}, kSettings}, {}, {}, Role::none, kStatus},
    {"MKDIR", {kHandle, kName, kSettings}, {kHandle, kAttributes}, {}, Role::create, kStatus},
    {"RMDIR", {kHandle, kName}, {}, {}, Role::remove, kStatus},
    {"READDIR",
     {kHandle, {Shape::number, "cookie"}, {Shape::number, "length"}},
     {{Shape::entries_2, "names"}},
     {},
     Role::none,
     kStatus},
    {"STATFS", {kHandle}, {}, {}, Role::none, kStatus},
};

}  // namespace

std::span<const Procedure> nfs2_procedures() {
  return kProcedures;
}

}  // namespace braid::import::nfs
