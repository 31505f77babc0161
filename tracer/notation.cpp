#include "braid/tracer/notation.h"

#include <fmt/format.h>

#include <charconv>
#include <optional>
#include <utility>

#include "braid/tracer/notation_declarations.h"
#include "braid/tracer/notation_guests.h"
#include "braid/tracer/notation_lexer.h"
#include "braid/tracer/notation_names.h"
#include "braid/tracer/notation_program.h"
#include "braid/tracer/notation_words.h"
#include "braid/tracer/quote.h"

namespace braid {
namespace {

using notation::Token;
using Kind = Token::Kind;

constexpr std::string_view kTraceForm = "a trace begins with `system NAME [OPTION=VALUE ...]`";
constexpr std::string_view kSystemForm = "write `system NAME [OPTION=VALUE ...]`";
constexpr std::string_view kValuesForm = "write `values counter` or `values writer`";
constexpr std::string_view kFileForm =
    "write `file NAME = CONTENTS [blocks NUMBER]` or `file NAME absent [blocks NUMBER]`";
constexpr std::string_view kClientForm = "write `client NAME: EVENT, EVENT, ...`";
constexpr std::string_view kFaultsForm = "write `faults NAME<=NUMBER ...`";

std::optional<ConditionKind> condition_called(std::string_view word) {
  for (const ConditionKind kind :
       {ConditionKind::exists, ConditionKind::forall, ConditionKind::never, ConditionKind::always}) {
    if (name_of(kind) == word) return kind;
  }
  return std::nullopt;
}

/// `suggestion`, if there is one, and then `rest`.
std::string suggest(std::string_view suggestion, std::string_view rest) {
  return fmt::format("{}{}{}", suggestion, suggestion.empty() ? "" : " ", rest);
}

class NotationParser {
 public:
  NotationParser(std::string_view source, std::string_view text) : lexer_(source, text) {
    trace_.source = source;
    trace_.text = text;
  }

  Trace parse();

 private:
  void parse_system();
  void parse_statement();
  void parse_values(const Token& keyword);
  void parse_files();
  File take_file(const Token& name);
  std::uint32_t take_blocks();
  void parse_client();
  void parse_faults();
  void parse_condition(ConditionKind kind);
  void make_contents_canonical();
  void require_blocks() const;

  Token expect_hyphenated(std::string_view what, std::string_view form);
  std::uint64_t expect_limit();

