// The part of the notation that says what the world of a trace is like: volumes, directories, users, rights;
// and what is known of it: expectations.
#pragma once

#include <string_view>
#include <unordered_map>
#include <vector>

#include "braid/tracer/notation_lexer.h"
#include "braid/tracer/notation_program.h"
#include "braid/tracer/trace.h"

namespace braid::notation {

/// Reads these statements into a trace.
class Declarations {
 public:
  /// Reads the rest of the statement that begins with `keyword`, if it is one of these; else returns false.
  /// Throws InputError for mistakes in it.
  [[nodiscard]] bool parse(const Token& keyword, Lexer& lexer, Uses& uses, Trace& trace);

  /// Call once, behind the last statement: gives directories their access control lists. Throws InputError
  /// for what refers to nothing.
  void finish(const Lexer& lexer, Trace& trace);

 private:
  struct Acl {
    Token directory;
    std::vector<Directory::Entry> entries;
  };

  void parse_volume(Lexer& lexer, Uses& uses, Trace& trace);
  void parse_directory(Lexer& lexer, Uses& uses, Trace& trace);
  void parse_acl(Lexer& lexer);
  void parse_user(Lexer& lexer, Trace& trace);
  void parse_expectation(Lexer& lexer, Trace& trace);
  void declare(Lexer& lexer, std::string_view what, const Token& name);
  [[nodiscard]] std::vector<std::uint32_t> take_files(Lexer& lexer, NameUses& files, std::string_view form);

  std::unordered_map<std::string_view, SourcePosition> names_;  // of volumes, directories; kind and name
  std::vector<Acl> acls_;
  std::unordered_map<std::string_view, std::size_t> member_of_volume_;     // file: line
  std::unordered_map<std::string_view, std::size_t> member_of_directory_;  // file: line
};

}  // namespace braid::notation
