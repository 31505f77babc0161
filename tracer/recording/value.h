// What events carry besides actor, operation and object: named values, as JSON has them.
#pragma once

#include <cassert>
#include <cstddef>
#include <cstdint>
#include <initializer_list>
#include <optional>
#include <string>
#include <string_view>
#include <type_traits>
#include <utility>
#include <variant>
#include <vector>

#include "braid/tracer/recording/equal_names.h"

namespace braid::recording {

class Value;
struct Field;
using List = std::vector<Value>;

/// Named values in the order of writing; a name occurs once. Looking one up costs O(size). What is cleared
/// leaves its memory to the fields that follow: who reads one event after another into the same fields
/// allocates little.
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

  /// Appends a field whose value the caller sets: it has any, perhaps one that was cleared. REQUIRES that no
  /// field has the name. The reference is valid until the next field is appended.
  [[nodiscard]] Value& append(std::string_view name);

  /// Makes room for so many in all.
  void reserve(std::size_t count);

  /// Removes all, keeps the memory.
  void clear();

  /// The value of that name, or null.
  [[nodiscard]] const Value* find(std::string_view name) const;

  [[nodiscard]] bool empty() const { return size_ == 0; }
  [[nodiscard]] std::size_t size() const { return size_; }
  [[nodiscard]] std::vector<Field>::const_iterator begin() const;
  [[nodiscard]] std::vector<Field>::const_iterator end() const;

  friend bool operator==(const Fields& a, const Fields& b);

 private:
  /// The next field, where an earlier one has left its memory; null where none has.
  [[nodiscard]] Field* take_cleared(std::string_view name);

  std::vector<Field> fields_;  ///< the first size_; those behind them are cleared
  std::size_t size_ = 0;
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

  /// Becomes a text or an integer. A text uses the memory of the text that was here.
  void set_text(std::string_view text);
  void set_integer(std::int64_t number) { content_ = number; }

  /// Becomes fields that are empty, with the memory of the fields that were here.
  [[nodiscard]] Fields& set_fields();

  /// Becomes a list. What a list that was here holds stays in it, for the caller to write over.
  [[nodiscard]] List& set_list();

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

inline void Value::set_text(std::string_view text) {
  if (auto* held = std::get_if<std::string>(&content_)) {
    held->assign(text);
  } else {
    content_.emplace<std::string>(text);
  }
}
inline Fields& Value::set_fields() {
  if (auto* held = std::get_if<Fields>(&content_)) {
    held->clear();
    return *held;
  }
  return content_.emplace<Fields>();
}
inline List& Value::set_list() {
  if (auto* held = std::get_if<List>(&content_)) return *held;
  return content_.emplace<List>();
}

inline Fields::Fields() = default;
inline Fields::Fields(const Fields& other) : fields_(other.begin(), other.end()), size_(other.size_) {}
inline Fields::Fields(Fields&& other) noexcept
    : fields_(std::move(other.fields_)), size_(std::exchange(other.size_, 0)) {}
inline Fields& Fields::operator=(const Fields& other) {
  if (this != &other) {
    fields_.assign(other.begin(), other.end());
    size_ = other.size_;
  }
  return *this;
}
inline Fields& Fields::operator=(Fields&& other) noexcept {
  if (this != &other) {
    fields_ = std::move(other.fields_);
    size_ = std::exchange(other.size_, 0);
  }
  return *this;
}
inline Fields::~Fields() = default;
inline Field* Fields::take_cleared(std::string_view name) {
  if (size_ == fields_.size()) return nullptr;
  Field& field = fields_[size_++];
  // Events of one kind have the same names in the same places.
  if (!equal_names(field.name, name)) field.name.assign(name);
  return &field;
}
template <class Content>
void Fields::add(std::string_view name, Content&& content) {
  assert(find(name) == nullptr);
  if (Field* field = take_cleared(name); field == nullptr) {
    fields_.emplace_back(name, std::forward<Content>(content));
    ++size_;
  } else if constexpr (std::is_convertible_v<Content, std::string_view> &&
                       !std::is_same_v<Content, std::string>) {
    field->value.set_text(content);
  } else {
    field->value = Value(std::forward<Content>(content));
  }
}
inline Value& Fields::append(std::string_view name) {
  if (Field* field = take_cleared(name)) return field->value;
  ++size_;
  return fields_.emplace_back(name, false).value;
}
inline void Fields::reserve(std::size_t count) {
  fields_.reserve(count);
}
inline void Fields::clear() {
  size_ = 0;
}
inline std::vector<Field>::const_iterator Fields::begin() const {
  return fields_.begin();
}
inline std::vector<Field>::const_iterator Fields::end() const {
  return fields_.begin() + static_cast<std::ptrdiff_t>(size_);
}

}  // namespace braid::recording
