#include "braid/checker/report/json_writer.h"

#include <fmt/format.h>

#include <cmath>
#include <cstddef>

#include "braid/checker/report/utf8_character.h"

namespace braid::report {

JsonWriter& JsonWriter::begin_object(JsonLayout layout) {
  begin('{', layout);
  return *this;
}

JsonWriter& JsonWriter::end_object() {
  end('}');
  return *this;
}

JsonWriter& JsonWriter::begin_array(JsonLayout layout) {
  begin('[', layout);
  return *this;
}

JsonWriter& JsonWriter::end_array() {
  end(']');
  return *this;
}

JsonWriter& JsonWriter::key(std::string_view name) {
  begin_member();
  string(name);
  out_ << ": ";
  after_key_ = true;
  return *this;
}

JsonWriter& JsonWriter::text(std::string_view value) {
  begin_value();
  string(value);
  return *this;
}

JsonWriter& JsonWriter::boolean(bool value) {
  begin_value();
  out_ << (value ? "true" : "false");
  return *this;
}

JsonWriter& JsonWriter::number(std::uint64_t value) {
  begin_value();
  if (value > kGreatestJsonNumber) {
    out_ << fmt::format("\"{}\"", value);
  } else {
    out_ << fmt::format("{}", value);
  }
  return *this;
}

JsonWriter& JsonWriter::number(std::int64_t value) {
  if (value >= 0) return number(static_cast<std::uint64_t>(value));
  begin_value();
  constexpr auto kLeast = -static_cast<std::int64_t>(kGreatestJsonNumber);
  out_ << (value < kLeast ? fmt::format("\"{}\"", value) : fmt::format("{}", value));
  return *this;
}

JsonWriter& JsonWriter::real(double value) {
  if (!std::isfinite(value)) return null();
  begin_value();
  out_ << fmt::format("{}", value);
  return *this;
}

JsonWriter& JsonWriter::null() {
  begin_value();
  out_ << "null";
  return *this;
}

void JsonWriter::begin_value() {
  if (!after_key_) begin_member();
  after_key_ = false;
}

void JsonWriter::begin_member() {
  if (open_.empty()) return;
  Open& open = open_.back();
  if (!open.empty) out_ << ',';
  if (open.layout == JsonLayout::line_each) {
    new_line();
  } else if (!open.empty) {
    out_ << ' ';
  }
  open.empty = false;
}

void JsonWriter::begin(char bracket, JsonLayout layout) {
  begin_value();
  out_ << bracket;
  open_.push_back({layout, true});
}

void JsonWriter::end(char bracket) {
  const Open closed = open_.back();
  open_.pop_back();
  if (closed.layout == JsonLayout::line_each && !closed.empty) new_line();
  out_ << bracket;
}

void JsonWriter::new_line() {
  std::size_t indentation = 0;
  for (const Open& open : open_) {
    if (open.layout == JsonLayout::line_each) indentation += 2;
  }
  out_ << '\n' << std::string(indentation, ' ');
}

void JsonWriter::string(std::string_view value) {
  out_ << '"';
  while (!value.empty()) {
    const std::size_t size = character_size(value);
    const char first = value.front();
    if (size == 0) {
      out_ << "\\ufffd";
    } else if (first == '"' || first == '\\') {
      out_ << '\\' << first;
    } else if (first == '\n') {
      out_ << "\\n";
    } else if (size == 1 && (static_cast<unsigned char>(first) < 0x20 || first == 0x7F)) {
      out_ << fmt::format("\\u{:04x}", static_cast<unsigned>(static_cast<unsigned char>(first)));
    } else {
      out_ << value.substr(0, size);
    }
    value.remove_prefix(size == 0 ? 1 : size);
  }
  out_ << '"';
}

}  // namespace braid::report
