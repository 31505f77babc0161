// RFC 1813, 2.5, 2.6 and 3.3.
#include "braid/tracer/import/nfs/element_reader.h"
#include "braid/tracer/import/nfs/file_types.h"

namespace braid::import::nfs {

bool ElementReader::read_version_3(const Element& element) {
  switch (element.shape) {
    case Shape::time_3:
      add(element.name, to_string(read_time_3()));
      return true;
    case Shape::attributes_3:
      read_attributes_3(fields_);
      return true;
    case Shape::post_3:
      if (xdr_.truth()) read_attributes_3(fields_);
      return true;
    case Shape::directory_3:
      if (xdr_.truth()) {
        recording::Fields directory;
        read_attributes_3(directory);
        add(element.name, std::move(directory));
      }
      return true;
    case Shape::weak_cache_3:
    case Shape::directory_weak_cache_3:
      read_weak_cache_3(element);
      return true;
    case Shape::settings_3:
      read_settings_3(element);
      return true;
    case Shape::guard_3:
      if (xdr_.truth()) add(element.name, to_string(read_time_3()));
      return true;
    case Shape::how_3:
      read_how_3(element);
      return true;
    case Shape::node_3:
      read_node_3(element);
      return true;
    case Shape::post_handle_3:
      if (xdr_.truth()) read_handle(element, xdr_.opaque());
      return true;
    case Shape::entries_3:
    case Shape::entries_plus_3:
      read_entries_3(element, element.shape == Shape::entries_plus_3);
      return true;
    default:
      return false;
  }
}

recording::Time ElementReader::read_time_3() {
  const recording::Time seconds = recording::seconds(xdr_.number());
  return seconds + recording::Time{xdr_.number(), 9};
}

void ElementReader::read_attributes_3(recording::Fields& fields) {
  const std::uint32_t type = xdr_.number();
  const std::uint32_t mode = xdr_.number();
  const std::uint32_t links = xdr_.number();
  xdr_.pass(8);  // uid, gid
  const std::uint64_t size = xdr_.long_number();
  xdr_.pass(24);  // used, rdev, fsid
  const std::uint64_t inode = xdr_.long_number();
  xdr_.pass(8);  // atime
  const recording::Time modified = read_time_3();
  const recording::Time changed = read_time_3();
  if (xdr_.failed()) return;
  fields.add("type", file_type(type));
  fields.add("mode", mode);
  fields.add("links", links);
  fields.add("size", size);
  fields.add("inode", inode);
  fields.add("mtime", to_string(modified));
  fields.add("ctime", to_string(changed));
}

void ElementReader::read_weak_cache_3(const Element& element) {
  recording::Fields inner;
  const bool nested = element.shape == Shape::directory_weak_cache_3;
  recording::Fields& fields = nested ? inner : fields_;
  if (xdr_.truth()) {
    recording::Fields before;
    before.add("size", xdr_.long_number());
    before.add("mtime", to_string(read_time_3()));
    before.add("ctime", to_string(read_time_3()));
    if (!xdr_.failed()) fields.add("before", std::move(before));
  }
  if (xdr_.truth()) read_attributes_3(fields);
  if (nested && !inner.empty()) add(element.name, std::move(inner));
}

void ElementReader::read_settings_3(const Element& element) {
  recording::Fields set;
  if (xdr_.truth()) set.add("mode", xdr_.number());
  if (xdr_.truth()) set.add("uid", xdr_.number());
  if (xdr_.truth()) set.add("gid", xdr_.number());
  if (xdr_.truth()) set.add("size", xdr_.long_number());
  for (const std::string_view name : {"atime", "mtime"}) {
    constexpr std::uint32_t kServerTime = 1;
    constexpr std::uint32_t kClientTime = 2;
    const std::uint32_t how = xdr_.number();
    if (how == kServerTime) set.add(name, "server");
    if (how == kClientTime) set.add(name, to_string(read_time_3()));
  }
  if (!set.empty()) add(element.name, std::move(set));
}

void ElementReader::read_how_3(const Element& element) {
  constexpr std::array kModes = {"UNCHECKED", "GUARDED", "EXCLUSIVE"};
  const std::uint32_t mode = xdr_.number();
  if (mode >= kModes.size()) {
    xdr_.fail();
    return;
  }
  add(element.name, kModes.at(mode));
  if (mode == 2) {
    add("verifier", hexadecimal(xdr_.fixed(8)));
  } else {
    read_settings_3({Shape::settings_3, "set"});
  }
}

void ElementReader::read_node_3(const Element& element) {
  const std::uint32_t type = xdr_.number();
  constexpr std::uint32_t kBlock = 3;
  constexpr std::uint32_t kCharacter = 4;
  constexpr std::uint32_t kSocket = 6;
  constexpr std::uint32_t kFifo = 7;
  add(element.name, file_type(type));
  const bool device = type == kBlock || type == kCharacter;
  if (device || type == kSocket || type == kFifo) read_settings_3({Shape::settings_3, "set"});
  if (device) xdr_.pass(8);
}

void ElementReader::read_entries_3(const Element& element, bool plus) {
  recording::List names;
  while (xdr_.truth() && !xdr_.failed()) {
    xdr_.pass(8);
    const std::string_view name = xdr_.opaque();
    xdr_.pass(8);
    constexpr std::uint32_t kAttributes = 84;
    if (plus && xdr_.truth()) xdr_.pass(kAttributes);
    if (plus && xdr_.truth()) mentioned_.entries.push_back({name, xdr_.opaque()});
    if (!xdr_.failed()) names.emplace_back(name);
  }
  if (!names.empty() && xdr_.failed()) {
    fields_.add(element.name, std::move(names));
    return;
  }
  add(element.name, std::move(names));
  add("eof", xdr_.truth());
}

}  // namespace braid::import::nfs
