#include "braid/checker/conformance/contents.h"

#include <fmt/format.h>

#include <algorithm>

namespace braid::conformance {
namespace {

/// As C writes it, with \xNN.
std::string printable(std::string_view bytes) {
  std::string text;
  for (const char byte : bytes) {
    const bool plain = byte >= ' ' && byte <= '~' && byte != '"' && byte != '\\';
    text += plain ? std::string(1, byte) : fmt::format("\\x{:02x}", static_cast<unsigned char>(byte));
  }
  return text;
}

}  // namespace

ContentId Contents::id_of(std::string_view bytes) {
  if (std::all_of(bytes.begin(), bytes.end(), [](char byte) { return byte == '\0'; })) return kZeros;
  const auto [entry, added] =
      ids_.try_emplace(std::string(bytes), static_cast<ContentId>(kZeros + 1 + bytes_.size()));
  if (added) bytes_.push_back(&entry->first);
  return entry->second;
}

std::string Contents::text_of(ContentId id) const {
  if (id == kUnknownContent) return "anything";
  if (id == kZeros) return "zero bytes";
  const std::string& bytes = *bytes_[id - kZeros - 1];
  constexpr std::size_t kMostShown = 32;
  if (bytes.size() <= kMostShown) return '"' + printable(bytes) + '"';
  return fmt::format("\"{}...\" ({} bytes)", printable(std::string_view(bytes).substr(0, kMostShown)),
                     bytes.size());
}

}  // namespace braid::conformance
