// The lock manager: RFC 1813, appendix II (version 4); X/Open XNFS, chapter 10 (versions 1 and 3).
#include "braid/tracer/import/nfs/procedures.h"

namespace braid::import::nfs {
namespace {

constexpr Element kCookie{Shape::opaque, "cookie"};
constexpr Element kBlock{Shape::truth, "block"};
constexpr Element kExclusive{Shape::truth, "exclusive"};
constexpr Element kCaller{Shape::text, "caller"};
constexpr Element kHandle{Shape::handle, "handle"};
constexpr Element kOwner{Shape::opaque, "owner"};
constexpr Element kProcess{Shape::number, "owner_process"};
constexpr Element kReclaim{Shape::truth, "reclaim"};
constexpr Element kState{Shape::number, "state"};
constexpr Element kStatus{Shape::number,
                          "value"};  // 0 granted, 1 denied, 2 no locks, 3 blocked, 4 grace period
constexpr Elements kResult{kCookie, kStatus};

/// `number`: of offsets and lengths, 32 or 64 bits.
constexpr auto procedures(Shape number) {
  const Element offset{number, "offset"};
  const Element length{number, "length"};
  const Elements test{kCookie, kExclusive, kCaller, kHandle, kOwner, kProcess, offset, length};
  const Elements lock{kCookie,  kBlock, kExclusive, kCaller,  kHandle, kOwner,
                      kProcess, offset, length,     kReclaim, kState};
  const Elements cancel{kCookie, kBlock, kExclusive, kCaller, kHandle, kOwner, kProcess, offset, length};
  const Elements unlock{kCookie, kCaller, kHandle, kOwner, kProcess, offset, length};
  // The procedures that end in MSG and RES are a call in two messages, neither of which has results.
  return std::to_array<Procedure>({
      {"NULL", {}, {}, {}},
      {"TEST", test, kResult, {}},
      {"LOCK", lock, kResult, {}},
      {"CANCEL", cancel, kResult, {}},
      {"UNLOCK", unlock, kResult, {}},
      {"GRANTED", test, kResult, {}},
      {"TEST_MSG", test, {}, {}},
      {"LOCK_MSG", lock, {}, {}},
      {"CANCEL_MSG", cancel, {}, {}},
      {"UNLOCK_MSG", unlock, {}, {}},
      {"GRANTED_MSG", test, {}, {}},
      {"TEST_RES", kResult, {}, {}},
      {"LOCK_RES", kResult, {}, {}},
      {"CANCEL_RES", kResult, {}, {}},
      {"UNLOCK_RES", kResult, {}, {}},
      {"GRANTED_RES", kResult, {}, {}},
      {"SM_NOTIFY", {}, {}, {}},
      {"procedure 17", {}, {}, {}},
      {"procedure 18", {}, {}, {}},
      {"procedure 19", {}, {}, {}},
      {"SHARE", {kCookie, kCaller, kHandle, kOwner}, kResult, {}},
      {"UNSHARE", {kCookie, kCaller, kHandle, kOwner}, kResult, {}},
      {"NM_LOCK", cancel, kResult, {}},
      {"FREE_ALL", {kCaller, kState}, {}, {}},
  });
}

constexpr auto kVersion1 = procedures(Shape::number);
constexpr auto kVersion4 = procedures(Shape::long_number);

}  // namespace

std::span<const Procedure> nlm1_procedures() {
  return kVersion1;
}

std::span<const Procedure> nlm4_procedures() {
  return kVersion4;
}

}  // namespace braid::import::nfs
