#include "braid/checker/command/schedule_argument.h"

#include <fmt/format.h>

#include <cerrno>
#include <fstream>
#include <nlohmann/json.hpp>
#include <optional>
#include <string_view>
#include <system_error>

#include "braid/checker/report/schedule_text.h"
#include "braid/tracer/diagnostic.h"
#include "braid/tracer/quote.h"

namespace braid::command {
namespace {

using nlohmann::json;

constexpr std::size_t kMostBytes = std::size_t{1} << 28;
constexpr std::string_view kAccepted =
    "a schedule (`011100`), or a file with one: text, or what count, check or replay --json wrote";

bool is_schedule_number(std::string_view word) {
  const std::size_t slash = word.find('/');
  if (slash == 0 || slash == std::string_view::npos || slash + 1 == word.size()) return false;
  const std::string_view digits = "0123456789";
  return word.substr(0, slash).find_first_not_of(digits) == std::string_view::npos &&
         word.substr(slash + 1).find_first_not_of(digits) == std::string_view::npos;
}

std::string read_file(const std::string& path) {
  errno = 0;
  std::ifstream stream(path, std::ios::binary);
  std::string text;
  if (stream) {
    char buffer[1 << 16];
    while (text.size() <= kMostBytes && (stream.read(buffer, sizeof buffer) || stream.gcount() > 0)) {
      text.append(buffer, static_cast<std::size_t>(stream.gcount()));
    }
  }
  if (!stream.is_open() || stream.bad()) {
    const std::string reason = errno == 0 ? "cannot be read" : std::generic_category().message(errno);
    throw InputError("--schedule", {}, fmt::format("{}: {}", quote(path), reason), kAccepted);
  }
  if (text.size() > kMostBytes) throw InputError(path, {}, "the file is too large for a schedule", kAccepted);
  return text;
}

/// The text of `member`, if `object` has it.
std::optional<std::string> text_member(const json& object, const char* member) {
  if (!object.is_object()) return std::nullopt;
  const auto found = object.find(member);
  if (found == object.end() || !found->is_string()) return std::nullopt;
  return found->get<std::string>();
}

/// The elements of the array `member` of `object`; none if it has no such array.
json elements(const json& object, const char* member) {
  if (!object.is_object()) return json::array();
  const auto found = object.find(member);
  return found != object.end() && found->is_array() ? *found : json::array();
}

std::optional<std::string> schedule_in(const json& document) {
  if (auto schedule = text_member(document, "schedule")) return schedule;
  for (const char* kind : {"counterexample", "witness"}) {
    if (auto schedule = text_member(document, kind)) return schedule;
    for (const json& trace : elements(document, "traces")) {
      for (const json& claim : elements(trace, "claims")) {
        if (auto schedule = text_member(claim, kind)) return schedule;
      }
    }
    for (const json& outcome : elements(document, "outcomes")) {
      if (auto schedule = text_member(outcome, kind)) return schedule;
    }
  }
  return std::nullopt;
}

std::string schedule_from_json(std::string_view source, std::string_view text) {
  std::optional<std::string> schedule;
  try {
    schedule = schedule_in(json::parse(text));
  } catch (const json::exception&) {
    throw InputError(source, {}, "the file begins like JSON but is not", kAccepted);
  }
  if (!schedule)
    throw InputError(source, {}, "the document holds no counterexample and no witness", kAccepted);
  return *schedule;
}

}  // namespace

explore::Schedule read_schedule(const std::string& word, std::uint32_t label_count) {
  if (report::looks_like_schedule(word)) return report::parse_schedule("--schedule", word, label_count);
  if (is_schedule_number(word)) {
    throw InputError(
        "--schedule", {},
        fmt::format("{} is the number of a schedule, which this version does not know", quote(word)),
        "give the schedule itself, as in 011100");
  }
  return parse_schedule_file(word, read_file(word), label_count);
}

explore::Schedule parse_schedule_file(std::string_view source, std::string_view text,
                                      std::uint32_t label_count) {
  const std::size_t first = text.find_first_not_of(" \t\r\n");
  const bool is_json = first != std::string_view::npos && text[first] == '{';
  if (!is_json) return report::parse_schedule(source, text, label_count);
  return report::parse_schedule(source, schedule_from_json(source, text), label_count);
}

}  // namespace braid::command
