#include "braid/checker/history/file_parts.h"

#include <fmt/format.h>

#include <algorithm>

namespace braid::history {
namespace {

std::uint32_t add_object(History& history, std::uint32_t group, std::string name) {
  history.objects.push_back(std::move(name));
  history.group_of.push_back(group);
  return static_cast<std::uint32_t>(history.objects.size() - 1);
}

}  // namespace

std::uint32_t FileParts::object_of(History& history, std::uint32_t group, const recording::Record& record,
                                   const std::string& content) {
  const recording::Value* offset_value = record.arguments.find("offset");
  const recording::Value* length_value = record.arguments.find("length");
  const std::uint64_t offset = offset_value == nullptr ? 0 : offset_value->natural().value_or(0);
  const std::uint64_t length =
      length_value == nullptr ? content.size() : length_value->natural().value_or(content.size());
  const auto [entry, added] = parts_[group].try_emplace(offset, Part{length, 0});
  if (added) {
    entry->second.object = add_object(history, group, fmt::format("{} at {}", history.groups[group], offset));
  } else if (entry->second.length != length) {
    ++mixed_[group];
  }
  return entry->second.object;
}

std::uint32_t FileParts::whole_object(History& history, std::uint32_t group) {
  const auto [entry, added] = whole_.try_emplace(group, 0);
  if (added) entry->second = add_object(history, group, history.groups[group]);
  return entry->second;
}

void FileParts::finish(History& history) {
  std::vector<bool> left_out(history.groups.size(), false);
  for (const auto& [group, parts] : parts_) {
    std::uint64_t end = 0;
    bool overlaps = mixed_.count(group) > 0;
    for (const auto& [offset, part] : parts) {
      overlaps = overlaps || offset < end;
      end = offset + part.length;
    }
    left_out[group] = overlaps;
    // A file with one part, from its beginning, is that part.
    if (parts.size() == 1 && parts.begin()->first == 0)
      history.objects[parts.begin()->second.object] = history.groups[group];
  }
  const auto is_out = [&](const Operation& operation) {
    return operation.kind != OperationKind::transaction && left_out[history.group_of[operation.object]];
  };
  std::vector<std::uint64_t> counts(history.groups.size(), 0);
  for (const Operation& operation : history.operations) {
    if (is_out(operation)) ++counts[history.group_of[operation.object]];
  }
  std::erase_if(history.operations, is_out);
  for (std::size_t group = 0; group < counts.size(); ++group) {
    if (counts[group] > 0) {
      history.left_out.push_back(
          fmt::format("{}: {} reads and writes of parts that overlap", history.groups[group], counts[group]));
    }
  }
}

}  // namespace braid::history
