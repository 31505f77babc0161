// RFC 1813, 3.3.
#include "braid/tracer/import/nfs/procedures.h"

namespace braid::import::nfs {
namespace {

constexpr Element kHandle{Shape::handle, "handle"};
constexpr Element kName{Shape::text, "name"};
constexpr Element kToHandle{Shape::handle, "to_handle"};
constexpr Element kTo{Shape::text, "to"};
constexpr Element kOffset{Shape::long_number, "offset"};
constexpr Element kLength{Shape::number, "length"};
constexpr Element kCookie{Shape::long_number, "cookie"};
constexpr Element kVerifier{Shape::bytes_8, "verifier"};
constexpr Element kSettings{Shape::settings_3, "set"};
constexpr Element kAttributes{Shape::attributes_3, ""};
constexpr Element kPost{Shape::post_3, ""};
constexpr Element kCache{Shape::weak_cache_3, ""};
constexpr Element kDirectory{Shape::directory_3, "directory"};
constexpr Element kDirectoryCache{Shape::directory_weak_cache_3, "directory"};
constexpr Element kToDirectoryCache{Shape::directory_weak_cache_3, "to_directory"};
constexpr Element kNewHandle{Shape::post_handle_3, "handle"};
constexpr Elements kCreated{kNewHandle, kPost, kDirectoryCache};
constexpr Elements kNotCreated{kDirectoryCache};
constexpr auto kStatus = Statuses::nfs3;

constexpr Procedure kProcedures[] = {
    {"NULL", {}, {}, {}},
    {"GETATTR", {kHandle}, {kAttributes}, {}, Role::none, kStatus},
    {"SETATTR", {kHandle, kSettings, {Shape::guard_3, "guard"}}, {kCache}, {kCache}, Role::none, kStatus},
    {"LOOKUP", {kHandle, kName}, {kHandle, kPost, kDirectory}, {kDirectory}, Role::lookup, kStatus},
    {"ACCESS",
     {kHandle, {Shape::number, "access"}},
     {kPost, {Shape::number, "access"}},
     {kPost},
     Role::none,
     kStatus},
    {"READLINK", {kHandle}, {kPost, kTo}, {kPost}, Role::none, kStatus},
    {"READ",
     {kHandle, kOffset, kLength},
     {kPost, {Shape::number, "value"}, {Shape::truth, "eof"}, {Shape::data, "data"}},
     {kPost},
     Role::none,
     kStatus},
    {"WRITE",
     {kHandle, kOffset, kLength, {Shape::stable_how, "stable"}, {Shape::data, "data"}},
     {kCache, {Shape::number, "value"}, {Shape::stable_how, "committed"}, kVerifier},
     {kCache},
     Role::none,
     kStatus},
    {"CREATE", {kHandle, kName, {Shape::how_3, "how"}}, kCreated, kNotCreated, Role::create, kStatus},
    {"MKDIR", {kHandle, kName, kSettings}, kCreated, kNotCreated, Role::create, kStatus},
    {"SYMLINK", {kHandle, kName, kSettings, kTo}, kCreated, kNotCreated, Role::create, kStatus},
    {"MKNOD", {kHandle, kName, {Shape::node_3, "type"}}, kCreated, kNotCreated, Role::create, kStatus},
    {"REMOVE", {kHandle, kName}, {kDirectoryCache}, {kDirectoryCache}, Role::remove, kStatus},
    {"RMDIR", {kHandle, kName}, {kDirectoryCache}, {kDirectoryCache}, Role::remove, kStatus},
    {"RENAME",
     {kHandle, kName, kToHandle, kTo},
     {kDirectoryCache, kToDirectoryCache},
     {kDirectoryCache, kToDirectoryCache},
     Role::rename,
     kStatus},
    {"LINK",
     {kHandle, kToHandle, kTo},
     {kPost, kToDirectoryCache},
     {kPost, kToDirectoryCache},
     Role::link,
     kStatus},
    {"READDIR",
     {kHandle, kCookie, kVerifier, kLength},
     {kPost, kVerifier, {Shape::entries_3, "names"}},
     {kPost},
     Role::none,
     kStatus},
    {"READDIRPLUS",
     {kHandle, kCookie, kVerifier, {Shape::number, ""}, kLength},
     {kPost, kVerifier, {Shape::entries_plus_3, "names"}},
     {kPost},
     Role::list,
     kStatus},
    {"FSSTAT", {kHandle}, {kPost}, {kPost}, Role::none, kStatus},
    {"FSINFO", {kHandle}, {kPost}, {kPost}, Role::none, kStatus},
    {"PATHCONF", {kHandle}, {kPost}, {kPost}, Role::none, kStatus},
    {"COMMIT", {kHandle, kOffset, kLength}, {kCache, kVerifier}, {kCache}, Role::none, kStatus},
};

}  // namespace

std::span<const Procedure> nfs3_procedures() {
  return kProcedures;
}

}  // namespace braid::import::nfs
