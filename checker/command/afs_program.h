// The clients' programs in the homework simulator: lists of actions, random or spelled out (`oa1:r1:c1`).
#pragma once

#include <cstdint>
#include <optional>
#include <string_view>
#include <vector>

#include "braid/checker/command/afs_transcript.h"
#include "braid/tracer/random_workload.h"
#include "braid/tracer/trace.h"

namespace braid::command {

/// `file` means something for an open only.
struct AfsAction {
  Operation operation = Operation::open;
  char file = 0;
  std::uint16_t descriptor = 0;
};

/// A program and the file of each of its descriptors. Unlike a Trace it may use descriptors that were never
/// opened or are closed, and files that the server does not have: the simulator finds out when it runs.
struct AfsProgram {
  std::vector<AfsAction> actions;
  std::vector<std::optional<char>> descriptors;

  /// The file that `descriptor` stands for in the whole run, opened yet or not; nothing where no open names
  /// it.
  [[nodiscard]] std::optional<char> file_of(std::size_t descriptor) const;
};

/// The simulator's random program of `steps` accesses, at most kMostDescriptors.
[[nodiscard]] AfsProgram random_program(PythonRandom& random, std::size_t steps, std::uint32_t files,
                                        double read_ratio);

/// The program that action strings separated by colons spell; the empty text is the empty program.
/// Throws EarlyExit where the simulator ends.
[[nodiscard]] AfsProgram parse_program(std::string_view text);

/// Prints a program as Python prints a list of tuples, one line.
void print_program(Transcript& transcript, const AfsProgram& program);

}  // namespace braid::command
