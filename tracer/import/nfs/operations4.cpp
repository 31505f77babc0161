#include "braid/tracer/import/nfs/operations4.h"

#include <array>

namespace braid::import::nfs {
namespace {

constexpr Element kStateid{Shape::stateid, "stateid"};
constexpr Element kName{Shape::text, "name"};
constexpr Element kTo{Shape::text, "to"};
constexpr Element kOffset{Shape::long_number, "offset"};
constexpr Element kLength{Shape::long_number, "length"};
constexpr Element kCount{Shape::number, "length"};
constexpr Element kVerifier{Shape::bytes_8, "verifier"};
constexpr Element kStateSequence{Shape::number, "state_sequence"};
constexpr Element kBits{Shape::bitmap, ""};
constexpr Element kChange{Shape::change, "directory"};
constexpr Element kToChange{Shape::change, "to_directory"};
constexpr Element kAttributes{Shape::attributes_4, ""};
constexpr Element kSet{Shape::attributes_4, "set"};
constexpr Element kAttributesToMatch{Shape::attributes_4, "matched"};
constexpr Element kClient{Shape::long_number, "client"};
constexpr Element kOwner{Shape::owner, "owner"};
constexpr Element kSession{Shape::bytes_16, "session"};
constexpr Element kHandle{Shape::handle, "handle"};
constexpr Element kEof{Shape::truth, "eof"};
constexpr Element kLayoutType{Shape::number, "layout_type"};
constexpr Element kMode{Shape::number, "layout_mode"};
constexpr Element kFlag{Shape::truth, ""};
constexpr Element kWord{Shape::number, ""};

constexpr std::uint32_t kTooSmall = 10005;
constexpr std::uint32_t kDenied = 10010;
constexpr std::uint32_t kClientInUse = 10017;
constexpr std::uint32_t kTryLater = 10058;
constexpr std::uint32_t kNoRequirements = 10094;

// Indexed by number, from 3.
constexpr Operation4 kOperations[] = {
    {"ACCESS", {{Shape::number, "access"}}, {{Shape::number, "supported"}, {Shape::number, "access"}}},
    {"CLOSE", {kStateSequence, kStateid}, {kStateid}},
    {"COMMIT", {kOffset, kCount}, {kVerifier}},
    {"CREATE", {{Shape::create_type, ""}, kName, kSet}, {kChange, kBits}},
    {"DELEGPURGE", {kClient}, {}},
    {"DELEGRETURN", {kStateid}, {}},
    {"GETATTR", {kBits}, {kAttributes}},
    {"GETFH", {}, {kHandle}},
    {"LINK", {kTo}, {kToChange}},
    {"LOCK",
     {{Shape::number, "type"}, {Shape::truth, "reclaim"}, kOffset, kLength, {Shape::locker, "owner"}},
     {kStateid},
     kDenied,
     {{Shape::lock_denied, "holder"}}},
    {"LOCKT",
     {{Shape::number, "type"}, kOffset, kLength, kOwner},
     {},
     kDenied,
     {{Shape::lock_denied, "holder"}}},
    {"LOCKU", {{Shape::number, "type"}, kStateSequence, kStateid, kOffset, kLength}, {kStateid}},
    {"LOOKUP", {kName}, {}},
    {"LOOKUPP", {}, {}},
    {"NVERIFY", {kAttributesToMatch}, {}},
    {"OPEN",
     {kStateSequence,
      {Shape::number, "share_access"},
      {Shape::number, "share_deny"},
      kOwner,
      {Shape::open_how, "how"},
      {Shape::open_claim, "claim"}},
     {kStateid, kChange, {Shape::number, "flags"}, kBits, {Shape::delegation, "delegation"}}},
    {"OPENATTR", {kFlag}, {}},
    {"OPEN_CONFIRM", {kStateid, kStateSequence}, {kStateid}},
    {"OPEN_DOWNGRADE",
     {kStateid, kStateSequence, {Shape::number, "share_access"}, {Shape::number, "share_deny"}},
     {kStateid}},
    {"PUTFH", {kHandle}, {}},
    {"PUTPUBFH", {}, {}},
    {"PUTROOTFH", {}, {}},
    {"READ", {kStateid, kOffset, kCount}, {kEof, {Shape::counted_data, "value"}}},
    {"READDIR",
     {{Shape::long_number, "cookie"}, kVerifier, {Shape::number, ""}, kCount, kBits},
     {kVerifier, {Shape::entries_4, "names"}}},
    {"READLINK", {}, {kTo}},
    {"REMOVE", {kName}, {kChange}},
    {"RENAME", {kName, kTo}, {kChange, kToChange}},
    {"RENEW", {kClient}, {}},
    {"RESTOREFH", {}, {}},
    {"SAVEFH", {}, {}},
    {"SECINFO", {kName}, {{Shape::security, ""}}},
    {"SETATTR", {kStateid, kSet}, {kBits}, kAnyFailure, {kBits}},
    {"SETCLIENTID",
     {kVerifier,
      {Shape::text, "identity"},
      {Shape::number, "callback_program"},
      {Shape::text, "network"},
      {Shape::text, "address"},
      {Shape::number, "callback"}},
     {kClient, kVerifier},
     kClientInUse,
     {{Shape::text, "network"}, {Shape::text, "address"}}},
    {"SETCLIENTID_CONFIRM", {kClient, kVerifier}, {}},
    {"VERIFY", {kAttributesToMatch}, {}},
    {"WRITE",
     {kStateid, kOffset, {Shape::stable_how, "stable"}, {Shape::counted_data, "length"}},
     {{Shape::number, "value"}, {Shape::stable_how, "committed"}, kVerifier}},
    {"RELEASE_LOCKOWNER", {kOwner}, {}},
    {"BACKCHANNEL_CTL", {{Shape::number, "callback_program"}, {Shape::security_parameters, ""}}, {}},
    {"BIND_CONN_TO_SESSION", {kSession, {Shape::number, "direction"}, kFlag}, {kSession, kWord, kFlag}},
    {"EXCHANGE_ID",
     {kVerifier,
      {Shape::text, "identity"},
      {Shape::number, "flags"},
      {Shape::protection_call, ""},
      {Shape::implementation, ""}},
     {kClient,
      {Shape::number, "sequence"},
      {Shape::number, "flags"},
      {Shape::protection_reply, ""},
      {Shape::long_number, ""},
      {Shape::opaque, "server_owner"},
      {Shape::opaque, "server_scope"},
      {Shape::implementation, ""}}},
    {"CREATE_SESSION",
     {kClient,
      {Shape::number, "sequence"},
      {Shape::number, "flags"},
      {Shape::channel, ""},
      {Shape::channel, ""},
      {Shape::number, "callback_program"},
      {Shape::security_parameters, ""}},
     {kSession,
      {Shape::number, "sequence"},
      {Shape::number, "flags"},
      {Shape::channel, ""},
      {Shape::channel, ""}}},
    {"DESTROY_SESSION", {kSession}, {}},
    {"FREE_STATEID", {kStateid}, {}},
    {"GET_DIR_DELEGATION",
     {kFlag, kBits, {Shape::time_4, ""}, {Shape::time_4, ""}, kBits, kBits},
     {{Shape::directory_delegation, ""}}},
    {"GETDEVICEINFO",
     {{Shape::bytes_16, "device"}, kLayoutType, kCount, kBits},
     {{Shape::layout_update, ""}, kBits},
     kTooSmall,
     {kWord}},
    {"GETDEVICELIST",
     {kLayoutType, kWord, {Shape::long_number, "cookie"}, kVerifier},
     {{Shape::long_number, "cookie"}, kVerifier, {Shape::device_ids, ""}, kEof}},
    {"LAYOUTCOMMIT",
     {kOffset,
      kLength,
      {Shape::truth, "reclaim"},
      kStateid,
      {Shape::optional_long, "last"},
      {Shape::optional_time, "mtime"},
      {Shape::layout_update, ""}},
     {{Shape::optional_long, "size"}}},
    {"LAYOUTGET",
     {kFlag, kLayoutType, kMode, kOffset, kLength, {Shape::long_number, "least"}, kStateid, kWord},
     {{Shape::truth, "return_on_close"}, kStateid, {Shape::layouts, ""}},
     kTryLater,
     {kFlag}},
    {"LAYOUTRETURN",
     {{Shape::truth, "reclaim"}, kLayoutType, kMode, {Shape::layout_return, ""}},
     {{Shape::optional_stateid, "stateid"}}},
    {"SECINFO_NO_NAME", {kWord}, {{Shape::security, ""}}},
    {"SEQUENCE",
     {kSession, {Shape::number, "sequence"}, {Shape::number, "slot"}, {Shape::number, "highest_slot"}, kFlag},
     // The reply repeats what was asked.
     {{Shape::bytes_16, ""},
      kWord,
      kWord,
      kWord,
      {Shape::number, "target_highest_slot"},
      {Shape::number, "status_flags"}}},
    {"SET_SSV", {{Shape::opaque, ""}, {Shape::opaque, ""}}, {{Shape::opaque, ""}}},
    {"TEST_STATEID", {{Shape::stateids, "stateids"}}, {{Shape::numbers, "statuses"}}},
    {"WANT_DELEGATION",
     {{Shape::number, "want"}, {Shape::delegation_claim, ""}},
     {{Shape::delegation, "delegation"}}},
    {"DESTROY_CLIENTID", {kClient}, {}},
    {"RECLAIM_COMPLETE", {{Shape::truth, "one_filesystem"}}, {}},
    {"ALLOCATE", {kStateid, kOffset, kLength}, {}},
    {"COPY",
     {{Shape::stateid, "from_stateid"},
      kStateid,
      {Shape::long_number, "from_offset"},
      kOffset,
      kLength,
      {Shape::truth, "consecutive"},
      {Shape::truth, "synchronous"},
      {Shape::network_locations, ""}},
     {{Shape::write_response, ""}, {Shape::truth, "consecutive"}, {Shape::truth, "synchronous"}},
     kNoRequirements,
     {{Shape::truth, "consecutive"}, {Shape::truth, "synchronous"}}},
    {"COPY_NOTIFY",
     {kStateid, {Shape::network_location, ""}},
     {{Shape::time_4, "lease"}, {Shape::stateid, "copy_stateid"}, {Shape::network_locations, ""}}},
    {"DEALLOCATE", {kStateid, kOffset, kLength}, {}},
    {"IO_ADVISE", {kStateid, kOffset, kLength, kBits}, {kBits}},
    {"LAYOUTERROR", {kOffset, kLength, kStateid, {Shape::device_errors, ""}}, {}},
    {"LAYOUTSTATS",
     {kOffset,
      kLength,
      kStateid,
      {Shape::bytes_16, ""},
      {Shape::bytes_16, ""},
      {Shape::bytes_16, ""},
      {Shape::layout_update, ""}},
     {}},
    {"OFFLOAD_CANCEL", {kStateid}, {}},
    {"OFFLOAD_STATUS", {kStateid}, {{Shape::long_number, "value"}, {Shape::complete, ""}}},
    {"READ_PLUS", {kStateid, kOffset, kCount}, {kEof, {Shape::read_plus, ""}}},
    {"SEEK", {kStateid, kOffset, {Shape::number, "what"}}, {kEof, kOffset}},
    {"WRITE_SAME",
     {kStateid,
      {Shape::stable_how, "stable"},
      kOffset,
      {Shape::long_number, "block_size"},
      {Shape::long_number, "blocks"},
      {Shape::long_number, ""},
      kWord,
      {Shape::long_number, ""},
      {Shape::data, "data"}},
     {{Shape::write_response, ""}}},
    {"CLONE",
     {{Shape::stateid, "from_stateid"}, kStateid, {Shape::long_number, "from_offset"}, kOffset, kLength},
     {}},
    {"GETXATTR", {kName}, {{Shape::counted_data, "value"}}},
    {"SETXATTR", {{Shape::number, "how"}, kName, {Shape::counted_data, "length"}}, {{Shape::change, "file"}}},
    {"LISTXATTRS",
     {{Shape::long_number, "cookie"}, kCount},
     {{Shape::long_number, "cookie"}, {Shape::texts, "names"}, kEof}},
    {"REMOVEXATTR", {kName}, {{Shape::change, "file"}}},
};

// Indexed by number, from 3.
constexpr Operation4 kCallbacks[] = {
    {"CB_GETATTR", {kHandle, kBits}, {kAttributes}},
    {"CB_RECALL", {kStateid, {Shape::truth, "truncate"}, kHandle}, {}},
    {"CB_LAYOUTRECALL", {kLayoutType, kMode, {Shape::truth, "changed"}, {Shape::layout_recall, ""}}, {}},
    {"CB_NOTIFY", {kStateid, kHandle, {Shape::notifications, ""}}, {}},
    {"CB_PUSH_DELEG", {kHandle, {Shape::delegation, "delegation"}}, {}},
    {"CB_RECALL_ANY", {{Shape::number, "keep"}, kBits}, {}},
    {"CB_RECALLABLE_OBJ_AVAIL", {{Shape::number, "keep"}}, {}},
    {"CB_RECALL_SLOT", {{Shape::number, "target_highest_slot"}}, {}},
    {"CB_SEQUENCE",
     {kSession,
      {Shape::number, "sequence"},
      {Shape::number, "slot"},
      {Shape::number, "highest_slot"},
      kFlag,
      {Shape::referring_calls, ""}},
     {{Shape::bytes_16, ""}, kWord, kWord, kWord, {Shape::number, "target_highest_slot"}}},
    {"CB_WANTS_CANCELLED", {kFlag, kFlag}, {}},
    {"CB_NOTIFY_LOCK", {kHandle, kOwner}, {}},
    {"CB_NOTIFY_DEVICEID", {{Shape::device_notifications, ""}}, {}},
    {"CB_OFFLOAD", {kHandle, kStateid, {Shape::offload, ""}}, {}},
};

constexpr std::uint32_t kFirst = 3;
constexpr std::uint32_t kIllegal = 10044;

}  // namespace

const Operation4* find_operation(std::uint32_t number) {
  static constexpr Operation4 kIllegalOperation{"ILLEGAL", {}, {}};
  if (number == kIllegal) return &kIllegalOperation;
  if (number < kFirst || number - kFirst >= std::size(kOperations)) return nullptr;
  return &kOperations[number - kFirst];
}

const Operation4* find_callback(std::uint32_t number) {
  static constexpr Operation4 kIllegalCallback{"CB_ILLEGAL", {}, {}};
  if (number == kIllegal) return &kIllegalCallback;
  if (number < kFirst || number - kFirst >= std::size(kCallbacks)) return nullptr;
  return &kCallbacks[number - kFirst];
}

}  // namespace braid::import::nfs
