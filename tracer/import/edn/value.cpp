#include "braid/tracer/import/edn/value.h"

namespace braid::import::edn {
namespace {

void append(std::string& out, const Value& value);

void append_items(std::string& out, std::string_view opening, const std::vector<Value>& items, char closing) {
  out += opening;
  for (std::size_t i = 0; i < items.size(); ++i) {
    if (i > 0) out += ' ';
    append(out, items[i]);
  }
  out += closing;
}

void append_string(std::string& out, std::string_view text) {
  out += '"';
  for (const char c : text) {
    if (c == '"' || c == '\\') out += '\\';
    out += c;
  }
  out += '"';
}

void append(std::string& out, const Value& value) {
  switch (value.kind) {
    case Kind::nil:
      out += "nil";
      return;
    case Kind::boolean:
      out += value.integer != 0 ? "true" : "false";
      return;
    case Kind::integer:
      out += std::to_string(value.integer);
      return;
    case Kind::number:
    case Kind::symbol:
      out += value.text;
      return;
    case Kind::character:
      out += '\\';
      out += value.text;
      return;
    case Kind::string:
      return append_string(out, value.text);
    case Kind::keyword:
      out += ':';
      out += value.text;
      return;
    case Kind::list:
      return append_items(out, "(", value.items, ')');
    case Kind::vector:
      return append_items(out, "[", value.items, ']');
    case Kind::set:
      return append_items(out, "#{", value.items, '}');
    case Kind::map:
      return append_items(out, "{", value.items, '}');
    case Kind::tagged:
      out += '#';
      out += value.text;
      out += ' ';
      append(out, value.items.front());
  }
}

}  // namespace

const Value* Value::find(std::string_view keyword) const {
  if (kind != Kind::map) return nullptr;
  for (std::size_t i = 0; i + 1 < items.size(); i += 2) {
    if (items[i].kind == Kind::keyword && items[i].text == keyword) return &items[i + 1];
  }
  return nullptr;
}

std::string to_text(const Value& value) {
  std::string text;
  append(text, value);
  return text;
}

recording::Value to_recorded(const Value& value) {
  switch (value.kind) {
    case Kind::boolean:
      return value.integer != 0;
    case Kind::integer:
      return value.integer;
    case Kind::string:
      return value.text;
    case Kind::list:
    case Kind::vector:
    case Kind::set: {
      recording::List list;
      list.reserve(value.items.size());
      for (const Value& item : value.items) list.push_back(to_recorded(item));
      return list;
    }
    default:
      return to_text(value);
  }
}

}  // namespace braid::import::edn
