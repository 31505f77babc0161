// One row of the matrix: a system, and what becomes of each property over all programs.
#pragma once

#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "braid/checker/command/run_options.h"
#include "braid/checker/formula/properties.h"
#include "braid/checker/report/matrix_report.h"

namespace braid::command {

/// A column: a property of the language, by name, or a consistency model of histories.
struct MatrixColumn {
  std::string property;
  const history::ConsistencyModel* history = nullptr;  ///< null: the property language's
};

/// What all rows have in common. Borrowed.
struct MatrixQuestion {
  const std::vector<MatrixColumn>& columns;
  const std::vector<formula::Property>& properties;
  std::optional<std::uint64_t> most_states;  ///< of each exploration
};

/// The programs in a row's system.
struct OpenedRow {
  struct Program {
    std::string name;
    std::unique_ptr<models::System> system;
  };
  std::string system;
  std::vector<Program> programs;
  std::vector<report::RefusedProgram> refused;  ///< those that the system cannot take
};

/// Opens each program, a file of a trace, in the system, as with_system() makes it. Throws InputError if the
/// system can take none.
[[nodiscard]] OpenedRow open_row(const std::string& system, const std::vector<std::string>& programs);

/// Computes a row: each program for each property that is stated of the system; of histories for programs
/// that make them.
[[nodiscard]] report::MatrixRow compute_row(const OpenedRow& row, const MatrixQuestion& question,
                                            RunSession& session);

}  // namespace braid::command
