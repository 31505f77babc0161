#include "braid/tracer/import/afs/abort_codes.h"

#include <array>
#include <string_view>

namespace braid::import::afs {
namespace {

/// "Universal AFS errors" (Linux, fs/afs/protocol_uae.h), without their UA.
constexpr std::array<std::string_view, 123> kUniversal = {"EPERM",
                                                          "ENOENT",
                                                          "ESRCH",
                                                          "EINTR",
                                                          "EIO",
                                                          "ENXIO",
                                                          "E2BIG",
                                                          "ENOEXEC",
                                                          "EBADF",
                                                          "ECHILD",
                                                          "EAGAIN",
                                                          "ENOMEM",
                                                          "EACCES",
                                                          "EFAULT",
                                                          "ENOTBLK",
                                                          "EBUSY",
                                                          "EEXIST",
                                                          "EXDEV",
                                                          "ENODEV",
                                                          "ENOTDIR",
                                                          "EISDIR",
                                                          "EINVAL",
                                                          "ENFILE",
                                                          "EMFILE",
                                                          "ENOTTY",
                                                          "ETXTBSY",
                                                          "EFBIG",
                                                          "ENOSPC",
                                                          "ESPIPE",
                                                          "EROFS",
                                                          "EMLINK",
                                                          "EPIPE",
                                                          "EDOM",
                                                          "ERANGE",
                                                          "EDEADLK",
                                                          "ENAMETOOLONG",
                                                          "ENOLCK",
                                                          "ENOSYS",
                                                          "ENOTEMPTY",
                                                          "ELOOP",
                                                          "EWOULDBLOCK",
                                                          "ENOMSG",
                                                          "EIDRM",
                                                          "ECHRNG",
                                                          "EL2NSYNC",
                                                          "EL3HLT",
                                                          "EL3RST",
                                                          "ELNRNG",
                                                          "EUNATCH",
                                                          "ENOCSI",
                                                          "EL2HLT",
                                                          "EBADE",
                                                          "EBADR",
                                                          "EXFULL",
                                                          "ENOANO",
                                                          "EBADRQC",
                                                          "EBADSLT",
                                                          "EBFONT",
                                                          "ENOSTR",
                                                          "ENODATA",
                                                          "ETIME",
                                                          "ENOSR",
                                                          "ENONET",
                                                          "ENOPKG",
                                                          "EREMOTE",
                                                          "ENOLINK",
                                                          "EADV",
                                                          "ESRMNT",
                                                          "ECOMM",
                                                          "EPROTO",
                                                          "EMULTIHOP",
                                                          "EDOTDOT",
                                                          "EBADMSG",
                                                          "EOVERFLOW",
                                                          "ENOTUNIQ",
                                                          "EBADFD",
                                                          "EREMCHG",
                                                          "ELIBACC",
                                                          "ELIBBAD",
                                                          "ELIBSCN",
                                                          "ELIBMAX",
                                                          "ELIBEXEC",
                                                          "EILSEQ",
                                                          "ERESTART",
                                                          "ESTRPIPE",
                                                          "EUSERS",
                                                          "ENOTSOCK",
                                                          "EDESTADDRREQ",
                                                          "EMSGSIZE",
                                                          "EPROTOTYPE",
                                                          "ENOPROTOOPT",
                                                          "EPROTONOSUPPORT",
                                                          "ESOCKTNOSUPPORT",
                                                          "EOPNOTSUPP",
                                                          "EPFNOSUPPORT",
                                                          "EAFNOSUPPORT",
                                                          "EADDRINUSE",
                                                          "EADDRNOTAVAIL",
                                                          "ENETDOWN",
                                                          "ENETUNREACH",
                                                          "ENETRESET",
                                                          "ECONNABORTED",
                                                          "ECONNRESET",
                                                          "ENOBUFS",
                                                          "EISCONN",
                                                          "ENOTCONN",
                                                          "ESHUTDOWN",
                                                          "ETOOMANYREFS",
                                                          "ETIMEDOUT",
                                                          "ECONNREFUSED",
                                                          "EHOSTDOWN",
                                                          "EHOSTUNREACH",
                                                          "EALREADY",
                                                          "EINPROGRESS",
                                                          "ESTALE",
                                                          "EUCLEAN",
                                                          "ENOTNAM",
                                                          "ENAVAIL",
                                                          "EISNAM",
                                                          "EREMOTEIO",
                                                          "EDQUOT",
                                                          "ENOMEDIUM",
                                                          "EMEDIUMTYPE"};

/// Of volumes (OpenAFS, src/util/errors.h).
constexpr std::array<std::string_view, 12> kVolume = {"VSALVAGE",   "VNOVNODE", "VNOVOL",  "VVOLEXISTS",
                                                      "VNOSERVICE", "VOFFLINE", "VONLINE", "VDISKFULL",
                                                      "VOVERQUOTA", "VBUSY",    "VMOVED",  "VIO"};

/// Of Rx, from -1 down (OpenAFS, src/rx/rx.h).
constexpr std::array<std::string_view, 8> kRx = {"RX_CALL_DEAD", "RX_INVALID_OPERATION", "RX_CALL_TIMEOUT",
                                                 "RX_EOF",       "RX_PROTOCOL_ERROR",    "RX_USER_ABORT",
                                                 "RX_ADDRINUSE", "RX_DEBUGI_BADTYPE"};

/// Of what rxgen makes, from -450 down (OpenAFS, src/rxgen/rxgen_consts.h).
constexpr std::array<std::string_view, 8> kRxgen = {
    "RXGEN_CC_MARSHAL", "RXGEN_CC_UNMARSHAL", "RXGEN_SS_MARSHAL", "RXGEN_SS_UNMARSHAL",
    "RXGEN_DECODE",     "RXGEN_OPCODE",       "RXGEN_SS_XDRFREE", "RXGEN_CC_XDRFREE"};

/// Of rxkad (Linux, include/uapi/linux/rxrpc.h).
constexpr std::array<std::string_view, 13> kRxkad = {
    "RXKADINCONSISTENCY", "RXKADPACKETSHORT", "RXKADLEVELFAIL",   "RXKADTICKETLEN",  "RXKADOUTOFSEQUENCE",
    "RXKADNOAUTH",        "RXKADBADKEY",      "RXKADBADTICKET",   "RXKADUNKNOWNKEY", "RXKADEXPIRED",
    "RXKADSEALEDINCON",   "RXKADDATALEN",     "RXKADILLEGALLEVEL"};

/// Of the volume location server (Linux, fs/afs/afs_vl.h).
constexpr std::array<std::string_view, 28> kVolumeLocation = {
    "VL_IDEXIST",         "VL_IO",           "VL_NAMEEXIST",    "VL_CREATEFAIL",     "VL_NOENT",
    "VL_EMPTY",           "VL_ENTDELETED",   "VL_BADNAME",      "VL_BADINDEX",       "VL_BADVOLTYPE",
    "VL_BADSERVER",       "VL_BADPARTITION", "VL_REPSFULL",     "VL_NOREPSERVER",    "VL_DUPREPSERVER",
    "VL_RWNOTFOUND",      "VL_BADREFCOUNT",  "VL_SIZEEXCEEDED", "VL_BADENTRY",       "VL_BADVOLIDBUMP",
    "VL_IDALREADYHASHED", "VL_ENTRYLOCKED",  "VL_BADVOLOPER",   "VL_BADRELLOCKTYPE", "VL_RERELEASE",
    "VL_BADSERVERFLAG",   "VL_PERM",         "VL_NOMEM"};

constexpr std::int32_t kRestarting = -100;

/// Consecutive codes: the first one's, upwards or downwards.
struct Range {
  std::int64_t first;
  std::int64_t step;
  const std::string_view* names;
  std::int64_t size;
};

template <std::size_t Size>
constexpr Range range(std::int64_t first, const std::array<std::string_view, Size>& names,
                      std::int64_t step = 1, std::size_t size = Size) {
  return {first, step, names.data(), static_cast<std::int64_t>(size)};
}

/// Up to ERANGE all Unix systems agree, and servers before UAE sent these as they are.
constexpr std::size_t kErrnos = 34;

constexpr std::array kRanges = {
    range(1, kUniversal, 1, kErrnos),
    range(0x2f6df00, kUniversal),
    range(101, kVolume),
    range(-1, kRx, -1),
    range(-450, kRxgen, -1),
    range(19270400, kRxkad),
    range(363520, kVolumeLocation),
};

}  // namespace

std::string abort_name(std::int32_t code) {
  if (code == kRestarting) return "VRESTARTING";
  for (const Range& range : kRanges) {
    const std::int64_t index = (code - range.first) * range.step;
    if (index >= 0 && index < range.size) return std::string(range.names[index]);
  }
  return std::to_string(code);
}

}  // namespace braid::import::afs
