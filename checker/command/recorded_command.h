// The command that is recorded: what stands behind -- on the command line.
#pragma once

#include <filesystem>
#include <string>
#include <string_view>

#include "braid/checker/command/command_line.h"
#include "braid/tracer/record/child_process.h"

namespace braid::command {

/// The words of a command line in front of the first `--`, and those behind it.
struct SplitWords {
  Arguments own;
  Arguments command;
};
[[nodiscard]] SplitWords split_at_dashes(Arguments arguments);

/// Throws CommandLineError where there are words that are no options.
void refuse_words(const OptionValues& values);

/// PATH, or "".
[[nodiscard]] std::string_view search_path();

/// The program of a command. Throws InputError where there is none.
[[nodiscard]] std::filesystem::path require_program(const std::string& name);

/// `PROGRAM ended with exit status 1`.
[[nodiscard]] std::string ending(std::string_view program, record::ProgramEnd end);

}  // namespace braid::command
