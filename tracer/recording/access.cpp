#include "braid/tracer/recording/access.h"

#include <array>
#include <string_view>
#include <utility>

namespace braid::recording {
namespace {

constexpr auto kAccesses = std::to_array<std::pair<std::string_view, Access>>({
    {"open", Access::open},
    {"OPEN", Access::open},
    {"close", Access::close},
    {"CLOSE", Access::close},
    {"read", Access::read},
    {"READ", Access::read},
    {"FetchData", Access::read},
    {"FetchData64", Access::read},
    {"write", Access::write},
    {"append", Access::write},
    {"WRITE", Access::write},
    {"StoreData", Access::write},
    {"StoreData64", Access::write},
});

Access access_called(std::string_view name) {
  for (const auto& [known, access] : kAccesses) {
    if (known == name) return access;
  }
  return Access::none;
}

std::optional<std::uint64_t> data_size(const Fields& fields) {
  const Value* data = fields.find("data");
  if (data == nullptr || data->text() == nullptr || fields.find("cut") != nullptr) return std::nullopt;
  return data->text()->size();
}

}  // namespace

std::optional<std::uint64_t> natural_field(const Fields& fields, std::string_view name) {
  const Value* value = fields.find(name);
  return value == nullptr ? std::nullopt : value->natural();
}

Access access_of(const Record& record) {
  std::string_view rest = record.operation;
  while (true) {
    const std::size_t plus = rest.find('+');
    const Access access = access_called(rest.substr(0, plus));
    if (access != Access::none || plus == std::string_view::npos) return access;
    rest.remove_prefix(plus + 1);
  }
}

bool opens_for_writing(const Record& record) {
  const Value* flags = record.arguments.find("flags");
  if (flags == nullptr) flags = record.arguments.find("share_access");
  if (flags == nullptr || flags->text() == nullptr) return true;
  const std::string& text = *flags->text();
  return text.find("WRONLY") != std::string::npos || text.find("RDWR") != std::string::npos ||
         text.find("WRITE") != std::string::npos || text.find("BOTH") != std::string::npos;
}

std::uint64_t bytes_moved(const Record& record) {
  if (has_failed(record)) return 0;
  if (const auto value = natural_field(record.result, "value")) return *value;
  if (const auto read = data_size(record.result)) return *read;
  if (const auto written = data_size(record.arguments)) return *written;
  return natural_field(record.arguments, "length").value_or(0);
}

bool has_failed(const Record& record) {
  return record.result.find("error") != nullptr;
}

bool has_unknown_outcome(const Record& record) {
  return record.result.empty() ? !record.end : record.result.find("unknown") != nullptr;
}

}  // namespace braid::recording
