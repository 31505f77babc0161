#include "braid/checker/cost/andrew_benchmark.h"

#include <fmt/format.h>

#include <algorithm>
#include <utility>

#include "braid/tracer/diagnostic.h"

namespace braid::cost {
namespace {

constexpr std::uint32_t kMostObjects = 10'000;
constexpr std::uint64_t kMostBytes = std::uint64_t{1} << 30;
constexpr std::uint32_t kMostIncluded = 100;
constexpr std::uint32_t kMostPercent = 10'000;

void check(std::string_view source, const AndrewParameters& parameters) {
  const auto within = [&](std::string_view name, std::uint64_t value, std::uint64_t least,
                          std::uint64_t greatest) {
    if (value >= least && value <= greatest) return;
    throw InputError(source, {}, fmt::format("{} is {}", name, value),
                     fmt::format("{} to {}", least, greatest));
  };
  within("files", parameters.files, 1, kMostObjects);
  within("headers", parameters.headers, 0, parameters.files - 1);
  within("directories", parameters.directories, 1, kMostObjects);
  within("subdirectories", parameters.subdirectories, 1, kMostObjects);
  within("source bytes", parameters.source_bytes, 0, kMostBytes);
  within("headers included", parameters.headers_included, 0, std::min(parameters.headers, kMostIncluded));
  within("object per cent", parameters.object_percent, 0, kMostPercent);
  within("block bytes", parameters.block_bytes, 1, kMostBytes);
}

/// Objects by number: the source's directories, its files, the target's directories, its files, the objects
/// compiled, the program.
class Generator {
 public:
  explicit Generator(const AndrewParameters& parameters)
      : parameters_(parameters),
        source_files_(parameters.directories),
        target_directories_(source_files_ + parameters.files),
        target_files_(target_directories_ + parameters.directories),
        object_files_(target_files_ + parameters.files),
        program_(object_files_ + parameters.files - parameters.headers) {}

  AndrewBenchmark generate() {
    add_tree(0, ObjectRole::source_directory, ObjectRole::source_file);
    add_tree(target_directories_, ObjectRole::target_directory, ObjectRole::target_file);
    add_products();
    make_directories();
    copy();
    scan_directories();
    read_all();
    make();
    return std::move(benchmark_);
  }

 private:
  void add(ObjectRole role, std::uint32_t parent, std::uint64_t bytes) {
    auto& objects = benchmark_.objects;
    const bool is_root = parent == objects.size();
    objects.push_back({role, parent, is_root ? 1 : objects[parent].components + 1, bytes});
  }

  /// Directories fill up with subdirectories one after the other; files are dealt out to all in turn.
  void add_tree(std::uint32_t root, ObjectRole directory, ObjectRole file) {
    for (std::uint32_t i = 0; i < parameters_.directories; ++i)
      add(directory, root + (i == 0 ? 0 : (i - 1) / parameters_.subdirectories), 0);
    for (std::uint32_t i = 0; i < parameters_.files; ++i)
      add(file, root + i % parameters_.directories, bytes_of(i));
  }

  /// Sizes grow by equal steps up to about twice the average, and add up to source_bytes.
  [[nodiscard]] std::uint64_t bytes_of(std::uint64_t file) const {
    const std::uint64_t files = parameters_.files;
    const auto of_first = [&](std::uint64_t count) {
      return parameters_.source_bytes * (count * count) / (files * files);
    };
    return of_first(file + 1) - of_first(file);
  }

  void add_products() {
    std::uint64_t program_bytes = 0;
    for (std::uint32_t i = 0; i < compiled(); ++i) {
      const BenchmarkObject text = benchmark_.objects[text_of(i)];
      const std::uint64_t bytes = text.bytes * parameters_.object_percent / 100;
      add(ObjectRole::object_file, text.parent, bytes);
      program_bytes += bytes;
    }
    add(ObjectRole::program_file, target_directories_, program_bytes);
  }

  [[nodiscard]] std::uint32_t compiled() const { return parameters_.files - parameters_.headers; }
  /// The target's files are its headers and then what is compiled.
  [[nodiscard]] std::uint32_t text_of(std::uint32_t i) const {
    return target_files_ + parameters_.headers + i;
  }

  void make_directories() {
    for (std::uint32_t i = 0; i < parameters_.directories; ++i)
      act(AndrewPhase::make_directories, FileAction::make_directory, target_directories_ + i);
  }

