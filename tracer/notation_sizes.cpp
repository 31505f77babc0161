#include "braid/tracer/notation_sizes.h"

#include <fmt/format.h>

#include <algorithm>
#include <charconv>
#include <optional>
#include <vector>

#include "braid/tracer/notation_numbers.h"
#include "braid/tracer/notation_words.h"
#include "braid/tracer/quote.h"

namespace braid::notation {
namespace {

using Kind = Token::Kind;

constexpr std::string_view kSizeForm = "write `size NAME = NUMBER` or `size NAME = NUMBER to NUMBER`";
constexpr std::string_view kCapacityForm = "write `capacity memory=BLOCKS`, `disk=BLOCKS`, or both";
constexpr std::string_view kMeasureForm = "write `measure CLIENT, CLIENT.PROCESS, ...`";
constexpr std::uint64_t kGreatestCapacity = std::uint64_t{1} << 30;

std::optional<std::uint32_t> decimal(std::string_view digits) {
  std::uint32_t number = 0;
  const char* const end = digits.data() + digits.size();
  const auto [stop, error] = std::from_chars(digits.data(), end, number);
  if (error != std::errc() || stop != end) return std::nullopt;
  return number;
}

}  // namespace

bool Sizes::parse(const Token& keyword, Lexer& lexer, Trace& trace) {
  if (keyword.text == "size") {
    parse_size(lexer, trace);
  } else if (keyword.text == "capacity") {
    parse_capacity(keyword, lexer, trace);
  } else if (keyword.text == "measure") {
    parse_measure(lexer);
  } else {
    return false;
  }
  return true;
}

void Sizes::parse_size(Lexer& lexer, Trace& trace) {
  const Token name = lexer.expect_name("the name of a size", kSizeForm);
  const auto [earlier, is_new] = sizes_.try_emplace(name.text, Size{0, name.position});
  if (!is_new) {
    lexer.fail(name.position, fmt::format("size {} is given twice", quote(name.text)),
               fmt::format("the first is in line {}", earlier->second.position.line));
  }
  lexer.expect(Kind::equals, fmt::format("`=` after size {}", quote(name.text)), kSizeForm);
  const std::uint32_t first = take_number(lexer, "a number of blocks", kSizeForm, 1, kGreatestBlocks);
  std::uint32_t last = first;
  if (lexer.peek().kind == Kind::word && lexer.peek().text == "to") {
    lexer.take();
    last = take_number(lexer, "the greatest number of blocks", kSizeForm, first, kGreatestBlocks);
  }
  lexer.expect(Kind::end, "`to` or the end of the statement", kSizeForm);
  earlier->second.value = first;
  trace.sizes.push_back({std::string(name.text), first, last});
}

void Sizes::parse_capacity(const Token& keyword, Lexer& lexer, Trace& trace) {
  if (trace.capacity.memory || trace.capacity.disk)
    lexer.fail(keyword.position, "a second `capacity` statement", "a trace has at most one");
  do {
    const Token name = lexer.expect(Kind::word, "`memory` or `disk`", kCapacityForm);
    const bool memory = name.text == "memory";
    if (!memory && name.text != "disk")
      lexer.fail(name.position, fmt::format("expected `memory` or `disk`, found {}", quote(name.text)),
                 kCapacityForm);
    std::optional<std::uint64_t>& of = memory ? trace.capacity.memory : trace.capacity.disk;
    if (of) lexer.fail(name.position, fmt::format("{} is given twice", quote(name.text)), kCapacityForm);
    lexer.expect(Kind::equals, fmt::format("`=` after {}", quote(name.text)), kCapacityForm);
    of = take_number(lexer, "a number of blocks", kCapacityForm, 1, kGreatestCapacity);
  } while (lexer.peek().kind != Kind::end);
}

void Sizes::parse_measure(Lexer& lexer) {
  while (true) {
    const Token name = lexer.expect(Kind::word, "the name of a client or process", kMeasureForm);
    for (const Token& other : measured_) {
      if (other.text == name.text)
        lexer.fail(name.position, fmt::format("{} is measured twice", quote(name.text)), kMeasureForm);
    }
    measured_.push_back(name);
    if (lexer.peek().kind == Kind::end) return;
    lexer.expect(Kind::comma, "`,` or the end of the statement", kMeasureForm);
  }
}

void Sizes::finish(const Lexer& lexer, Trace& trace) const {
  for (const Token& name : measured_) {
    const auto actor = std::find_if(trace.actors.begin(), trace.actors.end(),
                                    [&](const Actor& candidate) { return candidate.name == name.text; });
    if (actor == trace.actors.end()) {
      std::vector<std::string_view> names;
      for (const Actor& candidate : trace.actors) names.push_back(candidate.name);
      const std::string near = did_you_mean(name.text, names);
      lexer.fail(name.position, fmt::format("there is no client or process {}", quote(name.text)),
                 near.empty() ? fmt::format("there are {}", quote_list(names)) : near);
    }
    trace.measured.push_back(static_cast<std::uint32_t>(actor - trace.actors.begin()));
  }
}

std::uint32_t Sizes::number(const Lexer& lexer, const Token& word, std::uint32_t least,
                            std::uint32_t greatest) const {
  std::optional<std::uint32_t> number = decimal(word.text);
  if (!number) {
    const std::size_t minus = word.text.find('-');
    const auto size = sizes_.find(word.text.substr(0, minus));
    const std::optional<std::uint32_t> less =
        minus == std::string_view::npos ? 0 : decimal(word.text.substr(minus + 1));
    if (size != sizes_.end() && less && *less <= size->second.value) number = size->second.value - *less;
  }
  if (number && *number >= least && *number <= greatest) return *number;
  lexer.fail(word.position, fmt::format("expected a number of blocks, found {}", quote(word.text)),
             fmt::format("it is from {} to {}, or a size that is given above, or one less a number", least,
                         greatest));
}

}  // namespace braid::notation

namespace braid {

std::string with_size(std::string_view text, std::string_view name, std::uint32_t value) {
  std::string result;
  while (!text.empty()) {
    const std::size_t end = text.find('\n');
    const std::string_view line = text.substr(0, end);
    const std::string wanted = fmt::format("size {} ", name);
    result += line.substr(0, wanted.size()) == wanted ? fmt::format("size {} = {}", name, value)
                                                      : std::string(line);
    if (end == std::string_view::npos) break;
    result += '\n';
    text.remove_prefix(end + 1);
  }
  return result;
}

}  // namespace braid
