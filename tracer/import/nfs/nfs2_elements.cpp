// RFC 1094, 2.3.
#include "braid/tracer/import/nfs/element_reader.h"
#include "braid/tracer/import/nfs/file_types.h"

namespace braid::import::nfs {
namespace {

recording::Value read_time(packets::XdrReader& xdr) {
  const recording::Time seconds = recording::seconds(xdr.number());
  const std::int64_t microseconds = xdr.number();
  return to_string(seconds + recording::Time{microseconds * 1000, 6});
}

}  // namespace

bool ElementReader::read_version_2(const Element& element) {
  switch (element.shape) {
    case Shape::attributes_2:
      read_attributes_2();
      return true;
    case Shape::settings_2:
      read_settings_2(element);
      return true;
    case Shape::entries_2:
      read_entries_2(element);
      return true;
    default:
      return false;
  }
}

void ElementReader::read_attributes_2() {
  add("type", file_type(xdr_.number()));
  add("mode", xdr_.number());
  add("links", xdr_.number());
  xdr_.pass(8);
  add("size", xdr_.number());
  xdr_.pass(16);
  add("inode", xdr_.number());
  xdr_.pass(8);
  add("mtime", read_time(xdr_));
  add("ctime", read_time(xdr_));
}

void ElementReader::read_settings_2(const Element& element) {
  // What is all ones is not set.
  constexpr std::uint32_t kUnset = UINT32_MAX;
  recording::Fields set;
  const auto read = [&](std::string_view name) {
    const std::uint32_t number = xdr_.number();
    if (number != kUnset) set.add(name, number);
  };
  read("mode");
  read("uid");
  read("gid");
  read("size");
  xdr_.pass(8);
  if (const std::uint32_t seconds = xdr_.number(); seconds != kUnset) {
    set.add("mtime",
            to_string(recording::seconds(seconds) + recording::Time{std::int64_t{xdr_.number()} * 1000, 6}));
  } else {
    xdr_.pass(4);
  }
  add(element.name, std::move(set));
}

void ElementReader::read_entries_2(const Element& element) {
  recording::List names;
  while (xdr_.truth() && !xdr_.failed()) {
    xdr_.pass(4);
    names.emplace_back(xdr_.opaque());
    xdr_.pass(4);
  }
  add(element.name, std::move(names));
  add("eof", xdr_.truth());
}

}  // namespace braid::import::nfs