  /// As cp does: the status of the file, then its contents.
  void copy() {
    for (std::uint32_t i = 0; i < parameters_.files; ++i) {
      act(AndrewPhase::copy, FileAction::status, source_files_ + i);
      read_whole(AndrewPhase::copy, source_files_ + i);
      write_whole(AndrewPhase::copy, target_files_ + i);
    }
  }

  /// As ls -lR does: the names in a directory, then the status of each file and directory.
  void scan_directories() {
    for (std::uint32_t i = 0; i < parameters_.directories; ++i) {
      act(AndrewPhase::scan_directories, FileAction::list_directory, target_directories_ + i);
      act(AndrewPhase::scan_directories, FileAction::status, target_directories_ + i);
    }
    for (std::uint32_t i = 0; i < parameters_.files; ++i)
      act(AndrewPhase::scan_directories, FileAction::status, target_files_ + i);
  }

  void read_all() {
    for (std::uint32_t i = 0; i < parameters_.files; ++i)
      read_whole(AndrewPhase::read_all, target_files_ + i);
  }

  /// make looks at the status of all files; the compiler reads a file and its headers and writes its object;
  /// the linker reads all objects and writes the program. What compilers keep in /tmp is the client's own.
  void make() {
    constexpr AndrewPhase kPhase = AndrewPhase::make;
    for (std::uint32_t i = 0; i < parameters_.files; ++i) act(kPhase, FileAction::status, target_files_ + i);
    for (std::uint32_t i = 0; i < compiled(); ++i) {
      read_whole(kPhase, text_of(i));
      for (std::uint32_t k = 0; k < parameters_.headers_included; ++k)
        read_whole(kPhase, target_files_ + (i + k) % parameters_.headers);
      write_whole(kPhase, object_files_ + i);
    }
    for (std::uint32_t i = 0; i < compiled(); ++i) read_whole(kPhase, object_files_ + i);
    write_whole(kPhase, program_);
  }

  void read_whole(AndrewPhase phase, std::uint32_t object) {
    act(phase, FileAction::open, object);
    act(phase, FileAction::read, object);
    act(phase, FileAction::close, object);
  }

  void write_whole(AndrewPhase phase, std::uint32_t object) {
    act(phase, FileAction::create, object);
    act(phase, FileAction::write, object);
    act(phase, FileAction::close, object);
  }

  void act(AndrewPhase phase, FileAction action, std::uint32_t object) {
    FileOperation operation{phase, action, object, 0, 0};
    if (action == FileAction::read || action == FileAction::write) {
      operation.bytes = benchmark_.objects[object].bytes;
      operation.blocks = (operation.bytes + parameters_.block_bytes - 1) / parameters_.block_bytes;
    }
    benchmark_.operations.push_back(operation);
  }

  const AndrewParameters& parameters_;
  std::uint32_t source_files_;
  std::uint32_t target_directories_;
  std::uint32_t target_files_;
  std::uint32_t object_files_;
  std::uint32_t program_;
  AndrewBenchmark benchmark_;
};

constexpr std::array<std::string_view, kAndrewPhases> kPhaseNames = {"MakeDir", "Copy", "ScanDir", "ReadAll",
                                                                     "Make"};
constexpr std::array<std::string_view, kFileActions> kActionNames = {
    "make directory", "list directory", "status", "create", "open", "read", "write", "close"};

}  // namespace

std::string_view name_of(AndrewPhase phase) {
  return kPhaseNames[static_cast<std::size_t>(phase)];
}

std::string_view name_of(FileAction action) {
  return kActionNames[static_cast<std::size_t>(action)];
}

AndrewBenchmark andrew_benchmark(std::string_view source, const AndrewParameters& parameters) {
  check(source, parameters);
  return Generator(parameters).generate();
}

PhaseCounts counts_of(const AndrewBenchmark& benchmark, AndrewPhase phase) {
  PhaseCounts counts;
  for (const FileOperation& operation : benchmark.operations) {
    if (operation.phase != phase) continue;
    ++counts.operations[static_cast<std::size_t>(operation.action)];
    if (operation.action == FileAction::read) {
      counts.bytes_read += operation.bytes;
      counts.blocks_read += operation.blocks;
    } else if (operation.action == FileAction::write) {
      counts.bytes_written += operation.bytes;
      counts.blocks_written += operation.blocks;
    }
  }
  return counts;
}

}  // namespace braid::cost
