#include "braid/tracer/recording/ndjson_reader.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>

#include "braid/tracer/diagnostic.h"
#include "braid/tracer/import/line_reader.h"
#include "braid/tracer/recording/json_fields.h"
#include "braid/tracer/recording/json_line.h"
#include "braid/tracer/recording/json_member.h"
#include "braid/tracer/recording/json_members.h"
#include "braid/tracer/recording/ndjson_writer.h"

namespace braid::recording {
namespace {

constexpr std::string_view kFormat = "braid-recording";

void read_fields_of(JsonLine& line, std::string_view member, Fields& fields) {
  expect_object(line, member);
  read_fields(line, fields);
}

void read_files(JsonLine& line, Header& header) {
  if (line.first() != '[') refuse("\"files\" is no list");
  line.take_items([&] { header.files.emplace_back(text_of(line, "files")); });
}

void read_provenance(JsonLine& line, Header& header) {
  constexpr auto kNames = std::to_array<std::string_view>({"tool", "files", "facts"});
  Members members(kNames);
  expect_object(line, "provenance");
  line.take_members([&](std::string_view name) {
    switch (members.see(name)) {
      case 0:
        header.tool = text_of(line, "tool");
        break;
      case 1:
        read_files(line, header);
        break;
      default:
        read_fields_of(line, "facts", header.facts);
        break;
    }
  });
}

/// First of all, the version: what else a line of another version holds, nobody knows.
void check_version(JsonLine& line) {
  bool right_format = false;
  std::optional<std::uint64_t> version;
  line.take_members([&](std::string_view name) {
    if (name == "format" && line.first() == '"') {
      right_format = line.take_text() == kFormat;
    } else if (name == "version" && line.first() >= '0' && line.first() <= '9') {
      version = integer_in<std::uint64_t>(line.take_word());
    } else {
      line.skip();
    }
  });
  if (!right_format) {
    refuse("this is no header of a recording",
           fmt::format(R"(a first line like {{"format":"{}","version":{},...}})", kFormat, kFormatVersion));
  }
  if (!version) refuse("the header has no version");
  if (*version != kFormatVersion) {
    refuse(fmt::format("the recording has version {} of the format", *version),
           fmt::format("this program reads version {}", kFormatVersion));
  }
}

Header read_header(JsonLine& line) {
  constexpr auto kNames =
      std::to_array<std::string_view>({"format", "version", "kind", "system", "clock", "provenance"});
  Members members(kNames);
  Header header;
  line.take_members([&](std::string_view name) {
    switch (members.see(name)) {
      case 2:
        header.kind = choice_of(line, "kind", std::array{Kind::operations, Kind::messages, Kind::guest});
        break;
      case 3:
        header.system = name_of_member(line, "system");
        break;
      case 4:
        header.clock = choice_of(line, "clock", std::array{Clock::seconds, Clock::position});
        break;
      case 5:
        read_provenance(line, header);
        break;
      default:
        line.skip();  // the format and its version, which have been checked
        break;
    }
  });
  members.need({0, 1, 2, 3, 4});
  return header;
}

Footer read_footer(JsonLine& line) {
  constexpr auto kNames = std::to_array<std::string_view>({"events", "skipped"});
  Members members(kNames);
  Footer footer;
  expect_object(line, "footer");
  line.take_members([&](std::string_view name) {
    if (members.see(name) == 0) {
      footer.events = natural_of(line, "events");
    } else {
      read_fields_of(line, "skipped", footer.skipped);
    }
  });
  members.need({0, 1});
  return footer;
}

/// An event's members, by their places in kEventMembers.
void read_member(std::size_t place, JsonLine& line, Record& record) {
  switch (place) {
    case 0:
      record.actor = name_of_member(line, "actor");
      break;
    case 1:
      record.process = natural_of(line, "process");
      break;
    case 2:
      record.operation = name_of_member(line, "operation");
      break;
    case 3:
      record.object = text_of(line, "object");
      break;
    case 4:
      read_fields_of(line, "arguments", record.arguments);
      break;
    case 5:
      record.start = time_of(line, "start");
      break;
    case 6:
      record.end = time_of(line, "end");
      break;
    case 7:
      read_fields_of(line, "result", record.result);
      break;
    case 8:
      record.source = natural_of(line, "source");
      break;
    default:
      record.line = natural_of(line, "line");
      break;
  }
}

/// In the order in which they are written.
constexpr auto kEventMembers = std::to_array<std::string_view>(
    {"actor", "process", "operation", "object", "arguments", "start", "end", "result", "source", "line"});

/// Reads an event, or the footer, which is returned.
std::optional<Footer> read_event_or_footer(JsonLine& line, Record& record) {
  Members members(kEventMembers);
  std::optional<Footer> footer;
  bool first = true;
  record.clear();
  line.take_members([&](std::string_view name) {
    if (footer) refuse("the footer has other members beside it");
    if (first && name == "footer") {
      footer = read_footer(line);
    } else {
      read_member(members.see(name), line, record);
    }
    first = false;
  });
  if (footer) return footer;
  members.need({0, 2});
  if (record.start && record.end && *record.end < *record.start) refuse("the event ends before it starts");
  return std::nullopt;
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

  /// Begins the next line that is not empty; false at the end.
  bool next() {
    holds_json = false;
    do {
      if (!lines.next(line)) return false;
    } while (line.find_first_not_of(" \t") == std::string_view::npos);
    if (lines.too_long()) refuse("the line is too long", fmt::format("at most {} bytes", lines.kMostLine));
    holds_json = true;
    // The reader's buffer goes on behind the line, so that nothing is copied.
    static_assert(import::LineReader::kPadding >= JsonLine::kPadding);
    json.begin(line);
    if (json.first() != '{') refuse("the line is no JSON object");
    return true;
  }

  /// REQUIRES that the line's object has been taken.
  void expect_end_of_line() const {
    if (!json.at_end()) refuse("something follows the line's object");
  }

  [[noreturn]] void fail(const Mistake& mistake) const {
    std::string cause = mistake.cause;
    std::string accepted = mistake.accepted;
    if (const auto error = holds_json ? json.error_in_line() : simdjson::SUCCESS) {
      cause = fmt::format("the line is no JSON: {}", simdjson::error_message(error));
      accepted = lines.unfinished() ? "the file ends within a line: it is cut off" : "";
    }
    if (!line.empty()) (accepted.empty() ? cause : accepted) += "\n  " + excerpt(line);
    throw InputError(lines.input().name(), {lines.number(), line.empty() ? 0U : 1U}, cause, accepted);
  }

  import::LineReader lines;
  JsonLine json;
  std::string_view line;
  bool holds_json = false;  ///< whether `line` is to be JSON
  Header header;
  std::uint64_t events = 0;
  std::optional<Footer> footer;
};

NdjsonReader::NdjsonReader(import::Input input) : reading_(std::make_unique<Reading>(std::move(input))) {
  try {
    if (!reading_->next()) refuse("the recording is empty", "a header in the first line");
    check_version(reading_->json);
    reading_->json.rewind();
    reading_->header = read_header(reading_->json);
    reading_->expect_end_of_line();
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
    if (!reading.next()) return false;
    if (reading.footer) refuse("something follows the footer");
    reading.footer = read_event_or_footer(reading.json, record);
    reading.expect_end_of_line();
    if (!reading.footer) {
      ++reading.events;
      return true;
    }
    if (reading.footer->events != reading.events) {
      refuse(fmt::format("the footer counts {} events, but {} were read: some are lost",
                         reading.footer->events, reading.events));
    }
    if (reading.next()) refuse("something follows the footer");
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