  notation::Lexer lexer_;
  Trace trace_;
  std::optional<SourcePosition> values_position_;
  notation::Uses uses_;
  notation::Names names_;
  notation::Declarations declarations_;
  notation::Guests guests_;
  notation::Positions faults_;
  notation::Positions options_;
};

Trace NotationParser::parse() {
  if (!lexer_.next_statement()) {
    lexer_.fail({1, 1}, "the trace is empty", kTraceForm);
  }
  parse_system();
  while (lexer_.next_statement()) parse_statement();
  if (trace_.actors.empty()) {
    lexer_.fail(trace_.system_position, "the trace has no client", kClientForm);
  }
  make_contents_canonical();
  notation::resolve_names(lexer_, uses_, trace_);
  require_blocks();
  uses_.sizes.finish(lexer_, trace_);
  declarations_.finish(uses_, trace_);
  guests_.finish(lexer_, trace_);
  return std::move(trace_);
}

void NotationParser::parse_system() {
  const Token keyword = lexer_.take();
  if (keyword.text != "system") {
    const std::string meant = did_you_mean(keyword.text, {"system"});
    lexer_.fail(keyword.position, fmt::format("expected `system`, found {}", quote(keyword.text)),
                suggest(meant, kTraceForm));
  }
  const Token name = expect_hyphenated("the system's name", kSystemForm);
  trace_.system = name.text;
  trace_.system_position = name.position;
  while (lexer_.peek().kind != Kind::end) {
    const Token option = expect_hyphenated("an option's name", kSystemForm);
    notation::declare(lexer_, "option", option, options_);
    lexer_.expect(Kind::equals, fmt::format("`=` after option {}", quote(option.text)), kSystemForm);
    const Token value =
        lexer_.expect(Kind::word, fmt::format("the value of option {}", quote(option.text)), kSystemForm);
    if (!notation::is_value(value.text)) {
      lexer_.fail(value.position, fmt::format("{} cannot be a value", quote(value.text)),
                  "a value does not begin with `#`");
    }
    trace_.options.push_back({std::string(option.text), std::string(value.text), option.position});
  }
}

void NotationParser::parse_statement() {
  const Token keyword = lexer_.take();
  if (keyword.text == "values") return parse_values(keyword);
  if (keyword.text == "file") return parse_files();
  if (keyword.text == "client") return parse_client();
  if (keyword.text == "faults") return parse_faults();
  if (const auto kind = condition_called(keyword.text)) return parse_condition(*kind);
  if (uses_.sizes.parse(keyword, lexer_, trace_)) return;
  if (declarations_.parse(keyword, lexer_, uses_, trace_) || guests_.parse(keyword, lexer_, trace_)) return;
  if (keyword.text == "system") {
    lexer_.fail(keyword.position, "a second `system` statement",
                fmt::format("the first is in line {}; a trace has one system", trace_.system_position.line));
  }
  const std::string meant = did_you_mean(
      keyword.text, {"values",   "file",    "client",  "faults",    "exists", "forall",  "never", "always",
                     "system",   "expect",  "volume",  "directory", "acl",    "user",    "mount", "size",
                     "capacity", "measure", "machine", "vm",        "space",  "process", "task"});
  lexer_.fail(
      keyword.position, fmt::format("{} begins no statement", quote(keyword.text)),
      suggest(meant,
              "a statement begins with `values`, `file`, `client`, `faults`, `expect`, `volume`, "
              "`directory`, `acl`, `user`, `mount`, `size`, `capacity`, `measure`, `machine`, `vm`, `space`, "
              "`process`, `task`, `exists:`, "
              "`forall:`, `never:` or `always:`"));
}

void NotationParser::parse_values(const Token& keyword) {
  if (values_position_) {
    lexer_.fail(keyword.position, "a second `values` statement",
                fmt::format("the first is in line {}; a trace has at most one", values_position_->line));
  }
  values_position_ = keyword.position;
  const Token word = lexer_.expect(Kind::word, "`counter` or `writer`", kValuesForm);
  if (word.text != "counter" && word.text != "writer") {
    lexer_.fail(word.position, fmt::format("expected `counter` or `writer`, found {}", quote(word.text)),
                suggest(did_you_mean(word.text, {"counter", "writer"}), kValuesForm));
  }
  trace_.values = word.text == "counter" ? Values::counter : Values::writer;
  lexer_.expect(Kind::end, "the end of the statement", kValuesForm);
}

void NotationParser::parse_files() {
  while (true) {
    const Token name = lexer_.expect_name("the name of a file", kFileForm);
    names_.declare_file(lexer_, name);
    uses_.files.declare(name.text, name.position, static_cast<std::uint32_t>(trace_.files.size()));
    trace_.files.push_back(take_file(name));
    if (lexer_.peek().kind == Kind::end) return;
    lexer_.expect(Kind::comma, "`,` or the end of the statement",
                  "write `file NAME = CONTENTS, NAME = CONTENTS ...`");
  }
}

/// The file of that name: what is behind it is `= CONTENTS`, or `absent` where it is to be created first.
File NotationParser::take_file(const Token& name) {
  if (lexer_.peek().kind == Kind::word && lexer_.peek().text == "absent") {
    File absent{std::string(name.text), {}, lexer_.take().position, true};
    absent.blocks = take_blocks();
    return absent;
  }
  lexer_.expect(Kind::equals, fmt::format("`=` or `absent` after file {}", quote(name.text)), kFileForm);
  const Token contents =
      lexer_.expect(Kind::word, fmt::format("the contents of file {}", quote(name.text)), kFileForm);
  if (!notation::is_value(contents.text)) {
    lexer_.fail(contents.position, fmt::format("{} cannot be the contents of a file", quote(contents.text)),
                "contents do not begin with `#`");
  }
  File file{std::string(name.text), std::string(contents.text), contents.position};
  file.blocks = take_blocks();
  return file;
}

/// `blocks NUMBER`, or 1 where it is not there.
std::uint32_t NotationParser::take_blocks() {
  if (lexer_.peek().kind != Kind::word || lexer_.peek().text != "blocks") return 1;
  lexer_.take();
  const Token blocks = lexer_.expect(Kind::word, "a number behind `blocks`", kFileForm);
  return uses_.sizes.number(lexer_, blocks, 1, notation::kGreatestBlocks);
}

void NotationParser::parse_client() {
  const Token name = names_.take_process(lexer_, kClientForm);
  const std::string_view client = name.text.substr(0, name.text.find('.'));
  uses_.clients.declare(client, name.position, static_cast<std::uint32_t>(trace_.actors.size()));
  lexer_.expect(Kind::colon, fmt::format("`:` after client {}", quote(name.text)), kClientForm);
  trace_.actors.push_back(notation::take_program(lexer_, name.text, uses_));
}

void NotationParser::parse_faults() {
  do {
    const Token name = expect_hyphenated("the name of a fault", kFaultsForm);
    notation::declare(lexer_, "fault", name, faults_);
    lexer_.expect(Kind::at_most, fmt::format("`<=` after fault {}", quote(name.text)), kFaultsForm);
    trace_.faults.push_back({std::string(name.text), expect_limit(), name.position});
  } while (lexer_.peek().kind != Kind::end);
}

void NotationParser::parse_condition(ConditionKind kind) {
  const std::string form = fmt::format("write `{}: FORMULA`", name_of(kind));
  lexer_.expect(Kind::colon, fmt::format("`:` after `{}`", name_of(kind)), form);
  notation::FormulaText formula = lexer_.take_formula();
  if (formula.text.empty()) {
    lexer_.fail(formula.position, "expected a formula, found the end of the statement", form);
  }
  if (formula.text.front() == '#') {
    lexer_.fail(formula.position, "a formula cannot begin with `#`",
                "a formula stands before a comment, and white space between them");
  }
  trace_.conditions.push_back({kind, std::move(formula.text), formula.position});
}

Token NotationParser::expect_hyphenated(std::string_view what, std::string_view form) {
  const Token token = lexer_.expect(Kind::word, what, form);
  if (!notation::is_hyphenated_name(token.text)) {
    lexer_.fail(token.position, fmt::format("{} cannot be {}", quote(token.text), what),
                "such a name is a letter and then letters, digits, _ and -");
  }
  return token;
}

std::uint64_t NotationParser::expect_limit() {
  const Token word = lexer_.expect(Kind::word, "a number", kFaultsForm);
  std::uint64_t limit = 0;
  const char* const end = word.text.data() + word.text.size();
  const auto [stop, error] = std::from_chars(word.text.data(), end, limit);
  if (error == std::errc::result_out_of_range) {
    lexer_.fail(word.position, fmt::format("the number {} is too large", quote(word.text)),
                fmt::format("the greatest is {}", UINT64_MAX));
  }
  if (error != std::errc() || stop != end) {
    lexer_.fail(word.position, fmt::format("expected a number, found {}", quote(word.text)),
                "a fault's limit is an integer, 0 or more");
  }
  return limit;
}

/// Under `values counter` contents are integers: 007 is 7.
void NotationParser::make_contents_canonical() {
  if (trace_.values != Values::counter) return;
  for (File& file : trace_.files) {
    if (file.absent) continue;
    std::uint64_t value = 0;
    const char* const end = file.contents.data() + file.contents.size();
    const auto [stop, error] = std::from_chars(file.contents.data(), end, value);
    const bool is_integer = error != std::errc::invalid_argument && stop == end;
    if (!is_integer || error != std::errc() || value > kGreatestContents) {
      lexer_.fail(
          file.position,
          fmt::format("the contents {} of file {} are {}", quote(file.contents), quote(file.name),
                      is_integer ? "too large" : "not an integer"),
          fmt::format("under `values counter` contents are integers from 0 to {}", kGreatestContents));
    }
    file.contents = std::to_string(value);
  }
}

void NotationParser::require_blocks() const {
  for (const Actor& actor : trace_.actors) {
    for (const Event& event : actor.events) {
      if (!event.one_block || event.block < trace_.files[event.file].blocks) continue;
      const File& file = trace_.files[event.file];
      lexer_.fail(event.position, fmt::format("file {} has no block {}", quote(file.name), event.block),
                  fmt::format("it has {}, numbered from 0; `file {} = CONTENTS blocks {}` gives it more",
                              file.blocks, file.name, event.block + 1));
    }
  }
}

}  // namespace

Trace parse_notation(std::string_view source, std::string_view text) {
  return NotationParser(source, text.substr(notation::byte_order_mark_size(text))).parse();
}

}  // namespace braid
