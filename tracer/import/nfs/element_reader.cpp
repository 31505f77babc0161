#include "braid/tracer/import/nfs/element_reader.h"

#include <fmt/format.h>

namespace braid::import::nfs {

void Mentioned::clear() {
  handles.clear();
  names.clear();
  entries.clear();
}

std::string hexadecimal(std::string_view bytes) {
  constexpr std::string_view kDigits = "0123456789abcdef";
  std::string text(bytes.size() * 2, '0');
  for (std::size_t i = 0; i < bytes.size(); ++i) {
    const auto byte = static_cast<std::uint8_t>(bytes[i]);
    text[2 * i] = kDigits[byte >> 4];
    text[2 * i + 1] = kDigits[byte & 0x0fU];
  }
  return text;
}

void ElementReader::read(const Elements& elements) {
  for (const Element& element : elements) {
    read(element);
    if (xdr_.failed()) return;
  }
}

void ElementReader::add(std::string_view name, recording::Value value) {
  // Behind the end of a message everything is zero: that was not read.
  if (name.empty() || xdr_.failed()) return;
  if (fields_.find(name) == nullptr) {
    fields_.add(name, std::move(value));
    return;
  }
  for (std::size_t number = 2;; ++number) {
    const std::string numbered = fmt::format("{}_{}", name, number);
    if (fields_.find(numbered) != nullptr) continue;
    fields_.add(numbered, std::move(value));
    return;
  }
}

void ElementReader::read(const Element& element) {
  if (read_simple(element) || read_version_2(element) || read_version_3(element) || read_version_4(element) ||
      read_session(element) || read_layout(element) || read_callback(element)) {
    return;
  }
  xdr_.fail();
}

bool ElementReader::read_simple(const Element& element) {
  switch (element.shape) {
    case Shape::number:
      add(element.name, xdr_.number());
      return true;
    case Shape::long_number:
      add(element.name, xdr_.long_number());
      return true;
    case Shape::truth:
      add(element.name, xdr_.truth());
      return true;
    case Shape::text: {
      const std::string_view text = xdr_.opaque();
      if (!xdr_.failed()) mentioned_.names.push_back(text);
      add(element.name, text);
      return true;
    }
    case Shape::opaque:
      add(element.name, hexadecimal(xdr_.opaque()));
      return true;
    case Shape::bytes_4:
      add(element.name, hexadecimal(xdr_.fixed(4)));
      return true;
    case Shape::bytes_8:
      add(element.name, hexadecimal(xdr_.fixed(8)));
      return true;
    case Shape::bytes_16:
      add(element.name, hexadecimal(xdr_.fixed(16)));
      return true;
    case Shape::numbers:
      read_numbers(element);
      return true;
    case Shape::texts:
      read_texts(element);
      return true;
    case Shape::stable_how: {
      constexpr std::array kHow = {"UNSTABLE", "DATA_SYNC", "FILE_SYNC"};
      const std::uint32_t how = xdr_.number();
      add(element.name, how < kHow.size() ? recording::Value(kHow.at(how)) : recording::Value(how));
      return true;
    }
    case Shape::handle:
      read_handle(element, xdr_.opaque());
      return true;
    case Shape::handle_2:
      read_handle(element, xdr_.fixed(32));
      return true;
    case Shape::data:
    case Shape::counted_data:
      read_data(element);
      return true;
    default:
      return false;
  }
}

void ElementReader::read_handle(const Element& element, std::string_view handle) {
  constexpr std::size_t kMostHandle = 128;
  if (handle.size() > kMostHandle) xdr_.fail();
  if (xdr_.failed()) return;
  mentioned_.handles.push_back(handle);
  add(element.name, hexadecimal(handle));
}

void ElementReader::read_data(const Element& element) {
  const bool before = xdr_.failed();
  const auto [bytes, cut, size] = xdr_.opaque_perhaps_cut();
  if (before || (xdr_.failed() && !cut) || element.name[0] == '\0') return;
  if (element.shape == Shape::counted_data && fields_.find(element.name) == nullptr)
    fields_.add(element.name, size);
  if (fields_.find("data") == nullptr) {
    add_data(fields_, bytes, cut, options_, ledger_);
  } else {
    add("data", bytes.substr(0, options_.most_data));
  }
}

void ElementReader::read_numbers(const Element& element) {
  recording::List list;
  constexpr std::uint32_t kMostNumbers = 4096;
  std::uint32_t left = xdr_.number();
  if (left > kMostNumbers) xdr_.fail();
  for (; left > 0 && !xdr_.failed(); --left) list.emplace_back(xdr_.number());
  add(element.name, std::move(list));
}

void ElementReader::read_texts(const Element& element) {
  recording::List list;
  constexpr std::uint32_t kMostTexts = 65536;
  std::uint32_t left = xdr_.number();
  if (left > kMostTexts) xdr_.fail();
  for (; left > 0 && !xdr_.failed(); --left) list.emplace_back(xdr_.opaque());
  add(element.name, std::move(list));
}

}  // namespace braid::import::nfs
