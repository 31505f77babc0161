// RFC 7530, 16: elements of NFS 4.0, which later versions have, too.
#include <fmt/format.h>

#include "braid/tracer/import/nfs/element_reader.h"
#include "braid/tracer/import/nfs/file_types.h"

namespace braid::import::nfs {

bool ElementReader::read_version_4(const Element& element) {
  switch (element.shape) {
    case Shape::time_4:
      add(element.name, to_string(read_time_4()));
      return true;
    case Shape::stateid:
      add(element.name, read_stateid());
      return true;
    case Shape::bitmap:
      static_cast<void>(read_bitmap());
      return true;
    case Shape::attributes_4: {
      recording::Fields attributes;
      read_attributes_4(attributes);
      if (element.name[0] == '\0') {
        for (const recording::Field& field : attributes) add(field.name, field.value);
      } else if (!attributes.empty()) {
        add(element.name, std::move(attributes));
      }
      return true;
    }
    case Shape::change: {
      recording::Fields change;
      change.add("atomic", xdr_.truth());
      change.add("before", xdr_.long_number());
      change.add("after", xdr_.long_number());
      add(element.name, std::move(change));
      return true;
    }
    case Shape::owner:
      read_owner(element);
      return true;
    case Shape::create_type:
      read_create_type();
      return true;
    case Shape::locker:
      read_locker(element);
      return true;
    case Shape::open_how:
      read_open_how(element);
      return true;
    case Shape::open_claim:
      read_open_claim(element);
      return true;
    case Shape::delegation:
      read_delegation(element);
      return true;
    case Shape::lock_denied:
      read_lock_denied(element);
      return true;
    case Shape::entries_4:
      read_entries_4(element);
      return true;
    case Shape::security:
      pass_security();
      return true;
    default:
      return false;
  }
}

std::string ElementReader::read_stateid() {
  const std::uint32_t number = xdr_.number();
  return fmt::format("{}.{}", number, hexadecimal(xdr_.fixed(12)));
}

void ElementReader::read_owner(const Element& element) {
  const std::uint64_t client = xdr_.long_number();
  const std::string_view owner = xdr_.opaque();
  add(element.name, fmt::format("{:x}.{}", client, hexadecimal(owner)));
}

void ElementReader::read_create_type() {
  constexpr std::uint32_t kBlock = 3;
  constexpr std::uint32_t kCharacter = 4;
  constexpr std::uint32_t kLink = 5;
  const std::uint32_t type = xdr_.number();
  add("type", file_type(type));
  if (type == kLink) add("to", xdr_.opaque());
  if (type == kBlock || type == kCharacter) xdr_.pass(8);
}

void ElementReader::read_locker(const Element& element) {
  if (xdr_.truth()) {
    add("open_sequence", xdr_.number());
    add("stateid", read_stateid());
    add("lock_sequence", xdr_.number());
    read_owner(element);
  } else {
    add("lock_stateid", read_stateid());
    add("lock_sequence", xdr_.number());
  }
}

void ElementReader::read_open_how(const Element& element) {
  constexpr std::array kModes = {"UNCHECKED", "GUARDED", "EXCLUSIVE", "EXCLUSIVE4_1"};
  constexpr std::uint32_t kExclusive = 2;
  if (xdr_.number() == 0) return;
  const std::uint32_t mode = xdr_.number();
  if (mode >= kModes.size()) return xdr_.fail();
  add(element.name, kModes.at(mode));
  if (mode >= kExclusive) add("verifier", hexadecimal(xdr_.fixed(8)));
  if (mode != kExclusive) {
    recording::Fields set;
    read_attributes_4(set);
    if (!set.empty()) add("set", std::move(set));
  }
}

void ElementReader::read_open_claim(const Element& element) {
  constexpr std::array kClaims = {"NULL", "PREVIOUS",     "DELEGATE_CUR", "DELEGATE_PREV",
                                  "FH",   "DELEG_CUR_FH", "DELEG_PREV_FH"};
  enum Claim : std::uint32_t {
    kNull,
    kPrevious,
    kDelegateCurrent,
    kDelegatePrevious,
    kHandle,
    kCurrentHandle
  };
  const std::uint32_t claim = xdr_.number();
  if (claim >= kClaims.size()) return xdr_.fail();
  add(element.name, kClaims.at(claim));
  if (claim == kPrevious) add("delegation", xdr_.number());
  if (claim == kDelegateCurrent || claim == kCurrentHandle) add("delegation_stateid", read_stateid());
  if (claim == kNull || claim == kDelegateCurrent || claim == kDelegatePrevious) read({Shape::text, "name"});
}

void ElementReader::read_delegation(const Element& element) {
  constexpr std::array kTypes = {"none", "read", "write", "none", "read", "write"};
  constexpr std::uint32_t kWithReason = 3;
  const std::uint32_t type = xdr_.number();
  if (type >= kTypes.size()) return xdr_.fail();
  add(element.name, kTypes.at(type));
  if (type == kWithReason) {
    // WND4_CONTENTION and WND4_RESOURCE say whether the server will tell when that is over.
    const std::uint32_t why = xdr_.number();
    add("delegation_refused", why);
    if (why == 1 || why == 2) xdr_.pass(4);
    return;
  }
  if (type == 0) return;
  add("delegation_stateid", read_stateid());
  xdr_.pass(4);
  const bool write = type == 2 || type == 5;
  if (write) xdr_.pass(12);
  pass_access_entry();
}

void ElementReader::pass_access_entry() {
  xdr_.pass(12);
  xdr_.pass_opaque();
}

void ElementReader::read_lock_denied(const Element& element) {
  recording::Fields holder;
  holder.add("offset", xdr_.long_number());
  holder.add("length", xdr_.long_number());
  holder.add("type", xdr_.number());
  const std::uint64_t client = xdr_.long_number();
  holder.add("owner", fmt::format("{:x}.{}", client, hexadecimal(xdr_.opaque())));
  add(element.name, std::move(holder));
}

void ElementReader::pass_security() {
  constexpr std::uint32_t kRpcSecGss = 6;
  for (std::uint32_t left = xdr_.number(); left > 0 && !xdr_.failed(); --left) {
    if (xdr_.number() != kRpcSecGss) continue;
    xdr_.pass_opaque();
    xdr_.pass(8);
  }
}

}  // namespace braid::import::nfs
