// RFC 7530 and 8881, 5: attributes are values in the order of their numbers, which a bitmap gives.
#include "braid/tracer/import/nfs/element_reader.h"
#include "braid/tracer/import/nfs/file_types.h"

namespace braid::import::nfs {
namespace {

enum Attribute : std::uint32_t {
  kSupported = 0,
  kType = 1,
  kChange = 3,
  kSize = 4,
  kFilesystem = 8,
  kAcl = 12,
  kHandle = 19,
  kInode = 20,
  kLocations = 24,
  kMimeType = 32,
  kMode = 33,
  kLinks = 35,
  kOwner = 36,
  kGroup = 37,
  kDevice = 41,
  kAccessTimeSet = 48,
  kChangeTime = 52,
  kModifyTime = 53,
  kModifyTimeSet = 54,
  kLastPassed = 55,  ///< behind it comes nothing that is of interest
};

bool is_long(std::uint32_t number) {
  return (number >= 20 && number <= 23) || number == 27 || number == 30 || number == 31 ||
         (number >= 38 && number <= 45 && number != kDevice) || number == kLastPassed;
}

bool is_time(std::uint32_t number) {
  return number == 47 || (number >= 49 && number <= kModifyTime);
}

void pass_access_list(packets::XdrReader& values) {
  for (std::uint32_t left = values.number(); left > 0 && !values.failed(); --left) {
    values.pass(12);
    values.pass_opaque();
  }
}

void pass_path(packets::XdrReader& values) {
  for (std::uint32_t left = values.number(); left > 0 && !values.failed(); --left) values.pass_opaque();
}

void pass_locations(packets::XdrReader& values) {
  pass_path(values);
  for (std::uint32_t left = values.number(); left > 0 && !values.failed(); --left) {
    pass_path(values);
    pass_path(values);
  }
}

recording::Time time_of(packets::XdrReader& values) {
  const auto seconds = static_cast<std::int64_t>(values.long_number());
  const std::uint32_t nanoseconds = values.number();
  constexpr std::int64_t kMost = 9'000'000'000;
  if (seconds <= -kMost || seconds >= kMost) {
    values.fail();
    return {};
  }
  return recording::seconds(seconds) + recording::Time{nanoseconds, 9};
}

/// settime4: the server's time, or one that is given.
recording::Value time_to_set(packets::XdrReader& values) {
  if (values.number() == 0) return "server";
  return to_string(time_of(values));
}

/// Of size that depends on its content, or of a Boolean's or a number's.
void pass_value(std::uint32_t number, packets::XdrReader& values) {
  if (is_long(number)) return values.pass(8);
  if (is_time(number)) return values.pass(12);
  switch (number) {
    case kSupported:
      for (std::uint32_t left = values.number(); left > 0 && !values.failed(); --left) values.pass(4);
      return;
    case kFilesystem:
      return values.pass(16);
    case kAcl:
      return pass_access_list(values);
    case kHandle:
    case kMimeType:
    case kOwner:
    case kGroup:
      return values.pass_opaque();
    case kLocations:
      return pass_locations(values);
    case kDevice:
      return values.pass(8);
    case kAccessTimeSet:
      if (values.number() == 1) values.pass(12);
      return;
    default:
      return values.pass(4);
  }
}

/// Adds it if it is of interest, else passes over it.
void read_attribute(std::uint32_t number, packets::XdrReader& values, recording::Fields& fields) {
  const auto add = [&](std::string_view name, recording::Value value) {
    if (!values.failed()) fields.add(name, std::move(value));
  };
  switch (number) {
    case kType:
      return add("type", file_type(values.number()));
    case kChange:
      return add("change", values.long_number());
    case kSize:
      return add("size", values.long_number());
    case kInode:
      return add("inode", values.long_number());
    case kMode:
      return add("mode", values.number());
    case kLinks:
      return add("links", values.number());
    case kChangeTime:
      return add("ctime", to_string(time_of(values)));
    case kModifyTime:
      return add("mtime", to_string(time_of(values)));
    case kModifyTimeSet:
      return add("mtime", time_to_set(values));
    default:
      return pass_value(number, values);
  }
}

}  // namespace

recording::Time ElementReader::read_time_4() {
  return time_of(xdr_);
}

std::array<std::uint32_t, 2> ElementReader::read_bitmap() {
  std::array<std::uint32_t, 2> words{};
  const std::uint32_t size = xdr_.number();
  for (std::uint32_t i = 0; i < size && !xdr_.failed(); ++i) {
    const std::uint32_t word = xdr_.number();
    if (i < words.size()) words[i] = word;
  }
  return words;
}

void ElementReader::read_attributes_4(recording::Fields& fields) {
  const auto bitmap = read_bitmap();
  packets::XdrReader values(xdr_.opaque());
  if (xdr_.failed()) return;
  for (std::uint32_t number = 0; number <= kLastPassed && !values.failed(); ++number) {
    if ((bitmap[number / 32] >> number % 32 & 1U) != 0) read_attribute(number, values, fields);
  }
}

void ElementReader::read_entries_4(const Element& element) {
  recording::List names;
  while (xdr_.truth() && !xdr_.failed()) {
    xdr_.pass(8);
    const std::string_view name = xdr_.opaque();
    static_cast<void>(read_bitmap());
    xdr_.pass_opaque();
    if (!xdr_.failed()) names.emplace_back(name);
  }
  add(element.name, std::move(names));
  add("eof", xdr_.truth());
}

}  // namespace braid::import::nfs
