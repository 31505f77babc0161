#include "braid/tracer/notation_program.h"

#include <fmt/format.h>

#include <optional>
#include <vector>

#include "braid/tracer/notation_words.h"
#include "braid/tracer/open_descriptors.h"
#include "braid/tracer/quote.h"

namespace braid::notation {
namespace {

using Kind = Token::Kind;

constexpr std::string_view kEventForms =
    "an event is `open FILE [as DESCRIPTOR] [truncate]`, `read [DESCRIPTOR] [at BLOCK]`, `write "
    "[DESCRIPTOR] [at BLOCK [unaligned]]`, `close [DESCRIPTOR]`, `fsync [DESCRIPTOR]`, `stat FILE`, "
    "`flush FILE`, `create FILE`, `remove "
    "FILE`, `truncate FILE`, `lock FILE`, `unlock FILE`, `rename FILE FILE`, `release VOLUME`, `setacl "
    "DIRECTORY USER RIGHTS` or `makedir FILE`";
constexpr std::string_view kUnaligned = "unaligned";
constexpr std::string_view kRenameForm = "write `rename FILE FILE`";
constexpr std::string_view kReleaseForm = "write `release VOLUME`";
constexpr std::string_view kSetaclForm = "write `setacl DIRECTORY USER RIGHTS`";

std::optional<Operation> operation_called(std::string_view word) {
  for (const Operation operation : kOperations) {
    if (name_of(operation) == word) return operation;
  }
  return std::nullopt;
}

std::vector<std::string_view> operation_names() {
  std::vector<std::string_view> names;
  for (const Operation operation : kOperations) names.push_back(name_of(operation));
  return names;
}

class ProgramParser {
 public:
  ProgramParser(Lexer& lexer, std::string_view client, Uses& uses)
      : lexer_(lexer), client_(client), uses_(uses) {}

  Actor parse();

 private:
  Event parse_event();
  void parse_open(Event& event);
  void parse_use(Event& event);
  void parse_block(Event& event);
  void parse_unaligned(Event& event);
  [[nodiscard]] bool next_is(std::string_view word);
  void parse_file_operation(Event& event);
  void parse_setacl(Event& event);
  [[nodiscard]] std::uint32_t take_number(NameUses& uses, std::string_view what, std::string_view form);
  [[noreturn]] void fail_without_block(SourcePosition position) const;
  [[noreturn]] void fail_not_open(Operation operation, SourcePosition position,
                                  const Token* descriptor) const;

