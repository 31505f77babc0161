// The homework simulator's command line, read as Python's optparse reads it.
//
// Facts: OSTEP chapter 49, homework (the flags); Python 3.11 Library Reference, optparse.
#pragma once

#include <span>
#include <stdexcept>
#include <string>
#include <string_view>

#include "braid/checker/command/afs_python.h"

namespace braid::command {

/// The flags and their defaults. Ranges are checked by the simulation, as in the original.
struct AfsOptions {
  Integer seed = 0;
  Integer clients = 2;
  Integer steps = 2;
  Integer files = 1;
  double read_ratio = 0.5;
  std::string actions;
  std::string schedule;
  bool print_statistics = false;
  bool solve = false;
  Integer detail = 0;
  bool help = false;  ///< -h was met; what follows it was not read
};

/// A command line that the option parser refuses; exit status 2.
class UsageError : public std::runtime_error {
 public:
  using std::runtime_error::runtime_error;
};

/// Reads the arguments after the verb, in order: `--name=value`, `--name value`, unambiguous beginnings of
/// long names, clusters of short flags (`-cps5`), values that begin with '-'; arguments that are no options
/// are ignored, as is all after `--`. The last of several equal options counts. Throws UsageError.
[[nodiscard]] AfsOptions parse_afs_options(std::span<const std::string_view> arguments);

/// The text of --help.
[[nodiscard]] std::string_view afs_help();

}  // namespace braid::command
