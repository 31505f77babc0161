#include "braid/tracer/recording/ndjson_reader.h"

#include <fmt/format.h>
#include <simdjson.h>

#include <algorithm>
#include <array>

#include "braid/tracer/diagnostic.h"
#include "braid/tracer/import/line_reader.h"
#include "braid/tracer/recording/json_members.h"
#include "braid/tracer/recording/ndjson_writer.h"

namespace braid::recording {
namespace {

namespace dom = simdjson::dom;

constexpr std::string_view kFormat = "braid-recording";

void read_provenance(dom::object object, Header& header) {
  constexpr auto kNames = std::to_array<std::string_view>({"tool", "files", "facts"});
  Members members(kNames);
  for (const dom::key_value_pair member : object) {
    switch (members.see(member.key)) {
      case 0:
        header.tool = text_of(member.value, "tool");
        break;
      case 1: {
        dom::array files;
        if (member.value.get(files) != simdjson::SUCCESS) refuse("\"files\" is no list");
        for (const dom::element file : files) header.files.emplace_back(text_of(file, "files"));
        break;
      }
      default:
        read_fields(object_of(member.value, "facts"), header.facts);
        break;
    }
  }
}

/// First of all, the version: what else a line of another version holds, nobody knows.
void check_version(dom::object line) {
  std::string_view format;
  if (line["format"].get(format) != simdjson::SUCCESS || format != kFormat) {
    refuse("this is no header of a recording",
           fmt::format(R"(a first line like {{"format":"{}","version":{},...}})", kFormat, kFormatVersion));
  }
  std::uint64_t version = 0;
  if (line["version"].get(version) != simdjson::SUCCESS) refuse("the header has no version");
  if (version != kFormatVersion) {
    refuse(fmt::format("the recording has version {} of the format", version),
           fmt::format("this program reads version {}", kFormatVersion));
  }
}

Header read_header(dom::object line) {
  check_version(line);
  constexpr auto kNames =
      std::to_array<std::string_view>({"format", "version", "kind", "system", "clock", "provenance"});
  Members members(kNames);
  Header header;
  for (const dom::key_value_pair member : line) {
    switch (members.see(member.key)) {
      case 2:
        header.kind =
            choice_of(member.value, "kind", std::array{Kind::operations, Kind::messages, Kind::guest});
        break;
      case 3:
        header.system = name_of_member(member.value, "system");
        break;
      case 4:
        header.clock = choice_of(member.value, "clock", std::array{Clock::seconds, Clock::position});
        break;
      case 5:
        read_provenance(object_of(member.value, "provenance"), header);
        break;
      default:
        break;
    }
  }
  members.need(kNames.size() - 1);
  return header;
}

Footer read_footer(dom::object object) {
  constexpr auto kNames = std::to_array<std::string_view>({"events", "skipped"});
  Members members(kNames);
  Footer footer;
  for (const dom::key_value_pair member : object) {
    if (members.see(member.key) == 0) {
      footer.events = natural_of(member.value, "events");
    } else {
      read_fields(object_of(member.value, "skipped"), footer.skipped);
    }
  }
  members.need(kNames.size());
  return footer;
}

void read_event(dom::object line, Record& record) {
  constexpr auto kNames = std::to_array<std::string_view>(
      {"actor", "operation", "process", "object", "arguments", "start", "end", "result", "source", "line"});
  Members members(kNames);
  record.clear();
  for (const dom::key_value_pair member : line) {
    switch (members.see(member.key)) {
      case 0:
        record.actor = name_of_member(member.value, "actor");
        break;
      case 1:
        record.operation = name_of_member(member.value, "operation");
        break;
      case 2:
        record.process = natural_of(member.value, "process");
        break;
      case 3:
        record.object = text_of(member.value, "object");
        break;
      case 4:
        read_fields(object_of(member.value, "arguments"), record.arguments);
        break;
      case 5:
        record.start = time_of(member.value, "start");
        break;
      case 6:
        record.end = time_of(member.value, "end");
        break;
      case 7:
        read_fields(object_of(member.value, "result"), record.result);
        break;
      case 8:
        record.source = natural_of(member.value, "source");
        break;
      default:
        record.line = natural_of(member.value, "line");
        break;
    }
  }
  members.need(2);
  if (record.start && record.end && *record.end < *record.start) refuse("the event ends before it starts");
}

/// As much of the line as a message shows; bytes that are no text become question marks.
std::string excerpt(std::string_view line) {
  constexpr std::size_t kMostShown = 100;
  std::string shown(line.substr(0, kMostShown));
  std::replace_if(
      shown.begin(), shown.end(), [](char c) { return c < ' ' || c == '\x7f'; }, '?');
  return line.size() > kMostShown ? shown + "..." : shown;
}

}  // namespace

struct NdjsonReader::Reading {
  explicit Reading(import::Input input) : lines(std::move(input)) {}

