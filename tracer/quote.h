// How messages show words that a user wrote.
#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace braid {

/// `text` in backquotes; bytes outside printable ASCII, backquotes and backslashes as \xNN, cut after 40
/// bytes.
[[nodiscard]] std::string quote(std::string_view text);

/// The words, each quoted: a, b and c; after the first eight "and 5 more". Empty for no words.
[[nodiscard]] std::string quote_list(const std::vector<std::string_view>& words);

/// "did you mean `x`?" with the candidate nearest to `name` (nearest_name), or "" if none is near. Linear in
/// the number of candidates; names over 64 bytes get no suggestion.
[[nodiscard]] std::string did_you_mean(std::string_view name,
                                       const std::vector<std::string_view>& candidates);

}  // namespace braid