  Lexer& lexer_;
  std::string_view client_;
  Uses& uses_;
  OpenDescriptors descriptors_;
};

Actor ProgramParser::parse() {
  Actor actor;
  actor.name = client_;
  bool more = lexer_.peek().kind != Kind::end;
  while (more) {
    actor.events.push_back(parse_event());
    more = lexer_.peek().kind != Kind::end;
    if (!more) break;
    const Token comma =
        lexer_.expect(Kind::comma, "`,` or the end of the statement", "events are separated by commas");
    if (lexer_.peek().kind == Kind::end) {
      lexer_.fail(comma.position, "no event follows this comma", "remove the comma or add an event");
    }
  }
  actor.descriptors = descriptors_.names();
  return actor;
}

Event ProgramParser::parse_event() {
  const Token word = lexer_.expect(Kind::word, "an event", kEventForms);
  const auto operation = operation_called(word.text);
  if (!operation) {
    const std::string meant = did_you_mean(word.text, operation_names());
    lexer_.fail(word.position, fmt::format("unknown operation {}", quote(word.text)),
                fmt::format("{}{}{}", meant, meant.empty() ? "" : " ", kEventForms));
  }
  Event event;
  event.operation = *operation;
  event.position = word.position;
  switch (event.operation) {
    case Operation::open:
      parse_open(event);
      break;
    case Operation::read:
    case Operation::write:
    case Operation::close:
    case Operation::fsync:
      parse_use(event);
      break;
    case Operation::release:
      event.file = take_number(uses_.volumes, "the name of a volume", kReleaseForm);
      break;
    case Operation::setacl:
      parse_setacl(event);
      break;
    default:
      parse_file_operation(event);
  }
  return event;
}

/// The number of the name that comes next.
std::uint32_t ProgramParser::take_number(NameUses& uses, std::string_view what, std::string_view form) {
  const Token name = lexer_.expect_name(what, form);
  return uses.number(name.text, name.position);
}

void ProgramParser::parse_file_operation(Event& event) {
  const bool rename = event.operation == Operation::rename;
  const std::string form =
      rename ? std::string(kRenameForm) : fmt::format("write `{} FILE`", name_of(event.operation));
  event.file = take_number(uses_.files, "the name of a file", form);
  if (!rename) return;
  const Token replaced = lexer_.expect_name("the name of the file that is replaced", form);
  event.replaced = uses_.files.number(replaced.text, replaced.position);
  if (event.replaced == event.file) {
    lexer_.fail(replaced.position, "a file is renamed to itself", "name two files");
  }
}

void ProgramParser::parse_setacl(Event& event) {
  event.file = take_number(uses_.directories, "the name of a directory", kSetaclForm);
  event.user = lexer_.expect_name("the name of a user", kSetaclForm).text;
  event.rights = take_rights(lexer_, kSetaclForm);
}

void ProgramParser::parse_open(Event& event) {
  const Token file =
      lexer_.expect_name("the name of a file", "write `open FILE` or `open FILE as DESCRIPTOR`");
  event.file = uses_.files.number(file.text, file.position);
  Token descriptor = file;
  const bool named = next_is("as");
  if (named) {
    lexer_.take();
    descriptor =
        lexer_.expect(Kind::word, "a descriptor's name behind `as`", "write `open FILE as DESCRIPTOR`");
    if (!is_descriptor_name(descriptor.text)) {
      lexer_.fail(descriptor.position, fmt::format("{} cannot name a descriptor", quote(descriptor.text)),
                  "a descriptor's name is of letters, digits and _, and is not `as`");
    }
  }
  const auto number = descriptors_.open(descriptor.text, event.file);
  if (!number) {
    lexer_.fail(descriptor.position,
                fmt::format("client {} already has a descriptor {} open here", quote(client_),
                            quote(descriptor.text)),
                named ? "close it first, or take another name"
                      : "close it first, or name this one, `open FILE as DESCRIPTOR`");
  }
  event.descriptor = *number;
  event.truncates = next_is("truncate");
  if (event.truncates) lexer_.take();
}

void ProgramParser::parse_use(Event& event) {
  std::optional<std::uint32_t> number;
  if (lexer_.peek().kind == Kind::word && !next_is("at")) {
    const Token descriptor = lexer_.take();
    number = descriptors_.find(descriptor.text);
    if (!number && event.operation == Operation::write && descriptor.text == kUnaligned)
      fail_without_block(descriptor.position);
    if (!number) fail_not_open(event.operation, descriptor.position, &descriptor);
  } else {
    number = descriptors_.only();
    if (!number) fail_not_open(event.operation, event.position, nullptr);
  }
  event.descriptor = *number;
  event.file = descriptors_.file_of(*number);
  if (event.operation == Operation::close) descriptors_.close(*number);
  if (event.operation == Operation::read || event.operation == Operation::write) parse_block(event);
  parse_unaligned(event);
}

/// `at 1`, if it is there. Whether the file has the block is seen when all files are known.
void ProgramParser::parse_block(Event& event) {
  if (!next_is("at")) return;
  lexer_.take();
  const std::string form = fmt::format("write `{} [DESCRIPTOR] at BLOCK`", name_of(event.operation));
  const Token block = lexer_.expect(Kind::word, "the number of a block behind `at`", form);
  event.block = uses_.sizes.number(lexer_, block, 0, kGreatestBlocks - 1);
  event.one_block = true;
}

/// `unaligned`, if it is there.
void ProgramParser::parse_unaligned(Event& event) {
  if (!next_is(kUnaligned)) return;
  const Token word = lexer_.take();
  if (event.operation != Operation::write) {
    lexer_.fail(word.position, fmt::format("a {} is not unaligned", name_of(event.operation)),
                "only a write changes a part of a block: `write [DESCRIPTOR] at BLOCK unaligned`");
  }
  if (!event.one_block) fail_without_block(word.position);
  event.unaligned = true;
}

bool ProgramParser::next_is(std::string_view word) {
  return lexer_.peek().kind == Kind::word && lexer_.peek().text == word;
}

void ProgramParser::fail_without_block(SourcePosition position) const {
  lexer_.fail(position, "an unaligned write must say which block it changes a part of",
              "write `write [DESCRIPTOR] at BLOCK unaligned`");
}

void ProgramParser::fail_not_open(Operation operation, SourcePosition position,
                                  const Token* descriptor) const {
  const std::vector<std::string_view> open = descriptors_.open_names();
  const std::string cause =
      descriptor != nullptr
          ? fmt::format("client {} has no descriptor {} open here", quote(client_), quote(descriptor->text))
      : open.empty() ? fmt::format("client {} has no descriptor open here", quote(client_))
                     : fmt::format("`{}` must name a descriptor: client {} has {} open here",
                                   name_of(operation), quote(client_), open.size());
  const std::string accepted = open.empty()
                                   ? fmt::format("`open FILE` must come before `{}`", name_of(operation))
                                   : fmt::format("open: {}", quote_list(open));
  lexer_.fail(position, cause, accepted);
}

}  // namespace

Actor take_program(Lexer& lexer, std::string_view client, Uses& uses) {
  return ProgramParser(lexer, client, uses).parse();
}

Rights take_rights(Lexer& lexer, std::string_view form) {
  const Token word = lexer.expect(Kind::word, "rights, such as `rw` or `none`", form);
  if (word.text == "none") return {};
  Rights rights;
  std::string_view letters = word.text;
  const auto accept = [&](char letter, bool& right) {
    right = letters.starts_with(letter);
    if (right) letters.remove_prefix(1);
  };
  accept('r', rights.read);
  accept('w', rights.write);
  accept('a', rights.administer);
  if (!letters.empty()) {
    lexer.fail(word.position, fmt::format("{} are no rights", quote(word.text)),
               "rights are `none`, or some of `r`, `w` and `a`, in this order");
  }
  return rights;
}

}  // namespace braid::notation
