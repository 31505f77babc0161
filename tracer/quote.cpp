#include "braid/tracer/quote.h"

#include <fmt/format.h>

#include <algorithm>
#include <iterator>

#include "braid/tracer/diagnostic.h"

namespace braid {

std::string quote(std::string_view text) {
  constexpr std::size_t kLongest = 40;
  std::string shown = "`";
  for (const char c : text.substr(0, kLongest)) {
    const auto byte = static_cast<unsigned char>(c);
    if (byte < 32 || byte >= 127 || c == '`' || c == '\\') {
      shown += fmt::format("\\x{:02X}", byte);
    } else {
      shown += c;
    }
  }
  shown += text.size() > kLongest ? "...`" : "`";
  return shown;
}

std::string quote_list(const std::vector<std::string_view>& words) {
  constexpr std::size_t kMost = 8;
  const std::size_t shown = std::min(words.size(), kMost);
  std::string list;
  for (std::size_t i = 0; i < shown; ++i) {
    if (i > 0) list += i + 1 == words.size() ? " and " : ", ";
    list += quote(words[i]);
  }
  if (words.size() > shown) list += fmt::format(" and {} more", words.size() - shown);
  return list;
}

std::string did_you_mean(std::string_view name, const std::vector<std::string_view>& candidates) {
  constexpr std::size_t kLongest = 64;
  constexpr std::size_t kFarthest = 2;
  if (name.size() > kLongest) return {};
  std::vector<std::string_view> near;
  std::copy_if(
      candidates.begin(), candidates.end(), std::back_inserter(near), [&](std::string_view candidate) {
        return candidate.size() <= name.size() + kFarthest && name.size() <= candidate.size() + kFarthest;
      });
  const std::string nearest = nearest_name(name, near);
  return nearest.empty() ? std::string() : fmt::format("did you mean {}?", quote(nearest));
}

}  // namespace braid
