#include "guest_events.h"

#include <fmt/format.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <sstream>

namespace braid::isolation::test {
namespace {

std::string value_text(std::string value) {
  if (value == "true" || value == "false") return value;
  if (value.find_first_not_of("0123456789") == std::string::npos) return value;
  if (value.starts_with('[')) return value;
  std::replace(value.begin(), value.end(), '_', ' ');
  return fmt::format("\"{}\"", value);
}

std::string line_of(std::string_view event, std::size_t number) {
  std::istringstream words{std::string(event)};
  std::string actor;
  std::string process;
  std::string operation;
  words >> actor >> process >> operation;
  std::string arguments;
  std::string error;
  for (std::string word; words >> word;) {
    const std::size_t equals = word.find('=');
    const std::string name = word.substr(0, equals);
    const std::string value = value_text(word.substr(equals + 1));
    if (name == "error") {
      error = fmt::format(R"(,"result":{{"error":{}}})", value);
    } else {
      arguments += fmt::format(R"({}"{}":{})", arguments.empty() ? "" : ",", name, value);
    }
  }
  return fmt::format(
      R"({{"actor":"{}","process":{},"operation":"{}","arguments":{{{}}},"start":"{}"{},"line":{}}})", actor,
      process, operation, arguments, number, error, number);
}

const PartVerdict& part_called(std::string_view name, const IsolationVerdict& verdict) {
  static const PartVerdict kNone;
  const auto part = std::find_if(verdict.parts.begin(), verdict.parts.end(),
                                 [&](const PartVerdict& candidate) { return candidate.name == name; });
  EXPECT_NE(part, verdict.parts.end()) << name;
  return part == verdict.parts.end() ? kNone : *part;
}

}  // namespace

IsolationVerdict verdict_of(const Events& events, std::string_view system, bool cut_off) {
  std::string text = fmt::format(
      R"({{"format":"braid-recording","version":1,"kind":"guest","system":"{}","clock":"seconds"}})"
      "\n",
      system);
  std::size_t number = 0;
  for (const std::string_view event : events) text += line_of(event, ++number) + "\n";
  if (!cut_off)
    text += fmt::format(R"({{"footer":{{"events":{},"skipped":{{}}}}}})"
                        "\n",
                        number);
  std::vector<import::Input> inputs;
  inputs.push_back(import::Input::from_memory("hand.ndjson", text));
  import::RecordingReader reader(std::move(inputs));
  return check_isolation(reader, [] { return false; });
}

std::string said(std::string_view name, const IsolationVerdict& verdict) {
  const PartVerdict& part = part_called(name, verdict);
  std::string text = name_of(part.finding);
  if (part.finding == Finding::violated) text += fmt::format(" {}", part.breaches);
  if (!part.why.empty()) text += ": " + part.why;
  if (!part.first_breaches.empty()) text += ": " + part.first_breaches.front().sentence;
  return text;
}

std::uint64_t figure(std::string_view name, std::string_view figure_name, const IsolationVerdict& verdict) {
  for (const Figure& figure : part_called(name, verdict).figures) {
    if (figure.name == figure_name) return figure.number;
  }
  ADD_FAILURE() << name << " has no figure " << figure_name;
  return 0;
}

std::string checked(const IsolationVerdict& verdict) {
  std::string text;
  for (const PartVerdict& part : verdict.parts) {
    if (part.finding == Finding::nothing) continue;
    std::string figures;
    for (const Figure& figure : part.figures)
      figures += fmt::format("{}{} {}", figures.empty() ? "" : ", ", figure.name, figure.number);
    const std::string times = part.breaches > 0 ? fmt::format(" {}", part.breaches) : "";
    text += fmt::format("{} {}{} ({})\n", part.name, name_of(part.finding), times, figures);
  }
  return text;
}

}  // namespace braid::isolation::test
