#include "braid/tracer/import/printed/rpc_names.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>

#include "braid/tracer/import/words.h"

namespace braid::import::printed {
namespace {

using std::string_view_literals::operator""sv;

struct Numbered {
  std::uint64_t number;
  std::string_view name;
};

constexpr std::array kNfs2 = {"NULL"sv, "GETATTR"sv,    "SETATTR"sv, "ROOT"sv,   "LOOKUP"sv,  "READLINK"sv,
                              "READ"sv, "WRITECACHE"sv, "WRITE"sv,   "CREATE"sv, "REMOVE"sv,  "RENAME"sv,
                              "LINK"sv, "SYMLINK"sv,    "MKDIR"sv,   "RMDIR"sv,  "READDIR"sv, "STATFS"sv};

constexpr std::array kNfs3 = {"NULL"sv,   "GETATTR"sv, "SETATTR"sv,  "LOOKUP"sv, "ACCESS"sv,  "READLINK"sv,
                              "READ"sv,   "WRITE"sv,   "CREATE"sv,   "MKDIR"sv,  "SYMLINK"sv, "MKNOD"sv,
                              "REMOVE"sv, "RMDIR"sv,   "RENAME"sv,   "LINK"sv,   "READDIR"sv, "READDIRPLUS"sv,
                              "FSSTAT"sv, "FSINFO"sv,  "PATHCONF"sv, "COMMIT"sv};

// From 3.
constexpr std::array kNfs4 = {"ACCESS"sv,
                              "CLOSE"sv,
                              "COMMIT"sv,
                              "CREATE"sv,
                              "DELEGPURGE"sv,
                              "DELEGRETURN"sv,
                              "GETATTR"sv,
                              "GETFH"sv,
                              "LINK"sv,
                              "LOCK"sv,
                              "LOCKT"sv,
                              "LOCKU"sv,
                              "LOOKUP"sv,
                              "LOOKUPP"sv,
                              "NVERIFY"sv,
                              "OPEN"sv,
                              "OPENATTR"sv,
                              "OPEN_CONFIRM"sv,
                              "OPEN_DOWNGRADE"sv,
                              "PUTFH"sv,
                              "PUTPUBFH"sv,
                              "PUTROOTFH"sv,
                              "READ"sv,
                              "READDIR"sv,
                              "READLINK"sv,
                              "REMOVE"sv,
                              "RENAME"sv,
                              "RENEW"sv,
                              "RESTOREFH"sv,
                              "SAVEFH"sv,
                              "SECINFO"sv,
                              "SETATTR"sv,
                              "SETCLIENTID"sv,
                              "SETCLIENTID_CONFIRM"sv,
                              "VERIFY"sv,
                              "WRITE"sv,
                              "RELEASE_LOCKOWNER"sv,
                              "BACKCHANNEL_CTL"sv,
                              "BIND_CONN_TO_SESSION"sv,
                              "EXCHANGE_ID"sv,
                              "CREATE_SESSION"sv,
                              "DESTROY_SESSION"sv,
                              "FREE_STATEID"sv,
                              "GET_DIR_DELEGATION"sv,
                              "GETDEVICEINFO"sv,
                              "GETDEVICELIST"sv,
                              "LAYOUTCOMMIT"sv,
                              "LAYOUTGET"sv,
                              "LAYOUTRETURN"sv,
                              "SECINFO_NO_NAME"sv,
                              "SEQUENCE"sv,
                              "SET_SSV"sv,
                              "TEST_STATEID"sv,
                              "WANT_DELEGATION"sv,
                              "DESTROY_CLIENTID"sv,
                              "RECLAIM_COMPLETE"sv,
                              "ALLOCATE"sv,
                              "COPY"sv,
                              "COPY_NOTIFY"sv,
                              "DEALLOCATE"sv,
                              "IO_ADVISE"sv,
                              "LAYOUTERROR"sv,
                              "LAYOUTSTATS"sv,
                              "OFFLOAD_CANCEL"sv,
                              "OFFLOAD_STATUS"sv,
                              "READ_PLUS"sv,
                              "SEEK"sv,
                              "WRITE_SAME"sv,
                              "CLONE"sv,
                              "GETXATTR"sv,
                              "SETXATTR"sv,
                              "LISTXATTRS"sv,
                              "REMOVEXATTR"sv};

// From 3.
constexpr std::array kNfs4Callbacks = {
    "CB_GETATTR"sv,    "CB_RECALL"sv,          "CB_LAYOUTRECALL"sv,         "CB_NOTIFY"sv,
    "CB_PUSH_DELEG"sv, "CB_RECALL_ANY"sv,      "CB_RECALLABLE_OBJ_AVAIL"sv, "CB_RECALL_SLOT"sv,
    "CB_SEQUENCE"sv,   "CB_WANTS_CANCELLED"sv, "CB_NOTIFY_LOCK"sv,          "CB_NOTIFY_DEVICEID"sv,
    "CB_OFFLOAD"sv};

constexpr std::array kAfs = {Numbered{130, "FetchData"},
                             Numbered{131, "FetchACL"},
                             Numbered{132, "FetchStatus"},
                             Numbered{133, "StoreData"},
                             Numbered{134, "StoreACL"},
                             Numbered{135, "StoreStatus"},
                             Numbered{136, "RemoveFile"},
                             Numbered{137, "CreateFile"},
                             Numbered{138, "Rename"},
                             Numbered{139, "Symlink"},
                             Numbered{140, "Link"},
                             Numbered{141, "MakeDir"},
                             Numbered{142, "RemoveDir"},
                             Numbered{143, "OldSetLock"},
                             Numbered{144, "OldExtendLock"},
                             Numbered{145, "OldReleaseLock"},
                             Numbered{146, "GetStatistics"},
                             Numbered{147, "GiveUpCallBacks"},
                             Numbered{148, "GetVolumeInfo"},
                             Numbered{149, "GetVolumeStatus"},
                             Numbered{150, "SetVolumeStatus"},
                             Numbered{151, "GetRootVolume"},
                             Numbered{152, "CheckToken"},
                             Numbered{153, "GetTime"},
                             Numbered{154, "NGetVolumeInfo"},
                             Numbered{155, "BulkStatus"},
                             Numbered{156, "SetLock"},
                             Numbered{157, "ExtendLock"},
                             Numbered{158, "ReleaseLock"},
                             Numbered{159, "XStatsVersion"},
                             Numbered{160, "GetXStats"},
                             Numbered{161, "Lookup"},
                             Numbered{162, "FlushCPS"},
                             Numbered{163, "DFSSymlink"},
                             Numbered{65536, "InlineBulkStatus"},
                             Numbered{65537, "FetchData64"},
                             Numbered{65538, "StoreData64"},
                             Numbered{65539, "GiveUpAllCallBacks"},
                             Numbered{65540, "GetCapabilities"},
                             Numbered{65541, "CallBackRxConnAddr"}};

constexpr std::array kAfsCallbacks = {
    Numbered{204, "CallBack"},       Numbered{205, "InitCallBackState"},
    Numbered{206, "Probe"},          Numbered{207, "GetLock"},
    Numbered{208, "GetCE"},          Numbered{209, "XStatsVersion"},
    Numbered{210, "GetXStats"},      Numbered{211, "InitCallBackState2"},
    Numbered{212, "WhoAreYou"},      Numbered{213, "InitCallBackState3"},
    Numbered{214, "ProbeUuid"},      Numbered{215, "GetServerPrefs"},
    Numbered{216, "GetCellServDB"},  Numbered{217, "GetLocalCell"},
    Numbered{218, "GetCacheConfig"}, Numbered{65536, "GetCE64"},
    Numbered{65537, "GetCellByNum"}, Numbered{65538, "TellMeAboutYourself"}};

// RFC 1813 section 2.6, RFC 8881 section 15.1: numbers that both versions have.
constexpr std::array kErrors = {
    Numbered{1, "PERM"},         Numbered{2, "NOENT"},           Numbered{5, "IO"},
    Numbered{6, "NXIO"},         Numbered{13, "ACCES"},          Numbered{17, "EXIST"},
    Numbered{18, "XDEV"},        Numbered{19, "NODEV"},          Numbered{20, "NOTDIR"},
    Numbered{21, "ISDIR"},       Numbered{22, "INVAL"},          Numbered{27, "FBIG"},
    Numbered{28, "NOSPC"},       Numbered{30, "ROFS"},           Numbered{31, "MLINK"},
    Numbered{63, "NAMETOOLONG"}, Numbered{66, "NOTEMPTY"},       Numbered{69, "DQUOT"},
    Numbered{70, "STALE"},       Numbered{71, "REMOTE"},         Numbered{10001, "BADHANDLE"},
    Numbered{10002, "NOT_SYNC"}, Numbered{10003, "BAD_COOKIE"},  Numbered{10004, "NOTSUPP"},
    Numbered{10005, "TOOSMALL"}, Numbered{10006, "SERVERFAULT"}, Numbered{10007, "BADTYPE"},
    Numbered{10008, "JUKEBOX"}};

// From 10008.
constexpr std::array kNfs4Errors = {"DELAY"sv,
                                    "SAME"sv,
                                    "DENIED"sv,
                                    "EXPIRED"sv,
                                    "LOCKED"sv,
                                    "GRACE"sv,
                                    "FHEXPIRED"sv,
                                    "SHARE_DENIED"sv,
                                    "WRONGSEC"sv,
                                    "CLID_INUSE"sv,
                                    "RESOURCE"sv,
                                    "MOVED"sv,
                                    "NOFILEHANDLE"sv,
                                    "MINOR_VERS_MISMATCH"sv,
                                    "STALE_CLIENTID"sv,
                                    "STALE_STATEID"sv,
                                    "OLD_STATEID"sv,
                                    "BAD_STATEID"sv,
                                    "BAD_SEQID"sv,
                                    "NOT_SAME"sv,
                                    "LOCK_RANGE"sv,
                                    "SYMLINK"sv,
                                    "RESTOREFH"sv,
                                    "LEASE_MOVED"sv,
                                    "ATTRNOTSUPP"sv,
                                    "NO_GRACE"sv,
                                    "RECLAIM_BAD"sv,
                                    "RECLAIM_CONFLICT"sv,
                                    "BADXDR"sv,
                                    "LOCKS_HELD"sv,
                                    "OPENMODE"sv,
                                    "BADOWNER"sv,
                                    "BADCHAR"sv,
                                    "BADNAME"sv,
                                    "BAD_RANGE"sv,
                                    "LOCK_NOTSUPP"sv,
                                    "OP_ILLEGAL"sv,
                                    "DEADLOCK"sv,
                                    "FILE_OPEN"sv,
                                    "ADMIN_REVOKED"sv,
                                    "CB_PATH_DOWN"sv,
                                    "BADIOMODE"sv,
                                    "BADLAYOUT"sv,
                                    "BAD_SESSION_DIGEST"sv,
                                    "BADSESSION"sv,
                                    "BADSLOT"sv,
                                    "COMPLETE_ALREADY"sv,
                                    "CONN_NOT_BOUND_TO_SESSION"sv,
                                    "DELEG_ALREADY_WANTED"sv,
                                    "BACK_CHAN_BUSY"sv,
                                    "LAYOUTTRYLATER"sv,
                                    "LAYOUTUNAVAILABLE"sv,
                                    "NOMATCHING_LAYOUT"sv,
                                    "RECALLCONFLICT"sv,
                                    "UNKNOWN_LAYOUTTYPE"sv,
                                    "SEQ_MISORDERED"sv,
                                    "SEQUENCE_POS"sv,
                                    "REQ_TOO_BIG"sv,
                                    "REP_TOO_BIG"sv,
                                    "REP_TOO_BIG_TO_CACHE"sv,
                                    "RETRY_UNCACHED_REP"sv,
                                    "UNSAFE_COMPOUND"sv,
                                    "TOO_MANY_OPS"sv,
                                    "OP_NOT_IN_SESSION"sv,
                                    "HASH_ALG_UNSUPP"sv};

constexpr std::array kWays = {"SEQUENCE"sv, "CB_SEQUENCE"sv, "PUTFH"sv,     "PUTROOTFH"sv,
                              "PUTPUBFH"sv, "SAVEFH"sv,      "RESTOREFH"sv, "GETFH"sv};

template <class Names>
std::string named(const Names& names, std::uint64_t first, std::uint64_t number, std::string_view kind) {
  if (number >= first && number - first < names.size()) return std::string(names[number - first]);
  return fmt::format("{} {}", kind, number);
}

template <class Names>
std::string numbered(const Names& names, std::uint64_t number, std::string_view kind) {
  const auto place =
      std::find_if(names.begin(), names.end(), [number](const Numbered& n) { return n.number == number; });
  return place != names.end() ? std::string(place->name) : fmt::format("{} {}", kind, number);
}

}  // namespace

std::string nfs2_procedure(std::uint64_t number) {
  return named(kNfs2, 0, number, "PROCEDURE");
}
std::string nfs3_procedure(std::uint64_t number) {
  return named(kNfs3, 0, number, "PROCEDURE");
}
std::string nfs4_operation(std::uint64_t number) {
  return named(kNfs4, 3, number, "OPERATION");
}
std::string nfs4_callback(std::uint64_t number) {
  return named(kNfs4Callbacks, 3, number, "CB_OPERATION");
}
std::string afs_procedure(std::uint64_t number) {
  return numbered(kAfs, number, "PROCEDURE");
}
std::string afs_callback(std::uint64_t number) {
  return numbered(kAfsCallbacks, number, "PROCEDURE");
}

std::string compound_name(std::span<const std::string> operations) {
  const bool opens = std::find(operations.begin(), operations.end(), "OPEN") != operations.end();
  std::string name;
  for (const std::string& operation : operations) {
    const bool besides =
        operation == "GETATTR" || (opens && (operation == "ACCESS" || operation == "LOOKUP"));
    if (besides || is_one_of(operation, kWays)) continue;
    if (!name.empty()) name += '+';
    name += operation;
  }
  if (!name.empty()) return name;
  if (operations.empty()) return "COMPOUND";
  const bool asks = std::find(operations.begin(), operations.end(), "GETATTR") != operations.end();
  return asks ? "GETATTR" : operations.back();
}

std::string nfs3_error(std::uint64_t status) {
  return "NFS3ERR_" + numbered(kErrors, status, "NUMBER");
}

std::string nfs4_error(std::uint64_t status) {
  if (status == 13) return "NFS4ERR_ACCESS";
  if (status >= 10008) return "NFS4ERR_" + named(kNfs4Errors, 10008, status, "NUMBER");
  return "NFS4ERR_" + numbered(kErrors, status, "NUMBER");
}

}  // namespace braid::import::printed
