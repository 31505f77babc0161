#include "braid/tracer/notation_names.h"

#include <fmt/format.h>

#include "braid/tracer/notation_words.h"
#include "braid/tracer/quote.h"

namespace braid::notation {
namespace {

void require_declared(const Lexer& lexer, const NameUses& uses, std::string_view what,
                      std::string_view form) {
  for (const NameUses::Use& use : uses.uses()) {
    if (use.declared) continue;
    std::vector<std::string_view> declared;
    for (const NameUses::Use& other : uses.uses()) {
      if (other.declared) declared.push_back(other.name);
    }
    const std::string meant = did_you_mean(use.name, declared);
    lexer.fail(use.position, fmt::format("{} {} is not declared", what, quote(use.name)),
               fmt::format("{}{}declare it: {}", meant, meant.empty() ? "" : " ", form));
  }
}

void require_other_name(const Lexer& lexer, std::string_view what, std::string_view name,
                        SourcePosition position, std::string_view other_kind, const Positions& others) {
  const auto other = others.find(name);
  if (other == others.end()) return;
  lexer.fail(position, fmt::format("{} {} has the name of a {}", what, quote(name), other_kind),
             fmt::format("the {} is declared in line {}; take another name", other_kind, other->second.line));
}

}  // namespace

std::uint32_t NameUses::number(std::string_view name, SourcePosition position) {
  const auto [entry, is_new] = numbers_.try_emplace(name, static_cast<std::uint32_t>(uses_.size()));
  if (is_new) uses_.push_back({name, position, std::nullopt});
  return entry->second;
}

void NameUses::declare(std::string_view name, SourcePosition position, std::uint32_t index) {
  uses_[number(name, position)].declared = index;
}

void resolve_names(const Lexer& lexer, const Uses& uses, Trace& trace) {
  require_declared(lexer, uses.files, "file", "`file NAME = CONTENTS`");
  require_declared(lexer, uses.volumes, "volume", "`volume NAME: FILE, ...`");
  require_declared(lexer, uses.directories, "directory", "`directory NAME: FILE, ...`");
  require_declared(lexer, uses.clients, "client", "`client NAME: EVENT, ...`");
  const auto resolve = [](std::uint32_t& number, const NameUses& kind) {
    number = *kind.uses()[number].declared;
  };
  for (Actor& actor : trace.actors) {
    if (actor.guest) continue;
    for (Event& event : actor.events) {
      if (event.operation == Operation::rename) resolve(event.replaced, uses.files);
      resolve(event.file, event.operation == Operation::release  ? uses.volumes
                          : event.operation == Operation::setacl ? uses.directories
                                                                 : uses.files);
    }
  }
  for (Volume& volume : trace.volumes) {
    for (std::uint32_t& file : volume.files) resolve(file, uses.files);
  }
  for (Directory& directory : trace.directories) {
    for (std::uint32_t& file : directory.files) resolve(file, uses.files);
  }
  for (Mount& mount : trace.mounts) {
    resolve(mount.path, uses.files);
    resolve(mount.file, uses.files);
  }
}

void declare(const Lexer& lexer, std::string_view what, const Token& name, Positions& same,
             std::string_view other_kind, const Positions& others) {
  const auto [earlier, is_new] = same.try_emplace(name.text, name.position);
  if (!is_new) {
    lexer.fail(name.position, fmt::format("{} {} is declared twice", what, quote(name.text)),
               fmt::format("the first time is in line {}; declare it once", earlier->second.line));
  }
  require_other_name(lexer, what, name.text, name.position, other_kind, others);
}

void Names::declare_file(const Lexer& lexer, const Token& name) {
  declare(lexer, "file", name, files_, "client", clients_);
}

Token Names::take_process(Lexer& lexer, std::string_view form) {
  const bool dotted =
      lexer.peek().kind == Token::Kind::word && lexer.peek().text.find('.') != std::string_view::npos;
  const Token name = dotted ? lexer.take() : lexer.expect_name("the name of a client", form);
  if (dotted && !is_process_name(name.text)) {
    lexer.fail(name.position, fmt::format("{} is not the name of a process", quote(name.text)),
               "write `client CLIENT.PROCESS: EVENT, ...`; both are names, and not reserved");
  }
  declare_process(lexer, name);
  return name;
}

void Names::declare_process(const Lexer& lexer, const Token& name) {
  const std::string_view client = name.text.substr(0, name.text.find('.'));
  const bool named = client != name.text;
  const auto [same, is_new] = processes_.try_emplace(name.text, name.position);
  if (!is_new) {
    const std::string_view what = named ? "process" : "client";
    lexer.fail(name.position, fmt::format("{} {} is declared twice", what, quote(name.text)),
               fmt::format("the first time is in line {}; a {} has one statement, which may go on in the "
                           "line after a comma",
                           same->second.line, what));
  }
  require_other_name(lexer, "client", client, name.position, "file", files_);
  const auto [first, is_first] = clients_.try_emplace(client, name.position);
  if (is_first || (named && !processes_.contains(client))) return;
  lexer.fail(name.position,
             fmt::format("client {} has a process {} a name", quote(client), named ? "without" : "with"),
             fmt::format("that is in line {}; name all processes of a client, `{}.NAME`, or have one",
                         first->second.line, client));
}

}  // namespace braid::notation
