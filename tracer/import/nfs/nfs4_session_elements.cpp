// RFC 8881, 18.33 to 18.50: who a client is, and its sessions.
#include "braid/tracer/import/nfs/element_reader.h"

namespace braid::import::nfs {

bool ElementReader::read_session(const Element& element) {
  switch (element.shape) {
    case Shape::security_parameters:
      pass_security_parameters();
      return true;
    case Shape::protection_call:
      pass_protection_call();
      return true;
    case Shape::protection_reply:
      pass_protection_reply();
      return true;
    case Shape::implementation:
      pass_implementation();
      return true;
    case Shape::channel:
      pass_channel();
      return true;
    case Shape::stateids: {
      recording::List list;
      constexpr std::uint32_t kMostStateids = 4096;
      std::uint32_t left = xdr_.number();
      if (left > kMostStateids) xdr_.fail();
      for (; left > 0 && !xdr_.failed(); --left) list.emplace_back(read_stateid());
      add(element.name, std::move(list));
      return true;
    }
    default:
      return false;
  }
}

void ElementReader::pass_security_parameters() {
  constexpr std::uint32_t kSystem = 1;
  constexpr std::uint32_t kRpcSecGss = 6;
  for (std::uint32_t left = xdr_.number(); left > 0 && !xdr_.failed(); --left) {
    const std::uint32_t flavour = xdr_.number();
    if (flavour == kSystem) {
      xdr_.pass(4);
      xdr_.pass_opaque();
      xdr_.pass(8);
      for (std::uint32_t groups = xdr_.number(); groups > 0 && !xdr_.failed(); --groups) xdr_.pass(4);
    } else if (flavour == kRpcSecGss) {
      xdr_.pass(4);
      xdr_.pass_opaque();
      xdr_.pass_opaque();
    }
  }
}

namespace {

enum Protection : std::uint32_t { kNone = 0, kMachineCredential = 1, kSecretState = 2 };

void pass_list(packets::XdrReader& xdr) {
  for (std::uint32_t left = xdr.number(); left > 0 && !xdr.failed(); --left) xdr.pass_opaque();
}

}  // namespace

void ElementReader::pass_protection_call() {
  const std::uint32_t how = xdr_.number();
  if (how == kNone) return;
  if (how > kSecretState) return xdr_.fail();
  static_cast<void>(read_bitmap());
  static_cast<void>(read_bitmap());
  if (how != kSecretState) return;
  pass_list(xdr_);
  pass_list(xdr_);
  xdr_.pass(8);
}

void ElementReader::pass_protection_reply() {
  const std::uint32_t how = xdr_.number();
  if (how == kNone) return;
  if (how > kSecretState) return xdr_.fail();
  static_cast<void>(read_bitmap());
  static_cast<void>(read_bitmap());
  if (how != kSecretState) return;
  xdr_.pass(16);
  pass_list(xdr_);
}

void ElementReader::pass_implementation() {
  for (std::uint32_t left = xdr_.number(); left > 0 && !xdr_.failed(); --left) {
    xdr_.pass_opaque();
    xdr_.pass_opaque();
    xdr_.pass(12);
  }
}

void ElementReader::pass_channel() {
  xdr_.pass(24);
  for (std::uint32_t left = xdr_.number(); left > 0 && !xdr_.failed(); --left) xdr_.pass(4);
}

}  // namespace braid::import::nfs
