// The programs, and those around NFS: MOUNT (RFC 1094, A; RFC 1813, appendix I), portmap and rpcbind (RFC
// 1833), the lock manager (RFC 1813, appendix II; X/Open XNFS), the status monitor, NFSACL (as Linux and
// Solaris have it). Of the latter three only names are read.
#include <fmt/format.h>

#include "braid/tracer/import/nfs/procedures.h"

namespace braid::import::nfs {
namespace {

constexpr Element kPath{Shape::text, "name"};
constexpr Element kMapping[] = {{Shape::number, "mapped_program"},
                                {Shape::number, "mapped_version"},
                                {Shape::number, "protocol"},
                                {Shape::number, "port"}};
constexpr Elements kPortmap{kMapping[0], kMapping[1], kMapping[2], kMapping[3]};
constexpr Elements kRpcbind{{Shape::number, "mapped_program"},
                            {Shape::number, "mapped_version"},
                            {Shape::text, "network"},
                            {Shape::text, "address"},
                            {Shape::text, ""}};

constexpr Procedure kMount1[] = {
    {"NULL", {}, {}, {}},    {"MNT", {kPath}, {{Shape::handle_2, "handle"}}, {}, Role::mount, Statuses::nfs2},
    {"DUMP", {}, {}, {}},    {"UMNT", {kPath}, {}, {}},
    {"UMNTALL", {}, {}, {}}, {"EXPORT", {}, {}, {}},
};
constexpr Procedure kMount3[] = {
    {"NULL", {}, {}, {}},    {"MNT", {kPath}, {{Shape::handle, "handle"}}, {}, Role::mount, Statuses::mount3},
    {"DUMP", {}, {}, {}},    {"UMNT", {kPath}, {}, {}},
    {"UMNTALL", {}, {}, {}}, {"EXPORT", {}, {}, {}},
};
constexpr Procedure kPortmap2[] = {
    {"NULL", {}, {}, {}},
    {"SET", kPortmap, {{Shape::truth, "value"}}, {}},
    {"UNSET", kPortmap, {{Shape::truth, "value"}}, {}},
    {"GETPORT", kPortmap, {{Shape::number, "value"}}, {}},
    {"DUMP", {}, {}, {}},
    {"CALLIT", {}, {}, {}},
};
constexpr Procedure kRpcbind3[] = {
    {"NULL", {}, {}, {}},
    {"SET", kRpcbind, {{Shape::truth, "value"}}, {}},
    {"UNSET", kRpcbind, {{Shape::truth, "value"}}, {}},
    {"GETADDR", kRpcbind, {{Shape::text, "value"}}, {}},
    {"DUMP", {}, {}, {}},
    {"BCAST", {}, {}, {}},
    {"GETTIME", {}, {{Shape::number, "value"}}, {}},
    {"UADDR2TADDR", {}, {}, {}},
    {"TADDR2UADDR", {}, {}, {}},
    {"GETVERSADDR", kRpcbind, {{Shape::text, "value"}}, {}},
    {"INDIRECT", {}, {}, {}},
    {"GETADDRLIST", {}, {}, {}},
    {"GETSTAT", {}, {}, {}},
};
constexpr Procedure kAcl2[] = {
    {"NULL", {}, {}, {}},
    {"GETACL", {{Shape::handle_2, "handle"}}, {}, {}, Role::none, Statuses::nfs2},
    {"SETACL", {{Shape::handle_2, "handle"}}, {}, {}, Role::none, Statuses::nfs2},
    {"GETATTR", {{Shape::handle_2, "handle"}}, {{Shape::attributes_2, ""}}, {}, Role::none, Statuses::nfs2},
    {"ACCESS", {{Shape::handle_2, "handle"}, {Shape::number, "access"}}, {}, {}, Role::none, Statuses::nfs2},
};
constexpr Procedure kAcl3[] = {
    {"NULL", {}, {}, {}},
    {"GETACL",
     {{Shape::handle, "handle"}},
     {{Shape::post_3, ""}},
     {{Shape::post_3, ""}},
     Role::none,
     Statuses::nfs3},
    {"SETACL",
     {{Shape::handle, "handle"}},
     {{Shape::post_3, ""}},
     {{Shape::post_3, ""}},
     Role::none,
     Statuses::nfs3},
};
constexpr Procedure kStatusMonitor[] = {
    {"NULL", {}, {}, {}},      {"STAT", {}, {}, {}},       {"MON", {}, {}, {}},    {"UNMON", {}, {}, {}},
    {"UNMON_ALL", {}, {}, {}}, {"SIMU_CRASH", {}, {}, {}}, {"NOTIFY", {}, {}, {}},
};
constexpr Procedure kCompound[] = {{"NULL", {}, {}, {}}, {"COMPOUND", {}, {}, {}}};
constexpr Procedure kCallbackCompound[] = {{"CB_NULL", {}, {}, {}}, {"CB_COMPOUND", {}, {}, {}}};

const Program kPrograms[] = {
    {kNfsProgram, 2, "nfs2", nfs2_procedures()},  {kNfsProgram, 3, "nfs3", nfs3_procedures()},
    {kNfsProgram, 4, "nfs4", kCompound, true},    {kMountProgram, 1, "mount1", kMount1},
    {kMountProgram, 2, "mount2", kMount1},        {kMountProgram, 3, "mount3", kMount3},
    {kPortmapProgram, 2, "portmap", kPortmap2},   {kPortmapProgram, 3, "rpcbind3", kRpcbind3},
    {kPortmapProgram, 4, "rpcbind4", kRpcbind3},  {kLockProgram, 1, "nlm1", nlm1_procedures()},
    {kLockProgram, 3, "nlm3", nlm1_procedures()}, {kLockProgram, 4, "nlm4", nlm4_procedures()},
    {kStatusProgram, 1, "nsm1", kStatusMonitor},  {kAclProgram, 2, "nfsacl2", kAcl2},
    {kAclProgram, 3, "nfsacl3", kAcl3},
};
const Program kCallback{0x40000000, 1, "nfs4-cb", kCallbackCompound, true};

}  // namespace

const Program* find_program(std::uint32_t number, std::uint32_t version) {
  for (const Program& program : kPrograms) {
    if (program.number == number && program.version == version) return &program;
  }
  // RFC 8881, 20: the version is 1; Linux's server says 4, RFC 7530, 16.33, 1.
  return number >= kCallback.number ? &kCallback : nullptr;
}

}  // namespace braid::import::nfs
