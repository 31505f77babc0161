// A packet as tshark prints it field by field: -T fields, -T json, -T ek.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace braid::import::printed {

/// The fields of a packet that say something of NFS or AFS; names are tshark's with `_` for `.`, since -T ek
/// has them so. A field that occurs several times has several values, in the order of the packet.
class TsharkPacket {
 public:
  /// Whether anybody asks for the field.
  [[nodiscard]] static bool wants(std::string_view name);

  void clear() { fields_.clear(); }
  /// REQUIRES wants(name).
  void add(std::string_view name, std::string_view value) {
    fields_.push_back({std::string(name), std::string(value)});
  }

  /// The number-th value, from 0; "" where there is none.
  [[nodiscard]] std::string_view value(std::string_view name, std::size_t number = 0) const;
  [[nodiscard]] std::vector<std::string_view> values(std::string_view name) const;
  [[nodiscard]] std::size_t count(std::string_view name) const;
  [[nodiscard]] bool has(std::string_view name) const { return count(name) > 0; }

 private:
  struct Field {
    std::string name;
    std::string value;
  };
  std::vector<Field> fields_;
};

}  // namespace braid::import::printed
