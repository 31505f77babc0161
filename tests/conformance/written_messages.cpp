#include "written_messages.h"

#include <fmt/format.h>

#include <sstream>

namespace braid::conformance {

std::string message(const std::string& what, const std::string& arguments, const std::string& result) {
  std::istringstream words(what);
  std::string program, actor, start, end, operation, object;
  words >> program >> actor >> start >> end >> operation >> object;
  const bool has_server = arguments.find("\"server\"") != std::string::npos;
  const std::string reply =
      end == "-" ? std::string() : fmt::format(R"(,"end":"{}","result":{{{}}})", end, result);
  return fmt::format(
      R"({{"actor":"{}","operation":"{}","object":"{}","arguments":{{"program":"{}"{}{}{}}},"start":"{}"{})",
      actor, operation, object, program, has_server ? "" : R"(,"server":"s")", arguments.empty() ? "" : ",",
      arguments, start, reply);
}

ConformanceVerdict checked(const std::string& protocol, const std::vector<std::string>& events,
                           ConformanceOptions options, const std::string& skipped) {
  std::string text =
      R"({"format":"braid-recording","version":1,"kind":"messages","system":"nfs","clock":"seconds"})"
      "\n";
  for (std::size_t k = 0; k < events.size(); ++k) text += fmt::format("{},\"line\":{}}}\n", events[k], k + 1);
  text += fmt::format("{{\"footer\":{{\"events\":{},\"skipped\":{{{}}}}}}}\n", events.size(), skipped);
  std::vector<import::Input> inputs;
  inputs.push_back(import::Input::from_memory("recording", text));
  import::RecordingReader reader(std::move(inputs));
  options.protocol = protocol;
  return check_conformance(reader, options);
}

std::string said(const ConformanceVerdict& verdict) {
  std::string text = name_of(verdict.answer);
  if (!verdict.why_unknown.empty()) text += ": " + verdict.why_unknown;
  for (const Violation& violation : verdict.violations) {
    text += fmt::format("\n{}: {}", violation.object, violation.event);
    for (const RefusingState& state : violation.states) {
      text += "\n  " + state.state;
      if (!state.executed.empty()) text += fmt::format(" (after {})", state.executed);
      text += fmt::format(": {}; accepts {}", state.refusal, state.accepted);
    }
  }
  return text;
}

std::string said(const std::string& protocol, const std::vector<std::string>& events,
                 ConformanceOptions options) {
  return said(checked(protocol, events, std::move(options)));
}

}  // namespace braid::conformance
