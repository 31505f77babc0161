// What events carry besides actor, operation and object: named values, as JSON has them.
#pragma once

#include <cassert>
#include <cstdint>
#include <initializer_list>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <variant>
#include <vector>

namespace braid::recording {

class Value;
struct Field;
using List = std::vector<Value>;

/// Named values in the order of writing; a name occurs once. Looking one up costs O(size).
///
/// What needs to know what a Field is, is defined behind it: clang instantiates a vector's functions where
/// they are used.
class Fields {
 public:
  Fields();
  Fields(const Fields&);
  Fields(Fields&&) noexcept;
  Fields& operator=(const Fields&);
  Fields& operator=(Fields&&) noexcept;
  ~Fields();

  /// Appends a field with a value of this content, made in place. REQUIRES that no field has the name.
  template <class Content>
  void add(std::string_view name, Content&& content);

  /// Makes room for so many in all.
  void reserve(std::size_t count);

  /// Removes all, keeps the memory.
  void clear();

  /// The value of that name, or null.
  [[nodiscard]] const Value* find(std::string_view name) const;

  [[nodiscard]] bool empty() const { return size() == 0; }
  [[nodiscard]] std::size_t size() const;
  [[nodiscard]] std::vector<Field>::const_iterator begin() const;
  [[nodiscard]] std::vector<Field>::const_iterator end() const;

  friend bool operator==(const Fields& a, const Fields& b);

 private:
  std::vector<Field> fields_;
};

/// A truth value, an integer, a text, a list, or fields. A text is a sequence of bytes, not necessarily
/// UTF-8: data that was read or written is one.
class Value {
 public:
  Value(bool truth) : content_(truth) {}
  Value(int number) : content_(std::int64_t{number}) {}
  Value(std::int64_t number) : content_(number) {}
  Value(std::uint32_t number) : content_(std::int64_t{number}) {}
  Value(std::uint64_t number);
  Value(const char* text) : content_(std::in_place_type<std::string>, text) {}
  Value(std::string_view text) : content_(std::in_place_type<std::string>, text) {}
  Value(std::string text) : content_(std::move(text)) {}
  Value(List list) : content_(std::move(list)) {}
  Value(Fields fields) : content_(std::move(fields)) {}

  /// Null where it is something else.
  [[nodiscard]] const bool* truth() const { return std::get_if<bool>(&content_); }
  [[nodiscard]] const std::string* text() const { return std::get_if<std::string>(&content_); }
  [[nodiscard]] const List* list() const { return std::get_if<List>(&content_); }
  [[nodiscard]] const Fields* fields() const { return std::get_if<Fields>(&content_); }

  /// The number, if it is one and fits.
  [[nodiscard]] std::optional<std::int64_t> integer() const;
  [[nodiscard]] std::optional<std::uint64_t> natural() const;

  friend bool operator==(const Value&, const Value&) = default;

 private:
  // Numbers up to 2^63 - 1 are held as signed, so that equal numbers compare equal.
  std::variant<bool, std::int64_t, std::uint64_t, std::string, List, Fields> content_;
};

struct Field {
  template <class Content>
  Field(std::string_view field_name, Content&& content)
      : name(field_name), value(std::forward<Content>(content)) {}

  std::string name;
  Value value;
  friend bool operator==(const Field&, const Field&) = default;
};

inline Fields::Fields() = default;
inline Fields::Fields(const Fields&) = default;
inline Fields::Fields(Fields&&) noexcept = default;
inline Fields& Fields::operator=(const Fields&) = default;
inline Fields& Fields::operator=(Fields&&) noexcept = default;
inline Fields::~Fields() = default;
template <class Content>
void Fields::add(std::string_view name, Content&& content) {
  assert(find(name) == nullptr);
  fields_.emplace_back(name, std::forward<Content>(content));
}
inline void Fields::reserve(std::size_t count) {
  fields_.reserve(count);
}
inline void Fields::clear() {
  fields_.clear();
}
inline std::size_t Fields::size() const {
  return fields_.size();
}
inline std::vector<Field>::const_iterator Fields::begin() const {
  return fields_.begin();
}
inline std::vector<Field>::const_iterator Fields::end() const {
  return fields_.end();
}

}  // namespace braid::recording
