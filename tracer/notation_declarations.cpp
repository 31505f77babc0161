#include "braid/tracer/notation_declarations.h"

#include <fmt/format.h>

#include <algorithm>

#include "braid/tracer/notation_words.h"
#include "braid/tracer/quote.h"

namespace braid::notation {
namespace {

using Kind = Token::Kind;

constexpr std::string_view kVolumeForm = "write `volume NAME: FILE, FILE, ...`";
constexpr std::string_view kDirectoryForm = "write `directory NAME: FILE, FILE, ...`";
constexpr std::string_view kAclForm = "write `acl DIRECTORY: USER RIGHTS, USER RIGHTS, ...`";
constexpr std::string_view kUserForm = "write `user CLIENT = NAME` or `user CLIENT = NAME claims NAME`";
constexpr std::string_view kExpectForm = "write `expect PROPERTY holds` or `expect PROPERTY violated`";

/// Whether the list goes on; else the statement ends.
bool goes_on(Lexer& lexer, std::string_view form) {
  if (lexer.peek().kind == Kind::end) return false;
  lexer.expect(Kind::comma, "`,` or the end of the statement", form);
  return true;
}

}  // namespace

bool Declarations::parse(const Token& keyword, Lexer& lexer, Uses& uses, Trace& trace) {
  if (keyword.text == "volume") {
    parse_volume(lexer, uses, trace);
  } else if (keyword.text == "directory") {
    parse_directory(lexer, uses, trace);
  } else if (keyword.text == "acl") {
    parse_acl(lexer);
  } else if (keyword.text == "user") {
    parse_user(lexer, trace);
  } else if (keyword.text == "expect") {
    parse_expectation(lexer, trace);
  } else {
    return false;
  }
  return true;
}

void Declarations::declare(Lexer& lexer, std::string_view what, const Token& name) {
  const auto [earlier, fresh] = names_.try_emplace(name.text, name.position);
  if (fresh) return;
  lexer.fail(name.position, fmt::format("{} {} is declared twice", what, quote(name.text)),
             fmt::format("the first time is in line {}; volumes and directories have names of their own",
                         earlier->second.line));
}

std::vector<std::uint32_t> Declarations::take_files(Lexer& lexer, NameUses& files, std::string_view form) {
  const bool volume = form == kVolumeForm;
  auto& members = volume ? member_of_volume_ : member_of_directory_;
  std::vector<std::uint32_t> taken;
  do {
    const Token file = lexer.expect_name("the name of a file", form);
    const auto [earlier, fresh] = members.try_emplace(file.text, file.position.line);
    if (!fresh) {
      lexer.fail(file.position,
                 fmt::format("file {} is in a {} already", quote(file.text), volume ? "volume" : "directory"),
                 fmt::format("it was named in line {}", earlier->second));
    }
    taken.push_back(files.number(file.text, file.position));
  } while (goes_on(lexer, form));
  return taken;
}

void Declarations::parse_volume(Lexer& lexer, Uses& uses, Trace& trace) {
  const Token name = lexer.expect_name("the name of a volume", kVolumeForm);
  declare(lexer, "volume", name);
  lexer.expect(Kind::colon, fmt::format("`:` after volume {}", quote(name.text)), kVolumeForm);
  uses.volumes.declare(name.text, name.position, static_cast<std::uint32_t>(trace.volumes.size()));
  trace.volumes.push_back(
      {std::string(name.text), take_files(lexer, uses.files, kVolumeForm), name.position});
}

void Declarations::parse_directory(Lexer& lexer, Uses& uses, Trace& trace) {
  const Token name = lexer.expect_name("the name of a directory", kDirectoryForm);
  declare(lexer, "directory", name);
  lexer.expect(Kind::colon, fmt::format("`:` after directory {}", quote(name.text)), kDirectoryForm);
  uses.directories.declare(name.text, name.position, static_cast<std::uint32_t>(trace.directories.size()));
  trace.directories.push_back(
      {std::string(name.text), take_files(lexer, uses.files, kDirectoryForm), name.position, {}});
}

void Declarations::parse_acl(Lexer& lexer) {
  Acl acl;
  acl.directory = lexer.expect_name("the name of a directory", kAclForm);
  for (const Acl& other : acls_) {
    if (other.directory.text != acl.directory.text) continue;
    lexer.fail(acl.directory.position,
               fmt::format("directory {} has a list already", quote(acl.directory.text)),
               fmt::format("the first is in line {}", other.directory.position.line));
  }
  lexer.expect(Kind::colon, fmt::format("`:` after directory {}", quote(acl.directory.text)), kAclForm);
  do {
    const Token user = lexer.expect_name("the name of a user", kAclForm);
    const auto same = [&](const Directory::Entry& entry) { return entry.user == user.text; };
    if (std::any_of(acl.entries.begin(), acl.entries.end(), same)) {
      lexer.fail(user.position, fmt::format("user {} is in this list twice", quote(user.text)),
                 "give each user one entry");
    }
    acl.entries.push_back({std::string(user.text), take_rights(lexer, kAclForm)});
  } while (goes_on(lexer, kAclForm));
  acls_.push_back(std::move(acl));
}

void Declarations::parse_user(Lexer& lexer, Trace& trace) {
  const Token client = lexer.expect_name("the name of a client", kUserForm);
  const auto same = [&](const User& user) { return user.client == client.text; };
  if (std::any_of(trace.users.begin(), trace.users.end(), same)) {
    lexer.fail(client.position, fmt::format("client {} has a user already", quote(client.text)), kUserForm);
  }
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

void Declarations::parse_expectation(Lexer& lexer, Trace& trace) {
  const Token property = lexer.expect(Kind::word, "the name of a property", kExpectForm);
  if (!is_hyphenated_name(property.text)) {
    lexer.fail(property.position, fmt::format("{} cannot be the name of a property", quote(property.text)),
               kExpectForm);
  }
  const Token verdict = lexer.expect(Kind::word, "`holds` or `violated`", kExpectForm);
  if (verdict.text != "holds" && verdict.text != "violated") {
    lexer.fail(verdict.position, fmt::format("expected `holds` or `violated`, found {}", quote(verdict.text)),
               kExpectForm);
  }
  lexer.expect(Kind::end, "the end of the statement", kExpectForm);
  for (const Expectation& other : trace.expectations) {
    if (other.property != property.text) continue;
    lexer.fail(property.position, fmt::format("a second expectation of {}", quote(property.text)),
               fmt::format("the first is in line {}", other.position.line));
  }
  trace.expectations.push_back({std::string(property.text), verdict.text == "holds", property.position});
}

void Declarations::finish(const Lexer& lexer, Trace& trace) {
  for (Acl& acl : acls_) {
    const auto directory =
        std::find_if(trace.directories.begin(), trace.directories.end(),
                     [&](const Directory& candidate) { return candidate.name == acl.directory.text; });
    if (directory == trace.directories.end()) {
      lexer.fail(acl.directory.position,
                 fmt::format("directory {} is not declared", quote(acl.directory.text)),
                 "declare it: `directory NAME: FILE, ...`");
    }
    directory->acl = std::move(acl.entries);
  }
  const std::vector<std::string> clients = trace.clients();
  for (const User& user : trace.users) {
    if (std::find(clients.begin(), clients.end(), user.client) != clients.end()) continue;
    lexer.fail(user.position, fmt::format("client {} is not declared", quote(user.client)),
               "declare it: `client NAME: EVENT, ...`");
  }
}

}  // namespace braid::notation
