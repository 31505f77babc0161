// The Andrew benchmark, generated: which files its five phases touch, and how.
//
// Howard et al., TOCS 6(1):51-81 (1988): MakeDir makes a tree of directories like that of the source; Copy
// copies each file of the source into it; ScanDir looks at the status of each file of the copy; ReadAll reads
// each once; Make compiles and links them. The source was about 70 files of 200 KB together (recalled). How
// many directories and headers there were, and which calls a tool makes for each file, is assumed here; what
// is assumed is a parameter, or told where the phase is generated.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <string_view>
#include <vector>

namespace braid::cost {

struct AndrewParameters {
  std::uint32_t files = 70;              ///< of the source, headers among them
  std::uint32_t headers = 20;            ///< assumed; the other files are compiled
  std::uint32_t directories = 20;        ///< of the source, its root among them; assumed
  std::uint32_t subdirectories = 4;      ///< of one directory, as long as directories last; assumed
  std::uint64_t source_bytes = 200'000;  ///< in all files together
  std::uint32_t headers_included = 5;    ///< read for each file that is compiled; assumed
  std::uint32_t object_percent = 100;    ///< size of an object file in per cent of its source; assumed
  std::uint64_t block_bytes = 4096;      ///< that a file is read and written in; assumed
};

enum class AndrewPhase : std::uint8_t { make_directories, copy, scan_directories, read_all, make };
inline constexpr std::size_t kAndrewPhases = 5;

enum class FileAction : std::uint8_t {
  make_directory,
  list_directory,  ///< its names
  status,          ///< size and times
  create,          ///< makes an empty file and opens it for writing
  open,            ///< for reading
  read,            ///< all of an open file
  write,           ///< all of an open file
  close,
};
inline constexpr std::size_t kFileActions = 8;

[[nodiscard]] std::string_view name_of(AndrewPhase phase);  ///< `MakeDir`, as the paper has it
[[nodiscard]] std::string_view name_of(FileAction action);

enum class ObjectRole : std::uint8_t {
  source_directory,  ///< is there before the benchmark, as what is in it
  source_file,
  target_directory,
  target_file,   ///< the copy of a source file
  object_file,   ///< compiled from a target file
  program_file,  ///< linked from all object files
};

struct BenchmarkObject {
  ObjectRole role = ObjectRole::source_directory;
  std::uint32_t parent = 0;      ///< directory, by number; a root is its own parent
  std::uint32_t components = 0;  ///< of its pathname below the file system's root
  std::uint64_t bytes = 0;       ///< of a file, once it is written
};

struct FileOperation {
  AndrewPhase phase = AndrewPhase::make_directories;
  FileAction action = FileAction::status;
  std::uint32_t object = 0;  ///< by number
  std::uint64_t bytes = 0;   ///< read or written
  std::uint64_t blocks = 0;  ///< read or written, the last perhaps in part
};

struct AndrewBenchmark {
  std::vector<BenchmarkObject> objects;
  std::vector<FileOperation> operations;  ///< one client's, in order
};

/// The same for the same parameters, always. Throws InputError, with `source` named, unless there are 1 to
/// 10,000 files, one at least of them no header, 1 to 10,000 directories, at least 1 subdirectory, at most
/// 2^30 bytes, no more headers included than there are and at most 100, at most 10,000 per cent and 1 to 2^30
/// bytes a block.
[[nodiscard]] AndrewBenchmark andrew_benchmark(std::string_view source, const AndrewParameters& parameters);

struct PhaseCounts {
  std::array<std::uint64_t, kFileActions> operations{};  ///< by FileAction
  std::uint64_t bytes_read = 0;
  std::uint64_t bytes_written = 0;
  std::uint64_t blocks_read = 0;
  std::uint64_t blocks_written = 0;

  [[nodiscard]] std::uint64_t of(FileAction action) const {
    return operations[static_cast<std::size_t>(action)];
  }
};

[[nodiscard]] PhaseCounts counts_of(const AndrewBenchmark& benchmark, AndrewPhase phase);

}  // namespace braid::cost
