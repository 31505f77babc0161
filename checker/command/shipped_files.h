// What is installed beside the program.
#pragma once

#include <filesystem>
#include <string_view>

namespace braid::command {

/// `../share/braid/PART` beside the running program: `properties`, `traces`; of traces, the directory that
/// the environment's BRAID_TRACES names goes before. It need not be there.
[[nodiscard]] std::filesystem::path shipped_files(std::string_view part);

}  // namespace braid::command
