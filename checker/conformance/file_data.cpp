#include "braid/checker/conformance/file_data.h"

#include <algorithm>
#include <limits>

namespace braid::conformance {
namespace {

using Kind = DataAccess::Kind;
constexpr std::uint64_t kEnd = std::numeric_limits<std::uint64_t>::max();

std::uint64_t sum(std::uint64_t offset, std::uint64_t length) {
  return length > kEnd - offset ? kEnd : offset + length;
}

/// What an access is about.
std::pair<std::uint64_t, std::uint64_t> range_of(const DataAccess& access) {
  const bool to_end = access.kind == Kind::cut_off || (access.kind == Kind::commit && access.length == 0);
  return {access.offset, to_end ? kEnd : sum(access.offset, access.length)};
}

}  // namespace

FileParts parts_of(std::span<const DataAccess> accesses) {
  std::vector<std::uint64_t> borders;
  std::vector<std::pair<std::uint64_t, std::uint64_t>> told;  // what some read tells of
  for (const DataAccess& access : accesses) {
    const auto [offset, end] = range_of(access);
    borders.push_back(offset);
    borders.push_back(end);
    if (access.bytes.size() < access.length) borders.push_back(offset + access.bytes.size());
    if (access.kind == Kind::read && !access.bytes.empty())
      told.emplace_back(offset, offset + access.bytes.size());
  }
  std::sort(borders.begin(), borders.end());
  borders.erase(std::unique(borders.begin(), borders.end()), borders.end());
  std::sort(told.begin(), told.end());
  FileParts parts;
  std::uint64_t told_up_to = 0;
  std::size_t next = 0;
  for (std::size_t k = 0; k + 1 < borders.size(); ++k) {
    while (next < told.size() && told[next].first <= borders[k]) {
      told_up_to = std::max(told_up_to, told[next].second);
      ++next;
    }
    if (told_up_to > borders[k]) parts.emplace_back(borders[k], borders[k + 1]);
  }
  return parts;
}

std::pair<std::size_t, std::size_t> parts_within(const FileParts& parts, std::uint64_t offset,
                                                 std::uint64_t end) {
  const auto before = [](const std::pair<std::uint64_t, std::uint64_t>& part, std::uint64_t border) {
    return part.first < border;
  };
  const auto first = std::lower_bound(parts.begin(), parts.end(), offset, before);
  const auto last = std::lower_bound(first, parts.end(), end, before);
  return {static_cast<std::size_t>(first - parts.begin()), static_cast<std::size_t>(last - parts.begin())};
}

ContentId content_in(const DataAccess& access, const std::pair<std::uint64_t, std::uint64_t>& part,
                     Contents& contents) {
  if (access.kind == Kind::cut_off) return kZeros;
  const std::uint64_t from = part.first - access.offset;
  const std::uint64_t length = part.second - part.first;
  if (from + length > access.bytes.size()) return kUnknownContent;
  return contents.id_of(std::string_view(access.bytes).substr(from, length));
}

std::uint64_t cost_of(const FileParts& parts, std::span<const DataAccess> accesses) {
  std::uint64_t cost = 0;
  for (const DataAccess& access : accesses) {
    const auto [offset, end] = range_of(access);
    const auto [first, last] = parts_within(parts, offset, end);
    cost += last - first;
  }
  return cost;
}

}  // namespace braid::conformance
