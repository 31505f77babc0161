// The part of the notation that says what the world of a trace is like: volumes, directories, users, rights;
// and what is known of it: expectations.
#pragma once

#include <cstdint>
#include <vector>

#include "braid/tracer/notation_lexer.h"
#include "braid/tracer/notation_names.h"
#include "braid/tracer/trace.h"

namespace braid::notation {

/// Reads these statements into a trace.
class Declarations {
 public:
  /// Reads the rest of the statement that begins with `keyword`, if it is one of these; else returns false.
  /// Throws InputError for mistakes in it.
  [[nodiscard]] bool parse(const Token& keyword, Lexer& lexer, Uses& uses, Trace& trace);

  /// Call once, when names are resolved: gives directories their access control lists.
  void finish(const Uses& uses, Trace& trace);

 private:
  struct Acl {
    std::uint32_t directory = 0;  // a number of Uses::directories
    std::vector<Directory::Entry> entries;
  };

  void parse_volume(Lexer& lexer, Uses& uses, Trace& trace);
  void parse_directory(Lexer& lexer, Uses& uses, Trace& trace);
  void parse_acl(Lexer& lexer, Uses& uses);
  void parse_user(Lexer& lexer, Uses& uses, Trace& trace);
  void parse_mount(Lexer& lexer, Uses& uses, Trace& trace);
  void parse_expectation(Lexer& lexer, Trace& trace);

  Positions volumes_;
  Positions directories_;
  Positions in_volumes_;  // files
  Positions in_directories_;
  Positions with_acl_;      // directories
  Positions with_user_;     // clients
  Positions with_mounts_;   // clients
  Positions expectations_;  // properties
  std::vector<Acl> acls_;
};

}  // namespace braid::notation
