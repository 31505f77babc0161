// RFC 8881, 18.40 to 18.44 (layouts, directory delegations) and RFC 7862, 15 (operations of NFS 4.2).
#include "braid/tracer/import/nfs/element_reader.h"

namespace braid::import::nfs {

bool ElementReader::read_layout(const Element& element) {
  switch (element.shape) {
    case Shape::layout_update:
      xdr_.pass(4);
      xdr_.pass_opaque();
      return true;
    case Shape::optional_long:
      if (xdr_.truth()) add(element.name, xdr_.long_number());
      return true;
    case Shape::optional_time:
      if (xdr_.truth()) add(element.name, to_string(read_time_4()));
      return true;
    case Shape::optional_stateid:
      if (xdr_.truth()) add(element.name, read_stateid());
      return true;
    case Shape::layout_return: {
      constexpr std::uint32_t kFile = 1;
      if (xdr_.number() != kFile) return true;
      add("offset", xdr_.long_number());
      add("length", xdr_.long_number());
      add("stateid", read_stateid());
      xdr_.pass_opaque();
      return true;
    }
    case Shape::layouts:
      for (std::uint32_t left = xdr_.number(); left > 0 && !xdr_.failed(); --left) {
        xdr_.pass(24);
        xdr_.pass_opaque();
      }
      return true;
    case Shape::delegation_claim: {
      constexpr std::uint32_t kPrevious = 1;
      if (xdr_.number() == kPrevious) xdr_.pass(4);
      return true;
    }
    case Shape::directory_delegation:
      if (xdr_.number() != 0) {
        xdr_.pass(4);
        return true;
      }
      xdr_.pass(8);
      add("stateid", read_stateid());
      for (int bitmaps = 0; bitmaps < 3; ++bitmaps) static_cast<void>(read_bitmap());
      return true;
    case Shape::device_errors:
      for (std::uint32_t left = xdr_.number(); left > 0 && !xdr_.failed(); --left) xdr_.pass(24);
      return true;
    case Shape::network_location:
      pass_network_location();
      return true;
    case Shape::network_locations:
      for (std::uint32_t left = xdr_.number(); left > 0 && !xdr_.failed(); --left) pass_network_location();
      return true;
    case Shape::write_response:
      read_write_response(element);
      return true;
    case Shape::complete:
      for (std::uint32_t left = xdr_.number(); left > 0 && !xdr_.failed(); --left) xdr_.pass(4);
      return true;
    case Shape::read_plus:
      read_read_plus(element);
      return true;
    case Shape::device_ids:
      for (std::uint32_t left = xdr_.number(); left > 0 && !xdr_.failed(); --left) xdr_.pass(16);
      return true;
    default:
      return false;
  }
}

void ElementReader::pass_network_location() {
  constexpr std::uint32_t kAddress = 3;
  const std::uint32_t type = xdr_.number();
  xdr_.pass_opaque();
  if (type == kAddress) xdr_.pass_opaque();
}

void ElementReader::read_write_response(const Element& /*element*/) {
  for (std::uint32_t left = xdr_.number(); left > 0 && !xdr_.failed(); --left)
    add("callback_stateid", read_stateid());
  add("value", xdr_.long_number());
  read({Shape::stable_how, "committed"});
  add("verifier", hexadecimal(xdr_.fixed(8)));
}

void ElementReader::read_read_plus(const Element& /*element*/) {
  for (std::uint32_t left = xdr_.number(); left > 0 && !xdr_.failed(); --left) {
    const bool hole = xdr_.number() == 1;
    add(hole ? "hole_offset" : "data_offset", xdr_.long_number());
    if (hole) {
      add("hole_length", xdr_.long_number());
    } else {
      read_data({Shape::data, "data"});
    }
  }
}

}  // namespace braid::import::nfs
