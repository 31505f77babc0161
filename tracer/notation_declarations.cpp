#include "braid/tracer/notation_declarations.h"

#include <fmt/format.h>

#include <utility>

#include "braid/tracer/notation_program.h"
#include "braid/tracer/notation_words.h"
#include "braid/tracer/quote.h"

namespace braid::notation {
namespace {

using Kind = Token::Kind;

constexpr std::string_view kVolumeForm = "write `volume NAME: FILE, FILE, ...`";
constexpr std::string_view kDirectoryForm = "write `directory NAME: FILE, FILE, ...`";
constexpr std::string_view kAclForm = "write `acl DIRECTORY: USER RIGHTS, USER RIGHTS, ...`";
constexpr std::string_view kUserForm = "write `user CLIENT = NAME` or `user CLIENT = NAME claims NAME`";
constexpr std::string_view kMountForm = "write `mount CLIENT: FILE = FILE, FILE = FILE, ...`";
constexpr std::string_view kExpectForm = "write `expect PROPERTY holds` or `expect PROPERTY violated`";

/// Whether the list goes on; else the statement ends.
bool goes_on(Lexer& lexer, std::string_view form) {
  if (lexer.peek().kind == Kind::end) return false;
  lexer.expect(Kind::comma, "`,` or the end of the statement", form);
  return true;
}

/// Enters a word that may be given once; fails with `cause` if it was.
void enter(const Lexer& lexer, const Token& word, Positions& entered, std::string_view cause) {
  const auto [first, is_new] = entered.try_emplace(word.text, word.position);
  if (is_new) return;
  lexer.fail(word.position, cause, fmt::format("the first is in line {}", first->second.line));
}

/// The files of a volume or a directory; `members` are those of all of that kind.
std::vector<std::uint32_t> take_files(Lexer& lexer, std::string_view kind, std::string_view form,
                                      NameUses& files, Positions& members) {
  std::vector<std::uint32_t> taken;
  do {
    const Token file = lexer.expect_name("the name of a file", form);
    const auto [earlier, is_new] = members.try_emplace(file.text, file.position);
    if (!is_new) {
      lexer.fail(file.position, fmt::format("file {} is in a {} already", quote(file.text), kind),
                 fmt::format("it was named in line {}", earlier->second.line));
    }
    taken.push_back(files.number(file.text, file.position));
  } while (goes_on(lexer, form));
  return taken;
}

}  // namespace

bool Declarations::parse(const Token& keyword, Lexer& lexer, Uses& uses, Trace& trace) {
  if (keyword.text == "volume") {
    parse_volume(lexer, uses, trace);
  } else if (keyword.text == "directory") {
    parse_directory(lexer, uses, trace);
  } else if (keyword.text == "acl") {
    parse_acl(lexer, uses);
  } else if (keyword.text == "user") {
    parse_user(lexer, uses, trace);
  } else if (keyword.text == "mount") {
    parse_mount(lexer, uses, trace);
  } else if (keyword.text == "expect") {
    parse_expectation(lexer, trace);
  } else {
    return false;
  }
  return true;
}

void Declarations::parse_volume(Lexer& lexer, Uses& uses, Trace& trace) {
  const Token name = lexer.expect_name("the name of a volume", kVolumeForm);
  declare(lexer, "volume", name, volumes_, "directory", directories_);
  lexer.expect(Kind::colon, fmt::format("`:` after volume {}", quote(name.text)), kVolumeForm);
  uses.volumes.declare(name.text, name.position, static_cast<std::uint32_t>(trace.volumes.size()));
  std::vector<std::uint32_t> files = take_files(lexer, "volume", kVolumeForm, uses.files, in_volumes_);
  trace.volumes.push_back({std::string(name.text), std::move(files), name.position});
}

void Declarations::parse_directory(Lexer& lexer, Uses& uses, Trace& trace) {
  const Token name = lexer.expect_name("the name of a directory", kDirectoryForm);
  declare(lexer, "directory", name, directories_, "volume", volumes_);
  lexer.expect(Kind::colon, fmt::format("`:` after directory {}", quote(name.text)), kDirectoryForm);
  uses.directories.declare(name.text, name.position, static_cast<std::uint32_t>(trace.directories.size()));
  std::vector<std::uint32_t> files =
      take_files(lexer, "directory", kDirectoryForm, uses.files, in_directories_);
  trace.directories.push_back({std::string(name.text), std::move(files), name.position, {}});
}

void Declarations::parse_acl(Lexer& lexer, Uses& uses) {
  const Token directory = lexer.expect_name("the name of a directory", kAclForm);
  enter(lexer, directory, with_acl_, fmt::format("directory {} has a list already", quote(directory.text)));
  lexer.expect(Kind::colon, fmt::format("`:` after directory {}", quote(directory.text)), kAclForm);
  Acl acl{uses.directories.number(directory.text, directory.position), {}};
  Positions users;
  do {
    const Token user = lexer.expect_name("the name of a user", kAclForm);
    enter(lexer, user, users, fmt::format("user {} is in this list twice", quote(user.text)));
    acl.entries.push_back({std::string(user.text), take_rights(lexer, kAclForm)});
  } while (goes_on(lexer, kAclForm));
  acls_.push_back(std::move(acl));
}

void Declarations::parse_user(Lexer& lexer, Uses& uses, Trace& trace) {
  const Token client = lexer.expect_name("the name of a client", kUserForm);
  enter(lexer, client, with_user_, fmt::format("client {} has a user already", quote(client.text)));
  uses.clients.number(client.text, client.position);
  lexer.expect(Kind::equals, fmt::format("`=` after client {}", quote(client.text)), kUserForm);
  User user{std::string(client.text), {}, {}, client.position};
  user.name = lexer.expect_name("the name of a user", kUserForm).text;
  user.claims = user.name;
  if (lexer.peek().kind == Kind::word && lexer.peek().text == "claims") {
    lexer.take();
    user.claims = lexer.expect_name("the name of a user", kUserForm).text;
  }
  lexer.expect(Kind::end, "the end of the statement", kUserForm);
  trace.users.push_back(std::move(user));
}

void Declarations::parse_mount(Lexer& lexer, Uses& uses, Trace& trace) {
  const Token client = lexer.expect_name("the name of a client", kMountForm);
  enter(lexer, client, with_mounts_, fmt::format("client {} has its mounts already", quote(client.text)));
  uses.clients.number(client.text, client.position);
  lexer.expect(Kind::colon, fmt::format("`:` after client {}", quote(client.text)), kMountForm);
  Positions paths;
  do {
    const Token path = lexer.expect_name("the name of a file", kMountForm);
    enter(lexer, path, paths, fmt::format("{} is mounted twice", quote(path.text)));
    Mount mount{std::string(client.text), uses.files.number(path.text, path.position), 0, path.position};
    lexer.expect(Kind::equals, fmt::format("`=` after {}", quote(path.text)), kMountForm);
    const Token file = lexer.expect_name("the name of a file", kMountForm);
    mount.file = uses.files.number(file.text, file.position);
    trace.mounts.push_back(std::move(mount));
  } while (goes_on(lexer, kMountForm));
}

void Declarations::parse_expectation(Lexer& lexer, Trace& trace) {
  const Token property = lexer.expect(Kind::word, "the name of a property", kExpectForm);
  if (!is_hyphenated_name(property.text)) {
    lexer.fail(property.position, fmt::format("{} cannot be the name of a property", quote(property.text)),
               kExpectForm);
  }
  enter(lexer, property, expectations_, fmt::format("a second expectation of {}", quote(property.text)));
  const Token verdict = lexer.expect(Kind::word, "`holds` or `violated`", kExpectForm);
  if (verdict.text != "holds" && verdict.text != "violated") {
    lexer.fail(verdict.position, fmt::format("expected `holds` or `violated`, found {}", quote(verdict.text)),
               kExpectForm);
  }
  lexer.expect(Kind::end, "the end of the statement", kExpectForm);
  trace.expectations.push_back({std::string(property.text), verdict.text == "holds", property.position});
}

void Declarations::finish(const Uses& uses, Trace& trace) {
  for (Acl& acl : acls_) {
    trace.directories[*uses.directories.uses()[acl.directory].declared].acl = std::move(acl.entries);
  }
}

}  // namespace braid::notation