  /// The next line that is not empty, as an object; false at the end.
  bool next(dom::object& object) {
    do {
      if (!lines.next(line)) return false;
    } while (line.find_first_not_of(" \t") == std::string_view::npos);
    if (lines.too_long()) refuse("the line is too long", fmt::format("at most {} bytes", lines.kMostLine));
    // The reader's buffer goes on behind the line, so that nothing is copied.
    static_assert(import::LineReader::kPadding >= simdjson::SIMDJSON_PADDING);
    const auto parsed = parser.parse(line.data(), line.size(), false);
    if (parsed.error() != simdjson::SUCCESS) {
      refuse(fmt::format("the line is no JSON: {}", simdjson::error_message(parsed.error())),
             lines.unfinished() ? "the file ends within a line: it is cut off" : "");
    }
    if (parsed.get(object) != simdjson::SUCCESS) refuse("the line is no JSON object");
    return true;
  }

  [[noreturn]] void fail(const Mistake& mistake) const {
    std::string cause = mistake.cause;
    std::string accepted = mistake.accepted;
    if (!line.empty()) (accepted.empty() ? cause : accepted) += "\n  " + excerpt(line);
    throw InputError(lines.input().name(), {lines.number(), line.empty() ? 0U : 1U}, cause, accepted);
  }

  import::LineReader lines;
  dom::parser parser;
  std::string_view line;
  Header header;
  std::uint64_t events = 0;
  std::optional<Footer> footer;
};

NdjsonReader::NdjsonReader(import::Input input) : reading_(std::make_unique<Reading>(std::move(input))) {
  try {
    dom::object line;
    if (!reading_->next(line)) refuse("the recording is empty", "a header in the first line");
    reading_->header = read_header(line);
  } catch (const Mistake& mistake) {
    reading_->fail(mistake);
  }
}

NdjsonReader::~NdjsonReader() = default;
NdjsonReader::NdjsonReader(NdjsonReader&&) noexcept = default;

const Header& NdjsonReader::header() const {
  return reading_->header;
}
std::uint64_t NdjsonReader::line() const {
  return reading_->lines.number();
}
const std::optional<Footer>& NdjsonReader::footer() const {
  return reading_->footer;
}

bool NdjsonReader::next(Record& record) {
  Reading& reading = *reading_;
  try {
    dom::object line;
    if (!reading.next(line)) return false;
    if (reading.footer) refuse("something follows the footer");
    const auto first = line.begin();
    if (line.size() == 0 || first.key() != "footer") {
      read_event(line, record);
      ++reading.events;
      return true;
    }
    if (line.size() != 1) refuse("the footer has other members beside it");
    reading.footer = read_footer(object_of(first.value(), "footer"));
    if (reading.footer->events != reading.events) {
      refuse(fmt::format("the footer counts {} events, but {} were read: some are lost",
                         reading.footer->events, reading.events));
    }
    if (reading.next(line)) refuse("something follows the footer");
    return false;
  } catch (const Mistake& mistake) {
    reading.fail(mistake);
  }
}

bool looks_like_recording(std::string_view head) {
  const std::string_view line = head.substr(0, head.find('\n'));
  const std::size_t first = line.find_first_not_of(" \t\r\xEF\xBB\xBF");
  return first != std::string_view::npos && line[first] == '{' &&
         line.find("\"format\"") != std::string_view::npos;
}

}  // namespace braid::recording
