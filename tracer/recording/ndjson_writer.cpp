#include "braid/tracer/recording/ndjson_writer.h"

#include <array>
#include <charconv>

#include "braid/tracer/recording/json_text.h"

namespace braid::recording {
namespace {

constexpr std::size_t kBuffer = std::size_t{1} << 20;
constexpr std::uint64_t kGreatestJsonNumber = std::uint64_t{1} << 53;

template <class Integer>
void append_digits(std::string& out, Integer number) {
  std::array<char, 24> digits{};
  const auto end = std::to_chars(digits.data(), digits.data() + digits.size(), number);
  out.append(digits.data(), end.ptr);
}

void append_number(std::string& out, std::uint64_t magnitude, bool negative) {
  const bool quoted = magnitude > kGreatestJsonNumber;
  if (quoted) out += '"';
  if (negative) out += '-';
  append_digits(out, magnitude);
  if (quoted) out += '"';
}

void append_value(std::string& out, const Value& value);

void append_fields(std::string& out, const Fields& fields) {
  char separator = '{';
  for (const Field& field : fields) {
    out += separator;
    separator = ',';
    append_json_name(out, field.name);
    out += ':';
    append_value(out, field.value);
  }
  if (separator == '{') out += '{';
  out += '}';
}

void append_text(std::string& out, const std::string& text) {
  if (is_utf8(text)) return append_json_string(out, text);
  out += R"({"base64":")";
  append_base64(out, text);
  out += "\"}";
}

void append_list(std::string& out, const List& list) {
  char separator = '[';
  for (const Value& value : list) {
    out += separator;
    separator = ',';
    append_value(out, value);
  }
  if (separator == '[') out += '[';
  out += ']';
}

void append_value(std::string& out, const Value& value) {
  if (const bool* truth = value.truth()) {
    out += *truth ? "true" : "false";
  } else if (const std::string* text = value.text()) {
    append_text(out, *text);
  } else if (const List* list = value.list()) {
    append_list(out, *list);
  } else if (const Fields* fields = value.fields()) {
    append_fields(out, *fields);
  } else if (const auto natural = value.natural()) {
    append_number(out, *natural, false);
  } else {
    append_number(out, std::uint64_t{0} - static_cast<std::uint64_t>(value.integer().value_or(0)), true);
  }
}

void append_member(std::string& out, std::string_view name) {
  if (out.back() != '{') out += ',';
  out += '"';
  out += name;
  out += "\":";
}

void append_name(std::string& out, std::string_view member, std::string_view text) {
  append_member(out, member);
  append_json_name(out, text);
}

void append_natural(std::string& out, std::string_view member, std::uint64_t number) {
  append_member(out, member);
  append_number(out, number, false);
}

void append_moment(std::string& out, std::string_view member, Time time) {
  append_member(out, member);
  out += '"';
  append_time(out, time);
  out += '"';
}

}  // namespace

void append_event(std::string& out, const Record& record) {
  out += '{';
  append_name(out, "actor", record.actor);
  if (record.process) append_natural(out, "process", *record.process);
  append_name(out, "operation", record.operation);
  if (!record.object.empty()) append_name(out, "object", record.object);
  if (!record.arguments.empty()) {
    append_member(out, "arguments");
    append_fields(out, record.arguments);
  }
  if (record.start) append_moment(out, "start", *record.start);
  if (record.end) append_moment(out, "end", *record.end);
  if (!record.result.empty()) {
    append_member(out, "result");
    append_fields(out, record.result);
  }
  if (record.source != 0) append_natural(out, "source", record.source);
  if (record.line != 0) append_natural(out, "line", record.line);
  out += '}';
}

void NdjsonWriter::header(const Header& header) {
  buffer_ += R"({"format":"braid-recording")";
  append_natural(buffer_, "version", kFormatVersion);
  append_name(buffer_, "kind", name_of(header.kind));
  append_name(buffer_, "system", header.system);
  append_name(buffer_, "clock", name_of(header.clock));
  append_member(buffer_, "provenance");
  buffer_ += '{';
  if (!header.tool.empty()) append_name(buffer_, "tool", header.tool);
  append_member(buffer_, "files");
  buffer_ += '[';
  for (const std::string& file : header.files) {
    if (buffer_.back() != '[') buffer_ += ',';
    append_json_name(buffer_, file);
  }
  buffer_ += ']';
  if (!header.facts.empty()) {
    append_member(buffer_, "facts");
    append_fields(buffer_, header.facts);
  }
  buffer_ += "}}";
  end_line();
}

void NdjsonWriter::event(const Record& record) {
  append_event(buffer_, record);
  end_line();
}

void NdjsonWriter::footer(const Footer& footer) {
  buffer_ += R"({"footer":{)";
  append_natural(buffer_, "events", footer.events);
  append_member(buffer_, "skipped");
  append_fields(buffer_, footer.skipped);
  buffer_ += "}}";
  end_line();
  flush();
}

void NdjsonWriter::end_line() {
  buffer_ += '\n';
  if (buffer_.size() >= kBuffer) flush();
}

void NdjsonWriter::flush() {
  out_.write(buffer_.data(), static_cast<std::streamsize>(buffer_.size()));
  buffer_.clear();
}

}  // namespace braid::recording
