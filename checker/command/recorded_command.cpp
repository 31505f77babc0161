#include "braid/checker/command/recorded_command.h"

#include <fmt/format.h>

#include <algorithm>
#include <cstdlib>

#include "braid/tracer/diagnostic.h"
#include "braid/tracer/quote.h"
#include "braid/tracer/record/program_path.h"

namespace braid::command {

SplitWords split_at_dashes(Arguments arguments) {
  const auto dashes = std::find(arguments.begin(), arguments.end(), "--");
  const auto own = static_cast<std::size_t>(dashes - arguments.begin());
  return {arguments.first(own), arguments.subspan(std::min(own + 1, arguments.size()))};
}

void refuse_words(const OptionValues& values) {
  const std::vector<std::string> words = values_of(values, kWords);
  if (words.empty()) return;
  throw CommandLineError(
      fmt::format("{} is no option; a command is written behind --", quote(words.front())));
}

std::string_view search_path() {
  const char* const path = std::getenv("PATH");
  return path != nullptr ? path : "";
}

std::filesystem::path require_program(const std::string& name) {
  if (auto path = record::find_program(name, search_path())) return *path;
  throw InputError(name, {}, "there is no such program to run");
}

std::string ending(std::string_view program, record::ProgramEnd end) {
  return end.by_signal ? fmt::format("{} was ended by signal {}", program, end.number)
                       : fmt::format("{} ended with exit status {}", program, end.number);
}

}  // namespace braid::command
