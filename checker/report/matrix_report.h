// The matrix of systems and properties: which hold, and the shortest counterexamples of the others.
#pragma once

#include <cstdint>
#include <optional>
#include <ostream>
#include <string>
#include <string_view>
#include <vector>

#include "braid/checker/explore/limits.h"

namespace braid::report {

enum class CellVerdict : std::uint8_t {
  not_stated,  ///< there is no such property of this system
  holds,
  incomplete,
  violated,
};

[[nodiscard]] std::string_view name_of(CellVerdict verdict);

/// A property of a system, over all programs.
struct MatrixCell {
  CellVerdict verdict = CellVerdict::not_stated;
  std::uint64_t states = 0;                                 ///< swept, of all programs that it was asked of
  explore::StopReason stopped = explore::StopReason::none;  ///< incomplete: why
  // Violated: of the program with the shortest counterexample, the first of these.
  std::string program;
  std::optional<std::uint64_t> steps;  ///< nothing: a limit ended the search for the schedule
  std::string explanation;
  std::string replay;  ///< the command, for a shell
};

/// A program that a system cannot take.
struct RefusedProgram {
  std::string program;
  std::string cause;
};

struct MatrixRow {
  std::string system;             ///< `afs2 granularity=message partition<=1`
  std::vector<MatrixCell> cells;  ///< parallel to MatrixReport::properties
  std::vector<RefusedProgram> refused;
};

struct MatrixReport {
  std::vector<std::string> properties;
  std::vector<std::string> programs;
  std::vector<MatrixRow> rows;

  /// Whether no limit has left a cell incomplete, or without its counterexample.
  [[nodiscard]] bool complete() const;
};

/// Tables of a few systems each, then each counterexample with its explanation and the command that replays
/// it.
void write_matrix_text(std::ostream& out, const MatrixReport& report);
/// The same as tables of Markdown, a row a system.
void write_matrix_markdown(std::ostream& out, const MatrixReport& report);
void write_matrix_json(std::ostream& out, const MatrixReport& report);  ///< matrix.schema.json

}  // namespace braid::report
