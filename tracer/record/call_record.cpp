#include "braid/tracer/record/call_record.h"

#include <fcntl.h>
#include <fmt/format.h>

#include <array>
#include <cstring>
#include <string_view>
#include <utility>

namespace braid::record {
namespace {

using recording::Fields;

std::string flags_text(int flags) {
  std::string text = "O_RDONLY";
  if ((flags & O_ACCMODE) == O_WRONLY) text = "O_WRONLY";
  if ((flags & O_ACCMODE) == O_RDWR) text = "O_RDWR";
  constexpr std::array kOthers = {std::pair{O_CREAT, "|O_CREAT"}, std::pair{O_EXCL, "|O_EXCL"},
                                  std::pair{O_APPEND, "|O_APPEND"}};
  for (const auto& [flag, name] : kOthers) {
    if ((flags & flag) != 0) text += name;
  }
  return text;
}

std::string error_name(int error) {
  const char* const name = ::strerrorname_np(error);
  return name != nullptr ? name : fmt::format("errno {}", error);
}

Fields arguments_of(const MadeCall& call) {
  const Step& step = call.step;
  Fields fields;
  if (call.descriptor >= 0) fields.add("descriptor", call.descriptor);
  if (step.call == Call::open) fields.add("flags", flags_text(step.flags));
  if (step.call == Call::rename) fields.add("to", path_of(step.to));
  if (step.call == Call::read || step.call == Call::write) fields.add("offset", step.offset);
  if (step.length > 0) fields.add("length", step.length);
  if (step.call == Call::write || step.call == Call::append)
    fields.add("data", std::string_view(step.data.data(), step.data.size()));
  return fields;
}

Fields result_of(const MadeCall& call) {
  Fields fields;
  if (call.error != 0) {
    fields.add("error", error_name(call.error));
    return fields;
  }
  fields.add("value", call.value);
  if (call.step.call == Call::read) fields.add("data", call.data);
  if (call.step.call == Call::stat) {
    fields.add("size", call.size);
    fields.add("mtime", recording::to_string(time_of(call.mtime)));
    fields.add("inode", call.inode);
  }
  return fields;
}

}  // namespace

recording::Time time_of(std::int64_t nanoseconds) {
  constexpr std::uint8_t kDecimals = 9;
  return {nanoseconds, kDecimals};
}

recording::Record record_of(const MadeCall& call, std::uint32_t client, std::uint64_t process) {
  recording::Record record;
  record.actor = fmt::format("c{}", client);
  record.process = process;
  record.operation = name_of(call.step.call);
  record.object = path_of(call.step.file);
  record.arguments = arguments_of(call);
  record.start = time_of(call.start);
  if (!call.returned) return record;
  record.end = time_of(call.end);
  record.result = result_of(call);
  return record;
}

}  // namespace braid::record
