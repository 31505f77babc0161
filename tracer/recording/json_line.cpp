#include "braid/tracer/recording/json_line.h"

#include <fmt/format.h>

#include <bit>
#include <limits>
#include <new>

#include "braid/tracer/recording/json_text.h"

namespace braid::recording {
namespace {

[[noreturn]] void refuse_json(simdjson::error_code error) {
  refuse(fmt::format("the line is no JSON: {}", simdjson::error_message(error)));
}

}  // namespace

void refuse(std::string cause, std::string accepted) {
  throw Mistake{std::move(cause), std::move(accepted)};
}

JsonLine::JsonLine() {
  constexpr std::size_t kFirstCapacity = 4096;
  const auto error = simdjson::get_active_implementation()->create_dom_parser_implementation(
      kFirstCapacity, simdjson::DEFAULT_MAX_DEPTH, indexer_);
  if (error != simdjson::SUCCESS) throw std::bad_alloc();
  capacity_ = kFirstCapacity;
}

void JsonLine::begin(std::string_view line) {
  if (line.size() > std::numeric_limits<std::uint32_t>::max()) refuse_json(simdjson::CAPACITY);
  // Steps of two: lines that grow little by little would each have a new index.
  if (capacity_ < line.size()) {
    const std::size_t capacity = std::bit_ceil(line.size());
    if (indexer_->set_capacity(capacity) != simdjson::SUCCESS) throw std::bad_alloc();
    capacity_ = capacity;
  }
  text_ = line.data();
  size_ = line.size();
  escapes_ = line.find('\\') != std::string_view::npos;
  const auto* bytes = reinterpret_cast<const std::uint8_t*>(line.data());
  const auto error = indexer_->stage1(bytes, line.size(), simdjson::stage1_mode::regular);
  if (error != simdjson::SUCCESS) refuse_json(error);
  tokens_ = indexer_->structural_indexes.get();
  count_ = indexer_->n_structural_indexes;
  rewind();
}

void JsonLine::skip() {
  std::size_t depth = 0;
  do {
    if (at_end()) refuse_token();
    const char token = first();
    if (token == '{' || token == '[') ++depth;
    if (depth > 0 && (token == '}' || token == ']')) --depth;
    ++next_;
  } while (depth > 0);
}

simdjson::error_code JsonLine::error_in_line() const {
  simdjson::dom::parser parser;
  return parser.parse(text_, size_, false).error();
}

void JsonLine::refuse_token() {
  refuse_json(simdjson::TAPE_ERROR);
}

std::string_view JsonLine::unescaped(std::string_view text) {
  if (text.find('\\') == std::string_view::npos) return text;
  unescaped_.clear();
  if (!append_unescaped(unescaped_, text)) refuse_json(simdjson::STRING_ERROR);
  return unescaped_;
}

}  // namespace braid::recording
