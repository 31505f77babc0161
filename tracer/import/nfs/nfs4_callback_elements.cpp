// RFC 8881, 20, and RFC 7862, 16: what servers call their clients for.
#include "braid/tracer/import/nfs/element_reader.h"

namespace braid::import::nfs {
namespace {

void pass_notifications(packets::XdrReader& xdr) {
  for (std::uint32_t left = xdr.number(); left > 0 && !xdr.failed(); --left) {
    for (std::uint32_t words = xdr.number(); words > 0 && !xdr.failed(); --words) xdr.pass(4);
    xdr.pass_opaque();
  }
}

}  // namespace

bool ElementReader::read_callback(const Element& element) {
  switch (element.shape) {
    case Shape::layout_recall: {
      enum Kind : std::uint32_t { kFile = 1, kFilesystem = 2, kAll = 3 };
      const std::uint32_t kind = xdr_.number();
      if (kind == kFile) {
        read({Shape::handle, "handle"});
        add("offset", xdr_.long_number());
        add("length", xdr_.long_number());
        add("stateid", read_stateid());
      } else if (kind == kFilesystem) {
        xdr_.pass(16);
      } else if (kind != kAll) {
        xdr_.fail();
      }
      return true;
    }
    case Shape::notifications:
    case Shape::device_notifications:
      pass_notifications(xdr_);
      return true;
    case Shape::referring_calls:
      for (std::uint32_t left = xdr_.number(); left > 0 && !xdr_.failed(); --left) {
        xdr_.pass(16);
        for (std::uint32_t calls = xdr_.number(); calls > 0 && !xdr_.failed(); --calls) xdr_.pass(8);
      }
      return true;
    case Shape::offload: {
      const std::uint32_t status = xdr_.number();
      add("status", status);
      if (status == 0) {
        read_write_response(element);
      } else {
        add("value", xdr_.long_number());
      }
      return true;
    }
    default:
      return false;
  }
}

}  // namespace braid::import::nfs
