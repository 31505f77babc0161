#include "braid/tracer/notation_words.h"

#include <algorithm>
#include <array>

namespace braid::notation {
namespace {

constexpr std::array<std::string_view, 35> kReserved = {
    "acl",       "always", "and",       "as",    "at",     "callbacks", "client", "clients", "close",
    "directory", "exists", "expect",    "false", "faults", "file",      "files",  "for",     "forall",
    "implies",   "in",     "initially", "never", "not",    "open",      "or",     "read",    "remember",
    "server",    "system", "true",      "user",  "values", "volume",    "when",   "write"};

bool is_digit(char c) {
  return c >= '0' && c <= '9';
}
bool is_letter(char c) {
  return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
}
bool is_name_character(char c) {
  return is_letter(c) || is_digit(c) || c == '_';
}

}  // namespace

bool is_word_character(char c) {
  return is_name_character(c) || c == '.' || c == '#' || c == '+' || c == '-';
}

bool is_name(std::string_view word) {
  return is_descriptor_name(word) && !is_digit(word.front());
}

bool is_hyphenated_name(std::string_view word) {
  return !word.empty() && is_letter(word.front()) &&
         std::all_of(word.begin(), word.end(), [](char c) { return is_name_character(c) || c == '-'; });
}

bool is_descriptor_name(std::string_view word) {
  return !word.empty() && word != "as" && word != "at" &&
         std::all_of(word.begin(), word.end(), is_name_character);
}

bool is_value(std::string_view word) {
  return !word.empty() && word.front() != '#' && std::all_of(word.begin(), word.end(), is_word_character);
}

bool is_reserved(std::string_view word) {
  return std::find(kReserved.begin(), kReserved.end(), word) != kReserved.end();
}

bool is_process_name(std::string_view word) {
  const std::size_t dot = word.find('.');
  if (dot == std::string_view::npos) return false;
  const std::string_view client = word.substr(0, dot);
  const std::string_view process = word.substr(dot + 1);
  return is_name(client) && is_name(process) && !is_reserved(client) && !is_reserved(process);
}

}  // namespace braid::notation
